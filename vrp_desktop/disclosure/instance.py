"""The file format of problems and answers (JSON), so that they can be held against other programs."""

import json
from typing import Any

from vrp_desktop.disclosure.model import Cell, CellId, Frozen, Problem, Protection, Relation


def read(text: str | bytes) -> Problem:
    """The problem a JSON instance describes. Raises ValueError, saying which part is wrong."""
    plain = json.loads(text)
    try:
        attacker = plain.get("attacker", {})
        need = plain.get("need", {"mode": "range", "low": 1, "high": 4})
        low, high = int(attacker.get("lb") or 0), attacker.get("ub")
        if need["mode"] not in ("range", "width"):
            raise ValueError(f"the need's mode is “{need['mode']}”, not range or width")
        return Problem(
            tuple(_cell(cell, low, high) for cell in plain["cells"]),
            tuple(_relation(relation) for relation in plain["constraints"]),
            int(need.get("low", 1)),
            int(need.get("high", 4)),
            int(need.get("width", 1)) if need["mode"] == "width" else None,
        )
    except (KeyError, TypeError, AttributeError) as fault:
        raise ValueError(f"this is not an instance: {fault!r} is missing or of the wrong kind") from fault


def _whole(value: Any, what: str) -> int:
    if isinstance(value, bool) or not isinstance(value, int | float) or value != int(value):
        raise ValueError(f"{what} is {value!r}, not a whole number")
    return int(value)


def _cell(plain: dict[str, Any], low: int, high: int | None) -> Cell:
    own_low, own_high, need = plain.get("lb"), plain.get("ub"), plain.get("need")
    name = f"cell {plain['id']}"
    top = high if own_high is None else own_high
    return Cell(
        plain["id"],
        _whole(plain["value"], f"the value of {name}"),
        bool(plain.get("primary", False)),
        bool(plain.get("may_suppress", True)),
        Frozen(plain["frozen"]) if plain.get("frozen") else None,
        bool(plain.get("hidden", False)),
        _whole(low if own_low is None else own_low, f"the lower bound of {name}"),
        None if top is None else _whole(top, f"the upper bound of {name}"),
        float(plain.get("weight", 1.0)),
        (int(need["low"]), int(need["high"])) if need and "low" in need else None,
    )


def _relation(plain: dict[str, Any]) -> Relation:
    if "total" in plain:
        return Relation(((plain["total"], 1), *((part, -1) for part in plain["parts"])))
    return Relation(
        tuple((cell, _whole(c, f"the coefficient of cell {cell}")) for cell, c in plain["terms"]),
        plain.get("rel", "="),
        _whole(plain.get("rhs", 0), "a right-hand side"),
    )


def write(problem: Problem) -> str:
    """The problem as JSON."""
    need: dict[str, Any] = {"mode": "range", "low": problem.need_low, "high": problem.need_high}
    if problem.width is not None:
        need = {"mode": "width", "width": problem.width}
    cells = []
    for cell in problem.cells:
        plain: dict[str, Any] = {
            "id": cell.id,
            "value": cell.value,
            "primary": cell.primary,
            "may_suppress": cell.may_suppress,
            "lb": cell.low,
            "ub": cell.high,
            "weight": cell.weight,
        }
        if cell.frozen:
            plain["frozen"] = cell.frozen.value
        if cell.helper:
            plain["hidden"] = True
        if cell.need:
            plain["need"] = {"low": cell.need[0], "high": cell.need[1]}
        cells.append(plain)
    constraints = [
        {"terms": [list(term) for term in r.terms], "rhs": r.rhs, "rel": r.relation}
        for r in problem.relations
    ]
    return json.dumps(
        {
            "cells": cells,
            "constraints": constraints,
            "attacker": {"lb": 0, "ub": None, "integer": True},
            "need": need,
        }
    )


def answer(problem: Problem, protection: Protection) -> dict[str, Any]:
    """The answer, ready for JSON. Never claims to be optimal: only a proof may."""
    primaries = {cell.id for cell in problem.cells if cell.primary or cell.frozen is Frozen.SUPPRESSED}
    order = [cell.id for cell in problem.cells if cell.id in protection.suppressed]
    return {
        "suppressed": order,
        "secondary": sum(cell not in primaries for cell in order),
        "lower_bound": 0,
        "proven_optimal": False,
        "seconds": round(protection.seconds, 3),
        "unmet": list(protection.unmet),
        "intervals": {str(cell): list(protection.intervals[cell]) for cell in order},
    }


def read_suppressed(text: str | bytes) -> frozenset[CellId]:
    """The suppressed cells of an answer file."""
    return frozenset(json.loads(text)["suppressed"])
