"""The quarter's return: counted, protected, signed, written."""

import hmac
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from uuid import NAMESPACE_URL, uuid5

from vrp_desktop import __version__
from vrp_desktop.db.queries import asked, assignments, erasing, releases, settings
from vrp_desktop.db.queries import corrections as correction_queries
from vrp_desktop.db.queries import facts as fact_queries
from vrp_desktop.db.queries import interventions as intervention_queries
from vrp_desktop.db.queries.releases import Release, SigningKey
from vrp_desktop.db.store import Tx
from vrp_desktop.domain.errors import Refused, Trouble
from vrp_desktop.domain.ids import new_id
from vrp_desktop.domain.interventions import Intervention
from vrp_desktop.domain.permissions import Action
from vrp_desktop.domain.quarters import Quarter
from vrp_desktop.domain.returns import behind, blockers, form, said
from vrp_desktop.domain.returns.behind import Behind, Kind, Record
from vrp_desktop.domain.returns.blockers import Blocker
from vrp_desktop.domain.returns.corrections import Since, corrections, differences
from vrp_desktop.domain.returns.counting import count, with_warnings
from vrp_desktop.domain.returns.facts import Facts
from vrp_desktop.domain.returns.figures import Header, Key, ReturnDocument, Standing
from vrp_desktop.domain.returns.sheets import Sealed
from vrp_desktop.security import seal
from vrp_desktop.services import checks
from vrp_desktop.services.asking import told_of
from vrp_desktop.services.folders import make_ready, taken_out
from vrp_desktop.services.memory import Past, past_of
from vrp_desktop.services.organisation import rule_of
from vrp_desktop.services.protecting import Protected, protect_document
from vrp_desktop.services.service import Service, found

__all__ = ["TEMPLATE_FILE", "Blocker", "Prepared", "Preview", "Record", "Returns", "write_template"]

TEMPLATE_FILE = "vrp-return-template.xlsx"
"""What the empty workbook is called."""


@dataclass(frozen=True)
class Preview:
    """The return as it would be today. ``counted`` is for the provider's own eyes; ``protected`` is what
    would leave the house."""

    counted: ReturnDocument
    protected: ReturnDocument
    primary: int
    """How many counts are small (1 to T-1)."""
    secondary: int
    """How many more are hidden so that none of them follows by subtraction."""
    blockers: tuple[Blocker, ...]
    intervals: Mapping[Key, tuple[int, int | None]] = field(default_factory=dict)
    """The best that a reader of all the returns could say of each hidden count: at least and at most."""
    since: Since | None = None
    """What has changed since the last final return of the quarter; None where there is none, or the reader
    prepares no returns."""


@dataclass(frozen=True)
class Prepared:
    """A return that has been written."""

    document: ReturnDocument
    workbook: Path
    pdf: Path
    primary: int = 0
    """How many counts of it are small."""
    secondary: int = 0
    """How many more are hidden so that none of them follows."""
    warnings: tuple[str, ...] = ()
    """What could still be put right, in words that name nobody."""


