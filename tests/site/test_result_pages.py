"""The public account of a vote: what is shown where groups are large, and what is not where one is small."""

import hashlib
import io
import re
import subprocess
import sys
import zipfile

import pytest
from ballot_rounds import NOON, make_box
from desk_rounds import AFTER, BIDS, make_desk_round
from pages import browser_of, plain, rows

from pb.ballots import queries as ballots
from pb.core.words import ENGLISH
from pb.record import queries as record
from pb.roll.rules import new_code
from pb.rounds.rules.phases import Phase
from pb.seal import bundle
from pb.web.slip_pictures import three_pictures

RESULT, SMALL = "/rounds/autumn-round", "/rounds/small-round"


@pytest.fixture(scope="module")
def two_rounds(kept):
    """Two published rounds: both groups large enough for ballots to be public, and one of nine, one fewer than that."""
    sessions, keys = kept
    large = make_desk_round(sessions, keys, phase=Phase.PUBLISHED, young=10, carers=11)
    small = make_desk_round(
        sessions, keys, phase=Phase.PUBLISHED, young=10, carers=9, people=large.people, name="Small round"
    )
    with browser_of(sessions, keys, AFTER) as browser:
        yield browser, large, small


@pytest.fixture
def shown(two_rounds):
    browser, large, _ = two_rounds
    return browser.forget(), large


@pytest.fixture
def hidden(two_rounds):
    browser, _, small = two_rounds
    return browser.forget(), small


def check_codes(desk):
    with desk.sessions.read() as session:
        return [one.tracker for one in ballots.opened_ballots(session, desk.id)]


def section(browser, name):
    """The words of a section of the page, named by the id of its heading."""
    found = [one for one in browser.page.all("section") if one.attributes.get("aria-labelledby") == name]
    return plain(found[0].text) if found else ""


def cards(browser, name):
    """The titles of the cards in a section."""
    titles = [one for one in browser.page.elements if one.attributes.get("class") == "card__title"]
    return [plain(one.text) for one in titles if any(it.attributes.get("aria-labelledby") == name for it in one.around)]


def test_the_result_says_what_is_funded_and_why(shown):
    browser, _ = shown
    browser.get(f"{RESULT}/results")
    assert "£10,000 was put together by Brookfield Council and Brookfield ICB" in browser.text
    # All 10 young people chose 1 and 2, all 11 parent carers chose 3 and five of them 4 as well.
    assert "10 people chose it." in section(browser, "funded")
    assert "11 people chose it." in section(browser, "funded")
    assert "Each paid" in section(browser, "why")
    assert "10 of 10 (100%)" in section(browser, "who")
    for title, _ in BIDS:
        assert title in section(browser, "wanted")


def test_every_bid_is_either_funded_or_told_why_not(shown):
    browser, _ = shown
    browser.get(f"{RESULT}/results")
    funded, others = cards(browser, "funded"), cards(browser, "others")
    assert sorted(funded + others) == sorted(title for title, _ in BIDS)


def test_the_money_of_the_agencies_adds_up_on_the_page(shown):
    browser, _ = shown
    browser.get(f"{RESULT}/results")
    assert ["Put in", "£6,000.00", "£4,000.00", "£10,000.00"] in rows(browser)
    assert ["Time bank", "£900.00", "£600.00", "£1,500.00"] in rows(browser)
    assert any(row[0] == "Goes back" for row in rows(browser))


@pytest.mark.parametrize("name", ["others", "wanted", "why", "who", "what-if", "whose"])
def test_where_a_group_is_small_the_page_stops_at_what_is_funded(hidden, name):
    browser, _ = hidden
    browser.get(f"{SMALL}/results")
    assert section(browser, name) == ""
    assert "A group that voted has fewer than 10 ballots" in browser.text
    assert "people chose" not in browser.text


