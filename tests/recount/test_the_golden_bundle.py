"""The golden bundle of each version of the format stays here for ever: what was published must stay readable.

A change that makes other bytes of the same round is a new version, with a golden bundle of its own beside this one.
"""

from pathlib import Path

from published_round import opened, packed, terms, values_of_round, withheld

from pb.recount.checks import REPRODUCED, recount
from pb.recount.opened import Noted

GOLDEN = Path(__file__).parent / "golden" / "v1"


def made():
    """The golden bundles of this version, by name."""
    values = values_of_round(terms(), opened())
    return {"bundle.zip": packed(values), "withheld.zip": packed(withheld(values_of_round(terms(floor=30), opened())))}


def test_the_golden_bundles_are_reproduced():
    for name in made():
        assert recount((GOLDEN / name).read_bytes(), Noted(), lambda *_: None) == REPRODUCED


def test_the_same_round_still_makes_the_same_bytes():
    for name, text in made().items():
        assert (GOLDEN / name).read_bytes() == text
