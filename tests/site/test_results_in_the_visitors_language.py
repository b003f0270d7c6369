"""The pages of a result speak the visitor's language, all of them and wholly."""

import re

import pseudo
import pytest
from desk_rounds import AFTER, make_desk_round
from pages import browser_of, plain, rows
from partnership import NOW

from pb.ballots import queries as ballots
from pb.core.written import BEGIN
from pb.people.rules import Kind
from pb.proposals import actions as proposals
from pb.proposals import queries as bids
from pb.proposals.rules import Status
from pb.roll.rules import new_code
from pb.rounds.rules.draft import BallotKind
from pb.rounds.rules.phases import Phase
from pb.web.languages import language

LARGE, SMALL, FACES = "/rounds/autumn-round", "/rounds/small-round", "/rounds/round-of-faces"
LOST = LARGE + "/results/1"
"""Why a bid is not funded; the others are."""
NAMES = ("Brookfield Council", "Brookfield ICB", "Young people", "Parent carers")
PATHS = (
    *(f"{LARGE}/{last}" for last in ("results", "results/1", "results/2", "results/3", "list", "rules", "ballot")),
    *(f"{SMALL}/{last}" for last in ("results", "list", "rules", "ballot")),
    *(f"{FACES}/{last}" for last in ("results", "results/1", "results/3", "rules", "ballot")),
)


@pytest.fixture(scope="module")
def three_rounds(kept, tmp_path_factory):
    """Three published rounds: with all ballots public, with a small group, and one of faces."""
    sessions, keys = kept
    large = make_desk_round(sessions, keys, phase=Phase.PUBLISHED, young=10, carers=11)
    small = make_desk_round(
        sessions, keys, phase=Phase.PUBLISHED, young=10, carers=9, people=large.people, name="Small round"
    )
    faces = {"ballot_kind": BallotKind.FACES, "ballot_limit": 0, "name": "Round of faces"}
    make_desk_round(sessions, keys, phase=Phase.PUBLISHED, young=10, carers=11, people=large.people, **faces)
    return sessions, keys, large, small


@pytest.fixture(scope="module")
def browser(three_rounds):
    with browser_of(*three_rounds[:2], AFTER) as opened:
        yield opened


@pytest.fixture
def in_brackets(three_rounds, tmp_path_factory):
    with pseudo.spoken(tmp_path_factory.mktemp("words")), browser_of(*three_rounds[:2], AFTER) as opened:
        yield speaking(opened, pseudo.KEY)


def speaking(browser, key):
    browser.forget()
    browser.get("/").post("/easier", {"language": key, "back": "/"}, status=303)
    return browser


def codes(three_rounds, which=2):
    desk = three_rounds[which]
    with desk.sessions.read() as session:
        return [one.tracker for one in ballots.opened_ballots(session, desk.id)]


def typed_codes(three_rounds):
    """Check codes, by what becomes of them: where they are typed, and what."""
    found = codes(three_rounds)[0]
    return {
        "found": (LARGE, found),
        "withheld": (SMALL, codes(three_rounds, 3)[0]),
        "unknown": (LARGE, new_code()),
        "mistyped": (LARGE, found[:5] + ("2" if found[5] != "2" else "3") + found[6:]),
        "too short": (LARGE, "HR5B"),
    }


@pytest.mark.parametrize("key", ["pl", "ur", "en_GB@easy"])
@pytest.mark.parametrize("path", PATHS)
def test_each_page_of_a_result_says_its_language_and_marks_no_english_of_its_own(browser, key, path):
    speaking(browser, key).get(path)
    html, main = browser.page.all("html")[0].attributes, browser.page.all("main")[0].attributes
    assert (html["lang"], html["dir"]) == (language(key).tag, language(key).direction)
    assert "lang" not in main


@pytest.mark.parametrize("path", PATHS)
def test_every_word_of_a_page_of_a_result_goes_through_the_catalogue(in_brackets, path):
    in_brackets.get(path)
    assert pseudo.FIRST in in_brackets.text
    faults = pseudo.untold(in_brackets.last.text, NAMES)
    assert not faults


@pytest.mark.parametrize("what", ["found", "withheld", "unknown", "mistyped", "too short"])
def test_every_word_about_a_check_code_goes_through_the_catalogue(in_brackets, three_rounds, what):
    base, code = typed_codes(three_rounds)[what]
    in_brackets.post(f"{base}/ballot", {"code": code}, status=200)
    faults = pseudo.untold(in_brackets.last.text, NAMES)
    assert not faults


@pytest.mark.parametrize("key", ["pl", "ur"])
@pytest.mark.parametrize("path", PATHS)
def test_no_sentence_of_a_page_is_the_english_one(browser, key, path):
    own = sentences(speaking(browser, "").get(path).last.text)
    same = own & sentences(speaking(browser, key).get(path).last.text)
    assert not same


def sentences(html):
    """The sentences of three words and more of the main part of a page, without names and numbers."""
    words = re.split(r"[.:\n]", pseudo.main_of(html).words)
    return {plain(one) for one in words if len(re.findall(r"[^\W\d_]{2,}", one)) > 2}


