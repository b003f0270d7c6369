"""The forms of the pot: a contribution, and money that is set aside for a label."""

from collections.abc import Collection
from dataclasses import dataclass

from pb.core.money import pounds
from pb.rounds.rules.labels import LabelDraft
from pb.web.forms import Form, Mistakes, optional_text, some_money

LONGEST_NOTE = 200


@dataclass(frozen=True, slots=True)
class ContributionForm:
    """An amount of an agency, in pence, and the labels of the bids that it is for."""

    agency_id: str
    amount: int
    note: str
    only: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReservationForm:
    """Pence to be set aside for a label."""

    label: str
    amount: int


def read_contribution(
    form: Form, agencies: Collection[str], labels: Collection[LabelDraft]
) -> tuple[ContributionForm | None, Mistakes]:
    """The contribution that was typed, or what is wrong with it. `agencies` are the ids to choose from."""
    mistakes = Mistakes()
    agency = form.text("agency")
    if agency not in agencies:
        mistakes.add("agency", "Choose the agency whose money it is")
    amount = some_money(form, mistakes, "amount", "Enter how much it gives")
    note = optional_text(form, mistakes, "note", most=LONGEST_NOTE)
    chosen = set(form.all("only"))
    if chosen - {label.key for label in labels}:
        mistakes.add("only", "Choose from what bids of this round can be about")
    only = tuple(label.key for label in labels if label.key in chosen)
    return (None if mistakes else ContributionForm(agency, amount, note, only)), mistakes


def read_reservation(
    form: Form, labels: Collection[LabelDraft], open_money: int
) -> tuple[ReservationForm | None, Mistakes]:
    """The money to set aside that was typed, or what is wrong with it. `open_money` are pence not yet set aside."""
    mistakes, label = Mistakes(), form.text("label")
    if label not in {one.key for one in labels}:
        mistakes.add("label", "Choose what it is for")
    amount = some_money(form, mistakes, "amount", "Enter how much to set aside")
    if amount > open_money:
        words = f"Only {pounds(open_money)} of the pot is open to all bids. Set aside that much or less"
        mistakes.add("amount", words)
    return (None if mistakes else ReservationForm(label, amount)), mistakes
