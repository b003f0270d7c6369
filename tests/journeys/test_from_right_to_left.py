"""The booth, the public pages and the road of a bid in Urdu: turned round, with no fault that a program can find."""

import re

import pytest
from demonstration_pages import AUTUMN, PUBLIC
from looks import faults_of

VOTING = {
    "stars": "The shared pot 2026",
    "approval": "Summer short breaks",
    "ranked": "Getting about together",
    "faces": "Fun after school",
}
ELSEWHERE = ("desk-sign-in", "desk-password-forgotten", "outbox")
"""Pages for staff, and of the demonstration, which are in English."""

PAGES = {name: path for name, path in PUBLIC.items() if name not in ELSEWHERE}
NOT_MIRRORED = """() => {
  const at = (one) => one && one.getBoundingClientRect();
  const wrong = [];
  const inOrder = (name, first, second) => {  // the first of two is the one to the right
    if (first && second && at(first).top < at(second).bottom && at(second).top < at(first).bottom
        && at(first).right <= at(second).right) wrong.push(name);
  };
  if (document.dir !== "rtl") wrong.push("the page is not from right to left");
  const heading = document.querySelector("h1");
  const centred = getComputedStyle(heading).textAlign === "center";
  if (!centred && at(heading).left < innerWidth - at(heading).right - 1) wrong.push("the heading is on the left");
  inOrder("Back and Next", document.querySelector("[data-way-back]"), document.querySelector(".way .press--main"));
  const cards = [...document.querySelectorAll(".choices > li")];
  inOrder("the first two bids", cards[0], cards[1]);
  inOrder("− and +", document.querySelector("[name=fewer]"), document.querySelector("[name=more]"));
  inOrder("Yes and No", document.querySelector(".pick--yes"), document.querySelector(".pick--no"));
  for (const one of document.querySelectorAll(".slip__code bdi"))
    if (getComputedStyle(one).direction !== "ltr") wrong.push("the check code is turned round");
  return wrong;
}"""


def looked_at(page, name):
    """What is wrong with a screen as it stands, at each width and on a tablet."""
    faults = faults_of(page, f"{name}-ur")
    page.set_viewport_size({"width": 820, "height": 1180})
    return faults + [f"{name}: {one}" for one in page.evaluate(NOT_MIRRORED)]


def press(page, name):
    page.wait_for_timeout(350)
    page.locator(f"button[value={name}]").last.click()
    page.wait_for_timeout(400)


def in_urdu(page):
    page.goto("/")
    page.locator("button[name=language][value=ur]").click()
    page.wait_for_selector("html[lang=ur]")


@pytest.mark.parametrize("kind", VOTING)
def test_a_whole_vote_is_turned_round(served, open_page, kind):
    page, faults = open_page(), []
    in_urdu(page)
    page.goto("/vote")
    page.fill("#voting_code", served.codes[VOTING[kind], "young people"][3])
    page.wait_for_timeout(350)
    page.locator(".way .press--main").click()
    page.wait_for_url("**/vote/welcome")
    faults += looked_at(page, f"vote-{kind}-welcome")
    page.goto("/vote/how")
    faults += looked_at(page, f"vote-{kind}-how")
    page.goto("/vote/ballot")
    choice = {
        "stars": "button[name=more]",
        "ranked": "button[name=touch]",
        "approval": "label.face",
        "faces": ".pick--yes input",
    }
    page.wait_for_timeout(350)
    page.locator(choice[kind]).first.click(force=True)
    page.wait_for_timeout(400)
    faults += looked_at(page, f"vote-{kind}")
    press(page, "next")
    while page.locator("button[value=next]").count():
        press(page, "next")
    faults += looked_at(page, f"vote-{kind}-check")
    page.wait_for_timeout(350)
    page.locator("button[name=choice][value=vote]").click()
    page.wait_for_url("**/vote/done")
    faults += looked_at(page, f"vote-{kind}-done")
    assert not faults, "\n".join(faults)


def test_the_public_pages_are_turned_round(served, open_page):
    page, faults = open_page(), []
    in_urdu(page)
    for name, path in PAGES.items():
        page.goto(path)
        faults += looked_at(page, name)
    assert not faults, "\n".join(faults)


UNREADABLE = """() => [...document.querySelectorAll("main *")].filter((one) =>
  one.checkVisibility() && !getComputedStyle(one).fontFamily.includes("Naskh") && !one.closest("[lang^=en]")
  && [...one.childNodes].some((node) => node.nodeType === 3 && /[\\u0600-\\u06ff]/.test(node.data))
).map((one) => one.outerHTML.slice(0, 120))"""
"""Words in letters of Urdu for which the house brings no font."""

FIRST = "main form button.govuk-button"
"""What goes on, the first button of a page that can be seen."""


def go_on(page, button=FIRST):
    with page.expect_navigation():
        page.locator(button).first.click()


def newest_code(page):
    letters = page.context.new_page()
    letters.goto("/outbox")
    words = letters.inner_text("main article")
    letters.close()
    return re.search(r"\b(\d{6})\b", words)[1]


def test_a_bid_is_sent_from_right_to_left(served, open_page):
    page, faults = open_page(), []

    def look(name):
        return looked_at(page, name) + [f"{name}: {one}" for one in page.evaluate(UNREADABLE)]

    in_urdu(page)
    page.goto(f"/bids/sign-in?next=/bids/begin/{AUTUMN}")
    go_on(page)
    faults += look("bid-sign-in-mistakes")
    page.fill("#email", "bulbul@families.example")
    go_on(page)
    faults += look("bid-code")
    page.fill("#code", newest_code(page))
    go_on(page)
    faults += look("bid-begin")
    go_on(page)
    bid = page.url
    faults += look("bid-parts")
    for part in ("idea", "people", "money", "picture"):
        page.goto(f"{bid}/{part}")
        go_on(page, ".govuk-button-group button")
        faults += look(f"bid-{part}-mistakes")
    page.goto(f"{bid}/idea")
    for name in ("title", "sentence", "what"):
        page.fill(f"#{name}", "بچوں کا باغ")
    go_on(page)
    page.fill("#who_for", "سب کے لیے")
    page.fill("#team", "دو والدین")
    go_on(page)
    page.fill("#what-1", "پودے")
    page.fill("#amount-1", "1,250.50")
    assert page.inner_text("#total") == "£1,250.50"
    go_on(page, ".govuk-button-group button")
    page.locator("input[name=symbol]").first.check(force=True)
    go_on(page, ".govuk-button-group button")
    faults += look("bid-check")
    page.check("#true", force=True)
    go_on(page)
    faults += look("bid-sent")
    for name, path in {"bids": "/bids", "bid-parts-sent": bid, "bid-withdraw": f"{bid}/withdraw"}.items():
        page.goto(path)
        faults += look(name)
    assert not faults, "\n".join(faults)
