"""Finding a person and writing the first page of a record."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from tests.builders import (
    TODAY,
    Clock,
    a_person,
    a_session,
    an_enrolment,
    an_intervention,
    days,
    enrolled,
)
from vrp_desktop.domain.changes import Topic
from vrp_desktop.domain.errors import Refused
from vrp_desktop.domain.people import PersonDetails
from vrp_desktop.domain.sessions import Mark
from vrp_desktop.services.provider import Provider


def found(provider: Provider, text: str, limit: int = 50) -> list[str]:
    return [line.known_as for line in provider.people.search(text, limit)]


def test_everything_on_the_page_comes_back_as_it_was_written(provider: Provider) -> None:
    page = PersonDetails(
        known_as="Zoë",
        given_name="Zoë Maria",
        family_name="O’Brien",
        pronouns="she/her",
        birth_date=date(2011, 2, 28),
        approximate_age=15,
        approximate_age_on=days(-3),
        district="leeds",
        sex="female",
        ethnicity="prefer_not",
        education="school",
        enjoys="Boxing; drawing dragons.",
        good_at="Making the little ones laugh",
        wants="To be a vet",
        trusts="Her nan",
        communication="Text first, no phone calls",
    )
    saved = provider.people.add(page)
    person = provider.people.get(saved.id)
    assert person.details == page
    assert person.added_on == TODAY
    assert saved.changes.touch(Topic.PEOPLE)
    assert saved.changes.touch(Topic.RETURNS)


def test_a_nickname_is_enough(provider: Provider) -> None:
    person = provider.people.get(provider.people.add(a_person("  Jojo ")).id)
    assert person.known_as == "Jojo"
    assert person.details.age_on(TODAY) is None


@pytest.mark.parametrize(
    ("details", "field", "words"),
    [
        (a_person("   "), "known_as", "nickname is enough"),
        (a_person(birth_date=days(1)), "birth_date", "in the future"),
        (a_person(birth_date=date(1905, 11, 22)), "birth_date", "over 120"),
        (a_person(approximate_age=121, approximate_age_on=TODAY), "approximate_age", "between 0 and 120"),
        (a_person(district="mars"), "district", "not a choice"),
    ],
)
def test_a_faulty_field_is_refused_beside_the_field_and_nothing_is_written(
    provider: Provider, details: PersonDetails, field: str, words: str
) -> None:
    with pytest.raises(Refused) as refused:
        provider.people.add(details)
    assert words in refused.value.fields[field]
    assert provider.people.count() == 0


def test_every_faulty_field_is_named_at_once(provider: Provider) -> None:
    with pytest.raises(Refused) as refused:
        provider.people.add(a_person("", birth_date=days(1), sex="blue"))
    assert set(refused.value.fields) == {"known_as", "birth_date", "sex"}


def test_a_changed_page_is_found_by_its_new_name_only(provider: Provider) -> None:
    person_id = provider.people.add(a_person("Kit", family_name="Moss")).id
    page = provider.people.get(person_id).details
    provider.people.change(person_id, replace(page, known_as="Robin"))
    assert provider.people.get(person_id).known_as == "Robin"
    assert found(provider, "kit") == []
    assert found(provider, "robin moss") == ["Robin"]


def test_somebody_who_is_not_there_is_refused_in_words(provider: Provider) -> None:
    asks: tuple[Callable[[], object], ...] = (
        lambda: provider.people.get("nobody"),
        lambda: provider.people.change("nobody", a_person()),
    )
    for ask in asks:
        with pytest.raises(Refused, match="That person is not here any more"):
            ask()


@pytest.mark.parametrize(
    "typed", ["zoe", "ZOË", "zoë o'brien", "obrien", "brien zoe", "maria", "O’BRIEN", "  zo   ma "]
)
def test_accents_capitals_apostrophes_and_order_do_not_hide_anybody(provider: Provider, typed: str) -> None:
    provider.people.add(a_person("Zoë", given_name="Zoë Maria", family_name="O’Brien"))
    provider.people.add(a_person("Ben"))
    assert found(provider, typed) == ["Zoë"]


def test_polish_romanian_and_yoruba_names_are_found_without_their_letters(provider: Provider) -> None:
    for name in ("Łukasz", "Ștefan", "Ọlámidé"):
        provider.people.add(a_person(name))
    assert [found(provider, typed) for typed in ("lukasz", "stefan", "olamide")] == [
        ["Łukasz"],
        ["Ștefan"],
        ["Ọlámidé"],
    ]


def test_every_word_must_be_there(provider: Provider) -> None:
    provider.people.add(a_person("Ana", family_name="Khan"))
    provider.people.add(a_person("Ana", family_name="Smith"))
    assert len(provider.people.search("ana")) == 2
    assert [line.full_name for line in provider.people.search("ana kha")] == ["Khan"]
    assert found(provider, "ana kha smith") == []


def test_the_best_comes_first_then_names_that_begin_so_then_the_rest(provider: Provider) -> None:
    for known_as, family in (("Alan", "Zed"), ("Bob", "Anders"), ("Anna", "Zeta"), ("Ann", "Young")):
        provider.people.add(a_person(known_as, family_name=family))
    assert found(provider, "an") == ["Ann", "Anna", "Bob", "Alan"]


def test_signs_that_mean_something_to_a_database_mean_nothing_here(provider: Provider) -> None:
    provider.people.add(a_person("Ana"))
    assert [found(provider, typed) for typed in ("%", "_", "a%x", "' or 1=1 --")] == [[], [], [], []]


def test_a_limit_is_kept(provider: Provider) -> None:
    for number in range(5):
        provider.people.add(a_person(f"Ana {number}"))
    assert found(provider, "ana", limit=2) == ["Ana 0", "Ana 1"]
    assert len(provider.people.search("", limit=3)) == 3


def test_without_a_word_the_latest_added_or_supported_come_first(provider: Provider, clock: Clock) -> None:
    clock.go(days=-30)
    boxing = provider.interventions.add(an_intervention()).id
    early = provider.people.add(a_person("Early")).id
    provider.people.add(a_person("Absent"))
    clock.go(days=10)
    provider.people.add(a_person("Later"))
    clock.go(days=20)
    session = provider.sessions.log(a_session(boxing, days(-1))).id
    provider.registers.mark(session, early, Mark.LATE)
    assert found(provider, "") == ["Early", "Later", "Absent"]


def test_an_absence_is_not_support(provider: Provider, clock: Clock) -> None:
    clock.go(days=-30)
    boxing = provider.interventions.add(an_intervention()).id
    first = provider.people.add(a_person("First")).id
    provider.people.add(a_person("Second"))
    clock.go(days=30)
    session = provider.sessions.log(a_session(boxing)).id
    provider.registers.mark(session, first, Mark.ABSENT)
    assert found(provider, "") == ["Second", "First"]


def test_a_line_says_enough_to_recognise_somebody_by(provider: Provider) -> None:
    boxing = provider.interventions.add(an_intervention()).id
    art = provider.interventions.add(an_intervention("LEE-08", name="Art Room")).id
    (ana,) = enrolled(provider, boxing, "Ana")
    provider.enrolments.add(ana, art, an_enrolment(ended_on=days(-1), ending="completed"))
    page = provider.people.get(ana).details
    provider.people.change(
        ana, replace(page, given_name="Anastasia", birth_date=date(2012, 11, 23), district="leeds")
    )
    (line,) = provider.people.search("ana")
    assert (line.known_as, line.full_name, line.age, line.district) == ("Ana", "Anastasia", 13, "leeds")
    assert line.interventions == ("Northside Boxing",)


def test_one_name_spelt_in_three_ways_is_found_by_each_of_them(provider: Provider) -> None:
    spelt = {provider.people.add(a_person(name)).id for name in ("Zoe", "Zoë", "Zowie")}
    for typed in ("Zoe", "zoë", "ZOWIE"):
        assert {line.id for line in provider.people.search(typed)} == spelt
