"""The measures that come with the program, and what is said of a definition that is faulty."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from vrp_desktop import shipped
from vrp_desktop.domain.errors import Refused
from vrp_desktop.domain.instrument_files import read
from vrp_desktop.domain.instruments import Entry, Instrument, shipped_instruments
from vrp_desktop.domain.own_measures import OwnMeasure


def of(code: str) -> Instrument:
    return next(one for one in shipped_instruments() if one.code == code)


def own(**fields: Any) -> dict[str, Any]:
    """A sound definition of two items, with these fields in place of its own."""
    return {
        "code": "sport",
        "title": "Sport",
        "version": "1",
        "answers": {"often": [[0, "Never"], [1, "Sometimes"], [2, "Often"]]},
        "items": [
            {"code": "1", "words": "I like to come", "lowest": 0, "highest": 2, "answers": "often"},
            {"code": "2", "words": "I am bored", "lowest": 0, "highest": 2, "answers": "often"},
        ],
        "scales": [
            {
                "code": "total",
                "title": "Total",
                "items": ["1", "2"],
                "reversed": ["2"],
                "better": "higher",
                "bands": [{"first": 0, "last": 1, "words": "low"}, {"first": 2, "last": 4, "words": "high"}],
            }
        ],
        "informants": [{"who": "self", "youngest": 10, "oldest": 25}],
        **fields,
    }


def changed(**fields: Any) -> dict[str, Any]:
    """The same with these fields of its scale."""
    definition = own()
    definition["scales"][0].update(fields)
    return definition


def test_the_measures_that_may_be_shipped_are_shipped() -> None:
    found = {one.code: one for one in shipped_instruments()}
    assert {code for code, one in found.items() if not one.opt_in} == {"ons4", "yp_core", "core_10"}
    assert {code for code, one in found.items() if one.opt_in} == {
        *("gad_7", "phq_9", "rosenberg", "sdq", "wemwbs", "swemwbs", "outcomes_star")
    }


@pytest.mark.parametrize("code", ["sdq", "wemwbs", "swemwbs", "rosenberg", "yp_core", "outcomes_star"])
def test_no_item_is_shipped_that_a_licence_does_not_let_us_ship(code: str) -> None:
    assert not of(code).has_words


@pytest.mark.parametrize(
    ("code", "entry"),
    [
        ("sdq", Entry.SCORES),
        ("wemwbs", Entry.SCORES),
        ("swemwbs", Entry.SCORES),
        ("outcomes_star", Entry.DATE),
        ("ons4", Entry.ITEMS),
    ],
)
def test_what_is_kept_of_each(code: str, entry: Entry) -> None:
    assert of(code).entry is entry
    assert bool(of(code).items) is (entry is Entry.ITEMS)
    assert bool(of(code).scales) is (entry is not Entry.DATE)


def test_what_has_to_be_attributed_is() -> None:
    for code in ("core_10", "yp_core"):
        assert "CC BY-ND 4.0" in of(code).attribution
        assert "CORE System Trust" in of(code).attribution
    assert all(one.attribution and one.licence for one in shipped_instruments())


def test_licences_that_a_provider_must_have_are_to_be_confirmed() -> None:
    confirmed = {one.code for one in shipped_instruments() if one.confirm}
    assert confirmed == {"rosenberg", "sdq", "wemwbs", "swemwbs", "outcomes_star"}
    assert all(of(code).opt_in for code in confirmed)


def test_a_change_that_is_called_reliable_names_its_source() -> None:
    rules = {one.code: scale.change for one in shipped_instruments() for scale in one.scales}
    assert all(rule.source for rule in rules.values())
    assert {code: rule.at_least for code, rule in rules.items() if rule.at_least is not None} == {
        "core_10": 6,
        "gad_7": 4,
        "phq_9": 6,
        "wemwbs": 3,
    }


@pytest.mark.parametrize(("code", "item"), [("phq_9", "9"), ("core_10", "6"), ("yp_core", "4")])
def test_an_answer_about_their_safety_is_followed_from_the_first_step_on(code: str, item: str) -> None:
    assert of(code).worrying({item: 0}) == ()
    assert [one.code for one in of(code).worrying({item: 1, "1": 3})] == [item]


@pytest.mark.parametrize(
    ("code", "who", "age", "why"),
    [
        ("core_10", "self", 11, "CORE-10 is for ages 17 and over; Ana was 11"),
        ("core_10", "self", 17, None),
        ("yp_core", "self", 10, "11 to 16"),
        ("yp_core", "self", 16, None),
        ("yp_core", "self", 17, "11 to 16"),
        ("yp_core", "teacher", 14, "answered by the child or young adult"),
        ("sdq", "teacher", 4, None),
        ("sdq", "self", 10, "11 to 17"),
        ("sdq", "self", None, "Write how old Ana is first"),
        ("outcomes_star", "worker", None, None),
    ],
)
def test_wrong_age_and_wrong_informant_are_refused_with_the_reason(
    code: str, who: str, age: int | None, why: str | None
) -> None:
    said = of(code).why_not(who, age, "Ana")
    assert said is None if why is None else why in str(said)


def test_anxiety_is_not_asked_under_sixteen() -> None:
    ons = of("ons4")
    assert [item.code for item in ons.asked(15)] == ["satisfied", "worthwhile", "happy"]
    assert len(ons.asked(16)) == 4
    assert "anxious" not in [item.code for item in ons.asked(None)]


def test_a_sound_definition_is_read() -> None:
    made = read(json.loads(json.dumps(own())))
    assert (made.scales[0].lowest, made.scales[0].highest) == (0, 4)
    assert made.scales[0].band(2) == "high"
    assert made.items[0].answer_words(1) == "Sometimes"


FAULTS: dict[str, Callable[[], Any]] = {
    "definition": list,
    "": dict,
    "code": lambda: own(code="Über kurz"),
    "title": lambda: own(title="=1+1"),
    "version": lambda: own(version=1),
    "items": lambda: own(items=[]),
    "items.1": lambda: own(items=[{"code": "1", "reversd": True}]),
    "items.1.highest": lambda: own(items=[{"code": "1", "lowest": 3, "highest": 3}]),
    "items.2.code": lambda: own(items=[{"code": "1", "lowest": 0, "highest": 3}] * 2),
    "items.1.answers": lambda: own(items=[{"code": "1", "lowest": 0, "highest": 3, "answers": "else"}]),
    "scales": lambda: own(scales=[]),
    "scales.1.reversed": lambda: changed(reversed=["7"]),
    "scales.1.items": lambda: changed(items=["1", "8"]),
    "scales.1.better": lambda: changed(better="more"),
    "scales.1.missing": lambda: changed(missing=2),
    "scales.1.method": lambda: changed(method="median"),
    "scales.1.bands.2.first": lambda: changed(
        bands=[{"first": 0, "last": 2, "words": "low"}, {"first": 2, "last": 4, "words": "high"}]
    ),
    "scales.1.bands.1.last": lambda: changed(bands=[{"first": 0, "last": 5, "words": "low"}]),
    "scales.1.bands.1.words": lambda: changed(bands=[{"first": 0, "last": 4, "words": "@now"}]),
    "scales.1.change.source": lambda: changed(change={"at_least": 2}),
    "scales.1.change.at_least": lambda: changed(change={"at_least": True, "source": "Us"}),
    "informants": lambda: own(informants=[]),
    "informants.1.who": lambda: own(informants=[{"who": "nobody"}]),
    "informants.1.oldest": lambda: own(informants=[{"who": "self", "youngest": 12, "oldest": 11}]),
    "date_only": lambda: own(date_only=True, score_entry_only=True),
    "score_entry_only": lambda: own(score_entry_only="yes"),
    "weeks": lambda: own(weeks=0),
    "about": lambda: own(about="x" * 100_000),
}


@pytest.mark.parametrize("field", FAULTS)
def test_a_faulty_definition_is_refused_by_the_name_of_its_field(field: str) -> None:
    with pytest.raises(Refused) as refused:
        read(FAULTS[field]())
    if field:
        assert list(refused.value.fields) == [field]
        assert f"“{field}”" in str(refused.value)
    assert len(str(refused.value)) < 400


@pytest.mark.parametrize("title", ["=cmd", "+1", "-1", "@x", "\t=1", "x" * 100_000, "two\nlines", "  "])
def test_a_title_is_a_line_that_no_spreadsheet_takes_for_a_formula(title: str) -> None:
    if title == "\t=1":
        title = "\t=1".strip()
    with pytest.raises(Refused) as refused:
        read(own(title=title))
    assert list(refused.value.fields) == ["title"]


def test_every_shipped_file_is_called_as_its_code() -> None:
    names = {path.stem for path in shipped.folder("instruments").iterdir()}
    assert names == {one.code for one in shipped_instruments()}


def test_a_measure_written_in_the_form_is_a_sound_definition() -> None:
    form = OwnMeasure(
        "Feeling safe, here & now",
        "I feel safe here\n\n  I am afraid to come  \n",
        1,
        3,
        "No\nA little\nYes",
        reversed="2",
        youngest=9,
    )
    made = read(form.definition())
    assert (made.code, made.title) == ("feeling_safe_here_now", "Feeling safe, here & now")
    assert [item.title for item in made.items] == ["I feel safe here", "I am afraid to come"]
    assert made.items[0].answers == ((1, "No"), (2, "A little"), (3, "Yes"))
    (scale,) = made.scales
    assert (scale.lowest, scale.highest, scale.reversed) == (2, 6, frozenset({"2"}))
    assert made.informants[0].ages == "9 and over"


def test_in_the_form_each_item_can_be_a_score_of_its_own() -> None:
    made = read(OwnMeasure("Zuversicht", "“Ich” mag mich\n= 2", 0, 4, each=True).definition())
    assert [(scale.title, scale.highest) for scale in made.scales] == [("Ich” mag mich", 4), ("2", 4)]


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"title": " "}, "title"),
        ({"items": "\n \n"}, "items"),
        ({"lowest": 4, "highest": 4}, "highest"),
        ({"highest": None}, "highest"),
        ({"words": "No\nYes"}, "words"),
        ({"reversed": "2, 9"}, "reversed"),
        ({"youngest": 16, "oldest": 11}, "oldest"),
        ({"informants": ()}, "informants"),
    ],
)
def test_the_form_is_refused_beside_its_field(fields: dict[str, Any], field: str) -> None:
    with pytest.raises(Refused) as refused:
        OwnMeasure(**{"title": "Sport", "items": "One\nTwo", **fields}).definition()
    assert list(refused.value.fields) == [field]
