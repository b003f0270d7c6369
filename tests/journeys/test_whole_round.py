"""One round from an empty page to a recounted result, through the browser alone, by everybody whom it takes."""

import io
import re
import sqlite3
import subprocess
import sys
import zipfile
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from looks import faults_of
from signing_in import sign_in

from pb.keys.folder import KeyFolder

ROOT = Path(__file__).resolve().parents[2]
NAME = "Winter money"
DESK, RESULT = "/desk/rounds/winter-money", "/rounds/winter-money/results"
BIDS = ("Snow room", "Winter coats library", "Sledges for chairs")
VOTERS = 12
LOST = "The stick fell into the river during the summer outing."
DICE = "2718281828 4590452353"


def press(page, name, *, exact=True):
    if "/vote" in page.url:
        page.wait_for_timeout(350)  # a touch right after a screen has changed does not count
    with page.expect_navigation():
        page.get_by_role("button", name=name, exact=exact).click()


def make_round(page):
    """A round of choosing with one group, so that a dozen voters are enough for its ballots to be shown."""
    page.goto("/desk/rounds/new")
    page.fill("#name", NAME)
    page.fill("#summary", "Money for the cold months. Families say what would help.")
    today = datetime.now(ZoneInfo("Europe/London")).date()
    for days, name in ((0, "bids_open_at"), (9, "bids_close_at"), (10, "voting_opens_at"), (20, "voting_closes_at")):
        page.fill(f"#{name}", (today + timedelta(days=days)).isoformat())
        page.fill(f"#{name}-time", "09:00")
    page.fill("#least_cost", "100")
    page.fill("#greatest_cost", "5000")
    page.check("input[name=ballot_kind][value=approval]")
    page.fill("#chosen_limit", "2")
    page.fill("#disclosure_floor", "10")
    press(page, "Create the round")
    for agency, amount in (("Larkmoor Council", "6,000"), ("Larkmoor Integrated Care Board", "3000.50")):
        page.select_option("#agency", label=agency)
        page.fill("#amount", amount)
        press(page, "Add to the pot")
    assert "£9,000.50" in page.inner_text("main")
    page.goto(f"{DESK}/electorates")
    page.fill("#share-1", "1")
    page.fill("#name-2", "")
    page.fill("#share-2", "")
    press(page, "Save the groups")


def move_alone(page, title):
    page.goto(f"{DESK}/phase")
    page.get_by_label("Type the name of the round").first.fill(NAME)
    press(page, title)


def agree(first, second, key):
    """One commissioner asks, the other confirms what the page of the act says."""
    first.goto(f"{DESK}/phase")
    first.fill(f"#name-{key}", NAME)
    with first.expect_navigation():
        first.locator(f"#move-{key} button[type=submit]").click()
    assert first.get_by_role("button", name=re.compile("Confirm")).count() == 0
    second.goto(DESK)
    second.get_by_role("link", name="Look at it and decide").click()
    second.wait_for_url("**/desk/acts/*")
    press(second, re.compile("^Confirm"), exact=False)


def send_bid(page, title, amount):
    page.goto("/bids/start/winter-money")
    press(page, "Start now")
    bid = page.url
    page.goto(f"{bid}/idea")
    page.fill("#title", title)
    page.fill("#sentence", f"{title}, for everybody.")
    page.fill("#what", "Something good when it is cold.")
    press(page, "Continue")
    page.fill("#who_for", "All families.")
    page.fill("#team", "A parents’ group")
    press(page, "Continue")
    page.fill("#what-1", "Everything")
    page.fill("#amount-1", amount)
    press(page, "Continue")
    page.locator("input[name=symbol]").first.check()
    press(page, "Continue")
    page.check("#true")
    press(page, "Send my bid")
    assert "We have your bid" in page.inner_text("h1")


def sign_in_bidder(page):
    page.goto("/bids/sign-in?next=/bids")
    page.fill("#email", "frost@families.example")
    press(page, "Send me a code")
    letters = page.context.new_page()
    letters.goto("/outbox")
    code = re.search(r"\b(\d{6})\b", letters.inner_text("main"))[1]
    letters.close()
    page.fill("#code", code)
    press(page, "Continue")


