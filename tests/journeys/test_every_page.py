"""Every page as it is for people: no fault that a program can find, nothing that scrolls sideways, at three widths.

Each page is named as its pictures are. With `PB_SCREENS` set to a folder, the pictures are kept there.
"""

import contextlib
import itertools
import re
import sqlite3

import pytest
from demonstration_pages import (
    AUTUMN,
    BREAKS,
    DESK,
    DESK_BIDDING,
    DESK_RESULT,
    FUN,
    POT,
    PUBLIC,
    RESULT,
    TRAVEL,
)
from looks import faults_of, keep_first_screen, violations
from pyotp import TOTP
from signing_in import show_second_step, sign_in, type_password
from sounds import VIDEO, tone

from pb.roll.rules import new_code

AT_THE_DESK = {
    "desk": "/desk",
    "desk-round": DESK,
    "desk-round-result": f"{DESK_RESULT}/tally",
    "desk-move-open-or-close": f"{DESK}/phase",
    "desk-bids": f"{DESK_BIDDING}/bids",
    "desk-bids-none": f"{DESK_BIDDING}/bids?status=refused",
    "desk-languages": f"{DESK}/languages",
    "desk-languages-taking-bids": f"{DESK_BIDDING}/languages",
    "desk-sound": f"{DESK}/sound",
    "desk-sound-language": f"{DESK}/sound/ur",
    "desk-signing": f"{DESK}/signing",
    "desk-roll": f"{DESK}/roll",
    "desk-roll-empty": f"{DESK_BIDDING}/roll",
    "desk-pot": f"{DESK_BIDDING}/pot",
    "desk-settings": f"{DESK_BIDDING}/settings",
    "desk-settings-frozen": f"{DESK}/settings",
    "desk-new-round": "/desk/rounds/new",
    "desk-tone-playful": "/desk/tones/playful",
    "desk-tone-plain": "/desk/tones/plain",
    "desk-tone-grown": "/desk/tones/grown",
    "desk-people": "/desk/people",
    "desk-account": "/desk/account",
    "desk-second-step-changed": "/desk/second-step",
    "desk-record-of-site": "/desk/record",
    "desk-record-of-round": f"{DESK_RESULT}/record",
    "desk-reissue": f"{DESK}/reissue",
    "desk-reissue-groups": f"{DESK}/reissue/groups",
    "desk-acts-of-two-people": f"{DESK_RESULT}/acts",
    "desk-acts-of-two-people-none": f"{DESK_BIDDING}/acts",
    "desk-heads": "/desk/heads",
    "desk-heads-unknown": f"/desk/heads?hash={'0' * 64}",
    "desk-heads-mistakes": "/desk/heads?hash=abc",
    "desk-key-holders-none": f"{DESK_BIDDING}/key-holders",
    "desk-key-holders-frozen": f"{DESK}/key-holders",
    "desk-key-holders-nothing-to-try": f"{DESK_BIDDING}/key-holders/rehearsal",
}
TO_OBSERVERS = {
    "observer-desk": "/desk",
    "observer-round": DESK,
    "observer-round-result": DESK_RESULT,
    "observer-moves": f"{DESK}/phase",
    "observer-refused": "/desk/people",
}
TO_STEWARDS = {
    "steward-desk": "/desk",
    "steward-account": "/desk/account",
    "steward-refused": "/desk/people",
}
EMPTY_FORMS = {
    "desk-sign-in-mistakes": ("/sign-in", "Sign in"),
    "desk-password-mistakes": ("/sign-in/password", None),
    "vote-code-mistakes": ("/vote", "Next"),
    "bid-sign-in-mistakes": ("/bids/sign-in", "Send me a code"),
}
EMPTY_FORMS_AT_THE_DESK = {
    "desk-new-round-mistakes": ("/desk/rounds/new", "Create the round"),
    "desk-pot-mistakes": (f"{DESK_BIDDING}/pot", "Add to the pot"),
    "desk-roll-mistakes": (f"{DESK_BIDDING}/roll", "Add them and show the codes"),
    "desk-people-mistakes": ("/desk/people", "Add them"),
    "desk-reissue-mistakes": (f"{DESK}/reissue", None),
    "desk-reissue-groups-mistakes": (f"{DESK}/reissue/groups", None),
    "desk-move-mistakes": (f"{DESK}/phase", None),
}


