"""The proof of a published return: made from what is published, checked by sums alone."""

import json
from collections.abc import Mapping
from copy import deepcopy
from dataclasses import replace
from typing import Any

import pytest

from tests.services.test_memory import of, people
from tests.services.test_rule import ROUND, by
from vrp_desktop.domain.errors import Refused
from vrp_desktop.domain.returns import form
from vrp_desktop.domain.returns.figures import Key, ReturnDocument, Shown
from vrp_desktop.services.proofs import flaws, proof_of
from vrp_desktop.services.protecting import protect_document

COUNTED = of(people(60, 4))


@pytest.fixture(scope="module")
def published() -> ReturnDocument:
    return protect_document(COUNTED).document


@pytest.fixture(scope="module")
def proof(published: ReturnDocument) -> dict[str, Any]:
    stored = json.dumps(proof_of(published))
    made: dict[str, Any] = json.loads(stored)
    return made


def value(table: Mapping[str, int], document: ReturnDocument, key: Key) -> int | None:
    """What a figure is in a world of the proof; None where nobody knows it and the proof need not say."""
    found = table.get("/".join(key), document.get(*key).value)
    return found if isinstance(found, int) else None


def test_it_holds_and_every_hidden_count_is_in_it(proof: dict[str, Any], published: ReturnDocument) -> None:
    assert flaws(proof) == []
    names = form.keys()
    hidden = {
        "/".join(key)
        for table, row, column, key in names
        if table.counts_people(row, column) and published.get(*key).shown is Shown.CONFIDENTIAL
    }
    assert proof["counts"].keys() == hidden
    for name, count in proof["counts"].items():
        key = name.split("/")
        truth = COUNTED.get(*key).value
        assert isinstance(truth, int)
        assert count["least"] <= truth <= (count["greatest"] or truth), name
        if 1 <= truth < 5:
            assert count["least"] <= 1
            assert (count["greatest"] or 5) >= 4


def test_its_tables_keep_to_the_form_itself(proof: dict[str, Any], published: ReturnDocument) -> None:
    """Not to the relations that it states, but to those that everybody knows."""
    for table in proof["tables"]:
        for relation in form.relations():
            terms = [(value(table, published, key), by) for key, by in relation.terms]
            if any(number is None for number, _ in terms):
                continue
            total = sum(number * by for number, by in terms if number is not None)
            assert total == 0 if relation.relation == "=" else total <= 0, relation.says


def test_it_is_made_of_what_is_published_alone(proof: dict[str, Any], published: ReturnDocument) -> None:
    again = proof_of(ReturnDocument.from_bytes(published.to_bytes()))
    assert json.loads(json.dumps(again)) == proof


@pytest.mark.parametrize("rounded", [False, True])
def test_a_table_that_was_touched_is_found(proof: dict[str, Any], rounded: bool) -> None:
    if rounded:
        counted = by(ROUND, COUNTED)
        proof = json.loads(json.dumps(proof_of(protect_document(counted, (), b"secret").document)))
        assert flaws(proof) == []
    touched = deepcopy(proof)
    name = next(name for name in touched["counts"] if name.startswith("R3.ethnicity/"))
    touched["tables"][0][name] += 1
    assert any("does not add up" in flaw or "cannot be" in flaw for flaw in flaws(touched))
    claimed = deepcopy(proof)
    claimed["counts"][name]["greatest"] = claimed["counts"][name]["least"] + 999
    assert any("does not show" in flaw for flaw in flaws(claimed))
    short = deepcopy(proof)
    del short["tables"][0][name]
    assert any("not a table of all" in flaw for flaw in flaws(short))


@pytest.mark.parametrize("stored", [{"proof": "vrp-proof/9"}, {"proof": "vrp-proof/1"}, {"proof": None}])
def test_what_is_no_proof_is_named(stored: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"proof"):
        flaws(stored)


def test_a_return_that_contradicts_itself_has_none(published: ReturnDocument) -> None:
    total: Key = ("R3.age", "total", "total")
    wrong = published.with_figures(
        replace(f, value=999, shown=Shown.VALUE) if f.key == total else f for f in published.figures
    )
    with pytest.raises(Refused, match="contradict each other"):
        proof_of(wrong)
