"""A tablet that many people share: it casts in person, counts without names, practises, and keeps nothing of them."""

import secrets
from datetime import timedelta

import pytest
from ballot_rounds import CLOSES, NOON, make_box
from booth_walks import cast, enter, hidden, touch, walk
from pages import browser_of
from sqlalchemy.exc import OperationalError
from tablets import check_in, choose, counts, enrol, make_event, show_pin

from pb.ballots.rules import Channel
from pb.booth import voter
from pb.booth.actions import BallotBox
from pb.booth.routes import cast as casting
from pb.roll.rules import grouped
from pb.rounds.rules.draft import BallotKind
from pb.rounds.rules.phases import Phase
from pb.web.look import COOKIE as LOOK


@pytest.fixture
def box(sessions, keys):
    return make_box(sessions, keys, limit=2)


@pytest.fixture
def at(sessions, box):
    return make_event(sessions, box.id, NOON)


@pytest.fixture
def browser(sessions, keys, at):
    """An enrolled tablet between two voters."""
    with browser_of(sessions, keys, NOON) as opened:
        enrol(opened, sessions, at, NOON)
        yield opened


def type_code(browser, box, reference="Y1"):
    browser.get("/vote/code").post("/vote", {"voting_code": grouped(box.codes[reference])})
    return browser.follow() if browser.last.status_code == 303 else browser


def touch_pictures(browser, pictures):
    browser.get("/vote/pictures")
    for one in pictures:
        browser.post("/vote/pictures", {"touched": hidden(browser, "touched"), "picture": one})
        if browser.last.status_code != 200:
            return browser
    return browser


def choose_one(browser):
    """Choose what stands first and go on to the check; its number."""
    browser.get("/vote/ballot")
    number = browser.page.with_class("choice")[0].attributes["id"].removeprefix("bid-")
    walk(browser, {"chosen": [number]})
    return number


def practise(browser):
    show_pin(browser).follow()
    choose(browser, "practise")
    choose(browser, "hand-over")
    return browser.post("/vote/practice", {"skip": "1"}, status=303).follow()


def test_a_vote_at_a_tablet_is_one_in_person_and_stands(browser, sessions, box, at):
    box.cast("Y1", {"chosen": ["2"]})
    type_code(browser, box)
    assert browser.h1 == "How to vote."
    choose_one(browser)
    cast(browser, hidden(browser, "draft"), sitting=hidden(browser, "sitting"))
    browser.follow()
    assert browser.h1 == "Thank you. Your vote is in."
    assert box.standing("Y1").channel is Channel.TABLET
    assert counts(sessions, at) == (1, 0, 0, {})
    browser.post("/vote/finish", status=303).follow()
    type_code(browser, box)
    assert browser.last.status_code == 409
    assert browser.h1 == "Your vote in person stands."


def test_the_same_vote_from_a_device_of_ones_own_is_one_online(sessions, keys, box):
    with browser_of(sessions, keys, NOON) as own:
        enter(own, box)
        cast(own, "4")
    assert box.standing("Y1").channel is Channel.ONLINE


def test_four_pictures_open_the_ballot_of_who_was_given_them(browser, sessions, keys, box, at):
    pictures = check_in(sessions, keys, at, box.voter("C2"), NOON)
    touch_pictures(browser, pictures)
    assert browser.last.status_code == 303
    browser.follow()
    cast(browser, "7")
    assert box.standing("C2").channel is Channel.TABLET


def test_a_picture_is_taken_back_by_the_button_or_by_touching_it_again(browser):
    browser.get("/vote/pictures").post("/vote/pictures", {"touched": "apple dog fish", "picture": "dog"})
    assert hidden(browser, "touched") == "apple fish"
    browser.post("/vote/pictures", {"touched": "apple dog", "fewer": "1"})
    assert hidden(browser, "touched") == "apple"


def test_pictures_that_are_nobodys_are_said_kindly_and_five_times_call_for_a_steward(browser):
    for _ in range(5):
        touch_pictures(browser, ("apple", "tree", "star", "dog"))
        assert browser.last.status_code == 422
        assert "These are not right. Look at your card again." in browser.text
        assert hidden(browser, "touched") == ""
    touch_pictures(browser, ("apple", "tree", "star", "dog"))
    assert browser.last.status_code == 429
    assert browser.h1 == "Please ask a steward."