def admit_all(page):
    for title in BIDS:
        page.goto(f"{DESK}/bids")
        page.get_by_role("link", name=title).click()
        page.check("input[name=decision][value=admit]")
        page.fill("#reason", "Safe and lawful.")
        press(page, "Decide")


def issue_codes(page):
    page.goto(f"{DESK}/roll")
    rows = "reference,electorate\n" + "".join(f"S{number:03},young-people\n" for number in range(1, VOTERS + 1))
    page.set_input_files("#roll", {"name": "roll.csv", "mimeType": "text/csv", "buffer": rows.encode()})
    press(page, "Add them and show the codes")
    codes = re.findall(r"\b[0-9A-HJKMNP-TV-Z]{4}(?:-[0-9A-HJKMNP-TV-Z]{4}){2}\b", page.inner_text("body"))
    return list(dict.fromkeys(codes))


def vote(page, code, *places):
    page.goto("/vote")
    page.get_by_label("Your voting code").fill(code)
    press(page, "Next")
    page.goto("/vote/ballot")
    while page.locator("h1").inner_text() != "Is this your vote?":
        page.wait_for_timeout(350)  # a touch right after a screen has changed does not count
        for box in page.locator("input[name=chosen]").all():
            box.set_checked(int(box.input_value()) in places, force=True)
        press(page, "Next")
    press(page, "Yes, vote")
    assert page.locator("h1").inner_text() == "Thank you. Your vote is in."
    press(page, "Finish")


