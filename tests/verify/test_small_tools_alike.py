"""The small tools of the page: canonical JSON, check codes, and what is said of a slip in one."""

import base64
import random

from altered_bundles import HIDDEN, VALUES, WHOLE
from published_round import packed

from pb.seal import bundle, canonical, commit, crockford

TEXTS = [
    *(
        '{"a":1,"b":2}',
        '{"b":1,"a":2}',
        '{"a":1,"a":2}',
        '{"10":1,"9":2}',
        '{"9":2,"10":1}',
        "[1,2]",
        "[1, 2]",
        "1.0",
        "1e2",
    ),
    *(
        "-0",
        "0",
        "-1",
        "9007199254740991",
        "9007199254740992",
        "-9007199254740991",
        "true",
        "nul",
        "null",
        "",
        " 1",
        "NaN",
    ),
    *(
        '"é"',
        '"\\u00e9"',
        '"\\u001f"',
        '"\\u001F"',
        '"\\n"',
        '"\\u000a"',
        '"/"',
        '"\\/"',
        '"\u007f"',
        '"\u2028"',
        '"\\ud800"',
    ),
    *('"😀"', '"\\ud83d\\ude00"', '{"é":1}', '{"__proto__":1}', '{"__proto__":{"a":1},"a":2}', '{"constructor":{}}'),
    *("\ufeff1", "[" * 101 + "]" * 101, "[" * 102 + "]" * 102, '{"":[]}', '["\\b\\t\\f\\r\\"\\\\"]', "1\n"),
]


def is_canonical(text):
    try:
        canonical.decode(text)
    except canonical.NotCanonical:
        return False
    return True


def test_the_same_texts_are_canonical(probe):
    expected = [is_canonical(text.encode()) for text in TEXTS]
    assert probe.ask("canonical", TEXTS) == expected
    assert True in expected
    assert False in expected
    broken = [b'"\xff"', b'"\xed\xa0\x80"', b'"\xc0\x80"', b'"\xf0\x9f\x98\x80"']
    asked = [f"base64:{base64.b64encode(text).decode()}" for text in broken]
    assert probe.ask("canonical", asked) == [is_canonical(text) for text in broken]


def test_check_symbols_and_slips_are_found_alike(probe):
    chance = random.Random(5)  # noqa: S311 - a sample, the same each time
    typed = []
    for _ in range(150):
        symbols = "".join(chance.choice(crockford.ALPHABET) for _ in range(10))
        code = symbols + crockford.check_symbols(symbols)
        at, other = chance.randrange(12), chance.choice(crockford.ALPHABET)
        typed += [code, code[:at] + other + code[at + 1 :], code[:at] + other + code[at + 1 :][::-1], code.lower()]
    for text, (symbols, checks, slip) in zip(typed, probe.ask("codes", typed), strict=True):
        assert symbols == crockford.normalise(text)
        assert checks == crockford.check_symbols(symbols)
        assert {-1: True}.get(slip, slip) == crockford.slip(symbols)
    assert probe.ask("codes", ["hr5b-rv7t bd1h", "OIL-oil"])[1][0] == "011011"


def test_check_codes_that_would_be_alike_grow_alike(probe):
    chance = random.Random(6)  # noqa: S311 - a sample, the same each time
    commits = [f"{chance.getrandbits(256):064x}" for _ in range(60)]
    commits += [commits[0][:13] + one[13:] for one in commits[1:4]] + [commits[5][:16] + commits[6][16:]]
    assert probe.ask("trackers", commits) == commit.trackers(commits)


def test_every_ballot_is_found_by_its_check_code_and_a_slip_by_its_group(probe):
    ballots = {commit.tracker(line["commit"]): line["marks"]["chosen"] for line in VALUES[bundle.BALLOTS]}
    titles = {one["id"]: one["title"] for one in VALUES[bundle.ROUND]["proposals"]}
    text = base64.b64encode(WHOLE).decode()
    for code, said in zip(ballots, probe.ask("found", text, list(ballots)), strict=True):
        (found,) = said["found"]
        assert [line["title"] for line in found["ballot"]["lines"]] == [titles[name] for name in ballots[code]]
        assert found["code"].replace("-", "") == code
    code = next(iter(ballots))
    slipped = [code[:at] + ("Z" if code[at] != "Z" else "Y") + code[at + 1 :] for at in range(12)]
    for at, said in enumerate(probe.ask("found", text, slipped)):
        assert f"Look at group {at // 4 + 1}, “{slipped[at][at // 4 * 4 : at // 4 * 4 + 4]}”, again" in said["fault"]
    for typed, words in {
        "": "Type your check code",
        "HR5B": "You typed 4",
        "HR5B-RV7T-BD1!": "“!” is in no check code. Look at group 3",
        "AAAA-AAAA-AAAA": "not right",
        "0000-0000-0000": "No ballot in Spring 2026 has this check code",
    }.items():
        assert words in probe.ask("found", text, [typed])[0]["fault"]


def test_where_ballots_are_withheld_a_code_is_on_the_list_and_says_no_more(probe):
    codes = [commit.tracker(line["commit"]) for line in VALUES[bundle.BALLOTS]]
    for said in probe.ask("found", base64.b64encode(packed(HIDDEN)).decode(), codes):
        assert [(one["withheld"], one["ballot"]) for one in said["found"]] == [(True, None)]
