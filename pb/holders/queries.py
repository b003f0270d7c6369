"""Reading who holds the key of a round, and whether what they hold fits it."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from pb.holders.models import KeyHolder
from pb.holders.rules import DEFAULT_NAMES, HolderView, check_fit
from pb.keys.folder import KeyFolder
from pb.rounds.rules.opening import Block


def holders(session: Session, round_id: str) -> list[HolderView]:
    """The three who hold the key of a round, by number; none where nobody has to unlock it."""
    return [HolderView(row.number, row.name, row.opens, row.sheet_at, row.tried_at) for row in rows(session, round_id)]


def rows(session: Session, round_id: str) -> list[KeyHolder]:
    """The same as rows, for the actions that change them."""
    wanted = select(KeyHolder).where(KeyHolder.round_id == round_id).order_by(KeyHolder.number)
    return list(session.scalars(wanted.execution_options(populate_existing=True)))


def who_unlocks(session: Session, keys: KeyFolder, round_id: str) -> list[str]:
    """The names of those of whom two must unlock the key of a round; nobody where it is not locked.

    The key that is there decides: should the database not know them, after a restore say, they have the usual names.
    """
    if not keys.has_round(round_id) or keys.round(round_id).private is not None:
        return []
    return [one.name for one in holders(session, round_id)] or list(DEFAULT_NAMES)


def misfits(session: Session, keys: KeyFolder, round_id: str) -> list[Block]:
    """What is wrong where the key that is there is not the one for which the sheets were made."""
    if not keys.has_round(round_id):
        return []
    own = keys.round(round_id)
    return check_fit(holders(session, round_id), own.public_point.hex(), locked=own.private is None)
