"""The page, opened as a file without a network: somebody new follows one ballot from receipt to result."""

import base64
import io
import re
import zipfile
from pathlib import Path

import looks
import pytest
import tables
from altered_bundles import SEMANTIC, VALUES, WHOLE, altered
from desk_rounds import make_desk_round
from published_round import packed, sign_wrongly

from pb.ballots import queries as ballots
from pb.db.engines import Sessions
from pb.keys.folder import KeyFolder
from pb.results import queries as results
from pb.rounds.rules.phases import Phase
from pb.seal import bundle, commit

GOLDEN = Path(__file__).resolve().parents[1] / "recount" / "golden"
VERDICTS = ("Reproduced", "What can be checked without the ballots holds")
HOW_THE_PAGE_IS_READ = 60_000


def choose(page, text, name="bundle.zip"):
    """Choose a bundle and wait for the verdict; its words."""
    page.set_input_files("#bundle", {"name": name, "mimeType": "application/zip", "buffer": text})
    page.wait_for_selector("#verdict h2", timeout=HOW_THE_PAGE_IS_READ)
    return page.inner_text("#verdict")


def find(page, code):
    """Type a check code; what is found of it, in words."""
    page.fill("#code", code)
    page.evaluate("document.getElementById('found').replaceChildren()")
    page.click("#find button")
    page.wait_for_selector("#found h2")
    return page.inner_text("#found")


@pytest.fixture(scope="module")
def published(tmp_path_factory):
    """A round published with its ballots and one without, each with its check codes; and what auditors of that have."""
    folder = tmp_path_factory.mktemp("published")
    sessions, keys = Sessions(f"sqlite:///{folder / 'pb.sqlite3'}"), KeyFolder(folder / "keys")
    tables.create(sessions)
    large = make_desk_round(sessions, keys, phase=Phase.PUBLISHED, young=10, carers=11)
    small = make_desk_round(
        sessions, keys, phase=Phase.PUBLISHED, young=10, carers=9, people=large.people, name="Small round"
    )
    found = []
    for desk in (large, small):
        with sessions.read() as session:
            codes = [one.tracker for one in ballots.opened_ballots(session, desk.id)]
            found.append((results.public_bundle(session, desk.id), codes))
    with sessions.read() as session:
        audit = results.audit_bundle(session, small.id)
    sessions.close()
    return *found, audit


@pytest.mark.parametrize("file", sorted(GOLDEN.rglob("*.zip")), ids=lambda file: f"{file.parent.name} {file.stem}")
def test_every_golden_bundle_passes(open_verifier, file):
    assert any(words in choose(open_verifier(), file.read_bytes()) for words in VERDICTS)


def test_with_the_bundle_alone_every_voter_follows_their_ballot_from_receipt_to_result(open_verifier, published):
    text, codes = published[0]
    with zipfile.ZipFile(io.BytesIO(text)) as files:
        page = open_verifier(files.read(bundle.VERIFIER))  # the page that came with it
    assert "Reproduced" in choose(page, text)
    assert "All 21 ballots of Autumn round" in page.inner_text("#verdict")
    assert "were signed with the key" in page.inner_text("#checks")
    assert "verify.html, a page that came with the bundle" in page.inner_text("#checks")
    assert len(codes) == 21
    for code in codes:
        words = find(page, code.lower())
        assert "It is in the count" in words
        assert re.search(r"£[\d,.]+ of your share went to it", words)
        assert "Your share of the pot was" in words
        assert re.search(r"Of your share, (about )?£[\d,.]+ went to", words)
    assert "£9,000 of £10,000 on 3 of 4 bids" in page.inner_text("#account")


def test_where_a_group_is_small_a_voter_finds_that_their_ballot_is_listed_and_an_auditor_recounts(
    open_verifier, published
):
    text, codes = published[1]
    page = open_verifier()
    assert "What can be checked without the ballots holds" in choose(page, text)
    assert "It is on the sealed list" in find(page, codes[0])
    assert "a group is small" in page.inner_text("#found")
    assert "please do not pass it on" in choose(page, published[2])
    assert "It is in the count" in find(page, codes[0])


def test_what_differs_is_named_and_nothing_after_it_is_claimed(open_verifier):
    page = open_verifier()
    changed = altered(next(change for change, _ in SEMANTIC if change.__name__ == "change_marks"))
    assert "Something differs" in choose(page, changed)
    assert "ballots.ndjson: line" in page.inner_text("#verdict")
    assert page.is_hidden("#own")
    assert page.inner_text("#account") == ""
    assert "could not be read" in choose(page, b"no zip at all")
    assert "the bundle: it is no zip" in page.inner_text("#verdict")
    assert "Something differs" in choose(page, packed(VALUES, sign_wrongly))
    assert "manifest.json: its signature was not made with the key" in page.inner_text("#verdict")
    assert "Reproduced" in choose(page, WHOLE)  # the page is as good as new afterwards


