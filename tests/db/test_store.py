from collections.abc import Callable
from contextlib import suppress
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from threading import Barrier, Event, Thread
from typing import Any

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import IntegrityError

from tests.db.rows import ACTOR, KEY, NOW, a_row, now
from vrp_desktop.db import models
from vrp_desktop.db.queries import settings
from vrp_desktop.db.store import PROGRAM, Store, Tx, WriteTx
from vrp_desktop.domain.errors import Refused, Trouble
from vrp_desktop.domain.people import PersonDetails
from vrp_desktop.domain.permissions import StoreKind

JOURNAL = models.PROVIDER.tables["journal"]


def entries(store: Store, entity: str | None = None) -> list[dict[str, Any]]:
    """What the journal holds after the making of the store, in order."""
    with store.reading() as tx:
        rows = tx.rows(select(JOURNAL).where(JOURNAL.c.actor != PROGRAM).order_by(JOURNAL.c.seq))
    return [
        {str(name): value for name, value in row.items()} for row in rows if entity in (None, row["entity"])
    ]


def told(store: Store, entity: str | None = None) -> list[tuple[str, str, Any]]:
    return [(entry["action"], entry["entity"], entry["fields"]) for entry in entries(store, entity)]


def people(tx: Tx) -> list[str]:
    return [row["known_as"] for row in tx.rows(select(models.person).order_by(models.person.c.known_as))]


def an_intervention(**fields: Any) -> dict[str, Any]:
    row = {"code": "LEE-07", "name": "Boxing", "provider": "Northside", "main_priority": "individual"}
    return row | fields


# What is written, and what the journal says of it


def test_an_insertion_is_told_field_by_field(store: Store) -> None:
    with store.writing(ACTOR, now) as tx:
        row_id = tx.insert(models.person, a_row(birth_date=date(2011, 3, 4), approximate_age=None))
    with store.reading() as tx:
        row = tx.one(select(models.person).where(models.person.c.id == row_id))
    assert row is not None
    assert (row["known_as"], row["birth_date"], row["district"]) == ("Ana", date(2011, 3, 4), None)
    [entry] = entries(store)
    assert (entry["action"], entry["entity"], entry["row"]) == ("insert", "person", row_id)
    assert entry["actor"] == ACTOR
    assert entry["at"] == "2026-11-22T09:30:00.000000+00:00"
    assert entry["device"] == store.setting("device")
    assert entry["fields"]["birth_date"] == [None, "2011-03-04"]
    assert entry["fields"]["known_as"] == [None, "Ana"]
    assert not {"district", "approximate_age", "id"} & entry["fields"].keys()


def test_an_update_tells_only_what_differs(store: Store) -> None:
    with store.writing(ACTOR, now) as tx:
        row_id = tx.insert(models.person, a_row(birth_date=date(2011, 3, 4)), subject="s")
    with store.writing(ACTOR, now) as tx:
        assert tx.update(models.person, row_id, {"known_as": "Annie", "birth_date": date(2011, 3, 4)}, "s")
    with store.writing(ACTOR, now) as tx:
        assert tx.update(models.person, row_id, {"birth_date": None, "enjoys": "swimming"})
    assert told(store)[1:] == [
        ("update", "person", {"known_as": ["Ana", "Annie"]}),
        ("update", "person", {"birth_date": ["2011-03-04", None], "enjoys": ["", "swimming"]}),
    ]
    assert [entry["subject"] for entry in entries(store)] == ["s", "s", None]


def test_nothing_differing_writes_nothing(store: Store) -> None:
    with store.writing(ACTOR, now) as tx:
        row_id = tx.insert(models.person, a_row(birth_date=date(2011, 3, 4)))
        assert not tx.update(models.person, row_id, {"known_as": "Ana", "birth_date": date(2011, 3, 4)})
        settings.write(tx, "roles", ["a", "b"])
        settings.write(tx, "roles", ("a", "b"))
    assert [action for action, _, _ in told(store)] == ["insert", "insert"]


def test_a_deletion_tells_what_there_was(store: Store) -> None:
    with store.writing(ACTOR, now) as tx:
        row_id = tx.insert(models.intervention, an_intervention(started_on=date(2026, 4, 1)))
        tx.delete(models.intervention, row_id)
    assert told(store)[1] == (
        "delete",
        "intervention",
        {
            "code": ["LEE-07", None],
            "name": ["Boxing", None],
            "provider": ["Northside", None],
            "main_priority": ["individual", None],
            "started_on": ["2026-04-01", None],
        },
    )
    with store.reading() as tx:
        assert tx.rows(select(models.intervention)) == []


