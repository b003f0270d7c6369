"""The whole application with something in every room, and the people who come to it.

A round stands in every phase, bids belong to two bidders, acts wait for a second person, and a voter holds a pass.
Every place is filled in from the route table, so a route that is added is visited without being named here; an
address with a part that nobody has told this module about is a failure that says so.
"""

import hashlib
import itertools
import re
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from functools import cached_property
from urllib.parse import quote, urlsplit

import tables
import telephones
from desk_rounds import AFTER, BIDS, BIDS_CLOSE, BIDS_OPEN, VOTES, YOUNG, make_desk_round
from key_holders import make_sheets
from litestar.testing import TestClient
from pages import inspect, plain, read
from partnership import make_partnership, present
from sounds import VIDEO, tone
from sqlalchemy import delete, insert, select, text, update
from tablets import make_event

from pb.app.main import create_app
from pb.booth import voter
from pb.booth.queries import subjects
from pb.core.settings import read_settings
from pb.desk import clockwork
from pb.events import actions as events
from pb.events import enrolled
from pb.events import queries as known_events
from pb.events.enrolled import Held
from pb.factors.actions import staff_acts
from pb.keys import cookies
from pb.media import actions as media
from pb.media.rules import Kind as Source
from pb.media.rules import Said
from pb.people import actions as people
from pb.people import queries as known
from pb.people.guards import COOKIE as SIGN_IN
from pb.people.guards import at_desk, bidder, commissioner, observer, staff, steward
from pb.people.models import SignIn
from pb.people.routes import ADDRESS_COOKIE, PASSWORD_COOKIE
from pb.people.rules import FRESH, Kind, Role, StaffKind, token_digest
from pb.post import delivery
from pb.proposals import actions as proposals
from pb.proposals.rules import Section
from pb.roll import queries as voters
from pb.rounds import actions as setting_up
from pb.rounds.rules.draft import BallotKind, Calendar, Tone
from pb.rounds.rules.phases import Phase
from pb.signs import actions as signing
from pb.signs import queries as signed
from pb.signs import shelf
from pb.web import protection
from pb.web.assets import fingerprint

ORIGIN = "http://testserver.local"
PEOPLE = ("nobody", "voter", "sam", "kim", "oli", "tess", "cleo", "ada")
"""A stranger, somebody with a voting code, two bidders, an observer, a steward, an officer, a commissioner."""

OTHERS = ("asked", "choosing", "waiting", "late", "bare", "receipt", "voter of stars", "voter of ranks")
OTHERS += ("voter of faces", "tablet", "steward", "practising", "taken away")

ASKED = {"/bids/code": "asked", "/sign-in/password/new": "choosing", "/sign-in/second-step": "waiting"}
"""Pages for browsers that wait for a code, and who has one."""

RIGHTFUL = {"anyone": "nobody", "bidder": "sam", "observer": "oli", "staff": "cleo", "commissioner": "ada"}
RIGHTFUL |= {"at_desk": "oli", "steward": "tess"}
PASSES = {observer: {"oli", "cleo", "ada"}, staff: {"cleo", "ada"}, commissioner: {"ada"}, bidder: {"sam", "kim"}}
PASSES |= {at_desk: {"oli", "tess", "cleo", "ada"}, steward: {"tess", "cleo", "ada"}}
UNCOUNTED = {"throttle_try"}
WRITTEN = {"sqlite": "PRAGMA data_version", "postgresql": "SELECT pg_snapshot_xmax(pg_current_snapshot())::text"}
LATER = Calendar(*(AFTER + timedelta(days=days) for days in (1, 10, 20, 30)))
SAM, KIM = "sam@families.example", "kim@families.example"
WHOLE = {"title": "Board games", "sentence": "Words", "what": "Words", "who_for": "Words", "team": "Words"}
WHOLE |= {"symbol": "tree", "symbol_description": "A tree", "cost_lines": [("Everything", 1_000_00)]}
VOTING = Calendar(BIDS_OPEN, BIDS_CLOSE, VOTES, AFTER + timedelta(days=10))
BIDDING = Calendar(BIDS_OPEN, *(AFTER + timedelta(days=days) for days in (5, 10, 20)))


