"""A later version of a return about few people: it can be sent, and says of nobody that they were corrected.

What is held against it is a reader of its own making, who knows the published documents, the form and what
the mark of a mean says, and nothing of how they were protected.
"""

import random
from collections.abc import Sequence
from dataclasses import replace

import pytest

from tests.services.reader import YEAR, Reader
from tests.services.test_memory import counts, of, open_to, people, sent
from tests.services.test_protection import hidden_keys
from vrp_desktop.disclosure.model import Frozen
from vrp_desktop.domain.returns import form
from vrp_desktop.domain.returns.figures import Key, ReturnDocument, Shown, Value
from vrp_desktop.services.memory import Past, together
from vrp_desktop.services.protecting import protect_document

T = 5

HARD = [(8, 1, 1), (9, 0, 1), (11, 1, 2), (12, 0, -1), (13, 0, 2), (28, 0, 1), (32, 0, 2), (36, 2, 2)]
"""How many people, dealt how, how many of them were not there after all: none of these can be hidden from
somebody who knows which figures are the same, or the mark of a mean leaves too few numbers."""
EASY = [(people, seed, 1 if seed % 2 else -1) for people in (8, 12, 15) for seed in range(2, 4)]


def corrected(number: int, seed: int, by: int) -> tuple[ReturnDocument, ReturnDocument]:
    """A return, and one in which the last few people are not counted, or a few more are."""
    return of(people(number, seed)), of(people(number - by, seed), version=2)


def reader_of(documents: Sequence[ReturnDocument]) -> Reader:
    """Somebody who has these, and knows when a mean is there."""
    reader = Reader(documents)
    for number, document in enumerate(documents):
        for table in form.OUTCOMES:
            for row in form.table(table).rows:
                key = (table, row.code, "paired")
                if document.get(*key).shown is Shown.CONFIDENTIAL:
                    mark = document.get(table, row.code, "mean_before").shown
                    few = {Shown.NOT_APPLICABLE: (0, 0), Shown.NOT_AVAILABLE: (1, 9)}
                    reader.is_told((number, key), *few.get(mark, (10, None)))
    return reader


def small(history: Sequence[Past]) -> list[tuple[int, Key]]:
    """The small counts of each of them."""
    return [
        (number, key)
        for number, past in enumerate(history)
        for key, value in counts(past.counted).items()
        if 1 <= value < T
    ]


def of_few(before: Past, after: Past) -> list[Key]:
    """The figures that anybody could read before, and that have changed by few people."""
    was, now = counts(before.counted), counts(after.counted)
    return [
        key
        for key in was
        if 0 < abs(now[key] - was[key]) < T and before.published.get(*key).shown is Shown.VALUE
    ]


def withstands(history: Sequence[Past], draw: random.Random, most: int) -> None:
    """Of the two versions, no small count is found, nor who was corrected."""
    before, after = history
    reader = reader_of([past.published for past in history])
    figures = small(history)
    for figure in draw.sample(figures, min(most, len(figures))):
        assert open_to(reader, figure), figure
    changed = of_few(before, after)
    assert changed
    was, now = counts(before.counted), counts(after.counted)
    for key in draw.sample(changed, min(most, len(changed))):
        sign = 1 if now[key] > was[key] else -1
        numbers = {by: was[key] + sign * by for by in range(T + 1) if was[key] + sign * by >= 0}
        possible = {by for by, number in numbers.items() if reader.can_be((1, key), number)}
        # Where a mark rules out some of the small changes, none at all or a large one stays possible.
        assert possible >= {by for by in numbers if 1 <= by < T} or possible & {0, T}, key


@pytest.mark.parametrize(("number", "seed", "by"), HARD)
def test_a_correction_of_few_people_can_be_sent_and_is_not_given_away(
    number: int, seed: int, by: int
) -> None:
    before, after = corrected(number, seed, by)
    _, first = sent(before)
    protected, second = sent(after, [first])
    assert protected.given_away == {}
    assert hidden_keys(first.published) & counts(after).keys() <= hidden_keys(second.published)
    withstands([first, second], random.Random(seed), 5)


