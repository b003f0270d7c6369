"""The pages on which a bid is written, kept, checked and sent, and the officer's queue."""

from datetime import timedelta

import pytest
from desk_rounds import BIDS_CLOSE, BIDS_OPEN, make_desk_round, submit
from pages import browser_of

from pb.proposals import queries
from pb.rounds.rules.phases import Phase

NOW = BIDS_OPEN + timedelta(days=2)
SAM, ASH = "sam@families.example", "ash@families.example"
IDEA = {"title": "Board games", "sentence": "Games every Friday.", "what": "We play.", "place": ""}
PEOPLE = {"who_for": "Everybody.", "team": "Two parents"}
MONEY = {"what-1": "Games", "amount-1": "600", "what-2": "Pizza", "amount-2": "99.99"}
PICTURE = {"symbol": "dice", "symbol_description": ""}
PARTS = {"idea": IDEA, "people": PEOPLE, "money": MONEY, "picture": PICTURE}
ROUND = "autumn-round"
QUEUE = f"/desk/rounds/{ROUND}/bids"


@pytest.fixture
def desk(sessions, keys):
    return make_desk_round(sessions, keys, phase=Phase.BIDDING)


@pytest.fixture
def browser(sessions, keys, desk):
    with browser_of(sessions, keys, NOW) as opened:
        yield opened.sign_in(SAM)


def begin(browser):
    browser.get(f"/bids/start/{ROUND}").post(f"/bids/start/{ROUND}", status=303)
    return browser.last.headers["location"]


def save(browser, bid, part, **changes):
    browser.get(f"{bid}/{part}")
    return browser.post(f"{bid}/{part}", PARTS[part] | {"rev": browser.value("rev")} | changes)


def write(browser):
    bid = begin(browser)
    for part in PARTS:
        save(browser, bid, part)
    return bid


def send(browser):
    bid = write(browser)
    browser.post(f"{bid}/check", {"true": "yes"}, status=303)
    return bid


def saved(browser, bid):
    with browser.sessions.read() as session:
        return queries.one(session, bid.removeprefix("/bids/"))


def test_the_way_in_leads_a_stranger_through_signing_in_to_one_press(browser):
    browser.forget().get("/bids/start")
    assert f"/bids/start/{ROUND}" in browser.links()
    browser.get(f"/bids/start/{ROUND}")
    assert f"/bids/sign-in?next=/bids/begin/{ROUND}" in browser.links()
    browser.sign_in(SAM).get(f"/bids/begin/{ROUND}")
    browser.post(f"/bids/start/{ROUND}", status=303).follow()
    assert browser.text.count("Not started") == 4


def test_looking_at_the_way_in_begins_nothing(browser):
    browser.get(f"/bids/begin/{ROUND}").get(f"/bids/start/{ROUND}").get("/bids")
    assert "You have no bids yet" in browser.text


def test_each_part_leads_to_the_next_and_the_last_to_the_check(browser):
    bid = begin(browser)
    onward = [save(browser, bid, part).last.headers["location"] for part in PARTS]
    assert onward == [f"{bid}/people", f"{bid}/money", f"{bid}/picture", f"{bid}/check"]


def test_what_was_saved_stands_in_the_fields_again(browser):
    bid = write(browser)
    browser.get(f"{bid}/money")
    assert [browser.value(f"{name}-{at}") for at in (1, 2) for name in ("what", "amount")] == [
        "Games",
        "600",
        "Pizza",
        "99.99",
    ]
    assert browser.get(f"{bid}/idea").value("what") == "We play."


def test_a_mistake_keeps_everything_that_was_typed(browser):
    bid = begin(browser)
    browser.get(f"{bid}/idea").post(f"{bid}/idea", IDEA | {"title": "", "rev": "1"}, status=422)
    assert browser.mistakes == {"title": "Enter a name for your idea"}
    assert browser.value("what") == "We play."
    assert saved(browser, bid).what == ""


def test_a_bid_can_be_left_half_done_and_found_again(browser):
    bid = begin(browser)
    save(browser, bid, "idea", sentence="", what="", later="yes").follow()
    assert "Saved." in browser.text
    assert bid in browser.links()
    browser.get(bid)
    assert "In progress" in browser.text


def test_sending_needs_every_part_and_the_word_that_it_is_true(browser):
    bid = begin(browser)
    save(browser, bid, "idea")
    browser.get(f"{bid}/check").post(f"{bid}/check", status=422)
    assert list(browser.mistakes) == ["people", "money", "picture", "true"]


def test_a_bid_is_sent_and_says_its_number_and_what_happens_next(browser):
    send(browser)
    browser.follow()
    assert "It is number 1 of Autumn round" in browser.text
    assert "What happens next" in browser.text


