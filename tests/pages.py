"""A browser for tests of pages: it carries cookies and form tokens, and inspects every page that it is given."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path

import telephones
from litestar.testing import TestClient
from partnership import COMMISSIONERS, PASSWORD

from pb.app.main import create_app
from pb.core.settings import read_settings
from pb.people import actions as people
from pb.people.guards import COOKIE
from pb.web.languages import PLAIN, languages

VOID = frozenset("area base br col embed hr img input link meta source track wbr path circle rect line use".split())  # noqa: SIM905 - a list of words
TEXT_FIELDS = frozenset({"text", "email", "password", "tel", "number", "date", "time", "search", "file", ""})


@dataclass(eq=False)
class Element:
    """A start tag with what stands in it, and the elements it stands in, the outermost first."""

    tag: str
    attributes: dict
    around: tuple = ()
    text: str = ""

    def inside(self, *tags):
        return any(one.tag in tags for one in self.around)


@dataclass
class Document(HTMLParser):
    """The elements of a page in order; the stack shows tags that were not closed."""

    elements: list = field(default_factory=list)
    stack: list = field(default_factory=list)
    faults: list = field(default_factory=list)

    def __post_init__(self):
        HTMLParser.__init__(self, convert_charrefs=True)

    def handle_starttag(self, tag, attrs):
        element = Element(tag, dict(attrs), tuple(self.stack))
        self.elements.append(element)
        if tag not in VOID:
            self.stack.append(element)

    def handle_startendtag(self, tag, attrs):
        self.elements.append(Element(tag, dict(attrs), tuple(self.stack)))

    def handle_endtag(self, tag):
        if tag in VOID:
            return
        if not self.stack or self.stack[-1].tag != tag:
            self.faults.append(f"</{tag}> closes {self.stack[-1].tag if self.stack else 'nothing'}")
        else:
            self.stack.pop()

    def handle_data(self, data):
        for element in self.stack:
            element.text += data

    def all(self, tag, **attributes):
        wanted = {name.rstrip("_"): value for name, value in attributes.items()}
        return [
            one
            for one in self.elements
            if one.tag == tag and all(one.attributes.get(name) == value for name, value in wanted.items())
        ]

    def with_class(self, name):
        return [one for one in self.elements if name in (one.attributes.get("class") or "").split()]


def read(html):
    document = Document()
    document.feed(html)
    document.close()
    return document


def plain(text):
    return " ".join(text.split())


def rows(browser):
    """The rows of all tables of a page, each a list of the words in its cells."""
    cells = [one for one in browser.page.elements if one.tag in {"th", "td"}]
    return [[plain(one.text) for one in cells if row in one.around] for row in browser.page.all("tr")]


def inspect(response):
    """Everything that must hold of every page; the first fault is an AssertionError that names it."""
    path, html = response.request.url.path, response.text
    assert html.lstrip().lower().startswith("<!doctype html>"), f"{path}: no doctype"
    page = read(html)
    assert not page.faults, f"{path}: {page.faults[0]}"
    assert not page.stack, f"{path}: <{page.stack[-1].tag}> is not closed"
    assert page.all("html")[0].attributes.get("lang"), f"{path}: no language"
    headings, title = page.all("h1"), plain(page.all("title")[0].text)
    assert len(headings) == 1, f"{path}: {len(headings)} h1"
    assert plain(headings[0].text).rstrip(".") in title, (
        f"{path}: the title {title!r} does not say {plain(headings[0].text)!r}"
    )
    if page.with_class("govuk-error-summary"):
        error = _error_in(page.all("html")[0].attributes["lang"], page.all("main"))
        assert title.startswith(f"{error} "), f"{path}: the title {title!r} does not say that there is a mistake"
    _inspect_forms(path, page)
    for one in page.elements:
        assert "style" not in one.attributes, f"{path}: inline style on <{one.tag}>"
        assert not any(name.startswith("on") for name in one.attributes), f"{path}: inline script on <{one.tag}>"
        if one.tag == "img":
            assert "alt" in one.attributes, f"{path}: an image without alt"
    scripts = [one for one in page.all("script") if "src" not in one.attributes]
    assert not scripts, f"{path}: inline script"
    assert not page.all("style"), f"{path}: inline style sheet"
    ids = [one.attributes["id"] for one in page.elements if "id" in one.attributes]
    assert len(ids) == len(set(ids)), f"{path}: the id {next(one for one in ids if ids.count(one) > 1)} twice"
    _inspect_references(path, page, ids)
    assert "script-src 'self'" in response.headers.get("content-security-policy", ""), f"{path}: no policy"
    return page


def _error_in(tag, mains):
    """The word with which the title of a page begins that has a mistake, in the language of its main part."""
    spoken = next((main.attributes["lang"] for main in mains if "lang" in main.attributes), tag)
    return next((one for one in languages() if one.tag == spoken), PLAIN).words("Error:")


def _inspect_references(path, page, ids):
    """Links into the page, the `for` of labels and what fields are described by must name something that is there."""
    named = {
        word: f"{name} of <{one.tag}>"
        for one in page.elements
        for name in ("for", "aria-describedby", "aria-labelledby", "aria-controls")
        for word in (one.attributes.get(name) or "").split()
    }
    links = [one.attributes.get("href") or "" for one in page.all("a")]
    named |= {link[1:]: "link" for link in links if link.startswith("#") and len(link) > 1}
    for word, where in named.items():
        assert word in ids, f"{path}: {where} leads to {word}, which is not there"


def _inspect_forms(path, page):
    labels = {one.attributes.get("for") for one in page.all("label")}
    for tag in ("input", "textarea", "select"):
        for one in page.all(tag):
            kind = one.attributes.get("type", "")
            if kind in {"hidden", "submit", "button"}:
                continue
            named = one.attributes.get("id") in labels or "aria-label" in one.attributes
            named = named or "aria-labelledby" in one.attributes or one.inside("label")
            assert named, f"{path}: the field {one.attributes.get('name')} has no label"
    tokens = page.all("input", name="form_token")
    for form in page.all("form"):
        if (form.attributes.get("method") or "").lower() == "post":
            assert any(form in one.around for one in tokens), f"{path}: a form without its token"


@dataclass
class Browser:
    """One person's browser. `last` is the last answer, `page` the last page as a document."""

    client: TestClient
    sessions: object
    keys: object
    clock: object
    last: object = None
    page: Document = None
    token: str = ""

    @property
    def now(self):
        return self.clock.now

    @now.setter
    def now(self, instant):
        self.clock.now = instant

    def get(self, path, status=200):
        return self._seen(self.client.get(path, follow_redirects=False), status)

    def post(self, path, fields=None, *, files=None, status=None, token=True):
        """Send a form. `fields` is a dict whose values may be lists; the form's token is added."""
        if token and not self.token:
            self.get("/vote")
        body = {**({"form_token": self.token} if token else {}), **(fields or {})}
        return self._seen(self.client.post(path, data=body, files=files, follow_redirects=False), status)

    def follow(self, status=200):
        """Go where the last answer sends the browser."""
        assert self.last.status_code in {302, 303}, f"no redirect but {self.last.status_code}"
        return self.get(self.last.headers["location"], status)

    def sign_in(self, person, now=None):
        """Sign a member of staff of `partnership` in, commissioners with their telephones, or a bidder by email."""
        with self.sessions.write() as session:
            if "@" in person:
                codes = []
                people.send_email_code(
                    session, person, now or self.now, lambda code: (codes.append(code) or "Code", code)
                )
                token = people.sign_in_bidder(session, person, codes[0], now or self.now)
            else:
                token = people.sign_in_staff(session, f"{person}@partners.example", PASSWORD, now or self.now)
                if person in COMMISSIONERS:
                    token = telephones.show(session, self.keys, token, now or self.now)
        return self.hold(token)

    def hold(self, token):
        """Be the browser that was given this token, as the application's own cookie would make it."""
        self.client.cookies.set(COOKIE, token, domain=self.client.base_url.host)
        return self

    def forget(self):
        """Lose every cookie."""
        self.client.cookies.clear()
        self.token = ""
        return self

    @property
    def text(self):
        """The words of the last page."""
        return plain(self.page.all("body")[0].text)

    @property
    def h1(self):
        return plain(self.page.all("h1")[0].text)

    @property
    def mistakes(self):
        """The links of the error summary: field and message."""
        summary = self.page.with_class("govuk-error-summary")
        links = [one for one in self.page.all("a") if any(part in one.around for part in summary)]
        return {one.attributes["href"].lstrip("#"): plain(one.text) for one in links}

    def value(self, name):
        """What stands in a field of the last page."""
        for one in self.page.all("input", name=name):
            return one.attributes.get("value", "")
        for one in self.page.all("textarea", name=name):
            return one.text.removeprefix("\n")
        raise AssertionError(f"no field {name}")

    def links(self):
        return [one.attributes["href"] for one in self.page.all("a") if "href" in one.attributes]

    def _seen(self, response, status):
        self.last = response
        assert response.status_code in {*range(500), status}, f"{response.request.url.path}: {response.status_code}"
        if status is not None:
            assert response.status_code == status, f"{response.request.url.path}: {response.status_code}, not {status}"
        if response.headers.get("content-type", "").startswith("text/html"):
            self.page = inspect(response)
            found = self.page.all("input", name="form_token")
            if found:
                self.token = found[0].attributes["value"]
        return self


@dataclass
class Clock:
    """A clock that stands still until it is set."""

    now: object

    def __call__(self):
        return self.now


def settings_of(sessions, keys, home=None, **more):
    """The settings of a house on these tables and keys."""
    environment = {"PB_HOME": str(home or Path(keys.path).parent), "PB_KEYS": str(keys.path)}
    return read_settings(environment | {"PB_DATABASE_URL": sessions.url} | more)


@contextmanager
def browser_of(
    sessions, keys, now, *, home=None, demo=False, public_url="http://testserver.local", **settings
) -> Iterator[Browser]:
    """The whole application on these tables and keys, and one browser in front of it."""
    more = {"PB_PUBLIC_URL": public_url} | ({"PB_DEMO": "yes"} if demo else {}) | settings
    clock = Clock(now)
    app = create_app(settings_of(sessions, keys, home, **more), clock)
    with TestClient(app, base_url=public_url, raise_server_exceptions=True) as client:
        yield Browser(client, sessions, keys, clock)
