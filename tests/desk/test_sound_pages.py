"""The pages of sound at the desk: what is missing, keeping a file, drafts, taking out and putting back."""

from datetime import timedelta

import pytest
import sounds
from desk_rounds import BIDS, BIDS_OPEN, VOTES, make_desk_round
from pages import browser_of

from pb.media import actions, drafting, queries
from pb.media.rules import Said, digest_of
from pb.proposals import actions as proposals
from pb.proposals import queries as bids
from pb.rounds.rules.phases import Phase

NOW = VOTES + timedelta(hours=1)
SOUND = "/desk/rounds/autumn-round/sound"
NAME = BIDS[0][0]
HERE = f"{SOUND}/en/{digest_of(NAME)}"


@pytest.fixture
def desk(sessions, keys):
    return make_desk_round(sessions, keys, phase=Phase.VOTING, voting=False)


@pytest.fixture
def browser(sessions, keys, desk):
    with browser_of(sessions, keys, NOW, PB_TTS="speaks {language} {file}") as opened:
        yield opened.sign_in("cleo")


def upload(browser, content=None, path=HERE, status=303, **fields):
    browser.get(path)
    return browser.post(
        path, fields, files={"sound": ("clip.wav", content or sounds.tone(), "audio/wav")}, status=status
    )


def heard(desk, words=NAME, language="en-GB"):
    with desk.sessions.read() as session:
        return queries.sounds(session, desk.id, language).of(words)


def figures(browser):
    return [one.text for one in browser.page.all("dd")[:3]]


def test_a_file_is_kept_counted_and_told_in_the_record_while_voting_is_open(browser, desk):
    browser.get(f"{SOUND}/en")
    before = figures(browser)
    upload(browser).follow()
    assert "Whoever touches Listen hears it" in browser.text
    assert "Uploaded by Cleo" in browser.text
    assert browser.page.all("audio", src=heard(desk))
    browser.get(f"{SOUND}/en")
    assert [before[0], figures(browser)[0]] == ["0", "1"]
    assert int(figures(browser)[2]) == int(before[2]) - 1
    browser.get(SOUND)
    browser.get("/desk/rounds/autumn-round/record")
    assert f"uploaded a sound for “{NAME}” (en-GB)" in browser.text


def test_a_recording_is_called_one(browser, desk):
    upload(browser, kind="recorded").follow()
    assert "Recorded by Cleo" in browser.text


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "Choose a file that has a sound in it"),
        (sounds.PICTURE, "Browsers cannot play this file. Choose one that is MP3, M4A, Ogg, WebM or WAV"),
        (sounds.tone(70), "This file has 1.1 MB. One text may have 1 MB: make it shorter, or save it as MP3"),
    ],
    ids=["empty", "picture", "too large"],
)
def test_what_is_no_sound_is_refused_kindly_and_what_was_there_stays(browser, desk, content, words):
    upload(browser)
    stays = heard(desk)
    browser.get(HERE).post(HERE, {}, files={"sound": ("x", content, "audio/wav")}, status=422)
    assert browser.mistakes == {"sound": words}
    assert heard(desk) == stays
    assert "What is heard now" in browser.text


def test_a_form_without_a_file_is_refused_kindly(browser):
    browser.get(HERE).post(HERE, {}, status=422)
    assert browser.mistakes == {"sound": "Choose a file that has a sound in it"}


def test_what_was_taken_out_can_be_put_back(browser, desk):
    upload(browser)
    stays = heard(desk)
    browser.post(f"{HERE}/removal", status=303).follow()
    assert heard(desk) == ""
    assert "It can be put back for 30 days" in browser.text
    browser.post(f"{HERE}/return", status=303).follow()
    assert heard(desk) == stays
    browser.get("/desk/rounds/autumn-round/record")
    assert f"took the sound of “{NAME}” (en-GB) out" in browser.text
    assert f"put the sound of “{NAME}” (en-GB) back" in browser.text


def test_one_draft_or_all_of_them_are_asked_for_and_what_fails_says_what_to_do(browser, desk):
    browser.get(HERE).post(f"{HERE}/draft", status=303).follow()
    assert "The machine is at it" in browser.text
    drafting.draft_due(desk.sessions, ("speaks-nowhere", "{file}"), lambda: NOW)
    browser.get(HERE)
    assert "The machine could not read it" in browser.text
    assert "You can ask again, record it, or upload a file." in browser.text
    browser.get(f"{SOUND}/en")
    wanted = int(figures(browser)[2])
    browser.post(f"{SOUND}/en/drafts", status=303).follow()
    with desk.sessions.read() as session:
        assert len(queries.wishes_due(session)) == wanted


