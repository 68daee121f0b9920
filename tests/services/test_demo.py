"""The demo's store: whole or not at all, the same for the same seed, read by the ordinary services."""

import io
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pikepdf
import pytest
from sqlalchemy import func, select

from vrp_desktop.db.models import PROVIDER
from vrp_desktop.domain.checking import Verdict
from vrp_desktop.domain.consent import State
from vrp_desktop.domain.errors import Refused
from vrp_desktop.domain.pictures import is_bare
from vrp_desktop.domain.quarters import Quarter
from vrp_desktop.domain.returns.figures import Standing
from vrp_desktop.importing.documents import judge
from vrp_desktop.services import demo, stores
from vrp_desktop.services.imports import check_file
from vrp_desktop.services.provider import Provider
from vrp_desktop.services.workspace import Workspace

TODAY = date(2026, 11, 22)
LAST = Quarter(2026, 2)
FILLED = (
    "intervention",
    "person",
    "enrolment",
    "session",
    "attendance",
    "head_count",
    "goal",
    "reading",
    "tag",
    "assignment",
    "closure",
    "regular_group",
    "group_member",
    "plan",
    "occurrence",
    "asked",
    "story",
)
WRITTEN = ("concern", "concern_addition", "consent", "notice", "document")
"""What somebody has to have written: the same but for who that is."""


