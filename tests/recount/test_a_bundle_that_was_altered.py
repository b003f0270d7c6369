"""Whatever is altered in a bundle is caught: each byte of each file, and each thing that a forger would want.

The forger here can make the manifest anew and put a signature of their own into it, which bare Python cannot check.
They cannot alter what people noted: the record's hash, the list's, the rules'.
"""

import io
import random
import zipfile
from itertools import product

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
    result,
    strange_bundles,
)
from figures import figure
from published_round import CARERS, CHOICES, files_of, opened, packed, sign_wrongly, terms, values_of_round, withheld

from pb.recount.before_the_count import may_have_few
from pb.recount.checks import DIFFERS, REPRODUCED, UNREADABLE, recount
from pb.recount.opened import Noted
from pb.seal import bundle
from pb.seal.bundle import write_bundle


def asked(text, noted=Noted()):  # noqa: B008 - frozen
    """Exit status, and the sentence that tells the fault."""
    said = []
    status = recount(text, noted, lambda mark, words: said.append((mark, words)))
    return status, "".join(words for mark, words in said if mark in {"[differs]", "[unreadable]"})


def forged(change, values=VALUES):
    """What is said of a bundle whose values were changed and whose manifest was made anew."""
    return asked(altered(change, values))


def content(text):
    return bundle.read_bundle(text)


# --- bytes ---------------------------------------------------------------------------------------------------------


def test_the_bundle_that_all_these_alter_holds():
    assert asked(WHOLE) == (REPRODUCED, "")
    assert asked(packed(HIDDEN)) == (REPRODUCED, "")


@pytest.mark.parametrize("name", sorted(content(WHOLE)))
def test_every_byte_changed_in_any_file_is_caught_and_the_file_is_named(name):
    files = content(WHOLE)
    for at in range(len(files[name])):
        changed = {**files, name: one_bit(files[name], at, at % 8)}
        status, words = asked(bundle._pack(changed))
        assert status in {DIFFERS, UNREADABLE}, (name, at)
        assert words.split(":")[0] in {name, bundle.MANIFEST, bundle.SIGNATURE}, words
        assert name in words or name in {bundle.MANIFEST, bundle.SIGNATURE}


@pytest.mark.parametrize("compression", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED], ids=["stored", "deflated"])
def test_a_file_changed_by_hand_is_named_however_the_zip_was_packed_again(compression):
    files = content(WHOLE)
    for name, body in files.items():
        changed = io.BytesIO()
        with zipfile.ZipFile(changed, "w", compression) as archive:
            for each, text in (files | {name: one_bit(body, len(body) - 1, 0)}).items():
                archive.writestr(each, text)
        status, said = asked(changed.getvalue())
        assert status == DIFFERS
        assert name in said


def test_every_bit_sampled_of_the_zip_itself_is_caught():
    chance = random.Random(20260302)  # noqa: S311 - a sample, the same each time
    for at in chance.sample(range(len(WHOLE)), 1500):
        changed = one_bit(WHOLE, at, chance.randrange(8))
        assert asked(changed)[0] in {DIFFERS, UNREADABLE}, at
    figure("V2", "1,500 bits of a bundle changed one at a time: 1,500 caught")


@pytest.mark.parametrize("name", sorted(content(WHOLE)))
def test_a_file_left_out_is_caught_and_named(name):
    files = {one: text for one, text in content(WHOLE).items() if one != name}
    status, words = asked(bundle._pack(files))
    assert status in {DIFFERS, UNREADABLE}
    assert name in words


@pytest.mark.parametrize("name", sorted(VALUES))
def test_bytes_changed_with_the_manifest_made_anew_are_caught_wherever_something_else_says_otherwise(name):
    files, missed = files_of(VALUES), []
    text = files[name]
    chance = random.Random(name)  # noqa: S311 - a sample, the same each time
    for at in chance.sample(range(len(text)), min(len(text), 250)):
        changed = one_bit(text, at, chance.randrange(8))
        if asked(write_bundle({**files, name: changed}, sign_wrongly))[0] == REPRODUCED:
            missed.append(at)
    assert not missed


