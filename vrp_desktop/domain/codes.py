"""The code lists of the return: what may be chosen, and what it is called on screen and in every file."""

from dataclasses import dataclass
from functools import cache
from typing import Any

from vrp_desktop import shipped


@dataclass(frozen=True)
class Code:
    """One choice. ``group`` names the broader category it belongs to, where the list has such. Without a row
    of its own in the return it is counted as not known there."""

    code: str
    label: str
    group: str | None = None
    own_row: bool = True


@dataclass(frozen=True)
class CodeList:
    """A closed list of choices, in the order people expect them."""

    name: str
    title: str
    codes: tuple[Code, ...]
    groups: tuple[Code, ...] = ()

    def label(self, code: str | None, missing: str = "Not recorded") -> str:
        """The words for a code. An unknown code is shown as it stands, so that nothing is hidden."""
        if code is None:
            return missing
        return next((c.label for c in self.codes if c.code == code), code)

    def __contains__(self, code: str) -> bool:
        return any(c.code == code for c in self.codes)

    @property
    def with_rows(self) -> tuple[Code, ...]:
        """The choices that the return tells apart: what is not among them stands under not known."""
        return tuple(c for c in self.codes if c.own_row)

    def has_row(self, code: str) -> bool:
        """Whether the return tells this choice apart."""
        return any(c.code == code for c in self.with_rows)


@cache
def code_list(name: str) -> CodeList:
    """A list by its name: district, home_district, sex, ethnicity, disability, send, education, care,
    referral_source, setting, ending, decline_reason, cancel_reason, session_kind, weather, excuse, sector,
    prevention, reach, funding, delivered, approach; for a person's record strength_standing, need_standing,
    evidence, certainty, step_owner, relation, consent_kind, consent_by, how_told, notice_form, document_kind,
    destination, uptake, informant; and from the strategy: priority, focus_area (grouped by
    priority), factor (grouped into protective and risk), objective."""
    stored = {**shipped.read_json("codes", "codes.json"), **_from_strategy()}[name]
    return CodeList(
        name,
        stored["title"],
        tuple(Code(c["code"], c["label"], c.get("group"), c.get("own_row", True)) for c in stored["codes"]),
        tuple(Code(c["code"], c["label"]) for c in stored.get("groups", ())),
    )


def _from_strategy() -> dict[str, dict[str, Any]]:
    stored = shipped.read_json("strategy", "strategy.json")
    priorities = stored["priorities"]
    return {
        "priority": {"title": "Priority", "codes": priorities},
        "focus_area": {
            "title": "Focus area",
            "codes": [{**area, "group": p["code"]} for p in priorities for area in p["focus_areas"]],
            "groups": priorities,
        },
        "factor": {
            "title": "Protective and risk factors",
            "codes": [{**factor, "group": factor["kind"]} for factor in stored["factors"]],
            "groups": [
                {"code": "protective", "label": "Protective factors"},
                {"code": "risk", "label": "Risk factors"},
            ],
        },
        "objective": {"title": "Strategy objective", "codes": stored["objectives"]},
    }


def label(list_name: str, code: str | None, missing: str = "Not recorded") -> str:
    """The words for one code of a list."""
    return code_list(list_name).label(code, missing)
