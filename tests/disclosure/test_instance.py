"""The file format: read, written, read again; and what is wrong is said."""

import json
from dataclasses import replace

import pytest

from tests.disclosure.tables import INSTANCES, changed, example, one_way
from vrp_desktop.disclosure import instance
from vrp_desktop.disclosure.audit import check_certificates, prove
from vrp_desktop.disclosure.model import Frozen, Scenario
from vrp_desktop.disclosure.protect import protect


@pytest.mark.parametrize("name", ["vig_t1", "return_n120", "consolidated_20_S"])
def test_an_example_survives_writing(name: str) -> None:
    assert instance.read(instance.write(example(name))) == example(name)


def test_everything_a_cell_can_be_survives_writing() -> None:
    properties: dict[str, dict[str, object]] = {
        "0": {"need": (1, 2)},
        "1": {"frozen": Frozen.PUBLISHED, "low": 1, "high": 90},
        "2": {"helper": True, "weight": 2.5},
        "3": {"may_suppress": False, "width": 3},
    }
    problem = replace(
        changed(one_way(3, 20, 30, 40), **properties),
        scenarios=(Scenario("A", frozenset({"0", "1"})), Scenario("B", frozenset({"2"}), width=2)),
    )
    assert instance.read(instance.write(problem)) == problem


def test_the_attackers_bounds_and_a_width_are_read() -> None:
    plain = json.loads((INSTANCES / "example_vig_t1.json").read_text(encoding="utf-8"))
    plain["attacker"] = {"lb": 0, "ub": 40, "integer": True}
    problem = instance.read(json.dumps(plain))
    assert problem.width == 1
    assert {(cell.low, cell.high) for cell in problem.cells} == {(0, 40)}


def test_terms_and_limits_are_read() -> None:
    plain = {
        "cells": [{"id": 1, "value": 2, "primary": True}, {"id": 2, "value": 9, "lb": 1, "ub": 12}],
        "constraints": [{"terms": [[1, 2], [2, -1]], "rhs": 0, "rel": "<="}],
    }
    problem = instance.read(json.dumps(plain))
    assert problem.relations[0].terms == ((1, 2), (2, -1))
    assert problem.relations[0].relation == "<="
    assert (problem.cells[1].low, problem.cells[1].high) == (1, 12)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("not json", "Expecting value"),
        ("[]", "not an instance"),
        ('{"cells": [{"id": 1}], "constraints": []}', "value"),
        ('{"cells": [{"id": 1, "value": 2.5}], "constraints": []}', "not a whole number"),
        ('{"cells": [], "constraints": [], "need": {"mode": "luck"}}', "luck"),
        ('{"cells": [{"id": 1, "value": 2, "frozen": "perhaps"}], "constraints": []}', "perhaps"),
        ('{"cells": [{"id": 1, "value": NaN}], "constraints": []}', "NaN"),
        ('{"cells": [{"id": 1, "value": 1e999}], "constraints": []}', "not a whole number"),
        ('{"cells": [{"id": 1, "value": 99999999999}], "constraints": []}', "larger than"),
        ('{"cells": [{"id": 1, "value": "2"}], "constraints": []}', "not a whole number"),
        ('{"cells": [{"id": [1], "value": 2}], "constraints": []}', "not a text or a whole number"),
        ('{"cells": [{"id": 1, "value": 2}, {"id": "1", "value": 2}], "constraints": []}', "the same id"),
        ('{"cells": [{"id": 1, "value": 2, "primary": "yes"}], "constraints": []}', "not true or false"),
        ('{"cells": [{"id": 1, "value": 2, "weight": -1}], "constraints": []}', "weight of cell 1"),
        ('{"cells": [], "constraints": [{"terms": [], "rel": "<"}]}', "not a relation"),
        ('{"cells": [], "constraints": [], "need": {"mode": "range", "low": 4, "high": 1}}', "from 4 to 1"),
        ('{"cells": [], "constraints": [], "need": {"mode": "width", "width": -1}}', "width"),
        ('{"cells": [], "constraints": [], "scenarios": [{"known": []}]}', "name"),
        ("[" * 100_000, "nested too deeply"),
    ],
)
def test_what_is_not_an_instance_is_told(text: str, says: str) -> None:
    with pytest.raises(ValueError, match=says):
        instance.read(text)


def test_an_answer_says_what_is_proven_and_brings_its_certificates() -> None:
    problem = example("vig_t1")
    protection = protect(problem)
    judged = prove(problem, protection.suppressed)
    plain = json.loads(json.dumps(instance.answer(problem, protection, judged.certificates)))
    assert (plain["secondary"], plain["lower_bound"], plain["proven_optimal"]) == (3, 3, True)
    assert set(plain["intervals"]) == set(map(str, plain["suppressed"]))
    suppressed, certificates = instance.read_answer(json.dumps(plain))
    assert suppressed == protection.suppressed
    assert certificates == judged.certificates
    assert check_certificates(problem, suppressed, certificates) == []


def test_without_a_search_nothing_is_claimed() -> None:
    problem = example("return_n120")
    plain = instance.answer(problem, protect(problem, effort=0))
    assert plain["proven_optimal"] is False
    assert plain["lower_bound"] <= 24 <= plain["secondary"]
