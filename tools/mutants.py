"""`make mutants`: change the count in thousands of small ways, one at a time, and see whether a test notices.

Each change is made to a copy of the tree, in which tests try fewer examples so that it takes an hour or two and not a
day. What no test noticed is written down as the lines that were changed; docs/mutants.md says of each why it may live.
"""

import json
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
COPY = ROOT / "var" / "mutants"
EXAMPLES, FEWER = 25, 3
AT_ONCE = 'phases=[__import__("hypothesis").Phase.explicit, __import__("hypothesis").Phase.generate]'
"""The first example that shows a change is enough: looking for the smallest took most of the time."""
LONGEST = 20
"""Seconds of CPU that one test may take: many changes make a loop that never ends, and that is noticed too."""
BREAKER = f"""

def pytest_runtest_setup():
    import os, signal
    if "__mutmut_" in os.environ.get("MUTANT_UNDER_TEST", ""):
        signal.signal(signal.SIGVTALRM, lambda *_: os._exit(1))
        signal.setitimer(signal.ITIMER_VIRTUAL, {LONGEST})
"""
NUMPY = ("pb/tally/narrowing.py", "pb/tally/fast.py")
OTHERS = ("tests/recount/test_the_golden_bundle.py", "tests/recount/test_a_bundle_that_holds.py")
"""Tests elsewhere that pin what the count says: names of keys, words of a file."""
NOTICED, SURVIVED, NOT_RUN = (1, 3), 0, 33
LEFT_OUT = shutil.ignore_patterns(".git", ".venv", ".tools", "var", "node_modules", "screens", "__pycache__")


@dataclass(frozen=True)
class Go:
    """Some files, and the tests that are about them; so that no mutant waits for tests of something else."""

    name: str
    only: tuple[str, ...]
    but: tuple[str, ...]
    tests: str

    @property
    def settings(self) -> str:
        """The part of pyproject.toml that mutmut reads."""
        told = {
            "source_paths": ["pb"],
            "only_mutate": list(self.only),
            "do_not_mutate": list(self.but),
            "also_copy": ["tests", "pyproject.toml", "docs", "static", "templates", "migrations", "tools", "bench"],
            "pytest_add_cli_args_test_selection": ["tests/tally", *OTHERS],
            "pytest_add_cli_args": ["-p", "no:cacheprovider", "-k", self.tests],
        }
        return "\n[tool.mutmut]\n" + "".join(f"{key} = {json.dumps(value)}\n" for key, value in told.items())


WITHOUT = (
    "not numpy and not narrowing and not floats and not pabutools and not bare_python and not cursor and not loads"
)
"""Bare Python, in a process of its own, cannot import what mutants import to find out which of them is wanted."""
GOES = (
    Go("exact", ("pb/tally/*",), NUMPY, WITHOUT),
    Go(
        "numpy",
        (*NUMPY, "pb/tally/completion.py", "pb/tally/roster.py"),
        (),
        "(numpy or narrowing or floats) and not differs",
    ),
)


def main() -> None:
    """Make every go that is named, or all, and tell of what all goes found that were ever made."""
    wanted = sys.argv[1:] or [go.name for go in GOES]
    for go in (go for go in GOES if go.name in wanted):
        prepare(COPY / go.name, go)
        subprocess.run([sys.executable, "-m", "mutmut", "run"], cwd=COPY / go.name, check=False)
    print(f"\n{tell([COPY / go.name for go in GOES if (COPY / go.name).is_dir()])}")


def prepare(place: Path, go: Go) -> None:
    """A copy of the tree for a go."""
    shutil.rmtree(place, ignore_errors=True)
    shutil.copytree(ROOT, place, ignore=LEFT_OUT)
    for file in [place / "tests" / "small_elections.py", *(place / "tests" / "tally").glob("*.py")]:
        text = re.sub(r"max_examples=\d+", f"max_examples={EXAMPLES}", file.read_text("utf-8"))
        text = re.sub(r"^MANY = ([\d_]+)$", lambda many: f"MANY = {int(many[1]) // FEWER}", text, flags=re.MULTILINE)
        file.write_text(text.replace("settings(derandomize", f"settings({AT_ONCE}, derandomize"), "utf-8")
    with (place / "tests" / "conftest.py").open("a", encoding="utf-8") as conftest:
        conftest.write(BREAKER)
    with (place / "pyproject.toml").open("a", encoding="utf-8") as project:
        project.write(go.settings)


def tell(places: list[Path]) -> str:
    """How many there were, and what was changed in those that no go noticed; also kept as survivors.txt."""
    tried, alive = set[str](), dict[str, Path]()
    for place in places:
        exits = _exits(place)
        here = {name for name, code in exits.items() if code in {SURVIVED, NOT_RUN}}
        alive = {name: where for name, where in alive.items() if name in here or name not in exits}
        alive |= dict.fromkeys(sorted(here - tried), place)
        tried |= exits.keys()
    found = COPY / "survivors.txt"
    found.write_text("\n\n".join(f"{name}\n{_changed(name, place)}" for name, place in alive.items()), "utf-8")
    return f"{len(tried)} changes, {len(alive)} that no test noticed, in {found}"


def _exits(place: Path) -> dict[str, int | None]:
    found = {}
    for file in sorted((place / "mutants").rglob("*.meta")):
        found |= json.loads(file.read_text("utf-8"))["exit_code_by_key"]
    return {name: code for name, code in found.items() if code is not None}


def _changed(name: str, place: Path) -> str:
    command = [sys.executable, "-m", "mutmut", "show", name]
    told = subprocess.run(command, cwd=place, capture_output=True, text=True, check=False).stdout
    return "\n".join(line for line in told.splitlines() if re.match(r"[+-](?![+-])", line))


if __name__ == "__main__":
    main()
