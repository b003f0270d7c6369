"""The desk in a browser: every round, one round, its count, its bundle; and who may see what."""

from datetime import timedelta

import pytest
from desk_rounds import AFTER, DURING, NAME, make_desk_round, submit
from pages import browser_of, plain
from partnership import NOW, make_partnership

from pb.desk.routes import account, signing, sounds, table
from pb.people.rules import Kind
from pb.rounds.rules.phases import Phase


@pytest.fixture
def open_browser(sessions, keys):
    """A function that opens a browser at an instant."""
    opened = []

    def start(now=NOW, person="ada"):
        context = browser_of(sessions, keys, now)
        opened.append(context)
        browser = context.__enter__()
        return browser.sign_in(person) if person else browser

    yield start
    for context in opened:
        context.__exit__(None, None, None)


def addresses(desk, method, but=()):
    """Every address of the desk's routes that answers the method, filled in for a round; not those about oneself."""
    slug = desk.view.slug
    for handler in (one for one in table.ROUTES if one not in [*account.ROUTES, *but]):
        if method in handler.http_methods:
            for path in handler.paths:
                yield path.replace("{slug:str}", slug).replace("{act_id:str}", "0123456789abcdef")


def test_a_fresh_installation_invites_to_begin_the_first_round(sessions, keys, open_browser):
    make_partnership(sessions)
    browser = open_browser()
    browser.get("/desk")
    assert "No rounds yet" in browser.text
    assert "/desk/rounds/new" in browser.links()
    assert "/desk/record" in browser.links()


def test_an_officer_gets_no_button_to_begin_a_round(sessions, keys, open_browser):
    make_partnership(sessions)
    browser = open_browser(person="cleo").get("/desk")
    assert "/desk/rounds/new" not in browser.links()


def test_all_rounds_say_what_waits_in_them(sessions, keys, open_browser):
    desk = make_desk_round(sessions, keys, phase=Phase.BIDDING)
    submit(desk)
    browser = open_browser().get("/desk")
    assert NAME in browser.text
    assert "£10,000" in browser.text
    assert "1 bid waits for a decision" in browser.text
    assert f"{desk.path}/bids" in browser.links()


def test_an_act_that_waits_is_shown_on_every_page_that_leads_to_it(sessions, keys, open_browser):
    desk = make_desk_round(sessions, keys, phase=Phase.REVIEW)
    act = desk.propose(Kind.OPEN_VOTING)
    browser = open_browser(person="ben")
    for path in ("/desk", desk.path, f"{desk.path}/phase"):
        assert f"/desk/acts/{act}" in browser.get(path).links()


@pytest.mark.parametrize("phase", list(Phase))
def test_the_pages_of_a_round_can_be_read_by_all_staff_in_every_phase(sessions, keys, open_browser, phase):
    desk = make_desk_round(sessions, keys, phase=phase)
    browser = open_browser(DURING if phase is Phase.VOTING else NOW if phase < Phase.REVIEW else AFTER)
    for person in ("ada", "cleo"):
        browser.sign_in(person)
        for path in ("/desk", desk.path, f"{desk.path}/phase", f"{desk.path}/record"):
            browser.get(path)
            if person == "cleo":
                forms = [form for form in browser.page.all("form") if form.attributes["action"] != "/sign-out"]
                assert not forms, path


def test_while_voting_the_desk_shows_ballots_in_whole_tens(sessions, keys, open_browser):
    desk = make_desk_round(sessions, keys, phase=Phase.VOTING, young=7, carers=6)
    browser = open_browser(DURING)
    for path in ("/desk", desk.path):
        browser.get(path)
        figures = [plain.text for plain in browser.page.all("dd")]
        assert "10" in figures
        assert "13" not in figures[:2]
    stats = [one.text for one in browser.get(desk.path).page.with_class("stat")]
    assert "ballots so far, in whole tens10" in stats


def test_the_overview_tells_what_happened_in_plain_words(sessions, keys, open_browser):
    desk = make_desk_round(sessions, keys, phase=Phase.REVIEW)
    browser = open_browser().get(desk.path)
    assert "Ada (Brookfield Council) put 6 people on the roll" in browser.text
    assert "RollImported" not in browser.text


def test_the_count_is_hidden_until_the_ballots_are_opened(sessions, keys, open_browser):
    desk = make_desk_round(sessions, keys, phase=Phase.SEALED, young=10, carers=10)
    browser = open_browser(AFTER)
    browser.get(f"{desk.path}/tally", status=409)
    assert "£" not in browser.text
    desk.throw()
    desk.agree(Kind.OPEN_URN, now=AFTER)
    browser.get(f"{desk.path}/tally")
    assert "Not public yet" in browser.text
    assert "1. Sensory garden" in browser.text
    assert "By points" in browser.text
    assert "Supporters" in browser.text


def test_where_a_group_is_small_the_count_tells_staff_no_more_than_the_public_will_know(sessions, keys, open_browser):
    desk = make_desk_round(sessions, keys, phase=Phase.OPENED, young=10, carers=9)
    browser = open_browser(AFTER).get(f"{desk.path}/tally")
    assert "auditors get the whole bundle" in browser.text
    for words in ("Supporters", "By points", "in the order chosen", "Whose money pays for what", "level"):
        assert words not in browser.text
    heads = [plain(one.text) for one in browser.page.all("th")]
    assert heads.count("Cost") == heads.count("Bid") > 0


