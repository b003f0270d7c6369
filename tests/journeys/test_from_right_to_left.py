"""The booth and the public pages in Urdu: turned round as a whole, with no fault that a program can find."""

import pytest
from demonstration_pages import BIDDING, OPEN, RESULT
from looks import faults_of

VOTING = {
    "stars": "The shared pot 2026",
    "approval": "Summer short breaks",
    "ranked": "Getting about together",
    "faces": "Fun after school",
}
PAGES = {
    "front": "/",
    "round-voting": OPEN,
    "round-taking-bids": BIDDING,
    "round-published": RESULT,
    "bid": f"{OPEN}/bids/1",
    "bid-of-a-result": f"{RESULT}/bids/10",
    "results": f"{RESULT}/results",
    "why-not-funded": f"{RESULT}/results/10",
    "own-ballot": f"{RESULT}/ballot",
    "sealed-list": f"{RESULT}/list",
    "how-we-count": "/how-we-count",
    "privacy": "/privacy",
    "accessibility": "/accessibility",
    "help": "/help",
    "security": "/security",
    "easier": "/easier",
    "vote-code": "/vote",
}
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