def test_where_a_group_is_small_no_download_tells_more(hidden):
    browser, _ = hidden
    packed = browser.get(f"{SMALL}/bundle.zip").last.content
    with zipfile.ZipFile(io.BytesIO(packed)) as files:
        assert not set(bundle.with_ballots(bundle.NEWEST)) & set(files.namelist())
    listed = browser.get(f"{SMALL}/list.json").last.json()
    assert listed["salt"] == ""
    assert len({veil for _, veil in listed["pairs"]}) == len(listed["pairs"])
    browser.get(f"{SMALL}/round.pb", status=404)


def test_where_a_group_is_small_a_check_code_shows_that_the_ballot_was_there_but_not_what_it_says(hidden):
    browser, desk = hidden
    for code in check_codes(desk):
        browser.post(f"{SMALL}/ballot", {"code": code}, status=200)
        assert "It is on the sealed list" in browser.text
        assert not any(title in browser.text for title, _ in BIDS)


def test_a_voter_finds_the_own_ballot_by_its_check_code(shown):
    browser, desk = shown
    marked = []
    for code in check_codes(desk):
        browser.post(f"{RESULT}/ballot", {"code": code.lower()}, status=200)
        assert "It is in the count" in browser.text
        assert "of the group “" in browser.text
        assert "This is the vote you noted" in browser.text
        marked.append([row[:2] for row in rows(browser)[1:]])
    assert marked.count([["Sensory garden", "chosen"], ["Film club", "chosen"]]) == 10
    assert marked.count([["Swimming", "chosen"], ["Time bank", "chosen"]]) == 5
    assert marked.count([["Swimming", "chosen"]]) == 6
    assert "No ballot here" not in browser.get(f"{RESULT}/ballot").text


def test_a_ballot_that_was_found_has_the_three_pictures_that_its_voter_was_shown(shown, hidden):
    browser, desk = shown
    for round_, path in ((desk, RESULT), (hidden[1], SMALL)):
        for code in check_codes(round_)[:5]:
            browser.post(f"{path}/ballot", {"code": code}, status=200)
            (listed,) = browser.page.with_class("three")
            words = [plain(one.text) for one in browser.page.all("li") if listed in one.around]
            assert words == [word for _, word in three_pictures(code, ENGLISH)]
            assert "they prove nothing" in browser.text
    browser.post(f"{RESULT}/ballot", {"code": new_code()}, status=200)
    assert not browser.page.with_class("three"), "pictures stand beside a ballot that was found, and nowhere else"


def test_who_comes_with_a_check_code_before_the_result_is_told_to_keep_it(sessions, keys):
    box = make_box(sessions, keys)
    with browser_of(sessions, keys, NOON) as browser:
        browser.get(f"/rounds/{box.view().slug}/ballot", 404)
        assert browser.h1 == "The result is not out yet"
        assert "It finds your vote as soon as the result is out." in browser.text


def test_a_check_code_that_no_ballot_has_is_told_from_one_that_was_mistyped(shown):
    browser, desk = shown
    unknown = new_code()
    assert "No ballot here has this code" in browser.post(f"{RESULT}/ballot", {"code": unknown}, status=200).text
    code = check_codes(desk)[0]
    slipped = code[:5] + ("2" if code[5] != "2" else "3") + code[6:]  # one symbol, which can be placed
    browser.post(f"{RESULT}/ballot", {"code": slipped}, status=200)
    assert "Look again at the second group of four" in browser.text
    assert browser.value("code") == slipped


def test_a_check_code_stands_in_no_address(shown):
    browser, desk = shown
    assert "It is in the count" not in browser.get(f"{RESULT}/ballot?code={check_codes(desk)[0]}").text
    forms = [form.attributes for form in browser.page.all("form") if form.attributes["action"].endswith("/ballot")]
    assert [form["method"] for form in forms] == ["post"]


def test_the_result_has_what_others_noted_before_it_was_known(shown):
    browser, desk = shown
    told = browser.get(f"{RESULT}/results").text
    with desk.sessions.read() as session:
        listed = ballots.sealed_list(session, desk.id)
        head = record.head(session, desk.id)
    assert desk.view.rules_hash in told
    assert listed.hash in told
    assert head.seq >= 1
    for name in ("verify.html", "recount.pyz"):
        assert hashlib.sha256(browser.get(f"{RESULT}/{name}").last.content).hexdigest() in told


