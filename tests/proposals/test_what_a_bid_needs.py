"""When a bid is complete, and how far each of its parts is."""

from dataclasses import dataclass, replace

import pytest

from pb.proposals.rules import Section, State, missing_sections, state_of

LEAST, GREATEST = 500_00, 6_000_00


@dataclass(frozen=True)
class Row:
    what: str
    amount: int


@dataclass(frozen=True)
class Bid:
    title: str = "Board games"
    sentence: str = "Games every Friday."
    what: str = "We play."
    place: str = ""
    who_for: str = "Everybody from 8 to 14."
    team: str = "Two parents"
    symbol: str = "dice"
    symbol_description: str = "A die"
    cost_lines: tuple = (Row("Games", 600_00),)

    @property
    def ask(self):
        return sum(line.amount for line in self.cost_lines)


def missing(bid):
    return missing_sections(bid, LEAST, GREATEST)


def test_a_bid_with_every_part_may_be_sent():
    assert missing(Bid()) == []


def test_where_it_is_may_be_left_open():
    assert missing(replace(Bid(), place="")) == []


@pytest.mark.parametrize(
    ("field", "section"),
    [
        ("title", Section.IDEA),
        ("sentence", Section.IDEA),
        ("what", Section.IDEA),
        ("who_for", Section.PEOPLE),
        ("team", Section.PEOPLE),
        ("symbol", Section.PICTURE),
        ("symbol_description", Section.PICTURE),
    ],
)
def test_each_needed_field_keeps_its_part_open(field, section):
    assert missing(replace(Bid(), **{field: ""})) == [section]


@pytest.mark.parametrize("amount", [LEAST, GREATEST])
def test_the_limits_of_a_bid_are_within_them(amount):
    assert missing(replace(Bid(), cost_lines=(Row("All", amount),))) == []


@pytest.mark.parametrize("amount", [0, LEAST - 1, GREATEST + 1])
def test_a_penny_outside_the_limits_keeps_the_money_open(amount):
    assert missing(replace(Bid(), cost_lines=(Row("All", amount),))) == [Section.MONEY]


@pytest.mark.parametrize("row", [Row("", 100_00), Row("Pizza", 0)])
def test_half_a_row_keeps_the_money_open_though_the_sum_fits(row):
    assert missing(replace(Bid(), cost_lines=(Row("Games", 600_00), row))) == [Section.MONEY]


def test_missing_parts_come_in_the_order_of_the_task_list():
    bare = Bid(*[""] * 8, cost_lines=())
    assert missing(bare) == list(Section)


def test_a_part_is_not_started_then_in_progress_then_completed():
    bare = Bid(*[""] * 8, cost_lines=())
    begun = replace(bare, title="Board games")
    assert state_of(Section.IDEA, bare, missing(bare)) is State.NOT_STARTED
    assert state_of(Section.IDEA, begun, missing(begun)) is State.IN_PROGRESS
    assert state_of(Section.IDEA, Bid(), missing(Bid())) is State.COMPLETED


def test_a_row_without_an_amount_is_a_beginning():
    begun = Bid(*[""] * 8, cost_lines=(Row("Pizza", 0),))
    assert state_of(Section.MONEY, begun, missing(begun)) is State.IN_PROGRESS
