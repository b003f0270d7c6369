"""Two verifiers that share no line come to the same verdict on every bundle, and name the same file."""

import io
import random
import zipfile
from functools import cache

import pytest
from altered_bundles import (
    HIDDEN,
    SEMANTIC,
    SENSELESS_RULES,
    UNREADABLE_ONES,
    VALUES,
    WHOLE,
    WITHOUT_BALLOTS,
    altered,
    frozen_otherwise,
    one_bit,
    strange_bundles,
)
from click.testing import CliRunner
from figures import figure
from published_round import (
    CARERS,
    CHOICES,
    files_of,
    opened,
    packed,
    sign_wrongly,
    terms,
    values_of_round,
    with_restrictions,
    withheld,
)

from pb.cli.signature import verify_signature
from pb.recount.checks import REPRODUCED, UNREADABLE, recount
from pb.recount.opened import Noted
from pb.seal import bundle
from pb.seal.bundle import write_bundle
from pb.tally.rules import Rule

FLIPS = 200
WHOLE_HIDDEN = packed(HIDDEN)


@cache
def in_python(text, noted=Noted()):  # noqa: B008 - frozen
    """Exit status of the recount, and the sentence that tells the fault."""
    said = []
    status = recount(text, noted, lambda mark, words: said.append((mark, words)))
    return status, "".join(words for mark, words in said if mark in {"[differs]", "[unreadable]"})


def signature_of(text, tmp_path):
    """Exit status of `pb verify-signature`."""
    (tmp_path / "bundle.zip").write_bytes(text)
    return CliRunner().invoke(verify_signature, [str(tmp_path / "bundle.zip")]).exit_code


def told(found):
    """The same of the page."""
    return found["status"], f"{found['file']}: {found['words']}" if found["status"] else ""


def disagreements(probe, bundles):
    """The names of bundles on which the two differ in verdict or file, with what each says."""
    names, texts = list(bundles), list(bundles.values())
    odd = {}
    for name, text, found in zip(names, texts, probe.recounted(texts), strict=True):
        here, there = in_python(text), told(found)
        if (here[0], here[1].split(":")[0]) != (there[0], there[1].split(":")[0]):
            odd[str(name)] = (here, there)
    return odd


@cache
def semantic():
    """Everything that a forger would change, by name."""
    changes = [change for change, _ in SEMANTIC]
    found = {change.__name__: altered(change) for change in changes}
    found |= {f"withheld, {change.__name__}": altered(change, HIDDEN) for change, _ in WITHOUT_BALLOTS}
    found["withheld for no reason"] = packed(withheld(values_of_round(terms(floor=1), opened())))
    found |= {f"unreadable {at}": altered(change) for at, (change, _) in enumerate(UNREADABLE_ONES)}
    found |= {f"senseless {at}": frozen_otherwise(change) for at, change in enumerate(SENSELESS_RULES)}
    return found


def flips(text, many, seed):
    chance = random.Random(seed)  # noqa: S311 - a sample, the same each time
    return {f"bit of byte {at}": one_bit(text, at, chance.randrange(8)) for at in chance.sample(range(len(text)), many)}


@cache
def packed_by_others():
    """The bundle as other programs pack it, whole, and with one file or another altered by hand."""
    files, found = bundle.read_bundle(WHOLE), {}
    for compression in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        for changed in ("", *files):
            made = io.BytesIO()
            with zipfile.ZipFile(made, "w", compression) as archive:
                for name, text in files.items():
                    archive.writestr(name, one_bit(text, 0, 0) if name == changed else text)
            found[f"{compression} {changed}"] = made.getvalue()
    return found


def test_bundles_that_hold_hold_for_both(probe, tmp_path):
    kinds = [
        ("approval", 3, 0, Rule(name="greedy")),
        ("stars", 10, 5, Rule(utility="count", step=1)),
        ("faces", 0, 0, Rule()),
    ]
    kinds += [("ranked", 3, 0, Rule(name="ear")), ("approval", 0, 0, Rule(name="phragmen"))]
    kinds += [
        ("ranked", 3, 0, Rule(stop="exhausted")),
        ("stars", 10, 5, Rule(name="greedy", per_cost=True, threshold=3)),
    ]
    rounds = {kind + str(at): (terms(kind=kind, limit=limit, most=most, rule=rule), opened(kind))
              for at, (kind, limit, most, rule) in enumerate(kinds)}  # fmt: skip
    texts = [packed(values_of_round(one, ballots)) for one, ballots in rounds.values()]
    texts += [packed(values_of_round(with_restrictions(one), ballots)) for one, ballots in list(rounds.values())[::2]]
    texts += [packed(values_of_round(terms(), opened(choices=choices))) for choices in ([], CHOICES[:12])]
    texts += [WHOLE_HIDDEN, packed({**VALUES, bundle.VERIFIER: "<!doctype html>"})]
    for text, found in zip(texts, probe.recounted(texts), strict=True):
        assert told(found) == (REPRODUCED, ""), found["words"]
        assert in_python(text) == (REPRODUCED, "")
        assert signature_of(text, tmp_path) == 0


def test_the_two_say_the_same_of_everything_that_a_forger_would_change(probe):
    assert disagreements(probe, semantic()) == {}
    refused = [name for name, text in semantic().items() if in_python(text)[0] != REPRODUCED]
    assert len(refused) == len(semantic())
    figure(
        "V2", f"{len(semantic())} forgeries, dropped, added, swapped and others: {len(refused)} caught by both programs"
    )


