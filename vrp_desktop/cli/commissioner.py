"""The commissioner's commands: check, import, consolidate."""

import argparse
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from vrp_desktop.cli import common
from vrp_desktop.domain.checking import Finding, Verdict
from vrp_desktop.domain.errors import Refused
from vrp_desktop.domain.permissions import StoreKind
from vrp_desktop.domain.quarters import Quarter
from vrp_desktop.domain.receiving import Outcome, shown_name
from vrp_desktop.domain.returns import form
from vrp_desktop.domain.returns.figures import Header
from vrp_desktop.services import checks, stores
from vrp_desktop.services.commissioner import Commissioner
from vrp_desktop.services.workspace import Workspace

EXIT = {Verdict.SOUND: 0, Verdict.FAULTS: 1, Verdict.NOT_A_RETURN: 2}
ORGANISATION = "West Yorkshire Violence Reduction Partnership"
USER = "Commissioning staff"


def add_to(commands: "argparse._SubParsersAction[Any]") -> None:
    """Adds the commands to the parser."""
    check = commands.add_parser(
        "check",
        help="judge returns without a store",
        description="Judges each file: signature, standard, arithmetic, disclosure. "
        "Exit status 0: all are sound; 1: a return with faults; 2: not a return.",
    )
    check.add_argument("files", nargs="+", type=Path, metavar="FILE")
    check.add_argument(
        "--proof",
        type=Path,
        metavar="DIR",
        help="also write, for each return, what its hidden counts can be, with tables that show it: whoever "
        "doubts it can check it by sums alone, or with “audit”",
    )
    common.add_json(check)
    check.set_defaults(run=_check)

    bring = commands.add_parser(
        "import",
        help="take returns in to a commissioner's store",
        description="Imports returns: files, and every workbook in folders. A file comes in whole or not at "
        "all. Exit status 0: all are in; 1: a return with faults was refused; 2: a file is not a return.",
    )
    common.add_store(bring)
    bring.add_argument("--create", action="store_true", help="make the store where there is none")
    bring.add_argument("--organisation", default=ORGANISATION, help="of a store that is made")
    bring.add_argument("--user", default=USER, help="the first user of a store that is made")
    bring.add_argument("--quarter", type=str, help="refuse returns for another quarter than this")
    bring.add_argument(
        "--confirm-key",
        action="append",
        default=[],
        metavar="FINGERPRINT",
        help="a provider's changed key, compared with them by telephone",
    )
    bring.add_argument("paths", nargs="+", type=Path, metavar="FILE|DIR")
    common.add_json(bring)
    bring.set_defaults(run=_import)

    consolidate = commands.add_parser(
        "consolidate",
        help="the county's picture of a quarter or a year",
        description="Writes the county's picture over all returns of a quarter, or of a financial year to "
        "the end of one, as a workbook and a PDF. It is checked first: it says no more than the returns do.",
    )
    common.add_store(consolidate)
    when = consolidate.add_mutually_exclusive_group(required=True)
    when.add_argument("--quarter", metavar="Q", help="like 2026-27-Q2")
    when.add_argument("--year", metavar="YEAR", help="like 2026-27: up to the last quarter with returns")
    when.add_argument("--year-to", metavar="Q", help="the year to the end of a quarter, like 2026-27-Q2")
    consolidate.add_argument("--out", required=True, type=Path, metavar="DIR")
    common.add_json(consolidate)
    consolidate.set_defaults(run=_consolidate)


def _check(asked: argparse.Namespace) -> int:
    answers: list[checks.FileAnswer] = []
    for done, answer in enumerate(checks.check_files(asked.files), 1):
        if len(asked.files) > 1:
            common.progress(f"Checked {done} of {len(asked.files)}: {shown_name(answer.path.name)}")
        answers.append(answer)
    if asked.proof is not None:
        for answer in answers:
            if answer.header is not None:
                common.progress(f"The proof: {checks.write_proof(answer.path, asked.proof)}")
    common.answer(asked, _plain_answers(answers), "\n".join(map(_words, answers)))
    return max((EXIT[answer.verdict] for answer in answers), default=0)


def _import(asked: argparse.Namespace) -> int:
    quarter = Quarter.parse(asked.quarter) if asked.quarter else None
    workspace = _open(asked)
    try:
        answers = Commissioner(workspace).imports.bring_in(
            asked.paths, progress=_progress, quarter=quarter, confirmed_keys=asked.confirm_key
        )
    except KeyboardInterrupt:
        raise Refused("Stopped. The files before this one are in; of this one nothing is.") from None
    finally:
        workspace.close()
    counts = {o.value: n for o in Outcome if (n := sum(a.outcome is o for a in answers))}
    told = ", ".join(f"{name} {number}" for name, number in counts.items()) or "nothing"
    words = "\n".join([*map(_words, answers), f"Files: {len(answers)} ({told})."])
    common.answer(asked, {**_plain_answers(answers), "outcomes": counts}, words)
    return max((EXIT[answer.verdict] for answer in answers), default=0)


