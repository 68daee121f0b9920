"""The file format of problems and answers (JSON), so that they can be held against other programs.

Strict: what is not a whole number, not a known word or not there is refused by name, never read as something
weaker. In an answer every secondary cell counts 1, whatever the weights.
"""

import json
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from vrp_desktop.disclosure.model import (
    Cell,
    CellId,
    Frozen,
    Problem,
    Protection,
    Relation,
    Scenario,
    Witness,
)

MOST_CELLS = 100_000
LARGEST = 10**9
"""No count, bound or coefficient is larger."""

_Need = tuple[tuple[int, int] | None, int | None]


def read(text: str | bytes) -> Problem:
    """The problem a JSON instance describes. Raises ValueError, saying which part is wrong."""
    plain = _parsed(text)
    try:
        attacker = plain.get("attacker") or {}
        low = _whole(attacker.get("lb") or 0, "the attacker's lower bound")
        high = _limit(attacker.get("ub"), "the attacker's upper bound")
        need, width = _need(plain.get("need", {"mode": "range", "low": 1, "high": 4}), "the need")
        if len(plain["cells"]) > MOST_CELLS:
            raise ValueError(f"there are {len(plain['cells']):,} cells, more than {MOST_CELLS:,}")
        cells = tuple(_cell(cell, low, high) for cell in plain["cells"])
        if len({str(cell.id) for cell in cells}) != len(cells):
            raise ValueError("two cells have the same id")
        return Problem(
            cells,
            tuple(_relation(relation) for relation in plain["constraints"]),
            *(need or (1, 4)),
            width,
            tuple(_scenario(scenario) for scenario in plain.get("scenarios") or ()),
        )
    except (KeyError, TypeError, AttributeError) as fault:
        raise ValueError(f"this is not an instance: {fault!r} is missing or of the wrong kind") from fault


def _parsed(text: str | bytes) -> dict[str, Any]:
    def refuse(number: str) -> float:
        raise ValueError(f"{number} is not a number that can be counted with")

    try:
        plain = json.loads(text, parse_constant=refuse)
    except RecursionError as fault:
        raise ValueError("this is not an instance: it is nested too deeply") from fault
    if not isinstance(plain, dict):
        raise ValueError("this is not an instance: it is not an object")
    return plain


def _whole(value: Any, what: str) -> int:
    if isinstance(value, bool) or not isinstance(value, int | float) or value != value // 1:
        raise ValueError(f"{what} is {value!r}, not a whole number")
    if abs(value) > LARGEST:
        raise ValueError(f"{what} is larger than {LARGEST:,}")
    return int(value)


def _limit(value: Any, what: str) -> int | None:
    return None if value is None else _whole(value, what)


def _flag(value: Any, what: str) -> bool:
    if not isinstance(value, bool):
        raise ValueError(f"{what} is {value!r}, not true or false")
    return value


def _id(value: Any) -> CellId:
    if isinstance(value, bool) or not isinstance(value, int | str):
        raise ValueError(f"a cell's id is {value!r}, not a text or a whole number")
    return value


def _need(plain: dict[str, Any], what: str) -> _Need:
    mode = plain.get("mode", "width" if "width" in plain else "range")
    if mode == "width":
        width = _whole(plain.get("width", 1), f"the width of {what}")
        if width < 0:
            raise ValueError(f"the width of {what} is {width}")
        return None, width
    if mode != "range":
        raise ValueError(f"the mode of {what} is “{mode}”, not range or width")
    low, high = (
        _whole(plain["low"], f"the low end of {what}"),
        _whole(plain["high"], f"the high end of {what}"),
    )
    if low > high:
        raise ValueError(f"{what} is from {low} to {high}")
    return (low, high), None


def _cell(plain: dict[str, Any], low: int, high: int | None) -> Cell:
    name = f"cell {plain['id']}"
    own_low = _limit(plain.get("lb"), f"the lower bound of {name}")
    own_high = _limit(plain.get("ub"), f"the upper bound of {name}")
    weight = plain.get("weight", 1.0)
    if isinstance(weight, bool) or not isinstance(weight, int | float) or not 0 <= weight <= LARGEST:
        raise ValueError(f"the weight of {name} is {weight!r}, not a number from 0 to {LARGEST:,}")
    frozen = plain.get("frozen")
    if frozen is not None and frozen not in set(Frozen):
        raise ValueError(f"{name} is frozen as “{frozen}”, not published or suppressed")
    need, width = _need(plain["need"], f"the need of {name}") if plain.get("need") else (None, None)
    return Cell(
        _id(plain["id"]),
        _whole(plain["value"], f"the value of {name}"),
        _flag(plain.get("primary", False), f"“primary” of {name}"),
        _flag(plain.get("may_suppress", True), f"“may_suppress” of {name}"),
        Frozen(frozen) if frozen else None,
        _flag(plain.get("hidden", False), f"“hidden” of {name}"),
        low if own_low is None else own_low,
        high if own_high is None else own_high,
        float(weight),
        need,
        width,
    )


