"""`pb import-election`: a real election goes the whole road, from the pot to the published, recountable result."""

import json
import secrets
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from fractions import Fraction
from pathlib import Path
from typing import Any

import click
from sqlalchemy.orm import Session

from pb.cli.migrations import run_migrations
from pb.cli.pabulib_files import read_file
from pb.cli.progress import progress
from pb.cli.road import Road, opened
from pb.core.clock import system_clock
from pb.core.settings import Settings, read_settings
from pb.desk import actions as desk
from pb.desk.rules.moves import CLOSE_BIDS, OPEN_BIDS
from pb.keys.folder import KeyFolder
from pb.people import actions as people
from pb.people import queries as staff
from pb.people.rules import Kind, Role, Viewer
from pb.proposals import actions as proposals
from pb.results import queries as results
from pb.roll import actions as roll
from pb.roll.rules import Code, RollRow
from pb.rounds import actions as rounds
from pb.rounds import queries as views
from pb.rounds.rules.draft import BallotKind, Calendar, RoundDraft
from pb.rounds.rules.electorates import ElectorateDraft
from pb.tally import declared, pabulib
from pb.tally.election import EVERYBODY, Election
from pb.tally.file_election import ranks, to_election
from pb.tally.pabulib import PabulibFile
from pb.tally.points import FACES
from pb.tally.rules import Rule

ACTOR = "the command line"
AGENCY = "Imported elections"
SYSTEM = ("Importer one", "Importer two")
ANSWERS = {points: answer for answer, points in FACES.items()}
OF_A_ROUND = ("greedy", "equal-shares")
LONGEST_NAME = 120
LONGEST_TITLE = 80
KINDS = {
    "approval": BallotKind.APPROVAL,
    "choose-1": BallotKind.APPROVAL,
    "cumulative": BallotKind.STARS,
    "scoring": BallotKind.STARS,
    "ordinal": BallotKind.RANKED,
}


@click.command("import-election")
@click.argument("file", type=click.Path(path_type=Path))
def import_election(file: Path) -> None:
    """Walk FILE, an election in the Pabulib format, the whole road and publish its result.

    A round with one electorate is made, codes are issued, every ballot is cast, sealed, opened and counted, and the
    result is published; the last line printed is one JSON object: round, winners, ballots, results_url.
    """
    settings = read_settings()
    try:
        read = read_file(file)
        election = to_election(read)
    except pabulib.PabulibError as fault:
        raise click.ClickException(str(fault)) from fault
    run_migrations(settings)
    click.echo(json.dumps(_walk(settings, read, election)))


def _walk(settings: Settings, read: PabulibFile, election: Election) -> dict[str, Any]:
    now = system_clock()
    numbers = _numbers([project.id for project in election.projects])
    with opened(settings) as (sessions, keys, writer):
        with sessions.write() as session:
            first, second = (_system_identity(session, name, now) for name in SYSTEM)
            round_id = rounds.create_round(session, _draft(read, election, now), ACTOR, now)
            _fill(session, round_id, read, numbers, now)
            codes = _issue(session, keys, round_id, len(read.votes), now)
            for key in (OPEN_BIDS, CLOSE_BIDS):
                desk.move_alone(session, round_id, key, first, now)
        road = Road(sessions, keys, writer, first, second)
        road.agree(round_id, Kind.OPEN_VOTING, now)
        stored = road.cast(round_id, zip(codes, _marks(read, numbers), strict=True), now)
        road.agree(round_id, Kind.CLOSE_EARLY, system_clock())
        with progress() as tell:
            road.publish(round_id, system_clock(), lambda _, at, every: tell(f"Explaining bid {at:,} of {every:,}"))
        with sessions.read() as session:
            view = views.by_id(session, round_id)
            shown = results.published(session, view).shown
    names = {str(number): name for name, number in numbers.items()}
    winners = sorted(names[number] for number in shown["outcome"]["winners"])
    address = f"{settings.public_url}/rounds/{view.slug}/results"
    return {"round": view.slug, "winners": winners, "ballots": stored, "results_url": address}


def _system_identity(session: Session, name: str, now: datetime) -> Viewer:
    """One of the two identities that walk imported rounds; nobody knows its password."""
    email = f"{name.lower().replace(' ', '-')}@imported.invalid"
    known = staff.staff_by_email(session, email)
    if known is None:
        agency = staff.agency_id_of(session, AGENCY) or people.add_agency(session, AGENCY, ACTOR, now)
        secret, role = secrets.token_urlsafe(32), Role.COMMISSIONER
        person = {"email": email, "name": name, "role": role, "agency_id": agency, "password": secret}
        people.add_staff(session, **person, actor=ACTOR, now=now)  # type: ignore[arg-type] # every field has its own type
        known = staff.staff_by_email(session, email)
    assert known is not None  # noqa: S101 - it was added above; this tells the type
    return Viewer(staff_id=known.id, name=known.name, email=email, role=known.role, agency=AGENCY)


def _numbers(names: list[str]) -> dict[str, int]:
    """The number on the ballot for each project: its own id where all ids are plain numbers, else 1, 2, 3."""
    plain = all(name.isascii() and name.isdigit() and str(int(name)) == name and len(name) < 10 for name in names)  # noqa: PLR2004 - int32
    if plain and "0" not in names:
        return {name: int(name) for name in names}
    return {name: number for number, name in enumerate(names, 1)}


