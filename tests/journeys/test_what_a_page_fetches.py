"""A page fetches what it needs when it needs it: many of those who vote pay for each megabyte."""

import pytest
from demonstration_pages import AUTUMN, OPEN

pytestmark = pytest.mark.browser

COMPONENTS = "govuk-frontend.js"
AIM = 105_000
"""Bytes of a first visit to a public page, with the pictures that are near the window. Files come compressed, pages do
not: beside what somebody typed, the length of a compressed page could tell its token."""


def visit(page, path):
    """The files that a first visit fetches, by their addresses, with their bytes on the wire."""
    answers = {}
    page.on("response", lambda answer: answers.update({answer.url: answer}))
    page.goto(path)
    page.wait_for_load_state("networkidle")
    return {address: one.request.sizes()["responseBodySize"] for address, one in answers.items()}


def test_a_page_without_forms_does_not_fetch_what_wakes_forms(open_page):
    fetched = visit(open_page(390, 844), OPEN)
    assert not [address for address in fetched if COMPONENTS in address]


def test_a_page_with_a_form_wakes_its_parts(open_page):
    fetched = visit(open_page(390, 844), "/sign-in")
    assert [address for address in fetched if COMPONENTS in address]


def test_a_link_that_looks_like_a_button_is_pressed_with_the_space_key(open_page):
    page = open_page()
    page.goto(OPEN)
    link = page.locator("a[role=button]").first
    with page.expect_response(lambda answer: COMPONENTS in answer.url):
        link.focus()
    page.wait_for_load_state("networkidle")
    with page.expect_navigation():
        page.keyboard.press("Space")


@pytest.mark.parametrize("path", ["/", OPEN, f"/bids/start/{AUTUMN}", "/vote"])
def test_a_first_visit_is_small_enough_for_a_slow_telephone(open_page, path):
    fetched = visit(open_page(390, 844), path)
    assert sum(fetched.values()) < AIM, fetched
