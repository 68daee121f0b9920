"""Returns coming in to the commissioner."""

import hashlib
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

from vrp_desktop.db.queries import received
from vrp_desktop.db.store import WriteTx
from vrp_desktop.domain.backups import Reason
from vrp_desktop.domain.changes import Changes, Saved, Topic
from vrp_desktop.domain.checking import Finding, Severity, Verdict
from vrp_desktop.domain.errors import Refused
from vrp_desktop.domain.permissions import Action, StoreKind
from vrp_desktop.domain.quarters import Quarter
from vrp_desktop.domain.receiving import Arrived, Outcome, Placed, Signature, place, sameness_of, shown_name
from vrp_desktop.domain.returns.figures import Header, Key, ReturnDocument
from vrp_desktop.domain.returns.rule import ALONE
from vrp_desktop.importing.child import Reader
from vrp_desktop.importing.tables import folded
from vrp_desktop.security import seal
from vrp_desktop.services import protection
from vrp_desktop.services.backups import Backups
from vrp_desktop.services.checks import FileAnswer, Judged, check_file, check_files, judge, verdict_of
from vrp_desktop.services.confirming import confirm
from vrp_desktop.services.service import Service, found

__all__ = [
    "FileAnswer",
    "Imports",
    "Outcome",
    "PinnedKey",
    "Received",
    "Signature",
    "check_file",
    "check_files",
]

WORKBOOKS = frozenset({".xlsx", ".xlsm", ".xls", ".xlsb", ".ods"})
"""What is picked out of a folder: other kinds of workbook too, to be answered and not overlooked."""


@dataclass(frozen=True)
class Received:
    """A return in the commissioner's store. ``current`` is False once a later version supersedes it."""

    id: str
    header: Header
    received_at: datetime
    file_name: str
    signature: Signature
    findings: int
    current: bool


@dataclass(frozen=True)
class PinnedKey:
    """The key a provider signs with, as first seen. ``confirmed`` once it was compared by telephone."""

    provider_id: str
    provider: str
    fingerprint: str
    seen_on: date
    confirmed: bool


