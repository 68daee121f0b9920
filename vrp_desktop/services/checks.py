"""Judging a file that somebody sent: signature, standard, arithmetic, disclosure; with or without a store."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from vrp_desktop.domain.checking import Finding, Severity, Verdict
from vrp_desktop.domain.errors import Refused, Trouble
from vrp_desktop.domain.quarters import Quarter
from vrp_desktop.domain.receiving import Outcome, Signature
from vrp_desktop.domain.returns.figures import Header, ReturnDocument, Standing
from vrp_desktop.domain.returns.form import keys as every_figure
from vrp_desktop.domain.returns.sheets import cell_name, places
from vrp_desktop.importing.child import Reader
from vrp_desktop.importing.returns import Read, read_file
from vrp_desktop.reports.files import write_whole
from vrp_desktop.security import seal
from vrp_desktop.services import proofs, protection, workspace
from vrp_desktop.services.folders import make_ready

HIDE = "Hide it with [c]. Where only one figure of a sum is hidden, hide the next smallest one too."
HIDE_TOO = "Hide it with [c] as well."
AGAIN = "The provider's program must hide it: ask them to bring it up to date and to send a resubmission."


@dataclass(frozen=True)
class FileAnswer:
    """What a file is, what became of it, and everything that is wrong with it."""

    path: Path
    verdict: Verdict
    outcome: Outcome
    signature: Signature
    fingerprint: str
    header: Header | None
    findings: tuple[Finding, ...]


@dataclass(frozen=True)
class Judged:
    """An answer, and the file as it was read."""

    answer: FileAnswer
    read: Read


def check_file(path: Path, today: date | None = None) -> FileAnswer:
    """Judges a file without a store: signature, standard, arithmetic, disclosure. Never raises for what is
    in the file. Without a store no key is known, so a sound signature is that of a new key."""
    with Reader() as reader:
        return judge(path, reader, today or workspace.now().date()).answer


def check_files(paths: Iterable[Path], today: date | None = None) -> Iterator[FileAnswer]:
    """Judges several files, one after another, with one reader."""
    day = today or workspace.now().date()
    with Reader() as reader:
        for path in paths:
            yield judge(path, reader, day).answer


def write_proof(path: Path, folder: Path) -> Path:
    """Writes what a return leaves open (see ``proofs``) into a folder. Refused where the file is no return or
    contradicts itself; Trouble where the folder cannot be written."""
    with Reader() as reader:
        document = read_file(path, reader).document
    if document is None:
        raise Refused(f"{path.name} is not a return, so there is nothing to prove. Check it first.")
    make_ready(folder)
    target = folder / f"{path.stem}_proof.json"
    write_whole(target, json.dumps(proofs.proof_of(document), ensure_ascii=False).encode())
    return target


def read_again(workbook: Path, document: ReturnDocument) -> None:
    """Reads a workbook that has just been written as whoever receives it will, and judges that. Trouble where
    it says anything else than the return that was signed, or gives a small count away: it must not leave."""
    with Reader() as reader:
        read = read_file(workbook, reader)
    if read.edited or read.document != document or protection.check_protection(document):
        raise Trouble(
            "The workbook was read again before it was handed over, and it does not say what was protected "
            "and signed. Nothing was written. Try once more; if it happens again, tell whoever looks after "
            "the program."
        )


def judge(path: Path, reader: Reader, today: date, expected: Quarter | None = None) -> Judged:
    """Reads and judges one file. ``expected`` is the quarter it should be for, where that is known."""
    read = read_file(path, reader)
    findings = list(read.findings)
    document = read.document
    if document is not None:
        findings += _moment(document.header, today, expected)
        if not read.edited:
            findings += _disclosure(document, read)
        if read.sealed is None and not read.edited:
            what = "It was filled in by hand and is not signed: nothing shows whom it came from."
            findings.append(Finding(Severity.REMARK, what, "Be sure that it came from the provider."))
        if document.header.standing is Standing.DRAFT:
            what = "It is a draft: it is counted, and named as a draft, until the final one comes."
            findings.append(
                Finding(Severity.REMARK, what, "Ask for the final return when the quarter is over.")
            )
    order = list(Severity)
    findings.sort(key=lambda finding: order.index(finding.severity))
    signature = (
        Signature.EDITED
        if read.edited
        else Signature.NEW_KEY
        if read.sealed is not None
        else Signature.UNSIGNED
    )
    answer = FileAnswer(
        path,
        verdict_of(read.is_return, findings),
        Outcome.CHECKED,
        signature,
        seal.fingerprint(read.sealed.public) if read.sealed is not None else "",
        document.header if document is not None else None,
        tuple(findings),
    )
    return Judged(answer, read)


def verdict_of(is_return: bool, findings: Iterable[Finding]) -> Verdict:
    """One error makes a return faulty; warnings and remarks do not."""
    if not is_return:
        return Verdict.NOT_A_RETURN
    return Verdict.FAULTS if any(f.severity is Severity.ERROR for f in findings) else Verdict.SOUND


def _moment(header: Header, today: date, expected: Quarter | None) -> Iterator[Finding]:
    if header.quarter.start > today:
        what = f"It is for {header.quarter.label}, which has not begun."
        yield Finding(Severity.ERROR, what, "Correct the quarter.", "R0")
    if header.prepared_on > today:
        what = f"It says that it was prepared on {header.prepared_on:%d %B %Y}, which is still to come."
        yield Finding(Severity.WARNING, what, "Check the date of the computer it was made on.", "R0")
    if expected is not None and header.quarter != expected:
        what = f"It is for another quarter: {header.quarter.label}, not {expected.label}."
        yield Finding(Severity.ERROR, what, "Ask for the return of the right quarter.", "R0")


def _disclosure(document: ReturnDocument, read: Read) -> Iterator[Finding]:
    """What the return gives away about people. By hand nobody hides as well as a program: what is merely
    narrowed down is then a warning."""
    names = {key: (table, row, column) for table, row, column, key in every_figure()}
    for key, why in protection.check_protection(document):
        table, row, column = names[key]
        sheet, r, c = read.places.get(key) or places()[key]
        unsure = read.sealed is None and "narrow" in why
        what = f"“{row.label}, {column.label}” in “{table.title}” {why}: somebody could be recognised."
        mend = AGAIN if read.sealed is not None else HIDE_TOO if "is made of" in why else HIDE
        yield Finding(Severity.WARNING if unsure else Severity.ERROR, what, mend, sheet, cell_name(r, c))
