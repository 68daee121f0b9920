"""What the organisation delivers, and the settings everybody works by."""

from typing import Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from vrp_desktop.domain import codes
from vrp_desktop.domain.changes import Topic
from vrp_desktop.domain.errors import Refused
from vrp_desktop.domain.interventions import Intervention
from vrp_desktop.domain.organisation import DEFAULT_GRACE, OrganisationDetails
from vrp_desktop.domain.privacy import Privacy
from vrp_desktop.domain.returns.rule import BASE, THRESHOLDS, Heads, Method, Zeros
from vrp_desktop.services.provider import Provider
from vrp_desktop.ui.kit.fields import ChoiceField, NumberField, TextArea, TextField
from vrp_desktop.ui.kit.flow import Beside
from vrp_desktop.ui.kit.forms import Form
from vrp_desktop.ui.kit.icons import priority_mark
from vrp_desktop.ui.kit.parts import button, column, label, primary, row, scrolled
from vrp_desktop.ui.kit.screen import Screen
from vrp_desktop.ui.kit.tables import Column, Table
from vrp_desktop.ui.kit.work import Work
from vrp_desktop.ui.organisation.pages import PAGES, links


class OrganisationScreen(Screen):
    """Interventions at the left; name and the protection of small counts at the right; above, the ways
    to users, backups and all else that looks after the store."""

    title = "Organisation"
    topics = frozenset({Topic.INTERVENTIONS, Topic.SETTINGS})

    def __init__(self, services: Provider, work: Work) -> None:
        super().__init__(work)
        self._services = services
        self.table: Table[Intervention] = Table(
            "Interventions",
            [
                Column("Intervention", lambda i: i.name, stretch=3),
                Column("Code", lambda i: i.code, leaves=1),
                Column(
                    "Main priority",
                    lambda i: codes.label("priority", i.details.main_priority),
                    icon=lambda i: priority_mark(i.details.main_priority),
                ),
                Column(
                    "District",
                    lambda i: ", ".join(codes.label("district", d) for d in i.details.districts),
                    stretch=2,
                    leaves=2,
                ),
            ],
            "What does the organisation deliver?",
            "Add an intervention",
            self._add,
        )
        self.table.opened.connect(lambda line: self.go("intervention", intervention_id=line.id))
        self.form = Form()
        self.form.section("About the organisation")
        self.form.add("name", "Name", TextField(), "It stands on every return.")
        self.form.add(
            "threshold",
            "Small counts of people",
            ChoiceField([(str(t), f"1 to {t - 1}") for t in THRESHOLDS], otherwise=""),
            "Protected in every return from now on. Groups that fall wholly into one answer always are.",
        )
        self.form.add(
            "method",
            "How they are protected",
            ChoiceField(
                [
                    (Method.HIDE, "Hide them: all others stay exact"),
                    (Method.ROUND, f"Round every count of people to {BASE}"),
                ],
                otherwise="",
            ),
            "Hiding takes as many others as none can be worked out. Change it between two financial years.",
        )
        self.form.add(
            "zeros",
            "Zeros",
            ChoiceField(
                [
                    (Zeros.SHOWN, "Shown"),
                    (Zeros.SENSITIVE, "Hidden where answers are sensitive"),
                    (Zeros.HIDDEN, "Hidden like small counts"),
                ],
                otherwise="",
            ),
            "Sensitive: disability, special educational needs, care, ethnic group. Rounded, a 0 can be up to "
            f"{BASE - 1} anyway.",
        )
        self.form.add(
            "heads",
            "Head-counts of people not named",
            ChoiceField(
                [(Heads.PROTECTED, "Protected like all others"), (Heads.AS_COUNTED, "Shown as counted")],
                otherwise="",
            ),
            "Nobody’s record is behind them, but a few people of one age and sex can still be known.",
        )
        self.form.add(
            "grace_days",
            "A register can be changed freely for",
            NumberField(suffix="days"),
            "After that, or once a return has counted it, a finished session asks for the reason first.",
        )
        self.form.add(
            "social_care",
            "Children’s social care",
            TextField(),
            "Its telephone numbers, by day and out of hours. Shown to whoever raises a safeguarding concern.",
        )
        self.save_button = button("Save", self._save)
        self.form.place(row(self.save_button))
        self.form.submitted.connect(self._save)
        self.privacy = Form()
        self.privacy.section(
            "Privacy",
            "Decided once, for every record, with your data protection officer. It stands in the notices "
            "that children, young adults and parents are given. A consent is asked for besides: it is not "
            "the basis.",
        )
        self.privacy.add(
            "lawful_basis",
            "Why the law lets us keep records",
            TextArea(4),
            "In plain words: for instance legitimate interests, and for health or ethnicity safeguarding of "
            "children (Data Protection Act 2018, schedule 1).",
        )
        self.privacy.add(
            "contact",
            "Who answers questions about privacy",
            TextArea(2),
            "A name or a post, and how they are reached.",
        )
        self.privacy_button = button("Save what the notices say", self._save_privacy)
        self.privacy.place(row(self.privacy_button))
        self.privacy.finish()
        page = QWidget()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scrolled(page))
        layout = QVBoxLayout(page)
        layout.setContentsMargins(24, 16, 24, 16)
        layout.setSpacing(12)
        layout.addWidget(links(self, PAGES, services.workspace.actor))
        layout.addWidget(
            row(label("What we deliver", "heading"), None, primary("Add an intervention", self._add))
        )
        settings = column(self.form, self.privacy, None, spacing=24)
        layout.addWidget(Beside(column(self.table, None), settings, (5, 2), spacing=28), 1)

    def arrive(self, **_: Any) -> None:
        self.load()

    def load(self) -> None:
        services = self._services
        self.read(
            lambda: (
                services.interventions.all(),
                services.organisation.details(),
                services.organisation.privacy(),
            ),
            self._show,
            latest="all",
        )

    def first_focus(self) -> QWidget | None:
        return self.table.view if self.table.model.lines else self.table.invite_button

    def _show(self, read: tuple[tuple[Intervention, ...], OrganisationDetails, Privacy]) -> None:
        interventions, details, privacy = read
        self.table.show_lines(interventions)
        self.table.fit_height(12)
        self.form.write({**vars(details), "threshold": str(details.threshold)})
        self.privacy.write(privacy)

    def _add(self) -> None:
        self.go("intervention")

    def _save(self) -> None:
        try:
            answers = self.form.values()
        except Refused as refused:
            self.form.refuse(refused)
            return
        if answers["grace_days"] is None:
            answers["grace_days"] = DEFAULT_GRACE
        details = OrganisationDetails(
            **{
                **answers,
                "threshold": int(answers["threshold"]),
                "method": Method(answers["method"]),
                "zeros": Zeros(answers["zeros"]),
                "heads": Heads(answers["heads"]),
            }
        )
        self.save(lambda: self._services.organisation.change(details), None, self.form.refuse)

    def _save_privacy(self) -> None:
        privacy = self.privacy.build(Privacy)
        self.save(lambda: self._services.organisation.change_privacy(privacy), None, self.privacy.refuse)
