"""A session that is moved to another intervention: what goes with it, and what stays behind."""

from dataclasses import dataclass, replace

from vrp_desktop.domain import codes, strategy
from vrp_desktop.domain.interventions import Intervention
from vrp_desktop.domain.sessions import SessionDetails


@dataclass(frozen=True)
class Moved:
    """The details under the other intervention, and in words what did not fit there."""

    details: SessionDetails
    left_behind: tuple[str, ...] = ()


def moved(details: SessionDetails, to: Intervention, group: str = "") -> Moved:
    """The session under another intervention: without its ``group`` (by name), and against those of its
    priorities and focus areas that the other one works on. With none left it takes that one's main
    priority."""
    if details.intervention_id == to.id:
        return Moved(details)
    profile = to.details
    priorities = tuple(p for p in details.priorities if p in profile.priorities)
    wanted = profile.focus_areas or tuple(code.code for code in codes.code_list("focus_area").codes)
    areas = tuple(a for a in details.focus_areas if a in wanted and strategy.priority_of(a) in priorities)
    dropped = [f"the group “{group or 'no longer known'}”"] if details.group_id is not None else []
    dropped += [f"“{codes.label('priority', p)}”" for p in details.priorities if p not in profile.priorities]
    dropped += [f"“{codes.label('focus_area', a)}”" for a in details.focus_areas if a not in areas]
    fitted = replace(
        details,
        intervention_id=to.id,
        group_id=None,
        priorities=priorities or (profile.main_priority,),
        focus_areas=areas,
    )
    return Moved(fitted, tuple(dropped))
