"""The people of an invented partnership: two commissioners, an officer, and short words for what they do."""

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from unittest.mock import patch

from pb.people import actions, passwords, queries
from pb.people.rules import Role

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
PASSWORD = "four plain unrelated words"


@dataclass
class Partnership:
    """Agencies and staff by first name; `ids` has the staff ids."""

    sessions: object
    agencies: dict
    ids: dict

    def viewer(self, name, now=NOW):
        """The viewer that a browser freshly signed in by this person has."""
        token = self.sign_in(name, now=now)
        with self.sessions.read() as session:
            return queries.viewer_of(session, token, now)

    def sign_in(self, name, password=PASSWORD, now=NOW, previous=""):
        with self.sessions.write() as session:
            return actions.sign_in_staff(session, f"{name}@partners.example", password, now, previous)


HASHED = cache(passwords.hash_password)
"""The hash of a password, made once for all tests: it takes a while, as it should."""


def make_partnership(sessions):
    """Ada of the council and Ben of the ICB are commissioners, Cleo of the council is an officer."""
    with patch.object(passwords, "hash_password", HASHED), sessions.write() as session:
        council = actions.add_agency(session, "Brookfield Council", "the tests", NOW)
        board = actions.add_agency(session, "Brookfield ICB", "the tests", NOW)
        ids = {
            name: actions.add_staff(
                session,
                email=f"{name}@partners.example",
                name=name.title(),
                role=role,
                agency_id=agency,
                password=PASSWORD,
                actor="the tests",
                now=NOW,
            )
            for name, role, agency in [
                ("ada", Role.COMMISSIONER, council),
                ("ben", Role.COMMISSIONER, board),
                ("cleo", Role.OFFICER, council),
            ]
        }
    return Partnership(sessions, {"council": council, "board": board}, ids)