@dataclass(frozen=True)
class Route:
    """One handler at one address."""

    path: str
    method: str
    guard: object
    parameters: tuple
    queries: tuple

    @property
    def door(self):
        return self.guard.__name__

    def lets_in(self, person):
        return self.door == "anyone" or person in PASSES[self.guard]

    @property
    def rightful(self):
        """Who uses this page: the voter in the booth, else whom the guard is for."""
        if self.path in ASKED:
            return ASKED[self.path]
        if self.path.startswith("/bids/{"):
            return "sam"
        if self.path.startswith("/tablet"):
            return "steward"
        return "voter" if self.path.startswith("/vote") and self.path != "/vote" else RIGHTFUL[self.door]

    def at(self, place):
        """The address of a place, each part quoted unless it is given as raw bytes of an address."""
        found = self.path
        for name, value in place.items():
            part = value.raw if isinstance(value, Raw) else quote(str(value), safe="/")
            found = re.sub(rf"\{{{name}:\w+\}}", lambda _: part.lstrip("/"), found)  # noqa: B023 - used at once
        return found


@dataclass(frozen=True)
class Raw:
    """Part of an address as it goes over the wire."""

    raw: str


@dataclass
class FoundForm:
    """A form as it stands on a page: where it goes, the fields with what is in them, and who saw it."""

    route: Route
    path: str
    fields: dict
    kinds: dict
    person: str
    files: tuple = ()
    buttons: tuple = ()

    @property
    def shape(self):
        """The names of its fields; rows that can be added count as one."""
        return frozenset(re.sub(r"\d+", "", name) for name in (*self.fields, *self.files))


@dataclass
class Reply:
    """An answer, the page that it is, and what is wrong with the page."""

    status: int
    headers: object
    path: str
    body: bytes
    page: object = None
    fault: str = ""

    @property
    def h1(self):
        return plain(self.page.all("h1")[0].text) if self.page else ""

    @property
    def words(self):
        return plain(self.page.all("body")[0].text) if self.page else ""


