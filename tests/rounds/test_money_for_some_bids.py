"""What bids can be about, and money that is for some of them only."""

import pytest
from ballot_rounds import make_box
from hypothesis import given
from hypothesis import strategies as st
from pages import browser_of
from partnership import NOW, make_partnership
from small_elections import steady

from pb.record import queries as record
from pb.rounds import actions, queries
from pb.rounds.rules.draft import BallotKind, Calendar, RoundDraft
from pb.rounds.rules.labels import LabelDraft, LabelInUse, LabelKind, NotALabel, only_in_words
from pb.rounds.rules.opening import Readiness, TooDear, blocks_opening, idle_money
from pb.rounds.rules.phases import RulesFrozen
from pb.rounds.rules.pot import NotAReservation, Piece, may_go_to, pieces

EDUCATION = LabelDraft("education", LabelKind.SECTOR, "Education")
HEALTH = LabelDraft("health", LabelKind.SECTOR, "Health")
CALM = LabelDraft("calm", LabelKind.THEME, "Calm places")
NORTH = LabelDraft("north", LabelKind.AREA, "North")
LABELS = (EDUCATION, HEALTH, CALM, NORTH)
KINDS = {label.key: label.kind.value for label in LABELS}
BASE = "/desk/rounds/the-pot"


# --- rules ---------------------------------------------------------------------------------------------------------


def test_what_money_is_for_is_said_in_words():
    assert only_in_words((), LABELS) == ""
    assert only_in_words(("health",), LABELS) == "Health"
    assert only_in_words(("north", "health", "education"), LABELS) == "Education or Health, and North"


def test_a_bid_needs_one_label_of_each_kind_that_money_names():
    money = [
        Piece("Council", 10),
        Piece("ICB", 100, ("health", "education")),
        Piece("Trust", 1000, ("health", "north")),
    ]
    assert may_go_to((), money, KINDS) == 10
    assert may_go_to(("north",), money, KINDS) == 10
    assert may_go_to(("education",), money, KINDS) == 110
    assert may_go_to(("north", "health"), money, KINDS) == 1110


def test_what_is_set_aside_comes_from_every_open_contribution_in_proportion():
    given_ = [Piece("Council", 3000), Piece("ICB", 500, ("health",)), Piece("Trust", 1000)]
    assert pieces(given_, [("calm", 1000), ("north", 3)]) == [
        Piece("Council", 2248),
        Piece("Council", 750, ("calm",)),
        Piece("Council", 2, ("north",)),
        Piece("ICB", 500, ("health",)),
        Piece("Trust", 749),
        Piece("Trust", 250, ("calm",)),
        Piece("Trust", 1, ("north",)),
    ]


@steady
@given(
    st.lists(st.tuples(st.integers(1, 10_000), st.booleans()), max_size=6),
    st.lists(st.integers(1, 9_000), max_size=3),
)
def test_pieces_are_the_pot_to_the_penny_and_each_label_gets_what_was_set_aside_for_it(amounts, reserved):
    given_ = [Piece(f"a{at}", pence, () if open_ else ("health",)) for at, (pence, open_) in enumerate(amounts)]
    kept = list(zip(("education", "calm", "north"), reserved, strict=False))
    found = pieces(given_, kept)
    for one in given_:
        assert sum(piece.pence for piece in found if piece.agency == one.agency) == one.pence
    assert all(piece.pence > 0 for piece in found)
    left = sum(one.pence for one in given_ if not one.only)
    for label, wanted in kept:
        assert sum(piece.pence for piece in found if piece.only == (label,)) == min(wanted, left)
        left -= min(wanted, left)


READY = Readiness(
    pot=100_00,
    open_money=60_00,
    reserved=0,
    greatest_cost=80_00,
    admitted=2,
    undecided=0,
    too_dear=(),
    roll={"young": 3},
    electorates={"young": "Young people"},
    closes_at=NOW.replace(year=2027),
)


def test_nothing_stands_in_the_way_of_a_round_whose_money_and_bids_fit():
    assert blocks_opening(READY, NOW) == []


@pytest.mark.parametrize(
    ("changed", "words", "mended_at"),
    [
        ({"too_dear": (TooDear("Quiet room", 70_00, 60_00),)}, "only £60 of the pot may go to it", "/bids"),
        ({"reserved": 61_00}, "£61 is set aside for some bids, and only £60 is open money", "/aside"),
        ({"pot": 0, "open_money": 0}, "There is no money in the pot", "/pot"),
        ({"pot": 70_00}, "more than the whole pot", "/settings"),
    ],
)
def test_money_that_does_not_fit_stands_in_the_way_of_opening(changed, words, mended_at):
    values = {name: getattr(READY, name) for name in READY.__dataclass_fields__}
    (block,) = blocks_opening(Readiness(**{**values, **changed}), NOW)
    assert words in block
    assert block.mended_at == mended_at


