"""Videos in sign language at the desk and in the booth: uploaded with captions, shown behind a button, taken out."""

from datetime import timedelta

import pytest
import sounds
from booth_walks import enter
from desk_rounds import BIDS, VOTES, make_desk_round
from pages import browser_of

from pb.app.main import _sweep
from pb.booth import queries as booth
from pb.desk.queries.keeping import FORGOTTEN
from pb.proposals import queries as bids
from pb.rounds.rules.phases import Phase
from pb.signs.rules import KEPT

NOW = VOTES + timedelta(hours=1)
SIGNING = "/desk/rounds/autumn-round/signing"
BID = f"{SIGNING}/bid-1"
CAPTIONS = b"WEBVTT\n\n00:00.000 --> 00:02.000\nA garden.\n"


@pytest.fixture
def desk(sessions, keys):
    return make_desk_round(sessions, keys, phase=Phase.VOTING, voting=False)


@pytest.fixture
def browser(sessions, keys, desk):
    with browser_of(sessions, keys, NOW) as opened:
        yield opened.sign_in("cleo")


def upload(browser, path=BID, video=sounds.VIDEO, captions=CAPTIONS, status=303, **fields):
    files = {"video": ("film.webm", video, "video/webm")} if video is not None else {}
    files |= {"captions": ("film.vtt", captions, "text/vtt")} if captions else {}
    browser.get(path)
    return browser.post(path, fields, files=files or None, status=status)


def sign(desk, subject="bid-1"):
    with desk.sessions.read() as session:
        return booth.signs(session, desk.view).of(subject)


def test_a_video_with_captions_is_kept_shown_and_told_in_the_record(browser, desk):
    browser.get("/desk/rounds/autumn-round/sound")
    assert SIGNING in browser.links()
    upload(browser).follow()
    assert "Voters find it behind the button Sign language" in browser.text
    assert "with captions" in browser.text
    browser.get(SIGNING)
    assert browser.text.count("Signed") == 1
    browser.get("/desk/rounds/autumn-round/record")
    assert "put a video in sign language beside bid 1" in browser.text
    found = sign(desk)
    captions = browser.client.get(found.captions)
    assert (captions.headers["content-type"], captions.content) == ("text/vtt; charset=utf-8", CAPTIONS)


def test_a_video_comes_whole_and_in_pieces_and_may_be_kept_for_ever(browser, desk):
    content = sounds.VIDEO + bytes(range(256)) * 2000
    upload(browser, video=content)
    address = sign(desk).video
    whole = browser.client.get(address)
    assert (whole.status_code, whole.content, whole.headers["content-type"]) == (200, content, "video/webm")
    assert whole.headers["content-length"] == str(len(content))
    assert "immutable" in whole.headers["cache-control"]
    assert "set-cookie" not in whole.headers
    piece = browser.client.get(address, headers={"Range": "bytes=100-299999"})
    assert (piece.status_code, piece.content) == (206, content[100:300_000])
    assert piece.headers["content-range"] == f"bytes 100-299999/{len(content)}"
    assert piece.headers["content-length"] == str(len(piece.content))
    outside = browser.client.get(address, headers={"Range": "bytes=9999999-"})
    assert (outside.status_code, outside.headers["content-range"]) == (416, f"bytes */{len(content)}")


def test_a_video_of_almost_twenty_megabytes_passes_and_one_of_more_is_refused_kindly(browser, desk):
    upload(browser, video=sounds.VIDEO.ljust(20_000_000, b"\0"))
    assert browser.client.get(sign(desk).video, headers={"Range": "bytes=-4"}).content == bytes(4)
    upload(browser, video=sounds.VIDEO.ljust(20_000_001, b"\0"), status=422)
    words = "This video has 20.0 MB. A video may have 20 MB: make it shorter, or its picture smaller"
    assert browser.mistakes == {"video": words}
    upload(browser, video=sounds.VIDEO.ljust(22_000_000, b"\0"), status=413)
    assert "20 MB for a video" in browser.text


@pytest.mark.parametrize(
    ("video", "words"), [(None, "Choose a video"), (sounds.PICTURE, "Browsers cannot play this file"), (b"", "Choose")]
)
def test_what_is_no_video_is_refused_kindly(browser, desk, video, words):
    upload(browser, video=video, status=422)
    assert browser.mistakes["video"].startswith(words)
    assert sign(desk) is None