@dataclass
class House:
    """The application, its routes, its people with their cookies, and everything that can be named in an address."""

    app: object
    client: object
    sessions: object
    keys: object
    rounds: dict
    things: dict
    jars: dict
    events: dict
    origin: str = ORIGIN
    watcher: object = None
    kept: dict = field(default_factory=dict)
    key_files: dict = field(default_factory=dict)
    version: int = -1

    # --- asking -----------------------------------------------------------------------------------------------------

    def token(self, person):
        return protection.token(self.keys.session(), self.jars[person].get(protection.COOKIE, ""))

    def ask(self, person, method, path, *, body=None, kind="", headers=None, jar=None, look=True):
        """One request with this person's cookies; the answer's page is inspected unless `look` is false."""
        chosen = self.jars[person] if jar is None else jar
        prefix = "__Host-" if self.origin.startswith("https:") else ""
        cookie = "; ".join(f"{prefix}{name}={value}" for name, value in chosen.items())
        sent = {**({"Cookie": cookie} if cookie else {}), **(headers or {})}
        if kind:
            sent["Content-Type"] = kind
        answer = self.client.request(method, self.origin + path, content=body, headers=sent, follow_redirects=False)
        self.client.cookies.clear()
        reply = Reply(answer.status_code, answer.headers, path, answer.content)
        if look and answer.headers.get("content-type", "").startswith("text/html"):
            try:
                reply.page = inspect(answer)
            except AssertionError as fault:
                reply.page, reply.fault = read(answer.text), str(fault)
        return reply

    # --- what is stored ---------------------------------------------------------------------------------------------

    def dump(self):
        """Every row of every table, but for the counters of tries."""
        with self.sessions.reading.connect() as connection:
            return {
                table.name: sorted(map(repr, connection.execute(select(table)).all()))
                for table in tables.load().sorted_tables
                if table.name not in UNCOUNTED
            }

    def keep(self):
        """Remember what is stored now: what every later request begins with."""
        with self.sessions.reading.connect() as connection:
            self.kept = {
                table: [dict(row) for row in connection.execute(select(table)).mappings()]
                for table in tables.load().sorted_tables
            }
        self.key_files = {file: file.read_bytes() for file in self.keys.path.rglob("*.json")}
        self.before, self.version = self.dump(), self.written()

    def written(self):
        """A number that stays the same while nobody has written anything."""
        self.watcher = self.watcher or self.sessions.reading.connect()
        found = self.watcher.execute(text(WRITTEN[self.watcher.dialect.name])).scalar()
        self.watcher.rollback()
        return found

    def changes(self):
        """The tables that are not as they were kept."""
        if self.written() == self.version:
            return []
        after = self.dump()
        return [name for name, rows in self.before.items() if after[name] != rows]

    def restore(self):
        """Put back what was kept, and begin to count tries afresh."""
        if self.written() == self.version:
            return
        for file in self.keys.path.rglob("*.json"):  # rounds that got another key, or their first
            if file not in self.key_files:
                file.unlink()
            elif file.read_bytes() != self.key_files[file]:
                file.write_bytes(self.key_files[file])
        with self.sessions.writing.begin() as connection:
            for table in reversed(tables.load().sorted_tables):
                connection.execute(delete(table))
            for table, rows in self.kept.items():
                if rows:
                    connection.execute(insert(table), rows)
        self.version = self.written()

    # --- routes and places ------------------------------------------------------------------------------------------

    @property
    def is_sqlite(self):
        return self.sessions.writing.dialect.name == "sqlite"

    @cached_property
    def every_route(self):
        return routes_of(self.app)

    def routes(self, *methods):
        return [one for one in self.every_route if one.method in methods]

    def places(self, route):
        """Addresses of this route that lead to something, as values of its parameters."""
        if not route.parameters:
            return [{}]
        if route.parameters in self.things:
            return self.things[route.parameters]
        unknown = [name for name in route.parameters if (name,) not in self.things]
        assert not unknown, f"{route.path}: tests/whole_house.py does not know how to fill {unknown} in an address"
        found = [self.things[(name,)] for name in route.parameters]
        return [dict(itertools.chain(*(one.items() for one in parts))) for parts in itertools.product(*found)]

    def foreign(self, route):
        """Addresses whose parts all exist, but do not belong together or to whom the page is for."""
        own = self.places(route)
        found = []
        if len(route.parameters) > 1:
            columns = [list(dict.fromkeys(place[name] for place in own)) for name in route.parameters]
            if route.parameters[:2] == ("slug", "proposal_id"):
                columns[1] += [self.things["drafts"][0]]
            together = (dict(zip(route.parameters, parts, strict=True)) for parts in itertools.product(*columns))
            found = [place for place in together if place not in own]
        return found

    # --- forms ------------------------------------------------------------------------------------------------------

    def find_forms(self):
        """Every form that can be reached from a page or from pressing another form, by the address of its route."""
        found, todo = {}, []
        for route in self.routes("GET"):
            for place in self.places(route):
                for person in self.visitors(route):
                    reply = self.ask(person, "GET", route.at(place), look=False)
                    if reply.body.count(b'method="post"') > reply.body.count(b'"/sign-out"') or route.path == "/desk":
                        reply.page = read(reply.body.decode())
                        todo += forms_on(self, reply, person)
        # Whoever showed the second factor long ago is asked for it again, by a page that only a form leads to.
        late = next(form for form in todo if form.route.path.endswith("/confirmation"))
        todo += forms_on(self, self.press(replace(late, person="late")), "late")
        self.restore()
        ballots = [form for form in todo if form.person == "voter of ranks" and form.path == "/vote/ballot"]
        todo += forms_on(self, self.press(ballots[0], touch="1", seen="99", go="check"), "voter of ranks")
        (practised, *_) = [form for form in todo if form.person == "practising" and form.path == "/vote/ballot"]
        todo += forms_on(self, self.press(practised, seen="99", go="check"), "practising")
        while todo:
            form = todo.pop(0)
            known_shapes = [one.shape for one in found.setdefault(form.route.path, [])]
            if form.shape in known_shapes:
                continue
            found[form.route.path].append(form)
            for name, value in [("", ""), *form.buttons]:
                todo += forms_on(self, self.press(form, **({name: value} if name else {})), form.person)
                self.restore()
        return found

    def visitors(self, route):
        """The people for whom a page may look different."""
        if route.path.startswith("/vote/"):
            voters = ["voter", "voter of stars", "voter of ranks", "voter of faces", "receipt"]
            return [*voters, "tablet", "practising"]
        if route.path in {"/vote", "/tablet"}:
            return ["nobody", "tablet", "steward", "practising", "taken away"]
        if route.door in {"staff", "observer", "steward", "at_desk"}:
            return [person for person in ("ada", "cleo", "oli", "tess") if person in PASSES[route.guard]]
        return list(dict.fromkeys([route.rightful, RIGHTFUL[route.door]]))

    def press(self, form, **changes):
        """Send a form as it stands, but for what is named."""
        fields = {"form_token": self.token(form.person), **form.fields, **changes}
        return self.ask(form.person, "POST", form.path, body=encoded(fields), kind=URL_ENCODED)

    def route_of(self, method, path):
        for route in self.every_route:
            pattern = re.sub(r"\{\w+:path\}", ".+", re.sub(r"\{\w+:(?!path)\w+\}", "[^/]+", route.path))
            if route.method == method and re.fullmatch(pattern, path):
                exact = [one for one in self.every_route if one.method == method and one.path == path]
                return exact[0] if exact else route
        raise AssertionError(f"a form goes to {method} {path}, which no route answers")