def test_dozens_of_corrections() -> None:
    for number, seed, by in EASY:
        before, after = corrected(number, seed, by)
        _, first = sent(before)
        _, second = sent(after, [first])
        withstands([first, second], random.Random(seed), 2)


def test_what_covered_for_a_correction_is_not_taken_for_known_later() -> None:
    before, after = corrected(8, 1, 1)
    _, first = sent(before)
    _, second = sent(after, [first])
    covers = {
        key
        for key, value in counts(before).items()
        if first.published.get(*key).shown is Shown.VALUE
        and second.published.get(*key).shown is Shown.CONFIDENTIAL
        and counts(after)[key] == value
    }
    assert covers, "a figure that did not change is hidden"
    again = replace(after, header=replace(after.header, version=3))
    joint = together(again, [first, second])
    frozen = {cell.id: cell.frozen for cell in joint.problem.cells}
    assert {frozen[joint.cell_of[key]] for key in covers} == {Frozen.SUPPRESSED}
    third, past = sent(again, [first, second])
    assert third.given_away == {}
    assert all(third.document.get(*key).shown is Shown.CONFIDENTIAL for key in covers)
    later = of(people(60, 4, supported_ytd=75), "2026-27-Q3")
    after_that, _ = sent(later, [first, second, past])
    assert after_that.given_away == {}


def test_who_knows_what_is_the_same_is_withstood_wherever_that_can_be() -> None:
    """An unchanged figure is hidden for lack of another way only."""
    before, after = of(people(60, 1)), of(people(59, 1), version=2)
    _, first = sent(before)
    _, second = sent(after, [first])
    for key, value in counts(before).items():
        if value == counts(after)[key] and first.published.get(*key).shown is Shown.VALUE:
            assert second.published.get(*key).shown is Shown.VALUE, key


def test_a_mark_that_leaves_one_number_does_not_give_the_change_away() -> None:
    """Eleven pairs were ten. That there is a mean says that they are no fewer; nothing must say that they are
    no more."""
    row: dict[Key, Value] = {
        ("R7", "goal.individual", column): value
        for column, value in {"baseline": 11, "paired": 11, "improved": 11}.items()
    }
    dealt = people(40, 3)
    values = {key: value for key, value in dealt.items() if key[:2] != ("R7", "goal.individual")}
    before = of(values | row)
    after = of(values | dict.fromkeys(row, 10), version=2)
    _, first = sent(before)
    assert all(first.published.get(*key).value == 11 for key in row)
    _, second = sent(after, [first])
    reader = reader_of([first.published, second.published])
    for key in row:
        low, high = reader.knows((1, key))
        assert low < high >= 11, key
    joint = together(after, [first])
    cells = {cell.id: cell for cell in joint.problem.cells}
    for key in list(row)[:2]:
        assert joint.problem.needed(cells[joint.cell_of[key]]) == (10, 11), "ten, or no change at all"


def test_what_nothing_can_hide_is_refused_in_words() -> None:
    """The years to date before and after were sent with one number: that in between can be no other."""
    published = [
        Past(one, protect_document(one).document)
        for one in (
            of(people(70, 1), "2026-27-Q1"),
            of(people(60, 2, supported_ytd=70), "2026-27-Q3"),
            of(people(50, 3, supported_ytd=69), "2026-27-Q2"),
        )
    ]
    assert [past.published.get(*YEAR).value for past in published] == [70, 70, 69]
    protected = protect_document(of(people(50, 3, supported_ytd=70), version=2), published)
    assert not protected.safe
    assert YEAR in protected.unmet
    assert form.name_of(YEAR) in protected.why
    assert "The return that was sent stands" in protected.why
