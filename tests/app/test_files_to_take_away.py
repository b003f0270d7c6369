"""Files that people take away: their names break no header, and nothing in a table is taken for a formula."""

import csv
import io
import re

import pytest
from whole_house import encoded

from pb.rounds.rules.draft import slug_of

PLAYED = ("audio/", "video/", "text/vtt")
"""What a page plays by itself and nobody is meant to open in a spreadsheet."""

TABLES = ("text/csv", "spreadsheet", "ms-excel", "tab-separated")
FORMULA = ("=", "+", "-", "@", "\t", "\r")
NAME = re.compile(r'attachment; filename="[a-z0-9][a-z0-9._-]*"')
FORMULAS = [
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    '=HYPERLINK("//evil.example")',
    "a\r\nSet-Cookie: b=c",
    '"; x="',
]

FOR_SCRIPTS = "/vote/pack.json"
"""What a script of ours reads, which nobody takes away."""

on_sqlite = pytest.mark.parametrize("house", ["sqlite"], indirect=True, scope="module")


def downloads(house):
    """Every answer of the house that is a file, from the route table."""
    for route in house.routes("GET"):
        for place in house.places(route) if not route.path.startswith("/static/") else []:
            reply = house.ask(route.rightful, "GET", route.at(place), look=False)
            kind = reply.headers.get("content-type", "")
            if route.path == FOR_SCRIPTS:
                assert kind == "application/json"
            elif reply.status == 200 and not kind.startswith(("text/html", *PLAYED)):
                yield reply, kind


def faults_of(house):
    faults, tables = [], 0
    for reply, kind in downloads(house):
        name = reply.headers.get("content-disposition", "")
        faults += [f"{reply.path}: {kind} as {name!r}"] * (not NAME.fullmatch(name))
        if any(word in kind for word in TABLES):
            tables += 1
            cells = [cell for line in csv.reader(io.StringIO(reply.body.decode())) for cell in line]
            faults += [f"{reply.path}: {cell!r}" for cell in cells if cell.startswith(FORMULA)]
    assert tables
    return faults


@on_sqlite
def test_a_file_is_an_attachment_under_a_plain_name_and_holds_no_formula(house):
    assert not faults_of(house)


@on_sqlite
@pytest.mark.parametrize("formula", FORMULAS)
def test_a_group_that_is_named_like_a_formula_is_none_in_the_table(house, formula):
    """The names of groups are the only words of people that come near a table: it holds their keys."""
    slug = house.rounds["setup"].view.slug
    fields = {"name-1": formula, "share-1": "1/2", "name-2": f"{formula} 2", "share-2": "1/2"}
    body = encoded({"form_token": house.token("ada"), **fields})
    path = f"/desk/rounds/{slug}/electorates"
    reply = house.ask("ada", "POST", path, body=body, kind="application/x-www-form-urlencoded")
    assert reply.status in {303, 422}
    faults = faults_of(house)
    house.restore()
    assert not faults


@pytest.mark.parametrize("formula", FORMULAS)
def test_the_name_of_a_round_makes_an_address_of_letters_digits_and_dashes(house, formula):
    assert re.fullmatch(r"[a-z0-9-]*", slug_of(formula))


@on_sqlite
def test_a_formula_in_a_roll_is_told_and_nobody_comes_in(house):
    path = f"/desk/rounds/{house.rounds['setup'].view.slug}/roll"
    for formula in FORMULAS[:-1]:
        table = f'reference,electorate\r\n"{formula.replace(chr(34), "")}",young\r\n'
        parts = {"form_token": house.token("ada")}
        body = "".join(f'--x\r\nContent-Disposition: form-data; name="{n}"\r\n\r\n{v}\r\n' for n, v in parts.items())
        body += f'--x\r\nContent-Disposition: form-data; name="roll"; filename="a.csv"\r\n\r\n{table}\r\n--x--\r\n'
        reply = house.ask("ada", "POST", path, body=body.encode(), kind="multipart/form-data; boundary=x")
        assert (reply.status, house.changes()) == (422, []), formula
