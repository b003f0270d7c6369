"""Compose the demonstration's pictures: symbols on soft, layered grounds, all 800 by 600. Run by hand; commit the result.

    python tools/pictures.py

Each scene is a ground and a few symbols standing on it. A symbol is placed by the middle of its foot; `symbol_boxes.json`
holds where each symbol's drawing lies inside its 72 by 72 box (left, top, width, height; measured with a browser's
getBBox), so that feet touch the ground. Outlines are redrawn to one weight, whatever the size of the symbol.
"""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent
SYMBOLS = ROOT / "static" / "vendor" / "openmoji"
PICTURES = ROOT / "static" / "pictures"
BOXES = json.loads((Path(__file__).parent / "symbol_boxes.json").read_text(encoding="utf-8"))
WIDTH, HEIGHT = 800, 600
INK = "#2b2036"
OUTLINE = 5.5


@dataclass(frozen=True)
class Put:
    """One symbol: where its foot stands, how tall it is, and whether it has a shadow, is mirrored or turned."""

    symbol: str
    x: int
    y: int
    tall: int
    shadow: bool = True
    mirrored: bool = False
    turn: int = 0
    wears: "Wears | None" = None


@dataclass(frozen=True)
class Wears:
    """The colours of a whole figure, which OpenMoji leaves plain; `friend` is the second of two."""

    skin: str
    hair: str
    top: str
    legs: str
    friend: "Wears | None" = None


@dataclass(frozen=True)
class Scene:
    """One picture: what it shows in plain words, its ground, the symbols from back to front, what lies in front."""

    words: str
    ground: str
    symbols: tuple[Put, ...]
    front: str = ""


LIGHT, TAN, BROWN, DARK = "#f1c9a5", "#c99a6b", "#9a6a43", "#6b4630"
BLACK_HAIR, BROWN_HAIR, RED_HAIR, GREY_HAIR = "#2b2036", "#5a3a26", "#a8532e", "#9b94a3"
AMIRA = Wears(TAN, BLACK_HAIR, "#d9694f", "#3f5f8a")
JOSH = Wears(LIGHT, RED_HAIR, "#3f8f84", "#4a4063")
KEZIA = Wears(DARK, BLACK_HAIR, "#f0b02c", "#5d3a86")
DEV = Wears(BROWN, BLACK_HAIR, "#5d8fc7", "#5a4636")
PAIR = Wears(LIGHT, BROWN_HAIR, "#8a5aa8", "#3f5f8a", friend=KEZIA)

# Where hair, top and legs lie on each whole figure: (what, left, top, width, height) in its 72 by 72 box.
FIGURES: dict[str, tuple[tuple[str, float, float, float, float], ...]] = {
    "friends": (
        ("hair", 0, 7, 36, 3.6),
        ("top", 0, 17, 36, 22.5),
        ("legs", 19, 38, 12, 23),
        ("friend hair", 36, 7, 36, 3.6),
        ("friend top", 36, 17, 36, 22.5),
        ("friend legs", 41, 38, 12, 23),
    ),
    "cycling": (("hair", 28, 7, 12, 3.6), ("top", 0, 16, 72, 16), ("legs", 0, 31.5, 72, 23)),
    "climbing": (
        ("hair", 46, 11, 12, 3.6),
        ("top", 36, 17, 30, 16.5),
        ("legs", 24, 29, 22, 20),
        ("legs", 40, 33, 24, 26),
    ),
    "calm": (("hair", 30, 15, 12, 3.6), ("top", 20, 25, 32, 22), ("legs", 22, 46.5, 28, 14)),
    "wheelchair-sport": (("hair", 30, 11, 16, 4.2), ("top", 27, 20, 30, 17.5), ("legs", 0, 34, 27.5, 18.5)),
    "powerchair": (("hair", 30, 3, 16, 3.4), ("top", 24, 13, 34, 23), ("legs", 12, 33.5, 34, 20)),
    "walking": (("hair", 28, 6, 16, 3.8), ("top", 28, 17, 16, 20), ("legs", 20, 37, 32, 23)),
    "dancing": (("hair", 18, 3, 18, 3.6), ("top", 28, 12, 22, 22), ("legs", 8, 30, 44, 28)),
    "swimming": (("hair", 14, 29, 12, 4.4),),
}
# Drawn under a figure, in the colour of its legs: the lap, which the symbol leaves out behind its wheel.
LAPS = {"wheelchair-sport": "M25.400 36.600 33 33.700 43 31.500 43 36.500 34 38.500 25 42.500z"}
CHAIR_BACK = '<path d="M53 25.500H49.500L48.800 41" fill="none" stroke="#000" stroke-width="2" stroke-linecap="round" stroke-linejoin="round"/>'
# Parts of a symbol's own ground that would show as a patch on ours.
DROPPED = {"climbing": "#D0CFCE", "swimming": "#92D3F5"}


def rect(x: float, y: float, width: float, height: float, fill: str, radius: float = 0) -> str:
    """A plain rectangle."""
    rounded = f' rx="{radius}"' if radius else ""
    return f'<rect x="{x}" y="{y}" width="{width}" height="{height}" fill="{fill}"{rounded}/>'


