"""Everything that can be checked without running the program; all of it runs, then the verdict."""

import subprocess
import sys
import time
from pathlib import Path

BIN = Path(sys.executable).parent
CHECKS = {
    "ruff": [BIN / "ruff", "check", "--quiet", "."],
    "format": [BIN / "ruff", "format", "--check", "--quiet", "."],
    "mypy": [BIN / "mypy", "--no-error-summary"],
    "floors": [BIN / "lint-imports", "--no-cache"],
    "djlint": [BIN / "djlint", "templates", "--lint", "--quiet"],
}


def main() -> int:
    """Run every check; 0 when all hold."""
    failed = []
    for name, command in CHECKS.items():
        began = time.monotonic()
        done = subprocess.run([str(part) for part in command], capture_output=True, text=True, check=False)
        print(f"check {name:8} {'ok' if done.returncode == 0 else 'FAILED'}  {time.monotonic() - began:.1f} s")
        if done.returncode:
            failed.append(name)
            print(done.stdout + done.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
