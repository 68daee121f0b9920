"""The page Documents: a file chosen, looked at, kept, opened, taken out and deleted; and the photo."""

import tempfile
from pathlib import Path

import pytest
from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QObject, Qt, QUrl, Slot
from PySide6.QtGui import QColor, QDesktopServices, QImage

from tests.builders import PASSPHRASE, TODAY, a_person, days
from tests.importing.made_documents import png
from tests.ui.pages import Pages
from vrp_desktop.domain import pictures
from vrp_desktop.domain.consent import Conversation
from vrp_desktop.domain.documents import DocumentDetails
from vrp_desktop.domain.errors import Refused
from vrp_desktop.services.provider import Provider
from vrp_desktop.ui.record.documents_page import DocumentsPage
from vrp_desktop.ui.record.portraits import shrunk
from vrp_desktop.ui.record.screen import PersonScreen

WORDS = b"What she wrote at the river."


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


class Reader(QObject):
    """Stands in for the program that the system would open a file with."""

    def __init__(self) -> None:
        super().__init__()
        self.read: list[bytes] = []

    @Slot(QUrl)
    def open(self, url: QUrl) -> None:
        self.read.append(Path(url.toLocalFile()).read_bytes())


def opened(pages: Pages, person_id: str) -> DocumentsPage:
    screen = pages.open(PersonScreen, "person", person_id=person_id, page="documents")
    page = screen.tabs.currentWidget()
    assert isinstance(page, DocumentsPage)
    return page


def choose(pages: Pages, page: DocumentsPage, path: Path, content: bytes) -> None:
    path.write_bytes(content)
    page.choose(path)
    pages.settle()


def photo(width: int, height: int) -> bytes:
    """A picture as a camera makes it, with words in it."""
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(QColor("#3a7"))
    image.setText("Comment", "taken at home")
    out = QByteArray()
    buffer = QBuffer(out)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    assert image.save(buffer, "PNG")  # type: ignore[call-overload] # the stub wants bytes, the call text
    return bytes(out.data())


def test_a_file_is_chosen_described_and_kept(
    pages: Pages, provider: Provider, ana: str, tmp_path: Path
) -> None:
    page = opened(pages, ana)
    assert not page.save_button.isEnabled()
    assert "10 MB" in " ".join(label.text() for label in page.form.findChildren(type(page.photo)))
    choose(pages, page, tmp_path / "Poem 🙂.docx.txt", WORDS)
    assert page.form.field("name").value() == "Poem 🙂.docx"
    assert page.form.file.text() == "plain text, 28 bytes."
    pages.click(page.save_button)
    assert page.form.fault("kind") == "Choose what kind of document it is."
    pages.fill(page.form, name="Her poem", kind="work", added_on="20/11/2026", note="For the wall")
    pages.key(page.form.field("name").control(), Qt.Key.Key_Return)
    (document,) = provider.documents.of_person(ana)
    assert document.details == DocumentDetails("Her poem", "work", days(-2), "For the wall")
    assert page.table.texts() == [
        ["Her poem", "Something they made", "20 November 2026", "plain text, 28 bytes", "For the wall"]
    ]
    assert page.form.file.text() == "No file is chosen."
    choose(pages, page, tmp_path / "again.txt", WORDS)
    assert "This very file is here already: “Her poem” of 20 November 2026" in page.form.file.text()
    pages.fill(page.form, kind="work")
    pages.click(page.save_button)
    assert "Nothing was added" in page.form.summary.texts()[0]
    page._clear_form()


def test_a_file_that_cannot_be_kept_is_refused_before_anything_is_written(
    pages: Pages, ana: str, tmp_path: Path
) -> None:
    page = opened(pages, ana)
    for content, words in (
        (b"MZ\x90\0", "a program, whatever its name says"),
        (b"", "is empty"),
        (b"x" * (10 * 1024 * 1024 + 1), "larger than 10.0 MB"),
    ):
        choose(pages, page, tmp_path / "letter.pdf", content)
        assert words in page.form.summary.texts()[0]
        assert not page.save_button.isEnabled()
    assert page.may_leave()


def test_it_is_opened_in_another_program_and_gone_when_the_store_is_closed(
    pages: Pages, provider: Provider, ana: str, temporary: Path
) -> None:
    provider.documents.add(ana, DocumentDetails("Poem", "work", TODAY), WORDS)
    page = opened(pages, ana)
    reader = Reader()
    QDesktopServices.setUrlHandler("file", reader, "open")  # type: ignore[arg-type] # it takes text, whatever the stub says
    try:
        page.table.choose(0)
        pages.key(page.table.view, Qt.Key.Key_Return)
    finally:
        QDesktopServices.unsetUrlHandler("file")
    assert reader.read == [WORDS]
    assert page.reading.isVisible()
    assert len(list(temporary.iterdir())) == 1
    provider.workspace.close()
    assert list(temporary.iterdir()) == []