URL_ENCODED = "application/x-www-form-urlencoded"


def encoded(fields):
    """Fields as a browser sends them; a value may be a list, and raw parts go as they are."""
    pairs = [(name, one) for name, value in fields.items() for one in (value if isinstance(value, list) else [value])]
    quoted = ((quote(name), value.raw if isinstance(value, Raw) else quote(value)) for name, value in pairs)
    return "&".join(f"{name}={value}" for name, value in quoted).encode()


def forms_on(house, reply, person):
    """The forms of a page that post, with their fields as they stand; buttons apart."""
    page = reply.page
    for form in page.all("form") if page else []:
        if (form.attributes.get("method") or "").lower() != "post":
            continue
        path = urlsplit(form.attributes.get("action") or reply.path).path
        found = FoundForm(house.route_of("POST", path), path, {}, {}, person)
        for one in page.elements:
            outside = form not in one.around and one.attributes.get("form") != form.attributes.get("id", "no id")
            if not outside and one.attributes.get("name") and one.attributes["name"] != "form_token":
                _add_field(found, one, page)
        yield found
        yield from _elsewhere(house, page, form, found)


def _elsewhere(house, page, form, found):
    """The same form as buttons send it that have an address of their own."""
    for one in page.all("button"):
        own = form in one.around or one.attributes.get("form") == form.attributes.get("id", "no id")
        path = urlsplit(one.attributes.get("formaction") or "").path
        if own and path and path != found.path:
            yield replace(found, route=house.route_of("POST", path), path=path)


def _add_field(found, one, page):
    name, value = one.attributes["name"], one.attributes.get("value", "")
    kind = one.attributes.get("type", "text") if one.tag == "input" else one.tag
    match kind:
        case "button" | "submit":
            found.buttons = tuple(dict.fromkeys([*found.buttons, (name, value)]))
            return
        case "file":
            found.files = (*found.files, name)
            return
        case "checkbox" | "radio" if "checked" not in one.attributes:
            found.fields.setdefault(name, value)
        case "textarea":
            found.fields[name] = one.text.removeprefix("\n")
        case "select":
            options = [option.attributes for option in page.all("option") if one in option.around]
            found.fields[name] = next((option["value"] for option in options if "selected" in option), "")
        case _:
            found.fields[name] = value
    found.kinds[name] = kind


