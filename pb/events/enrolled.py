"""The tablet of this browser: which one it is, in an encrypted cookie, and whether a steward showed the PIN at it."""

import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from litestar import Request, Response
from sqlalchemy.orm import Session

from pb.events import queries
from pb.events.queries import Kiosk
from pb.keys import cookies
from pb.keys.folder import KeyFolder

TABLET, STEWARD = "pb_tablet", "pb_steward"
TABLET_LIFE, STEWARD_LIFE = timedelta(days=14), timedelta(minutes=5)

AnyRequest = Request[Any, Any, Any]
AnyResponse = Response[Any]


@dataclass(frozen=True, slots=True)
class Held:
    """What a tablet holds of its own: its id, and the secret by which it is known."""

    tablet_id: str
    secret: str


def held_by(request: AnyRequest, keys: KeyFolder, now: datetime) -> Held | None:
    """What this browser holds of a tablet, or None; whether it is let in anywhere is another question."""
    if not (value := request.cookies.get(TABLET, "")):
        return None
    found = cookies.open_closed(keys.session(), TABLET, value, now)
    return Held(found["tablet"], found["secret"]) if found else None


def kiosk_of(request: AnyRequest, session: Session, keys: KeyFolder, now: datetime) -> Kiosk | None:
    """The enrolled tablet that this browser is, or None; asks the database only where it holds something of one."""
    held = held_by(request, keys, now)
    return queries.kiosk(session, held.tablet_id, held.secret) if held else None


def give(response: AnyResponse, keys: KeyFolder, held: Held, now: datetime, *, secure: bool) -> None:
    """Let the browser be known as this tablet for a fortnight."""
    value = {"tablet": held.tablet_id, "secret": held.secret}
    closed = cookies.close(keys.session(), TABLET, value, now + TABLET_LIFE)
    life = cookies.seconds(TABLET_LIFE)
    response.set_cookie(TABLET, closed, path="/", httponly=True, samesite="lax", secure=secure, max_age=life)


def let_steward_in(response: AnyResponse, keys: KeyFolder, kiosk: Kiosk, now: datetime, *, secure: bool) -> None:
    """Open the steward's menu at this tablet for five minutes."""
    closed = cookies.close(keys.session(), STEWARD, {"tablet": kiosk.tablet_id}, now + STEWARD_LIFE)
    life = cookies.seconds(STEWARD_LIFE)
    response.set_cookie(STEWARD, closed, path="/", httponly=True, samesite="lax", secure=secure, max_age=life)


def is_steward_there(request: AnyRequest, keys: KeyFolder, kiosk: Kiosk, now: datetime) -> bool:
    """Whether the PIN was typed at this tablet within five minutes, and the menu not left since."""
    found = cookies.open_closed(keys.session(), STEWARD, request.cookies.get(STEWARD, ""), now)
    return found is not None and hmac.compare_digest(str(found.get("tablet", "")), kiosk.tablet_id)


def let_steward_go(response: AnyResponse) -> None:
    """Close the steward's menu."""
    response.delete_cookie(STEWARD, path="/")


def forget_tablet(response: AnyResponse) -> None:
    """Let the browser be one like any other again."""
    response.delete_cookie(TABLET, path="/")
    response.delete_cookie(STEWARD, path="/")
