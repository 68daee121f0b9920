"""What a published return still leaves open, written down so that a stranger can check it with sums alone.

Made from the published figures and nothing else, so that it tells nobody anything new. For every hidden (or
rounded) count it gives the least and the greatest number that it can be, and for each of these two a whole
table of numbers for all that is not known, with which everything that is published still adds up. Whoever
doubts it adds the tables up: no solver has to be trusted, nor this program.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from vrp_desktop.disclosure.attack import Impossible, completed
from vrp_desktop.disclosure.model import Interval
from vrp_desktop.domain.errors import Refused
from vrp_desktop.domain.returns.figures import Key, ReturnDocument
from vrp_desktop.services.protection import MOST, System, intervals_of, system_of

PROOF = "vrp-proof/1"


def proof_of(document: ReturnDocument) -> dict[str, Any]:
    """The proof of a published return, ready for JSON. Refused where its own figures contradict each other:
    then nothing at all agrees with them."""
    system = system_of(document)
    tables: list[dict[str, int]] = []
    ends: dict[str, dict[str, int | None]] = {}
    try:
        for key, (low, high) in intervals_of(document).items():
            open_ended = high >= MOST
            ends[_name(key)] = {
                "least": low,
                "greatest": None if open_ended else high,
                "least_in": _table(system, key, low, tables),
                # One that nothing bounds is shown to reach as far as it can matter.
                "greatest_in": _table(system, key, _far(low) if open_ended else high, tables),
            }
    except Impossible as fault:
        raise Refused(
            "The figures of this return contradict each other, so there is nothing to prove. Check the "
            "return first, and correct what does not add up."
        ) from fault
    header = document.header
    return {
        "proof": PROOF,
        "return": {
            "provider": header.provider,
            "intervention": header.intervention,
            "quarter": str(header.quarter),
            "version": header.version,
            "content_hash": document.content_hash,
        },
        "threshold": header.threshold,
        "method": header.method,
        "shown": {_name(key): value for key, value in system.known.items()},
        "bounds": {_name(key): list(bounds) for key, bounds in system.unknown.items()},
        "relations": [
            {
                "terms": [[_name(key), by] for key, by in relation.terms],  # type: ignore[arg-type]  # of the form
                "rel": relation.relation,
                "rhs": relation.rhs,
            }
            for relation in system.relations
        ],
        "counts": ends,
        "tables": tables,
    }


def flaws(proof: Mapping[str, Any]) -> list[str]:
    """What is wrong with a proof, in words, by sums alone; nothing where it holds. ValueError where it is no
    proof of this kind."""
    try:
        if proof["proof"] != PROOF:
            raise ValueError(f"it is no proof of the kind {PROOF}")
        return list(_flaws(proof))
    except (KeyError, TypeError, AttributeError, IndexError) as fault:
        raise ValueError("a part of the proof is missing or is not what it must be") from fault


def _flaws(proof: Mapping[str, Any]) -> Iterator[str]:
    shown, bounds, threshold = proof["shown"], proof["bounds"], int(proof["threshold"])
    for number, table in enumerate(proof["tables"]):
        if table.keys() != bounds.keys():
            yield f"Table {number} is not a table of all that is unknown."
            return
        for name, value in table.items():
            low, high = bounds[name]
            whole = isinstance(value, int) and not isinstance(value, bool)
            if not whole or value < low or (high is not None and value > high):
                yield f"Table {number}: {name} cannot be {value}."
        for relation in proof["relations"]:
            total = sum(by * (table[n] if n in table else shown[n]) for n, by in relation["terms"])
            rel, rhs = relation["rel"], relation["rhs"]
            if not {"=": total == rhs, "<=": total <= rhs, ">=": total >= rhs}[rel]:
                yield f"Table {number} does not add up: {' + '.join(n for n, _ in relation['terms'])}."
    for name, count in proof["counts"].items():
        for end in ("least", "greatest"):
            value, told = proof["tables"][count[f"{end}_in"]][name], count[end]
            if value != told and (told is not None or value < threshold):
                yield f"{name}: the table does not show that it can be {told}."


def _table(system: System, key: Key, value: int, tables: list[dict[str, int]]) -> int:
    """The place of a table in which a count has a value; one that is there already where there is one."""
    name = _name(key)
    for place, table in enumerate(tables):
        if table[name] == value:
            return place
    fixed: dict[Key, Interval] = {**system.unknown, key: (value, value)}
    tables.append({_name(k): v for k, v in completed(fixed, system.known, system.relations).items()})
    return len(tables) - 1


def _far(low: int) -> int:
    return low + MOST // 100


def _name(key: Key) -> str:
    return "/".join(key)
