"""Where a round stands and what is to be done now, ready for the desk's pages."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from pb.core.clock import london_date, london_text
from pb.core.money import pounds
from pb.desk.rules.moves import CLOSE_BIDS, OPEN_BIDS, move_of
from pb.holders.rules import HOLDERS
from pb.people.rules import STAFF, Kind, Role
from pb.proposals.rules import Status
from pb.rounds.rules.phases import Phase

NAMES = {
    Phase.SETUP: "Setting up",
    Phase.BIDDING: "Open for bids",
    Phase.REVIEW: "Checking bids",
    Phase.VOTING: "Voting is open",
    Phase.CLOSED: "Voting has closed",
    Phase.SEALED: "The list is sealed",
    Phase.OPENED: "The ballots are opened",
    Phase.PUBLISHED: "Published",
}
STEPS = (
    ("Setting up", (Phase.SETUP,)),
    ("Bids", (Phase.BIDDING,)),
    ("Checking bids", (Phase.REVIEW,)),
    ("Voting", (Phase.VOTING,)),
    ("Counting", (Phase.CLOSED, Phase.SEALED, Phase.OPENED)),
    ("Result", (Phase.PUBLISHED,)),
)
_COMMISSIONERS_ONLY = (
    "/settings",
    "/labels",
    "/pot",
    "/electorates",
    "/roll",
    "/key-holders",
    "/reissue",
    "/audit-bundle.zip",
)


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the phase line. `state` is done, now, or empty for to come."""

    name: str
    when: str
    state: str


@dataclass(frozen=True, slots=True)
class Task:
    """One line of a task list. `kind` is that of the status's tag, or empty for plain words."""

    title: str
    href: str
    status: str
    kind: str = ""
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Figures:
    """What the tasks of a round depend on.

    Attributes:
        pot: pence.
        bids: bids by state.
        labels: how many labels bids can have.
        groups: how many electorates there are.
        roll: people on the roll.
        blocks: how many things stand in the way of the usual next move.
        asked: kinds of the acts that wait for a second person.
        dice: whether the public dice were thrown.
        publishing: whether publication was agreed and goes on by itself.
        explained: how many bids are explained after the count, and how many there are.
        tried: of how many of the three key holders the passphrase was tried; None where the round has none.
    """

    pot: int
    bids: Mapping[Status, int]
    labels: int
    groups: int
    roll: int
    blocks: int
    asked: frozenset[str]
    dice: bool
    publishing: bool
    explained: tuple[int, int] = (0, 0)
    tried: int | None = None


def phase_line(phase: Phase, calendar: Sequence[datetime], published_at: datetime | None) -> list[Step]:
    """The line of steps with their dates.

    Args:
        phase: where the round stands.
        calendar: bids open, bids close, voting opens, voting closes.
        published_at: when the result came out, if it has.
    """
    opens, closes, votes, ends = (london_date(instant) for instant in calendar)
    out = london_date(published_at) if published_at else ""
    whens = (f"until {opens}", f"{opens} to {closes}", f"until {votes}", f"{votes} to {ends}", f"after {ends}", out)
    now = next(at for at, (_, phases) in enumerate(STEPS) if phase in phases)
    states = ["done" if at < now else "now" if at == now else "" for at in range(len(STEPS))]
    return [Step(name, when, state) for (name, _), when, state in zip(STEPS, whens, states, strict=True)]


def due(phase: Phase, calendar: Sequence[datetime]) -> str:
    """In one sentence, what happens next in a round and when."""
    opens, closes, votes, ends = (london_text(instant) for instant in calendar)
    return {
        Phase.SETUP: f"Bids are to open on {opens}.",
        Phase.BIDDING: f"Bids close by themselves on {closes}.",
        Phase.REVIEW: f"Voting is to open on {votes}.",
        Phase.VOTING: f"Voting closes by itself on {ends}.",
        Phase.CLOSED: f"Voting closed on {ends}. The list of ballots can be sealed.",
        Phase.SEALED: "The list is sealed and nothing can enter it. The public dice and the opening come next.",
        Phase.OPENED: "The ballots are opened and counted. Two people publish the result.",
        Phase.PUBLISHED: "The result is published. Anyone can recount it.",
    }[phase]


def page_links(at: int, last: int) -> list[tuple[int, str, bool]]:
    """Links to the first page, the last, and those around this one: (number, address, whether it is this one)."""
    shown = sorted({1, last, *range(max(1, at - 2), min(last, at + 2) + 1)})
    return [(number, f"?page={number}", number == at) for number in shown]


def tasks(phase: Phase, slug: str, figures: Figures, role: Role | None) -> list[Task]:
    """What is to be done in this phase, in the order in which people do it; officers get fewer links.

    Whoever is no staff has nothing to do.
    """
    if role not in STAFF:
        return []
    found = _TASKS[phase](f"/desk/rounds/{slug}", figures)
    if role is Role.COMMISSIONER:
        return found
    return [replace(task, href="") if task.href.endswith(_COMMISSIONERS_ONLY) else task for task in found]


def _setting_up(desk: str, figures: Figures) -> list[Task]:
    settings = Task("Settings", f"{desk}/settings", "Can be changed", hint="Dates, limits and the ballot")
    return [
        settings,
        _labels(desk, figures),
        _pot(desk, figures),
        _groups(desk, figures),
        _holders(desk, figures),
        _move(desk, figures, OPEN_BIDS),
    ]