class Returns(Service):
    """From records to a signed workbook and PDF."""

    def interventions(self) -> tuple[Intervention, ...]:
        """Those a return can be made for."""
        with self._reading(Action.PREPARE_RETURNS, Action.READ_FIGURES) as tx:
            return intervention_queries.every(tx)

    def quarters(self) -> tuple[Quarter, ...]:
        """The quarters there are records for, oldest first (the present quarter included). A referral is a
        record too: the return counts those who wait."""
        with self._reading(Action.PREPARE_RETURNS, Action.READ_FIGURES) as tx:
            first = fact_queries.first_record(tx)
        present = Quarter.of(self._today)
        quarter = min(present, Quarter.of(first)) if first else present
        reached = [quarter]
        while reached[-1] < present:
            reached.append(reached[-1].next)
        return tuple(reached)

    def preview(self, intervention_id: str, quarter: Quarter) -> Preview:
        """Counts in one read, applies the definitions, then protects. Writes nothing.

        Where no pattern is safe, every count of people is hidden and a blocker says so. Whoever may see
        figures but prepares no return gets the protected ones only, and no blocker that counts anybody."""
        self._need(Action.PREPARE_RETURNS, Action.READ_FIGURES)
        counted, noted = self._count(intervention_id, quarter)
        protected = self._protected(intervention_id, quarter, counted)
        noted = (*noted, *blockers.given_away(protected.given_away))
        if not protected.safe:
            noted = (_not_safe(protected), *noted)
        shown = protected.document if protected.safe else _everything_hidden(counted)
        since = None
        if self._workspace.actor.may(Action.PREPARE_RETURNS):
            since = self._since(intervention_id, quarter, shown if protected.safe else None)
        else:
            # "Not recorded for 1 of 9 people supported" is a count that nobody has protected.
            counted, noted = shown, tuple(one for one in noted if one == _not_safe(protected))
        return Preview(
            counted,
            shown,
            protected.primary,
            protected.secondary,
            noted,
            protected.intervals if protected.safe else {},
            since,
        )

    def counted(self, intervention_id: str, quarter: Quarter) -> ReturnDocument:
        """The unprotected figures of a quarter, for the provider's own eyes."""
        return self._counted(intervention_id, quarter)[0]

    def noted(self, intervention_id: str, quarter: Quarter) -> tuple[Blocker, ...]:
        """What should be put right, or answered, before the return is final; what stops it first."""
        return self._counted(intervention_id, quarter)[1]

    def behind(self, intervention_id: str, quarter: Quarter, key: Key) -> tuple[Record, ...]:
        """The records that a figure counts, or the figures it is made of; none of one that is asked for.

        Only of people whose records the reader may see. Concerns are told of to nobody but those who answer
        them: to anybody else there is nothing behind their number."""
        table, row, column = form.place_of(key)
        unit = table.unit(row, column)
        return self._records(intervention_id, quarter, lambda facts: behind.behind(facts, quarter, key), unit)

    def breaking(self, intervention_id: str, quarter: Quarter) -> tuple[Record, ...]:
        """The journeys whose days are in an order that cannot be, so that "open at start, plus started, less
        ended, is open at the end" does not hold."""
        return self._records(intervention_id, quarter, lambda facts: behind.breaking(facts, quarter))

    def _records(
        self, intervention_id: str, quarter: Quarter, of: Callable[[Facts], Behind], unit: str = ""
    ) -> tuple[Record, ...]:
        with self._reading(Action.PREPARE_RETURNS) as tx:
            found(intervention_queries.get(tx, intervention_id), "intervention")
            self._deliver(tx, intervention_id)
            facts = fact_queries.read(tx, intervention_id, quarter)
            counted = of(facts)
            if counted.kind is Kind.CONCERNS and not self._workspace.actor.may(Action.ANSWER_CONCERNS):
                return ()
            people = behind.people_of(facts, counted)
            names = fact_queries.names(tx, people)
            seen = assignments.seen_of(tx, self._scope, people)
        return behind.records(facts, counted, names, seen, unit)

    def before(self, intervention_id: str, quarter: Quarter) -> ReturnDocument | None:
        """The unprotected figures of the quarter before, to be set beside: as they were when its return was
        made final, else as they are now. None where there are no records of it."""
        self._need(Action.PREPARE_RETURNS)
        last = quarter.previous
        if last < self.quarters()[0]:
            return None
        with self._workspace.store.reading() as tx:
            sent = [past_of(one.document, one.counted) for one in releases.beside(tx, intervention_id, last)]
        final = [one.counted for one in sent if one.quarter == last]
        return final[-1] if final else self._count(intervention_id, last)[0]

    def prepare(
        self,
        intervention_id: str,
        quarter: Quarter,
        folder: Path,
        final: bool = False,
        progress: Callable[[str], None] = lambda _: None,
    ) -> Prepared:
        """Writes the workbook and the PDF; when final, freezes the return first.

        A final return whose figures have not changed is written again, byte for byte; one whose figures
        have changed becomes a resubmission that supersedes it. Refused where something blocks it, or the
        quarter has not begun or lies before every record. Trouble where the folder cannot be written:
        nothing is half-written."""
        self._need(Action.PREPARE_RETURNS)
        self._need_writable()
        if quarter.start > self._today:
            raise Refused(
                f"{quarter.label} has not begun. Choose this quarter or an earlier one: its return can be "
                "made once it has records."
            )
        there = self.quarters()
        if quarter < there[0]:
            raise Refused(
                f"There are no records of {quarter.label}: the first are of {there[0].label}. "
                f"Choose one of {', '.join(map(str, there))}."
            )
        from vrp_desktop.reports import excel, pdf  # loaded when something is written: signing in is quicker

        progress("Counting")
        counted, noted = self._counted(intervention_id, quarter)
        progress("Protecting small counts")
        protected = self._protected(intervention_id, quarter, counted)
        _check(protected, noted, final)
        noted = (*noted, *blockers.given_away(protected.given_away))
        make_ready(folder)
        key = self._signing_key()
        document = protected.document
        if final:
            document = self._frozen(intervention_id, document, counted)
        before, replaced = self._before(intervention_id, document), self._replaced(intervention_id, document)
        payload = document.to_bytes()
        sealed = Sealed(payload, key.public, seal.sign(key.private, payload))
        name = _file_name(document)
        paths = (folder / f"{name}.xlsx", folder / f"{name}.pdf")
        told = {
            "quarter": str(quarter),
            "files": [path.name for path in paths],
            "standing": document.header.standing,
            "content_hash": document.content_hash,
        }
        with taken_out(self._workspace, paths, "intervention", intervention_id, **told) as (workbook, paper):
            progress("Writing the workbook")
            excel.write_return(document, sealed, workbook, replaced)
            if final:
                progress("Reading the workbook again")
                checks.read_again(workbook, document)
            progress("Writing the PDF")
            pdf.write_return(document, paper, before, replaced)
        return Prepared(
            document,
            *paths,
            protected.primary,
            protected.secondary,
            blockers.without_names(noted),
        )

    def empty_template(self, folder: Path) -> Path:
        """Writes the empty workbook that an organisation without this program fills by hand."""
        return write_template(folder)

    def _counted(self, intervention_id: str, quarter: Quarter) -> tuple[ReturnDocument, tuple[Blocker, ...]]:
        self._need(Action.PREPARE_RETURNS)
        return self._count(intervention_id, quarter)

    def _count(self, intervention_id: str, quarter: Quarter) -> tuple[ReturnDocument, tuple[Blocker, ...]]:
        """For those whom the caller has let: what is counted here is not protected yet."""
        with self._workspace.store.reading() as tx:
            intervention = found(intervention_queries.get(tx, intervention_id), "intervention")
            facts = fact_queries.read(tx, intervention_id, quarter)
            words = asked.read(tx, intervention_id, quarter)
            earlier = releases.of_quarter(tx, intervention_id, quarter)
            header = self._header(tx, intervention, quarter, earlier)
            concerned = blockers.people_concerned(facts)
            names = fact_queries.names(tx, concerned)
            erased = erasing.erased_after(tx, earlier[-1].id) if earlier else 0
            told = told_of(tx, intervention.details, words.stories, self._today)
        document = ReturnDocument(
            header,
            count(facts, quarter, words),
            form.profile_of(intervention.details),
            replace(words, stories=said.may_be_told(words, told)).tables_of_words(),
        )
        noted = (
            *said.find(words, told, self._today, header.threshold),
            *blockers.find(facts, document, self._today, names),
            *blockers.erased_since(erased, len(earlier)),
        )
        replies = said.replies(noted, words)
        judged = with_warnings(document.figures, blockers.kinds(noted), replies)
        return document.with_figures(judged), noted

    def _since(self, intervention_id: str, quarter: Quarter, now: ReturnDocument | None) -> Since | None:
        """What has changed since the last final return; ``now`` is the present one, protected, or None where
        nothing is safe to be laid beside it."""
        with self._workspace.store.reading() as tx:
            earlier = releases.of_quarter(tx, intervention_id, quarter)
            if not earlier:
                return None
            last = earlier[-1]
            entries = correction_queries.since(tx, last.id, intervention_id, quarter)
        published = ReturnDocument.from_bytes(last.document)
        return Since(
            last.version,
            last.made_on,
            corrections(entries),
            None if now is None else differences(published, now),
        )

    def _header(
        self, tx: Tx, intervention: Intervention, quarter: Quarter, earlier: tuple[Release, ...]
    ) -> Header:
        organisation = settings.read(tx, "organisation")
        rule = rule_of(tx)
        return Header(
            return_id=str(
                uuid5(NAMESPACE_URL, f"vrp-return:{organisation['id']}:{intervention.code.upper()}:{quarter}")
            ),
            provider_id=organisation["id"],
            provider=organisation["name"],
            intervention_code=intervention.code,
            intervention=intervention.name,
            quarter=quarter,
            standing=Standing.DRAFT,
            version=len(earlier) + 1,
            prepared_on=self._today,
            prepared_by=self._workspace.actor.name,
            threshold=rule.threshold,
            app_version=__version__,
            method=rule.name,
        )

    def _protected(self, intervention_id: str, quarter: Quarter, counted: ReturnDocument) -> Protected:
        """What may leave the house, beside all that has left it. Rounding draws from what only this store
        knows, so that the same records round the same way and nobody else can repeat it."""
        past = self._past(intervention_id, quarter)
        if not counted.header.rule.rounds:
            return protect_document(counted, past)
        # Whoever may see the figures may see them rounded, and need not be let near the key.
        with self._workspace.store.reading() as tx:
            key = _there(releases.newest_key(tx))
        return protect_document(counted, past, hmac.digest(key.private, b"vrp-rounding/1", "sha256"))

    def _past(self, intervention_id: str, quarter: Quarter) -> tuple[Past, ...]:
        """What was published of the intervention that this quarter's return can be laid beside."""
        with self._workspace.store.reading() as tx:
            stored = releases.beside(tx, intervention_id, quarter)
        return tuple(past_of(one.document, one.counted) for one in stored)

    def _before(self, intervention_id: str, document: ReturnDocument) -> ReturnDocument | None:
        """The final return of the quarter before, to say in the PDF what has changed since; as it stood when
        this one was frozen, so that its bytes stay the same."""
        quarter = document.header.quarter
        with self._workspace.store.reading() as tx:
            stored = releases.quarter_before(tx, intervention_id, quarter, document.content_hash)
        return ReturnDocument.from_bytes(stored) if stored else None

    def _replaced(self, intervention_id: str, document: ReturnDocument) -> ReturnDocument | None:
        """The version that a resubmission replaces."""
        header = document.header
        with self._workspace.store.reading() as tx:
            earlier = releases.of_quarter(tx, intervention_id, header.quarter)
        older = [one.document for one in earlier if one.content_hash == header.supersedes]
        return ReturnDocument.from_bytes(older[0]) if older else None

    def _frozen(self, intervention_id: str, draft: ReturnDocument, counted: ReturnDocument) -> ReturnDocument:
        """The final return: the last one if nothing in it would differ, else a new version. It is kept for
        good, with what was counted."""
        with self._writing(Action.PREPARE_RETURNS) as tx:
            earlier = releases.of_quarter(tx, intervention_id, draft.header.quarter)
            last = ReturnDocument.from_bytes(earlier[-1].document) if earlier else None
            if last is not None and _says_the_same(last, draft):
                return last
            header = replace(
                draft.header,
                return_id=earlier[-1].return_id if earlier else new_id(),
                standing=Standing.RESUBMISSION if earlier else Standing.FINAL,
                version=earlier[-1].version + 1 if earlier else 1,
                supersedes=earlier[-1].content_hash if earlier else "",
            )
            document = replace(draft, header=header)
            releases.freeze(tx, intervention_id, document, replace(counted, header=header))
            return document

    def _signing_key(self) -> SigningKey:
        with self._reading(Action.PREPARE_RETURNS) as tx:
            return _there(releases.newest_key(tx))


