"""A return from real records: counted, protected, signed, frozen, written whole or not at all."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.builders import Clock, a_goal, a_person, a_session, acting, an_enrolment, an_intervention
from tests.importing import samples
from tests.reports import guidance, programs
from vrp_desktop.db.queries import releases
from vrp_desktop.domain.checking import Verdict
from vrp_desktop.domain.enrolments import EnrolmentDetails
from vrp_desktop.domain.errors import Refused, Trouble
from vrp_desktop.domain.journal import EXPORTED, NOT_EXPORTED, Kind, Sought
from vrp_desktop.domain.outcomes import Instrument, Stage
from vrp_desktop.domain.permissions import Role, StoreKind
from vrp_desktop.domain.quarters import Quarter
from vrp_desktop.domain.returns.figures import Key, ReturnDocument, Shown, Standing, Value
from vrp_desktop.domain.returns.rule import Heads, Method, Zeros
from vrp_desktop.domain.sessions import HeadCount, Mark, Status
from vrp_desktop.security import seal
from vrp_desktop.services import checks, stores
from vrp_desktop.services import returns as returns_module
from vrp_desktop.services.protecting import Protected
from vrp_desktop.services.protection import check_protection
from vrp_desktop.services.provider import Provider

Q2 = Quarter(2026, 2)
Q3 = Quarter(2026, 3)
JULY = date(2026, 7, 8)
OCTOBER = date(2026, 10, 14)


@pytest.fixture
def provider(tmp_path: Path, clock: Clock) -> Iterator[Provider]:
    """A store made as people make one: with an organisation and a signing key. It is November 2026."""
    made = stores.create(
        tmp_path / "store",
        StoreKind.PROVIDER,
        "Northside Youth",
        "Sam",
        "seven quiet boxing gloves",
        clock,
    )
    yield Provider(made.workspace)
    made.workspace.close()


@pytest.fixture
def club(provider: Provider) -> str:
    """An intervention with a quarter's records: nine supported in July, one of them again in October."""
    club = provider.interventions.add(an_intervention()).id
    people = [
        provider.people.add(
            a_person(f"Person {i}", birth_date=date(2010 - i, 3, 1), sex="male" if i % 2 else "female")
        ).id
        for i in range(9)
    ]
    for person_id in people:
        provider.enrolments.add(
            person_id,
            club,
            an_enrolment(
                date(2026, 6, 1), focus_areas=("individual.education",), started_on=date(2026, 6, 8)
            ),
        )
    session = provider.sessions.log(a_session(club, JULY, minutes=90)).id
    provider.registers.mark_many(session, dict.fromkeys(people, Mark.PRESENT))
    provider.registers.count_heads(session, [HeadCount("10-13", None, 12)])
    later = provider.sessions.log(a_session(club, OCTOBER)).id
    provider.registers.mark(later, people[0], Mark.LATE)
    enrolment = provider.enrolments.of_person(people[0])[0]
    goal = provider.outcomes.set_goal(enrolment.id, replace(a_goal(), set_on=JULY)).id
    provider.outcomes.record(enrolment.id, Instrument.GOAL, goal, Stage.BEFORE, JULY, 3)
    provider.outcomes.record(enrolment.id, Instrument.GOAL, goal, Stage.AFTER, date(2026, 9, 1), 6)
    return club


def values(document: ReturnDocument, *keys: Key) -> list[Value]:
    return [document.get(*key).value for key in keys]


SUPPORTED: Key = ("R2", "supported_quarter", "people")