class Imports(Service):
    """Taking returns in; one bad file never stops the rest, and a file comes in whole or not at all."""

    def bring_in(
        self,
        paths: Iterable[Path],
        progress: Callable[[int, int, str], None] = lambda done, total, name: None,
        cancelled: Callable[[], bool] = lambda: False,
        quarter: Quarter | None = None,
        confirmed_keys: Collection[str] = (),
    ) -> tuple[FileAnswer, ...]:
        """Imports files and folders (every workbook inside them), each in a transaction of its own.

        ``progress`` gets done, total and a name. ``quarter``: returns for another are refused.
        ``confirmed_keys`` are fingerprints, compared by telephone, of changed keys that may be taken from now
        on. Cancelled, it answers for the files that are done; of the one under way nothing stays. Refused in
        a provider's store; Trouble where the disk is at fault, and then the files before are in, whole.
        """
        if self._workspace.kind is not StoreKind.COMMISSIONER:
            raise Refused("Returns are taken in by the commissioner: this is a provider's store.")
        self._need(Action.RECEIVE_RETURNS)
        Backups(self._workspace).before(Reason.BEFORE_IMPORT)
        files = _files(paths)
        answers: list[FileAnswer] = []
        with Reader() as reader:
            for done, path in enumerate(files):
                if cancelled():
                    break
                progress(done, len(files), path.name)
                if path.is_dir():
                    answers.append(_nothing_in(path))
                    continue
                judged = judge(path, reader, self._today, quarter)
                if cancelled():
                    break
                answers.append(self._take(judged, confirmed_keys))
            else:
                progress(len(files), len(files), "")
        return tuple(answers)

    def received(self) -> tuple[Received, ...]:
        """Everything that has come in, the latest quarter first, then by intervention and version."""
        with self._reading(Action.RECEIVE_RETURNS, Action.READ_COUNTY) as tx:
            stored = received.all_received(tx)
        listed = sorted(stored, key=lambda s: (s.header.intervention_code, s.header.version, s.received_at))
        return tuple(
            Received(
                s.id, s.header, s.received_at, s.file_name, Signature(s.signature), len(s.findings), s.current
            )
            for s in sorted(listed, key=lambda s: s.header.quarter, reverse=True)
        )

    def findings(self, received_id: str) -> tuple[Finding, ...]:
        """What was said of a return when it came in."""
        with self._reading(Action.RECEIVE_RETURNS, Action.READ_COUNTY) as tx:
            every = {s.id: s.findings for s in received.all_received(tx)}
        return found(every.get(received_id), "return")

    def quarters(self) -> tuple[Quarter, ...]:
        """The quarters there are returns for, oldest first."""
        with self._reading(Action.RECEIVE_RETURNS, Action.READ_COUNTY) as tx:
            return tuple(sorted(map(Quarter.parse, received.quarters(tx))))

    def keys(self) -> tuple[PinnedKey, ...]:
        """The keys providers sign with, by the provider's name."""
        with self._reading(Action.RECEIVE_RETURNS, Action.READ_COUNTY) as tx:
            return tuple(
                PinnedKey(k.provider_id, k.provider, seal.fingerprint(k.public), k.seen_on, k.confirmed)
                for k in received.all_keys(tx)
            )

    def confirm_key(self, provider_id: str, fingerprint: str, passphrase: str) -> Saved:
        """Notes that the pinned key's fingerprint was compared with the provider by telephone. Refused where
        another key is pinned than the one that was compared, and for a wrong passphrase."""
        self._need(Action.RECEIVE_RETURNS)
        confirm(self._workspace, passphrase)
        with self._writing(Action.RECEIVE_RETURNS) as tx:
            pinned = found(received.key_of(tx, provider_id), "key")
            if folded(seal.fingerprint(pinned.public)) != folded(fingerprint):
                raise Refused(
                    f"{pinned.provider} signs with another key by now. Compare the one that is shown now."
                )
            received.confirm(tx, pinned.id)
            return Saved(pinned.id, Changes.in_(Topic.RECEIVED))

    def bring_in_with_key(
        self,
        path: Path,
        fingerprint: str,
        passphrase: str,
        progress: Callable[[int, int, str], None] = lambda done, total, name: None,
        cancelled: Callable[[], bool] = lambda: False,
    ) -> FileAnswer | None:
        """Imports a file whose provider's key has changed: from now on that key is theirs, for its
        fingerprint was compared with them by telephone. A file signed by any other is refused as before.
        None where it was cancelled; Refused for a wrong passphrase."""
        self._need(Action.RECEIVE_RETURNS)
        confirm(self._workspace, passphrase)
        answers = self.bring_in((path,), progress, cancelled, confirmed_keys=(fingerprint,))
        return answers[0] if answers else None

    def _take(self, judged: Judged, confirmed_keys: Collection[str]) -> FileAnswer:
        """Keeps a sound return; answers for one that is not."""
        document = judged.read.document
        if judged.answer.verdict is not Verdict.SOUND or document is None:
            return replace(judged.answer, outcome=Outcome.REFUSED)
        intervals = _intervals(document, judged.read.sealed is not None)
        with self._writing(Action.RECEIVE_RETURNS) as tx:
            signature, findings = self._know(tx, judged, document, confirmed_keys)
            answer = _answered(judged.answer, signature, findings)
            if answer.verdict is not Verdict.SOUND:
                return replace(answer, outcome=Outcome.REFUSED)
            stored = received.of_intervention(
                tx, document.header.intervention_code, str(document.header.quarter)
            )
            own = [s for s in stored if same_provider(s, document.header, judged.read.sealed is not None)]
            placed = place(
                _arrived("", document, judged.read.sealed is not None),
                [_arrived(s.id, s.document, is_signed(s), s.current) for s in own],
            )
            if placed.problem:
                fault = Finding(Severity.ERROR, placed.problem, placed.mend)
                return replace(_answered(answer, signature, [fault]), outcome=Outcome.REFUSED)
            if placed.outcome is Outcome.UNCHANGED:
                return replace(answer, outcome=Outcome.UNCHANGED)
            if placed.current and any(s.current for s in stored if s not in own):
                answer = _answered(answer, signature, [_ANOTHER_PROVIDER])
            return self._keep(tx, judged, answer, placed, intervals)

    def _know(
        self, tx: WriteTx, judged: Judged, document: ReturnDocument, confirmed_keys: Collection[str]
    ) -> tuple[Signature, list[Finding]]:
        """How far the file's key is known, and what to say about it."""
        sealed, told = judged.read.sealed, judged.answer.fingerprint
        if sealed is None:
            return Signature.UNSIGNED, []
        header = document.header
        pinned = received.key_of(tx, header.provider_id)
        if pinned is None:
            others = [k for k in received.all_keys(tx) if folded(k.provider) == folded(header.provider)]
            findings = [_new_key(header.provider, told)]
            if others:
                what = f"A provider of the name {header.provider} is known already, under another key."
                findings.append(Finding(Severity.WARNING, what, "Ask by telephone whether both are theirs."))
            return Signature.NEW_KEY, findings
        if pinned.public == sealed.public:
            return Signature.SOUND, []
        if any(folded(told) == folded(one) for one in confirmed_keys):
            what = f"The key of {header.provider} has changed and was confirmed. Its fingerprint is {told}."
            return Signature.CHANGED_KEY, [Finding(Severity.REMARK, what, "Nothing to do.")]
        what = (
            f"It is signed by another key than {header.provider} signed with before. The new fingerprint is "
            f"{told}; the one known is {seal.fingerprint(pinned.public)}."
        )
        mend = (
            "Telephone the provider, on a number you know, and compare the fingerprint. If it is theirs, "
            "confirm the new key and import the file again; if it is not, the file is not from them."
        )
        return Signature.CHANGED_KEY, [Finding(Severity.ERROR, what, mend)]

    def _keep(
        self,
        tx: WriteTx,
        judged: Judged,
        answer: FileAnswer,
        placed: Placed,
        intervals: dict[Key, tuple[int, int | None]],
    ) -> FileAnswer:
        read = judged.read
        document = found(read.document, "return")
        if read.sealed is None:
            document = replace(document, header=replace(document.header, version=placed.version))
            answer = replace(answer, header=document.header)
        elif answer.signature is not Signature.SOUND:
            confirmed = answer.signature is Signature.CHANGED_KEY
            received.pin(tx, document.header, read.sealed.public, self._today, confirmed)
        for row_id in placed.retires:
            received.retire(tx, row_id)
        received.add(
            tx,
            document,
            read.sealed.payload if read.sealed is not None else document.to_bytes(),
            (shown_name(answer.path.name), hashlib.sha256(read.content).hexdigest()),
            self._workspace.clock(),
            answer.signature.value,
            answer.findings,
            intervals,
            placed.current,
        )
        return replace(answer, outcome=placed.outcome)


