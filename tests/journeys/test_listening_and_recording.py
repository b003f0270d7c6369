"""Listening to clips in the booth and recording them at the desk, in a real browser."""

import re

import browsers
import pytest
import sounds
from booth_in_a_browser import VOICES, enter
from signing_in import sign_in

from pb.core.clock import system_clock
from pb.db.engines import Sessions
from pb.media import actions, queries
from pb.media.rules import Kind, Said
from pb.rounds import queries as rounds

FUN, SOUND = "fun-after-school", "/desk/rounds/fun-after-school/sound"
WATCH = """(() => {
  const played = (window.played = []);
  const play = HTMLMediaElement.prototype.play;
  HTMLMediaElement.prototype.play = function () {
    played.push([this.src.split("/media/")[1], document.querySelector(".read")?.innerText]);
    return play.call(this);
  };
  const read = (window.read = []);
  addEventListener("DOMContentLoaded", () => new MutationObserver(() => {
    const now = document.querySelector(".read")?.innerText;
    if (now !== read.at(-1)) read.push(now);
  }).observe(document.body, { subtree: true, attributes: true, attributeFilter: ["class"] }));
})()"""
LINES = ("How to vote.", "Touch Yes, A bit or No for each.", "You can change it before the end.")


@pytest.fixture(scope="module")
def chromium():
    """A browser with a microphone that beeps."""
    with browsers.chromium("--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream") as browser:
        yield browser


@pytest.fixture
def house(served):
    """The database of the served house, and the id of a round in it."""
    sessions = Sessions(f"sqlite:///{served.home / 'pb.sqlite3'}")
    with sessions.read() as session:
        round_id = rounds.by_slug(session, FUN).id
    yield sessions, round_id
    sessions.close()


def keep(house, words, content):
    sessions, round_id = house
    said = Said(words, "en-GB")
    with sessions.write() as session:
        actions.keep_clip(session, round_id, said, Kind.RECORDED, content, "Nia", system_clock())
    with sessions.read() as session:
        return queries.sounds(session, round_id, "en-GB").of(words).removeprefix("/media/")


def remove(house, words):
    sessions, round_id = house
    with sessions.write() as session:
        actions.remove_clip(session, round_id, Said(words, "en-GB"), "Nia", system_clock())


def wait_until(page, true):
    """The policy of the page lets nobody evaluate text in it, so it is asked from outside."""
    for _ in range(150):
        if page.evaluate(true):
            return
        page.wait_for_timeout(100)
    raise AssertionError(f"never: {true}")


def listen(page):
    page.wait_for_timeout(350)
    page.get_by_role("button", name="Listen").click()


def test_clips_are_played_one_after_the_other_each_block_marked_while_it_is_heard(served, open_page, house):
    digests = [keep(house, words, sounds.tone(0.15, 300 + 100 * at)) for at, words in enumerate(LINES)]
    page = open_page()
    page.add_init_script(WATCH)
    enter(page, served)
    page.goto("/vote/how")
    page.wait_for_timeout(600)
    assert page.evaluate("played") == [], "nothing is heard before it is asked for"
    listen(page)
    wait_until(page, "read.length >= 4")
    assert page.evaluate("played") == [[digest, words] for digest, words in zip(digests, LINES, strict=True)]
    assert page.evaluate("read") == [*LINES, None]
    assert page.get_by_role("button", name="Listen").get_attribute("aria-pressed") == "false"


