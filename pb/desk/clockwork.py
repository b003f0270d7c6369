"""What happens without anybody pressing a button: closing by the instant, publishing what was agreed, forgetting.

Each step is a transaction of its own, so this stands beside the actions: the edge calls it, with the sessions.
"""

from datetime import datetime

from sqlalchemy.orm import Session

from pb.db.engines import Sessions
from pb.db.rewrite import rewrite_database
from pb.desk import actions
from pb.keys.folder import KeyFolder
from pb.people import actions as people_actions
from pb.people import queries as people
from pb.proposals import actions as bid_actions
from pb.proposals import queries as bids


def run_due(sessions: Sessions, keys: KeyFolder, now: datetime) -> list[str]:
    """Do what is due, and go on with what was broken off; safe to call again at any time.

    Returns: ids of the rounds that were published.

    Raises:
        DatabaseBusy: the old pages of the database could not be given up yet; nothing was revealed.
    """
    with sessions.read() as session:
        due, waiting = actions.is_due(session, now), actions.to_publish(session)
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


def _forget(sessions: Sessions, now: datetime) -> None:
    """Delete what is kept for a time only: idle sign-ins, and two years after a round who sent its bids."""
    with sessions.read() as session:
        if not (people.any_idle(session, now) or bids.past_keeping(session, now) or _gone(session, now)):
            return
    with sessions.write() as session:
        people_actions.forget_idle(session, now)
        bid_actions.forget_bidders(session, now)
        people_actions.forget_bidders(session, _gone(session, now))


def _gone(session: Session, now: datetime) -> set[str]:
    """Bidders known for two years or more who have no bid, or none any more."""
    old = people.old_bidders(session, now)
    return set(old) - bids.with_bids(session, old) if old else set()
