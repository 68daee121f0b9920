"""Filling in a measure: by keyboard on screen, from paper, mended, taken back; and the page of the record."""

from collections.abc import Callable
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from tests.builders import TODAY, a_person, an_enrolment, an_intervention, days
from tests.ui.pages import Pages
from vrp_desktop.domain.assessments import AssessmentDetails
from vrp_desktop.domain.outcomes import Stage
from vrp_desktop.services.provider import Provider
from vrp_desktop.ui.concerns.screen import ConcernScreen
from vrp_desktop.ui.outcomes.assessment_screen import AssessmentScreen
from vrp_desktop.ui.outcomes.measure_sheet import MeasureSheet
from vrp_desktop.ui.record.measures_page import MeasuresPage
from vrp_desktop.ui.record.screen import PersonScreen

Journey = Callable[[int], str]


@pytest.fixture
def journey(provider: Provider) -> Journey:
    """The journey of Ana, who is so many years old."""
    boxing = provider.interventions.add(an_intervention()).id

    def of(years: int) -> str:
        person = provider.people.add(a_person("Ana", birth_date=date(TODAY.year - years, 1, 1))).id
        return provider.enrolments.add(person, boxing, an_enrolment()).id

    return of


def sheet_of(pages: Pages, **arguments: str) -> MeasureSheet:
    screen = pages.open(AssessmentScreen, "assessment", **arguments)
    assert screen.sheet is not None
    return screen.sheet


def press(pages: Pages, *keys: str | Qt.Key) -> None:
    """Keys for whoever has the keyboard."""
    for key in keys:
        holder = QApplication.focusWidget()
        assert holder is not None
        if isinstance(key, str):
            QTest.keyClicks(holder, key)
        else:
            QTest.keyClick(holder, key)
        QApplication.processEvents()
    pages.settle()


def texts(widget: QWidget) -> str:
    """Everything that can be read on a widget."""
    return "\n".join(each.text() for each in widget.findChildren(QLabel) if each.isVisible())


def test_a_measure_is_answered_with_number_keys_and_enter(
    pages: Pages, provider: Provider, journey: Journey
) -> None:
    provider.measures.turn_on("gad_7")
    where = journey(16)
    sheet = sheet_of(pages, enrolment_id=where, instrument="gad_7")
    assert sheet.asking is not None
    assert QApplication.focusWidget() is sheet.asking
    assert sheet.asking.words.text() == "Feeling nervous, anxious or on edge"
    assert [one.text() for one in sheet.asking.buttons][:2] == ["0  Not at all", "1  Several days"]
    for number in range(7):
        assert sheet.asking.step.text() == f"{number + 1} of 7"
        press(pages, "2", Qt.Key.Key_Return)
    assert sheet.so_far.text() == "Total: 14 out of 21 (moderate)"
    assert QApplication.focusWidget() is sheet.save_button
    press(pages, Qt.Key.Key_Return)
    assert sheet.result.text() == "Total: 14 out of 21 (moderate)"
    (line,) = provider.assessments.of_enrolment(where)
    assert (line.assessment.details.stage, line.assessment.details.scores) == (Stage.BEFORE, {"total": 14})
    assert not line.assessment.details.on_paper
    assert provider.drafts.of("assessment gad_7", where) is None


def test_one_goes_back_changes_and_skips_and_what_is_missing_is_said(
    pages: Pages, provider: Provider, journey: Journey
) -> None:
    sheet = sheet_of(pages, enrolment_id=journey(18), instrument="core_10")
    assert sheet.asking is not None
    press(pages, "1", Qt.Key.Key_Return, Qt.Key.Key_Return, Qt.Key.Key_Backspace)
    assert sheet.asking.step.text() == "2 of 10"
    assert sheet.asking.buttons[0].text() == "4  Not at all", "as on the form"
    press(pages, "3", Qt.Key.Key_Return)
    for _ in range(7):
        press(pages, "0", Qt.Key.Key_Return)
    assert "Unwanted images" in sheet.so_far.text()
    assert "made up for by the mean of the others" in sheet.so_far.text()
    assert sheet.so_far.text().startswith("Total: 4.4 out of 40 (healthy)")
    press(pages, Qt.Key.Key_Backspace, "9")
    assert sheet.numbers.answers() == {
        "1": 1, "2": 3, **{str(number): 0 for number in range(3, 10)}
    }, "nine is not on the scale"  # fmt: skip


