"""From marks to points, for each kind of ballot."""

import pytest

from pb.tally.points import MarksRefused, approval, faces, of_marks, ranked, stars


def test_an_approval_is_one_point_for_each_chosen_project():
    assert approval(["b", "a"]) == {"a": 1, "b": 1}
    assert approval([]) == {}
    assert approval(["a", "b"], limit=2) == {"a": 1, "b": 1}


def test_stars_stand_as_given_and_unused_ones_are_not_rescaled():
    assert stars({"a": 3, "b": 0}, in_all=10, most=5) == {"a": 3}
    assert stars({"a": 5, "b": 5}, in_all=10, most=5) == {"a": 5, "b": 5}


def test_a_first_rank_is_worth_the_limit_of_the_form_however_short_the_ballot():
    assert ranked(["b", "a"], limit=5) == {"b": 5, "a": 4}


def test_faces_are_two_one_and_nothing():
    assert faces({"a": "yes", "b": "bit", "c": "no"}) == {"a": 2, "b": 1}


@pytest.mark.parametrize(
    ("refused", "words"),
    [
        (lambda: approval(["a", "b"], limit=1), "2 projects are chosen, 1 are allowed"),
        (lambda: approval(["a", "a"]), "marked twice"),
        (lambda: stars({"a": 6}, in_all=10, most=5), "project a has 6 stars"),
        (lambda: stars({"a": -1}, in_all=10, most=5), "project a has -1 stars"),
        (lambda: stars({"a": 5, "b": 5, "c": 1}, in_all=10, most=5), "11 stars are given, 10 are allowed"),
        (lambda: ranked(["a", "b"], limit=1), "2 projects are ranked"),
        (lambda: ranked(["a", "a"], limit=5), "marked twice"),
        (lambda: faces({"a": "perhaps"}), "project a has the answer perhaps"),
    ],
)
def test_more_or_other_than_the_ballot_allows_is_refused_in_words(refused, words):
    with pytest.raises(MarksRefused, match=words):
        refused()


def test_marks_of_a_bundle_become_points_by_the_kind_of_ballot():
    assert of_marks("approval", 0, 0, {"chosen": ["a"]}) == {"a": 1}
    assert of_marks("stars", 10, 5, {"stars": {"a": 2}}) == {"a": 2}
    assert of_marks("ranked", 3, 0, {"ranked": ["a"]}) == {"a": 3}


def test_marks_of_a_bundle_keep_to_the_limit_of_the_ballot():
    with pytest.raises(MarksRefused, match="2 projects are chosen, 1 are allowed"):
        of_marks("approval", 1, 0, {"chosen": ["a", "b"]})


@pytest.mark.parametrize(
    ("kind", "marks"),
    [
        ("ranked", {"ranked": ["a"], "more": 1}),
        ("faces", {"faces": {"a": "yes"}, "more": 1}),
        ("approval", {}),
        ("approval", {"ranked": ["a"]}),
        ("approval", {"chosen": "a"}),
        ("approval", {"chosen": [1]}),
        ("approval", {"chosen": ["a"], "more": 1}),
        ("stars", {"stars": ["a"]}),
        ("stars", {"stars": {"a": True}}),
        ("stars", {"stars": {"a": "2"}}),
        ("stars", {"stars": {"a": None}}),
        ("ranked", {"chosen": ["a"]}),
        ("unheard of", {"chosen": ["a"]}),
    ],
)
def test_marks_of_another_shape_are_refused(kind, marks):
    with pytest.raises(MarksRefused, match=f"not the marks of a ballot of kind {kind}"):
        of_marks(kind, 10, 5, marks)
