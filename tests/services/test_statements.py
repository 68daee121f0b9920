"""What a return asks for once: kept as it was said, checked in words, and told only with a consent."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import select

from tests.builders import (
    PASSPHRASE,
    TODAY,
    Clock,
    a_person,
    a_session,
    an_intervention,
    days,
    enrolled,
)
from vrp_desktop.db.models import asked as asked_table
from vrp_desktop.db.models import story as story_table
from vrp_desktop.domain.consent import Conversation
from vrp_desktop.domain.errors import Refused
from vrp_desktop.domain.network import LinkDetails
from vrp_desktop.domain.quarters import Quarter
from vrp_desktop.domain.returns.asked import AMOUNTS_PART, LASTING, NARRATIVE, RISKS, TARGETS, Story
from vrp_desktop.domain.returns.figures import Key, Shown
from vrp_desktop.domain.sessions import Mark
from vrp_desktop.services.provider import Provider

Q1, Q2, Q3 = Quarter(2026, 1), Quarter(2026, 2), Quarter(2026, 3)
LABOUR: Key = ("R10", "labour", "spent")
BUDGET: Key = ("R10", "labour", "budget")
FORECAST: Key = ("R10", "labour", "forecast")
RISK = ("The hall may close", "3", "4", "Look for another one", "Centre lead", "rising")
LONG = ("=SUM(A1) 🥊👧🏽 " * 2_000)[:19_990].strip()
TOLD = "She came in angry and went out laughing, and in June she led the warm-up."


@pytest.fixture
def club(provider: Provider) -> str:
    return provider.interventions.add(an_intervention()).id


@pytest.fixture
def zosia(provider: Provider, club: str) -> str:
    """Somebody of the club with a consent to a case study that runs out in ninety days."""
    (person,) = enrolled(provider, club, "Zosia")
    agreed = Conversation(days(-7), "self", "spoken", {"case_study": True}, until_on=days(90))
    provider.consents.answer(person, agreed)
    return person


def said(provider: Provider, club: str, table: str, *texts: str) -> None:
    """Writes the narrative's rows, or another table's."""
    codes = {NARRATIVE: ("achievements", "learning"), "R10.words": ("variance",)}[table]
    provider.statements.write_lines(club, Q3, table, tuple(zip(codes, texts, strict=False)))


def story(person_id: str | None, **fields: str) -> Story:
    return replace(Story("story", TOLD, "The warm-up", "individual", "Age and hobby", person_id), **fields)


def kinds(provider: Provider, club: str) -> dict[str, bool]:
    """What is to be mended or answered of what was said, and whether it stops a final return."""
    return {one.kind: one.blocks for one in provider.returns.preview(club, Q3).blockers if one.part}


# ---- money


def test_amounts_are_read_as_people_write_them_and_rounded_in_words(provider: Provider, club: str) -> None:
    typed = {
        BUDGET: " £12,345.50 ",
        LABOUR: "1 250.49",
        FORECAST: "£ 13000",
        ("R15", "volunteers", "value"): "7",
    }
    saved = provider.statements.write_amounts(club, Q3, typed)
    amounts = provider.statements.read(club, Q3).asked.amounts
    assert amounts == {BUDGET: 12_346, LABOUR: 1_250, FORECAST: 13_000, ("R15", "volunteers", "value"): 7}
    assert [words.split(":")[0] for words in saved.noted] == [
        "Labour, budget, year",
        "Labour, spent, quarter",
    ]
    assert "£12,345.50 became 12,346" in saved.noted[0]
    provider.statements.write_amounts(club, Q3, {LABOUR: ""})
    assert LABOUR not in provider.statements.read(club, Q3).asked.amounts, "an empty one was not said"
    assert provider.statements.read(club, Q3).asked.amounts[BUDGET] == 12_346, "others stay"


@pytest.mark.parametrize(
    "text", ["twelve", "1e309", "1,23", "12.345", "--5", "£", "nan", "inf", "9" * 30, "1/2", "0x10", "12 50"]
)
def test_what_is_no_amount_is_refused_by_its_field_and_nothing_is_written(
    provider: Provider, club: str, text: str
) -> None:
    provider.statements.write_amounts(club, Q3, {LABOUR: "100"})
    with pytest.raises(Refused) as refused:
        provider.statements.write_amounts(club, Q3, {LABOUR: text, BUDGET: "200", FORECAST: "x"})
    assert refused.value.fields.keys() == {"R10/labour/spent", "R10/labour/forecast"}
    assert refused.value.fields["R10/labour/spent"].startswith("Labour, spent, quarter: ")
    assert provider.statements.read(club, Q3).asked.amounts == {LABOUR: 100}


def test_only_what_was_spent_can_be_less_than_nothing(provider: Provider, club: str) -> None:
    saved = provider.statements.write_amounts(club, Q3, {LABOUR: "−£200.50"})
    assert provider.statements.read(club, Q3).asked.amounts == {LABOUR: -201}
    assert "money that came back" in saved.noted[-1]
    assert kinds(provider, club) == {"Money: less than nothing spent": False}
    for key in (BUDGET, FORECAST, ("R15", "volunteers", "value"), ("R15", "leveraged", "value")):
        with pytest.raises(Refused, match="cannot be less than nothing"):
            provider.statements.write_amounts(club, Q3, {key: "-1"})


def test_what_was_spent_in_the_year_so_far_is_added_up(provider: Provider, club: str) -> None:
    for quarter, amount in ((Q1, "100"), (Q2, "250.50"), (Q3, "40")):
        provider.statements.write_amounts(club, quarter, {LABOUR: amount})
    figures = provider.returns.counted(club, Q3)
    assert figures.get("R10", "labour", "spent_ytd").value == 391
    assert figures.get("R10", "other", "spent_ytd").shown is Shown.NOT_AVAILABLE


def test_a_forecast_off_the_budget_wants_a_reason(provider: Provider, club: str) -> None:
    provider.statements.write_amounts(club, Q3, {BUDGET: "1000", FORECAST: "1100"})
    assert kinds(provider, club) == {}
    provider.statements.write_amounts(club, Q3, {FORECAST: "899"})
    assert kinds(provider, club) == {"Money: off the budget without a reason": False}
    said(provider, club, "R10.words", "A post stayed empty over the summer.")
    assert kinds(provider, club) == {}


def test_money_and_its_words_are_one_change_or_none(provider: Provider, club: str) -> None:
    words = {"R10.words": (("variance", "x" * 20_001),)}
    with pytest.raises(Refused) as refused:
        provider.statements.write_amounts(club, Q3, {LABOUR: "x"}, words)
    assert refused.value.fields.keys() == {"R10/labour/spent", "variance"}
    provider.statements.write_amounts(club, Q3, {LABOUR: "5"}, {"R10.words": (("variance", "Late."),)})
    changes = {entry.change for entry in provider.audit.read() if entry.entity == "asked"}
    assert len(changes) == 1
    provider.audit.undo(changes.pop())
    assert provider.statements.read(club, Q3).asked.amounts == {}


# ---- words


def test_a_long_narrative_with_emoji_and_formulas_is_kept_whole(provider: Provider, club: str) -> None:
    said(provider, club, NARRATIVE, LONG, "+1\n@here\x00\x0bnext")
    assert provider.statements.read(club, Q3).asked.words[NARRATIVE] == (
        ("achievements", LONG),
        ("learning", "+1\n@here\nnext"),
    )
    assert provider.returns.counted(club, Q3).words[NARRATIVE][0] == ("achievements", LONG)
    with pytest.raises(Refused) as refused:
        said(provider, club, NARRATIVE, "x" * 20_001)
    assert refused.value.fields.keys() == {"achievements"}
    assert "20,001 characters" in refused.value.fields["achievements"]
    said(provider, club, NARRATIVE, "", "")
    assert provider.statements.read(club, Q3).asked.words == {}


def test_lines_are_held_to_the_form(provider: Provider, club: str) -> None:
    write = provider.statements.write_lines
    write(club, Q3, RISKS, (RISK, ("", "", "", "", "", ""), (" Rain \n", "1", "5", "", "", "")))
    assert provider.statements.read(club, Q3).asked.words[RISKS] == (RISK, ("Rain", "1", "5", "", "", ""))
    with pytest.raises(Refused) as refused:
        write(club, Q3, RISKS, (RISK, ("", "6", "", "", "", "sideways")))
    assert refused.value.fields.keys() == {"1/risk", "1/likelihood", "1/impact", "1/trend"}
    for lines in ((RISK,) * 201, (RISK[:3],)):
        with pytest.raises(Refused):
            write(club, Q3, RISKS, lines)
    with pytest.raises(Refused, match="with their agreement"):
        write(club, Q3, "R11.voices", (("I sleep now.", ""),))
    with pytest.raises(Refused, match="has no row"):
        write(club, Q3, NARRATIVE, (("other", "x"),))
    assert provider.statements.read(club, Q3).asked.words[RISKS][0] == RISK
    with pytest.raises(Refused, match="has not begun"):
        write(club, Quarter(2026, 4), RISKS, (RISK,))


def test_the_last_quarter_is_brought_over_but_nobody_s_words_and_nothing_spent(
    provider: Provider, club: str, zosia: str
) -> None:
    statements = provider.statements
    statements.write_amounts(club, Q2, {BUDGET: "1000", FORECAST: "990", LABOUR: "400"})
    statements.write_lines(club, Q2, RISKS, (RISK,))
    statements.write_lines(club, Q2, TARGETS, (("40 young people", "20", "18", "amber", "Slow start"),))
    statements.write_lines(club, Q2, LASTING, (("exit", "The school takes it on"), ("embedded", "Checks")))
    statements.write_story(club, Q2, story(zosia))
    statements.write_amounts(club, Q3, {FORECAST: "950"})
    for part in (AMOUNTS_PART, RISKS, TARGETS, LASTING):
        statements.bring_over(club, Q3, part)
        with pytest.raises(Refused, match="nothing of this"):
            statements.bring_over(club, Q3, part)
    now = statements.read(club, Q3).asked
    assert now.amounts == {BUDGET: 1000, FORECAST: 950}
    assert now.words == {
        RISKS: (RISK,),
        TARGETS: (("40 young people", "20", "", "", ""),),
        LASTING: (("exit", "The school takes it on"),),
    }
    assert now.stories == ()
    for part in (NARRATIVE, "R11.stories"):
        with pytest.raises(Refused, match="anew"):
            statements.bring_over(club, Q3, part)
    statements.write_amounts(club, Q1, {})
    with pytest.raises(Refused):
        statements.bring_over(club, Q1, AMOUNTS_PART)


# ---- somebody's words


def test_a_story_rests_on_a_consent_that_stands_when_written_and_when_sent(
    provider: Provider, club: str, zosia: str, clock: Clock, tmp_path: Path
) -> None:
    (ben,) = enrolled(provider, club, "Ben")
    with pytest.raises(Refused) as refused:
        provider.statements.write_story(club, Q3, story(ben))
    assert "has not been asked" in refused.value.fields["person_id"]
    provider.statements.write_story(club, Q3, story(zosia))
    assert kinds(provider, club) == {}
    assert provider.returns.counted(club, Q3).words["R11.stories"][0][2] == TOLD
    (answer,) = provider.consents.read(zosia).answers
    provider.consents.withdraw(answer.id, TODAY, "self")
    preview = provider.returns.preview(club, Q3)
    (blocker,) = [one for one in preview.blockers if one.part == "R11.stories"]
    assert (blocker.blocks, blocker.person_id, blocker.page) == (True, zosia, "consent")
    assert "took back their consent" in blocker.text
    assert "R11.stories" not in preview.counted.words, "a draft would take it out of the house"
    with pytest.raises(Refused, match="Stories and voices without a consent that stands: 1") as told:
        provider.returns.prepare(club, Q3, tmp_path, final=True)
    assert "Zosia" not in str(told.value), "it may end up in a program's log"
    (kept,) = provider.statements.read(club, Q3).asked.stories
    assert kept.words == TOLD, "nothing is lost"
    provider.consents.answer(
        zosia, Conversation(TODAY, "self", "spoken", {"case_study": True}, until_on=days(5))
    )
    assert not any(kinds(provider, club).values())
    clock.go(days=6)
    assert kinds(provider, club)["Stories and voices without a consent that stands"]


def test_without_a_record_a_line_says_how_they_agreed(provider: Provider, club: str, zosia: str) -> None:
    voice = Story("voice", "It is the one place I am early.")
    with pytest.raises(Refused) as refused:
        provider.statements.write_story(club, Q3, replace(voice, words=" "))
    assert refused.value.fields.keys() == {"consent", "words"}
    saved = provider.statements.write_story(club, Q3, replace(voice, consent="Told the lead in May"))
    (kept,) = provider.statements.read(club, Q3).asked.stories
    assert (kept.id, kept.consent) == (saved.id, "Told the lead in May")
    provider.statements.write_story(club, Q3, replace(kept, person_id=zosia))
    (kept,) = provider.statements.read(club, Q3).asked.stories
    assert (kept.person_id, kept.consent) == (zosia, ""), "the record says it now"
    provider.statements.remove_story(club, Q3, kept.id)
    assert provider.statements.read(club, Q3).asked.stories == ()
    with pytest.raises(Refused, match="not here any more"):
        provider.statements.remove_story(club, Q3, kept.id)


def test_only_people_of_the_intervention_can_be_told_of(provider: Provider, club: str) -> None:
    stranger = provider.people.add(a_person("Stranger")).id
    agreed = Conversation(days(-7), "self", "spoken", {"case_study": True})
    provider.consents.answer(stranger, agreed)
    with pytest.raises(Refused) as refused:
        provider.statements.write_story(club, Q3, story(stranger))
    assert "whom this intervention knows" in refused.value.fields["person_id"]
    session = provider.sessions.log(a_session(club, days(-3))).id
    provider.registers.mark(session, stranger, Mark.PRESENT)
    provider.statements.write_story(club, Q3, story(stranger))
    assert [(one.known_as, one.fault) for one in provider.statements.read(club, Q3).tellers] == [
        ("Stranger", "")
    ]


# ---- names


FOUND = {
    "Zosia did well": "a name",
    "rang 07700 900123": "a telephone number",
    "wrote to z.k@post.example": "an e-mail address",
    "from LS7 3AB": "a postcode",
    "number 943 476 5919": "a number like an NHS number",
    "born on 4 May 2011": "a date of birth",
    "Sam helped": "a name",
    "Quillfeather listened": "a name",
}


@pytest.mark.parametrize("text", FOUND)
@pytest.mark.parametrize(
    "where", ["narrative", "story", "risk", "voice", "changed", "variance", "exit", "target"]
)
def test_what_could_tell_of_somebody_is_found_wherever_it_stands(
    provider: Provider, club: str, zosia: str, text: str, where: str
) -> None:
    provider.network.add(zosia, LinkDetails("trusted_adult", "Mrs Quillfeather next door"))
    statements = provider.statements
    lines: dict[str, Callable[[], object]] = {
        "narrative": lambda: said(provider, club, NARRATIVE, text),
        "variance": lambda: said(provider, club, "R10.words", text),
        "risk": lambda: statements.write_lines(club, Q3, RISKS, ((*RISK[:4], text, ""),)),
        "target": lambda: statements.write_lines(club, Q3, TARGETS, (("x", "", "", "", text),)),
        "exit": lambda: statements.write_lines(club, Q3, LASTING, (("exit", text),)),
        "story": lambda: statements.write_story(club, Q3, story(zosia, words=text)),
        "changed": lambda: statements.write_story(club, Q3, story(zosia, changed=text)),
        "voice": lambda: statements.write_story(club, Q3, Story("voice", text, consent="Asked in May")),
    }
    lines[where]()
    (blocker,) = [one for one in provider.returns.preview(club, Q3).blockers if one.found]
    assert blocker.kind.endswith(f": {FOUND[text]}")
    assert blocker.blocks
    assert blocker.part
    personal = where in ("story", "voice", "changed")
    assert bool(blocker.answer_to) is not personal, "a name in somebody's own story is mended, not explained"


@pytest.mark.parametrize(
    "text",
    [
        "Northside Boxing opened on 5 October 2026 in Leeds, for £1,234,567,890.",
        "Her mum and her nan will mark the day; they may hope.",
        "We ran 12 sessions, 3.5 hours each, in Q1 2nd half; year 4 pupils came, and 14 girls.",
        "Phase 2 children's club, room B12 4pm, since 2019.",
        "A young person said it helped.",
    ],
)
def test_what_tells_of_nobody_is_left(provider: Provider, club: str, zosia: str, text: str) -> None:
    provider.network.add(zosia, LinkDetails("parent", "Mum"))
    said(provider, club, NARRATIVE, text)
    assert kinds(provider, club) == {}


@pytest.mark.parametrize(
    "text",
    ["Two of the girls led it", "3 pupils", "the only boy", "both young women", "one looked-after child"],
)
def test_few_people_in_the_narrative_are_a_warning(provider: Provider, club: str, text: str) -> None:
    said(provider, club, NARRATIVE, text)
    assert kinds(provider, club) == {"In “Narrative”: a few people told of": False}


def test_an_answer_covers_what_was_found_then_and_is_counted(
    provider: Provider, club: str, zosia: str, tmp_path: Path
) -> None:
    enrolled(provider, club, "Hope")
    said(provider, club, NARRATIVE, "Hope Street is our new home.")
    (warning,) = [one for one in provider.returns.noted(club, Q3) if one.answer_to and one.part]
    assert warning.blocks
    provider.statements.write_answers(club, Q3, {warning.answer_to: "It is the street."})
    assert kinds(provider, club) == {warning.kind: False}
    tallied = provider.returns.counted(club, Q3)
    assert tallied.get("R14", "answered", "value").value == 1
    assert tallied.get("R14", "warnings", "value").value == len(
        {one.answer_to for one in provider.returns.noted(club, Q3)} - {""}
    )
    said(provider, club, NARRATIVE, "Hope Street is our new home. Zosia painted it.")
    assert kinds(provider, club) == {warning.kind: True}, "that was not answered"
    provider.statements.write_answers(club, Q3, {"another": "x"})
    assert kinds(provider, club)[warning.kind], "an answer to something else does not cover it"
    provider.statements.write_answers(club, Q3, {warning.answer_to: " "})
    assert provider.statements.read(club, Q3).asked.answers == {"another": "x"}


def test_a_quarter_that_was_sent_can_be_written_and_is_a_resubmission(
    provider: Provider, club: str, tmp_path: Path
) -> None:
    provider.sessions.log(a_session(club, Q2.start))
    first = provider.returns.prepare(club, Q2, tmp_path, final=True).document.header
    provider.statements.write_lines(club, Q2, RISKS, (RISK,))
    second = provider.returns.prepare(club, Q2, tmp_path, final=True).document
    assert (first.version, second.header.version, second.words[RISKS]) == (1, 2, (RISK,))


# ---- whose it is


def test_a_story_is_given_to_whom_it_is_about_and_erased_with_them(
    provider: Provider, club: str, zosia: str
) -> None:
    provider.statements.write_story(club, Q3, story(zosia))
    said(provider, club, NARRATIVE, "Zosia painted the wall.")
    request = provider.subject_access.note(zosia, "Themselves", TODAY).id
    review = provider.subject_access.review(request)
    section = next(one for one in review.pack.sections if one.key == "stories")
    assert [row.cells[2:] for row in section.rows] == [("The warm-up", TOLD, "Age and hobby")]
    plan = provider.erasure.plan(zosia)
    (mention,) = plan.elsewhere
    assert (mention.where, mention.sentences) == (
        "Something said for a return",
        ("Zosia painted the wall.",),
    )
    provider.erasure.erase(zosia, "they_asked", PASSPHRASE)
    now = provider.statements.read(club, Q3).asked
    assert now.stories == ()
    assert now.words[NARRATIVE] == (("achievements", "[name removed] painted the wall."),)
    with provider.workspace.store.reading() as tx:
        assert tx.rows(select(story_table)) == []
        assert "Zosia" not in str([row["said"] for row in tx.rows(select(asked_table.c.said))])
    assert TOLD not in str([entry.fields for entry in provider.audit.read()])


def test_a_story_goes_with_the_record_when_two_are_brought_together_and_parted(
    provider: Provider, club: str, zosia: str
) -> None:
    provider.statements.write_story(club, Q3, story(zosia))
    zoe = provider.people.add(a_person("Zoe")).id
    merge = provider.merging.merge(zoe, zosia).id
    (kept,) = provider.statements.read(club, Q3).asked.stories
    assert kept.person_id == zoe
    assert not any(kinds(provider, club).values()), "the consent went with it"
    provider.merging.part(merge)
    (kept,) = provider.statements.read(club, Q3).asked.stories
    assert kept.person_id == zosia


def test_what_becomes_somebody_else_s_is_kept_apart_in_the_journal(
    provider: Provider, club: str, zosia: str
) -> None:
    (ben,) = enrolled(provider, club, "Ben")
    agreed = Conversation(days(-7), "self", "spoken", {"case_study": True})
    provider.consents.answer(ben, agreed)
    first = provider.statements.write_story(club, Q3, story(zosia)).id
    second = provider.statements.write_story(club, Q3, replace(story(ben), id=first, words="Ben's own.")).id
    assert first != second
    subjects = {
        entry.subject: str(entry.fields) for entry in provider.audit.read() if entry.entity == "story"
    }
    assert "Ben's own." not in subjects[zosia]
    assert TOLD not in subjects[ben]


def test_a_text_that_no_cell_of_a_spreadsheet_holds_is_refused_where_it_is_typed(
    provider: Provider, club: str
) -> None:
    """A spreadsheet counts an emoji as two: what it would cut off must not be signed."""
    room = "🔥" * 15_000
    provider.statements.write_lines(club, Q2, "R11", (("learning", room),))
    with pytest.raises(Refused, match="emoji"):
        provider.statements.write_lines(club, Q2, "R11", (("learning", "🔥" * 19_000),))
    assert provider.statements.read(club, Q2).asked.words["R11"] == (("learning", room),)