class TestPreview:
    def test_counts_what_was_recorded(self, provider: Provider, club: str) -> None:
        counted = provider.returns.preview(club, Q2).counted
        assert values(
            counted,
            SUPPORTED,
            ("R2", "open_start", "people"),
            ("R2", "open_end", "people"),
            ("R3.age", "total", "male"),
            ("R3.priority", "individual", "people"),
            ("R3.referral_source", "school", "people"),
            ("R4.heads", "10-13", "not_known"),
            ("R5", "delivered", "value"),
            ("R5", "hours", "value"),
            ("R7", "goal.individual", "improved"),
            ("R7.goals", "individual", "set"),
        ) == [9, 9, 9, 4, 9, 9, 12, 1, 1.5, 1, 1]

    def test_the_next_quarter_knows_the_year_to_date(self, provider: Provider, club: str) -> None:
        counted = provider.returns.preview(club, Q3).counted
        assert values(counted, SUPPORTED, ("R2", "supported_ytd", "people")) == [1, 9]

    def test_another_intervention_is_not_in_it(self, provider: Provider, club: str) -> None:
        other = provider.interventions.add(an_intervention("LEE-08", name="Another")).id
        assert values(provider.returns.preview(other, Q2).counted, SUPPORTED) == [0]

    def test_small_counts_do_not_leave_the_house(self, provider: Provider, club: str) -> None:
        preview = provider.returns.preview(club, Q2)
        assert preview.primary > 0
        assert preview.counted.get("R3.age", "total", "male").value == 4
        assert preview.protected.get("R3.age", "total", "male").shown is Shown.CONFIDENTIAL
        assert check_protection(preview.protected) == []

    def test_the_profile_stands_in_the_order_of_the_form(self, provider: Provider, club: str) -> None:
        profile = provider.returns.preview(club, Q2).counted.profile
        assert (profile["districts"], profile["main_priority"]) == (("leeds",), ("individual",))
        assert profile["other_priorities"] == ("community",)

    def test_only_who_may_prepare_returns(self, provider: Provider, club: str) -> None:
        with pytest.raises(Refused, match="role"):
            acting(provider, Role.WORKER).returns.preview(club, Q2)


class TestBlockers:
    def texts(self, provider: Provider, club: str, quarter: Quarter = Q2) -> list[str]:
        return [blocker.text for blocker in provider.returns.preview(club, quarter).blockers]

    def test_answers_that_nobody_recorded(self, provider: Provider, club: str) -> None:
        assert "Not recorded for 9 of 9 people supported: ethnic group." in self.texts(provider, club)
        assert not any("sex" in text for text in self.texts(provider, club))

    def test_a_session_without_a_register_leads_to_it(self, provider: Provider, club: str) -> None:
        session = provider.sessions.log(a_session(club, JULY, place="The Annexe")).id
        [found] = [b for b in provider.returns.preview(club, Q2).blockers if b.session_id]
        assert found.session_id == session
        assert found.text == "The session of 8 July 2026 at The Annexe has no register and no head-count."
        assert not found.blocks

    def test_a_past_session_still_planned(self, provider: Provider, club: str) -> None:
        provider.sessions.log(a_session(club, JULY, status=Status.PLANNED))
        assert any("is still planned" in text for text in self.texts(provider, club))

    def test_somebody_supported_without_age_or_enrolment(self, provider: Provider, club: str) -> None:
        session = provider.sessions.log(a_session(club, JULY)).id
        newcomer = provider.registers.add_newcomer(session, "Zed", None).id
        found = [b for b in provider.returns.preview(club, Q2).blockers if b.person_id == newcomer]
        assert [b.text for b in found] == [
            "Zed has neither a birth date nor an approximate age.",
            "Zed was supported and is not enrolled in the intervention.",
        ]

    def test_a_quarter_that_is_not_over(self, provider: Provider, club: str) -> None:
        assert any("ends on 31 December 2026" in text for text in self.texts(provider, club, Q3))

    def test_what_a_program_is_told_names_nobody(self, provider: Provider, club: str, tmp_path: Path) -> None:
        session = provider.sessions.log(a_session(club, JULY)).id
        provider.registers.add_newcomer(session, "Zed", None)
        warnings = provider.returns.prepare(club, Q2, tmp_path).warnings
        assert "People supported who are not enrolled in the intervention: 1." in warnings
        assert "Zed" not in " ".join(warnings)


def test_quarters_run_from_the_first_referral_to_the_present(provider: Provider, club: str) -> None:
    assert [str(q) for q in provider.returns.quarters()] == ["2026-27-Q1", "2026-27-Q2", "2026-27-Q3"]


