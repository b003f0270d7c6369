"""The desk's forms: what was typed, or messages beside the fields."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from pb.ballots.rules import DICE_DIGITS
from pb.desk.rules.key_copies import LONGEST_WORDS, Copy, copy_field, copy_told
from pb.desk.rules.moves import CloseNotLater, NotNamed, check_later, check_named
from pb.keys.copies import KeyFile
from pb.media.rules import LARGEST, Fault, fault_of
from pb.media.rules import Kind as Source
from pb.people.rules import LONGEST_NAME, EmailUnfit, Kind, Role, tidy_email
from pb.rounds.queries import RoundView
from pb.signs import rules as signs
from pb.web.forms import Form, Mistakes, instant, required_text, typed_instant

LONGEST_TYPED = 200
Typed = dict[str, str]
"""What stands in the fields when the page is shown again."""


def name_field(key: str) -> str:
    """The field in which the round's name is typed to confirm a move; a page may have two moves."""
    return f"name-{key}"


def typed_before(view: RoundView) -> Typed:
    """The fields of the page of moves before anything was typed."""
    return typed_instant("after", view.voting_closes_at)


def typed_again(form: Form, key: str, view: RoundView) -> Typed:
    """The fields of the page of moves as they were sent."""
    kept = {name_field(key): form.text(name_field(key))[:LONGEST_TYPED]}
    if key == Kind.PUBLISH:  # more than will be taken, so that whoever wrote too much can shorten it
        kept |= {f"copy-{name}": words[: LONGEST_TYPED * 10] for name, words in form.named("copy-").items()}
    if key != Kind.EXTEND_VOTING:
        return typed_before(view) | kept
    return kept | {name: form.text(name)[:LONGEST_TYPED] for name in ("after", "after-time")}


def read_move(form: Form, key: str, view: RoundView, mistakes: Mistakes) -> None:
    """Read the form of a move: the round's name must have been typed."""
    typed, field = form.text(name_field(key)), name_field(key)
    try:
        check_named(typed[:LONGEST_TYPED], view.name)
    except NotNamed:
        wrong = "That is not the name of this round. Type" if typed else "Type the name of the round:"
        mistakes.add(field, f"{wrong} “{view.name}”")


def read_extension(form: Form, view: RoundView, now: datetime, mistakes: Mistakes) -> datetime | None:
    """The new close of voting; None with a message where it will not do."""
    after = instant(form, mistakes, "after", missing="Enter the date and the time at which voting shall close")
    if after is None:
        return None
    try:
        check_later(view.voting_closes_at, after, now)
    except CloseNotLater:
        mistakes.add("after", "Choose a time after the present close, and after now")
        return None
    return after


def read_copies(form: Form, copies: Sequence[KeyFile], mistakes: Mistakes) -> list[Copy]:
    """What became of each copy of the keys that cannot be destroyed; of others nothing is taken."""
    told = []
    for copy in copies:
        missing = f"Say what became of the keys in {copy.place}"
        words = required_text(form, mistakes, copy_field(copy.place), most=LONGEST_WORDS, missing=missing)
        told.append(copy_told(copy, " ".join(words.split())))
    return told


def read_dice(form: Form) -> str:
    """The digits of the public dice without spaces."""
    return "".join(form.text("dice").split())


def read_reference(form: Form, mistakes: Mistakes) -> str:
    """The partner's reference whose code is to be replaced."""
    reference = form.text("reference")
    if not reference:
        mistakes.add("reference", "Type the reference from the partner’s list")
    return reference


def read_groups(form: Form, sizes: Mapping[str, int], mistakes: Mistakes) -> list[str]:
    """The electorates whose codes are all to be replaced; `sizes` has how many codes each has."""
    chosen = [key for key in dict.fromkeys(form.all("groups")) if sizes.get(key)]
    if not chosen:
        mistakes.add("groups", "Choose each group whose letters are lost")
    return chosen


