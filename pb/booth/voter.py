"""The voter of this browser: a short pass in an encrypted cookie, gone when the vote is cast."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from litestar import Request, Response

from pb.keys import cookies
from pb.keys.folder import KeyFolder

PASS, RECEIPT = "pb_voter", "pb_receipt"
ON_A_RECEIPT = {"round", "rev", "commit", "signature", "tracker", "replaced"}
PASS_LIFE, RECEIPT_LIFE = timedelta(hours=1), timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Pass:
    """Who votes, in which round, which earlier ballot this one would replace, and this voter's order of the bids."""

    round_id: str
    voter_id: str
    rev: int
    seed: int


def new_pass(round_id: str, voter_id: str, rev: int) -> Pass:
    """A pass with a fresh order of the bids."""
    return Pass(round_id, voter_id, rev, secrets.randbelow(2**31))


def pass_of(request: "Request[Any, Any, Any]", keys: KeyFolder, now: datetime) -> Pass | None:
    """The pass that this browser holds, or None: never given, used, or older than an hour."""
    found = cookies.open_closed(keys.session(), PASS, request.cookies.get(PASS, ""), now)
    return Pass(found["round"], found["voter"], found["rev"], found["seed"]) if found else None


def give_pass(response: Response[Any], keys: KeyFolder, given: Pass, now: datetime, *, secure: bool) -> None:
    """Let the browser keep the pass for an hour, or until it is closed."""
    value = {"round": given.round_id, "voter": given.voter_id, "rev": given.rev, "seed": given.seed}
    closed = cookies.close(keys.session(), PASS, value, now + PASS_LIFE)
    response.set_cookie(PASS, closed, path="/vote", httponly=True, samesite="lax", secure=secure)


def swap_pass_for_receipt(
    response: Response[Any], keys: KeyFolder, receipt: dict[str, Any], now: datetime, *, secure: bool
) -> None:
    """Take the pass away and keep the receipt for the Thank you screen, for ten minutes."""
    response.delete_cookie(PASS, path="/vote")
    closed = cookies.close(keys.session(), RECEIPT, receipt, now + RECEIPT_LIFE)
    life = cookies.seconds(RECEIPT_LIFE)
    response.set_cookie(RECEIPT, closed, path="/vote", httponly=True, samesite="lax", secure=secure, max_age=life)


def receipt_of(request: "Request[Any, Any, Any]", keys: KeyFolder, now: datetime) -> dict[str, Any] | None:
    """The receipt that this browser holds; None where it holds none, or one of an earlier release that lacks a part."""
    found = cookies.open_closed(keys.session(), RECEIPT, request.cookies.get(RECEIPT, ""), now)
    return found if found and found.keys() >= ON_A_RECEIPT else None


def forget(response: Response[Any]) -> None:
    """Leave nothing of the voter in the browser."""
    response.delete_cookie(PASS, path="/vote")
    response.delete_cookie(RECEIPT, path="/vote")
