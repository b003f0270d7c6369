"""What happens without anybody pressing a button: closing by the instant, explaining, publishing, forgetting.

Each step is a transaction of its own, so this stands beside the actions: the edge calls it, with the sessions.
"""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy.orm import Session

from pb.db.engines import Sessions
from pb.db.rewrite import rewrite_database
from pb.desk import actions
from pb.factors import queries as factors
from pb.factors.actions import second_factor
from pb.keys.folder import KeyFolder
from pb.people import actions as people_actions
from pb.people import queries as people
from pb.proposals import actions as bid_actions
from pb.proposals import queries as bids
from pb.results import actions as results
from pb.results import queries as published
from pb.rounds import queries as rounds
from pb.rounds.queries import RoundView
from pb.rounds.rules.phases import Phase
from pb.tally.explained import explain

Tell = Callable[[str, int, int], None]


def run_due(sessions: Sessions, keys: KeyFolder, now: datetime) -> list[str]:
    """Do what is due, and go on with what was broken off; safe to call again at any time.

    A round whose bids are not all explained yet waits for `explain_due`.

    Returns: ids of the rounds that were published.

    Raises:
        DatabaseBusy: the old pages of the database could not be given up yet; nothing was revealed.
    """
    with sessions.read() as session:
        due, agreed = actions.is_due(session, now), actions.to_publish(session)
        views = [rounds.by_id(session, round_id) for round_id in agreed]
        waiting = [view.id for view in views if not published.to_explain(session, view)]
    if due:
        with sessions.write() as session:
            actions.close_by_the_clock(session, now)
    if waiting:
        # Before anything is revealed: what was destroyed must not remain in the files.
        rewrite_database(sessions)
    _forget(sessions, now)
    for round_id in waiting:
        with sessions.write() as session:
            if round_id in actions.to_publish(session):
                actions.finish_publication(session, keys, round_id, now)
    return waiting


def explain_due(sessions: Sessions, tell: Tell | None = None) -> int:
    """Explain the bids of rounds whose ballots were opened, one after the other, and keep each; returns how many.

    It takes long, for it counts again and again, and holds no transaction meanwhile. It may be killed anywhere and
    called again at any time.

    Args:
        sessions: of the database.
        tell: told, on the way, the name of the round, which bid is being explained, and how many there are.
    """
    return sum(_explain(sessions, view, tell) for view in _to_explain(sessions))


def is_explaining_due(sessions: Sessions) -> bool:
    """Whether `explain_due` would do anything."""
    return bool(_to_explain(sessions))


def _to_explain(sessions: Sessions) -> list[RoundView]:
    with sessions.read() as session:
        opened = rounds.list_rounds(session, Phase.OPENED)
        return [view for view in opened if published.to_explain(session, view)]


def _explain(sessions: Sessions, view: RoundView, tell: Tell | None) -> int:
    with sessions.read() as session:
        case, bids_left = published.case(session, view), published.to_explain(session, view)
    every = len(case.election.projects)
    for done, project in enumerate(bids_left):
        if tell:
            tell(view.name, every - len(bids_left) + done + 1, every)
        value = explain(case, project)
        with sessions.write() as session:
            results.keep_explanation(session, view.id, project, value)
    return len(bids_left)


def _forget(sessions: Sessions, now: datetime) -> None:
    """Delete what is kept for a time only: idle sign-ins, second factors of those who left, old bids' senders."""
    with sessions.read() as session:
        due = people.any_idle(session, now) or bids.past_keeping(session, now) or _gone(session, now)
        if not (due or factors.of_leavers(session)):
            return
    with sessions.write() as session:
        second_factor.forget(session, factors.of_leavers(session))
        people_actions.forget_idle(session, now)
        bid_actions.forget_bidders(session, now)
        people_actions.forget_bidders(session, _gone(session, now))


def _gone(session: Session, now: datetime) -> set[str]:
    """Bidders known for two years or more who have no bid, or none any more."""
    old = people.old_bidders(session, now)
    return set(old) - bids.with_bids(session, old) if old else set()
