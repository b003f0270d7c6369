"""What happens without anybody pressing a button: closing by the instant, and publishing what was agreed.

Each step is a transaction of its own, so this stands beside the actions: the edge calls it, with the sessions.
"""

from datetime import datetime

from pb.db.engines import Sessions
from pb.db.rewrite import rewrite_database
from pb.desk import actions
from pb.keys.folder import KeyFolder


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
    for round_id in waiting:
        with sessions.write() as session:
            if round_id in actions.to_publish(session):
                actions.finish_publication(session, keys, round_id, now)
    return waiting
