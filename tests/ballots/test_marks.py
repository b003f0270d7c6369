"""What a ballot may say, for each of the four kinds."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_elections import steady

from pb.ballots.rules import (
    BallotPaper,
    EnvelopeMalformed,
    MarksMalformed,
    NamedTwice,
    OverLimit,
    UnknownProject,
    body_of,
    check_envelope,
    clean_marks,
    greatest_body,
    is_blank,
    read_body,
    rounded_down,
)
from pb.rounds.rules.draft import BallotKind

NAMES = tuple(str(number) for number in range(1, 13))
FREE = BallotPaper("r1", BallotKind.APPROVAL, 0, 0, NAMES)
THREE = BallotPaper("r1", BallotKind.APPROVAL, 3, 0, NAMES)
STARS = BallotPaper("r1", BallotKind.STARS, 10, 4, NAMES)
RANKED = BallotPaper("r1", BallotKind.RANKED, 3, 0, NAMES)
FACES = BallotPaper("r1", BallotKind.FACES, 0, 0, NAMES)


def test_choices_are_put_in_the_order_of_the_ballot_paper_and_ranks_are_left():
    assert clean_marks(FREE, {"chosen": ["10", "2", "1"]}) == {"chosen": ["1", "2", "10"]}
    assert clean_marks(RANKED, {"ranked": ["10", "2", "1"]}) == {"ranked": ["10", "2", "1"]}
    assert clean_marks(STARS, {"stars": {"3": 4, "1": 0, "12": 1}}) == {"stars": {"3": 4, "12": 1}}


@pytest.mark.parametrize(
    ("paper", "blank"),
    [
        (FREE, {"chosen": []}),
        (STARS, {"stars": {}}),
        (STARS, {"stars": {"1": 0}}),
        (RANKED, {"ranked": []}),
        (FACES, {"faces": {}}),
    ],
)
def test_a_blank_ballot_is_a_ballot(paper, blank):
    assert is_blank(clean_marks(paper, blank))


@pytest.mark.parametrize(
    ("paper", "full"),
    [
        (FREE, {"chosen": list(NAMES)}),
        (THREE, {"chosen": ["1", "2", "3"]}),
        (STARS, {"stars": {"1": 4, "2": 4, "3": 2}}),
        (RANKED, {"ranked": ["3", "2", "1"]}),
        (FACES, {"faces": dict.fromkeys(NAMES, "yes")}),
    ],
)
def test_all_that_the_limits_allow_is_allowed(paper, full):
    assert clean_marks(paper, full) == full


def test_a_no_stays_on_the_ballot_and_is_not_the_same_as_a_blank_one():
    answers = {"faces": {"3": "no", "12": "bit"}}
    assert clean_marks(FACES, answers) == answers
    assert not is_blank(clean_marks(FACES, {"faces": {"3": "no"}}))


@pytest.mark.parametrize(
    ("paper", "marks", "limit", "number"),
    [
        (THREE, {"chosen": ["1", "2", "3", "4"]}, 3, 4),
        (STARS, {"stars": {"1": 5}}, 4, 5),
        (STARS, {"stars": {"1": 4, "2": 4, "3": 3}}, 10, 11),
        (RANKED, {"ranked": ["1", "2", "3", "4"]}, 3, 4),
    ],
)
def test_more_than_the_limits_is_refused_with_both_figures(paper, marks, limit, number):
    with pytest.raises(OverLimit) as refusal:
        clean_marks(paper, marks)
    assert (refusal.value.facts["limit"], refusal.value.facts["given"]) == (limit, number)


@pytest.mark.parametrize(
    ("paper", "marks"),
    [
        (FREE, {"chosen": ["13"]}),
        (FREE, {"chosen": ["01"]}),
        (FREE, {"chosen": ["１"]}),
        (STARS, {"stars": {"0": 1}}),
        (STARS, {"stars": {"99": 0}}),
        (RANKED, {"ranked": ["1", "x"]}),
        (FACES, {"faces": {"1": "yes", "13": "no"}}),
    ],
)
def test_a_project_that_is_not_on_the_ballot_is_refused(paper, marks):
    with pytest.raises(UnknownProject):
        clean_marks(paper, marks)


@pytest.mark.parametrize(("paper", "marks"), [(FREE, {"chosen": ["1", "1"]}), (RANKED, {"ranked": ["2", "1", "2"]})])
def test_a_project_named_twice_is_refused(paper, marks):
    with pytest.raises(NamedTwice):
        clean_marks(paper, marks)


@pytest.mark.parametrize(
    ("paper", "marks"),
    [
        (FREE, None),
        (FREE, []),
        (FREE, {}),
        (FREE, {"chosen": "1"}),
        (FREE, {"chosen": [1]}),
        (FREE, {"ranked": ["1"]}),
        (FREE, {"chosen": ["1"], "name": "Amina"}),
        (STARS, {"stars": ["1"]}),
        (STARS, {"stars": {"1": -1}}),
        (STARS, {"stars": {"1": True}}),
        (STARS, {"stars": {"1": 1.0}}),
        (STARS, {"stars": {1: 1}}),
        (RANKED, {"ranked": [["1"]]}),
        (FACES, {"faces": ["1"]}),
        (FACES, {"faces": {"1": "perhaps"}}),
        (FACES, {"faces": {"1": "Yes"}}),
        (FACES, {"faces": {"1": ""}}),
        (FACES, {"faces": {"1": 2}}),
        (FACES, {"faces": {"1": ["yes"]}}),
        (FACES, {"faces": {1: "yes"}}),
        (FACES, {"chosen": ["1"]}),
    ],
)
def test_marks_of_another_shape_are_refused(paper, marks):
    with pytest.raises(MarksMalformed):
        clean_marks(paper, marks)


def marks_on(paper):
    """Whatever a voter may want on a ballot paper."""
    names = st.lists(st.sampled_from(NAMES), unique=True, max_size=paper.limit or len(NAMES))
    match paper.kind:
        case BallotKind.FACES:
            answers = st.sampled_from(["yes", "bit", "no"])
            return st.fixed_dictionaries({"faces": st.dictionaries(st.sampled_from(NAMES), answers)})
        case BallotKind.STARS:
            some = st.dictionaries(st.sampled_from(NAMES), st.integers(0, paper.most))
            return st.fixed_dictionaries({"stars": some.filter(lambda stars: sum(stars.values()) <= paper.limit)})
        case BallotKind.RANKED:
            return st.fixed_dictionaries({"ranked": names})
        case BallotKind.APPROVAL:
            return st.fixed_dictionaries({"chosen": names})


@pytest.mark.parametrize("paper", [FREE, THREE, STARS, RANKED, FACES])
@steady
@given(st.data())
def test_what_may_be_marked_is_cleaned_once_fits_the_greatest_body_and_is_read_again(paper, data):
    marks = clean_marks(paper, data.draw(marks_on(paper)))
    assert clean_marks(paper, marks) == marks
    body = body_of("r1", marks, "ab" * 32)
    assert len(body) <= greatest_body(paper)
    assert read_body(paper, body) == (marks, "ab" * 32)


@pytest.mark.parametrize("paper", [FREE, THREE, STARS, RANKED, FACES])
def test_no_body_is_longer_than_the_greatest(paper):
    longest = list(reversed(NAMES))[: paper.limit or None]
    full = {
        BallotKind.APPROVAL: {"chosen": longest},
        BallotKind.STARS: {"stars": {"12": 4, "11": 4, "10": 2}},
        BallotKind.RANKED: {"ranked": longest},
        BallotKind.FACES: {"faces": dict.fromkeys(NAMES, "bit")},
    }[paper.kind]
    body = body_of("r1", clean_marks(paper, full), "ab" * 32)
    assert len(body) <= greatest_body(paper)
    assert read_body(paper, body) == (clean_marks(paper, full), "ab" * 32)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{}",
        b"[]",
        b"\xff",
        b'{"marks":{"chosen":["1"]},"nonce":"00","round":"r1","v":1}',
        body_of("r2", {"chosen": ["1"]}, "ab" * 32),
        body_of("r1", {"chosen": ["2", "1"]}, "ab" * 32),
        body_of("r1", {"chosen": ["77"]}, "ab" * 32),
        body_of("r1", {"chosen": ["1"]}, "ab" * 32).replace(b'"v":1', b'"v":2'),
        body_of("r1", {"chosen": ["1"]}, "ab" * 32) + b" ",
    ],
)
def test_a_body_that_no_ballot_of_the_round_has_is_not_read(body):
    with pytest.raises((ValueError, MarksMalformed, UnknownProject)):
        read_body(FREE, body)


@pytest.mark.parametrize("envelope", ["", "short", "x" * 33, "a" * 15 + "'", "ä" * 16])
def test_an_envelope_id_of_another_shape_is_refused(envelope):
    with pytest.raises(EnvelopeMalformed):
        check_envelope(envelope)


def test_ballots_so_far_are_shown_in_whole_tens():
    assert [rounded_down(count) for count in (0, 9, 10, 19, 20)] == [0, 0, 10, 10, 20]