@pytest.mark.parametrize("key", ["pl", "ur"])
def test_what_people_wrote_is_marked_as_english_wherever_it_stands(browser, key):
    speaking(browser, key).get(f"{LARGE}/results")
    told = pseudo.main_of(browser.last.text).words
    for name in ("Autumn round", "Young people", "Parent carers", "Brookfield Council", "Film club"):
        assert name in browser.text
        assert name not in told
    (heading,) = browser.get(LOST).page.all("h1")
    assert "Sensory garden" in heading.text
    assert BEGIN not in heading.text, "marks become elements"
    assert plain(browser.page.all("title")[0].text).startswith(plain(heading.text))


def test_a_name_with_marks_and_tags_of_its_own_breaks_out_of_nothing(sessions, keys):
    desk = make_desk_round(sessions, keys, phase=Phase.REVIEW, young=10, carers=10)
    desk.admit(5, "\u2066</bdi><b>Bold\u2069 & “quoted”", 1_000_00)
    vote_and_publish(desk)
    with browser_of(sessions, keys, AFTER) as browser:
        for key in ("", "ur"):
            speaking(browser, key).get(f"{LARGE}/results")
            assert not browser.page.all("b")
            assert "</bdi><b>Bold" in browser.text


def vote_and_publish(desk):
    """From bids that are checked to the result."""
    desk.agree(Kind.OPEN_VOTING)
    desk.vote_all()
    desk.publish()


def test_a_bid_that_somebody_translated_is_told_in_those_words(sessions, keys):
    desk = make_desk_round(sessions, keys, phase=Phase.REVIEW, young=10, carers=11)
    with sessions.read() as session:
        lost = next(one for one in bids.of_round(session, desk.id, Status.ADMITTED) if one.number == 1)
    told = {"title": "Ogród zmysłów", "sentence": "Spokojne miejsce.", "what": "", "who_for": ""}
    with sessions.write() as session:
        proposals.translate_proposal(session, lost.id, "pl", told, "Ola", desk.cleo, NOW)
    vote_and_publish(desk)
    with browser_of(sessions, keys, AFTER) as browser:
        speaking(browser, "pl").get(LOST)
        assert browser.h1 == "Ogród zmysłów: dlaczego nie dostał pieniędzy"
        assert "Ogród zmysłów" in pseudo.main_of(browser.last.text).words
        browser.get(f"{LARGE}/results")
        assert "Sensory garden" not in browser.text
        speaking(browser, "ur").get(LOST)
        assert "Sensory garden" in browser.h1


def test_inside_urdu_each_amount_keeps_its_sign_before_its_figures(browser):
    speaking(browser, "ur").get(LOST)
    amounts = re.findall(r".£[\d,.]*\d.", browser.page.all("main")[0].text)
    assert amounts
    assert all(one[0] == "\u2068" and one[-1] == "\u2069" for one in amounts)
    assert "\u2068" not in speaking(browser, "pl").get(LOST).text


def test_the_files_of_a_result_are_the_same_for_every_reader(browser):
    names = ("explanations.json", "round.json", "list.json", "bundle.zip", "round.pb")
    english = [speaking(browser, "").client.get(f"{LARGE}/{name}").content for name in names]
    assert [speaking(browser, "ur").client.get(f"{LARGE}/{name}").content for name in names] == english


def test_a_ballot_that_is_found_says_why_what_it_chose_is_not_funded(browser, three_rounds):
    speaking(browser, "")
    seen = 0
    for code in codes(three_rounds):
        browser.post(f"{LARGE}/ballot", {"code": code}, status=200)
        assert "This is the vote you noted" in browser.text
        told = {row[0]: row[2] for row in rows(browser)[1:]}
        links = {one.attributes["href"] for one in browser.page.all("a")}
        for title, became in told.items():
            assert became == "Funded" or (became.startswith("Not this time 10 people chose it.") and LOST in links), (
                title
            )
            seen += became != "Funded"
    assert seen == 10


def test_where_ballots_are_withheld_a_check_code_gets_a_calm_sign_and_no_tick(browser, three_rounds):
    speaking(browser, "").post(f"{SMALL}/ballot", {"code": codes(three_rounds, 3)[0]}, status=200)
    assert not browser.page.with_class("notice--good")
    (notice,) = browser.page.with_class("notice--calm")
    assert "✓" not in notice.text
    assert "What ballots say is withheld in this round" in notice.text
    assert "It is on the sealed list" in notice.text


def test_the_result_says_when_the_vote_was_closed_sealed_opened_and_published(browser):
    speaking(browser, "").get(f"{LARGE}/results")
    keys = [plain(one.text) for one in browser.page.with_class("govuk-summary-list__key")]
    assert keys == [
        "Voting opened",
        "Voting closed",
        "The list of ballots was sealed",
        "The ballots were opened and counted",
        "The result was published",
    ]
    values = [plain(one.text) for one in browser.page.with_class("govuk-summary-list__value")]
    assert all(re.fullmatch(r"\w+ \d+ \w+ \d{4}, \d+:\d\d[ap]m", value) for value in values)