def test_ten_is_one_and_then_nought_and_anxiety_is_not_asked_of_a_child(
    pages: Pages, provider: Provider, journey: Journey
) -> None:
    where = journey(14)
    sheet = sheet_of(pages, enrolment_id=where, instrument="ons4")
    assert sheet.asking is not None
    assert len(sheet.asking.items) == 3
    press(pages, "1", "0", Qt.Key.Key_Return, "7", Qt.Key.Key_Return, "8", Qt.Key.Key_Return)
    pages.click(sheet.save_button)
    (line,) = provider.assessments.of_enrolment(where)
    assert line.assessment.details.answers == {"satisfied": 10, "worthwhile": 7, "happy": 8}


def test_the_numbers_of_a_form_are_typed_one_after_the_other(
    pages: Pages, provider: Provider, journey: Journey
) -> None:
    where = journey(14)
    sheet = sheet_of(pages, enrolment_id=where, instrument="yp_core")
    assert sheet.asking is None, "its items are not in the program"
    assert QApplication.focusWidget() is sheet.numbers.first()
    press(pages, *"2120112210")
    assert QApplication.focusWidget() is sheet.save_button
    assert sheet.so_far.text() == "Total: 12 out of 40"
    press(pages, Qt.Key.Key_Return)
    (line,) = provider.assessments.of_enrolment(where)
    assert line.assessment.details.on_paper
    assert line.assessment.details.scores == {"total": 12}


def test_a_number_off_the_scale_is_refused_beside_it_and_what_is_typed_stays(
    pages: Pages, provider: Provider, journey: Journey
) -> None:
    where = journey(14)
    sheet = sheet_of(pages, enrolment_id=where, instrument="yp_core")
    press(pages, *"7111111111")
    assert "Item 1: choose from 0 to 4" in sheet.so_far.text()
    pages.click(sheet.save_button)
    assert sheet.numbers.fault("1") == "Item 1: choose from 0 to 4."
    assert sheet.numbers.field("1").typed() == "7"
    assert provider.assessments.of_enrolment(where) == ()


def test_an_answer_about_their_safety_is_followed_at_once_and_nothing_is_lost(
    pages: Pages, provider: Provider, journey: Journey
) -> None:
    provider.measures.turn_on("phq_9")
    where = journey(16)
    sheet = sheet_of(pages, enrolment_id=where, instrument="phq_9")
    for _ in range(8):
        press(pages, "1", Qt.Key.Key_Return)
    assert sheet.worry.isHidden()
    press(pages, "1")
    assert sheet.worry.isVisible()
    assert "better off dead" in sheet.worry_words.text()
    pages.click(sheet.concern_button)
    concern = pages.shown(ConcernScreen)
    assert concern._person_id == provider.enrolments.get(where).person_id
    name, arguments = concern._back_to
    back = sheet_of(pages, **{str(key): str(value) for key, value in arguments.items()})
    assert name == "assessment"
    assert len(back.numbers.answers()) == 9, "what was answered is there again"
    assert back.worry.isVisible()
    press(pages, *[Qt.Key.Key_Return] * 8, "0")
    assert back.worry.isHidden()


def test_the_keyboard_stands_on_the_first_question_of_the_next_one_too(
    pages: Pages, journey: Journey
) -> None:
    where = journey(14)
    sheet_of(pages, enrolment_id=where, instrument="ons4")
    press(pages, "5")
    sheet = sheet_of(pages, enrolment_id=where, instrument="yp_core")
    assert QApplication.focusWidget() is sheet.numbers.first()
    assert sheet.numbers.answers() == {}


def test_attribution_stands_on_the_page(pages: Pages, journey: Journey) -> None:
    sheet = sheet_of(pages, enrolment_id=journey(18), instrument="core_10")
    assert "CC BY-ND 4.0" in texts(sheet)


def test_a_measure_for_other_ages_says_so_and_takes_no_answers(pages: Pages, journey: Journey) -> None:
    sheet = sheet_of(pages, enrolment_id=journey(11), instrument="core_10")
    assert "CORE-10 is for ages 17 and over; Ana is 11" in texts(sheet)
    assert not sheet.save_button.isVisible()
    assert not sheet.body.isVisible()