def test_money_that_no_bid_on_the_ballot_may_have_is_told_before_opening():
    money = [Piece("Council", 10_00), Piece("ICB", 5_00, ("calm",)), Piece("ICB", 1_50, ("calm",))]
    money += [Piece("ICB", 7_00, ("health",))]
    told = idle_money(money, [("health", "north"), ()], LABELS)
    assert told == ["£6.50 of ICB is for Calm places, and no bid on the ballot is. It would take no part, and go back"]


# --- actions -------------------------------------------------------------------------------------------------------


@pytest.fixture
def office(sessions):
    return make_partnership(sessions)


@pytest.fixture
def round_id(sessions):
    instants = [NOW.replace(month=month) for month in (4, 5, 6, 7)]
    draft = RoundDraft("The pot", "For all", Calendar(*instants), 1_00, 50_00, BallotKind.APPROVAL, 0, 0)
    with sessions.write() as session:
        found = actions.create_round(session, draft, "Ada", NOW)
        actions.set_labels(session, found, LABELS, "Ada", NOW)
    return found


def view(sessions, round_id):
    with sessions.read() as session:
        return queries.by_id(session, round_id)


def give(sessions, round_id, agency, amount, only=()):
    with sessions.write() as session:
        return actions.add_contribution(session, round_id, agency, amount, "", "Ada", NOW, only)


def test_a_new_round_has_the_three_sectors(sessions):
    instants = [NOW.replace(month=month) for month in (4, 5, 6, 7)]
    draft = RoundDraft("New", "For all", Calendar(*instants), 1_00, 50_00, BallotKind.APPROVAL, 0, 0)
    with sessions.write() as session:
        found = queries.by_id(session, actions.create_round(session, draft, "Ada", NOW))
    assert [label.name for label in found.labels] == ["Education", "Health", "Social care"]


def test_a_contribution_keeps_what_it_is_for_and_can_be_taken_out(sessions, office, round_id):
    gift = give(sessions, round_id, office.agencies["board"], 5_00, ("north", "health"))
    give(sessions, round_id, office.agencies["council"], 7_00)
    found = view(sessions, round_id)
    assert {one.agency: (one.only, one.only_words) for one in found.contributions} == {
        "Brookfield ICB": (("health", "north"), "Health, and North"),
        "Brookfield Council": ((), ""),
    }
    assert (found.pot, found.open_money, found.may_go_to(("health", "north"))) == (12_00, 7_00, 12_00)
    with sessions.write() as session:
        actions.remove_contribution(session, round_id, gift, "Ada", NOW)
    assert view(sessions, round_id).labels_with_money == set()


def test_money_for_a_label_that_the_round_does_not_have_is_refused_and_nothing_is_written(sessions, office, round_id):
    with pytest.raises(NotALabel):
        give(sessions, round_id, office.agencies["board"], 5_00, ("south",))
    assert view(sessions, round_id).contributions == ()


def test_a_label_with_money_stays_and_another_can_go(sessions, office, round_id):
    give(sessions, round_id, office.agencies["board"], 5_00, ("health",))
    with pytest.raises(LabelInUse), sessions.write() as session:
        actions.set_labels(session, round_id, [CALM], "Ada", NOW)
    renamed = LabelDraft("health", LabelKind.SECTOR, "Health and care")
    with sessions.write() as session:
        actions.set_labels(session, round_id, [CALM, renamed], "Ada", NOW)
    found = view(sessions, round_id)
    assert [label.name for label in found.labels] == ["Calm places", "Health and care"]
    assert found.contributions[0].only_words == "Health and care"


def test_money_set_aside_takes_the_place_of_what_was_and_can_be_opened_again(sessions, office, round_id):
    give(sessions, round_id, office.agencies["board"], 9_00)
    for amount in (4_00, 3_00):
        with sessions.write() as session:
            actions.set_money_aside(session, round_id, "calm", amount, "Ada", NOW)
    found = view(sessions, round_id)
    assert [(kept.name, kept.amount) for kept in found.reservations] == [("Calm places", 3_00)]
    assert [(piece.pence, piece.only) for piece in found.pieces] == [(6_00, ()), (3_00, ("calm",))]
    with sessions.write() as session:
        actions.open_money_again(session, round_id, "calm", "Ada", NOW)
    assert view(sessions, round_id).pieces == [Piece("Brookfield ICB", 9_00)]
    with pytest.raises(NotAReservation), sessions.write() as session:
        actions.open_money_again(session, round_id, "calm", "Ada", NOW)
    with sessions.read() as session:
        verbs = [entry.verb for entry in record.entries(session, round_id)]
    assert verbs[-3:] == ["MoneySetAside", "MoneySetAside", "MoneyOpenedAgain"]