def test_sending_twice_keeps_the_number(browser):
    bid = send(browser)
    browser.post(f"{bid}/check", {"true": "yes"}, status=303).follow()
    assert "It is number 1" in browser.text


def test_a_row_more_is_not_yet_a_save(browser):
    bid = write(browser)
    browser.get(f"{bid}/money").post(f"{bid}/money", MONEY | {"rev": browser.value("rev"), "press": "add"}, status=200)
    assert browser.value("what-3") == ""
    assert browser.value("amount-2") == "99.99"
    assert len(saved(browser, bid).cost_lines) == 2


def test_another_group_of_pictures_keeps_the_one_that_was_chosen(browser):
    bid = begin(browser)
    browser.get(f"{bid}/picture")
    browser.post(f"{bid}/picture", {"symbol": "tree", "rev": "1", "press": "animals"}, status=200)
    chosen = [one for one in browser.page.all("input", name="symbol") if "checked" in one.attributes]
    assert [one.attributes["value"] for one in chosen] == ["tree"]
    assert "A dog standing" in browser.text


def test_two_pages_of_one_bid_show_both_versions_and_either_can_be_kept(browser):
    bid = write(browser)
    old = browser.get(f"{bid}/people").value("rev")
    save(browser, bid, "people", team="Three parents")
    browser.post(f"{bid}/people", PEOPLE | {"team": "Four parents", "rev": old}, status=409)
    assert "Three parents" in browser.text
    assert "Four parents" in browser.text
    assert saved(browser, bid).team == "Three parents"
    kept = {one.attributes["name"]: one.attributes["value"] for one in browser.page.all("input", type="hidden")}
    browser.post(f"{bid}/people", kept, status=303)
    assert saved(browser, bid).team == "Four parents"


def test_both_versions_of_the_costs_are_shown_and_kept_too(browser):
    bid = write(browser)
    old = browser.get(f"{bid}/money").value("rev")
    save(browser, bid, "money", **{"amount-1": "700"})
    browser.post(f"{bid}/money", MONEY | {"amount-1": "800", "rev": old}, status=409)
    assert "Games: £800" in browser.text
    assert "Games: £700" in browser.text
    kept = {one.attributes["name"]: one.attributes["value"] for one in browser.page.all("input", type="hidden")}
    browser.post(f"{bid}/money", kept, status=303)
    assert saved(browser, bid).ask == 899_99


def test_somebody_signed_out_while_writing_gets_every_word_back(browser):
    bid = begin(browser)
    browser.get(f"{bid}/idea").client.cookies.delete("pb_sign_in")
    browser.post(f"{bid}/idea", IDEA | {"rev": "1"}, status=200)
    assert "You were signed out, and nothing is lost" in browser.text
    assert browser.value("title") == "Board games"
    assert saved(browser, bid).title == ""
    browser.sign_in(SAM).post(f"{bid}/idea", IDEA | {"rev": browser.value("rev")}, status=303)
    assert saved(browser, bid).title == "Board games"


def test_a_signed_out_browser_learns_nothing_of_what_was_saved(browser):
    bid = write(browser)
    browser.forget().post(f"{bid}/idea", IDEA | {"title": "x", "rev": "1"}, status=200)
    assert "Board games" not in browser.last.text
    browser.post(f"{bid}/idea", {"rev": "1"}, status=403)
    assert browser.h1 == "Please sign in again"
    assert "/bids/sign-in" in browser.links()


def test_an_officer_signed_out_while_writing_sends_the_same_form_again(browser, desk):
    path = f"{QUEUE}/{submit(desk)}"
    browser.sign_in("cleo").get(path).client.cookies.delete("pb_sign_in")
    written = {"decision": "refuse", "reason": "There is one.", "rev": "2", "form_token": browser.token}
    browser.post(f"{path}/decision", written, status=403)
    assert browser.h1 == "Please sign in again"
    browser.sign_in("cleo").post(f"{path}/decision", written, status=303)


def test_words_written_past_the_close_are_shown_to_be_copied_and_not_saved(browser):
    bid = begin(browser)
    browser.get(f"{bid}/idea").now = BIDS_CLOSE
    browser.sign_in(SAM).post(f"{bid}/idea", IDEA | {"rev": "1"}, status=409)
    assert "This bid cannot be changed any more" in browser.text
    assert browser.value("what") == "We play."
    assert saved(browser, bid).what == ""


