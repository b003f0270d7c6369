"""A voting code that is held up to a camera, in a real browser with a film in the place of its camera."""

import contextlib
import urllib.parse

import browsers
import pytest
from squares import film

POT = "The shared pot 2026", "young people"


@pytest.fixture
def camera(served, tmp_path):
    """Opens the code page in a browser whose camera shows the square of a text; also every address asked for."""
    asked = []

    def opened(text, *, allowed=True):
        """A browser with no camera at all where no text is given."""
        shown = text and f"--use-file-for-fake-video-capture={film(tmp_path, text)}"
        fakes = ["--use-fake-device-for-media-stream", shown] if text else []
        browser = stack.enter_context(browsers.chromium(*fakes))
        context = browser.new_context(base_url=served.address, permissions=["camera"] if allowed else [])
        page = context.new_page()
        page.on("request", lambda request: asked.append(request.url))
        page.goto("/vote")
        page.wait_for_timeout(350)
        page.get_by_role("button", name="Use the camera").click()
        return page

    with contextlib.ExitStack() as stack:
        yield opened, asked


@pytest.mark.parametrize("scheme", ["{site}/vote#{text}", "{text}", "{site}/vote#{lower}"])
def test_a_square_that_is_held_up_opens_the_ballot_and_its_code_is_in_no_address_and_no_log(served, camera, scheme):
    opened, asked = camera
    code = served.codes[POT][0]
    page = opened(scheme.format(site=served.address, text=code, lower=code.lower()))
    page.wait_for_url("**/vote/welcome", timeout=20_000)
    plain = code.replace("-", "")
    seen = [urllib.parse.unquote(one).upper().replace("-", "") for one in asked]
    assert not [one for one in seen if plain in one]
    # What the demonstration says before it serves has its codes.
    _, _, log = (served.home / "server.log").read_text().partition("Serving on")
    assert log
    assert plain not in log.upper().replace("-", "")


@pytest.mark.parametrize("other", ["https://elsewhere.example/vote#K7Q2-9HXM-T4VR", "a bus ticket"])
def test_a_square_that_is_no_voting_code_is_told_kindly_and_the_camera_looks_on(camera, other):
    page = camera[0](other)
    page.get_by_text("That is not a voting code.").wait_for(timeout=20_000)
    assert page.locator("video").is_visible()
    page.get_by_role("button", name="Use the camera").click()
    assert page.locator("video").evaluate("one => one.srcObject") is None
    assert page.locator("#voting_code").is_visible()
    assert page.locator("#voting_code").input_value() == ""


def test_the_camera_is_shut_when_it_is_not_looked_through(camera):
    page = camera[0]("a bus ticket")
    page.get_by_text("That is not a voting code.").wait_for(timeout=20_000)
    page.evaluate("window.track = document.querySelector('video').srcObject.getTracks()[0]")
    assert page.evaluate("window.track.readyState") == "live"
    page.get_by_role("button", name="Big keys").click()
    assert page.evaluate("window.track.readyState") == "ended"


@pytest.mark.parametrize(
    ("shown", "allowed", "words"),
    [("anything", False, "The camera is not allowed here."), ("", True, "The camera does not work here.")],
)
def test_where_the_camera_may_not_be_used_or_is_not_there_the_field_stays(camera, shown, allowed, words):
    page = camera[0](shown, allowed=allowed)
    page.get_by_text(words).wait_for()
    assert page.locator("#voting_code").is_visible()
    assert not page.locator("video").is_visible()
