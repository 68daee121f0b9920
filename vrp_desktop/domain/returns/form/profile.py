"""Table R1: what an intervention is, in codes."""

from vrp_desktop.domain.interventions import InterventionDetails

PROFILE = {
    "districts": "district",
    "main_priority": "priority",
    "other_priorities": "priority",
    "focus_areas": "focus_area",
    "objectives": "objective",
    "prevention": "prevention",
    "reach": "reach",
    "approach": "approach",
    "settings": "setting",
    "funding": "funding",
    "delivered": "delivered",
}
"""Table R1: its rows, and the code list of each."""

SEVERAL = frozenset({"districts", "other_priorities", "focus_areas", "objectives", "settings"})
"""Its rows that can have several answers."""

PROFILE_LABELS = {
    "districts": "District(s)",
    "main_priority": "Main priority",
    "other_priorities": "Other priorities",
    "focus_areas": "Focus areas",
    "objectives": "Strategy objectives",
    "prevention": "Prevention level",
    "reach": "Reach",
    "approach": "Approach",
    "settings": "Settings",
    "funding": "Funding",
    "delivered": "Central or local delivery",
}


def profile_of(details: InterventionDetails) -> dict[str, tuple[str, ...]]:
    """Table R1 of an intervention: the codes of each row, in the form's order."""
    found: dict[str, tuple[str, ...]] = {}
    for row in PROFILE:
        value = getattr(details, row)
        found[row] = value if isinstance(value, tuple) else (value,) if value else ()
    return found
