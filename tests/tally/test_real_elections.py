"""Real elections of the public Pabulib collection, against outcomes that others worked out and that really happened.

They lie in the folder that PB_PABULIB names; without it these tests are skipped.
"""

import json

import pytest
from click.testing import CliRunner

from pb.cli.tally import read_file, tally
from pb.tally.pabulib import in_unit, parse, rule_of, to_election, write
from pb.tally.rules import Rule, count

ORACLES = {
    "greedy_votes": Rule(name="greedy"),
    "mes_cost": Rule(completion="none", second="none"),
    "mes_card": Rule(utility="count", completion="none", second="none"),
    "mes_points": Rule(utility="count", completion="none", second="none"),
}
ASSEN, SWIECIE = "Netherlands_Assen_2024.pb", "Poland_Swiecie_2023.pb"
STRADOM, KRAKOW = "Poland_Czestochowa_2024_Stradom.pb", "Poland_Krakow_2024.pb"


def test_every_outcome_that_pabutools_worked_out_comes_out_in_the_same_order(pabulib):
    compared = 0
    for name, told in json.loads((pabulib / "oracle.json").read_text()).items():
        election = to_election(read_file(pabulib / "files" / name), ties="id")
        for oracle in told["rules"].keys() & ORACLES.keys():
            outcome, expected = count(election, ORACLES[oracle]), told["rules"][oracle]
            assert outcome.order == expected["order"], (name, oracle)
            assert in_unit(outcome.cost) == expected["cost"], (name, oracle)
            compared += 1
    assert compared >= 108


@pytest.mark.parametrize("name", [ASSEN, SWIECIE])
def test_elections_really_held_by_equal_shares_come_out_as_they_did(pabulib, name):
    file = read_file(pabulib / "files" / name)
    assert rule_of(file.meta) == Rule(second="none")
    assert count(to_election(file, seed=name), rule_of(file.meta)).winners == file.selected()


@pytest.mark.parametrize("name", [STRADOM, KRAKOW])
def test_elections_really_held_by_greedy_come_out_as_they_did_on_the_command_line(pabulib, name):
    file = pabulib / "files" / name
    ran = CliRunner().invoke(tally, [str(file), "--rule", "greedy", "--json"])
    assert ran.exit_code == 0
    assert json.loads(ran.output)["winners"] == read_file(file).selected()


def test_assen_comes_out_as_it_did_on_the_command_line_without_any_option(pabulib):
    file = pabulib / "files" / ASSEN
    told = json.loads(CliRunner().invoke(tally, [str(file), "--json"]).output)
    assert told["winners"] == read_file(file).selected()
    assert told["runs"] == 845
    assert told["rule"]["second"] == "none"


def test_every_file_is_written_as_it_was_read(pabulib):
    files = sorted((pabulib / "files").glob("*.pb"), key=lambda file: file.stat().st_size)
    for file in files[:-4]:  # the four largest say nothing more, and take seconds
        read = read_file(file)
        again = parse(write(read), file.name)
        assert (again.meta, again.vote_columns) == (read.meta, read.vote_columns)
        assert [row.fields for row in again.projects] == [row.fields for row in read.projects], file.name
        assert [row.fields for row in again.votes] == [row.fields for row in read.votes], file.name


@pytest.mark.parametrize("cut", [0.3, 0.62, 0.999])
def test_a_real_file_that_was_cut_off_is_refused_in_one_line(pabulib, tmp_path, cut):
    whole = (pabulib / "files" / ASSEN).read_bytes()
    (tmp_path / "cut.pb").write_bytes(whole[: int(len(whole) * cut)])
    ran = CliRunner().invoke(tally, [str(tmp_path / "cut.pb")])
    assert ran.exit_code == 1
    assert ran.output.startswith("Error: cut.pb")
    assert ran.output.count("\n") == 1