# --- meaning -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("change", "file"), SEMANTIC, ids=lambda one: getattr(one, "__name__", one))
def test_what_a_forger_would_change_is_caught_and_the_file_named_even_with_a_new_manifest(change, file):
    status, words = forged(change)
    assert status == DIFFERS, words
    assert words.startswith(f"{file}: "), words


@pytest.mark.parametrize(
    ("change", "file"),
    UNREADABLE_ONES,
    ids=[
        "another format",
        "a file of another version",
        "no word for ballots",
        "no ballots",
        "no Pabulib file",
        "no explanations",
    ],
)
def test_what_this_version_cannot_read_is_unreadable_and_the_file_named(change, file):
    status, words = forged(change)
    assert (status, words.split(":")[0]) == (UNREADABLE, file)


@pytest.mark.parametrize("change", SENSELESS_RULES)
def test_rules_that_make_no_sense_are_unreadable_even_where_every_hash_fits(change):
    status, words = asked(frozen_otherwise(change))
    assert (status, words.split(":")[0]) == (UNREADABLE, bundle.ROUND)


def test_who_can_write_everything_anew_is_caught_by_whoever_noted_one_hash():
    choices = [*CHOICES[:-1], (CARERS, "1")]
    anew = packed(values_of_round(terms(), opened(choices=choices)))
    assert asked(anew)[0] == REPRODUCED  # nothing inside it can tell
    noted = Noted(listed=VALUES[bundle.LIST]["hash"])
    assert asked(anew, noted)[0] == DIFFERS
    assert asked(anew, Noted(head=VALUES[bundle.RECORD][2]["hash"]))[0] == DIFFERS
    richer = packed(values_of_round(terms(pot=130_000), opened()))
    rules = VALUES[bundle.RECORD][1]["facts"]["rules_hash"]
    assert asked(richer, Noted(rules=rules))[0] == DIFFERS
    assert asked(WHOLE, Noted(rules, VALUES[bundle.LIST]["hash"], VALUES[bundle.RECORD][0]["hash"]))[0] == REPRODUCED


# --- without ballots -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("change", "file"), WITHOUT_BALLOTS, ids=lambda one: getattr(one, "__name__", one))
def test_what_can_be_checked_without_ballots_is_and_what_may_give_voters_away_is_noticed(change, file):
    status, words = forged(change, HIDDEN)
    assert status == DIFFERS, words
    assert words.startswith(f"{file}: "), words


def test_another_winner_of_the_same_cost_is_caught_by_the_record_even_without_ballots():
    poorer = withheld(values_of_round(terms(floor=30, pot=80_000), opened()))
    assert asked(packed(poorer))[0] == REPRODUCED
    assert result(poorer)["outcome"]["winners"] == ["3", "4"]
    result(poorer)["outcome"]["winners"] = ["2", "4"]
    status, words = asked(packed(poorer, sign_wrongly))
    assert (status, words.split(",")[0]) == (DIFFERS, "record.ndjson: ResultCounted")


def test_ballots_are_not_withheld_where_no_electorate_can_have_few():
    status, words = asked(packed(withheld(values_of_round(terms(floor=1), opened()))))
    assert (status, words.split(":")[0]) == (DIFFERS, bundle.LIST)
    assert "no electorate can have fewer than 1" in words


@pytest.mark.parametrize("roll", [(3,), (2, 3), (4, 1), (1, 2, 3)])
def test_whether_one_can_have_few_is_what_trying_every_way_to_share_out_the_ballots_says(roll):
    names = [f"group {at}" for at in range(len(roll))]
    for ballots, floor in product(range(sum(roll) + 1), range(1, 6)):
        ways = [way for way in product(*(range(size + 1) for size in roll)) if sum(way) == ballots]
        tried = any(0 < few < floor for way in ways for few in way)
        assert may_have_few(dict(zip(names, roll, strict=True)), ballots, floor) is tried, (roll, ballots, floor)


# --- anything at all -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("values", [VALUES, HIDDEN], ids=["with ballots", "withheld"])
def test_strange_values_in_any_place_are_caught_and_never_end_in_a_traceback(values):
    for where, text in strange_bundles(values):
        status, words = asked(text)
        assert status in {DIFFERS, UNREADABLE}, where
        assert words
