"""Draw the house's own shapes: the mark, the strip of cut paper, coins and stars. Run by hand; commit the result.

python tools/shapes.py
"""

from pathlib import Path

SHAPES = Path(__file__).parent.parent / "static" / "shapes"
AUBERGINE, DEEP, MARIGOLD, LEAF, ROSE, SKY, CREAM = (
    "#4a1d6b", "#331149", "#f6b519", "#7fae5b", "#e58f8a", "#8cc3de", "#fffdf8",
)  # fmt: skip
TILE = 40


def half(x: int, colour: str, turn: int) -> str:
    """A half disc in its tile, turned by quarter turns."""
    return (
        f'<path fill="{colour}" transform="rotate({turn * 90} {x + TILE // 2} {TILE // 2})"'
        f' d="M{x} {TILE // 2 + 10}a20 20 0 0 1 40 0z"/>'
    )


def quarter(x: int, colour: str, turn: int) -> str:
    """A quarter disc that fills its tile from one corner."""
    return f'<path fill="{colour}" transform="rotate({turn * 90} {x + 20} 20)" d="M{x} 0h40a40 40 0 0 1-40 40z"/>'


def leaf(x: int, colour: str, turn: int) -> str:
    """A leaf from corner to corner of its tile."""
    return (
        f'<path fill="{colour}" transform="rotate({turn * 90} {x + 20} 20)"'
        f' d="M{x} 40V16A16 16 0 0 1 {x + 16} 0h24v24a16 16 0 0 1-16 16z"/>'
    )


def disc(x: int, colour: str, radius: int) -> str:
    """A disc in the middle of its tile."""
    return f'<circle fill="{colour}" cx="{x + 20}" cy="20" r="{radius}"/>'


def strip() -> str:
    """A row of cut-paper shapes that repeats without a seam, like bunting along a page."""
    shapes = [
        leaf(0, LEAF, 0), quarter(40, AUBERGINE, 0), disc(80, MARIGOLD, 15), half(120, ROSE, 0),
        quarter(160, SKY, 2), leaf(200, AUBERGINE, 1), half(240, MARIGOLD, 2), disc(280, LEAF, 11),
        quarter(320, ROSE, 1), half(360, AUBERGINE, 0), leaf(400, SKY, 1), disc(440, ROSE, 15),
        quarter(480, MARIGOLD, 3), leaf(520, LEAF, 0), half(560, SKY, 2), disc(600, AUBERGINE, 11),
    ]  # fmt: skip
    return svg(640, TILE, "".join(shapes))


def mark() -> str:
    """Two hands of the same size overlapping: two electorates, neither on top; where they meet, a tick."""
    return svg(
        48, 48,
        f'<rect width="31" height="31" x="1" y="8.500" fill="{MARIGOLD}" rx="15.500"/>'
        f'<rect width="31" height="31" x="16" y="8.500" fill="{ROSE}" rx="15.500"/>'
        f'<path fill="{DEEP}" d="M24 11.400a15.500 15.500 0 0 1 0 25.200a15.500 15.500 0 0 1 0-25.200z"/>'
        f'<path fill="none" stroke="{CREAM}" stroke-linecap="round" stroke-linejoin="round" stroke-width="3"'
        ' d="m19.500 24.500 3.300 3.300 6-7.300"/>',
    )  # fmt: skip


def coin() -> str:
    """A coin of the pot, with the pound sign."""
    return svg(
        32, 32,
        '<circle cx="16" cy="17.500" r="13.500" fill="#8f5a00"/><circle cx="16" cy="15" r="13.500" fill="#f6b519"/>'
        '<circle cx="16" cy="15" r="10.500" fill="none" stroke="#b87503" stroke-width="1.600"/>'
        '<path fill="none" stroke="#5a3600" stroke-linecap="round" stroke-linejoin="round" stroke-width="2.200"'
        ' d="M19.300 10.800a3.300 3.300 0 0 0-5.800 2.200c0 2.300 1.300 3.300.2 5.700q-.4.900-1.300 1.500h7.600M11.700 15.200h5.200"/>',
    )  # fmt: skip


def star(fill: str, edge: str) -> str:
    """A friendly star with rounded points."""
    return svg(
        40, 40,
        f'<path fill="{fill}" stroke="{edge}" stroke-linejoin="round" stroke-width="2.600"'
        ' d="m20 4.500 4.700 9.900 10.800 1.400-7.900 7.500 2 10.700-9.600-5.200-9.600 5.200 2-10.700-7.900-7.500 10.800-1.400z"/>',
    )  # fmt: skip


def tick(colour: str) -> str:
    """A tick drawn with a broad pen."""
    return svg(
        24, 24,
        f'<path fill="none" stroke="{colour}" stroke-linecap="round" stroke-linejoin="round" stroke-width="4"'
        ' d="m4 13 5.500 5.500L20 6.500"/>',
    )  # fmt: skip


def svg(width: int, height: int, inside: str) -> str:
    """A whole SVG document."""
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}">{inside}</svg>\n'


def main() -> None:
    """Write every shape."""
    SHAPES.mkdir(parents=True, exist_ok=True)
    drawn = {
        "strip": strip(),
        "mark": mark(),
        "coin": coin(),
        "star": star(MARIGOLD, "#8f5a00"),
        "star-empty": star("none", "#786a58"),
        "tick": tick(CREAM),
        "tick-ink": tick(DEEP),
    }
    for name, text in drawn.items():
        (SHAPES / f"{name}.svg").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
