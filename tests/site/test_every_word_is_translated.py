"""Every word of the public pages goes through the catalogue, or is what somebody wrote and is marked as English."""

import pseudo
import pytest
from desk_rounds import AFTER, BIDS_OPEN, DURING, NOW, make_desk_round, submit
from key_holders import make_sheets, try_all
from pages import browser_of

from pb.desk.rules.moves import CLOSE_BIDS
from pb.people.rules import Kind
from pb.proposals import actions as proposals
from pb.proposals import queries
from pb.record import actions as record
from pb.rounds import actions as rounds
from pb.rounds.rules.draft import BallotKind
from pb.rounds.rules.labels import DEFAULT_LABELS, LabelDraft, LabelKind
from pb.rounds.rules.phases import Phase
from pb.web import languages

WORDS = ("/", "/help", "/easier", "/privacy", "/accessibility", "/security", "/how-we-count")
WRITTEN = (
    "Time for us",
    "Money for ideas.",
    "Young people",
    "Parent carers",
    "Brookfield Council",
    "Brookfield ICB",
    "Board games",
    "Quiet hour",
    "A horse",
    "Everything",
    "It is safe.",
    "It is for one person.",
    "A dog that we know",
    "Calm places",
    "the school council",
)


OF_THE_FRONT_PAGE = ("/", "Young people")
"""A sentence of the front page begins so."""


def make_rounds(sessions, keys):
    """Rounds with everything that the pages can show: one that votes, one that takes bids, one published."""
    voting = make_desk_round(sessions, keys, phase=Phase.BIDDING, name="Time for us")
    bids = [submit(voting, title) for title in ("Board games", "Quiet hour", "A horse")]
    labels = (*DEFAULT_LABELS, LabelDraft("calm", LabelKind.THEME, "Calm places"))
    with sessions.write() as session:
        rounds.set_labels(session, voting.id, labels, voting.ada.actor, NOW)
        agency = voting.people.agencies["board"]
        for only in (("health", "education", "calm"), ("education", "health", "social-care")):
            rounds.add_contribution(session, voting.id, agency, 500_00, "", voting.ada.actor, NOW, only)
        queries.row(session, bids[1]).symbol_description = "A dog that we know"
        for bid in bids[:2]:
            queries.row(session, bid).place = "Brookfield Council"
            about = ["health", "calm"]
            proposals.admit_proposal(session, bid, 2, "It is safe.", voting.cleo, BIDS_OPEN, about)
        proposals.refuse_proposal(session, bids[2], 2, "It is for one person.", voting.cleo, BIDS_OPEN)
    voting.move(CLOSE_BIDS)
    voting.issue(3, 3)
    names = ("The commissioner", "The parent carer forum", "The school council")
    try_all(sessions, keys, voting.id, make_sheets(sessions, keys, voting.id, names=names))
    voting.agree(Kind.OPEN_VOTING)
    make_desk_round(sessions, keys, phase=Phase.BIDDING, people=voting.people, name="Ideas", **STARS)
    published = make_desk_round(sessions, keys, phase=Phase.PUBLISHED, people=voting.people, young=10, carers=11)
    facts = {"made_at": NOW.isoformat(), "voting": True}
    with sessions.write() as session:
        for desk in (voting, published):
            record.append(session, desk.id, "the tests", "BackupRestored", facts, DURING)


STARS = {"ballot_kind": BallotKind.STARS, "ballot_limit": 5, "ballot_most": 2}
PAGES = (
    *WORDS,
    "/rounds/time-for-us",
    "/rounds/time-for-us/bids/1",
    "/rounds/time-for-us/bids/2",
    "/rounds/time-for-us/bids/3",
    "/rounds/ideas",
    "/rounds/autumn-round",
    "/rounds/autumn-round/bids/1",
    "/rounds/autumn-round/bids/4",
)


@pytest.fixture(scope="module")
def reader(kept, brackets):
    sessions, keys = kept
    make_rounds(sessions, keys)
    with browser_of(sessions, keys, AFTER, PB_PHONE="01632 960 123", PB_EMAIL="help@example.org") as browser:
        browser.get("/").post("/easier", {"language": pseudo.KEY, "back": "/"}, status=303)
        yield browser


def said(html):
    """All that the main part of a page says in the language of the page."""
    found = pseudo.main_of(html)
    return " ".join([found.words, *(value for _, value in found.attributes)])


@pytest.mark.parametrize("path", PAGES)
def test_a_page_has_no_word_that_went_past_the_translators(reader, path):
    html = reader.get(path).last.text
    assert reader.page.all("html")[0].attributes["lang"] == pseudo.KEY
    assert pseudo.FIRST in said(html)
    assert pseudo.untold(html) == []


@pytest.mark.parametrize("path", PAGES)
def test_what_somebody_wrote_is_marked_as_english_wherever_it_stands(reader, path):
    told = said(reader.get(path).last.text)
    assert [words for words in WRITTEN if words in told and (path, words) != OF_THE_FRONT_PAGE] == []


def test_the_pages_that_were_read_do_show_what_somebody_wrote(reader):
    told = " ".join(reader.get(path).text for path in PAGES)
    alts = {one.attributes["alt"] for one in reader.get("/rounds/time-for-us").page.all("img")}
    assert {words for words in WRITTEN if words not in told} <= alts


def test_a_notice_is_said_in_the_language_of_the_page(reader):
    reader.get("/easier").post("/easier", {"language": pseudo.KEY, "theme": "dark"}, status=303).follow()
    assert pseudo.untold(reader.last.text) == []
    assert pseudo.wrapped("Done. Every page looks like this now, in this browser.") in reader.text


@pytest.mark.parametrize(
    "piece", ["<p>Words</p>", '<img alt="Words">', "<p>⟦Half⟧ Words</p>", '<a title="Words">7</a>']
)
def test_words_past_the_translators_are_seen(piece):
    assert pseudo.untold(f"<main>{piece}</main>")
    assert not pseudo.untold(f'<main><div lang="en-GB">{piece}</div></main>')


def test_a_piece_of_a_page_goes_into_a_sentence_and_text_is_escaped_there(brackets):
    say = languages.language(pseudo.KEY).words
    link = languages.as_written("<b>", languages.language(pseudo.KEY))
    assert say("Telephone {number}", number="<b>") == "⟦Telephone <b>⟧", "text is escaped where it is shown"
    assert str(say("{some} and {last}", some="<i>", last=link)) == (
        '⟦&lt;i&gt; and <span lang="en-GB" dir="ltr">&lt;b&gt;</span>⟧'
    )