def test_nobody_sees_or_changes_the_bid_of_another(browser):
    bid = send(browser)
    browser.forget().sign_in(ASH)
    for path in ("", "/idea", "/money", "/check", "/sent", "/withdraw"):
        browser.get(f"{bid}{path}", status=404)
    browser.post(f"{bid}/idea", IDEA | {"rev": "2"}, status=404)
    browser.post(f"{bid}/check", {"true": "yes"}, status=404)
    browser.post(f"{bid}/withdraw", status=404)


def test_a_part_that_there_is_not_leads_nowhere(browser):
    bid = begin(browser)
    browser.get(f"{bid}/elsewhere", status=404)
    browser.post(f"{bid}/elsewhere", {"rev": "1"}, status=404)


def test_withdrawing_asks_once_and_keeps_the_words(browser):
    bid = send(browser)
    browser.get(f"{bid}/withdraw")
    assert browser.h1 == "Withdraw this bid?"
    browser.post(f"{bid}/withdraw", status=303).follow()
    assert "The bid is withdrawn." in browser.text
    assert "We play." in browser.get(bid).text


def test_the_queue_is_empty_then_shows_who_waits_first(browser, desk):
    browser.sign_in("cleo").get(QUEUE)
    assert "No bids yet" in browser.text
    first, second = submit(desk, "Sewing bee"), submit(desk, "Film nights")
    browser.get(f"{QUEUE}/{first}").post(f"{QUEUE}/{first}/decision", {"decision": "admit", "rev": "2"}, status=303)
    browser.follow()
    assert browser.text.index("Film nights") < browser.text.index("Sewing bee")
    assert "Film nights" not in browser.get(f"{QUEUE}?status=admitted").text
    assert f"{QUEUE}/{second}" in browser.get(f"{QUEUE}/{first}").links()


def test_a_reason_stays_typed_when_the_decision_is_missing(browser, desk):
    bid = submit(desk)
    browser.sign_in("cleo").get(f"{QUEUE}/{bid}")
    browser.post(f"{QUEUE}/{bid}/decision", {"reason": "Because of rain", "rev": "2"}, status=422)
    assert browser.mistakes == {"decision": "Choose what to do with this bid"}
    assert browser.value("reason") == "Because of rain"


def test_an_officer_who_was_overtaken_by_the_bidder_reads_again_before_deciding(browser, desk):
    bid = send(browser)
    path = f"{QUEUE}/{bid.removeprefix('/bids/')}"
    old = browser.sign_in("cleo").get(path).value("rev")
    save(browser.sign_in(SAM), bid, "idea", title="Something quite different")
    browser.sign_in("cleo")
    browser.post(f"{path}/decision", {"decision": "refuse", "reason": "There is one.", "rev": old}, status=409)
    assert browser.h1 == "Something quite different"
    assert browser.value("reason") == "There is one."
    browser.post(f"{path}/decision", {"decision": "admit", "reason": "", "rev": browser.value("rev")}, status=303).get(
        f"/rounds/{ROUND}"
    )
    assert "Something quite different" in browser.text


def test_an_officer_who_was_overtaken_by_another_sees_both_words(browser, desk):
    path = f"{QUEUE}/{submit(desk)}"
    browser.sign_in("cleo").get(path)
    browser.post(f"{path}/decision", {"decision": "admit", "reason": "", "rev": "2"}, status=303)
    browser.post(f"{path}/decision", {"decision": "refuse", "reason": "Too dear.", "rev": "2"}, status=409)
    assert "Nothing of yours was saved. You had written: Too dear." in browser.text


def test_a_decision_is_undone_from_its_page(browser, desk):
    path = f"{QUEUE}/{submit(desk)}"
    browser.sign_in("cleo").post(f"{path}/decision", {"decision": "refuse", "reason": "Dear.", "rev": "2"}, status=303)
    browser.get(path).post(f"{path}/undoing", status=303).follow()
    assert "The decision is undone" in browser.text
    assert "Your decision" in browser.text


def test_a_bidder_has_no_way_to_the_queue(browser, desk):
    bid = submit(desk)
    for path in (QUEUE, f"{QUEUE}/{bid}"):
        assert browser.get(path, status=None).last.status_code in {303, 403}
    assert browser.post(f"{QUEUE}/{bid}/decision", {"decision": "admit", "rev": "2"}).last.status_code in {303, 403}


def test_a_refused_bid_tells_its_bidder_why(browser):
    bid = send(browser)
    path = f"{QUEUE}/{bid.removeprefix('/bids/')}"
    browser.sign_in("cleo").post(
        f"{path}/decision", {"decision": "refuse", "reason": "There is such a club.", "rev": "5"}, status=303
    )
    browser.sign_in(SAM).get(bid)
    assert "There is such a club." in browser.text
    assert "It is not on the ballot this time" in browser.text
