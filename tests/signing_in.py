"""Signing in at the desk of the demonstration in a real browser, with what the page says that the telephone shows."""

SHOWN = "[data-shown-code]"


def sign_in(page, served, first_name):
    """Password, then the second step of those who have one; officers go on without."""
    type_password(page, served, first_name)
    if page.locator("h1").inner_text() == "Your second step":
        show_second_step(page)


def type_password(page, served, first_name):
    page.goto("/sign-in")
    email, password = served.sign_in_of(first_name)
    page.fill("#email", email)
    page.fill("#password", password)
    press(page, "Sign in")


def show_second_step(page):
    """No code is taken twice; where the telephone would have to be waited for, so does this."""
    while not page.locator(SHOWN).count():
        page.wait_for_timeout(2_000)
        page.reload()
    page.fill("#second_step_code", page.get_attribute(SHOWN, "data-shown-code"))
    press(page, "Continue")


def press(page, name):
    if "/vote" in page.url or "/tablet" in page.url:
        page.wait_for_timeout(350)  # in the booth a touch right after a screen has changed does not count
    with page.expect_navigation():
        page.get_by_role("button", name=name, exact=True).click()
