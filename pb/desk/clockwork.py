"""What happens without anybody pressing a button: closing by the instant, explaining, publishing, forgetting, heads.

Each step is a transaction of its own, so this stands beside the actions: the edge calls it, with the sessions.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from pb.core.clock import Clock
from pb.db import throttle
from pb.db.engines import Sessions
from pb.db.rewrite import rewrite_database
from pb.desk import actions
from pb.desk.queries import keeping
from pb.events import actions as events
from pb.factors import queries as factors
from pb.factors.actions import second_factor
from pb.jobs import actions as job_actions
from pb.jobs import queries as jobs
from pb.jobs.rules import LEASE, Held, JobLost, Work
from pb.keys.folder import KeyFolder
from pb.media import actions as media_actions
from pb.media import queries as media
from pb.observers import actions as observing
from pb.observers import queries as heads
from pb.people import actions as people_actions
from pb.people import queries as people
from pb.post import actions as letters
from pb.proposals import actions as bid_actions
from pb.proposals import queries as bids
from pb.results import actions as results
from pb.results import queries as published
from pb.rounds import queries as rounds
from pb.rounds.queries import RoundView
from pb.rounds.rules.phases import Phase
from pb.signs import actions as sign_actions
from pb.tally.explained import explain

Tell = Callable[[str, int, int], None]
EVERYTHING = "site"
"""The subject of what is about no one round."""

log = logging.getLogger("pb")


def run_due(sessions: Sessions, keys: KeyFolder, now: datetime) -> list[str]:
    """Do what is due, and go on with what was broken off; safe to call again at any time, by any number of processes.

    What is due is read from the state of the house. Each piece is taken in hand first, so that one process does it, and
    its job goes in the transaction that does it. What fails is left for later, and `pb doctor` tells of it. A round
    whose bids are not all explained yet waits for `explain_due`.

    Returns: ids of the rounds that were published.
    """
    with sessions.read() as session:
        due, known = _due(session, now), jobs.waiting(session)
    if any(job.subject not in due[job.kind] for job in known):
        with sessions.write() as session:
            job_actions.drop(session, due)
    later = {(job.kind, job.subject) for job in known if job.due_at > now}
    wanted = [(kind, subject) for kind in _DO for subject in sorted(due[kind])]
    done = [one for one in wanted if one not in later and _do(sessions, keys, *one, now)]
    keys.let_go()
    return [subject for kind, subject in done if kind is Work.PUBLISH]


def forget_due(sessions: Sessions, keys: KeyFolder, now: datetime) -> bool:
    """Forget at once what is due, by the very step that the clock takes; False where another process is at it."""
    return _do(sessions, keys, Work.FORGET, EVERYTHING, now)


def _due(session: Session, now: datetime) -> dict[Work, set[str]]:
    """What is to be done now: of each kind, on what."""
    views = [rounds.by_id(session, round_id) for round_id in actions.to_publish(session)]
    return {
        Work.CLOSE: set(actions.to_close(session, now)),
        Work.PUBLISH: {view.id for view in views if not published.to_explain(session, view)},
        Work.FORGET: {EVERYTHING} if keeping.is_anything_due(session, now) else set(),
        Work.HEADS: set(heads.due(session, now)),
        Work.EXPLAIN: {view.id for view in _to_explain(session)},  # in hand of `explain_due`
        Work.DRAFT: {wish.id for wish in media.wishes_due(session)},  # in hand of `media.drafting`
    }


def _do(sessions: Sessions, keys: KeyFolder, kind: Work, subject: str, now: datetime) -> bool:
    """Do one piece of work, unless another process has it in hand; tells whether it was done here."""
    with sessions.write() as session:
        held = job_actions.take(session, kind, subject, now)
    if held is None:
        return False
    try:
        return _DO[kind](sessions, keys, held, now)
    except Exception as fault:  # noqa: BLE001 - it is tried again; meanwhile what else is due must not wait for it
        # No trace: a value in it may be an address or a ballot.
        log.error("%s of %s failed: %s", kind.value, subject, type(fault).__name__)  # noqa: TRY400
        with sessions.write() as session:
            job_actions.give_back(session, held, type(fault).__name__, now)
        return False


def _close(sessions: Sessions, _: KeyFolder, held: Held, now: datetime) -> bool:
    with sessions.write() as session:
        actions.close_by_the_clock(session, held.subject, now)
        job_actions.finish(session, held)
    return True


def _publish(sessions: Sessions, keys: KeyFolder, held: Held, now: datetime) -> bool:
    with sessions.read() as session:
        wanted = held.subject in actions.to_publish(session)  # another process may have been faster
    if wanted:
        # Before anything is revealed: what was destroyed must not remain in the files.
        rewrite_database(sessions)
    with sessions.write() as session:
        if wanted:
            actions.finish_publication(session, keys, held.subject, now)
        job_actions.finish(session, held)
    return wanted


def _forget(sessions: Sessions, _: KeyFolder, held: Held, now: datetime) -> bool:
    """Delete what is kept for a time only: idle sign-ins, factors of those who left, senders of old bids, letters.

    Check-ins at events, clips and sign videos that were taken out too. What is due of which table says
    `desk.queries.keeping`.
    """
    with sessions.write() as session:
        second_factor.forget(session, factors.of_leavers(session))
        people_actions.forget_idle(session, now)
        bid_actions.forget_bidders(session, now)
        people_actions.forget_bidders(session, _gone(session, now))
        letters.forget_letters(session, now)
        throttle.forget_tries(session, now)
        events.forget(session, now)
        media_actions.forget_clips(session, now)
        sign_actions.forget_signs(session, now)
        job_actions.finish(session, held)
    return True


def _send_heads(sessions: Sessions, _: KeyFolder, held: Held, now: datetime) -> bool:
    with sessions.write() as session:
        observing.send_due(session, held.subject, now)
        job_actions.finish(session, held)
    return True


_DO = {Work.CLOSE: _close, Work.PUBLISH: _publish, Work.FORGET: _forget, Work.HEADS: _send_heads}


def explain_due(sessions: Sessions, clock: Clock, tell: Tell | None = None) -> int:
    """Explain the bids of rounds whose ballots were opened, one after the other, and keep each; returns how many.

    It takes long, for it counts again and again, and holds no transaction meanwhile. A round is taken in hand first, so
    that one process explains it. It may be killed anywhere and called again at any time, by any number of processes.

    Args:
        sessions: of the database.
        clock: the present; while it works it says now and then that it is alive.
        tell: told, on the way, the name of the round, which bid is being explained, and how many there are.
    """
    with sessions.read() as session:
        due = _to_explain(session)
    return sum(_explain(sessions, view, clock, tell) for view in due)


def is_explaining_due(sessions: Sessions, now: datetime) -> bool:
    """Whether `explain_due` would do anything: bids wait to be explained, and no process has them in hand."""
    with sessions.read() as session:
        left = {view.id for view in _to_explain(session)}
        later = {job.subject for job in jobs.waiting(session) if job.kind is Work.EXPLAIN and job.due_at > now}
    return bool(left - later)


def left_to_explain(sessions: Sessions) -> int:
    """How many bids of opened rounds are not explained yet, whoever has them in hand."""
    with sessions.read() as session:
        return sum(len(published.to_explain(session, view)) for view in _to_explain(session))


def _to_explain(session: Session) -> list[RoundView]:
    opened = rounds.list_rounds(session, Phase.OPENED)
    return [view for view in opened if published.to_explain(session, view)]


@dataclass(slots=True)
class _Hand:
    """Long work in hand: it says now and then that this process is alive."""

    sessions: Sessions
    held: Held
    clock: Clock
    said_at: datetime | None = None

    def alive(self, _done: int, _most: int) -> None:
        """Say so, if it was not said for a while; between two trials of a count.

        Raises:
            JobLost: nothing was heard of this process for too long, and another goes on with the work.
        """
        now = self.clock()
        if self.said_at is None or now - self.said_at >= LEASE / 4:
            with self.sessions.write() as session:
                job_actions.renew(session, self.held, now)
            self.said_at = now


def _explain(sessions: Sessions, view: RoundView, clock: Clock, tell: Tell | None) -> int:
    with sessions.write() as session:
        held = job_actions.take(session, Work.EXPLAIN, view.id, clock())
    if held is None:
        return 0
    try:
        return _explain_bids(sessions, view, _Hand(sessions, held, clock), tell)
    except Exception as fault:
        with sessions.write() as session:
            job_actions.give_back(session, held, type(fault).__name__, clock())
        raise
    except BaseException:
        with sessions.write() as session:
            job_actions.lay_down(session, held, clock())
        raise


def _explain_bids(sessions: Sessions, view: RoundView, hand: _Hand, tell: Tell | None) -> int:
    """Explain what is left of a round; how many were kept, which are fewer where another process took it over."""
    with sessions.read() as session:
        case, left = published.case(session, view), published.to_explain(session, view)
    every, kept = len(case.election.projects), 0
    try:
        for project in left:
            if tell:
                tell(view.name, every - len(left) + kept + 1, every)
            value = explain(case, project, hand.alive)
            with sessions.write() as session:
                results.keep_explanation(session, view.id, project, value)
                job_actions.renew(session, hand.held, hand.clock())
            kept += 1
        with sessions.write() as session:
            job_actions.finish(session, hand.held)
    except JobLost:
        log.warning("explaining was taken over by another process")
    return kept


def _gone(session: Session, now: datetime) -> set[str]:
    """Bidders known for two years or more who have no bid, or none any more."""
    old = people.old_bidders(session, now)
    return set(old) - bids.with_bids(session, old) if old else set()
