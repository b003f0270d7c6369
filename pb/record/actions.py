"""Writing the record. Nothing in it is ever changed or deleted, so there is one action."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import insert
from sqlalchemy.orm import Session

from pb.db import locks
from pb.record import queries
from pb.record.models import RecordEntry
from pb.seal import canonical
from pb.seal import chain as hash_chain


def append(session: Session, chain: str, actor: str, verb: str, facts: Mapping[str, Any], now: datetime) -> str:
    """Write one entry at the end of a chain, in the transaction of the act that it tells of.

    Two acts at once wait for each other; were they not to, the primary key would let only one of them stand.

    Args:
        session: the transaction of the act.
        chain: the id of a round, or `SITE_CHAIN`.
        actor: who acts, as `Viewer.actor` names them.
        verb: the act in the past tense, `ProposalAdmitted`.
        facts: plain values of canonical JSON; no codes, secrets, ballots or bidders' addresses.
        now: when.
    Returns: the hash of the entry.

    Raises:
        NotCanonical: a fact is something else than a plain value.
    """
    locks.hold(session, f"record/{chain}", shared=False)
    head = queries.head(session, chain)
    previous = hash_chain.START if head is None else head.hash
    seq = 1 if head is None else head.seq + 1
    own = hash_chain.link(previous, queries.body(chain, seq, now, actor, verb, facts))
    session.execute(
        insert(RecordEntry).values(
            chain=chain,
            seq=seq,
            at=now,
            actor=actor,
            verb=verb,
            facts=canonical.encode(dict(facts)).decode(),
            previous=previous,
            hash=own,
        )
    )
    return own