def test_the_first_difference_is_told_in_the_same_words(probe):
    changed = {change.__name__: altered(change) for change, _ in SEMANTIC}
    for name, text, found in zip(changed, changed.values(), probe.recounted(list(changed.values())), strict=True):
        assert told(found) == in_python(text), name


@pytest.mark.parametrize(("text", "seed"), [(WHOLE, 1), (WHOLE_HIDDEN, 2)], ids=["with ballots", "withheld"])
def test_the_two_say_the_same_of_every_bit_sampled_of_the_zip(probe, text, seed):
    assert disagreements(probe, flips(text, FLIPS, seed)) == {}


@pytest.mark.parametrize("name", sorted(VALUES))
def test_the_two_say_the_same_of_bits_in_a_file_whose_manifest_was_made_anew(probe, name):
    files = files_of(VALUES)
    changed = flips(files[name], min(len(files[name]), 20), name)
    assert (
        disagreements(probe, {at: write_bundle({**files, name: text}, sign_wrongly) for at, text in changed.items()})
        == {}
    )


@pytest.mark.parametrize("values", [VALUES, HIDDEN], ids=["with ballots", "withheld"])
def test_the_two_say_the_same_of_strange_values_in_any_place(probe, values):
    assert disagreements(probe, {str(where): text for where, text in strange_bundles(values, 120)}) == {}


def test_the_two_say_the_same_of_zips_that_others_packed_and_of_what_is_no_zip(probe):
    found = {"nothing": b"", "text": b"no zip" * 9, "cut": WHOLE[:-30], "more": WHOLE + b"\0", "before": b"x" + WHOLE}
    files = bundle.read_bundle(WHOLE)
    for name in files:
        found[f"without {name}"] = bundle._pack({one: text for one, text in files.items() if one != name})
    assert disagreements(probe, found | packed_by_others()) == {}


def test_an_older_list_and_hashes_that_were_noted_are_held_against_the_bundle_by_both(probe):
    choices = [*CHOICES[:-1], (CARERS, "1")]
    anew = packed(values_of_round(terms(), opened(choices=choices)))
    notes = {"rules": VALUES[bundle.RECORD][1]["facts"]["rules_hash"], "list": VALUES[bundle.LIST]["hash"]}
    notes["record"] = VALUES[bundle.RECORD][2]["hash"]
    keys = {"rules": "rules", "list": "listed", "record": "head"}
    for text in (WHOLE, anew):
        for name, noted in notes.items():
            assert told(probe.recounted([text], **{name: noted})[0]) == in_python(text, Noted(**{keys[name]: noted}))
    assert told(probe.recounted([anew])[0])[0] == REPRODUCED  # nothing inside it can tell


def test_who_signed_is_checked_here_where_bare_python_leaves_it_to_another_command(probe, tmp_path):
    forged = packed(VALUES, sign_wrongly)
    found = probe.recounted([forged])[0]
    assert (found["status"], found["file"]) == (1, bundle.MANIFEST)
    assert "its signature was not made with the key" in found["words"]
    assert signature_of(forged, tmp_path) == 1
    assert told(probe.recounted([WHOLE], key="00" * 32)[0])[0] == 1
    assert told(probe.recounted([WHOLE], key=VALUES[bundle.ROUND]["keys"]["signing"])[0])[0] == REPRODUCED


def test_all_that_explanations_tried_is_tried_again_where_that_is_asked_for(probe):
    restricted = packed(values_of_round(with_restrictions(terms()), opened()))
    for text in (WHOLE, restricted):
        found = probe.recounted([text], thorough=True)[0]
        assert told(found) == (REPRODUCED, "")
        assert any("all that was tried was tried again" in words for _, words in found["said"])


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("if (commit <= before) throw", "if (false) throw"),
        ("if (!bundle.electorateOf.has(commit)) throw", "if (false) throw"),
        ("await commitsOf(terms.id, ballots)", "ballots.map(({ commit }) => commit)"),
        ("const found = firstDifference(where, said, counted);", "const found = '';"),
        ("if (fault) throw new Differs(RECORD", "if (false) throw new Differs(RECORD"),
        ("same(LIST, 'hash', listed.hash, await listHash(pairs, salt), 'the hash of its pairs');", ""),
        ("if (!sameBytes(pack(files), packed))", "if (false)"),
        ("if (names.length) throw new Differs(names.join(', ')", "if (false) throw new Differs(names.join(', ')"),
        ("if (encode(value) !== text) throw", "if (false) throw"),
        ("const words = faultOf(explained, project, said);", "const words = '';"),
        ("if (!sameBytes(text, toBytes(made)))", "if (false)"),
    ],
    ids=[
        "twice",
        "not listed",
        "commits",
        "differences",
        "chain",
        "list",
        "packing",
        "manifest",
        "canonical",
        "acts",
        "pb",
    ],
)
def test_a_verifier_that_overlooks_something_is_seen(sabotaged, before, after):
    files, probe = files_of(VALUES), sabotaged(before, after)
    changed = semantic() | packed_by_others()
    changed["spaced"] = write_bundle({**files, bundle.SUMS: files[bundle.SUMS].replace(b",", b", ")}, sign_wrongly)
    assert disagreements(probe, changed) != {}


def test_an_unreadable_bundle_is_called_so_by_both(probe):
    assert told(probe.recounted([WHOLE[:100]])[0])[0] == in_python(WHOLE[:100])[0] == UNREADABLE