def test_at_the_end_it_says_how_far_they_have_moved_and_not_why(
    pages: Pages, provider: Provider, journey: Journey
) -> None:
    where = journey(18)
    answers = {str(number): 2 for number in range(1, 11)}
    provider.assessments.fill_in(
        where, AssessmentDetails("core_10", Stage.BEFORE, days(-30), answers=answers)
    )
    sheet = sheet_of(pages, enrolment_id=where, instrument="core_10")
    assert sheet.when.field("stage").value() == "review"
    for _ in range(10):
        press(pages, "1", Qt.Key.Key_Return)
    pages.fill(sheet.when, stage="after")
    pages.click(sheet.save_button)
    said = sheet.result.text()
    assert "Total: moved from 20 to 10 out of 40. Improved." in said
    assert "A change of 6 or more counts. Barkham" in said
    assert "not why" in said


def test_a_day_before_the_start_is_refused_with_both_days(
    pages: Pages, provider: Provider, journey: Journey
) -> None:
    where = journey(14)
    provider.assessments.fill_in(
        where, AssessmentDetails("ons4", Stage.BEFORE, days(-10), answers={"happy": 3})
    )
    sheet = sheet_of(pages, enrolment_id=where, instrument="ons4")
    press(pages, "5")
    pages.fill(sheet.when, stage="after", taken_on="1/11/2026")
    pages.click(sheet.save_button)
    assert "12 November 2026" in sheet.when.fault("taken_on")
    assert "1 November 2026" in sheet.when.fault("taken_on")


def test_scores_alone_and_a_day_alone(pages: Pages, provider: Provider, journey: Journey) -> None:
    for code in ("swemwbs", "outcomes_star"):
        provider.measures.turn_on(code, confirmed=True)
    where = journey(16)
    sheet = sheet_of(pages, enrolment_id=where, instrument="swemwbs")
    press(pages, "23,21")
    assert sheet.so_far.text() == "Total: 23.21 out of 35"
    pages.click(sheet.save_button)
    sheet = sheet_of(pages, enrolment_id=where, instrument="outcomes_star")
    assert not sheet.numbers.isVisible()
    pages.click(sheet.save_button)
    assert sheet.result.text() == "The day is written down."
    stored = {line.title: line.assessment.details.scores for line in provider.assessments.of_enrolment(where)}
    assert stored == {"SWEMWBS": {"total": 23.21}, "Outcomes Star": {}}


def test_one_is_opened_from_the_record_corrected_and_taken_back(
    pages: Pages, provider: Provider, journey: Journey
) -> None:
    where = journey(14)
    answers = {"satisfied": 3, "worthwhile": 4, "happy": 5}
    saved = provider.assessments.fill_in(
        where, AssessmentDetails("ons4", Stage.BEFORE, days(-10), answers=answers)
    ).id
    sheet = sheet_of(pages, assessment_id=saved)
    assert sheet.asking is not None
    assert sheet.asking.values == answers
    press(pages, "9")
    pages.click(sheet.save_button)
    assert provider.assessments.read(saved).stored.details.answers["satisfied"] == 9  # type: ignore[union-attr]
    sheet = sheet_of(pages, assessment_id=saved)
    asked = pages.answering("Take it back")
    pages.click(sheet.take_back_button)
    assert "journal keeps" in asked[0]
    assert provider.assessments.of_enrolment(where) == ()
    assert pages.shown(PersonScreen).tabs.currentWidget().isVisible()


def test_a_tick_for_paper_and_back_keeps_what_is_answered(pages: Pages, journey: Journey) -> None:
    sheet = sheet_of(pages, enrolment_id=journey(18), instrument="ons4")
    assert sheet.asking is not None
    press(pages, "4", Qt.Key.Key_Return, "6")
    pages.fill(sheet.when, on_paper=True)
    assert sheet.numbers.isVisible()
    assert sheet.numbers.answers() == {"satisfied": 4, "worthwhile": 6}
    pages.fill(sheet.when, on_paper=False)
    assert sheet.asking.isVisible()
    assert sheet.asking.step.text() == "3 of 4", "the first that is open"