def routes_of(app):
    """Every handler of the application at every one of its addresses, but for the framework's answers to OPTIONS."""
    found = []
    for route in app.routes:
        for handler in route.route_handlers:
            model = handler.create_kwargs_model(path_parameters=route.path_parameters)
            guards = [getattr(guard, "func", guard) for guard in handler.resolve_guards()]
            queries = tuple(sorted(one.field_alias for one in model.expected_query_params))
            names = tuple(re.findall(r"\{(\w+):", route.path))
            methods = set(handler.http_methods) - {"OPTIONS", "HEAD"}
            found += [Route(route.path, method, guards[0], names, queries) for method in sorted(methods)]
    return found


@contextmanager
def whole_house(sessions, keys, home, origin=ORIGIN):
    """Build it, open it, and close it again."""
    partnership = make_partnership(sessions)
    for name in ("dot", "fay"):
        partnership.join(name, Role.COMMISSIONER, "board")
    rounds = _rounds(sessions, keys, partnership)
    partnership.join("oli", Role.OBSERVER, "board")
    partnership.join("tess", Role.STEWARD, "council")
    bids = _bids(sessions, rounds[Phase.BIDDING], keys)
    acts = _acts(rounds)
    with_tablets = _events(sessions, rounds[Phase.VOTING].id)
    elsewhere = _events(sessions, rounds[BallotKind.STARS].id)
    with_tablets |= {"elsewhere": elsewhere["open"], "held elsewhere": elsewhere["held"]}
    environment = {"PB_HOME": str(home), "PB_KEYS": str(keys.path), "PB_DATABASE_URL": sessions.url}
    settings = read_settings(environment | {"PB_PUBLIC_URL": origin, "PB_TTS": "speaks-nowhere {file}"})
    # Nothing happens by itself: what is stored is compared after each request.
    app = create_app(settings, lambda: AFTER, by_itself=False)
    clockwork.run_due(sessions, keys, AFTER)
    with TestClient(app, base_url=origin, raise_server_exceptions=True) as client:
        house = House(app, client, sessions, keys, rounds, {}, {}, with_tablets, origin)
        house.things = _things(house, bids, acts, partnership, settings.home)
        house.jars = _jars(house, partnership)
        while delivery.deliver(sessions, settings, AFTER):
            pass  # some letters at a time
        house.keep()
        yield house
        if house.watcher:
            house.watcher.close()


def _rounds(sessions, keys, partnership):
    calendars = {Phase.SETUP: LATER, Phase.BIDDING: BIDDING, Phase.REVIEW: VOTING, Phase.VOTING: VOTING}
    found = {}
    for phase in Phase:
        more = {"calendar": calendars[phase]} if phase in calendars else {}
        enough = 10 if phase is Phase.PUBLISHED else 3
        found[phase] = make_desk_round(
            sessions,
            keys,
            phase=phase,
            people=partnership,
            young=enough,
            carers=enough,
            name=f"{phase.value.title()} round",
            **more,
        )
    found[Phase.OPENED].explain()  # else the application itself would, at some moment
    with sessions.write() as session:
        for phase in (Phase.SETUP, Phase.BIDDING):
            setting_up.set_money_aside(session, found[phase].id, "health", 1_000_00, "Ada", AFTER)
    make_sheets(sessions, keys, found[Phase.BIDDING].id, now=AFTER)
    for kind, limit, most in ((BallotKind.STARS, 10, 5), (BallotKind.RANKED, 3, 0), (BallotKind.FACES, 0, 0)):
        found[kind] = make_desk_round(
            sessions,
            keys,
            phase=Phase.VOTING,
            people=partnership,
            voting=False,
            name=f"Round of {kind.value}",
            calendar=VOTING,
            ballot_kind=kind,
            ballot_limit=limit,
            ballot_most=most,
        )
    return found


