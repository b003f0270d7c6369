"""The record in plain words: one sentence for each verb, to be read after the name of who acted."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from pb.booth.rules.screens import NAMES as SCREENS
from pb.core.clock import day_text, london_text
from pb.core.money import pounds
from pb.desk.rules.key_copies import destroyed_in_words
from pb.desk.rules.moves import NoSuchMove, title_of
from pb.desk.rules.tasks import NAMES
from pb.holders.rules import listed
from pb.people.rules import StaffKind
from pb.rounds.rules.phases import Phase
from pb.web.languages import language

Facts = Mapping[str, Any]
Agencies = Mapping[str, str]
"""Names of agencies by id."""

LONGEST_REASON = 160
STAFF_TITLES: dict[str, str] = {
    StaffKind.ADD_COMMISSIONER: "add a commissioner",
    StaffKind.RESET_SECOND_FACTOR: "reset a second step",
    StaffKind.ADD_OBSERVER: "add an observer",
    StaffKind.END_OBSERVER: "end the access of an observer",
}
"""The acts about staff, inside a sentence."""


def sentence(verb: str, facts: Facts, agencies: Agencies) -> str:
    """What an entry of the record says, in plain words; the verb itself where nobody has found words for it.

    An entry whose facts are not those that its verb has was tampered with; its verb alone is shown then.
    """
    try:
        return _SENTENCES[verb](facts, agencies)
    except (KeyError, TypeError, ValueError, AttributeError, NoSuchMove):
        return verb


def actor_name(actor: str) -> str:
    """Who acted, as people read it: bidders stand in the record by an opaque reference."""
    return "A bidder" if actor.startswith("bidder ") else actor[:1].upper() + actor[1:]


def _title(facts: Facts) -> str:
    kind = facts["kind"]
    return STAFF_TITLES[kind] if kind in STAFF_TITLES else title_of(kind)


def _bid(facts: Facts) -> str:
    return f"bid {facts['number']:d}"


def _translated(facts: Facts, _agencies: Agencies) -> str:
    tongue = language(facts["language"]).name if language(facts["language"]).key else facts["language"]
    return f"put {_bid(facts)} into {tongue}" if facts["parts"] else f"took {_bid(facts)} in {tongue} away"


def _said(facts: Facts) -> str:
    return f"“{' '.join(facts['words'].split())}” ({facts['language']})"


def _clip_kept(facts: Facts, _: Agencies) -> str:
    verb = {"recorded": "recorded", "uploaded": "uploaded a sound for", "drafted": "let a machine read"}[facts["kind"]]
    return f"{verb} {_said(facts)}"


def _subject(facts: Facts) -> str:
    kind, _, number = facts["subject"].partition("-")
    return f"bid {int(number)}" if kind == "bid" else f"the screen “{SCREENS[kind]}”"


def _reason(facts: Facts) -> str:
    reason = " ".join(facts["reason"].split())
    short = reason if len(reason) <= LONGEST_REASON else f"{reason[:LONGEST_REASON]}…"
    return f": {short}" if short else ""


def _bids(count: int) -> str:
    return "1 bid" if count == 1 else f"{count:,d} bids"


def _ballots(count: int) -> str:
    return "1 ballot" if count == 1 else f"{count:,d} ballots"


def _money_given(facts: Facts, agencies: Agencies) -> str:
    giver = agencies.get(facts["agency"], "an agency")
    return f"put {pounds(facts['amount'])} of {giver} in the pot{', for some bids only' if 'only' in facts else ''}"


def _names(facts: Facts) -> str:
    return listed(facts["holders"])


def _labels(facts: Facts, _: Agencies) -> str:
    names = ", ".join(name for _, name in facts["labels"].values())
    return f"set what bids can be about: {names or 'nothing'}"


def _shares(facts: Facts, _: Agencies) -> str:
    shares = ", ".join(f"{key.replace('-', ' ')} {share}" for key, share in facts["shares"].items())
    return f"set the shares of the say: {shares}"


def _roll(facts: Facts, _: Agencies) -> str:
    added = facts["added"]
    return f"put {added:,d} {'person' if added == 1 else 'people'} on the roll"


def _reissued(facts: Facts, _: Agencies) -> str:
    groups = ", ".join(f"{count:,d} of {key.replace('-', ' ')}" for key, count in facts["groups"].items())
    return f"replaced the voting codes of whole groups: {groups}"


def _moved(facts: Facts, _: Agencies) -> str:
    return f"moved the round on: {NAMES[Phase(facts['after'])].lower()}"


def _close(facts: Facts, _: Agencies) -> str:
    return f"changed the close of voting to {_instant(facts['after'])}"


def _instant(text: str) -> str:
    return london_text(datetime.fromisoformat(text))


def _day(text: str) -> str:
    return day_text(date.fromisoformat(text))


def _opened(facts: Facts, _: Agencies) -> str:
    unreadable = f"; {facts['unreadable']:,d} could not be read" if facts["unreadable"] else ""
    return f"opened {_ballots(facts['opened'])}{unreadable}"


def _counted(facts: Facts, _: Agencies) -> str:
    return f"counted: {_bids(len(facts['winners']))} funded for {pounds(facts['cost'])}"


def _restored(facts: Facts, _: Agencies) -> str:
    instant = london_text(datetime.fromisoformat(facts["made_at"]))
    missing = "votes cast and acts done" if facts["voting"] else "acts done"
    return f"restored the backup of {instant}; {missing} after it are missing"


_SENTENCES: dict[str, Callable[[Facts, Agencies], str]] = {
    "RoundCreated": lambda _facts, _: "began the round",
    "RoundChanged": lambda _facts, _: "changed the settings of the round",
    "ContributionAdded": _money_given,
    "ContributionRemoved": lambda facts, _: f"took {pounds(facts['amount'])} out of the pot",
    "LabelsSet": _labels,
    "MoneySetAside": lambda facts, _: f"set {pounds(facts['amount'])} aside for {facts['name']}",
    "MoneyOpenedAgain": lambda facts, _: f"opened {pounds(facts['amount'])} to all bids again, {facts['name']} or not",
    "ElectoratesSet": _shares,
    "ProposalSubmitted": lambda facts, _: f"sent {_bid(facts)}, {facts['title']}, for {pounds(facts['ask'])}",
    "ProposalWithdrawn": lambda facts, _: f"took back {_bid(facts)}" if facts["number"] else "took back an unsent bid",
    "ProposalAdmitted": lambda facts, _: f"put {_bid(facts)} on the ballot{_reason(facts)}",
    "ProposalRefused": lambda facts, _: f"turned down {_bid(facts)}{_reason(facts)}",
    "DecisionUndone": lambda facts, _: f"took back the decision on {_bid(facts)}",
    "ProposalTranslated": _translated,
    "ClipKept": _clip_kept,
    "ClipRemoved": lambda facts, _: f"took the sound of {_said(facts)} out",
    "ClipPutBack": lambda facts, _: f"put the sound of {_said(facts)} back",
    "SignKept": lambda facts, _: f"put a video in sign language beside {_subject(facts)}",
    "SignRemoved": lambda facts, _: f"took the video in sign language of {_subject(facts)} out",
    "SignPutBack": lambda facts, _: f"put the video in sign language of {_subject(facts)} back",
    "ProposalImported": lambda facts, _: f"took {_bid(facts)}, {facts['title']}, over from a file",
    "RollImported": _roll,
    "CodeReissued": lambda _facts, _: "replaced a voting code",
    "CodesReissued": _reissued,
    "CodeRevoked": lambda _facts, _: "made a voting code worthless",
    "ActProposed": lambda facts, _: f"asked a second person to {_title(facts)}",
    "ActConfirmed": lambda facts, _: f"agreed to {_title(facts)}, as {facts['proposed_by']} had asked",
    "ActWithdrawn": lambda facts, _: f"took back the wish to {_title(facts)}",
    "KeySheetsMade": lambda facts, _: f"made sheets for the key holders: {_names(facts)}; earlier ones are void",
    "KeySheetsTried": lambda facts, _: f"tried the passphrases of {_names(facts)}; they work",
    "KeyHoldersLeftOut": lambda _facts, _: "decided to do without key holders; their sheets are void",
    "KeyUnlocked": lambda facts, _: f"unlocked the votes with the passphrases of {_names(facts)}",
    "VotingOpened": lambda _facts, _: "opened voting and froze the rules",
    "PhaseMoved": _moved,
    "VotingCloseChanged": _close,
    "ListSealed": lambda facts, _: f"sealed the list of {_ballots(facts['ballots'])}",
    "DiceThrown": lambda facts, _: f"entered the public dice {facts['dice']}",
    "UrnOpened": _opened,
    "KeysDestroyed": lambda facts, _: destroyed_in_words(facts),
    "ResultCounted": _counted,
    "EventAdded": lambda facts, _: f"set up the voting event {facts['name']} on {_day(facts['day'])}",
    "EventChanged": lambda facts, _: f"changed the voting event {facts['name']} on {_day(facts['day'])}",
    "EventEnded": lambda facts, _: f"ended the voting event {facts['name']}",
    "TabletLetIn": lambda facts, _: f"let {facts['tablet']} in as a voting tablet",
    "TabletTakenAway": lambda facts, _: f"took the voting tablet {facts['tablet']} away",
    "BackupRestored": _restored,
    "AgencyAdded": lambda facts, _: f"added the agency {facts['name']}",
    "StaffAdded": lambda facts, _: f"added {facts['name']} as {_role(facts)}",
    "PasswordSet": lambda _facts, _: "chose a new password",
    "SecondFactorSetUp": lambda _facts, _: "set up a second step for signing in",
    "RecoveryCodesReplaced": lambda _facts, _: "made new recovery codes",
    "RecoveryCodeUsed": lambda facts, _: f"signed in with a recovery code; {facts['left']:d} are left",
    "SecondFactorReset": lambda facts, _: f"reset the second step of {facts['name']}",
    "StaffEnded": lambda facts, _: f"noted that {facts['name']} has left",
}


def _role(facts: Facts) -> str:
    return {
        "commissioner": "a commissioner",
        "officer": "an officer",
        "observer": "an observer",
        "steward": "a steward",
    }[facts["role"]]


def staff_act_rows(kind: str, effect: Facts) -> list[tuple[str, str]]:
    """The exact effect of an act about staff as rows of a page, for the second person to read."""
    if kind == StaffKind.END_OBSERVER:
        return [("Whose access", effect["name"])]
    if kind == StaffKind.RESET_SECOND_FACTOR:
        return [("Whose second step", effect["name"]), ("It was set up", _instant(effect["since"]))]
    return [("Name", effect["name"]), ("Email address", effect["email"]), ("Agency", effect["agency_name"])]
