"""Counting a round and publishing what came out."""

import hashlib
from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from pb.ballots import queries as ballots
from pb.ballots.rules import Reconciliation
from pb.db import locks
from pb.keys.folder import KeyFolder
from pb.record import actions as record
from pb.record import queries as entries
from pb.results import queries
from pb.results.models import Explanation, Result
from pb.results.rules.publication import NotExplained, as_shown, result_value, shown_pairs, with_head
from pb.rounds import queries as rounds
from pb.seal import bundle, canonical, listing
from pb.tally.export import Cast, round_file
from pb.tally.outcome import Outcome
from pb.tally.published import compared, comparison_names
from pb.web.verify_page import verify_page


def count_round(
    session: Session, round_id: str, only: Collection[str] | None = None
) -> tuple[Outcome, dict[str, Outcome]]:
    """Count the opened ballots by the frozen rules; writes nothing.

    Args:
        session: any.
        round_id: of a round whose ballots are opened.
        only: names of the comparisons that are wanted; None for all.
    Returns: the official outcome, and those that are published beside it, by name.
    """
    frozen = queries.frozen_terms(rounds.by_id(session, round_id))
    votes, seed = queries.votes(session, round_id, frozen), queries.seed(session, round_id)
    others = {
        name: compared(name, frozen, seed, votes) for name in comparison_names(frozen) if only is None or name in only
    }
    return queries.official(session, round_id), others


def keep_explanation(session: Session, round_id: str, project: str, value: Mapping[str, Any]) -> None:
    """Keep why a bid is funded or not, once: what two processes worked out is the same."""
    locks.hold(session, f"explanation/{round_id}", shared=False)
    if queries.explanation_row(session, round_id, project) is None:
        text = canonical.encode(dict(value)).decode()
        session.add(Explanation(round_id=round_id, project=project, value=text))
        session.flush()


def publish_result(session: Session, keys: KeyFolder, round_id: str, actor: str, now: datetime) -> str:
    """Count, and keep the signed bundles; the last line of the record in them says what was counted.

    The caller holds the approval of two people, has destroyed the keys and explained every bid, and moves the phase
    afterwards.

    Returns: SHA-256 of the public bundle, in hex.

    Raises:
        NotExplained: a bid is not explained yet.
    """
    view = rounds.by_id(session, round_id)
    if missing := queries.to_explain(session, view):
        raise NotExplained(bids=missing)
    frozen, (outcome, comparisons) = queries.frozen_terms(view), count_round(session, round_id)
    votes, seed = queries.votes(session, round_id, frozen), queries.seed(session, round_id)
    facts = {"cost": outcome.cost, "winners": outcome.winners}
    head = record.append(session, round_id, actor, "ResultCounted", facts, now)
    entries_so_far = len(entries.entries(session, round_id))
    counted = with_head(result_value(frozen, seed, votes, outcome, comparisons), head, entries_so_far)
    files = _files(session, frozen, counted)
    pairs = listing.read(queries.sealed_list(session, round_id).body.encode())
    shown, public = as_shown(frozen, counted, pairs, view.disclosure_floor)
    whole = bundle.write_bundle(files, keys.signing().sign)
    packed = whole if public else bundle.write_bundle(_without_ballots(files, shown), keys.signing().sign)
    bundle_hash = hashlib.sha256(packed).hexdigest()
    session.add(
        Result(
            round_id=round_id,
            counted=canonical.encode(counted).decode(),
            shown=canonical.encode(shown).decode(),
            pabulib=files[bundle.PABULIB].decode() if public else "",
            bundle=packed,
            bundle_hash=bundle_hash,
            audit_bundle=None if public else whole,
        )
    )
    session.flush()
    return bundle_hash


def _files(session: Session, frozen: Mapping[str, Any], counted: Mapping[str, Any]) -> dict[str, bytes]:
    """Every file of the whole bundle but the manifest, by name."""
    round_id, opened = frozen["id"], ballots.opened_ballots(session, frozen["id"])
    seed = queries.seed(session, round_id)
    casts = [Cast(one.tracker, one.electorate, one.marks) for one in opened]
    lines = [{"commit": one.commit, "marks": one.marks, "nonce": one.nonce} for one in opened]
    acts = [{**one.body, "previous": one.previous, "hash": one.hash} for one in entries.entries(session, round_id)]
    sums = ballots.reconciliation(session, round_id)
    assert sums is not None  # noqa: S101 - the list was read above; this tells the type
    files = {
        bundle.ROUND: frozen,
        bundle.LIST: _list_value(session, round_id, seed, frozen["v"]),
        bundle.RESULT: counted,
        bundle.SUMS: _sums_value(sums, frozen["v"]),
        bundle.BALLOTS: lines,
        bundle.RECORD: acts,
        bundle.EXPLANATIONS: {"projects": queries.explained(session, round_id), "v": frozen["v"]},
    }
    names = [name for name in files if name != bundle.EXPLANATIONS or frozen["v"] > 1]
    text = round_file(frozen, seed, casts, counted["outcome"]["winners"])
    written = {name: bundle.write_file(name, files[name]) for name in names}
    return {**written, bundle.PABULIB: text.encode(), bundle.VERIFIER: verify_page()}


def _list_value(session: Session, round_id: str, seed: str, version: int) -> dict[str, Any]:
    found = queries.sealed_list(session, round_id)
    pairs = shown_pairs(listing.read(found.body.encode()), found.salt, public=True)
    signed = {"hash": found.hash, "signature": found.signature, **({"salt": found.salt} if version > 1 else {})}
    return {"dice": found.dice, "pairs": pairs, "seed": seed, "v": version, **signed}


def _sums_value(sums: Reconciliation, version: int) -> dict[str, int]:
    counted = {"cast": sums.cast, "opened": sums.opened, "repeated": sums.repeated, "replaced": sums.replaced}
    return {**counted, "received": sums.cast + sums.replaced, "spoilt": 0, "unreadable": sums.unreadable, "v": version}


def _without_ballots(files: Mapping[str, bytes], shown: Mapping[str, Any]) -> dict[str, bytes]:
    """The files of the public bundle where an electorate is small: no ballots, no electorates, winners only."""
    kept = {name: text for name, text in files.items() if name not in bundle.with_ballots(shown["v"])}
    listed = bundle.read_file(bundle.LIST, files[bundle.LIST])
    listed["pairs"] = shown_pairs(map(tuple, listed["pairs"]), listed.get("salt", ""), public=False)
    if "salt" in listed:
        listed["salt"] = ""
    kept[bundle.LIST] = bundle.write_file(bundle.LIST, listed)
    kept[bundle.RESULT] = bundle.write_file(bundle.RESULT, dict(shown))
    return kept