def test_hashes_that_were_noted_are_held_against_the_bundle(open_verifier):
    page = open_verifier()
    page.click("summary")
    page.fill("#noted-list", "00" * 32)
    assert "list.json: hash is" in choose(page, WHOLE)


def test_files_that_somebodys_computer_unpacked_are_taken_together(open_verifier):
    files = bundle.read_bundle(WHOLE)
    page = open_verifier()
    for changed in (False, True):
        some = {**files, bundle.SUMS: files[bundle.SUMS].replace(b"2", b"3")} if changed else files
        page.set_input_files(
            "#bundle", [{"name": name, "mimeType": "text/plain", "buffer": text} for name, text in some.items()]
        )
        page.wait_for_selector("#verdict h2")
        assert ("Something differs" if changed else "Reproduced") in page.inner_text("#verdict")
        assert "Not checked. The zip itself" in page.inner_text("#checks")


def test_a_bundle_may_be_dropped_and_what_it_says_is_text_and_never_markup(open_verifier):
    values = {**VALUES, bundle.ROUND: {**VALUES[bundle.ROUND], "name": "<img src=x onerror=document.title=1>\u202e"}}
    page = open_verifier()
    page.evaluate(
        """text => {
          const dropped = new DataTransfer();
          const bytes = Uint8Array.from(atob(text), (one) => one.charCodeAt(0));
          dropped.items.add(new File([bytes], 'bundle.zip'));
          const drop = new DragEvent('drop', { dataTransfer: dropped, bubbles: true });
          document.getElementById('drop').dispatchEvent(drop);
        }""",
        base64.b64encode(packed(values)).decode(),
    )
    page.wait_for_selector("#verdict h2")
    assert "<img src=x" in page.inner_text("#checks")
    assert page.query_selector("img") is None


def test_a_browser_without_ed25519_says_that_it_could_not_check_the_signature(open_verifier):
    page = open_verifier()
    # The worker is taken away too, so that the page itself does the work, in which the method is missing.
    page.add_init_script(
        """
        const missing = () => Promise.reject(new DOMException('Unrecognized name.', 'NotSupportedError'));
        SubtleCrypto.prototype.importKey = missing;
        SubtleCrypto.prototype.generateKey = missing;
        window.Worker = function Worker() { throw new Error('no worker'); };
        """
    )
    page.reload()
    assert "Reproduced" in choose(page, WHOLE)
    assert "Not checked. The signature: this browser has no Ed25519" in page.inner_text("#checks")


def test_what_is_printed_has_the_verdict_and_not_ones_own_vote(open_verifier):
    page = open_verifier()
    choose(page, WHOLE)
    find(page, commit.tracker(VALUES[bundle.BALLOTS][0]["commit"]))
    page.emulate_media(media="print")
    assert page.is_visible("#verdict h2")
    assert page.is_visible("#checks")
    assert page.is_hidden("#own")
    assert page.is_hidden("#drop")


@pytest.mark.parametrize("colours", ["light", "dark"])
def test_everybody_can_read_and_use_it(open_verifier, colours):
    page, light = open_verifier(color_scheme=colours), colours == "light"
    faults = looks.faults_of(page, f"verify-first-{colours}") if light else []
    choose(page, WHOLE)
    find(page, commit.tracker(VALUES[bundle.BALLOTS][0]["commit"]))
    faults += looks.faults_of(page, f"verify-reproduced-{colours}")
    choose(page, altered(SEMANTIC[0][0]))
    faults += looks.faults_of(page, f"verify-differs-{colours}")
    choose(page, b"no zip at all")
    faults += looks.faults_of(page, f"verify-unreadable-{colours}") if light else []
    assert faults == []


def test_the_keyboard_alone_does_it_and_the_verdict_takes_the_focus(open_verifier):
    page = open_verifier()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "bundle"
    assert "Reproduced" in choose(page, WHOLE)
    assert page.evaluate("document.activeElement.textContent").startswith("Reproduced")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "code"
    page.keyboard.type(commit.tracker(VALUES[bundle.BALLOTS][0]["commit"]))
    page.keyboard.press("Enter")
    page.wait_for_selector("#found h2")
    assert page.evaluate("document.activeElement.textContent").startswith("It is in the count")
