"""The shapes that JSON values must have."""

import pytest

from pb.seal.shapes import Each, Maybe, Misshapen, demand

PERSON = {"name": str, "age": int, "tags": [str], "at": (int, str), "more": Each({"n": int})}
ADA = {"name": "Ada", "age": 14, "tags": ["a"], "at": [1, "x"], "more": {"k": {"n": 1}}}


def test_a_value_of_its_shape_is_let_through():
    demand(ADA, PERSON, "it")
    demand({**ADA, "tags": [], "more": {}}, PERSON, "it")
    demand([None, 1], object, "it")


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"name": 1}, "it.name is a int, not a str"),
        ({"age": True}, "it.age is a bool, not a int"),
        ({"age": None}, "it.age is a NoneType"),
        ({"tags": "a"}, "it.tags is a str, not a list"),
        ({"tags": ["a", 1]}, r"it.tags\[1\] is a int"),
        ({"at": [1]}, "it.at has 1 items, not 2"),
        ({"at": ["x", 1]}, r"it.at\[0\] is a str"),
        ({"more": []}, "it.more is a list, not a dict"),
        ({"more": {"k": {}}}, "it.more.k has no n"),
        ({"new": 1}, "it has a new, which this version does not know"),
    ],
)
def test_a_value_of_another_shape_is_refused_with_its_place(change, words):
    with pytest.raises(Misshapen, match=words):
        demand({**ADA, **change}, PERSON, "it")


def test_a_missing_key_is_named():
    with pytest.raises(Misshapen, match="it has no name"):
        demand({key: value for key, value in ADA.items() if key != "name"}, PERSON, "it")


def test_a_value_that_its_map_may_lack_has_its_shape_where_it_is_there():
    shape = {"name": str, "nickname": Maybe(str)}
    demand({"name": "Ada"}, shape, "it")
    demand({"name": "Ada", "nickname": "A"}, shape, "it")
    with pytest.raises(Misshapen, match=r"it\.nickname is a int, not a str"):
        demand({"name": "Ada", "nickname": 1}, shape, "it")


def test_a_shape_that_is_none_is_a_bug_and_says_so():
    with pytest.raises(TypeError, match="is no shape"):
        demand(1, "text", "it")