def _relation(plain: dict[str, Any]) -> Relation:
    if "total" in plain:
        return Relation(((_id(plain["total"]), 1), *((_id(part), -1) for part in plain["parts"])))
    relation = plain.get("rel", "=")
    if relation not in ("=", "<=", ">="):
        raise ValueError(f"“{relation}” is not a relation: =, <= or >=")
    return Relation(
        tuple((_id(cell), _whole(c, f"the coefficient of cell {cell}")) for cell, c in plain["terms"]),
        relation,
        _whole(plain.get("rhs", 0), "a right-hand side"),
    )


def _scenario(plain: dict[str, Any]) -> Scenario:
    name = plain["name"]
    if not isinstance(name, str):
        raise ValueError(f"a scenario's name is {name!r}, not a text")
    need, width = _need(plain["need"], f"the need of scenario {name}") if plain.get("need") else (None, None)
    low, high = need or (None, None)
    return Scenario(name, frozenset(_id(cell) for cell in plain["known"]), low, high, width)


def write(problem: Problem) -> str:
    """The problem as JSON."""
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
        if cell.need or cell.width is not None:
            plain["need"] = _plain_need(cell.need, cell.width)
        cells.append(plain)
    constraints = [
        {"terms": [list(term) for term in r.terms], "rhs": r.rhs, "rel": r.relation}
        for r in problem.relations
    ]
    whole: dict[str, Any] = {
        "cells": cells,
        "constraints": constraints,
        "attacker": {"lb": 0, "ub": None, "integer": True},
        "need": _plain_need((problem.need_low, problem.need_high), problem.width),
    }
    if problem.scenarios:
        whole["scenarios"] = [_plain_scenario(scenario) for scenario in problem.scenarios]
    return json.dumps(whole)


def _plain_need(need: tuple[int | None, int | None] | None, width: int | None) -> dict[str, Any]:
    if need is None or width is not None:
        return {"mode": "width", "width": width}
    return {"mode": "range", "low": need[0], "high": need[1]}


def _plain_scenario(scenario: Scenario) -> dict[str, Any]:
    plain: dict[str, Any] = {"name": scenario.name, "known": sorted(scenario.known, key=str)}
    if scenario.need_low is not None or scenario.width is not None:
        plain["need"] = _plain_need((scenario.need_low, scenario.need_high), scenario.width)
    return plain


def each_counts_one(problem: Problem) -> Problem:
    """The problem as answers in this format count it: every secondary cell 1."""
    return replace(problem, cells=tuple(replace(cell, weight=1.0) for cell in problem.cells))


def answer(problem: Problem, protection: Protection, certificates: Iterable[Witness] = ()) -> dict[str, Any]:
    """The answer, ready for JSON. Optimal only where there is a proof."""
    primaries = {cell.id for cell in problem.cells if cell.primary or cell.frozen is Frozen.SUPPRESSED}
    order = [cell.id for cell in problem.cells if cell.id in protection.suppressed]
    bound = protection.lower_bound
    return {
        "suppressed": order,
        "secondary": sum(cell not in primaries for cell in order),
        "lower_bound": int(bound) if bound == int(bound) else bound,
        "proven_optimal": protection.proven_optimal,
        "stopped": protection.stopped,
        "seconds": round(protection.seconds, 3),
        "unmet": list(protection.unmet),
        "intervals": {str(cell): list(protection.intervals[cell]) for cell in order},
        "certificates": [
            {"attacker": witness.attacker, "table": [[cell, value] for cell, value in witness.table.items()]}
            for witness in certificates
        ],
    }


def read_answer(text: str | bytes) -> tuple[frozenset[CellId], tuple[Witness, ...]]:
    """The suppressed cells of an answer, and its certificates. Raises ValueError."""
    plain = _parsed(text)
    try:
        return frozenset(_id(cell) for cell in plain["suppressed"]), tuple(
            Witness(
                str(witness["attacker"]),
                {
                    _id(cell): _whole(value, f"a certificate's cell {cell}")
                    for cell, value in witness["table"]
                },
            )
            for witness in plain.get("certificates") or ()
        )
    except (KeyError, TypeError, AttributeError) as fault:
        raise ValueError(f"this is not an answer: {fault!r} is missing or of the wrong kind") from fault


def read_suppressed(text: str | bytes) -> frozenset[CellId]:
    """The suppressed cells of an answer file."""
    return read_answer(text)[0]