def _viewer(sessions, email):
    seen = []
    with sessions.write() as session:
        people.send_email_code(session, email, AFTER, lambda code: (seen.append(code) or "Code", code))
        token = people.sign_in_bidder(session, email, seen[0], AFTER)
        return token, known.viewer_of(session, token, AFTER)


def _bids(sessions, desk, _keys):
    found = {}
    for name, email in (("sam", SAM), ("kim", KIM)):
        _, viewer = _viewer(sessions, email)
        for state in ("draft", "sent"):
            with sessions.write() as session:
                found[name, state] = proposals.start_proposal(session, desk.id, viewer, AFTER)
                if state == "sent":
                    proposals.save_section(session, found[name, state], 1, viewer, WHOLE, AFTER)
                    proposals.submit_proposal(session, found[name, state], viewer, AFTER)
    _, viewer = _viewer(sessions, SAM)
    with sessions.write() as session:
        for _ in range(2):
            decided = proposals.start_proposal(session, desk.id, viewer, AFTER)
            proposals.save_section(session, decided, 1, viewer, WHOLE, AFTER)
            proposals.submit_proposal(session, decided, viewer, AFTER)
        proposals.refuse_proposal(session, decided, 2, "Not for us", desk.cleo, AFTER)
    found["sam", "decided"] = decided
    return found


def _acts(rounds):
    asked = {Phase.VOTING: Kind.CLOSE_EARLY, Phase.CLOSED: Kind.SEAL_LIST}
    found = [rounds[phase].propose(kind, by=rounds[phase].ben, now=AFTER) for phase, kind in asked.items()]
    stars = rounds[BallotKind.STARS]
    return [*found, stars.propose(Kind.REISSUE_IN_BULK, by=stars.ben, now=AFTER, groups=[YOUNG])]


def _staff_acts(house, partnership):
    """One act of each kind about people, asked for by two different ones."""
    new = {"agency": partnership.agencies["board"], "email": "eve@partners.example", "name": "Eve"}
    asked = [("ben", StaffKind.ADD_COMMISSIONER, new)]
    asked += [("ada", StaffKind.RESET_SECOND_FACTOR, {"staff": partnership.ids["ben"]})]
    asked += [("ben", StaffKind.ADD_OBSERVER, new | {"email": "pia@partners.example", "name": "Pia"})]
    asked += [("ben", StaffKind.END_OBSERVER, {"staff": partnership.ids["oli"]})]
    with house.sessions.write() as session:
        for name in ("ada", "ben", "cleo", "oli", "tess", "dot"):
            telephones.give(session, house.keys, partnership.ids[name], AFTER)
        viewers = {name: getattr(house.rounds[Phase.SETUP], name) for name in ("ada", "ben")}
        return [
            staff_acts.propose(session, kind, chosen, present(viewers[name], AFTER), AFTER)
            for name, kind, chosen in asked
        ]


def signed_in(house, partnership, name, shown_at=AFTER):
    """The token of a browser in which somebody showed their second factor at an instant."""
    token = partnership.sign_in(name, now=AFTER)
    with house.sessions.write() as session:
        token = telephones.show(session, house.keys, token, AFTER)
        shown = update(SignIn).where(SignIn.token_digest == token_digest(token))
        session.execute(shown.values(second_step_at=shown_at))
    return token


