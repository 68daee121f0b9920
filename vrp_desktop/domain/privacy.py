"""What an organisation says about the records it keeps: its lawful basis, its contact, and its notices."""

from collections.abc import Mapping
from dataclasses import dataclass

from vrp_desktop import shipped
from vrp_desktop.domain import codes
from vrp_desktop.domain.errors import Refused


@dataclass(frozen=True)
class Privacy:
    """Set by the organisation once, for every record. ``lawful_basis`` says in its own words why the law lets
    it keep them; ``contact`` is who answers questions about privacy, and how they are reached."""

    lawful_basis: str = ""
    contact: str = ""

    @property
    def missing(self) -> str:
        """What has to be written before a notice can be handed out, in words; empty where all is."""
        gaps = [
            words
            for value, words in (
                (self.lawful_basis, "why the law lets you keep records"),
                (self.contact, "who answers questions about privacy"),
            )
            if not value.strip()
        ]
        if not gaps:
            return ""
        return (
            f"Your organisation has not said {' nor '.join(gaps)}. Ask whoever holds the administrator role "
            "to write it on the page Organisation."
        )


@dataclass(frozen=True)
class Part:
    """One heading of a notice and what stands under it: paragraphs, then points."""

    title: str
    paragraphs: tuple[str, ...]
    points: tuple[str, ...] = ()


@dataclass(frozen=True)
class NoticePaper:
    """A privacy notice, ready to be read: one page."""

    form: str
    title: str
    organisation: str
    parts: tuple[Part, ...]

    @property
    def text(self) -> str:
        """The whole of it, to be read on screen or aloud."""
        told = [self.title]
        for part in self.parts:
            told += ["", part.title, *part.paragraphs, *(f"•  {point}" for point in part.points)]
        return "\n".join(told)


def notice(form: str, organisation: str, privacy: Privacy, kept: str) -> NoticePaper:
    """The notice in the words for an age (a code of ``notice_form``), with the organisation's own words in
    it; what it has not written is a gap in brackets. ``kept`` says for how long records are kept."""
    if form not in codes.code_list("notice_form"):
        raise Refused("Choose in whose words it is to be.")
    stored = shipped.read_json("words", "notices.json")["forms"][form]
    filled = {
        "organisation": organisation,
        "lawful_basis": privacy.lawful_basis.strip() or "[the organisation has still to write this]",
        "contact": privacy.contact.strip() or "[the organisation has still to write this]",
        "kept": kept,
    }
    return NoticePaper(
        form,
        _filled(stored["title"], filled),
        organisation,
        tuple(
            Part(
                _filled(part["title"], filled),
                tuple(_filled(words, filled) for words in part.get("paragraphs", ())),
                tuple(_filled(words, filled) for words in part.get("points", ())),
            )
            for part in stored["parts"]
        ),
    )


def kept_words(years: int, until_age: int | None) -> str:
    """How long a record is kept, as people say it."""
    after = "for as long as we support you" if not years else (
        "for a year after we last see you" if years == 1 else f"for {years} years after we last see you"
    )  # fmt: skip
    return after if until_age is None else f"{after}, and at least until you are {until_age}"


def _filled(words: str, filled: Mapping[str, str]) -> str:
    # Not str.format: what an organisation writes may hold braces of its own.
    for name, value in filled.items():
        words = words.replace("{" + name + "}", value)
    return words
