"""Settings: what cannot be used stops the program with one line that names it."""

import pytest

from pb.core.settings import BadSetting, read_settings


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("PB_PHONE", "ring us"),
        ("PB_PHONE", "01632 960 123;ext=4"),
        ("PB_PHONE", "12"),
        ("PB_EMAIL", "help"),
        ("PB_EMAIL", "help@example.org?cc=all@example.org"),
        ("PB_EMAIL", "a@example.org, b@example.org"),
    ],
)
def test_a_way_to_reach_people_that_nobody_could_use_is_refused(name, text):
    with pytest.raises(BadSetting) as fault:
        read_settings({name: text})
    assert str(fault.value).startswith(f"{name} is {text!r}: give one ")


def test_numbers_and_addresses_are_shown_as_they_are_written():
    read = read_settings({"PB_PHONE": "+44 1632 960123", "PB_EMAIL": "help@send.example.org"})
    assert (read.phone, read.email) == ("+44 1632 960123", "help@send.example.org")
    assert (read_settings({}).phone, read_settings({}).email) == ("", "")