def _things(house, bids, acts, partnership, home):
    slugs = {phase: desk.view.slug for phase, desk in house.rounds.items()}
    given = {phase: desk.view.contributions[0].id for phase, desk in house.rounds.items()}
    own = [bids["sam", state] for state in ("draft", "sent", "decided")]
    sent = [bids["sam", "sent"], bids["sam", "decided"], bids["kim", "sent"]]
    style = "css/site.css"
    about_staff = _staff_acts(house, partnership)
    heard = _clips(house) | _signs(house, home)
    held = [(Phase.VOTING, "open", "held"), (BallotKind.STARS, "elsewhere", "held elsewhere")]
    return {
        ("slug",): [{"slug": slug} for slug in slugs.values()],
        ("slug", "number"): [
            {"slug": slugs[phase], "number": number} for phase in (Phase.VOTING, Phase.PUBLISHED) for number in (1, 2)
        ],
        ("tone",): [{"tone": tone.value} for tone in Tone],
        ("number",): [{"number": number} for number in ("1", "2")],
        ("slug", "contribution_id"): [
            {"slug": slugs[phase], "contribution_id": given[phase]} for phase in (Phase.SETUP, Phase.BIDDING)
        ],
        ("slug", "label"): [{"slug": slugs[phase], "label": "health"} for phase in (Phase.SETUP, Phase.BIDDING)],
        ("slug", "proposal_id"): [{"slug": slugs[Phase.BIDDING], "proposal_id": bid} for bid in sent],
        ("slug", "proposal_id", "tongue"): [
            {"slug": slugs[Phase.BIDDING], "proposal_id": bid, "tongue": "ur"} for bid in sent
        ],
        ("proposal_id",): [{"proposal_id": bid} for bid in own],
        ("proposal_id", "section"): [
            {"proposal_id": bid, "section": section.value} for bid in own for section in Section
        ],
        ("act_id",): [{"act_id": act} for act in acts],
        ("staff_id",): [{"staff_id": partnership.ids[name]} for name in ("ben", "cleo", "oli", "tess")],
        ("staff_act_id",): [{"staff_act_id": act} for act in about_staff],
        ("slug", "event_id"): [{"slug": slugs[where], "event_id": house.events[event].id} for where, event, _ in held],
        ("slug", "event_id", "tablet_id"): [
            {"slug": slugs[where], "event_id": house.events[event].id, "tablet_id": house.events[tablet].tablet_id}
            for where, event, tablet in held
        ],
        ("way",): [{"way": "reading"}],
        ("digest", "name"): [{"digest": fingerprint(style), "name": style}],
        ("video",): [{"video": heard["video"]}],
        ("captions",): [{"captions": heard["captions"]}],
        ("slug", "subject"): [{"slug": slugs[Phase.VOTING], "subject": subject} for subject in ("welcome", "bid-1")],
        ("digest",): [{"digest": heard["digest"]}],
        ("slug", "tongue"): [
            {"slug": slugs[phase], "tongue": tongue}
            for phase in (Phase.BIDDING, Phase.VOTING)
            for tongue in ("en", "ur")
        ],
        ("slug", "tongue", "said"): [{"slug": slugs[Phase.VOTING], "tongue": "en", "said": heard["said"]}],
        "drafts": [bids["sam", "draft"], bids["kim", "draft"]],
        "bids of kim": [{"proposal_id": bids["kim", state]} for state in ("draft", "sent")],
    }


def _clips(house):
    """The name of a bid has a sound, and had another; digests of its bytes and of the words."""
    desk, content = house.rounds[Phase.VOTING], tone()
    said = Said(BIDS[0][0], "en-GB")
    with house.sessions.write() as session:
        for made in (tone(hertz=220), content):
            media.keep_clip(session, desk.id, said, Source.RECORDED, made, "Cleo", AFTER)
    return {"digest": hashlib.sha256(content).hexdigest(), "said": said.digest}


def _signs(house, home):
    """A screen and a bid have a video in sign language, and had another."""
    desk, found = house.rounds[Phase.VOTING], {}
    with house.sessions.write() as session:
        for one in subjects(session, desk.view):
            if one.key in {"welcome", "bid-1"}:
                for content in (VIDEO + b"1", VIDEO + one.key.encode()):
                    shelved = shelf.put(home, content)
                    signing.keep_sign(session, desk.id, one.key, one.digest, shelved, "WEBVTT\n", "Cleo", AFTER)
                found["video"] = shelved.digest
        found["captions"] = signed.standing_row(session, desk.id, "welcome").id
    return found


