"""The commands of disclosure control on its own: protect, audit; tables of counts in JSON, no store."""

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from vrp_desktop.cli import common
from vrp_desktop.domain.errors import Trouble

# The engine is imported when a command runs: no command pays for the libraries of another.

SOUND, FAULTS, NOT_AN_INSTANCE = 0, 1, 2
SECONDS = 60.0
_SECONDS_OF_EFFORT = 20.0
"""The effort grows with the time allowed, so that on a quiet machine the clock does not have to end it."""
MOST_BYTES = 200_000_000


def add_to(commands: "argparse._SubParsersAction[Any]") -> None:
    """Adds the commands to the parser."""
    protect = commands.add_parser(
        "protect",
        help="hide as few counts of a table as will protect its small ones",
        description="Reads tables of counts as cells and relations (JSON), hides the small counts and "
        "as few others as possible, and writes the answer with a lower bound, the interval that is left "
        "to an attacker for every hidden count, and certificates. Every further hidden count counts 1, "
        "whatever its weight. Exit status 0: protected, and audited; 1: counts that nothing can protect; "
        "2: not an instance.",
    )
    protect.add_argument("instance", type=Path, metavar="INSTANCE.json")
    protect.add_argument("--out", type=Path, required=True, metavar="RESULT.json")
    protect.add_argument(
        "--seconds", type=_seconds, default=SECONDS, help=f"for the search; {SECONDS:g} if not said"
    )
    common.add_json(protect)
    protect.set_defaults(run=_protect)

    audit = commands.add_parser(
        "audit",
        help="find what anybody can work out from a table with hidden counts",
        description="Reads tables of counts and an answer, whoever made it, and says of every small "
        "count whether it is protected; or a proof that “check” wrote, and adds its tables up. Without an "
        "answer, as if the small counts alone were hidden. Exit status 0: sound; 1: counts that are not "
        "protected; 2: not an instance or not an answer.",
    )
    audit.add_argument("instance", type=Path, metavar="INSTANCE.json")
    audit.add_argument("--result", type=Path, metavar="RESULT.json")
    common.add_json(audit)
    audit.set_defaults(run=_audit)


def _seconds(text: str) -> float:
    seconds = float(text)
    if not 0 <= seconds <= 1_000_000:
        raise ValueError
    return seconds


def _protect(asked: argparse.Namespace) -> int:
    from vrp_desktop.disclosure import instance
    from vrp_desktop.disclosure.audit import prove
    from vrp_desktop.disclosure.model import check
    from vrp_desktop.disclosure.protect import protect

    try:
        problem = instance.each_counts_one(instance.read(_read(asked.instance)))
        check(problem)
    except ValueError as fault:
        return _not_one(asked.instance, fault)
    protection = protect(problem, asked.seconds, asked.seconds / _SECONDS_OF_EFFORT, progress=_Progress().say)
    judged = prove(problem, protection.suppressed)
    plain = instance.answer(problem, protection, judged.certificates)
    plain["unmet"] = [
        cell.id
        for cell in problem.cells
        if cell.id in {*protection.unmet, *(finding.cell for finding in judged.findings)}
    ]
    plain["proven_optimal"] = plain["proven_optimal"] and not plain["unmet"]
    try:
        asked.out.write_text(json.dumps(plain), encoding="utf-8")
    except OSError as fault:
        raise Trouble(f"{asked.out} cannot be written: {fault.strerror or fault}.") from fault
    least = (
        "the least there can be"
        if plain["proven_optimal"]
        else f"at most {protection.gap:g} more than the least there can be ({protection.stopped})"
    )
    lines = [
        f"{len(plain['suppressed']) - plain['secondary']} small or hidden before, {plain['secondary']} more "
        f"hidden: {least}."
    ]
    lines += [f"Not protected: cell {cell}. Nothing may be published." for cell in plain["unmet"]]
    common.answer(asked, plain, "\n".join([*lines, str(asked.out)]))
    return FAULTS if plain["unmet"] or judged.findings else SOUND


