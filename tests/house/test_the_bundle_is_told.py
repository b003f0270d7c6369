"""docs/bundle.md tells every file and every key of a bundle."""

import re
from pathlib import Path

import pytest

from pb.recount.before_the_count import LOT, MILESTONES
from pb.seal import bundle, chain, commit, manifest
from pb.seal.shapes import Each, Maybe
from pb.tally.ties import DICE_DIGITS

TOLD = (Path(__file__).resolve().parents[2] / "docs" / "bundle.md").read_text(encoding="utf-8")


def keys(shape):
    """Every key that a shape names, at any depth."""
    match shape:
        case dict():
            return set(shape).union(*map(keys, shape.values()))
        case list() | tuple():
            return set().union(*map(keys, shape))
        case Each() | Maybe():
            return keys(shape.shape)
    return set()


@pytest.mark.parametrize("name", bundle.NAMES)
def test_every_file_is_told(name):
    assert f"`{name}`" in TOLD


@pytest.mark.parametrize("version", bundle.FORMATS)
@pytest.mark.parametrize("name", [*bundle.VALUES, *bundle.LINE_SHAPES])
def test_every_key_is_told(name, version):
    shape = {**bundle.SHAPES[version], **bundle.LINE_SHAPES}[name]
    assert not [key for key in keys(shape) if not re.search(rf'["`]{key}["`]', TOLD)]


def test_every_domain_of_a_hash_and_every_milestone_is_told():
    for domain in (chain.DOMAIN, commit.DOMAIN, manifest.DOMAIN):
        assert f"`{domain.decode()}`" in TOLD
    assert f'"{LOT}"' in TOLD
    assert f"`{LOT}|`" in TOLD
    assert "`pb/signature/v1|`" in TOLD
    assert f'"{bundle.FORMATS[bundle.NEWEST]}"' in TOLD
    assert all(f"{name}" in TOLD for name in bundle.FORMATS.values())
    assert f"{DICE_DIGITS} digits" in TOLD
    assert all(f"`{verb}`" in TOLD for verb in MILESTONES)
