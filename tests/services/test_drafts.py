"""Drafts: each user's own, replaced and thrown away, and never a word of them in the journal."""

import json

from sqlalchemy import func, select

from tests.builders import NOW, Clock
from vrp_desktop.db.models import PROVIDER, draft
from vrp_desktop.services.provider import Provider


def test_a_draft_is_kept_replaced_and_thrown_away(provider: Provider, clock: Clock) -> None:
    drafts = provider.drafts
    assert drafts.of("person", "ana") is None
    drafts.keep("person", "ana", {"0": {"known_as": "An"}})
    clock.go(minutes=42)
    drafts.keep("person", "ana", {"0": {"known_as": "Ana"}})
    kept = drafts.of("person", "ana")
    assert kept is not None
    assert kept.fields == {"0": {"known_as": "Ana"}}
    assert (kept.saved_at - NOW).total_seconds() == 42 * 60
    drafts.drop("person", "ana")
    drafts.drop("person", "ana")
    assert drafts.of("person", "ana") is None


def test_pages_and_subjects_have_their_own(provider: Provider) -> None:
    provider.drafts.keep("person", "", {"0": {"known_as": "Somebody new"}})
    provider.drafts.keep("person", "ana", {"0": {"known_as": "Ana"}})
    provider.drafts.keep("log", "", {"0": {"place": "The canal"}})
    provider.drafts.drop("person", "")
    assert provider.drafts.of("person") is None
    assert provider.drafts.of("person", "ana") is not None
    assert provider.drafts.of("log") is not None


def test_the_journal_says_that_one_was_kept_and_not_what_it_held(provider: Provider) -> None:
    provider.drafts.keep("goal", "ana", {"0": {"words": "Tell nobody yet"}})
    provider.drafts.keep("goal", "ana", {"0": {"words": "Tell nobody at all"}})
    provider.drafts.drop("goal", "ana")
    journal = PROVIDER.tables["journal"]
    with provider.workspace.store.reading() as tx:
        entries = tx.rows(select(journal.c.action, journal.c.fields).where(journal.c.entity == "draft"))
        left = tx.scalar(select(func.count()).select_from(draft))
    assert [entry["action"] for entry in entries] == ["insert", "update", "delete"]
    assert all(entry["fields"]["fields"] is None for entry in entries)
    assert "nobody" not in json.dumps([entry["fields"] for entry in entries])
    assert left == 0
