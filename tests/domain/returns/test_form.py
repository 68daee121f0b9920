"""The form of the return is the standard ``vrp-return/1``: earlier returns are read by it for good."""

import hashlib

from vrp_desktop.domain import codes
from vrp_desktop.domain.returns import form

FIGURES = (
    "42bc4b96c7dfde0c68ae698d2a449088d7ac2fe0675edb9a0020be4cede0114f"  # pragma: allowlist secret - a digest
)
VRP_RETURN_1 = (
    "52ac7900d3752c86e50ea1e2db2fbb89e7a2a4e7cb5b6052890dfed08aff9834"  # pragma: allowlist secret - a digest
)


def test_the_figures_and_their_definitions_are_those_of_the_standard() -> None:
    """Whoever adds a choice to a list without thinking of the returns that are out there goes red here."""
    every_figure = tuple(form.keys())
    keys = ["/".join(key) for *_, key in every_figure]
    assert hashlib.sha256("\n".join(keys).encode()).hexdigest() == FIGURES
    names = ["/".join((*key, row.definition)) for _, row, _, key in every_figure]
    assert len(names) == 731
    assert hashlib.sha256("\n".join(names).encode()).hexdigest() == VRP_RETURN_1


def test_every_choice_of_an_answer_has_a_row_or_is_not_known() -> None:
    for name in form.ONE_WAY:
        listed = codes.code_list({"district": "home_district"}.get(name, name))
        assert [row.code for row in form.table(f"R3.{name}").rows] == [
            *(code.code for code in listed.codes if listed.has_row(code.code)),
            "not_known",
            "total",
        ]
    by_sex = [column.code for column in form.table("R3.age").columns]
    assert by_sex == [*(code.code for code in codes.code_list("sex").with_rows), "not_known", "total"]
