"""An intervention: what a provider is commissioned to do, against which priorities."""

from dataclasses import dataclass
from datetime import date

from vrp_desktop.domain import codes
from vrp_desktop.domain.errors import Refused


@dataclass(frozen=True)
class InterventionDetails:
    """The profile of an intervention (table R1). Codes come from the lists of ``domain.codes``."""

    code: str
    name: str
    provider: str
    main_priority: str
    districts: tuple[str, ...]
    other_priorities: tuple[str, ...] = ()
    focus_areas: tuple[str, ...] = ()
    objectives: tuple[str, ...] = ()
    settings: tuple[str, ...] = ()
    prevention: str | None = None
    reach: str | None = None
    approach: str | None = None
    funding: str | None = None
    delivered: str | None = None
    started_on: date | None = None
    ended_on: date | None = None

    @property
    def priorities(self) -> tuple[str, ...]:
        """The main priority first, then the others."""
        return (self.main_priority, *self.other_priorities)

    def checked(self) -> "InterventionDetails":
        """These details, or a refusal that names every faulty field at once."""
        faults: dict[str, str] = {}
        if not self.name.strip():
            faults["name"] = "Write the intervention's name."
        if not self.code.strip():
            faults["code"] = "Give it a short code, like LEE-07. The return carries it."
        elif not all(ch.isalnum() or ch in "-_" for ch in self.code):
            faults["code"] = "A code has letters, digits and hyphens only, like LEE-07."
        if not self.provider.strip():
            faults["provider"] = "Write the organisation that delivers it."
        if not self.districts:
            faults["districts"] = "Choose at least one district."
        if self.started_on and self.ended_on and self.ended_on < self.started_on:
            faults["ended_on"] = "The end is before the start. Check both dates."
        for field, list_name in SINGLE_CODES.items():
            value = getattr(self, field)
            if value is not None and value not in codes.code_list(list_name):
                faults[field] = f"“{value}” is not a choice of {codes.code_list(list_name).title}."
        for field, list_name in MANY_CODES.items():
            for value in getattr(self, field):
                if value not in codes.code_list(list_name):
                    faults[field] = f"“{value}” is not a choice of {codes.code_list(list_name).title}."
        if faults:
            raise Refused.for_fields(faults)
        return self


SINGLE_CODES = {
    "main_priority": "priority",
    "prevention": "prevention",
    "reach": "reach",
    "approach": "approach",
    "funding": "funding",
    "delivered": "delivered",
}
MANY_CODES = {
    "districts": "district",
    "other_priorities": "priority",
    "focus_areas": "focus_area",
    "objectives": "objective",
    "settings": "setting",
}


@dataclass(frozen=True)
class Intervention:
    """A stored intervention."""

    id: str
    details: InterventionDetails

    @property
    def code(self) -> str:
        return self.details.code

    @property
    def name(self) -> str:
        return self.details.name