def press(page, name=None):
    """Press a button of the page; the first one of its content where none is named."""
    if "/vote" in page.url:
        page.wait_for_timeout(350)  # a touch right after a screen has changed does not count
    button = page.get_by_role("button", name=name, exact=True) if name else page.locator("main button[type=submit]")
    with page.expect_navigation():
        button.first.click()


def sign_in_bidder(page, email):
    page.goto("/bids/sign-in")
    page.fill("#email", email)
    press(page, "Send me a code")
    return letter_to(page, email)


def letter_to(page, email):
    """The newest code that was sent to an address."""
    letters = page.context.new_page()
    letters.goto("/outbox")
    words = letters.inner_text("main")
    letters.close()
    return re.search(rf"{re.escape(email)}.*?\b(\d{{6}})\b", words, re.DOTALL)[1]


def seen(page, pages):
    faults = []
    for name, path in pages.items():
        page.goto(path)
        faults += faults_of(page, name)
    return faults


def sent_empty(page, forms):
    faults = []
    for name, (path, button) in forms.items():
        page.set_viewport_size({"width": 1280, "height": 900})
        page.goto(path)
        press(page, button)
        faults += [f"{name}: nothing is said to be wrong"] * (
            not page.locator(".govuk-error-summary, .field__wrong").count()
        )
        faults += faults_of(page, name)
    return faults


def test_pages_for_everybody(served, open_page):
    page = open_page()
    assert not (faults := seen(page, PUBLIC)), "\n".join(faults)
    page.goto(PUBLIC["results"])
    keep_first_screen(page, "results-first-screen")


def test_pages_at_the_desk(served, open_page):
    page = open_page()
    sign_in(page, served, "amira")
    assert not (faults := seen(page, AT_THE_DESK)), "\n".join(faults)


def test_a_bid_is_put_into_urdu(served, open_page):
    page = open_page()
    sign_in(page, served, "nia")
    page.goto(f"{DESK_BIDDING}/languages")
    bid = page.locator("a[href$='/languages/ur']").first.get_attribute("href")
    faults = seen(page, {"desk-translation": bid})
    page.fill("#title", "کھیل")
    page.fill("#sentence", "ہر جمعے کو کھیل۔")
    press(page, "Keep it")
    faults += faults_of(page, "desk-translation-mistakes")
    page.fill("#translated_by", "Ayesha, for the parent carer forum")
    press(page, "Keep it")
    assert "Some of it" in page.locator("main").inner_text()
    page.goto(f"{DESK}/languages")
    frozen = page.locator("a[href$='/languages/ur']").first.get_attribute("href")
    faults += seen(page, {"desk-translation-frozen": frozen})
    assert not faults, "\n".join(faults)


def test_a_text_gets_its_sound_and_a_screen_its_video(served, open_page):
    page, faults = open_page(), []
    sign_in(page, served, "nia")
    page.goto(f"{DESK}/sound/en")
    page.get_by_role("link", name="Hello.", exact=True).click()
    page.wait_for_url("**/sound/en/*")
    faults += faults_of(page, "desk-sound-text-none")
    press(page, "Keep this file")
    faults += faults_of(page, "desk-sound-text-mistakes")
    page.set_input_files("#sound", {"name": "hello.wav", "mimeType": "audio/wav", "buffer": tone()})
    press(page, "Keep this file")
    faults += faults_of(page, "desk-sound-text")
    press(page, "Take it out")
    faults += faults_of(page, "desk-sound-text-taken-out")
    press(page, "Put it back")
    faults += seen(page, {"desk-sound-language-some": f"{DESK}/sound/en"})
    page.goto(f"{DESK}/signing/welcome")
    faults += faults_of(page, "desk-signing-none")
    page.set_input_files("#video", {"name": "hello.webm", "mimeType": "video/webm", "buffer": VIDEO})
    press(page, "Keep this video")
    faults += faults_of(page, "desk-signing-mistakes")
    page.check("#no_captions")
    press(page, "Keep this video")
    faults += faults_of(page, "desk-signing-one")
    voter = open_page()
    voter.goto("/vote")
    voter.fill("#voting_code", served.codes["The shared pot 2026", "young people"][0])
    press(voter, "Next")
    voter.get_by_text("Sign language", exact=True).click()
    faults += faults_of(voter, "vote-stars-welcome-sound-and-signing")
    assert not faults, "\n".join(faults)


def test_pages_of_an_observer(served, open_page):
    page = open_page()
    sign_in(page, served, "odile")
    faults = seen(page, TO_OBSERVERS)
    page.goto("/desk/heads")
    page.fill("#hash", page.locator("li code").first.inner_text())
    press(page, "Check it")
    assert "This head holds" in page.inner_text("main")
    faults += faults_of(page, "observer-head-holds")
    assert not faults, "\n".join(faults)


