"""The journal: choose who, when, what and about whom; prove it whole; take it out; take a change back."""

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from vrp_desktop.domain.access import OpenedRecord
from vrp_desktop.domain.errors import Refused
from vrp_desktop.domain.journal import Kind, Sought, Told, Verified
from vrp_desktop.domain.journal_words import KINDS, details, happened
from vrp_desktop.domain.permissions import Action
from vrp_desktop.services.commissioner import Commissioner
from vrp_desktop.services.provider import Provider
from vrp_desktop.ui.audit.chosen import ChosenEntry, lowered
from vrp_desktop.ui.kit import messages
from vrp_desktop.ui.kit.dates import DateField
from vrp_desktop.ui.kit.field import Field
from vrp_desktop.ui.kit.fields import ChoiceField, TextField
from vrp_desktop.ui.kit.flow import Rows
from vrp_desktop.ui.kit.parts import button, column, label, row, scrolled
from vrp_desktop.ui.kit.screen import Screen
from vrp_desktop.ui.kit.tables import Column, Table
from vrp_desktop.ui.kit.work import Work

_AT_ONCE = 200


class JournalScreen(Screen):
    """The latest entries first. What is chosen applies to the table and to the file alike."""

    title = "Journal"

    def __init__(self, services: Provider | Commissioner, work: Work) -> None:
        super().__init__(work)
        self._services = services
        actor = services.workspace.actor
        self._records = isinstance(services, Provider) and actor.may(Action.READ_ALL_RECORDS)
        self._sought = Sought(limit=_AT_ONCE)
        self.who = ChoiceField(otherwise="Everybody")
        self.kind = ChoiceField(
            [(kind.value, words) for kind, words in KINDS.items()], otherwise="Everything"
        )
        today = services.workspace.today
        self.first, self.last = DateField(today, start_today=False), DateField(today, start_today=False)
        self.person = TextField("Part of a name", width=16)
        self.show_button = button("Show", self.load, "primary")
        self.table: Table[Told] = Table(
            "Entries of the journal",
            [
                Column("When", self._when),
                Column("Who", lambda told: told.who, stretch=1),
                Column("What", happened, stretch=2),
                Column("About", lambda told: told.about, stretch=1, leaves=1),
            ],
            "Nothing in the journal fits what is chosen.",
        )
        self.table.chosen.connect(self._choose)
        self.more_button = button("Show earlier ones", self._more)
        self.chosen = ChosenEntry(self, services, self.load)
        self.opened = label("", "muted")
        self.whole = label("", "muted")
        self.verify_button = button("Prove it whole", self._verify)
        self.export_button = button("Save as a file…", self._export)
        self._lay_out()

    def _lay_out(self) -> None:
        filters = QWidget()
        flow = Rows(across=14, down=8)
        flow.setContentsMargins(0, 0, 0, 0)
        filters.setLayout(flow)
        named: list[tuple[str, str, Field]] = [
            ("who", "Who", self.who),
            ("kind", "What", self.kind),
            ("first", "From", self.first),
            ("last", "Until", self.last),
        ]
        if self._records:
            named.append(("person", "About", self.person))
        for name, words, field in named:
            field.name_as(f"journal-{name}", words, "")
            over = label(words, "label")
            over.setBuddy(field.control())
            flow.addWidget(column(over, field, spacing=2))
        self.person.edit.returnPressed.connect(self.load)
        for box in (self.who, self.kind):
            box.edited.connect(self.load)
        self.opened.setVisible(False)
        self.table.setMinimumHeight(320)
        page = column(
            self.opened,
            filters,
            row(self.show_button, None, self.verify_button, self.export_button),
            self.whole,
            self.table,
            self.chosen,
            row(self.more_button),
            None,
            spacing=12,
            margin=24,
        )
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scrolled(page))

    def load(self) -> None:
        """Reads what is chosen, from the latest on."""
        try:
            first, last = self.first.value(), self.last.value()
        except Refused as refused:
            messages.refused(self, refused)
            return
        kind = self.kind.value()
        self._sought = Sought(
            first,
            last,
            self.who.value(),
            Kind(kind) if kind else None,
            self.person.value() if self._records else "",
            limit=_AT_ONCE,
        )
        audit, sought = self._services.audit, self._sought
        self.read(lambda: (audit.users(), audit.read(sought), self._glass()), self._show, latest="entries")

    def forget(self) -> None:
        self.table.show_lines(())
        self._choose(None)
        self.person.set_value("")
        for said in (self.opened, self.whole):
            said.setText("")

    def first_focus(self) -> QWidget | None:
        return self.table.view if self.table.model.lines else self.who.control()

    def _glass(self) -> tuple[OpenedRecord, ...]:
        return self._services.audit.opened() if isinstance(self._services, Provider) and self._records else ()

    def _show(
        self, read: tuple[tuple[tuple[str, str], ...], tuple[Told, ...], tuple[OpenedRecord, ...]]
    ) -> None:
        users, entries, opened = read
        self.who.set_choices(users)
        self.table.show_lines(entries)
        self.more_button.setVisible(len(entries) >= _AT_ONCE)
        self.opened.setVisible(bool(opened))
        self.opened.setText(
            "Opened with a reason in the last 28 days: "
            + "; ".join(f"{one.known_as} by {one.opened_by} (“{one.reason}”)" for one in opened[:5])
            + ("…" if len(opened) > 5 else "")
        )
        self._choose(self.table.current())

    def _more(self) -> None:
        lines = self.table.model.lines
        if not lines:
            return
        earlier = Sought(**{**vars(self._sought), "before": lines[-1].seq})

        def show(entries: tuple[Told, ...]) -> None:
            self.table.show_lines((*lines, *entries))
            self.more_button.setVisible(len(entries) >= _AT_ONCE)

        self.read(lambda: self._services.audit.read(earlier), show, latest="entries")

    def _when(self, told: Told) -> str:
        return f"{told.at.astimezone():%d/%m/%Y %H:%M}"

    def _choose(self, told: Told | None) -> None:
        self.chosen.show_entry(told, () if told is None else (happened(told), *details(told)))

    def _verify(self) -> None:
        self.verify_button.setEnabled(False)
        self.whole.setText("Looking at every entry …")
        services = self._services
        self.read(services.audit.verify, self._verified, always=lambda: self.verify_button.setEnabled(True))

    def _verified(self, found: Verified) -> None:
        if found.broken is None:
            blank = f" {found.erased:,} are blank, because somebody was erased." if found.erased else ""
            self.whole.setText(f"The journal is whole: {found.entries:,} entries fit together.{blank}")
        else:
            self.whole.setText(
                f"The journal has been tampered with or damaged. The first entry that does not fit is number "
                f"{found.broken.seq:,}: {lowered(found.broken.why)} Keep a copy of the store, and tell "
                "whoever is responsible for data protection."
            )

    def _export(self) -> None:
        name, _ = QFileDialog.getSaveFileName(
            self, "Save the journal", "journal.xlsx", "Workbook (*.xlsx);;Comma-separated text (*.csv)"
        )
        if name:
            self.write_to(Path(name))

    def write_to(self, path: Path) -> None:
        """Writes what is chosen into a file; the window goes on meanwhile."""
        audit, sought = self._services.audit, self._sought
        self.save(lambda: audit.export(sought, path), self._written)

    def _written(self, path: Path) -> None:
        words = f"{path}\n\nIt holds what the journal says of people: keep it as safe as the store."
        messages.inform(self, "The journal is saved", words)