def test_a_secret_is_told_as_changed_and_no_more(store: Store) -> None:
    with store.writing(ACTOR, now) as tx:
        values = {"public": b"P" * 32, "private": b"Q" * 32, "made_on": date(2026, 1, 1)}
        row_id = tx.insert(models.signing_key, values)
        tx.update(models.signing_key, row_id, {"private": b"R" * 32})
        tx.delete(models.signing_key, row_id)
    assert told(store) == [
        ("insert", "signing_key", {"public": None, "private": None, "made_on": [None, "2026-01-01"]}),
        ("update", "signing_key", {"private": None}),
        ("delete", "signing_key", {"public": None, "private": None, "made_on": ["2026-01-01", None]}),
    ]


def test_bytes_that_are_no_secret_are_not_told_either(county_store: Store) -> None:
    values = {"provider_id": "p", "provider": "N", "public": b"P" * 32, "seen_on": date(2026, 1, 1)}
    with county_store.writing(ACTOR, now) as tx:
        tx.insert(models.provider_key, values | {"confirmed": True})
    [(_, _, fields)] = told(county_store)
    assert fields["public"] is None
    assert fields["confirmed"] == [None, True]


def test_what_follows_from_other_fields_is_left_out(store: Store) -> None:
    with store.writing(ACTOR, now) as tx:
        row_id = tx.insert(models.person, a_row("Zoë", folded="zoe"))
        tx.update(models.person, row_id, {"known_as": "Zoe", "folded": "zoe again"})
    assert told(store)[1] == ("update", "person", {"known_as": ["Zoë", "Zoe"]})
    assert "folded" not in told(store)[0][2]


def test_one_intention_is_one_change(store: Store) -> None:
    for name in ("Ana", "Ben"):
        with store.writing(ACTOR, now) as tx:
            row_id = tx.insert(models.person, a_row(name))
            tx.set_tags(row_id, "focus", ["a", "b"])
    changes = [entry["change"] for entry in entries(store)]
    assert changes[:3] == [changes[0]] * 3
    assert changes[3:] == [changes[3]] * 3
    assert changes[0] != changes[3]


def test_many_rows_are_told_like_one(store: Store) -> None:
    with store.writing(ACTOR, now) as tx:
        where = tx.insert(models.intervention, an_intervention())
        person_ids = tx.insert_many(models.person, (a_row(f"P{number:04}") for number in range(4_321)), "id")
        days = {"referred_on": date(2026, 1, 1), "intervention_id": where}
        tx.insert_many(models.enrolment, ({"person_id": one} | days for one in person_ids), "person_id")
    with store.reading() as tx:
        assert people(tx) == [f"P{number:04}" for number in range(4_321)]
    assert len(set(person_ids)) == 4_321
    about = entries(store, "enrolment")
    assert [entry["subject"] for entry in about] == person_ids
    assert about[-1]["fields"] == {
        "person_id": [None, person_ids[-1]],
        "intervention_id": [None, where],
        "referred_on": [None, "2026-01-01"],
    }
    assert [entry["subject"] for entry in entries(store, "person")] == person_ids
    assert [entry["seq"] for entry in entries(store)] == list(range(3, 3 + 1 + 2 * 4_321))


def test_many_changes_are_told_like_one(store: Store) -> None:
    with store.writing(ACTOR, now) as tx:
        one, *many = tx.insert_many(
            models.person, (a_row(f"P{number:04}", pronouns="she") for number in range(4_321))
        )
    begun = len(entries(store))
    with store.writing(ACTOR, now) as tx:
        tx.update(models.person, one, {"known_as": "One", "pronouns": "she"}, "s")
        tx.update_many(
            models.person,
            {
                row_id: {"known_as": f"Q{number}"} if number % 2 else {"pronouns": "they", "folded": "q"}
                for number, row_id in enumerate(many)
            },
            "s",
        )
        tx.update_many(models.person, {row_id: {"birth_date": None} for row_id in many}, "s")
    changed = entries(store)[begun:]
    assert [entry["row"] for entry in changed] == [one, *many]
    assert {(entry["action"], entry["subject"]) for entry in changed} == {("update", "s")}
    assert [entry["fields"] for entry in changed[:3]] == [
        {"known_as": ["P0000", "One"]},
        {"pronouns": ["she", "they"]},
        {"known_as": ["P0002", "Q1"]},
    ]
    with store.reading() as reading:
        assert len([name for name in people(reading) if name.startswith("Q")]) == 2_160
    with store.writing(ACTOR, now) as tx:
        tx.delete(models.person, one, "s")
        tx.delete_many(models.person, many, "s")
    gone = entries(store)[begun + len(changed) :]
    assert [entry["row"] for entry in gone] == [one, *many]
    assert gone[0]["fields"] == {"known_as": ["One", None], "pronouns": ["she", None]} | {
        name: value for name, value in gone[1]["fields"].items() if name not in ("known_as", "pronouns")
    }
    assert gone[2]["fields"]["known_as"] == ["Q1", None]
    with store.reading() as reading:
        assert people(reading) == []