def test_pages_of_a_steward_at_a_voting_event(served, open_page):
    page = open_page()
    sign_in(page, served, "tamsin")
    faults = seen(page, TO_STEWARDS)
    page.goto("/desk")
    page.get_by_role("link", name="Tablets").first.click()
    page.wait_for_url("**/events/*")
    faults += faults_of(page, "steward-event")
    press(page, "Let it in")
    faults += faults_of(page, "steward-event-mistakes")
    page.get_by_role("link", name="Check voters in").click()
    page.wait_for_url("**/check-in")
    faults += faults_of(page, "steward-check-in")
    page.set_viewport_size({"width": 390, "height": 844})
    page.fill("#who", served.codes["The shared pot 2026", "young people"][1])
    press(page, "Check in")
    seen_at_once = ".picture-card__row li:first-child, .picture-card__row li:last-child, .check-in .govuk-button"
    for box in (one.bounding_box() for one in page.locator(seen_at_once).all()):
        assert 0 <= box["y"] <= 844 - box["height"]  # the child sees the pictures, the steward the next field
    faults += faults_of(page, "steward-check-in-given")
    assert not faults, "\n".join(faults)


def test_a_second_step_from_the_square_to_the_recovery_codes(served, open_page):
    page, faults = open_page(), []
    type_password(page, served, "nia")
    faults += faults_of(page, "desk-second-step")
    press(page, "Continue")
    faults += faults_of(page, "desk-second-step-mistakes")
    page.get_by_text("I cannot scan it").click()
    secret = page.inner_text(".enrolment__secret").replace(" ", "")
    page.fill("#code", TOTP(secret).now())
    press(page, "Continue")
    faults += faults_of(page, "desk-recovery-codes")
    page.get_by_role("link", name="Go on").click()
    page.wait_for_url("**/desk")
    again = open_page()
    type_password(again, served, "nia")
    faults += faults_of(again, "desk-sign-in-second-step")
    press(again, "Continue")
    faults += faults_of(again, "desk-sign-in-second-step-mistakes")
    show_second_step(again)
    assert again.url.endswith("/desk")
    faults += seen(again, {"desk-account-two-browsers": "/desk/account"})
    assert not faults, "\n".join(faults)


def test_key_holders_from_their_names_to_passphrases_that_work(served, open_page):
    page, here, faults = open_page(), f"{DESK_BIDDING}/key-holders", []
    sign_in(page, served, "amira")
    page.goto(here)
    page.fill("#holder-2", "")
    press(page, "Make the three sheets")
    faults += faults_of(page, "desk-key-holders-mistakes")
    page.fill("#holder-2", "The parent carer forum")
    press(page, "Make the three sheets")
    faults += faults_of(page, "desk-key-holders-sheets")
    sheets = [" ".join(one.locator("li").all_inner_texts()) for one in page.locator(".words").all()]
    page.goto(here)
    faults += faults_of(page, "desk-key-holders")
    page.goto(f"{here}/rehearsal")
    faults += faults_of(page, "desk-key-holders-rehearsal")
    page.fill("#passphrase-1", sheets[0])
    page.fill("#passphrase-2", sheets[1].replace(sheets[1].split()[6], "xylophone"))
    press(page, "Try these two")
    faults += faults_of(page, "desk-key-holders-rehearsal-mistakes")
    page.fill("#passphrase-1", sheets[2])
    page.fill("#passphrase-2", sheets[1])
    press(page, "Try these two")
    assert "It works" in page.inner_text("main")
    faults += faults_of(page, "desk-key-holders-rehearsal-works")
    page.goto(here)
    press(page, "Do without key holders")
    assert "the sheets that were made are void" in page.inner_text("main")
    assert not faults, "\n".join(faults)


