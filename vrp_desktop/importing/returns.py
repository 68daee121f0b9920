"""From a file to a return: safely opened, verified or read by its words, checked; every problem at once."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from vrp_desktop.domain.checking import Finding, Severity
from vrp_desktop.domain.errors import Refused
from vrp_desktop.domain.returns.figures import Key, ReturnDocument
from vrp_desktop.domain.returns.sheets import Sealed
from vrp_desktop.importing import byhand, preflight, rules, signed, tidy
from vrp_desktop.importing.child import Reader
from vrp_desktop.importing.preflight import Unreadable
from vrp_desktop.importing.workbook import Workbook
from vrp_desktop.security import seal

MOST_FINDINGS = 200


@dataclass(frozen=True)
class Read:
    """What a file turned out to be.

    ``is_return`` is False where it is none at all. ``document`` can be None for one whose header or
    signature cannot be read. ``sealed`` is set where it is signed and the signature fits the signed bytes;
    ``edited`` where the signature does not fit, or the sheets say something else than was signed.
    """

    content: bytes
    is_return: bool
    document: ReturnDocument | None
    sealed: Sealed | None
    edited: bool
    findings: tuple[Finding, ...]
    places: Mapping[Key, tuple[str, int, int]]


def read_file(path: Path, reader: Reader) -> Read:
    """Reads one file; never raises for what is in it."""
    content = b""
    try:
        content = preflight.copy(path)
        looked = preflight.look(content)
        workbook = reader.read(looked.archive)
    except Unreadable as said:
        return Read(content, False, None, None, False, said.findings, {})
    return _read(content, workbook, looked.remarks)


def _read(content: bytes, workbook: Workbook, remarks: tuple[Finding, ...]) -> Read:
    try:
        sealed = signed.sealed_in(workbook)
    except signed.Broken as broken:
        return Read(content, True, None, None, True, (broken.finding, *remarks), {})
    if sealed is not None:
        return _signed(content, workbook, sealed, remarks)
    if tidy.is_short(workbook):
        return _unsigned(content, tidy.read(workbook), remarks)
    if not byhand.is_template(workbook):
        what = "This is a workbook, but not a quarterly return: it has none of a return's sheets."
        mend = "Send the workbook that the program wrote, or the filled template."
        return Read(content, False, None, None, False, (Finding(Severity.ERROR, what, mend),), {})
    if byhand.lost_signature(workbook):
        what = "A program wrote this workbook, and its signature sheet has been taken out."
        lost = (Finding(Severity.ERROR, what, signed.RESTORE), *remarks)
        return Read(content, True, None, None, True, lost, {})
    return _unsigned(content, byhand.read(workbook), remarks)


def _unsigned(content: bytes, by_hand: byhand.ByHand, remarks: tuple[Finding, ...]) -> Read:
    findings = [*by_hand.findings]
    if by_hand.document is not None:
        # What is wrong with a single cell was said with its cell already.
        findings += rules.check(by_hand.document, by_hand.places)
    return Read(content, True, by_hand.document, None, False, _few(findings, remarks), by_hand.places)


def _signed(content: bytes, workbook: Workbook, sealed: Sealed, remarks: tuple[Finding, ...]) -> Read:
    fits = seal.verify(sealed.public, sealed.payload, sealed.signature)
    findings: list[Finding] = []
    if not fits:
        what = "The signature does not fit: the signed content was changed after it was signed."
        mend = "Do not use it. Ask the provider for the workbook again, by another way."
        findings.append(Finding(Severity.ERROR, what, mend, "signature"))
    try:
        document = ReturnDocument.from_bytes(sealed.payload)
        # The stored bytes are what was signed; a document that says it in other bytes could hide something.
        proper = rules.well_formed(document) and document.to_bytes() == sealed.payload
    except (Refused, RecursionError, ValueError, TypeError) as fault:
        what = (
            str(fault)
            if isinstance(fault, Refused)
            else "The signed content is not a return of this standard."
        )
        findings.append(Finding(Severity.ERROR, what, preflight.ASK_AGAIN, "signature"))
        return Read(content, True, None, sealed if fits else None, not fits, _few(findings, remarks), {})
    if not proper:
        what = "The signed content is not written as the standard asks."
        findings.append(Finding(Severity.ERROR, what, preflight.ASK_AGAIN, "signature"))
        return Read(content, True, None, sealed if fits else None, not fits, _few(findings, remarks), {})
    places = signed.places_in(workbook)
    changed = signed.differences(workbook, document)
    findings += changed
    findings += rules.check(document, places)
    edited = not fits or bool(changed)
    return Read(content, True, document, sealed if fits else None, edited, _few(findings, remarks), places)


def _few(findings: list[Finding], remarks: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """The errors first; a list that nobody would read to the end says how many more there are."""
    order = list(Severity)
    listed = sorted([*dict.fromkeys(findings), *remarks], key=lambda finding: order.index(finding.severity))
    if len(listed) <= MOST_FINDINGS:
        return tuple(listed)
    more = f"There are {len(listed) - MOST_FINDINGS:,} more findings like these."
    return (*listed[:MOST_FINDINGS], Finding(Severity.REMARK, more, "Mend these first and check again."))
