"""The draft of a ballot: what one touch changes, for each kind of ballot."""

import pytest

from pb.booth.rules.draft import Draft, Limits, read_draft
from pb.booth.rules.walk import Walk, read_walk, shuffled
from pb.booth.rules.words import instruction, pile, place_word, too_many
from pb.core.words import ENGLISH
from pb.rounds.rules.draft import BallotKind

APPROVAL = Limits(BallotKind.APPROVAL, 2, 0)
UNLIMITED = Limits(BallotKind.APPROVAL, 0, 0)
STARS = Limits(BallotKind.STARS, 5, 3)
RANKED = Limits(BallotKind.RANKED, 3, 0)
FACES = Limits(BallotKind.FACES, 0, 0)
ON_BALLOT = [str(number) for number in range(1, 13)]


def test_a_page_of_ticks_replaces_what_that_page_showed_and_keeps_the_rest():
    draft = Draft(UNLIMITED, (("1", 1), ("9", 1))).with_page(["1", "2", "3"], ["2", "3", "7"])
    assert draft.text() == "9 2 3"
    assert draft.marks() == {"chosen": ["9", "2", "3"]}


def test_more_ticks_than_allowed_are_kept_and_called_too_many():
    draft = Draft(APPROVAL).with_page(ON_BALLOT, ["1", "2", "3"])
    assert draft.is_over
    assert too_many(draft, ENGLISH) == "Take one back first."
    assert not Draft(UNLIMITED).with_page(ON_BALLOT, ON_BALLOT).is_over


def test_stars_go_up_to_the_most_for_one_bid_and_to_the_pile():
    draft = Draft(STARS)
    for _ in range(5):
        draft = draft.with_star("4", 1)
    assert (draft.points("4"), draft.left) == (3, 2)
    draft = draft.with_star("7", 1).with_star("7", 1).with_star("8", 1)
    assert (draft.text(), draft.left) == ("4:3 7:2", 0)
    assert draft.with_star("7", -1).with_star("7", -1).text() == "4:3"
    assert draft.marks() == {"stars": {"4": 3, "7": 2}}


def test_touches_give_places_and_a_second_touch_closes_up():
    draft = Draft(RANKED)
    for number in ("5", "2", "9", "1"):
        draft = draft.with_touch(number)
    assert draft.marks() == {"ranked": ["5", "2", "9"]}  # the fourth found no place
    draft = draft.with_touch("5")
    assert [draft.place(number) for number in ("5", "2", "9")] == [0, 1, 2]


@pytest.mark.parametrize(
    ("number", "change", "after"),
    [("2", -1, "2 5 9"), ("5", -1, "5 2 9"), ("9", 1, "5 2 9"), ("5", 1, "2 5 9"), ("7", 1, "5 2 9")],
)
def test_up_and_down_swap_neighbours_and_do_nothing_at_the_ends(number, change, after):
    draft = Draft(RANKED, (("5", 1), ("2", 1), ("9", 1)))
    assert draft.with_move(number, change).text() == after


def test_a_page_of_faces_changes_the_answers_that_it_showed_and_keeps_the_rest():
    draft = Draft(FACES).with_answers(["1", "2", "3"], {"1": "yes", "3": "no"})
    assert draft.text() == "1:yes 3:no"
    draft = draft.with_answers(["7", "8"], {"7": "bit", "1": "no"})  # 1 is not on this page
    draft = draft.with_answers(["1", "2", "3"], {"3": "yes", "2": "perhaps"})
    assert draft.marks() == {"faces": {"1": "yes", "3": "yes", "7": "bit"}}
    assert [draft.answer(number) for number in ("1", "2", "7")] == ["yes", "", "bit"]


def test_a_ballot_of_faces_is_never_too_full():
    draft = Draft(FACES).with_answers(ON_BALLOT, dict.fromkeys(ON_BALLOT, "yes"))
    assert not draft.is_over
    assert draft.marks() == {"faces": dict.fromkeys(ON_BALLOT, "yes")}


def test_answers_are_told_yes_before_a_bit_before_no_and_last_the_bids_without_one():
    draft = Draft(FACES).with_answers(ON_BALLOT, {"5": "no", "2": "yes", "9": "no", "4": "yes"})
    assert draft.by_answer(["9", "4", "1", "2", "5"]) == [("yes", ["4", "2"]), ("no", ["9", "5"]), ("", ["1"])]
    assert Draft(FACES).by_answer(["1", "2"]) == [("", ["1", "2"])]


@pytest.mark.parametrize("limits", [APPROVAL, STARS, RANKED, FACES])
@pytest.mark.parametrize(
    "text",
    [
        "4:yes 7:no 4:bit",
        "4:yes:no",
        "yes:4",
        "4:YES 5: 6:2",
        "",
        "1 2",
        "4:3 7:2",
        "99",
        "4:-1",
        "4:9999999",
        "x:y",
        ":",
        "1 1 1",
        "²",
        "4:" + "1" * 5000,
    ],
)
def test_any_text_reads_as_a_draft_of_what_is_on_the_ballot(limits, text):
    draft = read_draft(limits, text, ON_BALLOT)
    assert set(dict(draft.given)) <= set(ON_BALLOT)
    assert all(points > 0 or limits is FACES for _, points in draft.given)
    assert read_draft(limits, draft.text(), ON_BALLOT) == draft