def test_acts_about_staff(served, open_page):
    amira, joel = open_page(), open_page()
    for page, name in ((amira, "amira"), (joel, "joel")):
        sign_in(page, served, name)
    amira.goto("/desk/people")
    faults = []
    for name, link in (("desk-person-officer", "Nia"), ("desk-person-commissioner", "Joel")):
        amira.goto("/desk/people")
        amira.get_by_role("link", name=f"Change the access of {link}").click()
        amira.wait_for_url("**/desk/people/*")
        faults += faults_of(amira, name)
    amira.set_viewport_size({"width": 1280, "height": 900})
    amira.goto("/desk/people")
    amira.fill("#name", "Wren Hollis")
    amira.fill("#email", "wren.hollis@larkmoor.example")
    amira.select_option("#agency", index=1)
    amira.check("input[name=role][value=commissioner]")
    press(amira, "Add them")
    faults += faults_of(amira, "desk-staff-act-asked")
    joel.goto("/desk/people")
    faults += faults_of(joel, "desk-people-to-confirm")
    joel.set_viewport_size({"width": 1280, "height": 900})
    joel.get_by_role("link", name="Look at it").click()
    joel.wait_for_url("**/desk/staff-acts/*")
    faults += faults_of(joel, "desk-staff-act-to-confirm")
    let_second_steps_age(served)
    press(joel, "Confirm: add a commissioner")
    faults += faults_of(joel, "desk-second-step-again")
    press(joel, "Continue")
    faults += faults_of(joel, "desk-second-step-again-mistakes")
    # The browser sends the form of the act once more, by itself.
    show_second_step(joel)
    assert "Both of you agreed" in joel.inner_text("main")
    assert "Wren Hollis" in joel.inner_text("main table")
    assert not faults, "\n".join(faults)


def let_second_steps_age(served):
    """As if everybody had shown theirs three hours ago."""
    with contextlib.closing(sqlite3.connect(served.home / "pb.sqlite3", timeout=30)) as database, database:
        database.execute("UPDATE sign_in SET second_step_at = datetime(second_step_at, '-3 hours')")


def test_forms_that_were_sent_empty(served, open_page):
    assert not (faults := sent_empty(open_page(), EMPTY_FORMS)), "\n".join(faults)


def test_forms_at_the_desk_that_were_sent_empty(served, open_page):
    page = open_page()
    sign_in(page, served, "amira")
    faults = sent_empty(page, EMPTY_FORMS_AT_THE_DESK)
    page.goto(f"{DESK_BIDDING}/roll")
    rows = b"reference,electorate\nS1,young-people\nS1,young-people\nS2,grandparents\n"
    page.set_input_files("#roll", {"name": "roll.csv", "mimeType": "text/csv", "buffer": rows})
    press(page, "Add them and show the codes")
    assert "Nobody was put on the roll" in page.inner_text("main")
    faults += faults_of(page, "desk-roll-file-mistakes")
    assert not faults, "\n".join(faults)


def test_the_own_vote_in_the_count(served, open_page):
    page, faults = open_page(), []
    for name, code in (("mistyped", "AAAA-AAAA-AAAB"), ("unknown", new_code()), ("found", a_check_code(page))):
        page.goto(f"{RESULT}/ballot")
        page.fill("#code", code)
        press(page, "Find it")
        faults += faults_of(page, f"own-ballot-{name}")
    assert not faults, "\n".join(faults)


def a_check_code(page):
    """Of some ballot of the published round; the election as a file has them all."""
    votes = page.request.get(f"{RESULT}/round.pb").text().partition("VOTES\n")[2].splitlines()
    return votes[1].split(";")[0]


def test_a_bid_from_the_first_word_to_the_answer(served, open_page):
    page, faults = open_page(), []
    code = sign_in_bidder(page, "finch@families.example")
    faults += faults_of(page, "bid-code")
    press(page, "Continue")
    faults += faults_of(page, "bid-code-mistakes")
    page.fill("#code", code)
    press(page, "Continue")
    faults += seen(page, {"bids-none": "/bids"})
    page.goto(f"/bids/start/{AUTUMN}")
    press(page, "Start now")
    bid = page.url
    faults += faults_of(page, "bid-parts")
    for part in ("idea", "people", "money", "picture"):
        page.goto(f"{bid}/{part}")
        faults += faults_of(page, f"bid-{part}")
        press(page, "Continue")
        faults += faults_of(page, f"bid-{part}-mistakes")
    write(page, bid)
    faults += seen(page, {"bid-check": f"{bid}/check"})
    press(page, "Send my bid")
    faults += faults_of(page, "bid-check-mistakes")
    page.check("#true")
    press(page, "Send my bid")
    faults += faults_of(page, "bid-sent")
    faults += seen(page, {"bids": "/bids", "bid-parts-sent": bid, "bid-withdraw": f"{bid}/withdraw"})
    officer = open_page()
    sign_in(officer, served, "nia")
    officer.goto(f"{DESK_BIDDING}/bids")
    officer.get_by_role("link", name="Evening with music").click()
    officer.wait_for_url("**/bids/*")
    faults += faults_of(officer, "desk-bid")
    press(officer, "Decide")
    faults += faults_of(officer, "desk-bid-mistakes")
    officer.check("input[name=decision][value=refuse]")
    officer.fill("#reason", "The hall already has music every week, and it is free for families.")
    press(officer, "Decide")
    faults += seen(officer, {"desk-bid-decided": officer.url})
    faults += seen(page, {"bid-answered": bid})
    assert not faults, "\n".join(faults)