def test_what_is_answered_waits_for_who_was_called_away(
    pages: Pages, provider: Provider, journey: Journey
) -> None:
    where = journey(18)
    sheet_of(pages, enrolment_id=where, instrument="core_10")
    press(pages, "3", Qt.Key.Key_Return, "2", Qt.Key.Key_Return)
    pages.frame.go("home")
    pages.settle()
    sheet = sheet_of(pages, enrolment_id=where, instrument="core_10")
    assert sheet.numbers.answers() == {"1": 3, "2": 2}
    assert sheet.asking is not None
    assert sheet.asking.step.text() == "3 of 10"
    assert "Brought back" in sheet.kept.words.text()


def test_locking_leaves_nothing_of_the_child_on_the_page(pages: Pages, journey: Journey) -> None:
    sheet_of(pages, enrolment_id=journey(18), instrument="ons4")
    screen = pages.shown(AssessmentScreen)
    screen.forget()
    assert (screen.who.text(), screen.about.text(), screen.sheet) == ("", "", None)
    assert screen.holder.count() == 0


# ---- the page of the record


@pytest.fixture
def measured(provider: Provider, journey: Journey) -> str:
    """Ana is 18, and has filled in ONS4 twice and CORE-10 once; her id."""
    where = journey(18)
    for stage, day, happy in ((Stage.BEFORE, -30, 3), (Stage.AFTER, -1, 6)):
        provider.assessments.fill_in(
            where, AssessmentDetails("ons4", stage, days(day), answers={"happy": happy})
        )
    answers = {str(number): 1 for number in range(1, 10)}
    provider.assessments.fill_in(
        where, AssessmentDetails("core_10", Stage.BEFORE, days(-20), answers=answers)
    )
    return provider.enrolments.get(where).person_id


def page_of(pages: Pages, person_id: str) -> MeasuresPage:
    screen = pages.open(PersonScreen, "person", person_id=person_id, page="measures")
    page = screen.tabs.currentWidget()
    assert isinstance(page, MeasuresPage)
    pages.settle()
    return page


def test_the_record_shows_before_and_after_and_what_was_filled_in(pages: Pages, measured: str) -> None:
    page = page_of(pages, measured)
    assert page.chart.sentence() == (
        "Happy yesterday: from 3 to 6 of 10. CORE-10: 10 of 40 before, nothing after yet."
    )
    assert "Happy yesterday: moved from 3 to 6 out of 10. Improved." in page.moved.text()
    assert "CORE-10: 10 out of 40 (low) at the start, nothing after it yet." in page.moved.text()
    assert "not why" in page.rules.text()
    assert [line[:3] for line in page.table.texts()] == [
        ["ONS4 wellbeing", "21 November 2026", "At the end"],
        ["CORE-10", "2 November 2026", "At the start"],
        ["ONS4 wellbeing", "23 October 2026", "At the start"],
    ]
    assert "Happy yesterday 6 out of 10 (medium)" in page.table.texts()[0]


def test_what_can_be_filled_in_is_offered_and_the_rest_says_why_not(
    pages: Pages, provider: Provider, measured: str
) -> None:
    page = page_of(pages, measured)
    assert [line[:2] for line in page.offers.texts()] == [
        ["CORE-10", "On the way"],
        ["ONS4 wellbeing", "On the way"],
    ]
    assert "YP-CORE is for ages 11 to 16; Ana is 18" in page.why_not.text()
    off = [one for one in provider.measures.all() if not one.on]
    assert not any(one.instrument.title in page.why_not.text() for one in off)
    assert page.off.text() == f"{len(off)} others can be turned on under Organisation, Measures."
    assert page.turn_on_button.isVisible()
    pages.key(page.offers.view, Qt.Key.Key_Return)
    sheet = pages.shown(AssessmentScreen).sheet
    assert sheet is not None
    assert sheet.filling.instrument.code == "core_10"


def test_without_a_journey_the_way_leads_to_one(pages: Pages, provider: Provider) -> None:
    page = page_of(pages, provider.people.add(a_person("Zed")).id)
    assert page.journeys_button.hasFocus()
    pages.click(page.journeys_button)
    assert pages.shown(PersonScreen).tabs.current.name == "journeys"


def test_the_record_of_somebody_else_leaves_nothing_there(
    pages: Pages, provider: Provider, measured: str
) -> None:
    page = page_of(pages, measured)
    other = provider.people.add(a_person("Ben")).id
    page = page_of(pages, other)
    assert (page.table.texts(), page.offers.texts(), page.moved.text()) == ([], [], "")
    assert page.chart.lines == ()
