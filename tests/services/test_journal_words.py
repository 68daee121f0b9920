"""Everything the journal can tell of has plain words: every table, every field, whatever is added later."""

import re
from datetime import UTC, datetime
from typing import Any

import pytest

from tests.builders import a_person, a_session, an_intervention, enrolled
from vrp_desktop.db import journal
from vrp_desktop.db.models import COMMISSIONER, PROVIDER
from vrp_desktop.domain.journal import OPEN_ENTITIES, Told
from vrp_desktop.domain.journal_words import ENTITIES, FIELDS, details, field_words, value_words
from vrp_desktop.domain.sessions import Mark
from vrp_desktop.services.provider import Provider

TABLES = {
    f"{kind}.{name}": table
    for kind, metadata in (("provider", PROVIDER), ("commissioner", COMMISSIONER))
    for name, table in metadata.tables.items()
    if name != "journal"  # It tells of the others.
}
UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-")


@pytest.mark.parametrize("name", TABLES)
def test_a_table_and_each_of_its_fields_has_words(name: str) -> None:
    table = TABLES[name]
    row: dict[str, Any] = dict.fromkeys((column.name for column in table.columns), "x")
    told = journal.inserted(table)(row)
    assert table.name in ENTITIES
    assert sorted(field for field in told if field not in FIELDS) == []


def test_words_are_for_what_is_there() -> None:
    columns = {column.name for table in TABLES.values() for column in table.columns}
    assert sorted(FIELDS.keys() - columns) == []
    tables = {table.name for table in TABLES.values()}
    assert ENTITIES.keys() - tables <= OPEN_ENTITIES


def test_words_are_words() -> None:
    for words in (*ENTITIES.values(), *FIELDS.values()):
        assert re.fullmatch(r"[A-Z][a-z’]+(-[a-z]+)?( [a-z’]+)*", words), words


def test_no_identifier_is_shown_and_codes_are_words(provider: Provider) -> None:
    boxing = provider.interventions.add(an_intervention(focus_areas=("community.weapons",))).id
    (ana,) = enrolled(provider, boxing, "Ana")
    session = provider.sessions.log(a_session(boxing)).id
    provider.registers.mark(session, ana, Mark.LEFT_EARLY)
    provider.people.change(ana, a_person("Ana", care="prefer_not", sex="female"))
    # The store's own settings name this copy of it by its identifier: that is what they are for.
    entries = [entry for entry in provider.audit.read() if entry.entity != "setting"]
    said = [line for entry in entries for line in details(entry)]
    assert [line for line in said if UUID.search(line)] == []
    assert "Mark: left early" in said
    assert "Care and support: Prefer not to say" in said
    assert "Main priority: Individual" in said
    assert "Choice: Leeds" in said
    assert [line for line in said if "community.weapons" in line] == []


def test_another_row_that_is_meant_is_said_to_have_changed() -> None:
    fields: dict[str, list[Any]] = {
        "intervention_id": ["0190a000-0000", "0190b000-0000"],
        "minutes": [60, 90],
    }
    at = datetime(2026, 7, 1, tzinfo=UTC)
    told = Told(1, at, "u", "Sam", "update", "session", "s", None, "", "c", fields)
    assert details(told) == ("Intervention: changed", "Minutes: 60 → 90")
    assert field_words("entries") == "Entries"
    assert value_words("mark", "left_early") == "left early"