@pytest.fixture(scope="module")
def usual(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    workspace = demo.make(tmp_path_factory.mktemp("demo") / "store", demo.PASSPHRASE, today=TODAY)
    yield workspace
    workspace.close()


def rows(workspace: Workspace, table: str) -> list[dict[str, object]]:
    with workspace.store.reading() as tx:
        found = tx.rows(select(PROVIDER.tables[table]).order_by("id"))
    return [dict(row) for row in found]


def test_opens_with_its_passphrase(tmp_path: Path) -> None:
    demo.make(tmp_path / "d", demo.PASSPHRASE, people=3, sessions=3, today=TODAY).close()
    with pytest.raises(Refused):
        stores.sign_in(tmp_path / "d", "another long passphrase")
    workspace = stores.sign_in(tmp_path / "d", demo.PASSPHRASE)
    assert Provider(workspace).people.count() == 3
    workspace.close()
    assert [path.name for path in tmp_path.iterdir()] == ["d"]


def test_two_of_the_same_seed_hold_the_same_rows(usual: Workspace, tmp_path: Path) -> None:
    twin = demo.make(tmp_path / "twin", demo.PASSPHRASE, today=TODAY)
    for table in FILLED:
        assert rows(twin, table) == rows(usual, table), table
    for table in WRITTEN:
        there, other = (
            [{**row, "raised_by": "", "written_by": "", "added_by": ""} for row in rows(workspace, table)]
            for workspace in (twin, usual)
        )
        assert there == other, table
    twin.close()


def test_two_of_the_same_seed_give_the_same_figures(usual: Workspace, tmp_path: Path) -> None:
    twin = demo.make(tmp_path / "twin", demo.PASSPHRASE, today=TODAY)
    one, other = (
        Provider(workspace).returns.preview(Provider(workspace).interventions.by_code("CAL-02").id, LAST)
        for workspace in (usual, twin)
    )
    twin.close()
    assert one.counted.figures == other.counted.figures
    assert one.protected.figures == other.protected.figures


def test_its_returns_give_protection_work_to_do(usual: Workspace) -> None:
    provider = Provider(usual)
    assert [str(quarter) for quarter in provider.returns.quarters()] == [
        "2025-26-Q3",  # Of referrals only.
        "2025-26-Q4",
        "2026-27-Q1",
        "2026-27-Q2",
        "2026-27-Q3",
    ]
    previews = [provider.returns.preview(one.id, LAST) for one in provider.returns.interventions()]
    assert all(preview.primary for preview in previews)
    assert any(preview.secondary for preview in previews)
    assert not any(blocker.blocks for preview in previews for blocker in preview.blockers)


def test_every_return_says_what_it_is_asked_and_its_stories_rest_on_consent(usual: Workspace) -> None:
    provider = Provider(usual)
    personal = 0
    for intervention in provider.returns.interventions():
        for quarter in provider.returns.quarters()[1:]:
            asking = provider.statements.read(intervention.id, quarter)
            told = {one.person_id: one.fault for one in asking.tellers}
            assert len(asking.asked.tables_of_words()) == 7
            assert {story.kind for story in asking.asked.stories} == {"voice", "story"}
            for story in asking.asked.stories:
                assert told[story.person_id] == "" if story.person_id else story.consent
                personal += story.person_id is not None
            document = provider.returns.counted(intervention.id, quarter)
            assert len(document.words) == 7
            spent = document.get("R10", "total", "spent").value
            assert isinstance(spent, int)
            assert spent > 0
            noted = provider.returns.noted(intervention.id, quarter)
            said = ("R10", "R11", "R12", "R13", "R15")
            assert not [o.text for o in noted if o.part.startswith(said)], "gentle words tell of nobody"
    assert personal > 10


def test_a_county_of_returns_that_can_be_brought_in(tmp_path: Path) -> None:
    said: list[tuple[int, int, str]] = []
    workbooks = demo.county_returns(tmp_path, LAST, 1, 3, lambda *step: said.append(step))
    assert said == [(0, 1, "Calder Bridge Youth Work (demo)"), (1, 1, "")]
    answers = [check_file(workbook) for workbook in workbooks]
    assert [answer.verdict for answer in answers] == [Verdict.SOUND, Verdict.SOUND]
    headers = [answer.header for answer in answers if answer.header is not None]
    assert {header.intervention_code for header in headers} == {"CAL-04", "CAL-05"}
    assert {header.standing for header in headers} == {Standing.FINAL}
    assert {str(header.quarter) for header in headers} == {"2026-27-Q2"}
    with pytest.raises(Refused, match="There are 12 invented providers"):
        demo.county_returns(tmp_path / "more", LAST, 13)


def test_every_row_is_in_the_journal_and_says_whom_it_is_about(usual: Workspace) -> None:
    journal = PROVIDER.tables["journal"]
    with usual.store.reading() as tx:
        noted = {
            (row["entity"], row["subject"] is not None): row["n"]
            for row in tx.rows(
                select(journal.c.entity, journal.c.subject, func.count().label("n")).group_by(
                    journal.c.entity, journal.c.subject.is_not(None)
                )
            )
        }
        counts = {
            table: tx.scalar(select(func.count()).select_from(PROVIDER.tables[table])) for table in FILLED
        }
    for table in ("person", "enrolment", "attendance", "goal", "reading"):
        assert noted[table, True] == counts[table] > 0
        assert (table, False) not in noted
    for table in ("intervention", "session", "head_count"):
        assert noted[table, False] == counts[table] > 0
    assert noted["tag", True] + noted["tag", False] == counts["tag"]


def test_the_services_read_it(usual: Workspace) -> None:
    provider = Provider(usual)
    home = provider.today.home()
    assert home.sessions_today
    assert {line.status.value for line in home.unfinished} == {"planned", "delivered"}
    assert home.supported_this_quarter > 20
    assert len(provider.interventions.all()) == 6
    register = provider.registers.read(home.sessions_today[0].id)
    assert 12 <= sum(row.regular for row in register.rows) <= 30
    quarter = Quarter.of(TODAY)
    lines = provider.sessions.between(quarter.start, quarter.end)
    assert any(line.came and line.heads for line in lines)
    for person in provider.people.search(limit=20):
        for enrolment in provider.enrolments.of_person(person.id):
            sheet = provider.outcomes.sheet(enrolment.id)
            assert all(reading.enrolment_id == enrolment.id for reading in sheet.readings)


def test_its_user_finds_concerns_to_read_and_some_that_were_answered(usual: Workspace) -> None:
    provider = Provider(usual)
    assert provider.today.home().concerns == 2
    lines = provider.concerns.all()
    assert [line.unread for line in lines] == [True, True, False, False, False]
    assert {line.standing.value for line in lines} == {"new", "acted on", "closed"}
    assert sum(line.referred_on is not None for line in lines) == 1
    assert sum(line.person_id is None for line in lines) == 1
    for line in lines:
        details = provider.concerns.read(line.id).details
        assert details == details.checked(TODAY)


def test_its_people_were_told_and_asked_and_some_have_documents(usual: Workspace) -> None:
    provider = Provider(usual)
    people = provider.people.search(limit=200)
    agreed = [provider.consents.read(person.id) for person in people]
    assert len(people) // 2 < sum(bool(one.notices) for one in agreed) < len(people)
    assert {stand.state for one in agreed for stand in one.stands.values()} == set(State)
    assert not any(one.missing for one in agreed)
    files = [one for person in people for one in provider.documents.of_person(person.id)]
    assert {one.type_words for one in files} == {"plain text", "PDF", "PNG picture"}
    assert 5 < len(files) < 60
    assert any(provider.documents.portrait(person.id).content for person in people)
    for one in files:
        content = provider.documents.open(one.id).read_bytes()
        assert judge(content).code == one.media_type
        assert one.details.kind != "portrait" or is_bare(content)
        if one.media_type == "application/pdf":
            with pikepdf.open(io.BytesIO(content)) as pdf:
                assert len(pdf.pages) == 1
    usual.open_files.wipe()
    for person, asked in zip(people, agreed, strict=True):
        added_on = provider.people.get(person.id).added_on
        assert all(answer.decided_on >= added_on for answer in asked.answers)


def test_its_plans_go_on_by_themselves_and_its_colleagues_lead(usual: Workspace) -> None:
    provider = Provider(usual)
    before = provider.sessions.between(TODAY, TODAY + timedelta(days=60))
    made = provider.plans.keep_up().made
    after = provider.sessions.between(TODAY, TODAY + timedelta(days=60))
    assert made == len(after) - len(before) > 5
    assert len({(line.group, line.held_on) for line in after if line.group}) == sum(
        bool(line.group) for line in after
    ), "no turn twice"
    assert provider.plans.keep_up().made == 0
    assert {line.details.closed for line in provider.groups.all()} == {True, False}
    assert all(line.members for line in provider.groups.all())
    assert len(provider.plans.all()) >= 3
    assert {name for line in after for name in line.workers} >= {"Ruth Ackroyd", "Imran Javed"}
    assert len(provider.closures.all()) == 7
    assert len(provider.users.without_passphrase()) == 3
    tonight = provider.today.home().sessions_today[0]
    assert tonight.group
    assert all(row.regular for row in provider.registers.read(tonight.id).rows if not row.lately)


def test_intervention_profiles_come_back_whole(usual: Workspace) -> None:
    mentoring = Provider(usual).interventions.by_code("LEE-03").details
    assert mentoring == mentoring.checked()
    assert (mentoring.name, mentoring.districts, mentoring.main_priority) == (
        "Mentoring",
        ("leeds",),
        "individual",
    )
    assert mentoring.focus_areas[:2] == ("individual.education", "individual.mental_health")


def test_larger_ones_say_how_far_they_are(tmp_path: Path) -> None:
    said: list[tuple[int, int, str]] = []
    workspace = demo.make(
        tmp_path / "d",
        demo.PASSPHRASE,
        people=300,
        sessions=1000,
        today=TODAY,
        progress=lambda *step: said.append(step),
    )
    assert (len(rows(workspace, "person")), len(rows(workspace, "session"))) == (300, 1000)
    workspace.close()
    written = said[1:]
    assert said[0] == (0, 1, "inventing people")
    assert [done for done, _, _ in written] == sorted(done for done, _, _ in written)
    assert written[-1][0] == written[-1][1] > 5000
    assert {"people", "sessions", "registers"} <= {what for _, _, what in written}


def test_quarters_reach_back(tmp_path: Path) -> None:
    workspace = demo.make(tmp_path / "d", demo.PASSPHRASE, people=5, sessions=60, quarters=2, today=TODAY)
    days = [str(row["held_on"]) for row in rows(workspace, "session")]
    workspace.close()
    assert "2026-07-01" <= min(days) < "2026-07-15"


@pytest.mark.parametrize("stopped_at", [0, 3, 8])
def test_stopping_leaves_nothing(tmp_path: Path, stopped_at: int) -> None:
    said: list[str] = []

    def stop(done: int, total: int, what: str) -> None:
        if len(said) == stopped_at:
            raise KeyboardInterrupt
        said.append(what)

    with pytest.raises(KeyboardInterrupt):
        demo.make(tmp_path / "d", demo.PASSPHRASE, today=TODAY, progress=stop)
    assert list(tmp_path.iterdir()) == []


def test_refuses_where_something_stands_already(usual: Workspace, tmp_path: Path) -> None:
    with pytest.raises(Refused, match="There is a store in"):
        demo.make(usual.folder, demo.PASSPHRASE)
    (tmp_path / "letter.txt").write_text("keep me")
    with pytest.raises(Refused, match="There is something in"):
        demo.make(tmp_path, demo.PASSPHRASE)
    with pytest.raises(Refused, match="There is something in"):
        demo.make(tmp_path / "letter.txt", demo.PASSPHRASE)
    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]


def test_fills_an_empty_folder(tmp_path: Path) -> None:
    (tmp_path / "d").mkdir()
    demo.make(tmp_path / "d", demo.PASSPHRASE, people=1, sessions=1, today=TODAY).close()
    assert stores.look(tmp_path / "d") is stores.Found.STORE


def test_refuses_numbers_that_make_no_sense(tmp_path: Path) -> None:
    with pytest.raises(Refused) as refused:
        demo.make(tmp_path / "d", demo.PASSPHRASE, people=0, sessions=-1, quarters=41)
    assert set(refused.value.fields) == {"people", "sessions", "quarters"}
    with pytest.raises(Refused, match="between 1 and 200,000"):
        demo.make(tmp_path / "d", demo.PASSPHRASE, people=200_001)
    assert list(tmp_path.iterdir()) == []