def test_quarters_run_from_the_first_session_where_nobody_was_referred_before(provider: Provider) -> None:
    club = provider.interventions.add(an_intervention()).id
    provider.sessions.log(a_session(club, JULY))
    ana = provider.people.add(a_person("Ana")).id
    provider.enrolments.add(ana, club, EnrolmentDetails(OCTOBER))
    assert provider.returns.quarters() == (Q2, Q3)


def test_without_records_there_is_the_present_quarter(provider: Provider) -> None:
    assert provider.returns.quarters() == (Q3,)


def test_a_quarter_before_every_record_is_refused_with_those_there_are(
    provider: Provider, club: str, tmp_path: Path
) -> None:
    with pytest.raises(
        Refused, match=r"no records of Q4 2025-26.* Choose one of 2026-27-Q1, 2026-27-Q2, 2026-27-Q3"
    ):
        provider.returns.prepare(club, Quarter(2025, 4), tmp_path, final=True)
    assert list(tmp_path.glob("*.xlsx")) == []


def test_the_quarter_before_is_as_it_was_made_final_else_as_it_is_now(
    provider: Provider, club: str, tmp_path: Path
) -> None:
    supported: Key = ("R2", "supported_quarter", "people")
    before = provider.returns.before(club, Q3)
    assert before is not None
    assert before.get(*supported).value == 9
    provider.returns.prepare(club, Q2, tmp_path, final=True)
    late = provider.people.add(a_person("Late", birth_date=date(2011, 3, 1))).id
    session = provider.sessions.log(a_session(club, JULY)).id
    provider.registers.mark(session, late, Mark.PRESENT)
    before = provider.returns.before(club, Q3)
    assert before is not None
    assert before.get(*supported).value == 9, "what was sent, unprotected"
    assert provider.returns.counted(club, Q2).get(*supported).value == 10
    assert provider.returns.before(club, Q2) is not None, "somebody was referred in June"
    assert provider.returns.before(club, Quarter(2026, 1)) is None


class TestDraft:
    def test_is_written_under_its_own_name(self, provider: Provider, club: str, tmp_path: Path) -> None:
        made = provider.returns.prepare(club, Q2, tmp_path / "out" / "deep")
        assert sorted(path.name for path in (tmp_path / "out" / "deep").iterdir()) == [
            "LEE-07_2026-27-Q2_draft.pdf",
            "LEE-07_2026-27-Q2_draft.xlsx",
        ]
        header = made.document.header
        assert (header.standing, header.provider, header.version) == (Standing.DRAFT, "Northside Youth", 1)

    def test_is_the_same_twice(self, provider: Provider, club: str, tmp_path: Path) -> None:
        one = provider.returns.prepare(club, Q2, tmp_path / "one")
        two = provider.returns.prepare(club, Q2, tmp_path / "two")
        assert one.workbook.read_bytes() == two.workbook.read_bytes()
        assert one.pdf.read_bytes() == two.pdf.read_bytes()

    def test_freezes_nothing(self, provider: Provider, club: str, tmp_path: Path) -> None:
        provider.returns.prepare(club, Q2, tmp_path)
        assert kept(provider, club) == []


def kept(provider: Provider, club: str) -> list[releases.Release]:
    with provider.workspace.store.reading() as tx:
        return list(releases.of_quarter(tx, club, Q2))


