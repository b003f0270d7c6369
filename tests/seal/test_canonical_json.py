"""Canonical JSON: one value, one text, equal to RFC 8785 on what is allowed."""

from contextlib import suppress
from enum import StrEnum
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_elections import steady

from pb.seal.canonical import GREATEST, NotCanonical, decode, encode

keys = st.text(st.characters(max_codepoint=127), max_size=6)
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
leaves = st.none() | st.booleans() | st.integers(-GREATEST, GREATEST) | texts
values = st.recursive(
    leaves, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(keys, inner, max_size=4), max_leaves=12
)


class Colour(StrEnum):
    RED = "red"


SHORT = {'"': '\\"', "\\": "\\\\", "\b": "\\b", "\t": "\\t", "\n": "\\n", "\f": "\\f", "\r": "\\r"}


def rfc_8785(value):
    """RFC 8785 told apart from any JSON library, for the values allowed here."""
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, int):
        return str(value)
    if isinstance(value, str):
        return '"' + "".join(SHORT.get(one) or (f"\\u{ord(one):04x}" if one < " " else one) for one in value) + '"'
    if isinstance(value, list):
        return "[" + ",".join(map(rfc_8785, value)) + "]"
    members = sorted(value.items(), key=lambda member: member[0].encode("utf-16-be"))
    return "{" + ",".join(f"{rfc_8785(key)}:{rfc_8785(item)}" for key, item in members) + "}"


@steady
@given(values)
def test_it_is_rfc_8785_on_what_is_allowed_and_comes_back_as_it_went(value):
    assert encode(value) == rfc_8785(value).encode()
    assert decode(encode(value)) == value


def test_the_example_of_the_rfc_without_its_fractions():
    value = {"string": "\u20ac$\u000f\u000aA'\u0042\u0022\u005c\\\"/", "literals": [None, True, False], "b": 1, "a": {}}
    assert encode(value) == (
        '{"a":{},"b":1,"literals":[null,true,false],"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}'.encode()
    )


def test_a_tuple_is_written_as_a_list_and_an_enum_of_texts_as_its_text():
    assert encode({"pair": ("a", 1), "colour": Colour.RED}) == b'{"colour":"red","pair":["a",1]}'


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (1.0, "value is a float"),
        ({"a": [1, 0.5]}, r"value.a\[1\] is a float"),
        (Fraction(1, 2), "value is a Fraction"),
        (b"text", "value is a bytes"),
        ({1, 2}, "value is a set"),
        ({"é": 1}, "a key of value is not ASCII text"),
        ({1: 1}, "a key of value is not ASCII text"),
        ({"a": {None: 1}}, "a key of value.a is not ASCII text"),
        (GREATEST + 1, "value is too large for a number"),
        ([-GREATEST - 1], r"value\[0\] is too large"),
        ("\ud800", "value is not valid text"),
    ],
)
def test_what_other_languages_might_read_otherwise_is_refused_with_its_place(value, words):
    with pytest.raises(NotCanonical, match=words):
        encode(value)


def test_a_value_nested_without_end_is_refused_rather_than_ending_the_program():
    value = []
    for _ in range(100_000):
        value = [value]
    with pytest.raises(NotCanonical, match="too deeply"):
        encode(value)
    with pytest.raises(NotCanonical):
        decode(b"[" * 100_000 + b"]" * 100_000)


@pytest.mark.parametrize(
    "text",
    [
        b'{"a":1,"a":1}',
        b'{"a":1,"a":2}',
        b'{"b":1,"a":2}',
        b'{"a": 1}',
        b" 1",
        b"1\n",
        b"1.0",
        b"1e2",
        b"-0",
        b"01",
        b"NaN",
        b"Infinity",
        b"9007199254740992",
        b"1" * 5000,
        b'"\\u0041"',
        b'"\\/"',
        b'"\\u000A"',
        b'"\\ud800"',
        b'{"\xc3\xa9":1}',
        b"\xef\xbb\xbf1",
        b'"\xff"',
        b"",
        b"{",
        b"1 2",
        '["a"]'.encode("utf-16"),
    ],
)
def test_any_other_text_of_a_value_and_any_broken_one_is_refused(text):
    with pytest.raises(NotCanonical):
        decode(text)


def test_every_byte_changed_in_a_canonical_text_gives_another_value_or_none():
    value = {"a": [1, "é", None], "b": {"c": True}}
    text = encode(value)
    for at in range(len(text)):
        for byte in {text[at] ^ 1, text[at] ^ 32, 0x20, 0x30} - {text[at]}:
            changed = text[:at] + bytes([byte]) + text[at + 1 :]
            with suppress(NotCanonical):
                assert decode(changed) != value
