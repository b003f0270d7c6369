"""Words stand out from their ground in every choice of colours, by the formula of WCAG 2.2: 7 to 1; where soft, 4.5."""

import re

import pytest
from source_tree import ROOT

SHEET = (ROOT / "static" / "css" / "tokens.css").read_text(encoding="utf-8")
ENOUGH, ENOUGH_WHERE_SOFT, ENOUGH_FOR_SHAPES = 7, 4.5, 3
WORDS = [
    *((ink, ground) for ink in ("ink", "ink-soft") for ground in ("paper", "card", "paper-deep")),
    *((ink, ground) for ink in ("brand", "link", "link-visited", "link-hover") for ground in ("paper", "card")),
    ("brand-deep", "brand-tint"),
    ("ink", "brand-tint"),
    ("on-brand", "brand"),
    ("on-brand", "brand-deep"),
    *((state, ground) for state in ("good", "bad", "wait", "calm") for ground in (f"{state}-tint", "card")),
    *(("ink", f"{state}-tint") for state in ("good", "bad", "wait", "calm", "plain")),
    ("on-focus", "focus"),
]
SHAPES = [("line-strong", "card"), ("line-strong", "paper"), ("brand", "brand-tint")]
"""Edges by which a control is known."""


def colours(selector):
    """The colours that a block of the sheet sets, by name."""
    blocks = re.findall(re.escape(selector) + r" \{(.*?)\n\s*\}", SHEET, re.DOTALL)
    found = re.findall(r"--([\w-]+): (#[0-9a-f]{3,6});", "".join(blocks))
    return dict(found)


def luminance(colour):
    digits = colour[1:] if len(colour) == 7 else "".join(one * 2 for one in colour[1:])
    parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def test_the_formula_gives_what_the_guidelines_say():
    assert contrast("#000", "#ffffff") == 21
    assert round(contrast("#777777", "#ffffff"), 2) == 4.48


@pytest.mark.parametrize("theme", ["", "cream", "dark", "strong", "soft"])
def test_words_and_edges_stand_out(theme):
    chosen = colours(":root") | (colours(f':root[data-theme="{theme}"]') if theme else {})
    least = ENOUGH_WHERE_SOFT if theme == "soft" else ENOUGH
    pale = [(*pair, round(contrast(chosen[pair[0]], chosen[pair[1]]), 2)) for pair in WORDS]
    assert [one for one in pale if one[2] < least] == []
    edges = [(*pair, round(contrast(chosen[pair[0]], chosen[pair[1]]), 2)) for pair in SHAPES]
    assert [one for one in edges if one[2] < ENOUGH_FOR_SHAPES] == []


TONES = (ROOT / "static" / "css" / "tones.css").read_text(encoding="utf-8")
BOOTH = (ROOT / "static" / "css" / "booth.css").read_text(encoding="utf-8")
DECORATION = {"joy-leaf", "joy-sky", "joy-rose", "joy-deep", "marigold", "line"}
"""Colours that nothing is written in or on."""


def tokens_of_tone(tone):
    """The colours that the voting screens of a tone name anew, each as the name of one of the theme."""
    first = re.findall(r":root \{(.*?)\n\}", BOOTH, re.DOTALL)
    own = re.findall(rf':root\[data-tone="{tone}"\] \{{(.*?)\n\}}', TONES, re.DOTALL)
    return dict(re.findall(r"--([\w-]+): var\(--([\w-]+)\);", "".join([*first, *own])))


@pytest.mark.parametrize("tone", ["playful", "plain", "grown"])
@pytest.mark.parametrize("theme", ["", "cream", "dark", "strong", "soft"])
def test_the_line_at_the_top_stands_out_in_every_tone(theme, tone):
    chosen = colours(":root") | (colours(f':root[data-theme="{theme}"]') if theme else {})
    named = tokens_of_tone(tone)
    least = ENOUGH_WHERE_SOFT if theme == "soft" else ENOUGH
    assert contrast(chosen[named["on-band"]], chosen[named["band"]]) >= least


def test_a_tone_gives_no_colour_to_words_their_grounds_or_the_edges_of_controls():
    """So that what was measured of a theme holds in every tone."""
    assert not re.findall(r"#[0-9a-f]{3,8}\b|rgb|hsl", TONES)
    named = {tone: tokens_of_tone(tone).keys() - tokens_of_tone("plain").keys() for tone in ("playful", "grown")}
    assert set().union(*named.values()) <= DECORATION
    rules = re.findall(r"(?:^|[;{ ])((?:background|border|color)[\w-]*): ([^;}]+)", TONES)
    used = {name for _, value in rules for name in re.findall(r"var\(--([\w-]+)\)", value)}
    assert used <= DECORATION
    assert not [name for name, _ in rules if name == "color"]