def test_every_voter_has_the_bids_in_an_order_of_their_own_that_stays():
    orders = {tuple(shuffled(ON_BALLOT, seed)) for seed in range(20)}
    assert len(orders) > 15
    assert shuffled(ON_BALLOT, 7) == shuffled(ON_BALLOT, 7)
    assert sorted(shuffled(ON_BALLOT, 7)) == sorted(ON_BALLOT)


def walked(size, steps, order=ON_BALLOT):
    """The bids that are shown on the way, page by page."""
    walk, shown = Walk(tuple(order), size), []
    for _ in range(steps):
        walk = walk.looked()
        shown.append(list(walk.shown))
        walk = walk.turned(1)
    return walk, shown


def test_bids_come_in_pages_and_there_is_always_a_page():
    walk, shown = walked(6, 3, [*ON_BALLOT, "13"])
    assert [len(page) for page in shown] == [6, 6, 1]
    assert [number for page in shown for number in page] == [*ON_BALLOT, "13"]
    assert (walk.page, walk.of, walk.has_seen_all) == (3, 3, True)
    assert (Walk((), 6).of, Walk((), 6).shown, Walk((), 6).has_seen_all) == (1, (), True)


@pytest.mark.parametrize("size", [1, 5, 6, 100])
def test_every_bid_is_seen_before_the_last_page_is_left(size):
    walk = Walk(tuple(ON_BALLOT), size)
    while True:
        assert walk.has_seen_all is False
        walk = walk.looked()
        if walk.page == walk.of:
            break
        walk = walk.turned(1)
    assert walk.has_seen_all
    assert walk.turned(1).at == walk.at
    assert walk.turned(-99).at == 0


@pytest.mark.parametrize(
    ("show", "at", "seen", "place"),
    [
        ("", "6", "12", (6, 12)),
        ("", "6", "6", (6, 6)),
        ("", "6", "5", (0, 5)),
        ("one", "7", "8", (7, 8)),
        ("", "7", "8", (6, 8)),
        ("list", "6", "12", (0, 12)),
        ("one", "99", "99", (11, 12)),
        ("one", "-1", "x", (0, 0)),
        ("", "²", "9" * 5000, (0, 0)),
    ],
)
def test_nobody_is_led_past_what_they_have_not_seen_however_bids_are_shown(show, at, seen, place):
    walk = read_walk(ON_BALLOT, show, at, seen)
    assert (walk.at, walk.seen) == place
    assert walk.shown


def test_who_is_not_through_is_led_to_what_was_not_seen():
    assert read_walk(ON_BALLOT, "", "0", "6").to_what_was_not_seen().shown == tuple(ON_BALLOT[6:])
    assert read_walk(ON_BALLOT, "one", "0", "3").to_what_was_not_seen().shown == (ON_BALLOT[3],)
    assert read_walk(ON_BALLOT, "one", "0", "0").to(ON_BALLOT[5]).shown == (ON_BALLOT[5],)
    assert read_walk(ON_BALLOT, "", "0", "0").to("99").at == 0


def test_yes_and_no_to_one_bid_add_it_and_take_it_away_and_a_full_ballot_takes_no_more():
    draft = Draft(Limits(BallotKind.APPROVAL, 2, 0))
    draft = draft.with_answer("3", "yes").with_answer("7", "yes")
    assert draft.text() == "3 7"
    assert draft.with_answer("9", "yes") == draft.with_answer("3", "yes") == draft.with_answer("3", "maybe") == draft
    assert draft.with_answer("3", "no").with_answer("9", "yes").text() == "7 9"
    assert Draft(UNLIMITED).with_answer("1", "yes").with_answer("2", "yes").with_answer("3", "no").text() == "1 2"


def test_the_words_are_short_and_fit_the_ballot():
    assert [place_word(place, ENGLISH) for place in (0, 1, 2, 3, 4, 11)] == ["", "1st", "2nd", "3rd", "4th", "11th"]
    assert instruction(RANKED, ENGLISH) == "Choose your 1st, 2nd and 3rd."
    assert instruction(Limits(BallotKind.RANKED, 1, 0), ENGLISH) == "Choose your best one."
    assert instruction(Limits(BallotKind.RANKED, 2, 0), ENGLISH) == "Choose your 1st and 2nd."
    assert instruction(UNLIMITED, ENGLISH) == "Touch what you like. You can choose all of them."
    assert instruction(FACES, ENGLISH) == "Touch Yes, A bit or No for each."
    assert [pile(pence) for pence in (1, 250_000, 2_000_000)] == [1, 2, 5]
