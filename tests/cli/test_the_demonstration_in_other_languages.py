"""The demonstration's bids in other languages: whole, each of a bid that there is, within the limits of bids."""

from datetime import UTC, datetime

import pytest

from pb.cli.demonstration.story import TRANSLATIONS, read_translations, stories
from pb.proposals.rules import LONGEST, TRANSLATED
from pb.web.languages import languages

TOLD = [(story.draft.name, bid) for story in stories(datetime(2026, 5, 1, tzinfo=UTC)) for bid in story.bids]


def test_every_entry_is_of_a_bid_of_its_round():
    entries = read_translations(TRANSLATIONS.read_text(encoding="utf-8"))
    assert set(entries) <= {(of_round, bid.texts["title"]) for of_round, bid in TOLD}
    assert {key for texts in entries.values() for key in texts} <= {one.key for one in languages()}


def test_all_that_can_be_read_of_a_bid_is_translated_within_the_limits_of_bids():
    for _, bid in TOLD:
        for texts in bid.translations.values():
            assert tuple(texts) == TRANSLATED
            assert all(0 < len(text) <= LONGEST[part] for part, text in texts.items()), texts


def test_bids_of_one_name_have_their_own_words():
    cooking = {of_round: bid for of_round, bid in TOLD if bid.texts["title"] == "Cooking together"}
    pot, fun = (cooking[name].translations["pl"] for name in ("The shared pot 2026", "Fun after school"))
    assert pot["who_for"] == "Młodzież od 13 do 25 lat, która chce żyć bardziej samodzielnie."
    assert fun["who_for"] == "Dzieci od 7 do 14 lat."


@pytest.mark.parametrize("texts", ['["Farma", "Nakarm kozy."]', '["a", "b", "c", "d", "e"]'])
def test_an_entry_with_another_number_of_texts_is_refused(texts):
    with pytest.raises(ValueError, match=r'"Farm visits" needs 4 texts \(title, sentence, what, who_for\) and has \d'):
        read_translations(f'[pl."Summer short breaks"]\n"Farm visits" = {texts}\n')
