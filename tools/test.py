"""`make test`: say what was found, check, run every test, and end with one line of figures."""

import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

MEMORY, ROOM_NEEDED = Path("/dev/shm"), 4 * 1024**3  # noqa: S108 - a folder of one's own is made there
SLOWEST_FIRST = ["tests/journeys", "tests/app", "tests"]
"""So that no worker is left at the end with a file that takes minutes."""

FIGURES = re.compile(r"(\d+) (passed|failed|skipped|errors?|xfailed|xpassed)\b")


def found() -> list[str]:
    """One line for each thing that tests may need and a machine may lack."""
    browser = next(
        (path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), ""
    )
    data = os.environ.get("PB_PABULIB", "")
    if os.environ.get("PB_TEST_PG_URL"):
        postgres = "the server of PB_TEST_PG_URL"
    else:
        from postgres_server import describe

        postgres = describe()
    return [
        f"Python      {sys.version.split()[0]}",
        f"PostgreSQL  {postgres}",
        f"Chromium    {browser or 'playwright’s own, if installed'}",
        f"Pabulib     {data if data and (Path(data) / 'oracle.json').exists() else 'absent: set PB_PABULIB to check against real elections'}",
    ]


def quick_folders() -> dict[str, str]:
    """The environment with temporary folders in memory, where there is room: databases wait for a disk very often."""
    if "TMPDIR" in os.environ or not os.access(MEMORY, os.W_OK) or shutil.disk_usage(MEMORY).free < ROOM_NEEDED:
        return dict(os.environ)
    return {**os.environ, "TMPDIR": str(MEMORY)}


def run_pytest(arguments: list[str]) -> tuple[int, str]:
    """Run pytest, showing its output as it comes."""
    command = [sys.executable, "-m", "pytest", "-q", "-n", "2", "--dist", "loadscope", "--no-loadscope-reorder"]
    command += arguments or SLOWEST_FIRST
    lines = []
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, env=quick_folders()) as process:
        assert process.stdout is not None
        for line in process.stdout:
            print(line, end="", flush=True)
            lines.append(line)
    return process.returncode, "".join(lines[-3:])


def main() -> int:
    """Check and test; 0 when everything holds."""
    began = time.monotonic()
    print("\n".join(found()), flush=True)
    checked = subprocess.run([sys.executable, str(ROOT / "tools" / "check.py")], cwd=ROOT, check=False).returncode
    status, tail = run_pytest(sys.argv[1:])
    figures = {word: int(number) for number, word in FIGURES.findall(tail)}
    failed = figures.get("failed", 0) + figures.get("error", 0) + figures.get("errors", 0) + bool(checked)
    print(f"check {'FAILED' if checked else 'ok'}; {time.monotonic() - began:.0f} s in all")
    print(f"{figures.get('passed', 0)} passed, {failed} failed, {figures.get('skipped', 0)} skipped")
    return 1 if checked or status else 0


if __name__ == "__main__":
    sys.exit(main())
