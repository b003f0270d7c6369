"""The people of an invented partnership: two commissioners, an officer, and short words for what they do."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cache
from unittest.mock import patch

from pb.people import actions, passwords, queries
from pb.people.rules import Role

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
PASSWORD = "four plain unrelated words"
COMMISSIONERS = ("ada", "ben")


@dataclass
class Partnership:
    """Agencies and staff by first name; `ids` has the staff ids."""

    sessions: object
    agencies: dict
    ids: dict

    def viewer(self, name, now=NOW):
        """The viewer that a browser has in which this person has just shown password and second factor."""
        token = self.sign_in(name, now=now)
        with self.sessions.read() as session:
            return present(queries.viewer_of(session, token, now), now)

    def sign_in(self, name, password=PASSWORD, now=NOW, previous=""):
        with self.sessions.write() as session:
            return actions.sign_in_staff(session, f"{name}@partners.example", password, now, previous)

    def join(self, name, role, agency):
        """One more, who signs in as `name`@partners.example with the password of all of them."""
        with patch.object(passwords, "hash_password", HASHED), self.sessions.write() as session:
            self.ids[name] = actions.add_staff(
                session,
                email=f"{name}@partners.example",
                name=name.title(),
                role=role,
                agency_id=self.agencies[agency],
                password=PASSWORD,
                actor="the tests",
                now=NOW,
            )


def present(viewer, now):
    """This person, having shown their second factor at this instant."""
    return replace(viewer, has_second_factor=True, second_step_at=now)


HASHED = cache(passwords.hash_password)
"""The hash of a password, made once for all tests: it takes a while, as it should."""


def make_partnership(sessions):
    """Ada of the council and Ben of the ICB are commissioners, Cleo of the council is an officer."""
    with sessions.write() as session:
        council = actions.add_agency(session, "Brookfield Council", "the tests", NOW)
        board = actions.add_agency(session, "Brookfield ICB", "the tests", NOW)
    made = Partnership(sessions, {"council": council, "board": board}, {})
    for name, role, agency in [
        ("ada", Role.COMMISSIONER, "council"),
        ("ben", Role.COMMISSIONER, "board"),
        ("cleo", Role.OFFICER, "council"),
    ]:
        made.join(name, role, agency)
    return made
