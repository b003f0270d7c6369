"""Writing the Pabulib format: what is read again is what was written."""

from hypothesis import given
from hypothesis import strategies as st
from small_elections import steady

from pb.tally.pabulib import PabulibFile, parse, write
from pb.tally.table import Section

# Fields keep what is in them, lines apart by a carriage return and a line feed too; white space at the ends of META's
# keys and values is not kept.
words = st.text(st.sampled_from("aé;,\"\n\r' √0-"), max_size=8)
tidy = words.map(str.strip)


def section(columns, rows):
    return Section(columns, [0] * len(rows), rows)


@steady
@given(st.lists(words, min_size=1, max_size=4), st.lists(st.tuples(words, words), max_size=4), tidy)
def test_whatever_the_fields_hold_is_read_again_as_it_was_written(names, votes, description):
    written = PabulibFile(
        "park.pb",
        {"key": "value", "budget": "100", "vote_type": "approval", "description": description},
        section(("project_id", "cost", "name"), [(str(at), "1", name) for at, name in enumerate(names)]),
        section(("voter_id", "vote", "note"), [(str(at), *vote) for at, vote in enumerate(votes)]),
    )
    read = parse(write(written), "park.pb")
    assert read.meta == {**written.meta}
    assert [row.fields for row in read.projects] == [row.fields for row in written.projects]
    assert [row.fields for row in read.votes] == [row.fields for row in written.votes]
    assert (read.projects.columns, read.votes.columns) == (written.projects.columns, written.votes.columns)


def test_a_file_in_the_usual_form_is_written_byte_for_byte():
    text = (
        'META\nkey;value\ndescription;"A park; a lane"\nbudget;100\nvote_type;cumulative\n'
        "PROJECTS\nproject_id;cost;votes;name;selected\n1;60.5;1;Swings;1\n"
        "VOTES\nvoter_id;age;vote;points\nK7Q29HXMT4VR;;1;3\n"
    )
    assert write(parse(text, "park.pb")) == text
