"""Rounds with a roll, ready for voting, for the tests of rooms that need a ballot box and not the road to it."""

import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import update

from pb.ballots import queries
from pb.ballots.actions.cast import cast
from pb.proposals.models import Proposal
from pb.proposals.rules import Status
from pb.roll import actions as roll
from pb.roll import queries as voters
from pb.roll.rules import RollRow
from pb.rounds import queries as rounds
from pb.rounds.models import Electorate, Round
from pb.rounds.rules.draft import BallotKind
from pb.rounds.rules.phases import Phase

OPENS = datetime(2026, 9, 1, 8, tzinfo=UTC)
CLOSES = datetime(2026, 9, 15, 16, tzinfo=UTC)
NOON = datetime(2026, 9, 7, 12, tzinfo=UTC)
DICE = "31415926535897932384"
PROJECTS = 12


@dataclass
class Box:
    """One round with its codes by partner reference, and the shortest words for what is done with it."""

    sessions: object
    keys: object
    id: str
    codes: dict

    def view(self):
        with self.sessions.read() as session:
            return rounds.by_id(session, self.id)

    def voter(self, reference):
        with self.sessions.read() as session:
            return voters.voter_by_code(session, self.keys, self.id, self.codes[reference])

    def cast(self, reference, marks, *, rev=None, envelope=None, channel="online", now=NOON):
        return self.cast_as(self.voter(reference).voter_id, marks, rev=rev, envelope=envelope, channel=channel, now=now)

    def cast_as(self, voter_id, marks, *, rev=None, envelope=None, channel="online", now=NOON):
        view = self.view()
        with self.sessions.write() as session:
            return cast(
                session,
                self.keys,
                view,
                voter_id,
                marks,
                envelope_id=envelope or secrets.token_hex(16),
                replaces_rev=rev,
                channel=channel,
                now=now,
            )

    def standing(self, reference):
        with self.sessions.read() as session:
            return queries.standing(session, self.keys, self.id, self.voter(reference).voter_id)

    def in_urn(self):
        with self.sessions.read() as session:
            return queries.ballots_in_urn(session, self.id)

    def set(self, **values):
        with self.sessions.write() as session:
            session.execute(update(Round).where(Round.id == self.id).values(**values))


def make_box(sessions, keys, *, young=3, carers=3, kind=BallotKind.APPROVAL, limit=0, most=0, phase=Phase.VOTING):
    """A round named by chance with references Y1… and C1…, twelve admitted proposals, and voting open."""
    round_id = secrets.token_hex(8)
    with sessions.write() as session:
        session.add(_round(round_id, kind, limit, most))
        session.flush()
        for position, (key, name) in enumerate([("young-people", "Young people"), ("parent-carers", "Parent carers")]):
            share = {"share_numerator": 1, "share_denominator": 2}
            session.add(Electorate(round_id=round_id, key=key, name=name, position=position, **share))
        session.add_all(_proposal(round_id, number) for number in range(1, PROJECTS + 1))
        session.add(_proposal(round_id, PROJECTS + 1, Status.REFUSED))
    rows = [RollRow(f"Y{n}-7QX", "young-people") for n in range(1, young + 1)]
    rows += [RollRow(f"C{n}-7QX", "parent-carers") for n in range(1, carers + 1)]
    with sessions.write() as session:
        issued = roll.import_roll(session, keys, round_id, rows, "Ada (Council)", OPENS - timedelta(days=9))
    box = Box(sessions, keys, round_id, {code.partner_ref.split("-")[0]: code.code for code in issued})
    box.set(phase=phase)
    return box


def _round(round_id, kind, limit, most):
    return Round(
        id=round_id,
        slug=f"round-{round_id}",
        name="Autumn round",
        summary="",
        phase=Phase.REVIEW,
        bids_open_at=OPENS - timedelta(days=60),
        bids_close_at=OPENS - timedelta(days=30),
        voting_opens_at=OPENS,
        voting_closes_at=CLOSES,
        least_cost=100_00,
        greatest_cost=5_000_00,
        ballot_kind=kind,
        ballot_limit=limit,
        ballot_most=most,
        created_at=OPENS - timedelta(days=90),
    )


def _proposal(round_id, number, status=Status.ADMITTED):
    return Proposal(
        id=secrets.token_hex(8),
        round_id=round_id,
        bidder_id=None,
        number=number,
        status=status,
        title=f"Proposal {number}",
        ask=1_000_00,
        created_at=OPENS - timedelta(days=50),
    )
