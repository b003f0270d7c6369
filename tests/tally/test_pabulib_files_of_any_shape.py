"""However a file is laid out, what is read is what stands in it: drawn files, each written in a way drawn as well.

What a file holds is known before it is written, line numbers included, so that the reader is compared with the truth
and not with itself. Files in which no vote is quoted are read by a faster way; drawn files take both.
"""

from dataclasses import dataclass, field

import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_elections import steady

from pb.tally.pabulib import PabulibError, parse

ends = st.sampled_from(["\n", "\r\n"])
bare = st.text(st.sampled_from("aé,' √0-"), max_size=5)
quoted = st.text(st.sampled_from('aé;,"\n 0'), max_size=5)
begun = st.builds('"{}" {}'.format, bare, bare)
"""A field that begins with a quoted word and goes on: it keeps its quotes."""


def in_quotes(text):
    return '"' + text.replace('"', '""') + '"'


as_they_are = st.one_of(bare, begun).map(lambda text: (text, text))
in_quotes_or_not = st.one_of(as_they_are, st.one_of(bare, quoted).map(lambda text: (text, in_quotes(text))))
within = st.one_of(in_quotes_or_not, bare.map(lambda text: (text + "\r", text + "\r")))
"""Cells that other cells follow: a carriage return at their end is theirs and not the line's."""
plain = bare.map(lambda text: (text, text))


@dataclass
class Layout:
    """A text as it grows, with the number of the line that comes next."""

    end: str
    text: str = ""
    lines: list[int] = field(default_factory=list)

    def row(self, *written):
        """Add a row; the line that it begins on."""
        line = 1 + self.text.count("\n")
        self.text += ";".join(written) + self.end
        return line

    def gaps(self, number):
        """Add lines with nothing in them."""
        self.text += (" ;" + self.end) * (number // 2) + self.end * (number % 2)


@st.composite
def drawn_files(draw):
    """The text of a file, and its rows: META's values, projects and votes with the lines they begin on."""
    layout, gap = Layout(draw(ends)), st.integers(0, 3)
    notes = draw(st.lists(in_quotes_or_not, min_size=1, max_size=3))
    names = draw(st.lists(within, min_size=1, max_size=3))
    votes = draw(
        st.one_of(
            st.lists(st.tuples(plain, plain), min_size=1, max_size=4),
            st.lists(st.tuples(within, in_quotes_or_not), min_size=1, max_size=4),
        )
    )
    layout.row("META")
    layout.row("key", "value")
    meta = [("budget", "100"), ("vote_type", "approval")]
    meta += [(f"note {at}", told.strip()) for at, (told, _) in enumerate(notes)]
    written = ["100", "approval", *(note for _, note in notes)]
    lines = {}
    for (key, _), value in zip(meta, written, strict=True):
        layout.gaps(draw(gap))
        lines[key] = layout.row(key, value)
    layout.row("PROJECTS", *[""] * draw(gap))
    layout.gaps(draw(gap))
    layout.row("project_id", "name", "cost")
    projects = []
    for at, (told, name) in enumerate(names):
        projects.append((layout.row(str(at), name, "1"), {"project_id": str(at), "name": told, "cost": "1"}))
        layout.gaps(draw(gap))
    layout.row("votes")
    layout.row("voter_id", "vote", "note")
    rows = []
    for at, ((vote, vote_written), (note, note_written)) in enumerate(votes):
        layout.gaps(draw(gap))
        line = layout.row(str(at), vote_written, note_written)
        rows.append((line, {"voter_id": str(at), "vote": vote, "note": note}))
    text = draw(st.sampled_from(["", "\ufeff"])) + layout.text
    if draw(st.booleans()):
        text = text.removesuffix(layout.end)
    return text, dict(meta), lines, projects, rows


@steady
@given(drawn_files())
def test_what_a_file_holds_is_read_with_the_lines_it_stands_on(drawn):
    text, meta, lines, projects, votes = drawn
    read = parse(text, "park.pb")
    assert {**read.meta} == meta
    assert {key: read.lines[key] for key in lines} == lines
    assert [tuple(row) for row in read.projects] == projects
    assert [tuple(row) for row in read.votes] == votes
    assert [tuple(read.votes[at]) for at in range(len(votes))] == votes
    assert [tuple(row) for row in read.votes[1:]] == votes[1:]
    assert read.votes[:1].columns == ("voter_id", "vote", "note")


@steady
@given(drawn_files(), st.data())
def test_a_row_of_votes_with_a_field_too_many_is_named_by_its_line(drawn, data):
    text, *_, votes = drawn
    line, _ = data.draw(st.sampled_from(votes))
    begins = sum(len(one) + 1 for one in text.split("\n")[: line - 1])
    with pytest.raises(PabulibError) as fault:
        parse(text[:begins] + "extra;" + text[begins:], "park.pb")
    assert str(fault.value) == f"park.pb, line {line}: 4 fields where VOTES has 3 columns; the file may be cut off"
