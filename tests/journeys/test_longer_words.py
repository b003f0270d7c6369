"""Other languages are longer: with words that grow by four tenths nothing on the voting screens runs over its edge, and
no page on which a bid is sent becomes wider than its screen."""

import re

import pytest
from demonstration_pages import AUTUMN

LONGER = """() => {
  const walk = document.createTreeWalker(document.querySelector(".booth, main"), NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const node = walk.currentNode;
    if (node.parentElement.closest("[lang]:not(html), .one-line, .slip__code, .booth__name, .coins")) continue;
    node.data = node.data.replace(/\\p{L}+/gu, (word) => word + word.slice(0, Math.ceil(word.length * 0.4)));
  }
}"""
OVER = """() => [...document.querySelectorAll(".booth *")].filter((one) => {
  const { overflowX } = getComputedStyle(one);
  const hidden = one.closest(".for-listeners, .skip, [hidden], .picture");
  return one.checkVisibility() && !hidden && overflowX !== "visible" && one.scrollWidth > one.clientWidth + 1;
}).map((one) => one.outerHTML.slice(0, 120))"""
OUT_OF_ITS_CONTROL = """() => [...document.querySelectorAll(".booth :is(.press, .answer, .option label, .pick label)")]
  .filter((one) => one.checkVisibility())
  .filter((one) => one.scrollWidth > one.clientWidth + 1 || one.scrollHeight > one.clientHeight + 1)
  .map((one) => one.outerHTML.slice(0, 120))"""


@pytest.mark.parametrize(("width", "height"), [(320, 640), (390, 844), (820, 1180)])
@pytest.mark.parametrize("name", ["Fun after school", "The shared pot 2026"])
def test_longer_words_fit(served, open_page, name, width, height):
    page, faults = open_page(width, height), []
    page.goto("/vote")
    faults += over(page, "code")
    page.goto("/vote")
    page.get_by_label("Your voting code").fill(served.codes[name, "parent carers"][2])
    with page.expect_navigation():
        page.get_by_role("button", name="Next").click()
    faults += over(page, "welcome")
    for show in ("", "one", "list"):
        page.goto("/vote/easier")
        page.locator(f"input[name=show][value='{show}']").check(force=True)
        page.wait_for_timeout(350)
        with page.expect_navigation():
            page.get_by_role("button", name="Use this").click()
        for path in ("ballot", "how", "easier", "language"):
            page.goto(f"/vote/{path}")
            faults += over(page, f"{path}, {show or 'cards'}")
    assert not faults, "\n".join(faults)


def over(page, name):
    """What runs over an edge on this screen, when its words are longer."""
    page.evaluate(LONGER)
    wide = page.evaluate("document.documentElement.scrollWidth") - page.viewport_size["width"]
    found = page.evaluate(OVER) + page.evaluate(OUT_OF_ITS_CONTROL)
    return [f"{name}: the page is {wide} too wide"] * (wide > 0) + [f"{name}: {one}" for one in found]


def go_on(page):
    with page.expect_navigation():
        page.locator("main form button").first.click()


def sign_in(page, email):
    page.goto(f"/bids/sign-in?next=/bids/begin/{AUTUMN}")
    page.fill("#email", email)
    go_on(page)
    letters = page.context.new_page()
    letters.goto("/outbox")
    code = re.search(r"\b(\d{6})\b", letters.inner_text("main article"))[1]
    letters.close()
    page.fill("#code", code)
    go_on(page)


@pytest.mark.parametrize("width", [320, 390])
def test_longer_words_fit_on_the_way_of_a_bid(served, open_page, width):
    page, faults = open_page(width, 844), []
    sign_in(page, f"swift-{width}@families.example")
    go_on(page)
    bid = page.url
    parts = [f"{bid}/{part}" for part in ("idea", "people", "money", "picture", "check", "withdraw")]
    for path in ("/bids/start", f"/bids/start/{AUTUMN}", "/bids/sign-in", "/bids", bid, *parts):
        page.goto(path)
        page.evaluate(LONGER)
        wide = page.evaluate("document.documentElement.scrollWidth") - width
        faults += [f"{path}: the page is {wide} too wide"] * (wide > 0)
    assert not faults, "\n".join(faults)