def disc(x: float, y: float, radius: float, fill: str) -> str:
    """A disc."""
    return f'<circle cx="{x}" cy="{y}" r="{radius}" fill="{fill}"/>'


def oval(x: float, y: float, across: float, down: float, fill: str) -> str:
    """An ellipse by its half axes."""
    return f'<ellipse cx="{x}" cy="{y}" rx="{across}" ry="{down}" fill="{fill}"/>'


def shape(path: str, fill: str) -> str:
    """A filled path."""
    return f'<path d="{path}" fill="{fill}"/>'


def line(path: str, stroke: str, width: float) -> str:
    """A drawn path with round ends."""
    return f'<path d="{path}" fill="none" stroke="{stroke}" stroke-width="{width}" stroke-linecap="round"/>'


def many(draw: Callable[[int], str], count: int) -> str:
    """The same drawing several times, told which one it is."""
    return "".join(draw(index) for index in range(count))


def sky(colour: str, sun: tuple[int, int, int] = (650, 120, 62), light: str = "#fbd36b") -> str:
    """A sky with a sun in a soft ring."""
    x, y, radius = sun
    return rect(0, 0, WIDTH, HEIGHT, colour) + disc(x, y, radius * 1.55, "#fff3cf") + disc(x, y, radius, light)


def puff(x: int, y: int, size: float, fill: str = "#fffaf0") -> str:
    """A cloud of paper."""
    return shape(
        f"M{x} {y}h{180 * size:.0f}a{36 * size:.0f} {36 * size:.0f} 0 0 0-{30 * size:.0f}-{68 * size:.0f}"
        f"a{54 * size:.0f} {54 * size:.0f} 0 0 0-{98 * size:.0f}-{12 * size:.0f}"
        f"a{42 * size:.0f} {42 * size:.0f} 0 0 0-{52 * size:.0f} {80 * size:.0f}z",
        fill,
    )


def hills(back: str, middle: str, front: str) -> str:
    """Three hills, one before the other."""
    return (
        shape("M0 380C120 260 250 250 400 340S680 300 800 250V600H0z", back)
        + shape("M0 440C160 350 330 390 470 420S700 400 800 350V600H0z", middle)
        + shape("M0 500C220 440 420 470 560 480S720 470 800 450V600H0z", front)
    )


def flowers(places: list[tuple[int, int]], colours: tuple[str, ...]) -> str:
    """Small dots of flowers in the grass."""
    return "".join(
        disc(x, y, 9, colours[i % len(colours)]) + disc(x, y, 3.5, "#fff6d8") for i, (x, y) in enumerate(places)
    )


def room(wall: str, dado: str, floor: str, rug: str = "") -> str:
    """A room: wall, skirting, floor, and a round rug."""
    return (
        rect(0, 0, WIDTH, 430, wall)
        + rect(0, 412, WIDTH, 20, dado)
        + rect(0, 432, WIDTH, 168, floor)
        + (oval(400, 522, 330, 62, rug) + oval(400, 522, 262, 46, "#ffffff55") if rug else "")
    )


def window(x: int, y: int, wide: int, high: int, view: str = "#bfe0ef", frame: str = "#fffaf0") -> str:
    """A window with a hill outside."""
    return (
        rect(x - 12, y - 12, wide + 24, high + 24, frame, 10)
        + rect(x, y, wide, high, view, 4)
        + shape(f"M{x} {y + high * 0.72:.0f}q{wide * 0.3:.0f}-{high * 0.3:.0f} {wide * 0.6:.0f}-{high * 0.06:.0f}"
                f"t{wide * 0.4:.0f}-{high * 0.08:.0f}V{y + high}H{x}z", "#a9cc84")
        + rect(x + wide / 2 - 5, y, 10, high, frame)
    )  # fmt: skip


def bunting(y: int, colours: tuple[str, ...], drop: int = 46) -> str:
    """A string of flags from side to side."""
    string = line(f"M-10 {y}Q400 {y + 2 * drop} 810 {y}", "#8a7560", 4)
    flags = []
    for index in range(11):
        along = (index + 0.5) / 11
        x, at = 820 * along - 10, y + 4 * drop * along * (1 - along)
        flags.append(shape(f"M{x - 27:.0f} {at:.0f}h54l-27 56z", colours[index % len(colours)]))
    return string + "".join(flags)


def frame(x: int, y: int, wide: int, high: int, inside: str) -> str:
    """A picture on the wall."""
    return rect(x, y, wide, high, "#b98b54", 6) + rect(x + 9, y + 9, wide - 18, high - 18, inside, 2)


