"""A partner's file comes in whole or not at all, and nothing personal passes."""

import pytest

from pb.roll.rules import MOST_ROWS, RollRow, read_roll_csv

ELECTORATES = {"young-people": "Young people", "parent-carers": "Parent carers"}


def read(text, encoding="utf-8"):
    return read_roll_csv(text.encode(encoding), ELECTORATES)


def only_problem(text):
    read_file = read(text)
    assert read_file.rows == ()
    assert len(read_file.problems) == 1
    return read_file.problems[0]


def test_a_plain_file_gives_its_rows():
    rows = read("reference,electorate\nK0017,young-people\nK0018,Parent carers\n").rows
    assert rows == (RollRow("K0017", "young-people"), RollRow("K0018", "parent-carers"))


@pytest.mark.parametrize(
    "text",
    [
        "\ufeffReference,Electorate\r\nK1,Young people\r\n",
        "Partner_ref;Group\nK1;YOUNG PEOPLE\n",
        "electorate\tref\nyoung_people\tK1\n",
        'ref,"Voter group",,\n"K1","young-people",,\n\n,,,\n',
    ],
)
def test_the_forms_that_spreadsheets_save_are_read(text):
    assert read(text).rows == (RollRow("K1", "young-people"),)


@pytest.mark.parametrize(
    "header",
    [
        "First name",
        "Surname",
        "Date of birth",
        "DOB",
        "e-mail",
        "NHS no",
        "UPN",
        "pupil number",
        "Age",
        "Postcode",
        "Tel",
    ],
)
def test_a_column_whose_heading_is_personal_is_refused(header):
    problem = only_problem(f"reference,electorate,{header}\nK1,young-people,x1\n")
    assert (problem.row, problem.column) == (1, header)
    assert "must not be sent" in problem.message
    assert "Delete the whole column" in problem.message


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        ("Amina Khan", "a name"),
        ("Khan", "a name"),
        ("O'Brien-Smith", "a name"),
        ("KHAN, AMINA", "a name"),
        ("12/03/2011", "a date of birth"),
        ("2011-03-12", "a date of birth"),
        ("3rd March 2011", "a date of birth"),
        ("amina@example.org", "an email address"),
        ("943 476 5919", "an NHS number"),
        ("9434765919", "an NHS number"),
        ("A123456789012", "a pupil number"),
        ("07700 900123", "a telephone number"),
        ("QQ 12 34 56 C", "a National Insurance number"),
    ],
)
def test_a_personal_value_is_refused_as_a_reference_and_in_any_further_column(value, kind):
    as_reference = only_problem(f'reference,electorate\n"{value}",young-people\n')
    assert (as_reference.row, as_reference.column) == (2, "reference")
    assert kind in as_reference.message
    assert value not in as_reference.message
    beside = only_problem(f'reference,electorate,x\nK1,young-people,"{value}"\n')
    assert kind in beside.message
    assert value not in beside.message


@pytest.mark.parametrize("reference", ["K0017", "10-204", "AB7-XQ", "9434765910", "b/2026/14", "qxkzvw", "QXKZVW"])
def test_an_opaque_reference_is_not_mistaken_for_a_person(reference):
    assert read(f"reference,electorate\n{reference},young-people\n").rows[0].partner_ref == reference


def test_a_further_column_is_refused_even_when_it_is_harmless():
    assert "is not needed" in only_problem("reference,electorate,colour\nK1,young-people,c3\n").message


def test_a_missing_column_is_named():
    problem = only_problem("reference\nK1\n")
    assert (problem.row, problem.column) == (1, "electorate")


def test_the_second_of_two_equal_references_is_pointed_at():
    problem = only_problem("reference,electorate\nK1,young-people\nk1,parent-carers\n")
    assert (problem.row, problem.column) == (3, "reference")
    assert "row 2" in problem.message


def test_an_unknown_electorate_is_answered_with_the_ones_there_are():
    problem = only_problem("reference,electorate\nK1,staff\n")
    assert (problem.row, problem.column) == (2, "electorate")
    assert "young-people, parent-carers" in problem.message


def test_every_row_that_is_wrong_is_listed_and_no_row_comes_in():
    got = read("reference,electorate\nK1,young-people\n,staff\n=1+1,\nK4,young-people,over\n")
    assert got.rows == ()
    places = [(problem.row, problem.column) for problem in got.problems]
    assert places == [(3, "reference"), (3, "electorate"), (4, "reference"), (4, "electorate"), (5, "")]


def test_a_long_list_of_problems_is_cut_and_counted():
    got = read("reference,electorate\n" + "".join(f"K{n},staff\n" for n in range(150)))
    assert (len(got.problems), got.more) == (100, 50)


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("reference,electorate\nK1,young-people\n".encode("utf-16"), "UTF-16"),
        ("reference,electorate\nK1,young-people\n".encode("utf-16-be"), "NUL"),
        (b"reference,electorate\nK1\x00,young-people\n", "NUL"),
        (b"reference,electorate\nK\xe9,young-people\n", "not saved as UTF-8"),
        (b"PK\x03\x04 and so on", "spreadsheet"),
        (b'reference,electorate\n"K1,young-people\n', "CSV form"),
        (b"", "empty"),
        (b"\xef\xbb\xbf \n", "empty"),
        (b"reference,electorate\n,\n", "no rows"),
    ],
)
def test_a_file_that_is_no_roll_is_refused_with_a_way_out(body, words):
    got = read_roll_csv(body, ELECTORATES)
    assert got.rows == ()
    assert [problem.row for problem in got.problems] == [0]
    assert words in got.problems[0].message


def test_a_file_beyond_the_limit_is_refused():
    text = "reference,electorate\n" + "".join(f"K{n},young-people\n" for n in range(MOST_ROWS + 1))
    assert "100,000" in only_problem(text).message
