"""The draft of a ballot: what one touch changes, for each kind of ballot."""

import pytest

from pb.booth.rules import Draft, Limits, instruction, pages, pile, place_word, read_draft, shuffled, too_many
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
    assert too_many(draft) == "Take one back first."
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


def test_bids_come_in_pages_of_six_and_there_is_always_a_page():
    assert [len(page) for page in pages([*ON_BALLOT, "13"])] == [6, 6, 1]
    assert pages([]) == [[]]


def test_the_words_are_short_and_fit_the_ballot():
    assert [place_word(place) for place in (0, 1, 2, 3, 4, 11)] == ["", "1st", "2nd", "3rd", "4th", "11th"]
    assert instruction(RANKED) == "Choose your first, second and third."
    assert instruction(Limits(BallotKind.RANKED, 1, 0)) == "Choose your first."
    assert instruction(Limits(BallotKind.RANKED, 2, 0)) == "Choose your first and second."
    assert instruction(UNLIMITED) == "Touch all that you like."
    assert instruction(FACES) == "Touch Yes, A bit or No for each."
    assert [pile(pence) for pence in (1, 250_000, 2_000_000)] == [1, 2, 5]
