"""What somebody sends in a form may be a password, a code or a ballot: none is kept in memory after the answer."""

from litestar._parsers import parse_url_encoded_form_data
from pages import browser_of
from partnership import NOW, make_partnership


def test_the_frameworks_store_of_forms_that_were_sent_stays_empty(sessions, keys):
    make_partnership(sessions)
    parse_url_encoded_form_data.cache_clear()
    with browser_of(sessions, keys, NOW) as browser:
        browser.get("/sign-in").post("/sign-in", {"email": "ada@partners.example", "password": "guessed"}, status=422)
    assert parse_url_encoded_form_data.cache_info().currsize == 0
