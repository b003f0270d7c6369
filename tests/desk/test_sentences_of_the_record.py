"""Every act has a sentence; what nobody has words for, or what was tampered with, is shown by its verb."""

import ast

from desk_rounds import make_desk_round
from source_tree import modules, nodes

from pb.desk.rules.sentences import _SENTENCES, actor_name, sentence
from pb.record import queries as record
from pb.record.models import SITE_CHAIN
from pb.rounds.rules.phases import Phase


def verbs_in_the_source():
    """The verb of every call of `append(session, chain, actor, "Verb", …)` in the rooms' actions."""
    for file in modules():
        for call in nodes(file, ast.Call):
            named = isinstance(call.func, ast.Attribute) and call.func.attr == "append" and len(call.args) == 6
            if named and isinstance(call.args[3], ast.Constant):
                yield call.args[3].value


def test_every_verb_that_the_house_writes_has_a_sentence():
    written = set(verbs_in_the_source())
    assert len(written) > 20
    assert written <= set(_SENTENCES)


def test_every_entry_of_a_walked_round_reads_as_a_sentence(sessions, keys):
    desk = make_desk_round(sessions, keys, phase=Phase.PUBLISHED, young=10, carers=10)
    agencies = {desk.people.agencies["council"]: "Brookfield Council"}
    with sessions.read() as session:
        entries = record.entries(session, desk.id) + record.entries(session, SITE_CHAIN)
    said = {entry.verb: sentence(entry.verb, entry.facts, agencies) for entry in entries}
    assert not [verb for verb, words in said.items() if verb == words]
    assert said["ListSealed"] == "sealed the list of 20 ballots"
    assert said["UrnOpened"] == "opened 20 ballots"
    assert said["RollImported"] == "put 20 people on the roll"
    assert said["ActProposed"] == "asked a second person to publish the result"
    assert said["StaffAdded"] == "added Cleo as an officer"
    everything = [sentence(entry.verb, entry.facts, agencies) for entry in entries]
    assert "put £6,000 of Brookfield Council in the pot" in everything
    assert "put £4,000 of an agency in the pot" in everything


def test_an_unknown_verb_and_tampered_facts_fall_back_to_the_verb():
    assert sentence("TeaBrewed", {}, {}) == "TeaBrewed"
    for verb in _SENTENCES:
        assert sentence(verb, {"unreadable": "x"}, {})
    assert sentence("ContributionAdded", {"agency": ["x"], "amount": "much"}, {}) == "ContributionAdded"
    assert sentence("ActProposed", {"kind": "no-such"}, {}) == "ActProposed"
    assert sentence("PhaseMoved", {"after": "nowhere"}, {}) == "PhaseMoved"


def test_bidders_stay_without_a_name():
    assert actor_name("bidder 0123456789abcdef") == "A bidder"
    assert actor_name("the clock") == "The clock"
    assert actor_name("Ada (Brookfield Council)") == "Ada (Brookfield Council)"
