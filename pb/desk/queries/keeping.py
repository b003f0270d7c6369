"""What is kept of each table and what is due to be forgotten: the one place that the clock and `pb retention` go by."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from pb.db import throttle
from pb.db.base import Table
from pb.db.retention import Due, Retention
from pb.events import queries as events
from pb.factors import queries as factors
from pb.media import queries as media
from pb.people import queries as people
from pb.post import queries as post
from pb.proposals import queries as bids
from pb.signs import queries as signs

FORGOTTEN: Mapping[str, Callable[[Session, datetime], Due]] = {
    "bidder": bids.bidders_due,
    "check_in": events.check_ins_due,
    "clip": media.clips_due,
    "email_code": people.codes_due,
    "letter": post.letters_due,
    "proposal": bids.bids_due,
    "recovery_code": factors.recovery_codes_due,
    "second_factor": factors.factors_due,
    "sign_in": people.sign_ins_due,
    "sign_video": signs.videos_due,
    "tablet": events.tablets_due,
    "throttle_try": throttle.tries_due,
}
"""Tables whose rows are forgotten by the clock, each with what finds out what is due of it."""


@dataclass(frozen=True, slots=True)
class Keeping:
    """One table: its rule, how many rows it has, and what of it is due to be forgotten."""

    table: str
    retention: Retention
    rows: int
    due: Due


def keeping(session: Session, now: datetime) -> list[Keeping]:
    """Every table of the house by name."""
    models = {mapper.class_.__tablename__: mapper.class_ for mapper in Table.registry.mappers}
    return [
        Keeping(
            name, model.retention, _rows(session, model), FORGOTTEN[name](session, now) if name in FORGOTTEN else Due()
        )
        for name, model in sorted(models.items())
    ]


def is_anything_due(session: Session, now: datetime) -> bool:
    """Whether something is to be forgotten now."""
    return any(due(session, now).rows for due in FORGOTTEN.values())


def _rows(session: Session, model: type[Table]) -> int:
    return session.scalars(select(func.count()).select_from(model)).one()