_ANOTHER_PROVIDER = Finding(
    Severity.WARNING,
    "Another provider's return for an intervention of this code and quarter is here too; both are counted.",
    "Ask which of the two delivers it. If both do, nothing needs doing.",
)


def _new_key(provider: str, fingerprint: str) -> Finding:
    return Finding(
        Severity.REMARK,
        f"It is the first one signed by this key of {provider}. The fingerprint is {fingerprint}.",
        "Telephone the provider, on a number you know, and compare the fingerprint.",
    )


def _files(paths: Iterable[Path]) -> list[Path]:
    """The files named, and the workbooks in the folders named, each once. A folder without one stays in the
    list, so that it is answered."""
    listed: dict[Path, None] = {}
    for path in paths:
        inside: list[Path] = []
        if path.is_dir():
            inside = sorted(
                p
                for p in path.rglob("*")
                if p.suffix.lower() in WORKBOOKS and not p.name.startswith(("~$", ".")) and not p.is_dir()
            )
        listed |= dict.fromkeys(inside or [path])
    return list(listed)


def _nothing_in(folder: Path) -> FileAnswer:
    what = "There is no workbook in this folder that may be read."
    finding = Finding(Severity.ERROR, what, "Choose the folder that holds the returns, as .xlsx files.")
    return FileAnswer(folder, Verdict.NOT_A_RETURN, Outcome.REFUSED, Signature.UNSIGNED, "", None, (finding,))


def _answered(answer: FileAnswer, signature: Signature, more: list[Finding]) -> FileAnswer:
    """The answer with the signature as the store knows it, and more findings, the errors first."""
    order = list(Severity)
    findings = sorted((*answer.findings, *more), key=lambda finding: order.index(finding.severity))
    return replace(answer, signature=signature, findings=tuple(findings), verdict=verdict_of(True, findings))


def _arrived(row_id: str, document: ReturnDocument, signed: bool, current: bool = False) -> Arrived:
    return Arrived(
        row_id, document.header, document.content_hash, sameness_of(document, signed), signed, current
    )


def same_provider(stored: received.StoredReturn, header: Header, signed: bool) -> bool:
    """By identifier; by name too where one of the two is unsigned, since by hand there is no identifier.

    A signed return is never taken for a version of another signer's, whatever name it carries."""
    if stored.header.provider_id == header.provider_id:
        return True
    return folded(stored.header.provider) == folded(header.provider) and not (signed and is_signed(stored))


def is_signed(stored: received.StoredReturn) -> bool:
    """Whether it came with a signature."""
    return stored.signature != Signature.UNSIGNED.value


def _intervals(document: ReturnDocument, signed: bool) -> dict[Key, tuple[int, int | None]]:
    """A signed return was hidden by this program's own method; of one filled by hand nobody knows how."""
    return protection.open_intervals_of(document, by_method=signed and document.header.method == ALONE)