def shelf(x: int, y: int, wide: int, spines: tuple[str, ...]) -> str:
    """A shelf of books."""
    books = "".join(
        rect(x + 14 + i * 30, y - 70 - (i * 17) % 30, 24, 70 + (i * 17) % 30, spines[i % len(spines)], 3)
        for i in range((wide - 20) // 30)
    )
    return books + rect(x, y, wide, 16, "#a9763f", 4)


def waves(y: int, fill: str, depth: int) -> str:
    """Water with a scalloped edge."""
    return shape(f"M-20 {y}" + "q35-26 70 0t70 0" * 6 + f"V{y + depth}H-20z", fill)


def lane(y: int, offset: int) -> str:
    """A swimming lane's line of floats."""
    return many(lambda i: rect(i * 62 - offset, y, 44, 14, "#e5736b" if i % 2 else "#fffaf0", 7), 15)


def spot(x: int, foot: int, fill: str) -> str:
    """A beam of stage light."""
    return shape(f"M{x - 14} 0h28L{foot + 150} 520H{foot - 150}z", fill)


def curtain(fill: str, fold: str) -> str:
    """Two stage curtains, drawn aside."""
    left = shape("M0 0H150C150 180 120 360 40 540H0z", fill) + line(
        "M60 0C60 180 45 350 12 500M110 0C108 170 88 320 40 450", fold, 7
    )
    right = f'<g transform="translate(800 0) scale(-1 1)">{left}</g>'
    pelmet = shape("M0 0H800V70" + "q-50 62-100 0" * 8 + "z", fill)
    return left + right + pelmet


def boards(y: int, fill: str, seam: str) -> str:
    """A wooden floor seen from the front."""
    return rect(0, y, WIDTH, HEIGHT - y, fill) + many(
        lambda i: line(f"M{400 + (i - 5) * 62} {y}L{400 + (i - 5) * 150} 600", seam, 4), 11
    )


def town(colours: tuple[str, ...], y: int = 400) -> str:
    """A street of houses with lit windows."""
    sizes = [
        (0, 120, 190),
        (112, 96, 250),
        (200, 130, 160),
        (322, 104, 226),
        (418, 126, 180),
        (536, 100, 262),
        (630, 180, 200),
    ]
    return "".join(house(x, y, wide, high, colours[i % len(colours)]) for i, (x, wide, high) in enumerate(sizes))


def house(x: int, y: int, wide: int, high: int, fill: str) -> str:
    """One house front with a gable."""
    panes = "".join(
        rect(x + wide * across - 13, y - high + 34 + down * 62, 26, 34, "#fff1c4", 4)
        for across in (0.3, 0.7)
        for down in range((high - 40) // 62)
    )
    return (
        rect(x, y - high, wide, high, fill)
        + shape(f"M{x - 6} {y - high}L{x + wide / 2:.0f} {y - high - 46}L{x + wide + 6} {y - high}z", fill)
        + panes
    )


def road(y: int) -> str:
    """A pavement and a road with a dashed line."""
    return (
        rect(0, y, WIDTH, 34, "#e6d6bd")
        + rect(0, y + 34, WIDTH, HEIGHT - y, "#6f6779")
        + many(lambda i: rect(i * 130 - 20, y + 104, 76, 12, "#fbe9c0", 6), 7)
    )


def court(wall: str, floor: str, marking: str) -> str:
    """A sports hall."""
    bars = many(lambda i: rect(0, 70 + i * 44, WIDTH, 10, "#ffffff55"), 7)
    return (
        rect(0, 0, WIDTH, 400, wall)
        + bars
        + rect(0, 388, WIDTH, 14, "#fffaf0")
        + boards(402, floor, "#00000012")
        + f'<ellipse cx="400" cy="520" rx="300" ry="72" fill="none" stroke="{marking}" stroke-width="9"/>'
        + line("M0 520H100M700 520H800", marking, 9)
    )


def tiles(wall: str, grout: str) -> str:
    """A tiled wall."""
    rows = many(lambda i: line(f"M0 {40 + i * 62}H800", grout, 4), 7)
    columns = many(
        lambda i: line(f"M{(i % 13) * 66 + (33 if (i // 13) % 2 else 0)} {-22 + (i // 13) * 62}v62", grout, 4), 91
    )
    return rect(0, 0, WIDTH, HEIGHT, wall) + rows + columns


def wood(x: int, y: int, high: int, fill: str, trunk: str) -> str:
    """A paper tree."""
    return rect(x - 9, y - high * 0.4, 18, high * 0.4, trunk) + oval(x, y - high * 0.66, high * 0.26, high * 0.38, fill)


def fence(y: int, fill: str) -> str:
    """A picket fence."""
    posts = many(lambda i: shape(f"M{i * 56 + 8} {y + 86}V{y + 12}l15-14 15 14v74z", fill), 15)
    return rect(0, y + 24, WIDTH, 12, fill) + rect(0, y + 58, WIDTH, 12, fill) + posts


def trike() -> str:
    """A bicycle with three wheels and a seat with a back."""
    wheels = "".join(
        f'<circle cx="{x}" cy="{y}" r="{r}" fill="none" stroke="{INK}" stroke-width="9"/>' + disc(x, y, 8, INK)
        for x, y, r in [(700, 500, 58), (560, 520, 44), (640, 508, 58)]
    )
    seat = shape("M628 384h104v22H628z", "#3f5f8a") + shape("M716 310h24v92h-24z", "#3f5f8a")
    frame_of = line("M560 520L536 400M548 452H640L700 500M640 452L676 404", "#d9694f", 13)
    bars = line("M536 400l-30-14M536 400l34-18", INK, 9)
    return oval(630, 560, 150, 14, "#2b20362e") + wheels + frame_of + bars + seat


def bus_stop(x: int, foot: int) -> str:
    """A bus stop's post and flag, as in an English street."""
    return (
        oval(x, foot, 34, 8, "#2b20362e") + rect(x - 6, foot - 240, 12, 240, "#4d4358")
        + rect(x - 62, foot - 262, 124, 84, "#fffaf0", 10) + rect(x - 62, foot - 262, 54, 84, "#2f7a5f", 10) + rect(x - 50, foot - 238, 30, 28, "#fffaf0", 5) + disc(x - 44, foot - 206, 5, "#fffaf0") + disc(x - 26, foot - 206, 5, "#fffaf0")
        + line(f"M{x + 12} {foot - 236}h36M{x + 12} {foot - 220}h36M{x + 12} {foot - 204}h24", "#b9aca0", 7)
    )  # fmt: skip


def bench_to_change_on() -> str:
    """The wide, height-adjustable bench of a Changing Places toilet."""
    return (
        oval(620, 566, 160, 12, "#2b20362e") + rect(500, 470, 16, 92, "#5f7f8a") + rect(726, 470, 16, 92, "#5f7f8a")
        + rect(478, 446, 290, 34, "#f0b02c", 14) + rect(478, 446, 60, 34, "#fbd982", 14)
    )  # fmt: skip


def clock_marks(x: int, y: int, radius: int) -> str:
    """The twelve marks of a clock's face."""
    turned = many(
        lambda i: (
            f'<rect x="-4" y="{-radius}" width="8" height="{20 if i % 3 == 0 else 11}" rx="4" transform="rotate({i * 30})"/>'
        ),
        12,
    )
    return f'<g fill="#8d5aa6" transform="translate({x} {y})">{turned}</g>'


def night(fill: str) -> str:
    """A night sky with stars."""
    stars = [
        (80, 90),
        (190, 180),
        (300, 70),
        (430, 150),
        (540, 60),
        (700, 210),
        (120, 280),
        (610, 300),
        (760, 90),
        (360, 260),
    ]
    return rect(0, 0, WIDTH, HEIGHT, fill) + "".join(
        disc(x, y, 3 + i % 3 * 1.5, "#fdeec0") for i, (x, y) in enumerate(stars)
    )


def blots(places: list[tuple[int, int, int]], colours: tuple[str, ...]) -> str:
    """Splashes of paint on a wall."""
    return "".join(
        disc(x, y, r, colours[i % len(colours)]) + disc(x + r * 1.3, y + r * 0.5, r * 0.24, colours[i % len(colours)])
        for i, (x, y, r) in enumerate(places)
    )


SCENES: dict[str, Scene] = {
    "sensory-garden": Scene(
        "Sunflowers, herbs and a butterfly in a garden on a sunny day",
        sky("#cfe8f2") + puff(70, 170, 0.9) + hills("#cfe2a8", "#b3d184", "#93bd63")
        + shape("M330 600C360 540 300 500 380 462S470 430 450 420h40c40 18-30 40-60 72s60 60 70 108z", "#f0dcb0")
        + flowers([(70, 560), (250, 575), (560, 560), (120, 510), (720, 500), (590, 505)], ("#e58f8a", "#fffaf0", "#b58ad0")),
        (
            Put("tree", 705, 440, 240), Put("sunflower", 145, 540, 310), Put("tulip", 250, 560, 190),
            Put("herb", 575, 565, 190), Put("potted-plant", 690, 572, 170), Put("butterfly", 420, 300, 110, shadow=False, turn=-12),
            Put("bee", 290, 200, 66, shadow=False, turn=10),
        ),
    ),
    "inclusive-swimming": Scene(
        "A person swimming in a blue pool with a floating ring",
        rect(0, 0, WIDTH, HEIGHT, "#e4f2ee") + many(lambda i: rect(40 + i * 128, 60, 84, 120, "#cfe5f2", 8), 6)
        + rect(0, 226, WIDTH, 40, "#f0dcb0") + rect(0, 262, WIDTH, 12, "#d6bd88") + waves(300, "#8fcbe0", 300),
        (Put("ring-buoy", 655, 350, 130, shadow=False, turn=-10), Put("swimming", 330, 478, 270, shadow=False, wears=Wears(BROWN, "#d9694f", "", ""))),
        lane(330, 30) + waves(448, "#63b3d0", 160) + lane(516, 0) + waves(560, "#4a9fc0", 60)
        + line("M90 410q24-14 48 0t48 0M560 420q24-14 48 0t48 0", "#d9f0f6", 7),
    ),
    "time-bank": Scene(
        "A clock between two hands that shake, and a warm drink",
        room("#f7dfc6", "#e3b98a", "#d99f6a", "#f4c877") + window(80, 90, 190, 190)
        + frame(600, 110, 130, 160, "#d8e8c4"),
        (
            Put("time-bank", 400, 330, 230, shadow=False), Put("parent", 190, 545, 250), Put("headscarf", 610, 545, 250),
            Put("handshake", 400, 515, 130), Put("tea", 730, 580, 100),
        ),
        clock_marks(400, 215, 92),
    ),
    "young-film-makers": Scene(
        "A film camera and a clapper board under bright lights",
        rect(0, 0, WIDTH, HEIGHT, "#b39ad0") + spot(180, 330, "#d3c1e8") + spot(640, 520, "#d3c1e8")
        + oval(410, 530, 390, 80, "#957bb8") + rect(0, 0, WIDTH, 44, "#4a2f66")
        + many(lambda i: rect(26 + i * 66, 13, 36, 18, "#f2e3c4", 4), 12),
        (
            Put("teenager", 640, 540, 280), Put("film-camera", 290, 520, 300),
            Put("clapper", 500, 560, 170, turn=-6), Put("star", 660, 170, 90, shadow=False, turn=12),
        ),
    ),
    "wheelchair-basketball": Scene(
        "A wheelchair user and a basketball in a sports hall",
        court("#f2c9a8", "#dfa56b", "#fffaf0") + rect(560, 70, 180, 130, "#fffaf0", 8)
        + '<rect x="615" y="112" width="70" height="56" fill="none" stroke="#c8553d" stroke-width="8"/>'
        + line("M604 206h92M612 210l14 70h48l14-70M634 210l8 66M666 210l-8 66", "#c8553d", 7),
        (
            Put("wheelchair-sport", 270, 555, 350, wears=KEZIA), Put("wheelchair-sport", 590, 545, 260, mirrored=True, wears=JOSH),
            Put("basketball", 455, 250, 110, shadow=False),
        ),
    ),
    "calm-room": Scene(
        "A quiet corner with a sofa, headphones, bubbles and a plant",
        room("#d9d0ec", "#b8a9d8", "#9d8bc4", "#cabfe6") + window(300, 70, 210, 170, "#f8e7c0")
        + line("M0 40Q200 96 400 40T800 40", "#8d7bb0", 4) + many(lambda i: disc(50 + i * 78, 62 + (i * 23) % 22, 11, "#fff1c4"), 10),
        (
            Put("sofa", 290, 530, 270), Put("calm", 570, 550, 220, wears=DEV), Put("potted-plant", 720, 490, 170),
            Put("headphones", 130, 575, 120), Put("bubbles", 650, 280, 150, shadow=False),
        ),
    ),
    "sign-language-club": Scene(
        "Hands signing, with friends and a speech bubble",
        rect(0, 0, WIDTH, HEIGHT, "#c7e6e0") + disc(400, 640, 330, "#a8d6cd") + disc(120, 120, 150, "#daf0ea") + disc(700, 150, 110, "#fbe3a4")
        + line("M230 190q40-40 84-34M560 180q-34-34-80-30", "#5fa79a", 9),
        (
            Put("sign-language", 400, 390, 300, shadow=False), Put("friends", 180, 560, 240, wears=PAIR), Put("hands", 610, 550, 165),
            Put("ear", 705, 230, 120, shadow=False), Put("eye", 120, 200, 90, shadow=False),
        ),
    ),
    "adapted-bikes": Scene(
        "A cyclist and a bike with three wheels on a path through the park",
        sky("#d9ecf5", (130, 120, 56)) + puff(480, 190, 1.0) + hills("#d6e6b4", "#bcd790", "#9cc46f")
        + shape("M0 520C220 470 520 486 800 520V600H0z", "#ecd7ad") + wood(90, 430, 190, "#86b35c", "#8a6642") + wood(470, 400, 150, "#a3c878", "#8a6642")
        + trike(),
        (
            Put("cycling", 300, 560, 300, wears=AMIRA), Put("backpack", 730, 582, 100), Put("dog", 110, 578, 110),
        ),
    ),
    "cooking-together": Scene(
        "A cook with a pot, an egg in a pan and vegetables on a table",
        tiles("#fbe9cf", "#f3dab4") + shelf(70, 170, 240, ("#e58f8a", "#f6c65b", "#8fbf9b"))
        + rect(0, 430, WIDTH, 40, "#b97c48") + rect(0, 466, WIDTH, 134, "#d59a62"),
        (
            Put("chef", 400, 470, 310, shadow=False), Put("pot", 190, 520, 180), Put("cooking", 620, 530, 190),
            Put("carrot", 460, 570, 120), Put("bread", 330, 578, 110), Put("apple", 745, 566, 90),
        ),
    ),
    "music-and-drumming": Scene(
        "Drums, shakers and musical notes on a stage",
        rect(0, 0, WIDTH, HEIGHT, "#f9d7a0") + disc(400, 330, 330, "#fbe3bb") + disc(400, 330, 230, "#fdeed3") + boards(450, "#c98a5a", "#b5774a"),
        (
            Put("drum", 330, 540, 240), Put("long-drum", 560, 555, 260), Put("maracas", 140, 560, 160, turn=-8), Put("guitar", 690, 565, 180),
            Put("music", 230, 240, 150, shadow=False, turn=-8), Put("music", 640, 210, 110, shadow=False, mirrored=True),
        ),
    ),
    "farm-visits": Scene(
        "A goat, a sheep and a chicken on a farm",
        sky("#d6eaf4", (140, 110, 54)) + puff(330, 150, 0.8) + shape("M0 350C200 290 420 310 800 280V600H0z", "#d9e4a4")
        + shape("M530 350V210l95-74 95 74v140z", "#b9473c") + shape("M516 216l109-86 109 86-10 14-99-78-99 78z", "#8b3028")
        + rect(590, 262, 70, 88, "#fff1dc") + line("M592 264l66 84M658 264l-66 84", "#b9473c", 6)
        + fence(340, "#fffaf0") + shape("M0 430C260 400 520 410 800 420V600H0z", "#a9cc74"),
        (
            Put("horse", 640, 500, 190, mirrored=True), Put("goat", 230, 545, 220), Put("sheep", 450, 560, 170),
            Put("chicken", 650, 582, 140), Put("duck", 90, 575, 90),
        ),
    ),
    "travel-buddies": Scene(
        "Two friends waiting for the bus in a town",
        rect(0, 0, WIDTH, HEIGHT, "#fbe3c6") + disc(640, 110, 60, "#f9c968") + town(("#e8b89a", "#d99f9a", "#c9b3d6", "#e9cf9b"))
        + road(400) + rect(0, 548, WIDTH, 52, "#e6d6bd") + rect(0, 542, WIDTH, 10, "#cdbb9c"),
        (
            Put("bus", 540, 520, 220), Put("friends", 262, 580, 280, wears=PAIR), Put("backpack", 400, 588, 100),
        ),
        bus_stop(84, 578),
    ),
    "sleep-workshops": Scene(
        "A bed by a window with the moon and stars",
        night("#7d74b8") + shape("M0 420C220 360 540 360 800 430V600H0z", "#978fce") + oval(400, 545, 340, 60, "#b3ace0") + disc(640, 150, 104, "#9189c9"),
        (
            Put("moon", 645, 230, 160, shadow=False), Put("bed", 330, 545, 300), Put("teddy", 590, 560, 160),
            Put("sleeping", 330, 250, 120, shadow=False, turn=-10), Put("tea", 715, 575, 84),
        ),
    ),
    "changing-place": Scene(
        "A wheelchair user beside a wide bench, a toilet, a shower and a door",
        tiles("#d5ecf0", "#bcdde3") + rect(0, 440, WIDTH, 160, "#8fb9c4") + rect(0, 430, WIDTH, 16, "#fffaf0") + oval(360, 535, 300, 48, "#a9cdd6") + bench_to_change_on(),
        (
            Put("door", 130, 470, 310, shadow=False), Put("toilet", 690, 440, 150, shadow=False), Put("wheelchair-sport", 350, 560, 300, wears=AMIRA),
            Put("shower", 560, 230, 140, shadow=False), Put("wheelchair-sign", 345, 190, 110, shadow=False),
        ),
    ),
    "art-studio": Scene(
        "Paints, a brush and a picture in a bright studio",
        room("#fdf0d8", "#e7c896", "#cf9f6a", "#f3dcae")
        + blots([(90, 120, 44), (690, 90, 36), (740, 300, 26), (60, 320, 22), (420, 50, 20)], ("#e58f8a", "#8cc3de", "#f6b519", "#b58ad0", "#9cc46f")),
        (
            Put("framed-picture", 400, 330, 260, shadow=False), Put("paint", 220, 545, 210), Put("paintbrush", 400, 570, 170),
            Put("child", 600, 550, 240), Put("crayon", 725, 580, 100),
        ),
    ),
    "coding-club": Scene(
        "A robot and a computer on a desk",
        rect(0, 0, WIDTH, HEIGHT, "#cfe0f2") + many(lambda i: disc(60 + (i % 9) * 86, 60 + (i // 9) * 86, 6, "#b4cde8"), 45)
        + line("M0 120H180V220H300M800 90H650V190H560M0 300H90V360", "#9dbce0", 9) + disc(300, 220, 14, "#f6b519") + disc(560, 190, 14, "#e58f8a")
        + rect(0, 455, WIDTH, 30, "#8f6a4c") + rect(0, 480, WIDTH, 120, "#b08a66"),
        (
            Put("computer", 270, 510, 240), Put("robot", 560, 530, 280), Put("lightbulb", 400, 190, 120, shadow=False),
            Put("video-game", 420, 580, 100), Put("jigsaw", 725, 560, 100),
        ),
    ),
    "climbing": Scene(
        "A person climbing a wall with coloured holds",
        rect(0, 0, WIDTH, HEIGHT, "#dcd2e8") + shape("M140 0H800V600H60L180 330 90 200z", "#c2b2d8") + shape("M520 0H800V600H460L580 340z", "#ad9ac9")
        + "".join(
            oval(x, y, 30, 22, fill)
            for x, y, fill in [
                (220, 90, "#e58f8a"), (330, 190, "#f6b519"), (210, 300, "#8cc3de"), (330, 420, "#7fae5b"), (480, 110, "#7fae5b"),
                (640, 90, "#f6b519"), (690, 240, "#e58f8a"), (610, 330, "#8cc3de"), (700, 420, "#f6b519"), (480, 300, "#e58f8a"),
            ]
        ) + rect(0, 540, WIDTH, 60, "#6fa3b8") + rect(0, 536, WIDTH, 14, "#8dbccd"),
        (
            Put("climbing", 340, 470, 390, shadow=False, wears=DEV), Put("backpack", 700, 572, 120), Put("running-shoe", 150, 574, 80),
        ),
    ),
    "siblings-club": Scene(
        "Brothers and sisters playing outside with a kite and balloons",
        sky("#d4ebf3", (110, 110, 52)) + puff(300, 130, 0.7) + hills("#d2e4ae", "#b7d589", "#9bc46c")
        + line("M640 190C600 300 520 330 470 420", "#8a7560", 4) + flowers([(80, 540), (700, 560), (560, 580)], ("#fffaf0", "#e58f8a")),
        (
            Put("playground", 120, 500, 220), Put("kite", 655, 250, 150, shadow=False), Put("child", 300, 550, 230), Put("teenager", 450, 550, 280),
            Put("dog", 620, 565, 140), Put("balloon", 215, 280, 130, shadow=False),
        ),
    ),
    "stay-and-play": Scene(
        "Toys and a parent with a child in a bright playroom",
        room("#fce4d4", "#f0b79a", "#e0a37f", "#f7d7a2") + bunting(50, ("#e58f8a", "#f6c65b", "#8cc3de", "#9cc46f")),
        (
            Put("parent", 240, 510, 270), Put("child", 390, 535, 210), Put("teddy", 560, 545, 190), Put("blocks", 690, 565, 130),
            Put("dice", 120, 575, 90), Put("balloon", 680, 300, 140, shadow=False),
        ),
    ),
    "relaxed-theatre": Scene(
        "Two theatre masks on a stage with soft lights",
        rect(0, 0, WIDTH, HEIGHT, "#f3d3b4") + spot(260, 320, "#fae6c6") + spot(560, 500, "#fae6c6") + boards(470, "#b9774b", "#a5663c")
        + curtain("#a83c4b", "#8c2c3b"),
        (
            Put("theatre", 400, 400, 250, shadow=False), Put("headphones", 220, 555, 110), Put("ticket", 590, 560, 110),
            Put("dancing", 400, 575, 170, wears=JOSH),
        ),
    ),
    "forest-school": Scene(
        "A tent and a fire among trees, with an owl",
        rect(0, 0, WIDTH, HEIGHT, "#dcebc8") + "".join(wood(x, 420, high, "#b9d596", "#a48a66") for x, high in [(60, 330), (220, 290), (400, 340), (590, 300), (750, 340)])
        + "".join(wood(x, 470, high, "#8fb968", "#80643f") for x, high in [(-10, 390), (300, 330), (790, 400)]) + shape("M0 450C200 420 560 420 800 450V600H0z", "#c9b27c")
        + shape("M0 520C260 490 540 500 800 520V600H0z", "#b59b62"),
        (
            Put("pine-tree", 660, 470, 300), Put("tent", 250, 530, 240), Put("fire", 480, 560, 150), Put("owl", 640, 560, 130),
            Put("mushroom", 90, 575, 100), Put("backpack", 740, 580, 110),
        ),
    ),
    "board-games-club": Scene(
        "Building bricks, a dice and a jigsaw piece on a table",
        room("#d8e8dd", "#a8cbb4", "#d8e8dd") + frame(90, 90, 150, 120, "#fbe3a4") + window(540, 80, 180, 150)
        + oval(400, 500, 400, 110, "#b97c48") + oval(400, 486, 400, 108, "#d59a62") + oval(400, 486, 330, 84, "#dfa974"),
        (
            Put("teenager", 300, 404, 230, shadow=False), Put("child", 490, 402, 200, shadow=False), Put("blocks", 200, 520, 150), Put("dice", 395, 545, 120), Put("jigsaw", 560, 520, 140),
            Put("cupcake", 690, 500, 90),
        ),
    ),
    "football-for-all": Scene(
        "A football, trainers and a goal in a park",
        sky("#d6ebf5", (670, 110, 54)) + puff(120, 150, 0.9) + shape("M0 360C240 320 540 330 800 340V600H0z", "#b7d589")
        + many(lambda i: shape(f"M{i * 230 - 120} 600L{i * 150 + 40} 350h74L{i * 230 + 0} 600z", "#a4c876"), 5)
        + line("M120 400V230H520V400", "#fffaf0", 14) + many(lambda i: line(f"M{160 + i * 40} 236V392", "#fffaf0aa", 3), 9)
        + many(lambda i: line(f"M126 {270 + i * 36}H514", "#fffaf0aa", 3), 4),
        (
            Put("powerchair", 590, 545, 310, mirrored=True, wears=AMIRA), Put("football", 350, 550, 130), Put("running-shoe", 190, 575, 110), Put("party", 735, 575, 110),
        ),
    ),
    "sewing-bee": Scene(
        "Thread, wool and scissors on a patchwork cloth",
        rect(0, 0, WIDTH, HEIGHT, "#f6e5c8")
        + many(lambda i: rect((i % 6) * 134 - 2, (i // 6) * 120, 134, 120,
                              ("#f7d7dd", "#d8e8c4", "#cfe5f2", "#fbe3a4", "#e2d6f0")[(i * 3 + i // 6) % 5]), 30)
        + many(lambda i: line(f"M0 {(i + 1) * 120}H800", "#fffaf0", 5), 4) + many(lambda i: line(f"M{(i + 1) * 134} 0V600", "#fffaf0", 5), 5),
        (
            Put("sewing", 260, 420, 260), Put("yarn", 530, 500, 240), Put("scissors", 300, 570, 160, turn=-14),
            Put("heart", 640, 230, 130, shadow=False, turn=8),
        ),
    ),
}  # fmt: skip


def inside(put: Put, scale: float) -> str:
    """A symbol's drawing without its frame, its outlines redrawn to the picture's one weight, its figure dressed."""
    text = (SYMBOLS / f"{put.symbol}.svg").read_text(encoding="utf-8")
    if put.symbol in DROPPED:
        text = text.replace(f'fill="{DROPPED[put.symbol]}"', 'fill="none"')
    if put.wears is not None:
        text = re.sub(
            r'<g id="skin">(.*?)</g>\s*(?=<g id="(?:line|hair|skin-shadow)")',
            lambda found: dressed(put, found[1]),
            text,
            flags=re.DOTALL,
        )
    body = re.sub(r"^.*?<svg[^>]*>|</svg>\s*$", "", text, flags=re.DOTALL)
    body = re.sub(r'stroke-width="[\d.]+"', f'stroke-width="{OUTLINE / scale:.2f}"', body)
    body = re.sub(r'(stroke|fill)="#000(?:000)?"', rf'\1="{INK}"', body)
    body = re.sub(
        r'\sid="(?:color|hair|skin|skin-shadow|line|emoji|color-foreground|skin-[ab])"|\sclass="[^"]*"|\sstroke-miterlimit="[^"]*"',
        "",
        body,
    )
    body = re.sub(r"<g\s*/>|<g>\s*</g>|<!--.*?-->", "", body, flags=re.DOTALL)
    return re.sub(r">\s+<", "><", body.strip())


def dressed(put: Put, skin: str) -> str:
    """The figure's skin in a natural tone, and over it the same shapes again as hair, top and legs."""
    wears = put.wears
    assert wears is not None
    layers = [in_colour(skin, wears.skin)] if wears.friend is None else [
        clipped(put, (0, 0, 36, 72), in_colour(skin, wears.skin)),
        clipped(put, (36, 0, 36, 72), in_colour(skin, wears.friend.skin)),
    ]  # fmt: skip
    for what, *box in FIGURES[put.symbol]:
        person, part = (
            (wears.friend or wears, what.removeprefix("friend ")) if what.startswith("friend ") else (wears, what)
        )
        layers.append(clipped(put, (box[0], box[1], box[2], box[3]), in_colour(skin, getattr(person, part))))
    lap = CHAIR_BACK + f'<path d="{LAPS[put.symbol]}" fill="{wears.legs}"/>' if put.symbol in LAPS else ""
    return f"{lap}<g>{''.join(layers)}</g>"


def in_colour(shapes: str, colour: str) -> str:
    """The same shapes, filled with one colour."""
    return re.sub(r'fill="#(?:fcea2b|FCEA2B)"', f'fill="{colour}"', shapes)


def clipped(put: Put, box: tuple[float, float, float, float], shapes: str) -> str:
    """Shapes cut to a box of the symbol."""
    x, y, wide, high = box
    name = f"c{put.x}-{put.y}-{x}-{y}-{wide}".replace(".", "_")
    return f'<clipPath id="{name}"><rect x="{x}" y="{y}" width="{wide}" height="{high}"/></clipPath><g clip-path="url(#{name})">{shapes}</g>'


def placed(put: Put) -> str:
    """A symbol at its place, with the shadow it throws."""
    left, top, wide, high = BOXES[put.symbol]
    scale = put.tall / high
    foot_x, foot_y = left + wide / 2, top + high
    turn = f" rotate({put.turn})" if put.turn else ""
    flip = " scale(-1 1)" if put.mirrored else ""
    shadow = oval(put.x, put.y - 2, wide * scale * 0.46, max(8, put.tall * 0.055), "#2b20362e") if put.shadow else ""
    moved = f"translate({put.x} {put.y}){turn}{flip} scale({scale:.3f}) translate({-foot_x:.2f} {-foot_y:.2f})"
    return f'{shadow}<g transform="{moved}">{inside(put, scale)}</g>'


def drawn(scene: Scene) -> str:
    """The whole picture."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}">'
        f"<title>{scene.words}</title>{scene.ground}{''.join(map(placed, scene.symbols))}{scene.front}</svg>\n"
    )


def main() -> None:
    """Write every picture, and the list of what each shows."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    for name, scene in SCENES.items():
        (PICTURES / f"{name}.svg").write_text(drawn(scene), encoding="utf-8")
    rows = [
        json.dumps({"id": name, "file": f"pictures/{name}.svg", "description": scene.words})
        for name, scene in SCENES.items()
    ]
    (PICTURES / "pictures.json").write_text("[\n  " + ",\n  ".join(rows) + "\n]\n", encoding="utf-8")


if __name__ == "__main__":
    main()