def test_where_one_of_many_rows_is_gone_none_is_changed(store: Store) -> None:
    with store.writing(ACTOR, now) as tx:
        ana = tx.insert(models.person, a_row("Ana"))
    with pytest.raises(Refused, match="removed in the meantime"), store.writing(ACTOR, now) as tx:
        tx.update_many(models.person, {ana: {"known_as": "A"}, "gone": {"known_as": "B"}})
    with pytest.raises(Refused, match="removed in the meantime"), store.writing(ACTOR, now) as tx:
        tx.delete_many(models.person, [ana, "gone"])
    with store.writing(ACTOR, now) as tx, pytest.raises(TypeError, match="never by itself"):
        tx.update_many(tx.tables["journal"], {"x": {"actor": "y"}})
    with store.reading() as reading:
        assert people(reading) == ["Ana"]
    assert len(entries(store)) == 1


def test_tags_become_exactly_these_in_this_order(store: Store) -> None:
    def tags(tx: Tx) -> list[str]:
        tag = models.tag
        rows = tx.rows(select(tag).where(tag.c.owner == "o", tag.c.field == "f").order_by(tag.c.position))
        return [row["code"] for row in rows]

    choices: list[list[str]] = [["a", "b", "c"], ["c", "a"], ["c", "a", "c", "d"], ["d", "c"], [], ["b"]]
    for codes in choices:
        with store.writing(ACTOR, now) as tx:
            tx.set_tags("o", "f", codes)
            tx.set_tags("o", "another field", ["x"])
        with store.reading() as reading:
            assert tags(reading) == list(dict.fromkeys(codes))
    before = len(entries(store))
    with store.writing(ACTOR, now) as tx:
        tx.set_tags("o", "f", ["b"])
    assert len(entries(store)) == before


def test_a_setting_is_read_as_it_was_written(store: Store) -> None:
    assert store.setting("threshold") is None
    assert store.setting("threshold", 5) == 5
    for value in (5, {"id": "x", "name": "Zoë’s"}, ["a", 1, None], None):
        with store.writing(ACTOR, now) as tx:
            settings.write(tx, "threshold", value)
        assert store.setting("threshold", "otherwise") == value
    assert told(store)[1] == ("update", "setting", {"value": [5, {"id": "x", "name": "Zoë’s"}]})


# Order


def test_the_journal_never_runs_backwards(store: Store) -> None:
    moments = [NOW, NOW - timedelta(days=3650), NOW + timedelta(days=1), NOW - timedelta(hours=1)]
    summer = datetime(2026, 11, 23, 10, 30, tzinfo=timezone(timedelta(hours=1)))  # 09:30 in UTC
    clock = iter((*moments, summer))
    for _ in range(5):
        with store.writing(ACTOR, lambda: next(clock)) as tx:
            tx.insert(models.person, a_row())
    assert [entry["at"][:16] for entry in entries(store)] == [
        "2026-11-22T09:30",
        "2026-11-22T09:30",
        "2026-11-23T09:30",
        "2026-11-23T09:30",
        "2026-11-23T09:30",
    ]


def test_numbers_go_on_without_a_gap_after_a_failure_and_a_reopening(store: Store) -> None:
    with store.writing(ACTOR, now) as tx:
        tx.insert(models.person, a_row("Ana"))

    def fail() -> None:
        with store.writing(ACTOR, now) as tx:
            tx.insert(models.person, a_row("Ben"))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    store.close()
    again = Store.open(store.folder, KEY)
    with again.writing(ACTOR, now) as tx:
        tx.insert(models.person, a_row("Cem"))
    with again.reading() as reading:
        assert people(reading) == ["Ana", "Cem"]
        numbers = [row["seq"] for row in reading.rows(select(JOURNAL.c.seq).order_by(JOURNAL.c.seq))]
    assert numbers == [1, 2, 3, 4]
    again.close()


# All or nothing


