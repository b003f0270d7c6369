"""PLANTED VIOLATIONS. Each contract on imports is broken on purpose in a copy of the house, and must be seen to break.

A contract that nothing can break holds nothing: a wrong module name in it would pass for ever. Nothing here touches the
house itself; every file is written into the test's own folder.
"""

import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from source_tree import PB, ROOT

LINT = Path(sys.executable).parent / "lint-imports"
CONTRACTS = [
    one["name"]
    for one in tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]["contracts"]
]
FLOORS, ROOM_FILES, HTTP, VERIFIER = CONTRACTS
# (what is wrong with it, the contract that must break, the file, the line planted at its top)
PLANTS = [
    ("a lower floor imports a higher one", FLOORS, "pb/core/planted.py", "import pb.ballots.rules"),
    ("neighbours import each other", FLOORS, "pb/roll/planted.py", "import pb.proposals.rules"),
    ("the count imports the application", FLOORS, "pb/tally/planted.py", "import pb.core.money"),
    ("somebody imports the assembled house", FLOORS, "pb/site/planted.py", "import pb.app.main"),
    ("rules import queries", ROOM_FILES, "pb/rounds/rules/phases.py", "import pb.rounds.queries"),
    ("actions import routes", ROOM_FILES, "pb/booth/actions.py", "import pb.booth.routes"),
    ("a room without screens knows HTTP", HTTP, "pb/ballots/planted.py", "import litestar"),
    ("the verifier needs a package", VERIFIER, "pb/seal/planted.py", "import cryptography"),
]


@pytest.fixture(scope="module")
def copy(tmp_path_factory):
    """The house's Python and its contracts, to be spoilt."""
    folder = tmp_path_factory.mktemp("spoilt")
    shutil.copytree(PB, folder / "pb", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", folder)
    return folder


def broken(folder):
    """The contracts that do not hold in a folder."""
    done = subprocess.run([LINT, "--no-cache"], cwd=folder, capture_output=True, text=True, check=False, timeout=60)
    lines = done.stdout.splitlines()
    found = {name for name in CONTRACTS if any(line.startswith(name) and line.endswith("BROKEN") for line in lines)}
    kept = {name for name in CONTRACTS if any(line.startswith(name) and line.endswith("KEPT") for line in lines)}
    assert found | kept == set(CONTRACTS), done.stdout + done.stderr
    assert (done.returncode == 0) == (not found)
    return found


def test_the_copy_as_it_is_keeps_every_contract(copy):
    assert broken(copy) == set()


@pytest.mark.parametrize(
    ("contract", "place", "line"), [plant[1:] for plant in PLANTS], ids=[plant[0] for plant in PLANTS]
)
def test_a_planted_violation_breaks_its_contract(copy, contract, place, line):
    file = copy / place
    before = file.read_text(encoding="utf-8") if file.exists() else None
    file.write_text(f"{line}\n{before or ''}", encoding="utf-8")
    try:
        assert contract in broken(copy)
    finally:
        file.unlink() if before is None else file.write_text(before, encoding="utf-8")


def test_every_contract_has_a_planted_violation():
    assert {plant[1] for plant in PLANTS} == set(CONTRACTS)
