"""The page Consent: one conversation in one save, what stands at a glance, withdrawing, the notice."""

from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QRadioButton

from tests.builders import TODAY, a_person, days
from tests.ui.pages import Pages
from vrp_desktop.domain.consent import Conversation, NoticeDetails, State
from vrp_desktop.domain.privacy import Privacy
from vrp_desktop.services.provider import Provider
from vrp_desktop.ui.record.consent_page import ConsentPage
from vrp_desktop.ui.record.screen import PersonScreen


@pytest.fixture
def ana(provider: Provider) -> str:
    return provider.people.add(a_person("Ana", birth_date=date(2011, 5, 4))).id


def opened(pages: Pages, person_id: str) -> ConsentPage:
    screen = pages.open(PersonScreen, "person", person_id=person_id, page="consent")
    page = screen.tabs.currentWidget()
    assert isinstance(page, ConsentPage)
    return page


def choose(page: ConsentPage, **answers: bool) -> None:
    field = page.conversation.field("answers")
    for kind, yes in answers.items():
        one = next(
            each
            for each in field.findChildren(QRadioButton)
            if each.accessibleIdentifier() == f"{kind}-{'yes' if yes else 'no'}"
        )
        one.click()


def test_one_conversation_by_keyboard_is_one_save(pages: Pages, provider: Provider, ana: str) -> None:
    page = opened(pages, ana)
    assert page.first_focus() is not None
    page.conversation.focus_first()
    steps = 0

    def press(*keys: Qt.Key | str) -> None:
        nonlocal steps
        for key in keys:
            focus = QApplication.focusWidget()
            assert focus is not None
            if isinstance(key, str):
                QTest.keyClicks(focus, key)
            else:
                QTest.keyClick(focus, key)
            steps += 1

    tab = Qt.Key.Key_Tab
    press(tab, "The")
    assert page.conversation.by.value() == "self"
    press(tab, "In", tab, "y", tab, "n", tab, "n", "y")
    focus = QApplication.focusWidget()
    assert focus is not None
    QTest.keyClick(focus, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    pages.settle()
    assert steps == 11
    stands = provider.consents.standing(ana)
    assert {kind: stand.state for kind, stand in stands.items() if stand.state is not State.NOT_ASKED} == {
        "take_part": State.AGREED,
        "share": State.REFUSED,
        "photographs": State.AGREED,
    }
    assert page.glance.text() == (
        "Yes to taking part, photographs. No to sharing. Not asked about a case study, being contacted."
    )
    assert [line[:2] for line in page.stands.texts()] == [
        ["Taking part", "Yes"],
        ["Sharing", "No"],
        ["Photographs", "Yes"],
        ["A case study", "Not asked"],
        ["Being contacted", "Not asked"],
    ]
    assert page.conversation.field("answers").value() == {}
    assert page.may_leave()


def test_after_the_first_answers_they_are_told_what_is_kept_in_one_key(
    pages: Pages, provider: Provider, ana: str
) -> None:
    page = opened(pages, ana)
    choose(page, take_part=True)
    pages.fill(page.conversation, decided_on="20/11/2026", given_by="self", how="spoken")
    pages.click(page.save_button)
    assert page.notices.telling.field("told_to").control().hasFocus()
    assert page.may_leave(), "nothing was typed there yet"
    QTest.keyClick(
        page.notices.telling.field("told_to").control(),
        Qt.Key.Key_Return,
        Qt.KeyboardModifier.ControlModifier,
    )
    pages.settle()
    (told,) = provider.consents.read(ana).notices
    assert (told.details.told_on, told.details.told_to, told.details.how) == (days(-2), "self", "spoken")
    # They were told: after other answers the keyboard waits for the next.
    choose(page, share=False)
    pages.fill(page.conversation, given_by="self", how="spoken")
    pages.click(page.save_button)
    assert page.conversation.field("decided_on").control().hasFocus()


def test_faults_stand_beside_their_fields_and_nothing_is_lost(
    pages: Pages, provider: Provider, ana: str
) -> None:
    page = opened(pages, ana)
    pages.fill(page.conversation, decided_on="1/1/2010", given_by="carer", note="Her words")
    pages.click(page.save_button)
    for field in ("decided_on", "name", "how", "answers"):
        assert page.conversation.fault(field), field
    assert "born on 4 May 2011" in page.conversation.fault("decided_on")
    assert page.conversation.field("note").value() == "Her words"
    pages.fill(page.conversation, decided_on="31/2/2026")
    pages.click(page.save_button)
    assert "does not exist" in page.conversation.fault("decided_on")
    assert provider.consents.read(ana).answers == ()
    page.conversation.settled()


def test_who_it_was_is_asked_unless_it_was_themselves_and_an_age_is_worth_a_word(
    pages: Pages, provider: Provider
) -> None:
    tiny = provider.people.add(a_person("Tiny", approximate_age=6, approximate_age_on=TODAY)).id
    page = opened(pages, tiny)
    assert not page.conversation.shows("name")
    pages.fill(page.conversation, given_by="parent")
    assert page.conversation.shows("name")
    assert not page.conversation.gentle.isVisible()
    pages.fill(page.conversation, given_by="self", how="spoken")
    assert not page.conversation.shows("name")
    assert page.conversation.gentle.text().startswith("Tiny is 6. Do they understand")
    choose(page, take_part=True)
    pages.click(page.save_button)
    assert provider.consents.standing(tiny)["take_part"].stands


def test_a_yes_is_withdrawn_and_stays_in_the_history(pages: Pages, provider: Provider, ana: str) -> None:
    provider.consents.answer(ana, Conversation(days(-9), "parent", "written", {"share": True}, "Eva"))
    page = opened(pages, ana)
    page.stands.choose(0)
    assert not page.withdraw_button.isEnabled()
    page.stands.choose(1)
    pages.click(page.withdraw_button)
    assert "13 November 2026, Eva (a parent)" in page.about_withdrawal.text()
    pages.fill(page.withdrawal, withdrawn_on="1/11/2026", withdrawn_by="self")
    pages.click(page.note_withdrawal_button)
    assert "1 November 2026, before it was given on 13 November 2026" in page.withdrawal.fault("withdrawn_on")
    pages.fill(page.withdrawal, withdrawn_on="20/11/2026")
    pages.click(page.note_withdrawal_button)
    assert not page.withdrawal_card.isVisible()
    assert page.stands.texts()[1][1:] == ["Withdrawn 20 November 2026", "By themselves"]
    assert page.history.texts()[0][2] == "Yes, withdrawn 20 November 2026"
    assert page.glance.text().startswith("Taken back sharing.")


def test_what_is_typed_comes_back_and_what_is_saved_does_not(
    pages: Pages, provider: Provider, ana: str
) -> None:
    page = opened(pages, ana)
    choose(page, photographs=True)
    pages.fill(page.conversation, given_by="carer", name="Nan")
    page.settle()
    pages.settle()
    page.forget()
    assert page.conversation.field("answers").value() == {}
    page.conversation.settled()
    page = opened(pages, ana)
    assert page.kept.line.isVisible()
    assert page.conversation.field("answers").value() == {"photographs": True}
    assert page.conversation.field("name").value() == "Nan"
    assert page.conversation.shows("name")
    pages.fill(page.conversation, how="spoken")
    pages.click(page.save_button)
    assert not page.kept.line.isVisible()
    assert provider.drafts.of("consent", ana) is None
    page.forget()
    page = opened(pages, ana)
    assert page.conversation.field("answers").value() == {}


def test_nothing_of_one_child_stands_on_another_s_page(pages: Pages, provider: Provider, ana: str) -> None:
    ben = provider.people.add(a_person("Ben")).id
    provider.consents.answer(ana, Conversation(TODAY, "carer", "spoken", {"share": True}, "Nan"))
    page = opened(pages, ana)
    assert len(page.history.texts()) == 1
    page = opened(pages, ben)
    assert page.history.texts() == []
    assert page.glance.text().startswith("Not asked about taking part")


def test_the_notice_is_read_written_and_noted(
    pages: Pages, provider: Provider, ana: str, tmp_path: Path
) -> None:
    page = opened(pages, ana)
    notices = page.notices
    assert "has not said why the law lets you keep records" in notices.missing.text()
    assert notices.telling.which.value() == "older"
    notices.write_notice(tmp_path / "notice.pdf")
    pages.settle()
    assert "administrator" in " ".join(notices.telling.summary.texts())
    provider.organisation.change_privacy(Privacy("Legitimate interests.", "Kim, 0113 496 0000"))
    page = opened(pages, ana)
    notices = page.notices
    assert not notices.missing.isVisible()
    pages.click(notices.read_button)
    assert "Kim, 0113 496 0000" in notices.words.text()
    pages.click(notices.close_button)
    assert not notices.paper.isVisible()
    notices.write_notice(tmp_path / "notice.pdf")
    pages.settle()
    assert "notice.pdf" in pages.message()
    assert (tmp_path / "notice.pdf").read_bytes().startswith(b"%PDF")
    pages.fill(notices.telling, told_to="self", how="spoken", note="Asked who sees it")
    pages.click(notices.tell_button)
    (told,) = provider.consents.read(ana).notices
    assert told.details == NoticeDetails(TODAY, "self", "older", "spoken", "Asked who sees it")
    assert [line[0] for line in notices.table.texts()] == ["22 November 2026"]


def test_leaving_with_an_answer_unsaved_asks(pages: Pages, ana: str) -> None:
    page = opened(pages, ana)
    choose(page, share=False)
    asked = pages.answering("Stay here")
    pages.frame.go("people")
    assert asked == ["What you wrote about consent is not saved."]
    pages.answering("Leave it")
    pages.frame.go("people")
    pages.settle()
    assert page.conversation.field("answers").value() == {}
    assert not isinstance(QApplication.focusWidget(), QComboBox)
