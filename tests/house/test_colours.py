"""The palette holds: every pair of colours we rely on keeps its contrast in both themes (WCAG 2.2, 1.4.3 and 1.4.11)."""

import math
import re
from itertools import pairwise
from pathlib import Path

import pytest

TOKENS = (Path(__file__).resolve().parents[2] / "static" / "css" / "tokens.css").read_text(encoding="utf-8")
OKLCH = r"oklch\(([\d.]+)%\s+([\d.]+)\s+([\d.]+)\)"
THEMES = ("light", "dark")
COLOURS = {
    found[1]: dict(
        zip(
            THEMES,
            [tuple(map(float, found.groups()[1:4])), tuple(map(float, found.groups()[4:]))],
            strict=True,
        )
    )
    for found in re.finditer(rf"--([\w-]+):\s*light-dark\(\s*{OKLCH}\s*,\s*{OKLCH}\s*\)", TOKENS)
}
STATES = ("ok", "warn", "bad")
PURPOSES = ("run", "grow", "transform")
TEXT = [
    *[
        (ink, under)
        for ink in ("ink", "ink-2", "ink-3")
        for under in ("paper", "surface", "sunken", "hover", "selected", "raised")
    ],
    *[("tide", under) for under in ("paper", "surface", "sunken", "hover", "selected", "tide-soft")],
    *[("on-accent", under) for under in ("tide", "tide-hover")],
    *[(state, under) for state in STATES for under in (f"{state}-soft", "surface", "paper")],
    *[(f"{purpose}-ink", under) for purpose in PURPOSES for under in (f"{purpose}-soft", "surface")],
]
SHAPES = [
    *[("line-field", under) for under in ("paper", "surface", "raised")],
    *[("focus", under) for under in ("paper", "surface", "sunken", "selected")],
    *[(f"d-{advice}", "surface") for advice in ("delegate", "keep", "automate", "eliminate")],
    ("bad-line", "surface"),
]


@pytest.mark.parametrize("theme", THEMES)
class TestThePalette:
    @pytest.mark.parametrize(("front", "under"), TEXT)
    def test_keeps_words_readable(self, front, under, theme):
        assert contrast(COLOURS[front][theme], COLOURS[under][theme]) >= 4.5

    @pytest.mark.parametrize(("front", "under"), SHAPES)
    def test_keeps_shapes_visible(self, front, under, theme):
        assert contrast(COLOURS[front][theme], COLOURS[under][theme]) >= 3

    @pytest.mark.parametrize("name", sorted(COLOURS))
    def test_stays_within_what_a_screen_can_show(self, name, theme):
        assert all(-0.002 <= channel <= 1.002 for channel in linear(COLOURS[name][theme]))

    def test_orders_run_grow_and_transform_by_lightness(self, theme):
        lightness = [COLOURS[purpose][theme][0] for purpose in PURPOSES]

        assert lightness == sorted(lightness, reverse=theme == "light")
        assert min(abs(first - second) for first, second in pairwise(lightness)) >= 10


def test_words_on_black_and_white_have_the_contrast_that_is_known():
    assert contrast((100, 0, 0), (0, 0, 0)) == pytest.approx(21, abs=0.01)


def contrast(front: tuple[float, float, float], under: tuple[float, float, float]) -> float:
    """The contrast ratio of WCAG 2.2, 1 to 21."""
    darker, lighter = sorted(luminance(colour) for colour in (front, under))
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: tuple[float, float, float]) -> float:
    red, green, blue = (min(1.0, max(0.0, channel)) for channel in linear(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def linear(colour: tuple[float, float, float]) -> tuple[float, float, float]:
    """OKLCH (lightness in per cent, chroma, hue in degrees) as linear sRGB; matrices by Björn Ottosson, 2020."""
    lightness, chroma, hue = colour[0] / 100, colour[1], math.radians(colour[2])
    a, b = chroma * math.cos(hue), chroma * math.sin(hue)
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return (
        4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short,
    )
