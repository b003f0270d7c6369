"""Pages: one call renders a template with what every page needs, or one block of it for a part that is swapped in."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache, partial
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from litestar import MediaType, Request, Response

from pb.core.clock import day_text, london_date, london_text
from pb.core.money import pounds, pounds_to_type
from pb.core.settings import Settings
from pb.core.words import Words
from pb.web import protection
from pb.web.assets import asset
from pb.web.languages import PLAIN, Language, as_written, language, languages, moment, own_words
from pb.web.look import Look
from pb.web.names import plain, with_figures_in_order, with_names
from pb.web.redirects import NOTICE_COOKIE
from pb.web.scenes import scene_words
from pb.web.symbols import shown_by

TEMPLATES = Path(__file__).resolve().parents[2] / "templates"


def make_environment(settings: Settings, language: Language = PLAIN) -> Environment:
    """The template environment of the house in one language: an undefined name is an error, every value is escaped."""
    return _environment(settings.demo, settings.public_url, settings.phone, settings.email, language)


@cache
def _environment(demo: bool, public_url: str, phone: str, email: str, language: Language) -> Environment:  # noqa: FBT001 - a key of the cache
    """One for all houses of a process with the same settings: compiling the templates takes a while."""
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        undefined=StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.do"],
    )
    environment.filters.update(
        pounds=pounds, pounds_to_type=pounds_to_type, london=london_text, london_date=london_date, day=day_text
    )
    environment.globals.update(asset=asset, scene_words=partial(scene_words, say=language.words))
    environment.globals["shown_by"] = partial(shown_by, say=language.words)
    environment.globals.update(
        say=language.words, many=language.words.many, language=language, languages_here=languages()
    )
    written = {"lang": PLAIN.tag, "dir": PLAIN.direction} if language != PLAIN else {}
    environment.globals["written"] = written  # the attributes of a whole element with what somebody wrote
    environment.globals["own"] = {**written, "dir": "auto"}  # and of one with what the reader wrote
    environment.filters.update(with_names=with_names, plain=plain)
    environment.filters.update(moment=partial(moment, tongue=language), as_written=partial(as_written, tongue=language))
    environment.filters["own_words"] = partial(own_words, tongue=language)
    environment.globals.update(demo=demo, public_url=public_url, help_phone=phone, help_email=email)
    ui = environment.globals["ui"] = environment.get_template("parts/ui.html").module
    plain_ui = ui if language == PLAIN else _environment(demo, public_url, phone, email, PLAIN).globals["ui"]
    environment.globals["ui_in_english"] = plain_ui  # for a page that is in English within a frame that speaks
    return environment


@dataclass(frozen=True, slots=True)
class Page:
    """Renders pages for one request as its reader likes them; handed to handlers as the dependency `page`.

    `also` are facts that every page of this request gets.
    """

    settings: Settings
    request: "Request[Any, Any, Any]"
    form_key: bytes
    form_cookie: str
    look: Look
    also: Mapping[str, object] = field(default_factory=dict)

    @property
    def language(self) -> Language:
        """The language that its reader chose."""
        return language(self.look.language)

    @property
    def say(self) -> Words:
        """What says sentences in the reader's language."""
        return language(self.look.language).words

    def first_of(self, *templates: str) -> str:
        """The first of these templates that there is; the last one always is."""
        found = make_environment(self.settings).select_template(templates)
        return found.name or templates[-1]

    def __call__(self, template: str, /, *, status: int = 200, block: str = "", **facts: object) -> Response[str]:
        """A page, or only its named block where the browser asked for a part."""
        context = {
            "form_token": protection.token(self.form_key, self.form_cookie),
            "viewer": self.request.scope.get("user"),
            "path": self.request.url.path,
            "come_back": self.request.url.path if self.request.method == "GET" else "",
            "notice": self.request.cookies.get(NOTICE_COOKIE, ""),
            "look": self.look,
            **self.also,
            **facts,
        }
        found = make_environment(self.settings, self._language_of(template)).get_template(template)
        part = block and self.request.headers.get("HX-Request") == "true"
        content = "".join(found.blocks[block](found.new_context(context))) if part else found.render(context)
        # On voting screens an amount stands by itself, and a browser makes the same screens.
        if found.globals["language"].direction == "rtl" and not template.startswith("booth/"):
            content = with_figures_in_order(content)
        response = Response(content, status_code=status, media_type=MediaType.HTML)
        if context["notice"]:
            response.delete_cookie(NOTICE_COOKIE)
        return response

    def _language_of(self, template: str) -> Language:
        """The desk speaks English, also where it has pieces in common with pages that speak; voting screens do not."""
        at_desk = f"{self.request.url.path}/".startswith("/desk/")
        return PLAIN if at_desk and not template.startswith("booth/") else self.language