def write_template(folder: Path) -> Path:
    """Writes the empty workbook into a folder. Trouble where that cannot be written."""
    from vrp_desktop.reports import excel

    make_ready(folder)
    path = folder / TEMPLATE_FILE
    excel.write_template(path)
    return path


def _says_the_same(last: ReturnDocument, draft: ReturnDocument) -> bool:
    """Whether two documents differ in nothing but when and by whom they were made."""
    bare = replace(
        draft.header,
        return_id=last.header.return_id,
        standing=last.header.standing,
        version=last.header.version,
        supersedes=last.header.supersedes,
        prepared_on=last.header.prepared_on,
        prepared_by=last.header.prepared_by,
        app_version=last.header.app_version,
    )
    return replace(draft, header=bare).to_bytes() == last.to_bytes()


def _check(protected: Protected, noted: tuple[Blocker, ...], final: bool) -> None:
    """Refuses what must not leave the house."""
    if not protected.safe:
        raise Refused(_not_safe(protected).text + " Nothing was written.")
    stops = blockers.without_names([blocker for blocker in noted if blocker.blocks])
    if final and stops:
        raise Refused("This return cannot be final yet. " + " ".join(stops))


def _there(key: SigningKey | None) -> SigningKey:
    if key is None:
        raise Trouble(
            "This store has no key to sign returns with, so nothing was written. Restore the latest "
            "backup, or ask for help."
        )
    return key


def _not_safe(protected: Protected) -> Blocker:
    return replace(blockers.NOT_SAFE, text=protected.why) if protected.why else blockers.NOT_SAFE


def _everything_hidden(document: ReturnDocument) -> ReturnDocument:
    names = form.keys()
    people = {key for table, _, _, key in names if table.people} | form.derived_from().keys()
    return document.with_figures(f.hidden() if f.key in people else f for f in document.figures)


def _file_name(document: ReturnDocument) -> str:
    header = document.header
    stage = "draft" if header.standing is Standing.DRAFT else f"v{header.version}"
    return f"{header.intervention_code}_{header.quarter}_{stage}"