def read_person(form: Form, agencies: Sequence[str], mistakes: Mistakes) -> Typed:
    """Who is to come in: name, email, the id of one of these agencies, and as what; an officer unless said."""
    typed = {name: form.text(name)[:LONGEST_TYPED] for name in ("name", "email", "agency")}
    required_text(form, mistakes, "name", most=LONGEST_NAME, missing="Enter their name, as the record will show it")
    try:
        tidy_email(form.text("email"))
    except EmailUnfit:
        mistakes.add("email", "Enter their email address, like name@example.org")
    if typed["agency"] not in agencies:
        mistakes.add("agency", "Choose the agency that they come from")
    role = form.text("role")
    return typed | {"role": role if role in set(Role) else Role.OFFICER.value}


def read_agency(form: Form, mistakes: Mistakes) -> Typed:
    """The name of a new agency."""
    required_text(form, mistakes, "agency-name", most=LONGEST_NAME, missing="Enter the name of the agency")
    return {"agency-name": form.text("agency-name")[:LONGEST_TYPED]}


def dice_message(digits: str) -> str:
    """What is wrong with dice that are malformed."""
    if not digits:
        return f"Enter the {DICE_DIGITS} digits that were thrown"
    if not (digits.isascii() and digits.isdigit()):
        return "Use only the digits 0 to 9, and spaces if you like"
    return f"There must be {DICE_DIGITS} digits. You entered {len(digits)}"


def read_clip(form: Form, mistakes: Mistakes) -> tuple[Source, bytes]:
    """The file of a clip, and whether it was recorded on the page or comes from elsewhere."""
    content = form.file("sound")
    if fault := fault_of(content):
        mistakes.add("sound", _clip_fault(fault, len(content)))
    return Source.RECORDED if form.text("kind") == Source.RECORDED else Source.UPLOADED, content


def _clip_fault(fault: Fault, size: int) -> str:
    match fault:
        case Fault.EMPTY:
            return "Choose a file that has a sound in it"
        case Fault.TOO_LARGE:
            allowed = f"One text may have {LARGEST // 1_000_000} MB"
            return f"This file has {size / 1_000_000:.1f} MB. {allowed}: make it shorter, or save it as MP3"
        case Fault.NOT_A_SOUND:
            return "Browsers cannot play this file. Choose one that is MP3, M4A, Ogg, WebM or WAV"


def read_video(form: Form, mistakes: Mistakes) -> bytes:
    """The file of a video in sign language."""
    content = form.file("video")
    if fault := signs.fault_of_video(content):
        mistakes.add("video", _video_fault(fault, len(content)))
    return content


def read_captions(form: Form, mistakes: Mistakes) -> str:
    """The captions of a video; empty where it is said that it needs none."""
    content, none = form.file("captions"), form.has("no_captions")
    if content and none:
        mistakes.add("captions", "Either choose captions or tick that there is nothing to caption, not both")
    elif not content and not none:
        mistakes.add("captions", "Choose captions, or tick that there is nothing to caption")
    elif content and (fault := signs.fault_of_captions(content)):
        mistakes.add("captions", _CAPTION_FAULTS[fault])
    return signs.text_of(content) if content and not mistakes.get("captions") else ""


_CAPTION_FAULTS = {
    signs.Fault.TOO_LARGE: "These captions have more than 100 kB. Choose captions of this video alone",
    signs.Fault.NOT_TEXT: "These captions are not text in UTF-8. Save them as WebVTT in UTF-8",
    signs.Fault.NO_HEADING: "The first line of captions has to be WEBVTT. Choose a file that ends in .vtt",
    signs.Fault.NO_TIMES: "A time in the captions cannot be read. Times look like this: 00:01.000 --> 00:04.000",
    signs.Fault.BACKWARDS: "A caption ends before it begins. Look at its times",
}


def _video_fault(fault: signs.Fault, size: int) -> str:
    match fault:
        case signs.Fault.EMPTY:
            return "Choose a video"
        case signs.Fault.TOO_LARGE:
            allowed = f"A video may have {signs.LARGEST // 1_000_000} MB"
            return f"This video has {size / 1_000_000:.1f} MB. {allowed}: make it shorter, or its picture smaller"
        case _:
            return "Browsers cannot play this file. Choose a video that is MP4 or WebM"
