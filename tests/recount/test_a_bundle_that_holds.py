"""A whole bundle is reproduced by bare Python, and says what it could not check."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from published_round import (
    CHOICES,
    YOUNG,
    opened,
    packed,
    sign_wrongly,
    terms,
    values_of_round,
    with_restrictions,
    withheld,
)

from pb.recount.checks import REPRODUCED, UNREADABLE, recount
from pb.recount.opened import Noted
from pb.recount.words import UNSIGNED
from pb.seal import bundle
from pb.tally.rules import Rule

REPRODUCED_WORDS = "Reproduced: the published result follows from these ballots by these rules."
ROOT = Path(__file__).resolve().parents[2]
GOLDEN = Path(__file__).parent / "golden" / "v1"


def asked(text, noted=Noted()):  # noqa: B008 - frozen
    """Exit status, and all that was said."""
    said = []
    return recount(text, noted, lambda mark, words: said.append(f"{mark} {words}".strip())), said


def bare(*arguments, stdout=subprocess.PIPE):
    """The command, run by a Python that finds nothing but this repository and its own standard library."""
    return subprocess.run(
        [sys.executable, "-S", "-E", "-s", "-W", "error", "-m", "pb.recount", *map(str, arguments)],
        cwd=ROOT,
        env={"PATH": os.environ.get("PATH", ""), "LC_ALL": "C"},
        stdout=stdout,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
    )


@pytest.mark.parametrize(
    ("kind", "limit", "most", "rule"),
    [
        ("approval", 3, 0, Rule()),
        ("approval", 0, 0, Rule(name="greedy")),
        ("stars", 10, 5, Rule(utility="count", step=1)),
        ("ranked", 3, 0, Rule(completion="none", second="none")),
        ("faces", 0, 0, Rule()),
        ("approval", 3, 0, Rule(stop="exhausted")),
        ("stars", 10, 5, Rule(name="greedy", per_cost=True, skip=False, threshold=3)),
        ("ranked", 3, 0, Rule(name="ear")),
        ("approval", 3, 0, Rule(name="phragmen")),
    ],
)
def test_every_kind_of_ballot_and_rule_is_reproduced(kind, limit, most, rule):
    frozen = terms(kind=kind, limit=limit, most=most, rule=rule)
    for one in (frozen, with_restrictions(frozen)):
        status, said = asked(packed(values_of_round(one, opened(kind))))
        assert status == REPRODUCED, said
    assert said[-2:] == [REPRODUCED_WORDS, UNSIGNED]


def test_it_says_what_is_funded_which_hashes_to_compare_and_that_no_signature_was_checked():
    values = values_of_round(terms(), opened())
    _, said = asked(packed(values))
    assert any(line.startswith("[not checked] The Ed25519 signature") for line in said)
    listed, record = values[bundle.LIST]["hash"], values[bundle.RECORD][-1]["hash"]
    assert f"list    {listed}" in said
    assert f"record  {record}" in said
    order = values[bundle.RESULT]["outcome"]["order"]
    titles = {project["id"]: project["title"] for project in values[bundle.ROUND]["proposals"]}
    funded = [line for line in said if any(title in line for title in titles.values())]
    assert [line.split("  ")[-1] for line in funded] == [titles[name] for name in order]


def test_a_signature_that_somebody_else_made_is_not_claimed_to_be_checked():
    assert asked(packed(values_of_round(terms(), opened()), sign_wrongly))[0] == REPRODUCED


def test_hashes_that_were_noted_are_held_against_the_bundle():
    values = values_of_round(terms(), opened())
    rules = values[bundle.RECORD][1]["facts"]["rules_hash"]
    noted = Noted(rules, values[bundle.LIST]["hash"], values[bundle.RECORD][2]["hash"])
    assert asked(packed(values), noted)[0] == REPRODUCED


def test_a_round_in_which_nobody_voted_is_reproduced():
    assert asked(packed(values_of_round(terms(), opened(choices=[]))))[0] == REPRODUCED


def test_a_round_in_which_one_electorate_did_not_vote_is_reproduced():
    young = [choice for choice in CHOICES if choice[0] == YOUNG]
    status, said = asked(packed(values_of_round(terms(), opened(choices=young))))
    assert status == REPRODUCED, said


def test_a_bundle_for_auditors_asks_not_to_be_passed_on():
    _, said = asked(packed(values_of_round(terms(floor=30), opened())))
    assert any("for named auditors; please do not pass it on" in line for line in said)


def test_a_bundle_without_ballots_holds_and_says_that_the_public_cannot_recount_it():
    status, said = asked(packed(withheld(values_of_round(terms(floor=30), opened()))))
    assert status == REPRODUCED, said
    assert "not recountable by the public" in said[-2]
    assert "fewer than 30 ballots" in said[-2]
    assert said[-1] == UNSIGNED
    assert not any("Reproduced" in line for line in said)


def test_a_page_may_come_with_the_bundle_and_is_not_claimed_to_be_checked():
    status, said = asked(packed({**values_of_round(terms(), opened()), bundle.VERIFIER: "<!doctype html>"}))
    assert status == REPRODUCED
    assert any("[not checked] verify.html, a page that came with the bundle" in line for line in said)


def test_explanations_of_the_first_format_could_be_anything_and_are_not_claimed_to_be_checked():
    values = {**values_of_round(terms(version=1), opened()), bundle.EXPLANATIONS: '{"any":["thing"]}'}
    status, said = asked(packed(values))
    assert status == REPRODUCED
    assert any("[not checked] Explanations of the first format" in line for line in said)


def test_bare_python_without_any_package_reproduces_the_golden_bundle():
    ran = bare(GOLDEN / "bundle.zip")
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert ran.stderr == ""
    assert ran.stdout.endswith(f"{REPRODUCED_WORDS}\n{UNSIGNED}\n")


def test_bare_python_says_what_is_unreadable_with_status_2(tmp_path):
    (tmp_path / "cut.zip").write_bytes((GOLDEN / "bundle.zip").read_bytes()[:-30])
    for path in (tmp_path / "cut.zip", tmp_path / "nothing.zip", tmp_path):
        ran = bare(path)
        assert ran.returncode == UNREADABLE
        assert ran.stdout.startswith("[unreadable]")
        assert ran.stderr == ""


def test_bare_python_has_the_true_status_where_nobody_reads_what_it_says(tmp_path):
    (tmp_path / "cut.zip").write_bytes((GOLDEN / "bundle.zip").read_bytes()[:-30])
    for path, status in ((GOLDEN / "bundle.zip", 0), (tmp_path / "cut.zip", UNREADABLE)):
        reading, writing = os.pipe()
        os.close(reading)
        ran = bare(path, stdout=writing)
        os.close(writing)
        assert (ran.returncode, ran.stderr) == (status, "")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no disk that is always full")
def test_bare_python_says_what_could_not_be_written_and_has_the_true_status():
    with Path("/dev/full").open("w") as full:
        ran = bare(GOLDEN / "bundle.zip", stdout=full)
    assert (ran.returncode, ran.stderr) == (0, "What was found could not be written: No space left on device\n")


def test_bare_python_holds_noted_hashes_against_the_golden_bundle():
    ran = bare(GOLDEN / "bundle.zip", "--list", "00" * 32)
    assert ran.returncode == 1
    assert "[differs] list.json: hash is" in ran.stdout


def test_what_a_bundle_says_cannot_move_the_cursor_of_a_terminal(tmp_path):
    frozen = terms()
    frozen["name"], frozen["proposals"][0]["title"] = "Spring\x1b[2J2026", "A quiet \u202eroom"
    (tmp_path / "bundle.zip").write_bytes(packed(values_of_round(frozen, opened())))
    ran = bare(tmp_path / "bundle.zip")
    assert ran.returncode == 0
    assert "\x1b" not in ran.stdout
    assert "\u202e" not in ran.stdout


def test_the_recount_loads_nothing_but_itself_the_count_the_seals_and_the_standard_library():
    asks = (
        "import sys; before = set(sys.modules); import pb.recount.__main__; "
        "print(*sorted({name.split('.')[0] for name in set(sys.modules) - before if name.split('.')[0] "
        "not in sys.stdlib_module_names}), *sorted(name for name in sys.modules if name.count('.') == 1 and "
        "name.startswith('pb.')))"
    )
    ran = subprocess.run([sys.executable, "-S", "-E", "-c", asks], cwd=ROOT, capture_output=True, text=True, check=True)
    assert ran.stdout.split() == ["pb", "pb.recount", "pb.seal", "pb.tally"]
