"""Every sabotage fits the tree as it is, breaks a promise that is proved, and names tests that are there."""

import subprocess
import sys

import pytest
from sabotages import sabotages
from source_tree import ROOT

sys.path[:0] = [str(ROOT / "tools")]
from prove import PROMISES  # noqa: E402 - a program of the house, found by the line above


def test_every_promise_has_a_sabotage_and_every_sabotage_a_promise():
    assert {one.promise for one in sabotages()} == set(PROMISES)


def test_every_promise_is_in_the_page_on_security():
    page = (ROOT / "docs" / "security" / "README.md").read_text("utf-8")
    assert not [words for words, _ in PROMISES.values() if words.split(",")[0] not in page]


@pytest.mark.parametrize("sabotage", sabotages(), ids=lambda one: one.patch.stem)
def test_a_sabotage_fits_the_tree(sabotage):
    answered = subprocess.run(
        ["git", "apply", "--check", sabotage.patch], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert answered.returncode == 0, answered.stderr
    assert all((ROOT / test.partition("::")[0]).exists() for test in sabotage.tests)


def test_the_tests_of_every_promise_are_there():
    assert not [
        test for _, tests in PROMISES.values() for test in tests if not (ROOT / test.partition("::")[0]).exists()
    ]