def recount(bundle):
    command = [sys.executable, "-S", "-m", "pb.recount", str(bundle)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


def with_a_byte_changed(packed, name):
    files = zipfile.ZipFile(io.BytesIO(packed))
    changed = io.BytesIO()
    with zipfile.ZipFile(changed, "w") as out:
        for inside in files.namelist():
            body = bytearray(files.read(inside))
            if inside == name:
                body[len(body) // 2] ^= 1
            out.writestr(inside, bytes(body))
    return changed.getvalue()


@dataclass
class People:
    """Everybody, each at a device of their own; what is wrong with a page that they look at is noted."""

    amira: object
    joel: object
    nia: object
    family: object
    tablet: object
    faults: list = field(default_factory=list)

    def look(self, page, name, path=""):
        if path:
            page.goto(path)
        self.faults += faults_of(page, name)
        page.set_viewport_size({"width": 1280, "height": 900})


def from_an_empty_page_to_a_frozen_ballot(people):
    amira = people.amira
    make_round(amira)
    people.look(amira, "desk-round-in-setup", DESK)
    people.look(amira, "desk-groups", f"{DESK}/electorates")
    move_alone(amira, "Open for bids")
    sign_in_bidder(people.family)
    for title, amount in zip(BIDS, ("4000", "3,500", "2000.25"), strict=True):
        send_bid(people.family, title, amount)
    people.look(amira, "desk-round-taking-bids", DESK)
    move_alone(amira, "Close for bids")
    people.look(amira, "desk-move-blocked", f"{DESK}/phase")
    admit_all(people.nia)
    codes = issue_codes(amira)
    assert len(codes) == VOTERS
    people.look(amira, "desk-codes-to-print")
    people.look(amira, "desk-move-open-voting", f"{DESK}/phase")
    agree(amira, people.joel, "open-voting")
    people.look(amira, "desk-round-voting", DESK)
    return codes


def from_the_first_vote_to_the_sealed_list(people, codes):
    for number, code in enumerate(codes):
        vote(people.tablet, code, *((1, 2) if number < 8 else (3,)))
    vote(people.tablet, codes[0], 1)
    agree(people.joel, people.amira, "close-early")
    people.tablet.goto("/vote")
    people.tablet.get_by_label("Your voting code").fill(codes[1])
    press(people.tablet, "Next")
    people.look(people.tablet, "vote-closed")
    people.look(people.amira, "desk-move-seal", f"{DESK}/phase")
    agree(people.amira, people.joel, "seal-list")
    people.look(people.amira, "desk-dice", f"{DESK}/phase")
    people.amira.goto(f"{DESK}/phase")
    people.amira.fill("#dice", DICE)
    press(people.amira, "Enter the dice")


def lose_keys(house):
    """The keys lie on a stick too, which nobody can find any more."""
    with sqlite3.connect(house.home / "pb.sqlite3") as rows:
        ((round_id,),) = rows.execute("SELECT id FROM round WHERE name = ?", [NAME]).fetchall()
    KeyFolder(house.home / "keys").register_copy(round_id, f"/media/blue-stick/keys/rounds/{round_id}.json")


def ask_to_publish(people, words):
    """Amira says what became of the stick, at her second try."""
    people.amira.goto(f"{DESK}/phase")
    people.amira.fill("#name-publish", NAME)
    press(people.amira, "Ask a second person")
    people.look(people.amira, "desk-move-keys-lost-mistakes")
    people.amira.get_by_label("What became of the keys in /media/blue-stick/keys?").fill(words)
    press(people.amira, "Ask a second person")


def from_the_sealed_list_to_the_result(people, house):
    amira, joel, family = people.amira, people.joel, people.family
    agree(joel, amira, "open-urn")
    people.look(amira, "desk-tally", f"{DESK}/tally")
    amira.goto(f"{DESK}/phase")
    amira.fill("#name-publish", NAME)
    press(amira, "Ask a second person")
    people.look(amira, "desk-act-asked")
    people.look(joel, "desk-act-to-confirm", amira.url)
    lose_keys(house)
    people.look(joel, "desk-act-keys-lost", amira.url)
    press(joel, "Turn it down")
    ask_to_publish(people, LOST)
    joel.goto(amira.url)
    assert f"“{LOST}”" in joel.inner_text("main")
    press(joel, re.compile("^Confirm"), exact=False)
    family.goto(RESULT)
    for _ in range(60):
        if family.locator(".poster").count():
            break
        family.wait_for_timeout(500)
        family.reload()
    people.look(amira, "desk-round-published", DESK)
    people.look(amira, "desk-record", f"{DESK}/record")
    assert f"since the place cannot be reached: “{LOST}”" in amira.inner_text("main")
    assert f"In /media/blue-stick/keys: “{LOST}”" in family.inner_text("main")
    people.look(family, "results-keys-lost")


def test_a_whole_round_by_everybody_whom_it_takes(served, open_page, tmp_path):
    amira, joel, nia = (open_page(width=1280, height=900) for _ in range(3))
    people = People(amira, joel, nia, family=open_page(width=390, height=844), tablet=open_page())
    for page, name in ((amira, "amira"), (joel, "joel"), (nia, "nia")):
        sign_in(page, served, name)
    codes = from_an_empty_page_to_a_frozen_ballot(people)
    from_the_first_vote_to_the_sealed_list(people, codes)
    from_the_sealed_list_to_the_result(people, served)
    # Eight people wanted the first two and four the third. One of the two would have used up all that the eight held.
    family = people.family
    assert "£6,000.25 goes to 2 bids that 12 people chose together" in family.inner_text("h1")
    assert family.locator("#funded ~ ul .card__title").all_inner_texts() == ["Snow room", "Sledges for chairs"]
    assert not people.faults, "\n".join(people.faults)

    with family.expect_download() as download:
        family.get_by_role("link", name="All that is needed to recount").click()
    packed = Path(download.value.path()).read_bytes()
    bundle = tmp_path / "bundle.zip"
    bundle.write_bytes(packed)
    done = recount(bundle)
    assert done.returncode == 0, done.stdout + done.stderr
    for name in zipfile.ZipFile(bundle).namelist():
        bundle.write_bytes(with_a_byte_changed(packed, name))
        refused = recount(bundle)
        assert refused.returncode == 1, name
        assert name in refused.stdout + refused.stderr