def files(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def ruled(provider: Provider, **rule: object) -> None:
    provider.organisation.change(replace(provider.organisation.details(), **rule))  # type: ignore[arg-type]  # its fields


class TestRule:
    @pytest.mark.parametrize(
        "rule",
        [
            {"method": Method.ROUND},
            {"zeros": Zeros.SENSITIVE},
            {"zeros": Zeros.HIDDEN, "threshold": 8},
            {"heads": Heads.AS_COUNTED, "method": Method.ROUND},
        ],
    )
    def test_is_named_in_the_files_and_found_kept_by_whoever_checks_them(
        self, provider: Provider, club: str, tmp_path: Path, rule: dict[str, object]
    ) -> None:
        ruled(provider, **rule)
        made = provider.returns.prepare(club, Q2, tmp_path, final=True)
        said = made.document.header.rule
        assert said == provider.organisation.details().rule
        answer = checks.check_file(made.workbook, OCTOBER)
        assert answer.verdict is Verdict.SOUND, answer.findings
        book = load_workbook(made.workbook)
        told = "".join(str(cell) for row in book["Notes"].values for cell in row)
        assert said.in_words in told
        assert said.in_words in str([*book["Cover"].values])
        assert ("Method of protection", said.name) in list(book["R0"].values)
        paper = " ".join(programs.run(programs.needed("pdftotext"), "-layout", str(made.pdf), "-").split())
        assert said.name in paper

    def test_a_rounded_return_holds_multiples_and_is_written_the_same_twice(
        self, provider: Provider, club: str, tmp_path: Path
    ) -> None:
        ruled(provider, method=Method.ROUND)
        seen = provider.returns.preview(club, Q2)
        made = provider.returns.prepare(club, Q2, tmp_path, final=True)
        assert made.document.figures == seen.protected.figures
        assert values(seen.counted, SUPPORTED) == [9]
        assert made.document.get(*SUPPORTED).value in (5, 10)
        low, high = seen.intervals[SUPPORTED]
        assert high is not None
        assert low <= 9 <= high
        again = provider.returns.prepare(club, Q2, tmp_path / "again", final=True)
        assert again.workbook.read_bytes() == made.workbook.read_bytes()

    def test_an_edited_multiple_is_named(self, provider: Provider, club: str, tmp_path: Path) -> None:
        ruled(provider, method=Method.ROUND)
        document = provider.returns.prepare(club, Q2, tmp_path).document
        odd = document.with_figures(
            replace(figure, value=7) if figure.key == ("R4", "attendances", "value") else figure
            for figure in document.figures
        )
        answer = checks.check_file(samples.signed(tmp_path / "odd.xlsx", odd), OCTOBER)
        assert answer.verdict is Verdict.FAULTS
        assert any("not a multiple of 5" in finding.what for finding in answer.findings)

    def test_a_rule_nobody_here_knows_is_refused(self, tmp_path: Path) -> None:
        for more in ({"method": "rounding/9"}, {"method": "rounding/1", "threshold": 8}):
            path = samples.signed(tmp_path / "new.xlsx", samples.a_return(**more))
            answer = checks.check_file(path, OCTOBER)
            assert any("knows no such rule" in finding.what for finding in answer.findings), more

    def test_a_new_version_by_another_rule_is_safe_or_says_why_not(
        self, provider: Provider, club: str, tmp_path: Path
    ) -> None:
        provider.returns.prepare(club, Q2, tmp_path / "one", final=True)
        ruled(provider, method=Method.ROUND)
        seen = provider.returns.preview(club, Q2)
        stops = [blocker.text for blocker in seen.blockers if blocker.blocks]
        if stops:
            assert any("Organisation" in text for text in stops)
            with pytest.raises(Refused, match="Organisation"):
                provider.returns.prepare(club, Q2, tmp_path / "two", final=True)
            assert not (tmp_path / "two").exists() or not list((tmp_path / "two").iterdir())
        else:
            made = provider.returns.prepare(club, Q2, tmp_path / "two", final=True)
            assert made.document.header.standing is Standing.RESUBMISSION

    def test_whoever_only_reads_figures_sees_them_rounded(self, provider: Provider, club: str) -> None:
        ruled(provider, method=Method.ROUND)
        mine = provider.returns.preview(club, Q2).protected
        reader = acting(provider, Role.TRUSTEE)
        assert reader.returns.preview(club, Q2).protected.figures == mine.figures


class TestFinal:
    def test_is_frozen_as_it_was_signed(self, provider: Provider, club: str, tmp_path: Path) -> None:
        made = provider.returns.prepare(club, Q2, tmp_path, final=True)
        [release] = kept(provider, club)
        assert release.document == made.document.to_bytes()
        assert release.content_hash == made.document.content_hash
        assert made.workbook.name == "LEE-07_2026-27-Q2_v1.xlsx"
        with provider.workspace.store.reading() as tx:
            key = releases.newest_key(tx)
        assert key is not None
        signature = seal.sign(key.private, release.document)
        assert seal.verify(key.public, release.document, signature)

    def test_asked_again_on_another_day_gives_the_very_same_files(
        self, provider: Provider, club: str, tmp_path: Path, clock: Clock
    ) -> None:
        one = provider.returns.prepare(club, Q2, tmp_path / "one", final=True)
        clock.go(days=3)
        two = provider.returns.prepare(club, Q2, tmp_path / "two", final=True)
        assert one.workbook.read_bytes() == two.workbook.read_bytes()
        assert one.pdf.read_bytes() == two.pdf.read_bytes()
        assert len(kept(provider, club)) == 1

    def test_changed_figures_make_a_resubmission_that_supersedes_it(
        self, provider: Provider, club: str, tmp_path: Path
    ) -> None:
        first = provider.returns.prepare(club, Q2, tmp_path, final=True).document
        provider.sessions.log(a_session(club, JULY + timedelta(1)))
        second = provider.returns.prepare(club, Q2, tmp_path, final=True).document
        assert (second.header.standing, second.header.version) == (Standing.RESUBMISSION, 2)
        assert second.header.supersedes == first.content_hash
        assert second.header.return_id == first.header.return_id
        assert [name for name in files(tmp_path) if name.endswith("xlsx")] == [
            "LEE-07_2026-27-Q2_v1.xlsx",
            "LEE-07_2026-27-Q2_v2.xlsx",
        ]

    def test_a_resubmission_lists_what_has_changed(
        self, provider: Provider, club: str, tmp_path: Path
    ) -> None:
        first = provider.returns.prepare(club, Q2, tmp_path, final=True)
        provider.sessions.log(a_session(club, JULY + timedelta(1)))
        provider.statements.write_lines(club, Q2, "R12", (("The hall may close.", "3", "4", "", "", ""),))
        second = provider.returns.prepare(club, Q2, tmp_path, final=True)
        book = load_workbook(second.workbook)
        rows = [
            [str(cell) for cell in row if cell is not None]
            for row in book["Changes"].iter_rows(min_row=6, values_only=True)
        ]
        assert ["Delivery", "Delivered, Number", "1", "2"] in rows
        assert ["Risks", "In words", "[z]", "Reworded"] in rows
        assert guidance.faults(second.workbook) == []
        (listed,) = [table for table in programs.tables_of(second.pdf) if table.heading == "What has changed"]
        assert ["Delivery", "Delivered, Number", "1", "2"] in [
            [text.strip() for text in row] for row in listed.texts
        ]
        assert "Changes" not in load_workbook(first.workbook).sheetnames
        again = provider.returns.prepare(club, Q2, tmp_path / "again", final=True)
        assert again.workbook.read_bytes() == second.workbook.read_bytes()
        assert again.pdf.read_bytes() == second.pdf.read_bytes()

    def test_a_changed_profile_makes_one_too(self, provider: Provider, club: str, tmp_path: Path) -> None:
        provider.returns.prepare(club, Q2, tmp_path, final=True)
        details = provider.interventions.get(club).details
        provider.interventions.change(club, replace(details, reach="universal"))
        assert provider.returns.prepare(club, Q2, tmp_path, final=True).document.header.version == 2

    def test_its_name_is_a_fresh_time_ordered_id_and_the_drafts_a_lasting_one(
        self, provider: Provider, club: str, tmp_path: Path
    ) -> None:
        drafts = {provider.returns.prepare(club, Q2, tmp_path).document.header.return_id for _ in range(2)}
        final = provider.returns.prepare(club, Q2, tmp_path, final=True).document.header.return_id
        assert [name[14] for name in (*drafts, final)] == ["5", "7"]

    def test_figures_that_do_not_add_up_block_it(self, provider: Provider, club: str, tmp_path: Path) -> None:
        upside_down(provider, club)
        preview = provider.returns.preview(club, Q2)
        assert any(blocker.blocks and "add up" in blocker.text for blocker in preview.blockers)
        with pytest.raises(Refused, match="cannot be final yet"):
            provider.returns.prepare(club, Q2, tmp_path / "out", final=True)
        assert not (tmp_path / "out").exists()
        assert kept(provider, club) == []


def upside_down(provider: Provider, club: str) -> None:
    """An enrolment that started in the quarter and ended before it, as no form lets it be."""
    person = provider.people.add(a_person()).id
    made = provider.enrolments.add(person, club, an_enrolment(date(2026, 6, 1)))
    with provider.workspace.store.writing(provider.workspace.actor.id, provider.workspace.clock) as tx:
        tx.update(
            tx.tables["enrolment"], made.id, {"started_on": date(2026, 9, 1), "ended_on": date(2026, 6, 30)}
        )


class TestNothingHalfWritten:
    def test_a_quarter_that_has_not_begun(self, provider: Provider, club: str, tmp_path: Path) -> None:
        with pytest.raises(Refused, match="has not begun"):
            provider.returns.prepare(club, Quarter(2027, 1), tmp_path)

    def test_a_folder_that_is_a_file(self, provider: Provider, club: str, tmp_path: Path) -> None:
        (tmp_path / "out").write_text("in the way")
        with pytest.raises(Trouble, match="cannot be written"):
            provider.returns.prepare(club, Q2, tmp_path / "out", final=True)
        assert kept(provider, club) == []

    def test_a_name_taken_by_a_folder_leaves_everything_as_it_was(
        self, provider: Provider, club: str, tmp_path: Path
    ) -> None:
        out = tmp_path / "out"
        provider.returns.prepare(club, Q2, out)
        before = (out / "LEE-07_2026-27-Q2_draft.xlsx").read_bytes()
        provider.sessions.log(a_session(club, JULY))
        in_the_way = out / "LEE-07_2026-27-Q2_draft.pdf"
        in_the_way.unlink()
        in_the_way.mkdir()
        (in_the_way / "kept.txt").write_text("kept")
        with pytest.raises(Trouble, match="put in place"):
            provider.returns.prepare(club, Q2, out)
        assert (out / "LEE-07_2026-27-Q2_draft.xlsx").read_bytes() == before
        assert (in_the_way / "kept.txt").read_text() == "kept"
        assert files(out) == ["LEE-07_2026-27-Q2_draft.pdf", "LEE-07_2026-27-Q2_draft.xlsx"]
        told = [entry.action for entry in provider.audit.read(Sought(kind=Kind.EXPORTS))]
        assert told == [NOT_EXPORTED, EXPORTED, EXPORTED]

    def test_what_cannot_be_protected_is_not_written(
        self, provider: Provider, club: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def unsafe(document: ReturnDocument, history: object = ()) -> Protected:
            return Protected(document, 3, 0, (SUPPORTED,))

        monkeypatch.setattr(returns_module, "protect_document", unsafe)
        with pytest.raises(Refused, match="cannot leave the house"):
            provider.returns.prepare(club, Q2, tmp_path / "out", final=True)
        assert not (tmp_path / "out").exists()
        preview = provider.returns.preview(club, Q2)
        assert preview.blockers[0].blocks
        people = [f for f in preview.protected.figures if f.table.startswith(("R2", "R3", "R4", "R7"))]
        assert {figure.shown for figure in people} == {Shown.CONFIDENTIAL}


def test_the_empty_workbook(provider: Provider, tmp_path: Path) -> None:
    path = provider.returns.empty_template(tmp_path / "new")
    assert path.name == "vrp-return-template.xlsx"
    assert re.match(rb"PK\x03\x04", path.read_bytes())


def test_a_quarter_with_referrals_and_no_session_yet_has_a_return(provider: Provider, tmp_path: Path) -> None:
    club = provider.interventions.add(an_intervention()).id
    ana = provider.people.add(a_person("Ana")).id
    provider.enrolments.add(ana, club, EnrolmentDetails(Q2.start))
    provider.sessions.log(a_session(club, Q3.start))
    counted = provider.returns.preview(club, Q2).counted
    assert counted.get("R2", "referred", "people").value == 1
    assert provider.returns.quarters() == (Q2, Q3)
    assert provider.returns.prepare(club, Q2, tmp_path).workbook.is_file()
