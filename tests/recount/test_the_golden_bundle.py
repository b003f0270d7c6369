"""The golden bundles of each version of the format stay here for ever: what was published must stay readable.

A change that makes other bytes of the same round is a new version, with golden bundles of its own beside the others.
"""

from pathlib import Path

import pytest
from published_round import opened, packed, terms, values_of_round, with_restrictions, withheld

from pb.recount.checks import REPRODUCED, recount
from pb.recount.opened import Noted
from pb.seal.bundle import FORMATS

GOLDEN = Path(__file__).parent / "golden"
NAMES = ("bundle.zip", "restricted.zip", "withheld.zip")


def made(version, name):
    """A golden bundle of a version."""
    frozen = terms(version=version, floor=30 if name == "withheld.zip" else 10)
    values = values_of_round(with_restrictions(frozen) if name == "restricted.zip" else frozen, opened())
    return packed(withheld(values) if name == "withheld.zip" else values)


each = pytest.mark.parametrize(
    ("version", "name"), [(version, name) for version in FORMATS for name in NAMES if (version, name) != (1, NAMES[1])]
)


@each
def test_a_golden_bundle_is_reproduced(version, name):
    assert recount((GOLDEN / f"v{version}" / name).read_bytes(), Noted(), lambda *_: None) == REPRODUCED


@each
def test_the_same_round_still_makes_the_same_bytes(version, name):
    assert (GOLDEN / f"v{version}" / name).read_bytes() == made(version, name)


def test_explanations_are_tried_again_whole_where_that_is_asked_for():
    said = []
    text = (GOLDEN / "v2" / "restricted.zip").read_bytes()
    assert recount(text, Noted(thorough=True), lambda *words: said.append(words)) == REPRODUCED
    assert any("all that was tried was tried again" in words for _, words in said)
