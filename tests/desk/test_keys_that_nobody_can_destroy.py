"""Publishing with copies of the keys that were lost: two people say what became of each, or nothing happens."""

import pytest
from desk_rounds import AFTER, NAME, make_desk_round
from pages import browser_of

from pb.desk.rules.key_copies import LONGEST_WORDS, copy_field
from pb.keys.copies import KeyCopyUnaccounted
from pb.people.rules import Kind
from pb.record import queries as record
from pb.rounds.rules.phases import Phase

ON_SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
BROKEN = "Broken with pliers in front of A. and B. on 3 October"
BURNT = "Burnt with the shed & all that was in it"


@pytest.fixture
def desk(sessions, keys, tmp_path):
    """A round to be published, whose keys were copied to a blue and to a red stick."""
    found = make_desk_round(sessions, keys, phase=Phase.OPENED)
    found.blue, found.red = tmp_path / "blue", tmp_path / "red"
    for stick in (found.blue, found.red):
        keys.copy_round(found.id, stick)
    return found


@pytest.fixture
def browser(desk):
    with browser_of(desk.sessions, desk.keys, AFTER) as found:
        yield found.sign_in("ada")


def take_away(stick):
    stick.rename(stick.with_name(f"{stick.name} in a drawer"))


def bring_back(stick):
    stick.with_name(f"{stick.name} in a drawer").rename(stick)


def delete_on(stick):
    for file in (stick / "rounds").iterdir():
        file.unlink()


def field(stick):
    return copy_field(str(stick))


def propose(browser, desk, status, name=NAME, **words):
    fields = {field(getattr(desk, stick)): said for stick, said in words.items()}
    browser.post(f"{desk.path}/acts", {"kind": "publish", "name-publish": name, **fields}, status=status)
    return browser.last.headers.get("location", "").rsplit("/", 1)[-1]


def confirm(browser, act, status=303):
    browser.sign_in("ben").get(f"/desk/acts/{act}")
    shown = browser.value("effect_hash")
    browser.post(f"/desk/acts/{act}/confirmation", {"effect_hash": shown}, status=status)


def attested(desk):
    """What the record says of each copy."""
    with desk.sessions.read() as session:
        (entry,) = (one for one in record.entries(session, desk.id) if one.verb == "KeysDestroyed")
    assert entry.actor.startswith("Ada")
    assert "and Ben" in entry.actor
    return list(entry.facts["copies"])


def fate(stick, matter="", words=""):
    more = {"fate": "attested", "matter": matter, "words": words} if words else {"fate": "destroyed"}
    return {"place": str(stick), **more}


@ON_SQLITE
def test_nobody_is_asked_about_copies_that_are_there(desk, browser):
    browser.get(f"{desk.path}/phase")
    assert not browser.page.all("textarea")
    assert "cannot be destroyed" not in browser.text
    confirm(browser, propose(browser, desk, 303))
    assert attested(desk) == [fate(desk.blue), fate(desk.red)]


def test_two_people_say_in_public_what_became_of_each_copy_that_is_lost(desk, browser):
    take_away(desk.blue)
    delete_on(desk.red)
    browser.get(f"{desk.path}/phase")
    assert "Bring each stick or disk back to its place" in browser.text
    assert "everybody can read them" in browser.text
    labels = {one.attributes["for"]: one.text for one in browser.page.all("label")}
    hints = {one.attributes.get("id"): one.text for one in browser.page.with_class("govuk-hint")}
    for stick, matter in ((desk.blue, "the place cannot be reached"), (desk.red, "the file is not there any more")):
        assert str(stick) in labels[field(stick)]
        assert matter in hints[f"{field(stick)}-hint"]
        assert "This will be public" in hints[f"{field(stick)}-hint"]
    act = propose(browser, desk, 303, blue=f" {BROKEN}\r\n ", red=BURNT)
    assert desk.keys.has_round(desk.id)
    browser.sign_in("ben").get(f"/desk/acts/{act}")
    names, values = ([one.text for one in browser.page.all(tag)] for tag in ("dt", "dd"))
    rows = dict(zip(names, values, strict=True))
    assert rows[f"Keys in {desk.blue}"] == f"The place cannot be reached. What became of them: “{BROKEN}”"
    assert "will be public, with both your names" in browser.text
    assert rows[f"Keys in {desk.red}"] == f"The file is not there any more. What became of them: “{BURNT}”"
    confirm(browser, act)
    assert not desk.keys.has_round(desk.id)
    assert attested(desk) == [
        fate(desk.blue, "the place cannot be reached", BROKEN),
        fate(desk.red, "the file is not there any more", BURNT),
    ]
    browser.get(f"{desk.path}/record")
    assert f"of the keys in {desk.red} they say, since the file is not there any more: “{BURNT}”" in browser.text
    browser.get(f"{desk.path}/phase")
    assert not browser.page.all("textarea")
    desk.explain()
    desk.run_clock(AFTER)
    browser.forget().get(f"/rounds/{desk.view.slug}/results")
    assert f"In {desk.red}: “{BURNT}” (At that time: the file is not there any more.)" in browser.text
    assert "Ada (Brookfield Council) and Ben (Brookfield ICB) said what became of the others" in browser.text