def _audit(asked: argparse.Namespace) -> int:
    from vrp_desktop.disclosure import instance
    from vrp_desktop.disclosure.attack import intervals
    from vrp_desktop.disclosure.audit import check_certificates, prove
    from vrp_desktop.disclosure.model import Frozen, check

    try:
        brought_in = _read(asked.instance)
        if (proof := _proof(brought_in)) is not None:
            return _audit_proof(asked, proof)
        problem = instance.read(brought_in)
        check(problem)
    except ValueError as fault:
        return _not_one(asked.instance, fault)
    suppressed = frozenset(
        cell.id
        for cell in problem.cells
        if (cell.primary and cell.frozen is not Frozen.PUBLISHED) or cell.frozen is Frozen.SUPPRESSED
    )
    brought: Any = ()
    if asked.result is not None:
        try:
            suppressed, brought = instance.read_answer(_read(asked.result))
        except ValueError as fault:
            return _not_one(asked.result, fault)
    judged = prove(problem, suppressed)
    there = [cell.id for cell in problem.cells if cell.id in suppressed]
    found = intervals(problem, there)
    unproven = check_certificates(problem, suppressed, brought) if brought else []
    plain = {
        "verdict": "faults" if judged.findings else "sound",
        "findings": [{"cell": f.cell, "why": f.why, "attacker": f.attacker} for f in judged.findings],
        "certificates": {
            "brought": len(brought),
            "proven": bool(brought) and not unproven,
            "found": len(judged.certificates),
        },
        "intervals": {str(cell): list(found[cell]) for cell in there},
    }
    lines = [
        f"{'The whole' if finding.cell is None else f'Cell {finding.cell}'} {finding.why}"
        + (f", for {finding.attacker}." if problem.scenarios else ".")
        for finding in judged.findings
    ]
    if brought:
        lines.append(
            f"The answer's {len(brought)} certificates "
            + ("prove every small count." if not unproven else "do not prove every small count.")
        )
    lines.append(
        f"{len(there)} hidden: "
        + ("every small count is protected." if not judged.findings else "not safe to publish.")
    )
    common.answer(asked, plain, "\n".join(lines))
    return FAULTS if judged.findings else SOUND


def _proof(stored: bytes) -> Any:
    """What is stored, where it is the proof of a return; else None."""
    try:
        plain = json.loads(stored)
    except ValueError:
        return None
    return plain if isinstance(plain, dict) and "proof" in plain else None


def _audit_proof(asked: argparse.Namespace, proof: Any) -> int:
    from vrp_desktop.services.proofs import flaws

    found = flaws(proof)
    plain = {"verdict": "faults" if found else "sound", "findings": found, "counts": len(proof["counts"])}
    tables = f"{len(proof['counts'])} counts, {len(proof['tables'])} tables"
    lines = [*found, f"{tables}: " + ("the proof does not hold." if found else "every one adds up.")]
    common.answer(asked, plain, "\n".join(lines))
    return FAULTS if found else SOUND


def _read(path: Path) -> bytes:
    try:
        if path.stat().st_size > MOST_BYTES:
            raise ValueError(f"it is larger than {MOST_BYTES // 1_000_000} MB")
        return path.read_bytes()
    except OSError as fault:
        raise ValueError(f"it cannot be read: {fault.strerror or fault}") from fault


def _not_one(path: Path, fault: ValueError) -> int:
    print(f"vrp-desktop: {path.name}: {fault}.", file=sys.stderr)
    return NOT_AN_INSTANCE


class _Progress:
    """Says where the search stands, each time that has changed."""

    def __init__(self) -> None:
        self._said = ""

    def say(self, _: float, what: str) -> None:
        if what != self._said:
            self._said = what
            common.progress(f"More to hide: {what}")
