"""When observers are sent a head of the record, what the letter says, and what a hash may look like."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from pb.core.clock import london_text
from pb.people.rules import Kind

DAY = timedelta(days=1)
HASH_DIGITS = 64


class Occasion(StrEnum):
    """Why a head was sent. Acts of two people have the names of their kinds."""

    OPEN_VOTING = Kind.OPEN_VOTING.value
    CLOSE_EARLY = Kind.CLOSE_EARLY.value
    EXTEND_VOTING = Kind.EXTEND_VOTING.value
    SEAL_LIST = Kind.SEAL_LIST.value
    OPEN_URN = Kind.OPEN_URN.value
    PUBLISH = Kind.PUBLISH.value
    REISSUE_IN_BULK = Kind.REISSUE_IN_BULK.value
    PUBLISHED = "published"
    RESTORED = "restored"
    DAILY = "daily"


WORDS = {
    Occasion.OPEN_VOTING: "Voting was opened, and the rules were frozen",
    Occasion.CLOSE_EARLY: "Voting was closed early",
    Occasion.EXTEND_VOTING: "Voting was extended",
    Occasion.SEAL_LIST: "The list of ballots was sealed",
    Occasion.OPEN_URN: "The ballots were opened",
    Occasion.PUBLISH: "Two people agreed to publish, and the keys were destroyed",
    Occasion.REISSUE_IN_BULK: "The voting codes of whole groups were replaced",
    Occasion.PUBLISHED: "The result was published",
    Occasion.RESTORED: "A backup was put in the place of what was there",
    Occasion.DAILY: "This one comes once a day while voting is open",
}
"""What happened, as a letter and a page say it."""


@dataclass(frozen=True, slots=True)
class Head:
    """The end of one chain of the record: how many entries it has, and the hash of the last."""

    entries: int
    hash: str


@dataclass(frozen=True, slots=True)
class HeadsOf:
    """What one letter pins: a round by its name, and the heads of its record and of the installation's."""

    round_name: str
    occasion: Occasion
    at: datetime
    of_round: Head
    of_site: Head


def tidy_hash(text: str) -> str:
    """A hash as it is kept, from however it was copied out of a letter; "" where it cannot be one."""
    digits = "".join(text.split()).lower()
    return digits if len(digits) == HASH_DIGITS and set(digits) <= set("0123456789abcdef") else ""


def head_letter(name: str, heads: HeadsOf) -> tuple[str, str]:
    """The letter with a head: (subject, body). Plain text, no link: nobody learns from us to click in such letters."""
    body = f"""Hello {name}

You observe the votes of this partnership. Please keep this letter.

{WORDS[heads.occasion]}.

Round: {heads.round_name}
Time: {london_text(heads.at)}, London time
Entries in the record of the round: {heads.of_round.entries:,}
Head of the record of the round:
{heads.of_round.hash}
Entries in the record of the installation: {heads.of_site.entries:,}
Head of the record of the installation:
{heads.of_site.hash}

What this is
Every act of staff is an entry of the record, and each entry carries a hash of the one before it. The head is the hash
of the last entry. Whoever has it can show later whether any entry up to then was changed, left out or put in.

How to check it, today or in a year
- At the desk: sign in as you always do, choose "Heads of the record", and type the hash there.
- On a computer of your own: download the record at the desk, then
  pb record verify --file THE-FILE --against {heads.of_round.hash}
- Whoever runs the installation: pb record verify --against {heads.of_round.hash}

If it does not hold
Keep this letter. Ask whether a backup was restored: the record says so, and you got a letter. If none was, tell the
other observers and the commissioners, and do not rely on the result before it is explained.
"""
    return f"Keep this: the record of {heads.round_name} has {heads.of_round.entries:,} entries", body