def test_it_is_described_otherwise(pages: Pages, provider: Provider, ana: str) -> None:
    provider.documents.add(ana, DocumentDetails("Poem", "work", TODAY), WORDS)
    page = opened(pages, ana)
    page.table.choose(0)
    pages.click(page.change_button)
    pages.fill(page.form, name="Her poem")
    pages.click(page.save_button)
    assert [line[0] for line in page.table.texts()] == ["Her poem"]


def test_a_copy_is_taken_out_with_the_passphrase(
    pages: Pages, provider: Provider, ana: str, tmp_path: Path
) -> None:
    provider.documents.add(ana, DocumentDetails("Poem", "work", TODAY), WORDS)
    page = opened(pages, ana)
    page.table.choose(0)
    pages.click(page.out_button)
    assert "“Poem” of 22 November 2026" in page.out.about.text()
    page.out.passphrase.set_value("not it at all")
    page.out.write_into(tmp_path / "out")
    pages.settle()
    assert "not your passphrase" in page.out.form.summary.texts()[0]
    page.out.passphrase.set_value(PASSPHRASE)
    page.out.write_into(tmp_path / "out")
    pages.settle()
    assert "not encrypted" in pages.message()
    assert (tmp_path / "out" / "Poem.txt").read_bytes() == WORDS
    assert not page.out.isVisible()
    assert page.out.passphrase.value() == ""


def test_deleting_asks_with_what_it_is(pages: Pages, provider: Provider, ana: str) -> None:
    provider.documents.add(ana, DocumentDetails("Poem", "work", TODAY), WORDS)
    page = opened(pages, ana)
    page.table.choose(0)
    asked = pages.answering("Keep it")
    pages.click(page.delete_button)
    assert asked == [
        "“Poem” of 22 November 2026 (plain text, 28 bytes) is deleted for good. It cannot be taken back."
    ]
    assert len(provider.documents.of_person(ana)) == 1
    pages.answering("Delete it")
    pages.click(page.delete_button)
    assert provider.documents.of_person(ana) == ()
    assert page.table.texts() == []


def test_a_photo_is_made_small_and_bare_and_takes_a_consent(
    pages: Pages, provider: Provider, ana: str, tmp_path: Path
) -> None:
    page = opened(pages, ana)
    choose(pages, page, tmp_path / "IMG_1.png", photo(1600, 900))
    assert "made small" in page.form.file.text()
    pages.fill(page.form, name="Ana", kind="portrait")
    pages.click(page.save_button)
    assert "has not been asked about photographs" in page.form.summary.texts()[0]
    provider.consents.answer(ana, Conversation(TODAY, "self", "spoken", {"photographs": True}))
    pages.click(page.save_button)
    content = provider.documents.portrait(ana).content
    assert content is not None
    assert pictures.size_of(content) == (512, 288)
    assert pictures.is_bare(content)
    assert b"taken at home" not in content
    (answer,) = provider.consents.read(ana).answers
    provider.consents.withdraw(answer.id, TODAY, "self")
    page = opened(pages, ana)
    assert page.photo.text() == "The consent to photographs of Ana was withdrawn. The photo is not shown."


def test_a_picture_is_not_decoded_where_it_would_fill_the_memory() -> None:
    with pytest.raises(Refused, match="cannot be read"):
        shrunk(png(20_000, 20_000))
    with pytest.raises(Refused, match="cannot be read"):
        shrunk(png(40, 40)[:60])
    small = shrunk(photo(300, 200))
    assert pictures.size_of(small) == (300, 200)


def test_nothing_of_one_child_stands_on_another_s_page(
    pages: Pages, provider: Provider, ana: str, tmp_path: Path
) -> None:
    provider.documents.add(ana, DocumentDetails("Poem", "work", TODAY), WORDS)
    page = opened(pages, ana)
    assert len(page.table.texts()) == 1
    choose(pages, page, tmp_path / "of Ana.txt", b"more of hers")
    asked = pages.answering("Leave it")
    ben = provider.people.add(a_person("Ben")).id
    pages.frame.go("people")
    pages.settle()
    assert asked == ["The document you chose or described is not saved."]
    page = opened(pages, ben)
    assert page.table.texts() == []
    assert page.form.chosen.file is None
    assert page.form.field("name").value() == ""