def test_what_raises_leaves_nothing(store: Store) -> None:
    def refuse() -> None:
        with store.writing(ACTOR, now) as tx:
            tx.insert(models.person, a_row("Ana"))
            tx.set_tags("o", "f", ["a"])
            raise Refused("no")

    with pytest.raises(Refused, match="no"):
        refuse()
    with store.reading() as tx:
        assert people(tx) == []
    assert entries(store) == []


def test_a_write_that_failed_cannot_be_carried_on_with(store: Store) -> None:
    """Some rows of a failed chunk may stand in the file without their journal."""
    twice = [a_row("Ana", id="same"), a_row("Ben", id="same")]

    def carry_on() -> None:
        with store.writing(ACTOR, now) as tx:
            with suppress(IntegrityError):
                tx.insert_many(models.person, twice)
            tx.insert(models.person, a_row("Cem"))

    with pytest.raises(RuntimeError, match="failed"):
        carry_on()
    with store.reading() as tx:
        assert people(tx) == []
    assert entries(store) == []


def test_a_row_that_has_gone_is_refused(store: Store) -> None:
    with pytest.raises(Refused, match="removed"), store.writing(ACTOR, now) as tx:
        tx.update(models.person, "gone", {"known_as": "Ana"})
    with pytest.raises(Refused, match="removed"), store.writing(ACTOR, now) as tx:
        tx.delete(models.person, "gone")


def test_a_row_cannot_refer_to_nothing(store: Store) -> None:
    values = {"person_id": "gone", "intervention_id": "gone", "referred_on": date(2026, 1, 1)}
    with pytest.raises(IntegrityError), store.writing(ACTOR, now) as tx:
        tx.insert(models.enrolment, values)


def test_there_is_no_way_round_the_journal(store: Store) -> None:
    with pytest.raises(TypeError), store.writing(ACTOR, now) as tx:
        tx.insert(JOURNAL, {})
    with pytest.raises(TypeError), store.writing(ACTOR, now) as tx:
        tx.rows(models.person.delete())
    with pytest.raises(Trouble, match="cannot be written"), store.reading() as tx:
        tx.rows(text("DELETE FROM person RETURNING id"))
    with pytest.raises(KeyError, match="nickname"), store.writing(ACTOR, now) as tx:
        tx.insert(models.person, a_row(nickname="Ann"))


# Several at once