def _jars(house, partnership):
    jars = {name: {protection.COOKIE: f"{name.replace(' ', '-')}-of-the-tests"} for name in (*PEOPLE, *OTHERS)}
    for name in ("ada", "cleo", "oli", "tess"):
        jars[name][SIGN_IN] = signed_in(house, partnership, name)
    jars["late"][SIGN_IN] = signed_in(house, partnership, "dot", AFTER - FRESH)
    jars["bare"][SIGN_IN] = partnership.sign_in("fay", now=AFTER)
    jars["waiting"][SIGN_IN] = partnership.sign_in("ben", now=AFTER)
    for name, email in (("sam", SAM), ("kim", KIM)):
        jars[name][SIGN_IN], _ = _viewer(house.sessions, email)
    jars["asked"][ADDRESS_COOKIE] = quote(SAM)
    jars["choosing"][PASSWORD_COOKIE] = quote("cleo@partners.example")
    jars["voter"][voter.PASS] = pass_of(house, Phase.VOTING)
    jars["voter of stars"][voter.PASS] = pass_of(house, BallotKind.STARS)
    jars["voter of ranks"][voter.PASS] = pass_of(house, BallotKind.RANKED)
    jars["voter of faces"][voter.PASS] = pass_of(house, BallotKind.FACES)
    tablet, practising = (house.events[name] for name in ("held", "practising"))
    for name, held in (("tablet", tablet), ("steward", tablet), ("practising", practising)):
        jars[name][enrolled.TABLET] = _closed(house, enrolled.TABLET, {"tablet": held.tablet_id, "secret": held.secret})
    jars["steward"][enrolled.STEWARD] = _closed(house, enrolled.STEWARD, {"tablet": tablet.tablet_id})
    jars["taken away"][enrolled.TABLET] = _closed(house, enrolled.TABLET, {"tablet": "of-no-event", "secret": "s" * 43})
    given = {"round": house.rounds[Phase.VOTING].id, "voter": "practice", "rev": 0, "seed": 7, "practice": True}
    jars["practising"][voter.PASS] = _closed(house, voter.PASS, given)
    kept = {"round": house.rounds[Phase.VOTING].id, "tracker": "0123456789AB", "replaced": False}
    kept |= {"rev": 1, "commit": "ab" * 32, "signature": "cd" * 64}
    jars["receipt"][voter.RECEIPT] = cookies.close(
        house.keys.session(), voter.RECEIPT, kept, AFTER + voter.RECEIPT_LIFE
    )
    return jars


def _closed(house, purpose, value):
    return cookies.close(house.keys.session(), purpose, value, AFTER + timedelta(days=1))


def _events(sessions, round_id):
    """An event with two tablets, one of them in practice: the event, and what each tablet holds."""
    at, found = make_event(sessions, round_id, AFTER), {}
    with sessions.write() as session:
        for name in ("held", "practising"):
            held = Held(*events.ask_to_join(session, AFTER))
            digits = known_events.asking(session, held.tablet_id, held.secret, AFTER).digits
            events.let_in(session, at, digits, name.title(), "Cleo", AFTER)
            events.practise(session, held.tablet_id, practice=name == "practising")
            found[name] = held
    return found | {"open": at}


def pass_of(house, which, reference="Y001", rev=None):
    """The cookie of a voter who has typed their code; `rev` of the ballot that they would replace."""
    desk = house.rounds[which]
    with house.sessions.read() as session:
        found = voters.voter_by_code(session, house.keys, desk.id, desk.codes[reference])
    rev = (1 if which is Phase.VOTING else 0) if rev is None else rev
    value = {"round": desk.id, "voter": found.voter_id, "rev": rev, "seed": 7}
    return cookies.close(house.keys.session(), voter.PASS, value, AFTER + voter.PASS_LIFE)