def test_the_page_of_a_round_waits_for_its_publication_by_itself(sessions, keys, open_browser):
    desk = make_desk_round(sessions, keys, phase=Phase.OPENED)
    browser = open_browser(AFTER).get(desk.path)
    assert "refresh" not in browser.last.headers
    desk.agree(Kind.PUBLISH, now=AFTER)
    browser.get(desk.path)
    # The clockwork of the application may have been faster than this test.
    if desk.phase is Phase.OPENED:
        assert "The result is being published" in browser.text
        assert browser.last.headers["refresh"] == "3"
    desk.explain()
    desk.run_clock(AFTER)
    browser.get(desk.path)
    assert "refresh" not in browser.last.headers
    assert f"/rounds/{desk.view.slug}/results" in browser.links()


def test_the_bundle_for_auditors_is_for_commissioners_after_publication(sessions, keys, open_browser):
    desk = make_desk_round(sessions, keys, phase=Phase.OPENED, young=4)
    browser = open_browser(AFTER)
    browser.get(f"{desk.path}/audit-bundle.zip", status=404)
    desk.agree(Kind.PUBLISH, now=AFTER)
    desk.explain()
    desk.run_clock(AFTER)
    browser.get(f"{desk.path}/audit-bundle.zip")
    assert browser.last.headers["content-type"] == "application/zip"
    assert 'filename="autumn-round-audit-bundle.zip"' in browser.last.headers["content-disposition"]
    assert browser.last.headers["cache-control"] == "no-store"
    assert browser.last.content[:2] == b"PK"
    browser.sign_in("cleo").get(f"{desk.path}/audit-bundle.zip", status=403)


def test_nobody_reads_the_desk_without_signing_in(sessions, keys, open_browser):
    desk = make_desk_round(sessions, keys, phase=Phase.REVIEW)
    browser = open_browser(person=None)
    for path in addresses(desk, "GET"):
        browser.get(path, status=303)
        assert browser.last.headers["location"].startswith("/sign-in?next=/desk")
    for path in addresses(desk, "POST"):
        browser.post(path, {}, status=403)
    browser.sign_in("parent@families.example")
    for path in addresses(desk, "GET"):
        browser.get(path, status=303)


def test_officers_change_nothing_and_replace_no_code(sessions, keys, open_browser):
    desk = make_desk_round(sessions, keys, phase=Phase.REVIEW)
    browser = open_browser(person="cleo")
    before = desk.verbs()
    for path in addresses(desk, "POST", but=[*sounds.ROUTES, *signing.ROUTES]):  # these they may: no vote hangs on them
        browser.post(path, {"kind": "open-voting", "name-open-voting": NAME}, status=403)
    browser.get(f"{desk.path}/reissue", status=403)
    assert desk.verbs() == before


def test_foreign_and_impossible_addresses_are_not_found(sessions, keys, open_browser):
    make_desk_round(sessions, keys, phase=Phase.REVIEW)
    browser = open_browser()
    for slug in ("no-such-round", "'; drop table round --", "x" * 2000, "%F0%9F%8D%B5", "%00"):
        for end in ("", "/phase", "/tally", "/record", "/record.ndjson", "/reissue", "/audit-bundle.zip"):
            browser.get(f"/desk/rounds/{slug}{end}", status=404)
    for act in ("a%00", "x" * 2000, "%27", "0123456789abcdef"):
        browser.get(f"/desk/acts/{act}", status=404)
        for end in ("confirmation", "withdrawal"):
            browser.post(f"/desk/acts/{act}/{end}", {}, status=404)
    assert "This has been dealt with" in browser.text


def test_posts_with_nothing_or_a_megabyte_in_them_break_nothing(sessions, keys, open_browser):
    desk = make_desk_round(sessions, keys, phase=Phase.SEALED)
    browser = open_browser(AFTER)
    before = desk.verbs()
    long = "9" * 1_000_000
    for path in addresses(desk, "POST"):
        for fields in (
            {},
            {"kind": long, "dice": long, "reference": long, "effect_hash": long},
            {"kind": "open-urn", "name-open-urn": long},
        ):
            browser.post(path, fields)
            assert browser.last.status_code in {404, 409, 422}, path
            assert len(browser.last.content) < 100_000
    assert desk.verbs() == before


def test_a_form_without_the_token_of_this_browser_does_nothing(sessions, keys, open_browser):
    desk = make_desk_round(sessions, keys)
    browser = open_browser().get(f"{desk.path}/phase")
    fields = {"kind": "open-bids", "name-open-bids": NAME}
    browser.post(f"{desk.path}/moves", fields, token=False, status=403)
    assert desk.phase is Phase.SETUP


def test_a_sign_in_that_idled_too_long_does_nothing(sessions, keys, open_browser):
    desk = make_desk_round(sessions, keys)
    browser = open_browser().get(f"{desk.path}/phase")
    browser.now += timedelta(minutes=31)
    browser.post(f"{desk.path}/moves", {"kind": "open-bids", "name-open-bids": NAME}, status=403)
    assert desk.phase is Phase.SETUP
