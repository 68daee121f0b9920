"""Somebody who lays published returns of one intervention beside each other and works out what they can.

An implementation of its own: it reads nothing but the published documents and what everybody knows of their
form, writes it all down as one integer program, and asks for the least and the greatest value of a figure.
"""

from collections.abc import Iterable, Sequence
from typing import Any

import highspy
import numpy as np

from vrp_desktop.domain.returns import form
from vrp_desktop.domain.returns.figures import Key, ReturnDocument, Shown
from vrp_desktop.domain.returns.form import keys as every_figure

MOST = 1_000
OPEN_START, OPEN_END = ("R2", "open_start", "people"), ("R2", "open_end", "people")
QUARTER, YEAR = ("R2", "supported_quarter", "people"), ("R2", "supported_ytd", "people")


class Reader:
    """Say which figures are the ``same`` in two documents: the hardest case for whoever published them."""

    def __init__(self, documents: Sequence[ReturnDocument]) -> None:
        self._documents = documents
        self._column: dict[tuple[int, Key], int] = {}
        self._rows: list[tuple[dict[int, float], float, float]] = []
        self._upper: list[float] = []
        self._lower: list[float] = []
        for number, document in enumerate(documents):
            for table, row, column, key in every_figure():
                figure = document.get(*key)
                if not table.counts_people(row, column):
                    continue
                if figure.shown is Shown.CONFIDENTIAL:
                    self._add((number, key))
                elif figure.shown is Shown.VALUE and document.header.method.startswith("rounding"):
                    # Whatever is shown stands for any count that lies within 4 of it.
                    assert isinstance(figure.value, int)
                    self._add((number, key), max(0, figure.value - 4), figure.value + 4)
            for relation in form.relations():
                self._relate(number, relation.terms, relation.relation)
            if document.header.quarter.number == 1:
                self._relate(number, ((QUARTER, 1), (YEAR, -1)), "=")

    def same(self, one: tuple[int, Key], other: tuple[int, Key]) -> None:
        """Two figures are one and the same."""
        self._constrain([(one, 1), (other, -1)], "=", 0)

    def difference(self, large: tuple[int, Key], small: tuple[int, Key]) -> tuple[int, Key]:
        """A name for how much one figure is more than another, which may be less than nothing."""
        name = (-1 - len(self._upper), ("difference", f"{large}", f"{small}"))
        self._add(name, -MOST)
        self._constrain([(large, 1), (small, -1), (name, -1)], "=", 0)
        return name

    def total(self, figures: Sequence[tuple[int, Key]]) -> tuple[int, Key]:
        """A name for the sum of figures."""
        name = (-1 - len(self._upper), ("total", str(len(self._rows)), ""))
        self._add(name)
        self._upper[-1] = MOST * len(figures)
        self._constrain([*((figure, 1) for figure in figures), (name, -1)], "=", 0)
        return name

    def is_told(self, figure: tuple[int, Key], least: float, most: float | None) -> None:
        """Somebody has published that a figure lies between two numbers."""
        self._rows.append(({self._column[figure]: 1}, least, highspy.kHighsInf if most is None else most))

    def at_most(self, small: tuple[int, Key], large: Sequence[tuple[int, Key]]) -> None:
        """A figure is at most the sum of others."""
        self._constrain([(small, 1), *((figure, -1) for figure in large)], "<=", 0)

    def knows(self, figure: tuple[int, Key]) -> tuple[int, int]:
        """The least and the greatest the figure can be."""
        if figure not in self._column:
            number, key = figure
            value = self._documents[number].get(*key).value
            assert isinstance(value, int | float)
            return int(value), int(value)
        return self._end(self._column[figure], 1), self._end(self._column[figure], -1)

    def can_be(self, figure: tuple[int, Key], value: int) -> bool:
        """Whether there are whole numbers that agree with everything and have this value there."""
        if figure not in self._column:
            return self.knows(figure) == (value, value)
        model = self._model()
        model.changeColBounds(self._column[figure], float(value), float(value))
        model.run()
        return bool(model.getModelStatus() == highspy.HighsModelStatus.kOptimal)

    def _add(self, name: tuple[int, Key], least: int = 0, most: int = MOST) -> None:
        self._column[name] = len(self._upper)
        self._lower.append(least)
        self._upper.append(most)

    def _relate(self, number: int, terms: Iterable[tuple[Key, int]], relation: str) -> None:
        there = list(terms)
        document = self._documents[number]
        for key, _ in there:
            shown = document.get(*key).shown
            if shown in (Shown.NOT_APPLICABLE, Shown.NOT_AVAILABLE):
                return
        if not any((number, key) in self._column for key, _ in there):
            return
        self._constrain([((number, key), by) for key, by in there], relation, 0)

    def _constrain(self, terms: list[tuple[tuple[int, Key], int]], relation: str, rest: float) -> None:
        row: dict[int, float] = {}
        for name, by in terms:
            if name in self._column:
                row[self._column[name]] = row.get(self._column[name], 0) + by
            else:
                number, key = name
                value = self._documents[number].get(*key).value
                assert isinstance(value, int | float)
                rest -= by * value
        low = rest if relation == "=" else -highspy.kHighsInf
        if row:
            self._rows.append((row, low, rest))

    def _model(self) -> Any:
        made = highspy.Highs()  # type: ignore[no-untyped-call]  # highspy says no types here
        made.setOptionValue("output_flag", False)
        lp = highspy.HighsLp()
        lp.num_col_, lp.num_row_ = len(self._upper), len(self._rows)
        lp.col_cost_ = np.zeros(len(self._upper))
        lp.col_lower_ = np.array(self._lower, dtype=np.double)
        lp.col_upper_ = np.array(self._upper, dtype=np.double)
        lp.row_lower_ = np.array([low for _, low, _ in self._rows], dtype=np.double)
        lp.row_upper_ = np.array([high for _, _, high in self._rows], dtype=np.double)
        lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        lp.a_matrix_.start_ = np.cumsum([0, *(len(row) for row, _, _ in self._rows)], dtype=np.int32)
        lp.a_matrix_.index_ = np.array([c for row, _, _ in self._rows for c in row], dtype=np.int32)
        lp.a_matrix_.value_ = np.array([v for row, _, _ in self._rows for v in row.values()], dtype=np.double)
        lp.integrality_ = [highspy.HighsVarType.kInteger] * len(self._upper)
        made.passModel(lp)
        return made

    def _end(self, column: int, sign: int) -> int:
        model = self._model()
        model.changeColCost(column, float(sign))
        model.run()
        assert model.getModelStatus() == highspy.HighsModelStatus.kOptimal
        value: float = model.getSolution().col_value[column]
        return round(value)