def test_a_broken_clip_and_one_that_is_gone_are_passed_over_and_a_voice_takes_their_place(served, open_page, house):
    keep(house, LINES[0], sounds.BROKEN)
    keep(house, LINES[1], sounds.tone(0.15, 250))
    last = keep(house, LINES[2], sounds.tone(0.15, 350))
    page = open_page()
    page.add_init_script(WATCH)
    enter(page, served)
    page.goto("/vote/how")
    remove(house, LINES[1])
    listen(page)
    wait_until(page, "read.length > 1 && !read.at(-1)")
    assert page.evaluate("played.at(-1)") == [last, LINES[2]]
    assert page.evaluate("read.filter(Boolean)") == list(LINES)
    page.add_init_script(VOICES)
    page.goto("/vote/how")
    assert page.locator("[data-clip]").count() == 2
    listen(page)
    wait_until(page, "said.filter((one) => one !== '(end)').length >= 2 && played.length >= 2")
    assert [one for one in page.evaluate("said") if one != "(end)"] == [LINES[0], LINES[1]]
    assert page.evaluate("played.at(-1)") == [last, LINES[2]]


def test_a_second_touch_ends_it_and_so_does_leaving_the_page(served, open_page, house):
    for at, words in enumerate(LINES):
        keep(house, words, sounds.tone(5, 300 + 50 * at))
    page = open_page()
    page.add_init_script(WATCH)
    enter(page, served)
    page.goto("/vote/how")
    button = page.get_by_role("button", name="Listen")
    listen(page)
    wait_until(page, "played.length === 1")
    assert button.get_attribute("aria-pressed") == "true"
    button.click()
    assert page.locator(".read").count() == 0
    assert button.get_attribute("aria-pressed") == "false"
    page.wait_for_timeout(300)
    assert page.evaluate("[played.length, read.filter(Boolean).length]") == [1, 1]
    button.click()
    wait_until(page, "played.length === 2")
    assert page.evaluate("played[1][1]") == LINES[0], "it begins again at the beginning"
    page.evaluate("dispatchEvent(new PageTransitionEvent('pagehide'))")
    assert page.locator(".read").count() == 0


def test_a_vote_goes_on_while_something_is_heard(served, open_page, house):
    keep(house, LINES[0], sounds.tone(5))
    page = open_page()
    enter(page, served)
    page.goto("/vote/how")
    listen(page)
    with page.expect_navigation():
        page.get_by_role("button", name="Next").click()
    assert page.locator("h1").inner_text() == "Do you want these?"


def open_text(page, served, name="Hooray! Your vote is in."):
    sign_in(page, served, "nia")
    page.goto(f"{SOUND}/en")
    page.get_by_role("link", name=name, exact=True).click()
    page.wait_for_url(re.compile(r"/sound/en/\w{64}"))


def test_a_text_is_recorded_listened_to_tried_again_and_kept(served, open_page, house):
    page = open_page()
    open_text(page, served)
    for _ in range(2):
        page.get_by_role("button", name="Start recording").click()
        page.get_by_text("Recording. Read the words, then press Stop.").wait_for()
        page.wait_for_timeout(700)
        page.get_by_role("button", name="Stop").click()
        page.get_by_text("Listen to it. Is it good?").wait_for()
        assert page.get_by_role("button", name="Keep it").is_visible()
        if _ == 0:
            page.get_by_role("button", name="Try again").click()
    assert page.evaluate("document.querySelector('[data-again]').play().then(() => 'played')") == "played"
    with page.expect_navigation():
        page.get_by_role("button", name="Keep it").click()
    assert "Recorded by Nia" in page.inner_text("main")
    sessions, round_id = house
    with sessions.read() as session:
        clip = queries.standing(session, round_id, "en-GB")[Said("Hooray! Your vote is in.", "en-GB").digest]
    assert (clip.kind, clip.media_type) == (Kind.RECORDED, "audio/webm")
    heard = page.evaluate("""address => new Promise((done, failed) => {
      const one = new Audio(address);
      one.onended = () => done("heard");
      one.onerror = () => failed(new Error("not a sound"));
      one.play();
    })""", clip.address)  # fmt: skip
    assert heard == "heard"


