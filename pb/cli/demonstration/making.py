"""Making the demonstration, once, in an empty installation."""

import random
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import cycle

from sqlalchemy.orm import Session

from pb.cli.demonstration.story import Bid, Story, marks, partnership, stories
from pb.cli.road import CastWriter, Road
from pb.db.engines import Sessions
from pb.desk import actions as desk
from pb.desk.rules.moves import CLOSE_BIDS, OPEN_BIDS
from pb.events import actions as events
from pb.factors import totp
from pb.factors.actions import second_factor
from pb.keys.folder import KeyFolder
from pb.people import actions as people
from pb.people import queries as staff
from pb.people.rules import Kind, Role, Viewer
from pb.proposals import actions as proposals
from pb.roll import actions as roll
from pb.roll.rules import Code, IssuedCode, RollRow, grouped
from pb.rounds import actions as rounds

ACTOR = "the demonstration"
HINTS = 4  # unused codes shown for each electorate
DAY = timedelta(days=1)
WORDS = ("amber", "bramble", "cobalt", "dapple", "ember", "fennel", "gable", "hazel", "indigo", "juniper", "kestrel")
FAMILIES = ("wren", "maple", "otter", "clover", "heron")


@dataclass(slots=True)
class Made:
    """What was made, for `demo.txt`: sign-ins as (who, email, password), codes by round and electorate, and events.

    An event is (its round, its name, the PIN of its stewards).
    """

    sign_ins: list[tuple[str, str, str]] = field(default_factory=list)
    codes: list[tuple[str, str, list[str]]] = field(default_factory=list)
    events: list[tuple[str, str, str]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Cast:
    """The people of the demonstration."""

    first: Viewer
    second: Viewer
    officer: Viewer
    agencies: dict[str, str]
    families: tuple[Viewer, ...]


def make_demonstration(
    sessions: Sessions, keys: KeyFolder, writer: CastWriter, now: datetime, say: Callable[[str], None]
) -> Made:
    """Make every round of the story by the same actions that the site calls.

    Args:
        sessions: of an empty database.
        keys: the key folder.
        writer: of the same database.
        now: the present; the rounds lie around it.
        say: called with a word for each thing that is made.
    """
    made = Made()
    told = stories(now)
    begun = min(story.draft.calendar.bids_open_at for story in told) - timedelta(days=10)
    say("the partnership")
    with sessions.write() as session:
        people_of = _people(session, keys, made, begun)
    road = Road(sessions, keys, writer, people_of.first, people_of.second)
    for story in told:
        say(story.draft.name)
        _make_round(road, people_of, story, made, say)
    return made


def _people(session: Session, keys: KeyFolder, made: Made, now: datetime) -> _Cast:
    told = partnership()
    agencies = {name: people.add_agency(session, name, ACTOR, now) for name in told["agencies"]}
    viewers = []
    for person in told["staff"]:
        name, agency, role = person["name"], person["agency"], Role(person["role"])
        email = f"{name.split()[0].lower()}@larkmoor.example"
        password = "-".join(secrets.choice(WORDS) for _ in range(3)) + f"-{secrets.randbelow(9000) + 1000}"
        staff_id = people.add_staff(
            session,
            email=email,
            name=name,
            role=role,
            agency_id=agencies[agency],
            password=password,
            actor=ACTOR,
            now=now,
        )
        if role is Role.COMMISSIONER:
            # As real ones have. Nobody holds their telephones, so a demonstration shows on the page what they would.
            secret = totp.new_secret()
            second_factor.give_factor(session, keys, staff_id, secret, totp.next_code(secret, 0, now), now)
        made.sign_ins.append((f"{name}, {role.value}, {agency}", email, password))
        viewers.append(Viewer(staff_id=staff_id, name=name, email=email, role=role, agency=agency))
    families = tuple(_family(session, name, now) for name in FAMILIES)
    return _Cast(viewers[0], viewers[1], viewers[2], agencies, families)


def _family(session: Session, name: str, now: datetime) -> Viewer:
    """A bidder, made known as every bidder is: by the code in a letter."""
    email, seen = f"{name}@families.example", list[str]()

    def letter(code: str) -> tuple[str, str]:
        seen.append(code)
        return "Your code for Choose Together", f"Your code is {code}."

    people.send_email_code(session, email, now, letter)
    token = people.sign_in_bidder(session, email, seen[0], now)
    return staff.viewer_of(session, token, now)


def _make_round(road: Road, people_of: _Cast, story: Story, made: Made, say: Callable[[str], None]) -> None:
    opens, closes, votes, ends = (getattr(story.draft.calendar, name) for name in _INSTANTS)
    with road.sessions.write() as session:
        round_id = rounds.create_round(session, story.draft, people_of.first.actor, opens - timedelta(days=5))
        _fill_pot(session, round_id, people_of, story, opens)
        desk.move_alone(session, round_id, OPEN_BIDS, people_of.first, opens)
        _send_bids(session, round_id, people_of, story, opens + timedelta(days=3))
        if story.state == "bidding":
            return
        desk.move_alone(session, round_id, CLOSE_BIDS, people_of.first, closes)
        codes = _issue(session, road.keys, round_id, people_of, story, closes + timedelta(days=2))
    road.agree(round_id, Kind.OPEN_VOTING, votes)
    if story.event:
        with road.sessions.write() as session:
            actor, told = people_of.officer.actor, story.event
            events.add_event(session, round_id, told.draft, told.pin, actor, votes)
        made.events.append((story.draft.name, told.draft.name, told.pin))
    left = _vote(road, round_id, story, codes, votes + timedelta(days=1))
    if story.state == "published":
        with road.sessions.write() as session:
            desk.close_by_the_clock(session, round_id, ends)
        road.publish(round_id, ends + DAY, lambda _, at, every: say(f"  why: bid {at} of {every}"), pause=DAY)
    else:
        made.codes += [
            (story.draft.name, group, [grouped(code) for code in some[:HINTS]]) for group, some in left.items()
        ]


def _fill_pot(session: Session, round_id: str, people_of: _Cast, story: Story, now: datetime) -> None:
    actor = people_of.first.actor
    if story.labels:
        rounds.set_labels(session, round_id, story.labels, actor, now)
    for gift in story.pot:
        agency_id = people_of.agencies[gift.agency]
        rounds.add_contribution(session, round_id, agency_id, gift.amount, gift.note, actor, now, gift.only)
    for label, amount in story.aside.items():
        rounds.set_money_aside(session, round_id, label, amount, actor, now)


TRANSLATED_BY = "a machine, to be checked by a person"
_INSTANTS = ("bids_open_at", "bids_close_at", "voting_opens_at", "voting_closes_at")


def _send_bids(session: Session, round_id: str, people_of: _Cast, story: Story, now: datetime) -> None:
    for family, bid in zip(cycle(people_of.families), story.bids, strict=False):
        proposal_id = proposals.start_proposal(session, round_id, family, now)
        fields = {**bid.texts, "cost_lines": bid.costs, "labels": bid.about}
        rev = proposals.save_section(session, proposal_id, 1, family, fields, now)
        proposals.submit_proposal(session, proposal_id, family, now)
        _decide(session, proposal_id, rev, bid, people_of, story, now + timedelta(days=1))
        for language, words in bid.translations.items():
            when = now + timedelta(days=2)
            proposals.translate_proposal(session, proposal_id, language, words, TRANSLATED_BY, people_of.officer, when)


def _decide(
    session: Session, proposal_id: str, rev: int, bid: Bid, people_of: _Cast, story: Story, now: datetime
) -> None:
    decision = bid.decision or ("" if story.state == "bidding" else "admitted")
    if decision == "admitted":
        reason = bid.reason or "Safe, lawful and costed."
        proposals.admit_proposal(session, proposal_id, rev, reason, people_of.officer, now)
    elif decision == "refused":
        proposals.refuse_proposal(session, proposal_id, rev, bid.reason, people_of.officer, now)


def _issue(
    session: Session, keys: KeyFolder, round_id: str, people_of: _Cast, story: Story, now: datetime
) -> list[IssuedCode]:
    rows = [
        RollRow(f"{group[:1].upper()}{number:04}", group)
        for group, size in story.roll.items()
        for number in range(1, size + 1)
    ]
    return roll.import_roll(session, keys, round_id, rows, people_of.first.actor, now)


def _vote(road: Road, round_id: str, story: Story, codes: list[IssuedCode], now: datetime) -> dict[str, list[Code]]:
    """Let some of each electorate vote; returns the codes that were not used."""
    chance, used, left = random.Random(story.draft.name), [], dict[str, list[Code]]()  # noqa: S311 - invented voters
    for group in story.roll:
        mine = [issued.code for issued in codes if issued.electorate == group]
        used += [(code, marks(story, group, chance)) for code in mine[: story.cast[group]]]
        left[group] = mine[story.cast[group] :]
    road.cast(round_id, used, now)
    return left