def test_threads_write_in_turn_and_read_whole_moments(store: Store) -> None:
    start = Barrier(6)
    seen: list[tuple[int, int]] = []

    def write(name: str) -> None:
        start.wait()
        for number in range(25):
            with store.writing(ACTOR, now) as tx:
                tx.insert(models.person, a_row(f"{name}{number}"))
                tx.insert(models.person, a_row(f"{name}{number} twin"))

    def read() -> None:
        start.wait()
        for _ in range(25):
            with store.reading() as tx:
                count = select(func.count()).select_from(models.person)
                seen.append((tx.scalar(count), tx.scalar(count)))

    threads = [Thread(target=write, args=(name,)) for name in "abcd"]
    threads += [Thread(target=read) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(seen) == 50
    assert all(first == second and first % 2 == 0 for first, second in seen)
    assert [entry["seq"] for entry in entries(store)] == list(range(3, 203))


def test_a_write_inside_a_write_is_a_bug_and_not_a_standstill(store: Store) -> None:
    with (
        pytest.raises(RuntimeError, match="inside"),
        store.writing(ACTOR, now),
        store.writing(ACTOR, now),
    ):
        raise AssertionError
    with store.writing(ACTOR, now) as tx:
        tx.insert(models.person, a_row())


def test_a_read_inside_a_write_sees_what_was_before(store: Store) -> None:
    with store.writing(ACTOR, now) as tx:
        tx.insert(models.person, a_row())
        with store.reading() as other:
            assert people(other) == []
        assert people(tx) == ["Ana"]


def test_a_closed_store_says_so(store: Store) -> None:
    store.close()
    store.close()
    with pytest.raises(Trouble, match="Sign in again"):
        store.setting("kind")
    with pytest.raises(Trouble, match="Sign in again"), store.writing(ACTOR, now):
        raise AssertionError


def test_closing_cuts_a_long_read_short(store: Store) -> None:
    endless = text("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n")
    reading = Event()
    said: list[Trouble] = []

    def read() -> None:
        try:
            with store.reading() as tx:
                tx.scalar(text("SELECT 1"))
                reading.set()
                tx.scalar(endless)
        except Trouble as trouble:
            said.append(trouble)

    thread = Thread(target=read, daemon=True)
    thread.start()
    reading.wait()
    store.close()
    thread.join(30)
    assert [str(trouble) for trouble in said] == [
        "The store was locked or closed in the meantime. Sign in again and start anew."
    ]
    Store.open(store.folder, KEY).close()


def test_a_second_opening_is_refused_until_the_first_ends(store: Store) -> None:
    with pytest.raises(Trouble, match="open already"):
        Store.open(store.folder, KEY)
    with pytest.raises(Refused, match="already"):
        Store.create(store.folder, StoreKind.PROVIDER, KEY)
    store.close()
    Store.open(store.folder, KEY).close()


def test_a_failed_opening_lets_go_of_the_folder(store: Store) -> None:
    store.close()
    with pytest.raises(Trouble, match="damaged"):
        Store.open(store.folder, bytes(32))
    Store.open(store.folder, KEY).close()


# Kinds


def test_the_kind_is_in_the_store(store: Store, county_store: Store) -> None:
    assert (store.setting("kind"), county_store.setting("kind")) == ("provider", "commissioner")
    for each in (store, county_store):
        each.close()
        again = Store.open(each.folder, KEY)
        assert again.kind is each.kind
        again.close()


def test_a_commissioners_store_cannot_hold_a_person(county_store: Store) -> None:
    personal = {
        "person",
        "enrolment",
        "attendance",
        "goal",
        "reading",
        "tag",
        "session",
        "known_as",
        "birth_date",
    }
    with county_store.reading() as tx:
        tables = {row["name"] for row in tx.rows(text("SELECT name FROM sqlite_master WHERE type = 'table'"))}
        columns = {
            row["name"]
            for table in tables
            for row in tx.rows(text("SELECT name FROM pragma_table_info(:table)"), {"table": table})
        }
    assert tables >= {"setting", "user", "journal", "received"}
    assert not personal & (tables | columns)
    assert not set(PersonDetails.__dataclass_fields__) & columns
    with pytest.raises(TypeError, match="no table person"), county_store.writing(ACTOR, now) as tx:
        tx.insert(models.person, a_row())


def test_a_store_that_says_another_kind_than_its_tables_is_damaged(store: Store) -> None:
    with store.writing(ACTOR, now) as tx:
        settings.write(tx, "kind", "commissioner")
    store.close()
    with pytest.raises(Trouble, match="damaged"):
        Store.open(store.folder, KEY)


def test_a_folder_without_a_store(tmp_path: Path) -> None:
    with pytest.raises(Trouble, match="There is no store"):
        Store.open(tmp_path, KEY)
    with pytest.raises(Trouble, match="There is no store"):
        Store.open(tmp_path / "gone", KEY)
    assert list(tmp_path.iterdir()) == []


# Who keeps something of it in memory


def test_a_watch_tells_what_was_written_to_its_tables_once_it_is_committed(store: Store) -> None:
    watch = store.watch({"person", "enrolment"}, lambda: None)
    with store.writing(ACTOR, now) as tx:
        one, two = tx.insert_many(models.person, [a_row("Ana"), a_row("Ben")])
        tx.insert(models.intervention, an_intervention())
        assert watch.take() == {}
    assert watch.take() == {"person": {one, two}}
    assert watch.take() == {}
    changes: list[Callable[[WriteTx], object]] = [
        lambda tx: tx.update(models.person, one, {"known_as": "Zoë"}),
        lambda tx: tx.redact(models.person, one, {"known_as": "Somebody"}),
        lambda tx: tx.delete(models.person, one),
    ]
    for change in changes:
        with store.writing(ACTOR, now) as tx:
            change(tx)
        assert watch.take() == {"person": {one}}
    with store.writing(ACTOR, now) as tx:
        tx.update(models.person, two, {"known_as": "Ben"})
    assert watch.take() == {}
    with suppress(ZeroDivisionError), store.writing(ACTOR, now) as tx:
        tx.forget(models.person, [two])
        raise ZeroDivisionError
    assert watch.take() == {}
    with store.writing(ACTOR, now) as tx:
        tx.forget(models.person, [two])
    assert watch.take() == {"person": {two}}


def test_closing_tells_whoever_keeps_something_to_forget_it(store: Store) -> None:
    forgotten: list[bool] = []
    watch = store.watch({"person"}, lambda: forgotten.append(True))
    store.close()
    store.close()
    assert forgotten == [True]
    with pytest.raises(Trouble, match="locked or closed"):
        watch.take()