def test_captions_are_given_or_it_is_said_that_none_are_needed(browser, desk):
    upload(browser, captions=None, status=422)
    assert browser.mistakes == {"captions": "Choose captions, or tick that there is nothing to caption"}
    upload(browser, status=422, no_captions="yes")
    assert "not both" in browser.mistakes["captions"]
    upload(browser, captions=None, no_captions="yes")
    assert sign(desk).captions == ""
    assert "nothing to caption" in browser.follow().text


def test_captions_are_mended_without_sending_the_video_again(browser, desk):
    upload(browser, captions=b"1\n00:00:00,000 --> 00:00:02,000\nA garden.\n", status=422)
    assert browser.mistakes["captions"].startswith("The first line of captions has to be WEBVTT")
    assert "Your video has arrived and waits" in browser.text
    assert sign(desk) is None
    kept = browser.value("shelved")
    browser.post(BID, {"shelved": kept}, files={"captions": ("a.vtt", CAPTIONS, "text/vtt")}, status=303)
    assert browser.client.get(sign(desk).video).content == sounds.VIDEO
    browser.get(BID).post(BID, {"shelved": "../keys/session.key", "no_captions": "yes"}, status=422)


def test_a_video_stands_behind_a_button_in_the_booth_and_never_begins_by_itself(browser, desk):
    upload(browser)
    upload(browser, f"{SIGNING}/welcome", captions=None, no_captions="yes")
    enter(browser, desk, "Y001")
    (video,) = browser.page.all("video")
    assert {"controls", "playsinline"} <= set(video.attributes)
    assert not {"autoplay", "loop", "poster"} & set(video.attributes)
    assert video.attributes["preload"] == "none"
    assert video.inside("details")
    assert not browser.page.all("track")
    browser.get("/vote/how")
    assert not browser.page.all("video")
    browser.get("/vote/bids/1")
    assert browser.page.all("source")[0].attributes["src"] == sign(desk).video
    assert browser.page.all("track")[0].attributes["src"] == sign(desk).captions
    browser.get("/vote/bids/2")
    assert not browser.page.all("video")


def test_a_video_of_words_that_changed_is_shown_no_longer(browser, desk):
    upload(browser)
    with desk.sessions.write() as session:
        bids.row(session, bids.by_number(session, desk.id, 1).id).sentence = "Another sentence."
    assert sign(desk) is None
    assert "The words have changed" in browser.get(BID).text
    assert "The words changed" in browser.get(SIGNING).text


def test_a_video_is_taken_out_put_back_and_forgotten_after_thirty_days(browser, desk, keys):
    upload(browser)
    before = sign(desk)
    browser.post(f"{BID}/removal", status=303).follow()
    assert sign(desk) is None
    assert browser.client.get(before.video).status_code == 404
    assert browser.client.get(before.captions).status_code == 404
    browser.post(f"{BID}/return", status=303)
    assert sign(desk) == before
    browser.post(f"{BID}/removal", status=303)
    with desk.sessions.read() as session:
        assert FORGOTTEN["sign_video"](session, NOW).next_at == NOW + KEPT
        assert FORGOTTEN["sign_video"](session, NOW + KEPT).rows == 1
    desk.run_clock(NOW + KEPT)
    browser.sign_in("cleo").get(BID).post(f"{BID}/return", status=404)
    browser.post(f"{BID}/removal", status=404)
    browser.get("/desk/rounds/autumn-round/record")
    assert "took the video in sign language of bid 1 out" in browser.text
    assert "put the video in sign language of bid 1 back" in browser.text


def test_the_house_sweeps_files_of_forgotten_videos_and_keeps_those_of_others(browser, desk):
    upload(browser)
    house = browser.client.app.state.house
    _sweep(house)
    assert browser.client.get(sign(desk).video).status_code == 200


def test_a_video_whose_file_is_gone_leads_nowhere_and_the_page_still_stands(browser, desk):
    upload(browser)
    for file in (browser.client.app.state.house.settings.home / "signs").iterdir():
        file.unlink()
    assert browser.client.get(sign(desk).video).status_code == 404
    enter(browser, desk, "Y001").get("/vote/bids/1")
    assert browser.page.all("video")


def test_what_is_no_screen_and_no_bid_leads_nowhere(browser):
    for subject in ("nothing", f"bid-{len(BIDS) + 1}", "bid-"):
        browser.get(f"{SIGNING}/{subject}", 404)
    browser.get("/media/signs/" + "0" * 64, 404)
    browser.get("/media/captions/nothing", 404)