def test_where_an_event_has_no_pictures_none_are_asked_for(sessions, keys, box):
    at = make_event(sessions, box.id, NOON, picture_codes=False)
    with browser_of(sessions, keys, NOON) as opened:
        enrol(opened, sessions, at, NOON)
        assert "/vote/code" in opened.links()
        opened.get("/vote/pictures", status=303)
        opened.post("/vote/pictures", {"picture": "apple"}, status=303)


def test_a_code_of_another_round_opens_nothing_here(browser, sessions, keys):
    other = make_box(sessions, keys)
    type_code(browser, other)
    assert browser.last.status_code == 422
    assert "This code is for another vote." in browser.text


def test_wrong_codes_at_one_tablet_do_not_make_the_hall_wait(browser, sessions, keys, box, at):
    other = make_box(sessions, keys)
    with sessions.write() as session:  # a code that could be one and is nobody's
        session.connection().exec_driver_sql("DELETE FROM roll_link")
    unknown = [secrets.choice(list(other.codes.values())) for _ in range(10)]
    other.set(phase=Phase.PUBLISHED)
    for code in unknown:
        browser.get("/vote/code").post("/vote", {"voting_code": code}, status=422)
    assert browser.post("/vote", {"voting_code": box.codes["Y1"]}, status=429).h1 == "Wait for ten minutes."
    with browser_of(sessions, keys, NOON) as second:
        enrol(second, sessions, at, NOON, "Tablet 2")
        type_code(second, box)
        assert second.h1 == "How to vote."


def test_nothing_of_a_voter_is_left_after_finish_not_even_what_made_it_easier(browser, box):
    browser.post("/vote/easier", {"size": "largest", "language": "ur"})
    assert LOOK in browser.client.cookies
    type_code(browser, box)
    cast(browser, "4")
    browser.follow()
    browser.post("/vote/finish", status=303).follow()
    left = set(browser.client.cookies)
    assert left.isdisjoint({voter.PASS, voter.RECEIPT, LOOK})
    assert browser.page.all("html")[0].attributes["lang"] == "en-GB"


def test_what_makes_it_easier_stays_on_a_device_of_ones_own(sessions, keys, box):
    with browser_of(sessions, keys, NOON) as own:
        own.get("/vote").post("/vote/easier", {"size": "largest"})
        enter(own, box)
        cast(own, "4")
        own.post("/vote/finish", status=303)
        assert LOOK in own.client.cookies


def test_who_goes_away_casts_nothing_is_forgotten_and_counts_as_unfinished(browser, sessions, box, at):
    type_code(browser, box)
    browser.get("/vote/ballot")
    browser.post("/vote/away", status=303).follow()
    assert browser.h1 == "Hello."
    assert voter.PASS not in browser.client.cookies
    assert box.in_urn() == 0
    browser.post("/vote/away", status=303)  # nobody was there
    assert counts(sessions, at) == (0, 1, 0, {})


def test_hello_forgets_who_was_there_before(browser, box):
    type_code(browser, box)
    browser.get("/vote")
    browser.get("/vote/ballot", status=303)


def test_an_old_page_of_the_voter_before_gives_the_next_one_none_of_its_marks(browser, box):
    type_code(browser, box)
    choose_one(browser)
    old = {name: hidden(browser, name) for name in ("draft", "at", "seen", "sitting", "envelope")}
    browser.get("/vote")
    type_code(browser, box, "C1")
    browser.post("/vote/check", old, status=200)
    assert hidden(browser, "draft") == ""
    browser.post("/vote/cast", old | {"choice": "vote"}, status=303).follow()
    assert browser.h1 == "How to vote."
    assert box.in_urn() == 0


def test_an_old_page_that_comes_back_after_everybody_has_gone_is_hello(browser, box):
    type_code(browser, box)
    choose_one(browser)
    old = {name: hidden(browser, name) for name in ("draft", "at", "seen", "sitting", "envelope")}
    browser.get("/vote")
    for path in ("/vote/ballot", "/vote/check", "/vote/cast"):
        assert browser.post(path, old, status=303).follow().h1 == "Hello."


def test_at_home_the_same_voter_who_was_away_too_long_keeps_every_mark(sessions, keys, box):
    with browser_of(sessions, keys, NOON) as own:
        enter(own, box)
        number = choose_one(own)
        kept = {name: hidden(own, name) for name in ("draft", "at", "seen", "sitting")}
        own.now = NOON + timedelta(hours=2)
        own.post("/vote/check", kept, status=200)
        again = {name: hidden(own, name) for name in ("draft", "at", "seen", "sitting")}
        assert again == kept
        own.post("/vote", again | {"voting_code": box.codes["Y1"]}, status=200)
        assert hidden(own, "draft") == number


