"""Documents: whole inside the store, judged by content, and outside it only while somebody reads."""

import os
import stat
import sys
import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import select

from tests.builders import PASSPHRASE, TODAY, a_person, an_intervention, days, enrolled
from tests.importing.made_documents import PDF, jpeg, office, png
from vrp_desktop.db.models import PROVIDER
from vrp_desktop.db.queries import users
from vrp_desktop.domain.changes import Topic
from vrp_desktop.domain.consent import Conversation, NoticeDetails
from vrp_desktop.domain.documents import DOCX, Document, DocumentDetails, Portrait, name_of_file, tidy_name
from vrp_desktop.domain.errors import Refused
from vrp_desktop.domain.ids import new_id
from vrp_desktop.domain.permissions import Actor, Role
from vrp_desktop.services import opened
from vrp_desktop.services.provider import Provider

SECRET = b"Zebedee wrote this letter himself."


@pytest.fixture(autouse=True)
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of temporary files that no other program uses."""
    folder = tmp_path / "temporary files"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


@pytest.fixture
def ana(provider: Provider) -> str:
    return provider.people.add(a_person("Ana")).id


def details(name: str = "Letter", kind: str = "letter", **fields: object) -> DocumentDetails:
    return replace(DocumentDetails(name, kind, days(-3)), **fields)  # type: ignore[arg-type] # what a test names


def agreed(provider: Provider, person_id: str, agreed: bool = True) -> str:
    """An answer about photographs; its id."""
    said = Conversation(TODAY, "self", "spoken", {"photographs": agreed})
    provider.consents.answer(person_id, said)
    return provider.consents.read(person_id).answers[0].id


def only(provider: Provider, person_id: str) -> Document:
    (document,) = provider.documents.of_person(person_id)
    return document


def test_a_file_is_looked_at_and_kept_whole(provider: Provider, ana: str, tmp_path: Path) -> None:
    path = tmp_path / "Letter from school.docx"
    path.write_bytes(office(DOCX))
    looked = provider.documents.look(ana, path)
    assert (looked.name, looked.media_type, looked.same) == ("Letter from school", DOCX, None)
    assert provider.documents.of_person(ana) == ()
    saved = provider.documents.add(ana, details(looked.name, note=" From her teacher "), looked.content)
    assert saved.changes.touch(Topic.DOCUMENTS)
    document = only(provider, ana)
    assert (document.details, document.type_words) == (
        details("Letter from school", note="From her teacher"),
        "Word document",
    )
    assert document.size == len(looked.content)
    assert provider.documents.open(document.id).read_bytes() == looked.content


def test_the_very_same_file_is_said_and_not_kept_twice(provider: Provider, ana: str, tmp_path: Path) -> None:
    provider.documents.add(ana, details(), SECRET)
    path = tmp_path / "copy of it.pdf"
    path.write_bytes(SECRET)
    same = provider.documents.look(ana, path).same
    assert same is not None
    assert same.told == "“Letter” of 19 November 2026 (plain text, 34 bytes)"
    with pytest.raises(Refused, match="This very file is here already: “Letter” of 19 November"):
        provider.documents.add(ana, details("Again"), SECRET)
    ben = provider.people.add(a_person("Ben")).id
    assert provider.documents.look(ben, path).same is None
    provider.documents.add(ben, details(), SECRET)


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("C:\\Users\\kim\\Ana Kowalska.pdf", "Ana Kowalska"),
        ("../../etc/passwd", "passwd"),
        ("🙂 pläne.final.docx", "🙂 pläne.final"),
        ("invoice\u202efdp.exe", "invoicefdp"),
        ("a" * 300 + ".txt", "a" * 120),
        (".pdf", ".pdf"),
        ("two\nlines\0.txt", "two lines"),
    ],
)
def test_a_name_is_taken_from_the_file_s_last_part(name: str, kept: str) -> None:
    assert name_of_file(name) == kept


def test_a_name_keeps_what_scripts_are_written_with() -> None:
    for name in ("👩‍👧 school", "نامه‌ها", "3/7 meeting", "O’Neill & Sons <ltd>"):
        assert tidy_name(name) == name


def test_faults_are_told_beside_their_fields(provider: Provider, ana: str) -> None:
    for wrong, field, words in (
        (details(" \u202e "), "name", "Give it a name"),
        (details("n" * 300), "name", "300 letters; 200 are the most"),
        (details(kind="gossip"), "kind", "Choose"),
        (details(added_on=days(1)), "added_on", "23 November 2026 is in the future"),
        (details(added_on=None), "added_on", "which day"),
    ):
        with pytest.raises(Refused) as refused:
            provider.documents.add(ana, wrong, SECRET)
        assert set(refused.value.fields) == {field}
        assert words in refused.value.fields[field]
    for content in (b"", b"MZ\x90\0", b"<svg/>"):
        with pytest.raises(Refused):
            provider.documents.add(ana, details(), content)
    assert provider.documents.of_person(ana) == ()


def test_what_is_written_about_it_is_changed_and_its_content_stays(provider: Provider, ana: str) -> None:
    document_id = provider.documents.add(ana, details(), SECRET).id
    provider.documents.change(document_id, details("Her letter", "work"))
    assert only(provider, ana).details == details("Her letter", "work")
    with pytest.raises(Refused) as refused:
        provider.documents.change(document_id, details(kind="portrait"))
    assert set(refused.value.fields) == {"kind"}
    assert provider.documents.open(document_id).read_bytes() == SECRET


def test_it_stands_open_in_a_private_place_without_anybody_s_name_until_the_store_is_closed(
    provider: Provider, ana: str, temporary: Path
) -> None:
    document_id = provider.documents.add(ana, details("Ana Kowalska"), SECRET).id
    assert list(temporary.iterdir()) == []
    first, second = provider.documents.open(document_id), provider.documents.open(document_id)
    assert first != second
    assert first.suffix == ".txt"
    assert first.parent.parent == temporary
    assert "Ana" not in str(first.relative_to(temporary))
    if sys.platform != "win32":
        assert stat.S_IMODE(first.parent.stat().st_mode) == 0o700
        assert stat.S_IMODE(first.stat().st_mode) == 0o600
    held = os.open(first, os.O_RDONLY)  # As another program holds it.
    (first.parent / "beside it.tmp").write_bytes(SECRET)
    provider.workspace.close()
    assert list(temporary.iterdir()) == []
    # Deleted, and overwritten before.
    if sys.platform != "win32":
        assert os.read(held, 100) == bytes(len(SECRET))
    os.close(held)


def test_what_was_left_behind_is_wiped_but_not_what_another_program_holds(
    provider: Provider, ana: str, temporary: Path
) -> None:
    document_id = provider.documents.add(ana, details(), SECRET).id
    held = provider.documents.open(document_id)
    left = Path(tempfile.mkdtemp(prefix="vrp-desktop-open-"))
    (left / "deeper").mkdir()
    (left / "deeper" / "0011.txt").write_bytes(SECRET)
    (temporary / "somebody else's").mkdir()
    elsewhere = temporary / "kept.txt"
    elsewhere.write_bytes(SECRET)
    if sys.platform != "win32":
        (temporary / "vrp-desktop-open-link").symlink_to(temporary / "somebody else's")
        (left / "link").symlink_to(elsewhere)
    opened.wipe_left_behind()
    assert not left.exists()
    assert held.read_bytes() == SECRET
    assert elsewhere.read_bytes() == SECRET
    assert (temporary / "somebody else's").is_dir()


def test_the_journal_tells_who_read_and_took_it_but_nothing_of_what_is_in_it(
    provider: Provider, ana: str, tmp_path: Path
) -> None:
    document_id = provider.documents.add(ana, details("Her/his: letter"), SECRET).id
    provider.documents.open(document_id)
    with pytest.raises(Refused, match="not your passphrase"):
        provider.documents.take_out(document_id, tmp_path, "guessed")
    paths = [provider.documents.take_out(document_id, tmp_path / "out", PASSPHRASE) for _ in range(2)]
    assert [path.name for path in paths] == ["Her_his_ letter.txt", "Her_his_ letter 2.txt"]
    assert {path.read_bytes() for path in paths} == {SECRET}
    provider.documents.delete(document_id)
    with provider.workspace.store.reading() as tx:
        journal = tx.tables["journal"]
        told = tx.rows(select(journal).where(journal.c.entity == "document").order_by(journal.c.seq))
    assert [row["action"] for row in told] == ["insert", "viewed", "exported", "exported", "delete"]
    assert {(row["subject"], row["row"]) for row in told} == {(ana, document_id)}
    assert all(row["fields"].get("content") is None for row in told)
    assert "Zebedee" not in str([row["fields"] for row in told])
    assert provider.documents.of_person(ana) == ()
    with pytest.raises(Refused, match="not here any more"):
        provider.documents.open(document_id)


def test_a_deletion_cannot_be_taken_back(provider: Provider, ana: str) -> None:
    provider.documents.delete(provider.documents.add(ana, details(), SECRET).id)
    entry = next(e for e in provider.audit.read() if e.entity == "document")
    with pytest.raises(Refused):
        provider.audit.undo(entry.change)


def test_a_photo_takes_a_consent_that_stands(provider: Provider, ana: str) -> None:
    photo = details("Ana", "portrait")
    assert provider.documents.portrait(ana) == Portrait(None)
    with pytest.raises(Refused, match="Ana has not been asked about photographs") as refused:
        provider.documents.add(ana, photo, png())
    assert "on the page Consent" in str(refused.value)
    agreed(provider, ana, False)
    with pytest.raises(Refused, match="is no"):
        provider.documents.add(ana, photo, png())
    answer = agreed(provider, ana)
    first = provider.documents.add(ana, photo, png()).id
    latest = provider.documents.add(ana, replace(photo, added_on=TODAY), png(5, 5)).id
    assert provider.documents.portrait(ana) == Portrait(png(5, 5))
    provider.consents.withdraw(answer, TODAY, "self")
    shown = provider.documents.portrait(ana)
    assert shown.content is None
    assert shown.why == "The consent to photographs of Ana was withdrawn. The photo is not shown."
    for document_id in (first, latest):
        with pytest.raises(Refused, match=r"withdrawn.*Delete it"):
            provider.documents.open(document_id)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (PDF, "a JPEG or a PNG"),
        (png(600, 10), "512 pixels at most"),
        (png(4, 4, (b"eXIf", b"MM\0*GPS")), "without what a camera writes"),
        (jpeg(40, 40, exif=b"GPS"), "without what a camera writes"),
        (png(20_000, 20_000), "20,000 × 20,000"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_photo_is_small_and_bare(provider: Provider, ana: str, content: bytes, words: str) -> None:
    agreed(provider, ana)
    with pytest.raises(Refused, match=words):
        provider.documents.add(ana, details(kind="portrait"), content)


def test_nothing_of_somebody_else_s_is_read_or_written(provider: Provider, ana: str, tmp_path: Path) -> None:
    boxing = provider.interventions.add(an_intervention()).id
    (ben,) = enrolled(provider, boxing, "Ben")
    actor = Actor(new_id(), "Wren", frozenset({Role.WORKER}))
    workspace = provider.workspace
    with workspace.store.writing(workspace.actor.id, workspace.clock) as tx:
        users.add(tx, actor)
    provider.assignments.assign(actor.id, (boxing,))
    worker = Provider(replace(workspace, actor=actor))
    worker.documents.add(ben, details(), SECRET)
    document_id = provider.documents.add(ana, details(), SECRET).id
    path = tmp_path / "a.txt"
    path.write_bytes(b"a")
    attempts: tuple[Callable[[], object], ...] = (
        lambda: worker.documents.of_person(ana),
        lambda: worker.documents.look(ana, path),
        lambda: worker.documents.add(ana, details(), b"words"),
        lambda: worker.documents.change(document_id, details()),
        lambda: worker.documents.open(document_id),
        lambda: worker.documents.take_out(document_id, tmp_path, PASSPHRASE),
        lambda: worker.documents.delete(document_id),
        lambda: worker.documents.portrait(ana),
    )
    for attempt in attempts:
        with pytest.raises(Refused, match="not among your interventions"):
            attempt()


def test_no_byte_of_it_stands_in_the_store_s_files(provider: Provider, ana: str) -> None:
    provider.documents.add(ana, details("Quillfeather"), SECRET * 50)
    folder = provider.workspace.folder
    provider.workspace.close()
    for path in folder.rglob("*"):
        if path.is_file():
            held = path.read_bytes()
            assert SECRET not in held
            assert b"Quillfeather" not in held


def test_deleted_or_erased_none_of_it_is_left_not_even_where_it_stands_open(
    provider: Provider, ana: str, temporary: Path
) -> None:
    kept, gone = (provider.documents.add(ana, details(), words).id for words in (SECRET, b"Another letter."))
    provider.consents.answer(ana, Conversation(TODAY, "self", "spoken", {"share": True}))
    provider.consents.tell(ana, NoticeDetails(TODAY, "self", "older", "spoken"))
    provider.documents.open(gone)
    provider.documents.delete(gone)
    assert list(temporary.iterdir()) == []
    provider.documents.open(kept)
    provider.erasure.erase(ana, "they_asked", PASSPHRASE)
    assert list(temporary.iterdir()) == []
    with provider.workspace.store.reading() as tx:
        for table in ("document", "consent", "notice"):
            assert tx.rows(select(tx.tables[table].c.id)) == [], table
        told = tx.rows(select(tx.tables["journal"].c.fields))
    assert "Letter" not in str([row["fields"] for row in told])


def test_documents_are_listed_without_reading_them() -> None:
    """Ten large ones took 1.2 s to list while columns stood behind what is in them."""
    assert PROVIDER.tables["document"].columns.keys()[-1] == "content"