def test_once_voting_is_open_labels_and_money_stay(sessions, keys):
    box = make_box(sessions, keys)
    for act in (
        lambda session: actions.set_labels(session, box.id, LABELS, "Ada", NOW),
        lambda session: actions.set_money_aside(session, box.id, "calm", 1, "Ada", NOW),
        lambda session: actions.open_money_again(session, box.id, "calm", "Ada", NOW),
    ):
        with pytest.raises(RulesFrozen), sessions.write() as session:
            act(session)


# --- pages ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def browser(sessions, keys, office, round_id):
    with browser_of(sessions, keys, NOW) as opened:
        yield opened.sign_in("ada")


def test_labels_are_added_renamed_and_taken_away_on_one_page(browser, sessions, round_id):
    browser.get(f"{BASE}/labels")
    assert browser.value("sector-1") == "Education"
    fields = {"sector-1-key": "education", "sector-1": "Schools", "sector-2-key": "health", "sector-2": ""}
    fields |= {"theme-1-key": "calm", "theme-1": "Calm places", "theme-2": " Being   active ", "area-1": "Calm places"}
    browser.post(f"{BASE}/labels", fields, status=303)
    assert [(label.key, label.kind, label.name) for label in view(sessions, round_id).labels] == [
        ("education", "sector", "Schools"),
        ("calm", "theme", "Calm places"),
        ("being-active", "theme", "Being active"),
        ("calm-places", "area", "Calm places"),
    ]


def test_a_slip_with_labels_is_said_beside_the_field_and_nothing_typed_is_lost(browser, sessions, office, round_id):
    give(sessions, round_id, office.agencies["board"], 5_00, ("health",))
    kept = {"sector-1-key": "education", "sector-1": "Education", "theme-1": "New theme"}
    browser.post(f"{BASE}/labels", {**kept, "sector-2-key": "health", "sector-2": ""}, status=422)
    assert "Money is kept for this" in browser.mistakes["sector-2"]
    assert browser.value("theme-1") == "New theme"
    browser.post(f"{BASE}/labels", {"area-1": "North", "area-2": "north", "area-3": "x" * 81}, status=422)
    assert set(browser.mistakes) == {"area-2", "area-3"}
    assert [label.key for label in view(sessions, round_id).labels] == ["education", "health", "calm", "north"]


def test_a_contribution_for_some_bids_is_ticked_and_told_on_the_page_of_the_pot(browser, sessions, office, round_id):
    browser.get(f"{BASE}/pot")
    typed = {"agency": office.agencies["board"], "amount": "20", "only": ["health", "north"]}
    browser.post(f"{BASE}/pot", typed, status=303)
    browser.follow()
    assert "Health, and North" in browser.text
    browser.post(f"{BASE}/pot", {**typed, "amount": "", "only": ["calm"]}, status=422)
    ticked = [one.attributes["value"] for one in browser.page.all("input", name="only") if "checked" in one.attributes]
    assert ticked == ["calm"]
    browser.post(f"{BASE}/pot", {**typed, "only": ["nothing"]}, status=422)
    assert set(browser.mistakes) == {"only"}
    assert view(sessions, round_id).pot == 20_00


def test_money_is_set_aside_on_a_page_of_its_own(browser, sessions, office, round_id):
    browser.get(f"{BASE}/aside")
    assert "There is no open money" in browser.text
    give(sessions, round_id, office.agencies["board"], 30_00)
    browser.post(f"{BASE}/aside", {"label": "calm", "amount": "12.50"}, status=303)
    browser.follow()
    assert "£12.50" in browser.text
    browser.post(f"{BASE}/aside", {"label": "north", "amount": "18"}, status=422)
    assert "Only £17.50 of the pot is open" in browser.mistakes["amount"]
    assert browser.value("amount") == "18"
    browser.post(f"{BASE}/aside", {"label": "south", "amount": ""}, status=422)
    assert set(browser.mistakes) == {"label", "amount"}
    browser.post(f"{BASE}/aside", {"label": "calm", "amount": "30"}, status=303)
    browser.post(f"{BASE}/aside/calm/removal", status=303)
    assert view(sessions, round_id).reservations == ()