def test_at_home_another_code_does_not_take_over_the_marks_of_the_first(sessions, keys, box):
    with browser_of(sessions, keys, NOON) as own:
        enter(own, box)
        choose_one(own)
        kept = {name: hidden(own, name) for name in ("draft", "at", "seen", "sitting")}
        own.now = NOON + timedelta(hours=2)
        own.post("/vote", kept | {"voting_code": box.codes["C1"]}, status=303).follow()
        assert own.h1 == "Hello."


@pytest.mark.parametrize("kind", [BallotKind.APPROVAL, BallotKind.STARS, BallotKind.RANKED, BallotKind.FACES])
def test_practice_goes_the_whole_way_shows_what_was_chosen_and_stores_nothing(sessions, keys, kind):
    box = make_box(sessions, keys, kind=kind, limit=3, most=2)
    box.set(phase=Phase.REVIEW)  # practice is there before voting opens
    at = make_event(sessions, box.id, NOON)
    with browser_of(sessions, keys, NOON) as opened:
        enrol(opened, sessions, at, NOON)
        practise(opened)
        assert opened.h1 == "How to vote."
        assert "PRACTICE. This vote is not counted." in opened.text
        opened.get("/vote/ballot")
        number = opened.page.with_class("choice")[0].attributes["id"].removeprefix("bid-")
        mark = {"approval": {"chosen": [number]}, "stars": {"more": number}, "ranked": {"touch": number}}
        touch(opened, **mark.get(kind.value, {f"face-{number}": "yes"}))
        while opened.h1 != "Is this your vote?":
            touch(opened, go="next")
        fields = {name: hidden(opened, name) for name in ("draft", "at", "seen", "sitting")}
        opened.post("/vote/practised", fields | {"choice": "vote"}, status=200)
        assert opened.h1 == "Thank you. That was practice."
        assert f"Proposal {number}" in opened.text
        assert voter.PASS not in opened.client.cookies
    assert box.in_urn() == 0
    assert counts(sessions, at) == (0, 0, 0, {})


def practise_pictures(browser, ids):
    for one in ids:
        fields = {name: hidden(browser, name) for name in ("card", "touched")}
        browser.post("/vote/practice", fields | {"picture": one})


def test_practice_begins_with_the_pictures_of_a_card_that_is_drawn_above_them(browser):
    show_pin(browser).follow()
    choose(browser, "practise")
    choose(browser, "hand-over")
    browser.post("/vote/practice", status=200)
    card = hidden(browser, "card").split()
    assert len(set(card)) == 4
    assert len(browser.page.with_class("card-to-practise")) == 1
    practise_pictures(browser, reversed(card))
    assert browser.last.status_code == 422
    assert "These are not right. Look at your card again." in browser.text
    assert hidden(browser, "card").split() == card
    practise_pictures(browser, card)
    assert browser.follow().h1 == "How to vote."
    assert "PRACTICE. This vote is not counted." in browser.text


@pytest.mark.parametrize("card", ["apple", "apple apple apple apple", "a b c d"])
def test_a_card_that_is_none_is_drawn_anew(browser, card):
    show_pin(browser).follow()
    choose(browser, "practise")
    browser.post("/vote/practice", {"card": card, "touched": "apple tree star", "picture": "dog"}, status=422)
    assert len(set(hidden(browser, "card").split())) == 4


def test_a_practice_pass_casts_nothing_whatever_is_sent(browser, sessions, box, at):
    practise(browser)
    browser.post("/vote/cast", {"draft": "4", "envelope": secrets.token_hex(16), "choice": "vote"}, status=303)
    assert box.in_urn() == 0
    browser.post("/vote/help/reading", status=200)
    browser.post("/vote/away", status=303)
    assert counts(sessions, at) == (0, 0, 0, {})


def test_when_practice_ends_a_practice_pass_is_good_for_nothing_and_neither_is_a_real_one_in_practice(browser, box):
    practise(browser)
    show_pin(browser).follow()
    choose(browser, "practise")
    browser.get("/vote/ballot", status=303)
    type_code(browser, box)
    show_pin(browser).follow()
    choose(browser, "practise")
    browser.get("/vote/ballot", status=303)