def _draft(read: PabulibFile, election: Election, now: datetime) -> RoundDraft:
    costs = [project.cost for project in election.projects]
    kind, limit, most = _limits(read)
    return RoundDraft(
        name=read.meta.get("description", read.name)[:LONGEST_NAME] or read.name,
        summary=f"A real election, from the file {read.name} of the public library Pabulib, counted here again.",
        calendar=Calendar(*(now + timedelta(days=days) for days in (-3, -2, -1, 1))),
        least_cost=min(costs),
        greatest_cost=max(min(max(costs), read.budget), min(costs)),
        ballot_kind=kind,
        ballot_limit=limit,
        ballot_most=most,
        rule=_rule(read),
        imported=True,
    )


def _rule(read: PabulibFile) -> Rule:
    """The rule that the file names, where a round can be counted by it; else the official one."""
    rule = replace(declared.rule_of(read), step=pabulib.MINOR)
    storable = Rule(rule.name, rule.utility, rule.completion, rule.second)
    return rule if rule == storable and rule.name in OF_A_ROUND else Rule()


def _limits(read: PabulibFile) -> tuple[BallotKind, int, int]:
    """The ballot's kind and limits: those of META, or wider where a ballot of the file goes beyond them."""
    kind = _kind(read)
    longest = max((len(_names(row.fields["vote"])) for row in read.votes), default=0)
    if kind is BallotKind.RANKED:
        return kind, ranks(read), 0
    if kind is BallotKind.APPROVAL:
        said = 1 if read.vote_type == "choose-1" else _whole(read, "max_length")
        return kind, said if said >= longest else 0, 0
    if kind is BallotKind.FACES:
        return kind, 0, 0
    given = _points(read)
    in_all = max([_whole(read, "max_sum_points"), *map(sum, given)])
    most = max([_whole(read, "max_points"), *(max(points, default=0) for points in given)])
    return kind, in_all, min(most, in_all)


def _kind(read: PabulibFile) -> BallotKind:
    """The kind of ballot of a file. Scores of 0, 1 and 2 with nothing to limit their sum are our faces."""
    if read.vote_type != "scoring" or read.meta.get("max_points", "").strip() != str(max(ANSWERS)):
        return KINDS[read.vote_type]
    if read.meta.get("max_sum_points", "").strip() or any(set(points) - set(ANSWERS) for points in _points(read)):
        return BallotKind.STARS
    return BallotKind.FACES


def _points(read: PabulibFile) -> list[list[int]]:
    """The points of each ballot of a file, in the order of its projects."""
    return [[int(points) for points in _names(row.fields.get("points", ""))] for row in read.votes]


def _whole(read: PabulibFile, key: str) -> int:
    text = read.meta.get(key, "").strip()
    return int(text) if text.isascii() and text.isdigit() else 0


def _names(text: str) -> list[str]:
    return [name.strip() for name in text.split(",") if name.strip()]


def _fill(session: Session, round_id: str, read: PabulibFile, numbers: dict[str, int], now: datetime) -> None:
    agency = staff.agency_id_of(session, AGENCY)
    assert agency is not None  # noqa: S101 - the system identities work for it; this tells the type
    rounds.add_contribution(session, round_id, agency, read.budget, "the budget of the file", ACTOR, now)
    everybody = ElectorateDraft(EVERYBODY, "Voters", Fraction(1))
    rounds.set_electorates(session, round_id, [everybody], ACTOR, now)
    for row in read.projects:
        name = row.fields["project_id"].strip()
        title = " ".join(row.fields.get("name", "").split()) or f"Project {name}"
        ask = pabulib.minor(row.fields["cost"], read.name, row.line, "cost")
        short = title if len(title) <= LONGEST_TITLE else f"{title[: LONGEST_TITLE - 1]}…"
        proposals.add_imported_proposal(
            session, round_id, number=numbers[name], title=short, ask=ask, actor=ACTOR, now=now, sentence=title[:160]
        )


def _issue(session: Session, keys: KeyFolder, round_id: str, voters: int, now: datetime) -> list[Code]:
    rows = [RollRow(f"V{number}", EVERYBODY) for number in range(1, voters + 1)]
    return [issued.code for issued in roll.import_roll(session, keys, round_id, rows, ACTOR, now)]


def _marks(read: PabulibFile, numbers: dict[str, int]) -> Iterator[dict[str, Any]]:
    """What each voter of the file wanted, in the shape of our ballots; `to_election` has checked the file."""
    kind = _kind(read)
    for row in read.votes:
        names = [str(numbers[name]) for name in _names(row.fields["vote"])]
        if kind is BallotKind.STARS or kind is BallotKind.FACES:
            points = dict(zip(names, map(int, _names(row.fields["points"])), strict=True))
            answers = {name: ANSWERS[given] for name, given in points.items()} if kind is BallotKind.FACES else {}
            yield {"faces": answers} if kind is BallotKind.FACES else {"stars": points}
        else:
            yield {"chosen" if kind is BallotKind.APPROVAL else "ranked": names}