def write(page, bid):
    page.goto(f"{bid}/idea")
    page.fill("#title", "Evening with music")
    page.fill("#sentence", "Drums, bells and a singer, once a month, for everybody.")
    page.fill("#what", "A band plays in the hall.\n\nThere are ear defenders and a quiet corner.")
    press(page, "Continue")
    page.fill("#who_for", "Young people who like sound, and those who want to try.")
    page.fill("#team", "Four families from Larkmoor")
    press(page, "Continue")
    for row, (what, amount) in enumerate([("Hire of the hall", "840"), ("Musicians, twelve evenings", "1,800.50")], 1):
        page.fill(f"#what-{row}", what)
        page.fill(f"#amount-{row}", amount)
    press(page, "Continue")
    page.locator("input[name=symbol]").first.check()
    press(page, "Continue")


@pytest.mark.parametrize(("kind", "name"), [("stars", POT), ("approval", BREAKS), ("ranked", TRAVEL), ("faces", FUN)])
def test_the_booth(served, open_page, kind, name):
    page, faults = open_page(), []
    page.goto("/vote")
    page.fill("#voting_code", "AAAA-AAAA-AAAA")
    press(page, "Next")
    faults += faults_of(page, "vote-code-mistyped") if kind == "stars" else []
    titles = {POT: "The shared pot 2026", BREAKS: "Summer short breaks", TRAVEL: "Getting about together"}
    title = (titles | {FUN: "Fun after school"})[name]
    page.fill("#voting_code", served.codes[title, "young people"][0])
    press(page, "Next")
    faults += faults_of(page, f"vote-{kind}-welcome")
    page.goto("/vote/how")
    faults += faults_of(page, f"vote-{kind}-how")
    if kind == "stars":
        faults += seen(page, {"vote-easier": "/vote/easier", "vote-language": "/vote/language"})
    page.goto("/vote/ballot")
    faults += faults_of(page, f"vote-{kind}-empty")
    while page.locator("h1").inner_text() != "Is this your vote?":
        press(page, "Next")
    faults += faults_of(page, f"vote-{kind}-check-empty")
    begin_again(page)
    choose(page, kind)
    faults += faults_of(page, f"vote-{kind}-full")
    page.set_viewport_size({"width": 820, "height": 1180})
    if kind != "faces":  # a ballot of faces is never too full
        too_much(page, kind)
        faults += faults_of(page, f"vote-{kind}-too-much")
    if kind == "approval":
        begin_again(page)
        choose(page, kind)
    page.wait_for_timeout(350)
    with page.expect_navigation():
        page.get_by_role("button", name=re.compile("Tell me more")).first.click()
    faults += faults_of(page, f"vote-{kind}-more")
    page.set_viewport_size({"width": 820, "height": 1180})
    press(page, "Back")
    for _ in itertools.takewhile(lambda _: page.locator("h1").inner_text() != "Is this your vote?", range(9)):
        press(page, "Next")
    faults += faults_of(page, f"vote-{kind}-check")
    press(page, "Yes, vote")
    page.wait_for_url("**/vote/done")
    faults += faults_of(page, f"vote-{kind}-done")
    if kind == "stars":
        press(page, "Finish")
        page.wait_for_url("**/vote/finished")
        faults += faults_of(page, "vote-finished")
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize(("kind", "name"), [("stars", POT), ("approval", BREAKS), ("ranked", TRAVEL), ("faces", FUN)])
@pytest.mark.parametrize("show", ["one", "list"])
def test_the_booth_otherwise(served, open_page, kind, name, show):
    page, faults = open_page(), []
    titles = {POT: "The shared pot 2026", BREAKS: "Summer short breaks", TRAVEL: "Getting about together"}
    title = (titles | {FUN: "Fun after school"})[name]
    enter_booth(page, served.codes[title, "young people"][0])
    like(page, show=show)
    faults += faults_of(page, f"vote-{kind}-{show}")
    page.set_viewport_size({"width": 820, "height": 1180})
    if show == "one":
        answer = page.locator("button[name=answer][value=yes], button[name=more], button[name=touch]").first
        page.wait_for_timeout(350)
        with page.expect_navigation():
            answer.click()
        faults += faults_of(page, f"vote-{kind}-{show}-answered")
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("look", ["light", "dark", "strong"])
def test_big_keys_and_a_camera_that_is_not_there(served, open_page, look):
    page, faults = open_page(), []
    page.goto("/easier")
    page.locator(f"input[name=theme][value={look}]").check(force=True)
    press(page, "Use this")
    page.goto("/vote")
    page.wait_for_timeout(350)
    page.get_by_role("button", name="Big keys").click()
    page.locator("[data-key='K']").click()
    faults += faults_of(page, f"vote-code-keys-{look}")
    page.get_by_role("button", name="Use the camera").click()
    page.get_by_text("You can type your code.").locator("visible=true").wait_for()
    faults += faults_of(page, f"vote-code-camera-{look}")
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("pictures", ["words", "symbols"])
def test_the_booth_in_words_only_and_in_symbols(served, open_page, pictures):
    page, faults = open_page(), []
    enter_booth(page, served.codes["Fun after school", "young people"][0])
    like(page, pictures=pictures, hand="left", calm="calm")
    faults += faults_of(page, f"vote-faces-{pictures}")
    page.set_viewport_size({"width": 820, "height": 1180})
    if pictures == "words":
        assert page.locator("img:visible").count() == 1, "only the mark of the house is a picture"
    else:
        assert page.locator(".sign:visible").count() >= 2
    next_one, back = (page.locator(f".way button[value={go}]").bounding_box() for go in ("next", "back"))
    assert next_one["x"] < back["x"]
    assert not faults, "\n".join(faults)


