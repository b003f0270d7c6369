"""The connection to PostgreSQL breaks when a commit was sent: the voter is told what is true, or that nobody knows."""

from contextlib import closing

import pytest
from ballot_rounds import make_box
from casting_processes import envelopes_for, in_urn, sealed
from cut_line import Line

from pb.ballots.actions.cast import place_ballots
from pb.db.engines import Sessions
from pb.db.writer import OutcomeUnknown, Writer

ON_POSTGRESQL = pytest.mark.parametrize(
    "database_url", [pytest.param("postgresql", marks=pytest.mark.postgres)], indirect=True
)


def cast_over(line, box, envelope):
    sessions = Sessions(line.url())
    writer = Writer(sessions, place_ballots)
    try:
        return writer.submit(sealed(box, *envelope)).result(30)
    finally:
        writer.close()
        sessions.close()


@ON_POSTGRESQL
@pytest.mark.parametrize("passes", [True, False], ids=["the answer is lost", "the commit is lost"])
def test_a_cast_whose_commit_was_not_answered_is_stored_once_and_acknowledged(sessions, database_url, keys, passes):
    box = make_box(sessions, keys, young=1, carers=0)
    (envelope,) = envelopes_for(box, 1)
    with closing(Line(database_url, passes=passes)) as line:
        assert cast_over(line, box, envelope).rev == 1
        assert line.is_cut
    assert len(in_urn(box)) == 1


@ON_POSTGRESQL
@pytest.mark.parametrize("passes", [True, False], ids=["the answer is lost", "the commit is lost"])
def test_where_nobody_can_be_asked_the_outcome_is_called_unknown_and_a_resend_finds_out(
    sessions, database_url, keys, passes
):
    box = make_box(sessions, keys, young=1, carers=0)
    (envelope,) = envelopes_for(box, 1)
    with closing(Line(database_url, passes=passes, comes_back=False)) as line:
        with pytest.raises(OutcomeUnknown):
            cast_over(line, box, envelope)
        assert len(in_urn(box)) == passes
        line.comes_back = True
        assert cast_over(line, box, envelope).rev == 1
    assert len(in_urn(box)) == 1