def test_only_a_tablet_in_practice_begins_practice(browser, sessions, keys):
    assert browser.post("/vote/practice", status=303).follow().h1 == "Hello."
    with browser_of(sessions, keys, NOON) as own:
        assert own.post("/vote/practice", status=303).follow().h1 == "Type your code."


def test_help_is_counted_once_for_a_voter_and_each_way_and_can_be_taken_back(browser, sessions, box, at):
    type_code(browser, box)
    browser.post("/vote/help", status=200)
    assert browser.h1 == "Is someone helping you?"
    browser.post("/vote/help/reading", status=200)
    browser.post("/vote/help/pointing", status=200)
    assert counts(sessions, at) == (0, 0, 1, {"reading": 1, "pointing": 1})
    browser.post("/vote/help/reading", status=200)
    assert counts(sessions, at) == (0, 0, 1, {"pointing": 1})
    browser.post("/vote/help/pointing", status=200)
    assert counts(sessions, at) == (0, 0, 0, {})
    browser.post("/vote/help/dancing", status=404)
    assert counts(sessions, at) == (0, 0, 0, {})


def test_marks_stay_while_somebody_says_who_helps_and_reads_what_help_is(browser, box):
    type_code(browser, box)
    number = choose_one(browser)
    for path in ("/vote/help", "/vote/help/holding", "/vote/helpers"):
        browser.post(path, {name: hidden(browser, name) for name in ("draft", "at", "seen", "sitting")}, status=200)
        assert hidden(browser, "draft") == number


def test_at_home_nobody_is_counted_and_what_help_is_can_be_read(sessions, keys, box, at):
    with browser_of(sessions, keys, NOON) as own:
        assert own.get("/vote/helpers").h1 == "What a helper may do"
        enter(own, box)
        own.post("/vote/help/reading", status=200)
    assert counts(sessions, at) == (0, 0, 0, {})


def test_a_ballot_that_is_sent_twice_is_counted_once_at_its_tablet(browser, sessions, box, at):
    type_code(browser, box)
    kept, envelope = browser.client.cookies.get(voter.PASS), secrets.token_hex(16)
    cast(browser, "4", envelope)
    browser.client.cookies.set(voter.PASS, kept, domain=browser.client.base_url.host)
    cast(browser, "4", envelope)
    assert browser.last.status_code == 303
    assert counts(sessions, at) == (1, 0, 0, {})


def test_a_count_that_fails_takes_no_vote_with_it(sessions, keys, box, at, caplog):
    async def fails(_tablet_id):
        raise OperationalError("count", {}, Exception("locked"))

    with browser_of(sessions, keys, NOON) as opened:
        house = opened.client.app.state.house
        kept = house.box
        enrol(opened, sessions, at, NOON)
        type_code(opened, box)
        object.__setattr__(house, "box", BallotBox(kept.keys, kept.writer, kept.paper, kept.secure, fails))
        cast(opened, "4")
        object.__setattr__(house, "box", kept)
        assert opened.last.headers["location"] == "/vote/done"
    assert box.in_urn() == 1
    assert "a tablet could not count a ballot: OperationalError" in caplog.text
    assert casting.log.name == "pb"


def test_a_closed_vote_leads_to_the_goodbye_on_a_tablet_and_that_back_to_hello(browser, box):
    browser.now = CLOSES
    type_code(browser, box)
    assert browser.last.status_code == 409
    assert "/vote/finished" in browser.links()
    assert not any(link.startswith("/rounds/") for link in browser.links())
    assert browser.get("/vote/finished").h1 == "All done."
    assert "/vote" in browser.links()


def test_no_screen_of_a_tablet_leads_out_of_the_booth(browser, box, sessions, keys, at):
    pictures = check_in(sessions, keys, at, box.voter("Y2"), NOON)
    for path in ("/vote", "/vote/code", "/vote/pictures", "/vote/easier", "/vote/language", "/vote/helpers"):
        browser.get(path)
        outside = [one for one in browser.links() if not one.startswith(("/vote", "/tablet", "#"))]
        assert not outside, path
    touch_pictures(browser, pictures).follow()
    cast(browser, "4")
    browser.follow()
    assert not [one for one in browser.links() if not one.startswith(("/vote", "/tablet", "#"))]
    assert "receipt.json" not in browser.last.text
