"""Every pair of colours that is read or has to be seen, in every palette, against WCAG 2.2 AA."""

import pytest

from vrp_desktop.ui.kit.palette import PALETTES, Colours, contrast

PRIORITIES = ("individual", "relationship", "community", "society", "sustainability")


def test_contrast_is_what_wcag_says() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#FFFFFF", "#FFFFFF") == pytest.approx(1)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("ink", PALETTES, ids=lambda ink: ink.name)
@pytest.mark.parametrize("ground", ["paper", "surface", "chosen"])
@pytest.mark.parametrize("role", ["text", "muted", "accent", "error"])
def test_words_can_be_read(ink: Colours, ground: str, role: str) -> None:
    if ground == "chosen" and role == "error":
        ground = "error_ground"
    assert contrast(getattr(ink, role), getattr(ink, ground)) >= 4.5


@pytest.mark.parametrize("ink", PALETTES, ids=lambda ink: ink.name)
def test_a_primary_button_can_be_read(ink: Colours) -> None:
    assert contrast(ink.on_accent, ink.accent) >= 4.5


@pytest.mark.parametrize("ink", PALETTES, ids=lambda ink: ink.name)
@pytest.mark.parametrize("ground", ["paper", "surface"])
def test_borders_marks_and_the_focus_ring_can_be_seen(ink: Colours, ground: str) -> None:
    for role in ("border", "focus", "error", *PRIORITIES):
        assert contrast(getattr(ink, role), getattr(ink, ground)) >= 3, role


@pytest.mark.parametrize("ink", PALETTES, ids=lambda ink: ink.name)
def test_the_focus_ring_can_be_told_from_a_border(ink: Colours) -> None:
    assert ink.focus not in (ink.border, ink.accent, ink.error)


def test_what_is_no_priority_has_a_colour_too() -> None:
    assert PALETTES[0].priority("weather") == PALETTES[0].muted
