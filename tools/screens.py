"""`make screens`: walk every journey in a browser and keep a picture of each page that it looks at."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SCREENS = ROOT / "docs" / "screens"


def main() -> int:
    """Make them all anew; the exit status of the journeys."""
    shutil.rmtree(SCREENS, ignore_errors=True)
    command = [sys.executable, "-m", "pytest", "-q", "-n", "2", "--dist", "loadscope", "tests/journeys"]
    environment = {**os.environ, "PB_SCREENS": str(SCREENS)}
    return subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