@ON_SQLITE
def test_each_copy_has_its_own_message_and_nothing_that_was_typed_is_lost(desk, browser):
    take_away(desk.blue)
    delete_on(desk.red)
    names = {"blue": field(desk.blue), "red": field(desk.red), "name": "name-publish"}
    for blue, red, name, wrong in (
        ("", BURNT, NAME, {"blue"}),
        (BROKEN, " \n\t", NAME, {"red"}),
        ("x" * (LONGEST_WORDS + 1), "", "Another round", {"blue", "red", "name"}),
        (BROKEN, BURNT, "", {"name"}),
    ):
        propose(browser, desk, 422, name, blue=blue, red=red)
        assert set(browser.mistakes) == {names[one] for one in wrong}
        assert [browser.value(names[one]).strip() for one in names] == [blue, red.strip(), name]
    told = [
        {"matter": "", "place": str(place), "words": words} for place, words in ((desk.red, BURNT), (desk.blue, " "))
    ]
    for copies in (None, told[:1], told):  # nor is there another door
        with pytest.raises(KeyCopyUnaccounted):
            desk.propose(Kind.PUBLISH, now=AFTER, copies=copies)
    assert not desk.acts()


def test_words_stay_with_the_copy_that_they_were_written_for(desk, browser):
    take_away(desk.blue)
    delete_on(desk.red)
    desk.keys.copy_round(desk.id, desk.red)
    act = propose(browser, desk, 303, blue=BROKEN, red=BURNT)
    (told,) = desk.acts()[0].effect["copies"]
    assert (told["place"], told["words"]) == (str(desk.blue), BROKEN)
    bring_back(desk.blue)
    confirm(browser, act)  # the effect that was agreed to is the same, and what is back is destroyed
    assert attested(desk) == [fate(desk.blue), fate(desk.red)]
    assert not list(desk.blue.rglob("*.json"))


def test_a_copy_for_which_the_act_does_not_account_stops_it_until_it_is_back(desk, browser, tmp_path):
    delete_on(desk.red)
    act = propose(browser, desk, 303, red=BURNT)
    shown, new = desk.acts()[0].effect_hash, tmp_path / "new"
    browser.sign_in("ben")
    for lost in (desk.blue, new):  # one that was there when the act was proposed, and one that was made since
        if lost is new:
            bring_back(desk.blue)
            desk.keys.copy_round(desk.id, new)
        take_away(lost)
        browser.get(f"/desk/acts/{act}")
        assert f"in {lost}: the place cannot be reached" in browser.text
        assert str(desk.red) not in browser.page.with_class("notice--bad")[0].text
        assert not browser.page.all("input", name="effect_hash")
        browser.post(f"/desk/acts/{act}/confirmation", {"effect_hash": shown}, status=409)
        assert str(lost) in browser.text
        assert "Nothing was done" in browser.text
        assert desk.keys.has_round(desk.id)
        assert "KeysDestroyed" not in desk.verbs()
    bring_back(new)
    confirm(browser, act)
    assert not desk.keys.has_round(desk.id)
    assert attested(desk) == [
        fate(desk.blue),
        fate(new),
        fate(desk.red, "the file is not there any more", BURNT),
    ]


def test_a_destruction_whose_commit_failed_is_done_again_with_the_same_words(desk):
    take_away(desk.blue)
    told = [{"matter": "the place cannot be reached", "place": str(desk.blue), "words": BROKEN}]
    act = desk.propose(Kind.PUBLISH, now=AFTER, copies=told)

    class PowerCut(Exception):
        pass

    with pytest.raises(PowerCut):
        desk.confirm(act, now=AFTER, fault=PowerCut)
    assert not desk.keys.has_round(desk.id)
    assert "KeysDestroyed" not in desk.verbs()
    desk.confirm(act, now=AFTER)
    assert attested(desk) == [fate(desk.blue, "the place cannot be reached", BROKEN), fate(desk.red)]
