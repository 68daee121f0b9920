"""The colours of the window: light, dark and high contrast; a test asserts that they are legible."""

from typing import NamedTuple


class Colours(NamedTuple):
    """One set of colours, as #RRGGBB. ``paper`` lies behind, ``surface`` carries what is read.

    ``on_accent`` is written on ``accent``; ``chosen`` is the ground of a chosen row, read in ``text``.
    """

    name: str
    dark: bool
    paper: str
    surface: str
    text: str
    muted: str
    border: str
    hairline: str
    accent: str
    on_accent: str
    chosen: str
    focus: str
    error: str
    error_ground: str
    good: str
    individual: str
    relationship: str
    community: str
    society: str
    sustainability: str

    def priority(self, code: str) -> str:
        """The colour of one of the five priorities; the muted ink for a code there is no colour for."""
        return str(getattr(self, code, self.muted))


LIGHT = Colours(
    name="light",
    dark=False,
    paper="#FAF8F4",
    surface="#FFFFFF",
    text="#1F2430",
    muted="#525A68",
    border="#7E8590",
    hairline="#E3DFD7",
    accent="#0B5C6B",
    on_accent="#FFFFFF",
    chosen="#DCECEE",
    focus="#B34700",
    error="#B3261E",
    error_ground="#FCEEED",
    good="#00684C",
    individual="#0067A5",
    relationship="#B34700",
    community="#007A5A",
    society="#8A3A8A",
    sustainability="#6E6000",
)

DARK = Colours(
    name="dark",
    dark=True,
    paper="#14171C",
    surface="#1C2027",
    text="#ECEEF1",
    muted="#B3BAC6",
    border="#7B8494",
    hairline="#323844",
    accent="#6FC7D6",
    on_accent="#0D1A1D",
    chosen="#1F3F46",
    focus="#FFB877",
    error="#FF9C94",
    error_ground="#3A2220",
    good="#5CCBA5",
    individual="#6CB8F0",
    relationship="#F2955A",
    community="#5CCBA5",
    society="#D79AD7",
    sustainability="#D3C24A",
)

HIGH_CONTRAST = Colours(
    name="high contrast",
    dark=True,
    paper="#000000",
    surface="#000000",
    text="#FFFFFF",
    muted="#FFFFFF",
    border="#FFFFFF",
    hairline="#FFFFFF",
    accent="#FFE14D",
    on_accent="#000000",
    chosen="#003C8F",
    focus="#00FFFF",
    error="#FFB0A8",
    error_ground="#000000",
    good="#7CFFB2",
    individual="#7CC8FF",
    relationship="#FFB27A",
    community="#7CFFB2",
    society="#F5B8F5",
    sustainability="#FFE14D",
)

PALETTES = (LIGHT, DARK, HIGH_CONTRAST)


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours, 1 to 21, as WCAG 2.2 defines it."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(int(colour[i : i + 2], 16) / 255) for i in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else float(((channel + 0.055) / 1.055) ** 2.4)