def test_the_frozen_rules_are_shown_and_their_file_has_the_hash_that_was_published(shown):
    browser, desk = shown
    frozen = browser.get(f"{RESULT}/round.json").last.content
    assert frozen.decode() == desk.view.frozen_rules
    browser.get(f"{RESULT}/rules")
    assert re.search(r"\b[0-9a-f]{64}\b", browser.text)


def test_the_file_in_the_pabulib_format_has_every_ballot(shown):
    browser, _ = shown
    text = browser.get(f"{RESULT}/round.pb").last.text
    assert text.split("VOTES\n")[1].count("\n") == 1 + 21
    assert browser.last.headers["content-disposition"] == 'attachment; filename="autumn-round.pb"'


@pytest.mark.parametrize("phase", [phase for phase in Phase if phase not in {Phase.SETUP, Phase.PUBLISHED}])
def test_before_it_is_published_there_is_no_result_in_any_form(sessions, keys, phase):
    make_desk_round(sessions, keys, phase=phase)
    with browser_of(sessions, keys, AFTER) as browser:
        for last in ("results", "ballot", "bundle.zip", "round.pb"):
            browser.get(f"{RESULT}/{last}", status=404)
            assert browser.h1
        sealed = phase in {Phase.SEALED, Phase.OPENED}
        browser.get(f"{RESULT}/list", status=200 if sealed else 404)
        browser.get(f"{RESULT}/list.json", status=200 if sealed else 404)


def test_a_round_that_nobody_voted_in_is_published_as_such(sessions, keys):
    make_desk_round(sessions, keys, phase=Phase.PUBLISHED, young=2, carers=2, voting=False)
    with browser_of(sessions, keys, AFTER) as browser:
        browser.get(f"{RESULT}/results")
        assert browser.h1 == "Nobody voted, so no bid is funded"
        assert "All the money goes back" in browser.text


def test_a_bid_of_a_published_round_says_what_became_of_it_and_leads_to_why(shown):
    browser, _ = shown
    browser.get("/rounds/autumn-round/bids/3")
    assert "Funded" in browser.text
    assert any(one.attributes.get("href") == f"{RESULT}/results/3" for one in browser.page.all("a"))
    browser.get("/rounds/autumn-round/bids/1")
    assert "Not this time" in browser.text
    browser.get("/rounds/autumn-round")
    tags = [plain(one.text) for one in browser.page.elements if "tag" in one.attributes.get("class", "").split()]
    assert sorted(tags) == sorted(["Funded"] * 3 + ["Not this time"])


def test_a_bid_of_a_result_that_is_withheld_leads_to_no_page_that_is_not_there(hidden):
    browser, _ = hidden
    browser.get("/rounds/small-round/bids/1")
    links = {one.attributes.get("href", "") for one in browser.page.all("a")}
    led = [link for link in links if link.startswith(f"{SMALL}/results")]
    assert led == [f"{SMALL}/results"]
    browser.get(led[0])


def test_every_file_that_the_result_leads_to_is_there(shown):
    browser, _ = shown
    browser.get(f"{RESULT}/results")
    links = {one.attributes["href"] for one in browser.page.all("a") if "href" in one.attributes}
    files = [link for link in links if re.search(r"\.(json|zip|pb|pyz|html)$", link)]
    assert len(files) == 5
    for link in files:
        assert browser.client.get(link).status_code == 200, link


def test_the_program_beside_the_result_counts_the_bundle_again_with_bare_python(shown, tmp_path):
    browser, _ = shown
    for name in ("recount.pyz", "bundle.zip"):
        (tmp_path / name).write_bytes(browser.client.get(f"{RESULT}/{name}").content)
    command = [sys.executable, "-S", "-I", "recount.pyz", "bundle.zip"]
    ran = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert "Reproduced" in ran.stdout