def test_a_draft_is_marked_as_one_until_a_person_reads_it(browser, desk):
    with desk.sessions.write() as session:
        said = Said(NAME, "en-GB")
        actions.keep_clip(session, desk.id, said, actions.Kind.DRAFTED, sounds.tone(), "Cleo", NOW)
    browser.get(HERE)
    assert "Drafted by a machine, to be replaced by a person’s voice." in browser.text
    browser.get(f"{SOUND}/en")
    assert figures(browser)[:2] == ["0", "1"]
    upload(browser)
    browser.get(f"{SOUND}/en")
    assert figures(browser)[:2] == ["1", "0"]


def test_without_a_program_nothing_is_asked_of_it(sessions, keys, desk):
    with browser_of(sessions, keys, NOW) as opened:
        opened.sign_in("cleo").get(f"{SOUND}/en")
        assert "No program that reads aloud is set up here" in opened.text
        opened.post(f"{SOUND}/en/drafts", status=303).follow()
        assert "Nothing was done" in opened.text
        opened.post(f"{HERE}/draft", status=303)
    with sessions.read() as session:
        assert queries.wishes_due(session) == []


def test_words_that_changed_have_no_sound_any_more_and_the_old_one_is_left_over(browser, desk):
    upload(browser)
    with desk.sessions.write() as session:
        bids.row(session, bids.by_number(session, desk.id, 1).id).title = "Another name"
    assert heard(desk, "Another name") == ""
    browser.get(f"{SOUND}/en")
    assert "Of words that have changed" in browser.text
    assert figures(browser)[0] == "0"
    browser.get(HERE)
    assert "On no screen any more" in browser.text
    assert not browser.page.all("input", type="file")
    browser.post(HERE, {}, files={"sound": ("x", sounds.tone(), "audio/wav")}, status=404)
    browser.post(f"{HERE}/removal", status=303).follow()


def test_a_language_counts_what_is_in_it_and_names_what_is_not(sessions, keys):
    desk = make_desk_round(sessions, keys, phase=Phase.REVIEW)
    with sessions.write() as session:
        bid = bids.by_number(session, desk.id, 1).id
        words = {"title": "Nazwa", "sentence": "Zdanie."}
        proposals.translate_proposal(session, bid, "pl", words, "a parent", desk.cleo, BIDS_OPEN)
    with browser_of(sessions, keys, BIDS_OPEN) as opened:
        opened.sign_in("cleo").get(f"{SOUND}/pl")
        assert "Nazwa" in opened.text
        assert NAME not in opened.text
        assert f"{len(BIDS) - 1} bids are not in this language" in opened.text
        opened.get(f"{SOUND}/pl/{digest_of('Nazwa')}")
        assert opened.page.all("blockquote")[0].attributes["lang"] == "pl"


def test_the_same_words_in_english_and_easy_english_are_one_recording(browser, desk):
    upload(browser)
    browser.get(f"{SOUND}/en_GB@easy")
    assert figures(browser)[0] == "1"
    assert "Of words that have changed" not in browser.text


def test_what_is_no_language_and_no_text_leads_nowhere(browser):
    for path in ("xx", "", "en/" + "0" * 64, "en-GB"):
        browser.get(f"{SOUND}/{path}" if path else f"{SOUND}/", None)
        assert browser.last.status_code in ({404} if path else {200, 404}), path
    browser.get(HERE).post(f"{HERE}/removal", status=404)
    browser.post(f"{HERE}/return", status=404)
    browser.post(f"{SOUND}/en/{'0' * 64}/draft", status=404)


def test_the_microphone_is_allowed_on_the_page_that_records_and_on_no_other(browser):
    browser.get(HERE)
    assert "microphone=(self)" in browser.last.headers["permissions-policy"]
    assert "media-src 'self' blob:" in browser.last.headers["content-security-policy"]
    for path in (SOUND, f"{SOUND}/en", "/vote", "/desk"):
        browser.get(path)
        assert "microphone=()" in browser.last.headers["permissions-policy"]
        assert "blob:" not in browser.last.headers["content-security-policy"]


def test_bidders_and_strangers_reach_none_of_it(sessions, keys, desk):
    with browser_of(sessions, keys, NOW) as opened:
        for path in (SOUND, f"{SOUND}/en", HERE):
            opened.get(path, 303)
        opened.get("/vote").post(HERE, {}, files={"sound": ("x", sounds.tone(), "audio/wav")}, status=403)