def begin_again(page):
    """The first bids with no marks; asking for the same address once more is a reload, which keeps them."""
    page.goto("/vote/how")
    page.goto("/vote/ballot")


def enter_booth(page, code):
    page.goto("/vote")
    page.fill("#voting_code", code)
    press(page, "Next")


def like(page, **choices):
    """Choose what makes it easier, in the booth, and come to the first bids."""
    page.goto("/vote/easier")
    for part, value in choices.items():
        page.locator(f"input[name={part}][value={value}]").check(force=True)
    press(page, "Use this")
    page.goto("/vote/ballot")


def choose(page, kind):
    """As much as the ballot takes."""
    page.set_viewport_size({"width": 820, "height": 1180})
    if kind == "approval":
        for box in page.locator("input[name=chosen]").all()[:2]:
            box.check(force=True)
        return
    if kind == "faces":
        for at, answer in enumerate(("yes", "bit", "no", "yes")):
            page.locator(f"input[value={answer}]").nth(at).check(force=True)
        return
    button = "button[name=more]:not([aria-disabled=true])" if kind == "stars" else "button[name=touch]"
    for turn in range(10 if kind == "stars" else 3):
        page.wait_for_timeout(350)
        with page.expect_navigation():
            page.locator(button).nth(turn // 5 if kind == "stars" else turn).click()


def too_much(page, kind):
    """One more than the ballot takes, so that what is said then is seen."""
    page.set_viewport_size({"width": 820, "height": 1180})
    if kind == "approval":
        for box in page.locator("input[name=chosen]").all():
            box.check(force=True)
        press(page, "Next")
    elif kind == "stars":
        page.wait_for_timeout(350)
        with page.expect_navigation():
            page.locator("button[name=more]").nth(3).click(force=True)


@pytest.mark.parametrize("look", ["dark", "cream", "light", "strong", "soft"])
def test_every_choice_of_colours_can_be_read(served, open_page, look):
    page, faults = open_page(), []
    page.goto("/easier")
    page.locator(f"input[name=theme][value={look}]").check(force=True)
    page.locator("input[name=size][value=largest]").check(force=True)
    press(page, "Use this")
    for name in ("front", "round-voting", "results", "frozen-rules", "easier", "desk-sign-in", "bid-sign-in"):
        page.goto(PUBLIC[name])
        faults += [f"{name} in {look}: {one}" for one in violations(page)]
    page.goto("/vote")
    page.fill("#voting_code", served.codes["The shared pot 2026", "parent carers"][0])
    press(page, "Next")
    page.goto("/vote/ballot")
    faults += faults_of(page, f"vote-stars-{look}-largest")
    assert not faults, "\n".join(faults)