def test_where_the_microphone_is_refused_the_page_says_what_to_do_and_a_file_is_uploaded(served, open_page, house):
    page = open_page()
    page.add_init_script(
        "navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('', 'NotAllowedError'))"
    )
    open_text(page, served, "Hello and welcome!")
    page.get_by_role("button", name="Start recording").click()
    page.get_by_text("Allow it beside the address, or upload a file.").wait_for()
    page.set_input_files("#sound", {"name": "hello.wav", "mimeType": "audio/wav", "buffer": sounds.tone(0.2)})
    with page.expect_navigation():
        page.get_by_role("button", name="Keep this file").click()
    assert "Uploaded by Nia" in page.inner_text("main")


def test_without_a_script_there_is_no_recorder_and_a_file_is_uploaded(served, open_page, house):
    page = open_page(java_script_enabled=False)
    sign_in(page, served, "nia")
    page.goto(f"{SOUND}/en")
    page.get_by_role("link", name="How to vote.", exact=True).click()
    page.wait_for_url(re.compile(r"/sound/en/\w{64}"))
    assert not page.get_by_role("button", name="Start recording").is_visible()
    page.set_input_files("#sound", {"name": "x.wav", "mimeType": "audio/wav", "buffer": sounds.tone(0.2)})
    with page.expect_navigation():
        page.get_by_role("button", name="Keep this file").click()
    assert "What is heard now" in page.inner_text("main")


FILM = """() => new Promise((done) => {
  const canvas = Object.assign(document.createElement("canvas"), { width: 64, height: 36 });
  const brush = canvas.getContext("2d");
  const recorder = new MediaRecorder(canvas.captureStream(25), { mimeType: "video/webm;codecs=vp8" });
  const pieces = [];
  let at = 0;
  const drawing = setInterval(() => brush.fillRect(at++ % 64, 0, 4, 36), 40);
  recorder.ondataavailable = ({ data }) => pieces.push(data);
  recorder.onstop = async () => {
    clearInterval(drawing);
    done([...new Uint8Array(await new Blob(pieces).arrayBuffer())]);
  };
  recorder.start();
  setTimeout(() => recorder.stop(), 1500);
})"""
CAPTIONS = b"WEBVTT\n\n00:00.000 --> 00:01.000\nHow to vote.\n"


def test_a_video_in_sign_language_is_uploaded_and_plays_when_it_is_asked_for(served, open_page, house):
    page = open_page()
    sign_in(page, served, "nia")
    page.goto("/desk/rounds/fun-after-school/signing/how")
    film = bytes(page.evaluate(FILM))
    page.set_input_files("#video", {"name": "how.webm", "mimeType": "video/webm", "buffer": film})
    page.set_input_files("#captions", {"name": "how.vtt", "mimeType": "text/vtt", "buffer": CAPTIONS})
    with page.expect_navigation():
        page.get_by_role("button", name="Keep this video").click()
    assert "with captions" in page.inner_text("main")
    voter = open_page()
    asked = []
    voter.on("request", lambda request: asked.append(request.url) if "/media/" in request.url else None)
    enter(voter, served, pictures="words")
    voter.goto("/vote/how")
    voter.wait_for_timeout(500)
    video = voter.locator("video")
    assert not video.is_visible()
    assert not [one for one in asked if "/signs/" in one], "nothing is loaded before it is asked for"
    voter.get_by_text("Sign language", exact=True).click()
    assert video.is_visible()
    assert video.evaluate("one => one.paused")
    button = voter.get_by_role("button", name="Play")
    assert button.bounding_box()["height"] >= 72
    assert voter.locator("summary").bounding_box()["height"] >= 72
    button.click()
    wait_until(voter, "document.querySelector('video').ended")
    assert voter.locator("[data-sign-play]").inner_text() == "Play"
    assert video.evaluate("one => one.textTracks[0].kind") == "captions"
    voter.get_by_role("button", name="Play").click()
    wait_until(voter, "!document.querySelector('video').paused")
    voter.get_by_role("button", name="Stop").click()
    assert video.evaluate("one => one.paused")
    with voter.expect_navigation():
        voter.get_by_role("button", name="Next").click()
    assert voter.locator("h1").inner_text() == "Do you want these?"
