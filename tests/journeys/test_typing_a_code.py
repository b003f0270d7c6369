"""The screen on which a code is typed, with big keys for who asks for them."""

import pytest
from targets import too_small_or_too_near

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
POT = "The shared pot 2026", "young people"


def big_keys(page):
    page.goto("/vote")
    page.wait_for_timeout(350)
    page.get_by_role("button", name="Big keys").click()
    return page


def type_by_keys(page, symbols):
    for symbol in symbols:
        page.locator(f"[data-key='{symbol}']").click()


def cells(page):
    return "".join(page.locator("[data-cell]").all_inner_texts())


@pytest.mark.parametrize(("width", "columns"), [(320, 3), (390, 4), (820, 8), (1280, 8)])
def test_big_keys_are_all_there_large_and_apart_at_every_width(served, open_page, width, columns):
    page = big_keys(open_page(width, 900, has_touch=True))
    assert "".join(page.locator("[data-key]").all_inner_texts()) == ALPHABET
    tops = page.locator("[data-key]").evaluate_all("keys => keys.map((one) => one.getBoundingClientRect().top)")
    assert tops.index(next(top for top in tops if top > tops[0])) == columns
    assert too_small_or_too_near(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") == width


def test_a_code_typed_with_big_keys_opens_the_ballot(served, open_page):
    page = big_keys(open_page(has_touch=True))
    code = served.codes[POT][0].replace("-", "")
    assert not page.locator("#voting_code").is_visible()
    type_by_keys(page, code[:5])
    page.locator("[data-delete]").click()
    assert cells(page) == code[:4]
    page.keyboard.type(code[4:].lower())
    assert cells(page) == code
    page.get_by_role("button", name="Next").click()
    page.wait_for_url("**/vote/welcome")


def test_the_group_that_is_wrong_is_pointed_out_and_the_next_keys_go_there(served, open_page):
    page = big_keys(open_page(has_touch=True))
    code = served.codes[POT][0].replace("-", "")
    slipped = code[:5] + ("2" if code[5] != "2" else "3") + code[6:]
    type_by_keys(page, slipped)
    with page.expect_navigation():
        page.get_by_role("button", name="Next").click()
    page.wait_for_timeout(350)
    assert "Look again at the second group of four." in page.locator("main").inner_text()
    assert cells(page) == slipped
    assert page.locator(".group--wrong").count() == 1
    assert "Look again" in page.locator(".group--wrong").get_attribute("aria-label")
    type_by_keys(page, code[4:8])
    assert cells(page) == code
    type_by_keys(page, "ZZ")  # it is whole: nothing that was right is typed over
    assert cells(page) == code
    page.get_by_role("button", name="Next").click()
    page.wait_for_url("**/vote/welcome")


def test_with_the_other_group_one_goes_back_to_it_oneself(served, open_page):
    page = big_keys(open_page())
    type_by_keys(page, "AAAABBBBCCCC")
    page.locator("[data-group='2']").click()
    type_by_keys(page, "DE")
    assert cells(page) == "AAAADEBBCCCC"
    page.get_by_role("button", name="Big keys").click()
    assert page.locator("#voting_code").input_value() == "AAAA-DEBB-CCCC"


def test_big_keys_are_typed_with_the_tab_key_and_with_two_switches(served, open_page):
    page = open_page()
    page.goto("/vote/easier")
    page.locator("input[name=scan][value=step]").check(force=True)
    page.wait_for_timeout(350)
    with page.expect_navigation():
        page.get_by_role("button", name="Use this").click()
    press_when_framed(page, "[data-way='keys']")
    press_when_framed(page, "[data-key='9']")
    press_when_framed(page, "[data-key='Z']")
    assert cells(page) == "9Z"


def press_when_framed(page, selector):
    """Move the frame with one switch until this, or the group with this in it, is framed; press with the other."""
    for _ in range(80):
        state = page.evaluate(
            """wanted => { const one = document.querySelector(".framed");
                 return !one ? "" : one.matches(wanted) ? "it" : one.querySelector(wanted) ? "in it" : ""; }""",
            selector,
        )
        page.keyboard.press("Enter" if state else " ")
        if state == "it":
            return
    raise AssertionError(f"{selector} was never framed")


def test_without_scripts_there_is_the_plain_field_and_nothing_else(served, open_page):
    page = open_page(java_script_enabled=False)
    page.goto("/vote")
    assert page.locator("#voting_code").is_visible()
    assert not page.locator("[data-ways], #keys, #camera").evaluate_all(
        "all => all.some((one) => one.checkVisibility())"
    )
    page.fill("#voting_code", served.codes[POT][0])
    page.get_by_role("button", name="Next").click()
    page.wait_for_url("**/vote/welcome")