def _open(asked: argparse.Namespace) -> Workspace:
    """Signs in; with --create, makes the store first where there is none."""
    if asked.create and stores.look(asked.store) is stores.Found.NOTHING:
        made = stores.create(
            asked.store, StoreKind.COMMISSIONER, asked.organisation, asked.user, common.passphrase(asked)
        )
        common.progress(f"A commissioner's store was made in {asked.store}.")
        if sys.stderr.isatty():
            common.progress(
                f"Its recovery key, shown this once; write it down and keep it safe: {made.recovery_key}"
            )
        else:  # An error stream that nobody reads is a log, and no key belongs in a log.
            common.progress(
                "Nobody is at a terminal, so its recovery key is not shown. Make one in the window, under "
                "Users: without a passphrase and without that key, what is in the store is lost."
            )
        return made.workspace
    if not asked.create and stores.look(asked.store) is stores.Found.NOTHING:
        raise Refused(f"There is no store in {asked.store}. Check the folder, or make one with --create.")
    return common.signed_in(asked)


def _progress(done: int, total: int, name: str) -> None:
    common.progress(
        f"Importing {done + 1} of {total}: {shown_name(name)}" if name else f"Imported {done} of {total}"
    )


def _consolidate(asked: argparse.Namespace) -> int:
    year = asked.quarter is None
    latest = Quarter.parse(asked.quarter or asked.year_to or f"{asked.year}-Q4")
    workspace = common.signed_in(asked)
    try:
        services = Commissioner(workspace)
        quarter = _last_of(services, latest) if asked.year else latest
        picture = services.county.year(quarter) if year else services.county.picture(quarter)
        published = services.county.export(quarter, asked.out, common.progress, year)
    finally:
        workspace.close()
    audit = published.audit
    plain = {
        "quarter": str(quarter),
        "year_to_date": year,
        "returns": [header.to_plain() for header in picture.made_of],
        "drafts": picture.drafts,
        "workbook": str(published.workbook),
        "pdf": str(published.pdf),
        "audit": {
            "returns": audit.returns,
            "hidden": audit.hidden,
            "numbers": audit.numbers,
            "attackers": audit.attackers,
        },
        "gaps": [[gap.header.intervention_code, *map(str, gap.quarters)] for gap in picture.gaps],
        "disagreeing": [header.intervention_code for header in picture.disagreeing],
        "over_year": {
            "/".join(key): table.over(row, column).value
            for table, row, column, key in form.keys()  # noqa: SIM118 - a function, not a dict
            if year and key in picture.sums
        },
        "figures": [[*key, amount.low, amount.high] for key, amount in picture.sums.items()],
        "districts": [
            {
                "code": d.code,
                "interventions": d.interventions,
                "low": d.supported.low,
                "high": d.supported.high,
            }
            for d in picture.by_district
        ],
    }
    drafts = f", {picture.drafts} of them drafts" if picture.drafts else ""
    words = (
        f"{picture.label}: {len(picture.made_of)} returns{drafts}.\n{audit.words}\n"
        f"{published.workbook}\n{published.pdf}"
    )
    common.answer(asked, plain, words)
    return 0


def _last_of(services: Commissioner, last: Quarter) -> Quarter:
    """The latest quarter of a year there are returns for; the year's last where there are none."""
    return max((q for q in services.imports.quarters() if q.year == last.year), default=last)


def _plain_answers(answers: Iterable[checks.FileAnswer]) -> dict[str, Any]:
    listed = list(answers)
    worst = max((answer.verdict for answer in listed), key=EXIT.__getitem__, default=Verdict.SOUND)
    return {"verdict": worst.value, "files": [_plain(answer) for answer in listed]}


def _plain(answer: checks.FileAnswer) -> dict[str, Any]:
    return {
        "file": str(answer.path),
        "verdict": answer.verdict.value,
        "outcome": answer.outcome.value,
        "signature": answer.signature.value,
        "fingerprint": answer.fingerprint,
        "header": answer.header.to_plain() if answer.header else None,
        "findings": [
            {"severity": f.severity.value, "sheet": f.sheet, "cell": f.cell, "what": f.what, "mend": f.mend}
            for f in answer.findings
        ],
    }


def _words(answer: checks.FileAnswer) -> str:
    """One file's answer: a line about the whole, and a line for each finding with its mend."""
    outcome = "" if answer.outcome is Outcome.CHECKED else f", {answer.outcome.value}"
    about = f" ({_about(answer.header)}; {answer.signature.value})" if answer.header else ""
    lines = [f"{shown_name(answer.path.name)}: {answer.verdict.value}{outcome}{about}"]
    lines += [
        f"  {finding.severity.value}{_place(finding)}: {finding.what} {finding.mend}"
        for finding in answer.findings
    ]
    return "\n".join(lines)


def _about(header: Header) -> str:
    version = f"{header.standing.value} {header.version}"
    return f"{header.provider}, {header.intervention_code}, {header.quarter}, {version}"


def _place(finding: Finding) -> str:
    if not finding.sheet:
        return ""
    return f" in {finding.sheet}!{finding.cell}" if finding.cell else f" in {finding.sheet}"
