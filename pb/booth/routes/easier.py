"""Make it easier for me, in the middle of a vote too: every mark is kept."""

from dataclasses import replace
from typing import Any

from litestar import Response, get, post
from litestar.di import NamedDependency

from pb.booth.routes.screens import LONGEST_TYPED, ballot_page, check_page, code_page, how_page, welcome_page
from pb.booth.visit import Turn
from pb.core.settings import Settings
from pb.people.guards import anyone
from pb.web.easier import by_language, groups, keep_look
from pb.web.languages import languages
from pb.web.look import PARTS, Look, read_look
from pb.web.redirects import see_other

CARRIED = ("draft", "at", "seen", "sitting", "envelope", "voting_code", "keys", "screen")
"""What travels with a voter who makes it easier: the marks, the place, a code half typed, the way back."""


@get("/vote/easier", guards=[anyone], sync_to_thread=True)
def ask(turn: NamedDependency[Turn]) -> Response[Any]:
    """What helps you? From a screen with no marks on it."""
    return easier_page(turn, "code" if turn.given is None else "welcome")


@get("/vote/language", guards=[anyone], sync_to_thread=True)
def ask_for_language(turn: NamedDependency[Turn]) -> Response[Any]:
    """Which language? One touch is enough."""
    return _language_page(turn, "code" if turn.given is None else "welcome")


@post("/vote/easier", guards=[anyone], sync_to_thread=True, status_code=200)
def choose(turn: NamedDependency[Turn], settings: NamedDependency[Settings]) -> Response[Any]:
    """Keep what was chosen and go back to the screen one came from; or only go back; or show what can be chosen."""
    form, look = turn.form, turn.page.look
    if form.text("go") == "easier":
        return easier_page(turn, form.text("screen"))
    if form.text("go") == "language":
        return _language_page(turn, form.text("screen"))
    if form.text("go") == "forget":
        look = replace(Look(), language=look.language)
    elif form.text("go") != "back":
        look = read_look({part: form.text(part) if form.has(part) else getattr(look, part) for part in PARTS})
    response = _back(replace(turn, page=replace(turn.page, look=look)))
    keep_look(response, look, settings)
    return response


ROUTES = [ask, ask_for_language, choose]


def easier_page(turn: Turn, screen: str, draft: str | None = None) -> Response[str]:
    """What can be chosen; `screen` is where to come back to, `draft` the marks where this request changed them."""
    carried = _carried(turn, screen)
    if draft is not None:
        carried["draft"] = draft
    found = groups(turn.page.look, turn.page.say)
    return turn.page("booth/easier.html", groups=found, carried=carried, tone=turn.tone)


def _language_page(turn: Turn, screen: str) -> Response[str]:
    group, carried = by_language(turn.page.look, turn.page.say), _carried(turn, screen)
    return turn.page("booth/language.html", languages=languages(), group=group, carried=carried, tone=turn.tone)


def _carried(turn: Turn, screen: str) -> dict[str, str]:
    return {name: turn.form.text(name) for name in CARRIED} | {"screen": screen}


def _back(turn: Turn) -> Response[Any]:
    """The screen from which a voter came, with everything that was marked on it."""
    screen, given = turn.form.text("screen"), turn.given
    if given is None:
        typed = turn.form.text("voting_code")[:LONGEST_TYPED]
        return code_page(turn.page, turn.form, typed) if turn.form.text("draft") or typed else see_other("/vote")
    match screen:
        case "how":
            return how_page(turn, turn.filling_for(given))
        case "ballot":
            return ballot_page(turn, turn.filling_for(given))
        case "check":
            return check_page(turn, given, turn.filling_for(given))
        case "welcome" if turn.form.text("draft"):
            return welcome_page(turn, given, turn.filling_for(given))
        case _:
            return see_other("/vote/welcome")
