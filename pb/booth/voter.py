"""The voter of this browser: a short pass in an encrypted cookie, gone when the vote is cast."""

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from litestar import Request, Response

from pb.events.queries import Kiosk
from pb.keys import cookies
from pb.keys.folder import KeyFolder
from pb.web.look import COOKIE as LOOK

PASS, RECEIPT = "pb_voter", "pb_receipt"
ON_A_RECEIPT = {"round", "rev", "commit", "signature", "tracker", "replaced"}
SITTING_DIGITS = 16
PASS_LIFE, RECEIPT_LIFE = timedelta(hours=1), timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Pass:
    """Who votes, in which round, which earlier ballot this one would replace, and this voter's order of the bids.

    `helped` are the ways in which somebody helps, as this voter said at an event; they never leave the cookie with the
    ballot. With a pass for `practice` nothing can be cast, and nobody votes.
    """

    round_id: str
    voter_id: str
    rev: int
    seed: int
    helped: tuple[str, ...] = ()
    practice: bool = False


def new_pass(round_id: str, voter_id: str, rev: int) -> Pass:
    """A pass with a fresh order of the bids."""
    return Pass(round_id, voter_id, rev, secrets.randbelow(2**31))


def practice_pass(round_id: str) -> Pass:
    """A pass for somebody who only tries it."""
    return Pass(round_id, f"practice-{secrets.token_hex(8)}", 0, secrets.randbelow(2**31), practice=True)


def sitting(key: bytes, given: Pass) -> str:
    """What marks that travel are held to their voter by: an old page of somebody else carries another one."""
    body = f"pb/sitting/v1|{given.round_id}|{given.voter_id}".encode()
    return hmac.new(key, body, hashlib.sha256).hexdigest()[:SITTING_DIGITS]


def pass_of(request: "Request[Any, Any, Any]", keys: KeyFolder, now: datetime) -> Pass | None:
    """The pass that this browser holds, or None: never given, used, or older than an hour."""
    found = cookies.open_closed(keys.session(), PASS, request.cookies.get(PASS, ""), now)
    if found is None:
        return None
    helped, practice = tuple(found.get("helped", ())), bool(found.get("practice"))
    return Pass(found["round"], found["voter"], found["rev"], found["seed"], helped, practice)


def pass_at(kiosk: Kiosk | None, given: Pass | None) -> Pass | None:
    """The pass as far as it is good here: on an enrolled tablet for its round, in practice for practice alone."""
    if given is None or kiosk is None:
        return None if given and given.practice else given
    fits = given.round_id == kiosk.round_id and given.practice is kiosk.practice
    return given if fits else None


def give_pass(response: Response[Any], keys: KeyFolder, given: Pass, now: datetime, *, secure: bool) -> None:
    """Let the browser keep the pass for an hour, or until it is closed."""
    value = {"round": given.round_id, "voter": given.voter_id, "rev": given.rev, "seed": given.seed}
    value |= {"helped": list(given.helped), "practice": given.practice}
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


def forget(response: Response[Any], *, shared: bool = False) -> None:
    """Leave nothing of the voter in the browser; on a shared tablet nothing of how they like pages to be either."""
    for name in (PASS, RECEIPT, *([LOOK] if shared else [])):
        response.delete_cookie(name, path="/vote")
