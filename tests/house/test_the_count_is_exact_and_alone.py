"""The count, the seals and the recount stand on bare Python, and no float decides about money or votes."""

import ast
import subprocess
import sys

import pytest
from source_tree import PB, imported, modules, name, nodes

STANDARD = sys.stdlib_module_names
BARE = {
    "tally": modules("tally"),
    "seal": modules("seal"),
    "recount": [file for file in modules() if file == PB / "recount.py" or PB / "recount" in file.parents],
}
ALLOWED = {"tally": {"pb.tally"}, "seal": {"pb.seal"}, "recount": {"pb.tally", "pb.seal", "pb.recount"}}
EXACT = [*BARE["tally"], *BARE["seal"], *BARE["recount"]]
EXACT += [file for file in modules() if file.name == "rules.py" or file.parent.name == "rules"]
# Files that may use floats, each with its reason.
MAY_USE_FLOATS = {"pb/tally/narrowing.py": "it narrows what is looked at, inside proven bounds, and never decides"}
# Files that may import something else, each with what and why.
MAY_IMPORT = {"pb/tally/fast.py": {"numpy"}, "pb/tally/narrowing.py": {"numpy"}}
"""They count sooner where numpy is there, and nothing imports them where it is not."""


@pytest.mark.parametrize("part", BARE)
def test_nothing_but_the_standard_library_is_imported(part):
    assert BARE[part]
    strangers = [
        f"{name(file)}: {module}"
        for file in BARE[part]
        for module in imported(file)
        if module.split(".")[0] not in STANDARD | MAY_IMPORT.get(name(file), set())
        and not any((module + ".").startswith(own + ".") for own in ALLOWED[part])
    ]
    assert not strangers


def test_bare_python_counts_without_numpy_and_gives_the_same():
    """As `python3 -S -m pb.recount` does: the file that wants numpy is asked for, and is not there."""
    program = (
        "import sys; sys.modules['numpy'] = None\n"
        "from pb.tally.election import EVERYBODY, Project, make_election\n"
        "from pb.tally.roster import PlainRoster, roster_of\n"
        "election = make_election([Project('a', 1)], [({'a': 1}, EVERYBODY)], 5)\n"
        "assert type(roster_of(election, ['a'], fast=True)) is PlainRoster\n"
    )
    subprocess.run([sys.executable, "-S", "-c", program], cwd=PB.parent, check=True)


def floats(file):
    """Where a file writes a float, makes one, or divides so that one comes out of whole numbers."""
    literals = [node.lineno for node in nodes(file, ast.Constant) if type(node.value) in {float, complex}]
    named = [node.lineno for node in nodes(file, ast.Name) if node.id in {"float", "Decimal"}]
    return literals + named


def test_no_float_in_the_count_the_seals_or_any_rule():
    found = {name(file): lines for file in EXACT if (lines := floats(file))}
    assert set(found) == set(MAY_USE_FLOATS), found


def test_a_float_would_be_seen(tmp_path):
    planted = tmp_path / "planted.py"
    planted.write_text("share = float(1)\nhalf = 0.5\n", encoding="utf-8")
    assert floats(planted) == [2, 1]


def test_the_count_knows_no_clock_no_chance_and_no_file():
    forbidden = {"random", "secrets", "time", "datetime", "os", "pathlib", "io", "socket", "subprocess", "threading"}
    found = [
        f"{name(file)}: {one}" for file in BARE["tally"] for one in imported(file) if one.split(".")[0] in forbidden
    ]
    assert not found