def _bidding(desk: str, figures: Figures) -> list[Task]:
    before = [_bids(desk, figures), _pot(desk, figures), _roll(desk, figures), _holders(desk, figures)]
    return [*before, _move(desk, figures, CLOSE_BIDS)]


def _checking(desk: str, figures: Figures) -> list[Task]:
    before = [_bids(desk, figures), _pot(desk, figures), _groups(desk, figures), _roll(desk, figures)]
    return [*before, _holders(desk, figures), _move(desk, figures, Kind.OPEN_VOTING)]


def _voting(desk: str, figures: Figures) -> list[Task]:
    lost = Task("Replace a lost voting code", f"{desk}/reissue", "When somebody asks")
    return [lost, _move(desk, figures, Kind.EXTEND_VOTING, Kind.CLOSE_EARLY, "Extend voting, or close it early")]


def _closed(desk: str, figures: Figures) -> list[Task]:
    return [_move(desk, figures, Kind.SEAL_LIST)]


def _sealed(desk: str, figures: Figures) -> list[Task]:
    state = ("Entered", "good") if figures.dice else ("To be thrown", "wait")
    dice = Task("Public dice", f"{desk}/phase", *state, "Twenty digits, thrown where everybody can watch")
    words = ("Two of three must come", "wait", "With their sheets, when the ballots are opened")
    come = [] if figures.tried is None else [Task("Key holders", f"{desk}/key-holders", *words)]
    return [dice, *come, _move(desk, figures, Kind.OPEN_URN)]


def _opened(desk: str, figures: Figures) -> list[Task]:
    look = Task("Look at the count", f"{desk}/tally", "Not public yet", "calm", "What publication will show")
    return [look, _explaining(figures), _move(desk, figures, Kind.PUBLISH)]


def _explaining(figures: Figures) -> Task:
    """Something that goes on by itself: nobody can or need do it."""
    done, every = figures.explained
    state = ("All explained", "good") if done == every else (f"{done} of {every} bids", "calm")
    return Task("Why each bid is funded or not", "", *state, "Worked out by itself. Publishing waits for it")


def _published(desk: str, _: Figures) -> list[Task]:
    slug = desk.rsplit("/", 1)[-1]
    return [
        Task("The result, as everybody sees it", f"/rounds/{slug}/results", "Public", "good"),
        Task("The count", f"{desk}/tally", "Counted"),
        Task("Bundle for auditors", f"{desk}/audit-bundle.zip", "Commissioners only", hint="A zip file to download"),
    ]


_TASKS: dict[Phase, Callable[[str, Figures], list[Task]]] = {
    Phase.SETUP: _setting_up,
    Phase.BIDDING: _bidding,
    Phase.REVIEW: _checking,
    Phase.VOTING: _voting,
    Phase.CLOSED: _closed,
    Phase.SEALED: _sealed,
    Phase.OPENED: _opened,
    Phase.PUBLISHED: _published,
}


def _pot(desk: str, figures: Figures) -> Task:
    state = (pounds(figures.pot), "") if figures.pot else ("Empty", "wait")
    return Task("The pot", f"{desk}/pot", *state, "Which agency gives what")


def _labels(desk: str, figures: Figures) -> Task:
    status = "Not sorted" if not figures.labels else "1 label" if figures.labels == 1 else f"{figures.labels} labels"
    return Task("What bids can be about", f"{desk}/labels", status, hint="Sectors, themes and areas")


def _groups(desk: str, figures: Figures) -> Task:
    status = "1 group" if figures.groups == 1 else f"{figures.groups} groups"
    return Task("Who votes", f"{desk}/electorates", status, hint="Each group’s agreed share of the say")


def _roll(desk: str, figures: Figures) -> Task:
    state = (f"{figures.roll:,} people", "") if figures.roll else ("Nobody yet", "wait")
    return Task("Roll and voting codes", f"{desk}/roll", *state)


def _holders(desk: str, figures: Figures) -> Task:
    hint = "With real money: two of three must be there to open the votes"
    if figures.tried is None:
        return Task("Key holders (optional)", f"{desk}/key-holders", "Not used", "calm", hint)
    every = figures.tried == HOLDERS
    state = ("All passphrases tried", "good") if every else (f"{figures.tried} of {HOLDERS} passphrases tried", "wait")
    return Task("Key holders", f"{desk}/key-holders", *state, hint)


def _bids(desk: str, figures: Figures) -> Task:
    waiting = figures.bids[Status.SUBMITTED]
    if waiting:
        return Task("Bids to decide", f"{desk}/bids", f"{waiting} waiting", "wait")
    decided = figures.bids[Status.ADMITTED] + figures.bids[Status.REFUSED]
    state = ("All decided", "good") if decided else ("None sent yet", "")
    return Task("Bids to decide", f"{desk}/bids", *state)


def _move(desk: str, figures: Figures, key: str, other: str = "", title: str = "") -> Task:
    move = move_of(key)
    hint = "Needs two people" if move.two_people else ""
    if figures.publishing:
        state = ("Being published", "calm")
    elif figures.asked & {key, other}:
        state = ("Waits for a second person", "wait")
    elif figures.blocks:
        state = ("1 thing to mend first" if figures.blocks == 1 else f"{figures.blocks} things to mend first", "wait")
    else:
        state = ("Possible now", "calm")
    return Task(title or move.title, f"{desk}/phase", *state, hint)
