"""The forms of events: an event, a tablet that is let in, a voter who is checked in."""

from dataclasses import dataclass
from datetime import date

from pb.events.queries import EventView
from pb.events.rules import (
    IDLE_SECONDS,
    JOIN_DIGITS,
    LEAST_PIN,
    LONGEST_NAME,
    LONGEST_PIN,
    LONGEST_PLACE,
    LONGEST_TABLET,
    EventDraft,
    is_pin,
    tidy_digits,
)
from pb.web.forms import Form, Mistakes, required_text

Typed = dict[str, str]
LONGEST_TYPED = 200
FIELDS = ("name", "place", "day", "idle", "pictures", "pin")
EMPTY: Typed = {"name": "", "place": "", "day": "", "idle": str(IDLE_SECONDS[0]), "pictures": "yes", "pin": ""}


@dataclass(frozen=True, slots=True)
class EventForm:
    """An event as it was typed; `draft` is None where something is wrong. A PIN never stands in a page again."""

    typed: Typed
    draft: EventDraft | None
    pin: str
    mistakes: Mistakes


def typed_event(at: EventView) -> Typed:
    """The fields of an event as they are filled in."""
    pictures = "yes" if at.picture_codes else ""
    filled = {"name": at.name, "place": at.place, "day": at.day.isoformat(), "idle": str(at.idle_seconds)}
    return filled | {"pictures": pictures, "pin": ""}


def read_event(form: Form, *, new: bool) -> EventForm:
    """An event from its fields; one that is there already may keep its PIN."""
    mistakes = Mistakes()
    name = required_text(form, mistakes, "name", most=LONGEST_NAME, missing="Enter what people call the event")
    place = required_text(form, mistakes, "place", most=LONGEST_PLACE, missing="Enter where it is held")
    day, idle = _day(form, mistakes), form.text("idle")
    if idle not in {str(one) for one in IDLE_SECONDS}:
        mistakes.add("idle", "Choose how long a tablet waits")
    pin = tidy_digits(form.text("pin"))[:LONGEST_TYPED]
    if (pin or new) and not is_pin(pin):
        mistakes.add("pin", f"Choose {LEAST_PIN} to {LONGEST_PIN} digits that are not all the same")
    typed = {one: form.text(one)[:LONGEST_TYPED] for one in FIELDS} | {"pin": ""}
    ready = None if mistakes or day is None else EventDraft(name, place, day, int(idle), form.has("pictures"))
    return EventForm(typed, ready, pin, mistakes)


def read_tablet(form: Form, mistakes: Mistakes) -> tuple[str, str]:
    """The digits that a tablet shows, and the name that it gets."""
    digits = tidy_digits(form.text("digits"))[:LONGEST_TYPED]
    if not (digits.isascii() and digits.isdigit() and len(digits) == JOIN_DIGITS):
        mistakes.add("digits", f"Enter the {JOIN_DIGITS} digits that the tablet shows")
    name = required_text(form, mistakes, "tablet", most=LONGEST_TABLET, missing="Enter a name, such as Tablet 3")
    return digits, name


def _day(form: Form, mistakes: Mistakes) -> date | None:
    try:
        return date.fromisoformat(form.text("day"))
    except ValueError:
        mistakes.add("day", "Enter the day, like 9 September 2026")
        return None
