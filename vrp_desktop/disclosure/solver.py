"""HiGHS, held so that a changed bound or price starts from the last answer. One thread, fixed seed."""

from collections.abc import Sequence, Sized
from dataclasses import dataclass
from enum import Enum, auto
from typing import Any

import highspy
import numpy as np
from numpy.typing import ArrayLike, NDArray

INFINITY = highspy.kHighsInf
Row = tuple[Sequence[int], Sequence[float], float, float]
"""Columns, coefficients, least and greatest value of the row."""


@dataclass(frozen=True)
class Matrix:
    """Many rows at once: where each begins, columns and coefficients, least and greatest values."""

    start: NDArray[Any]
    column: NDArray[Any]
    value: NDArray[Any]
    low: NDArray[Any]
    high: NDArray[Any]


def matrix(rows: Sequence[Row]) -> Matrix:
    """Rows as a matrix."""
    return Matrix(
        np.cumsum([0, *(len(row[0]) for row in rows)]),
        np.array([c for row in rows for c in row[0]]),
        np.array([c for row in rows for c in row[1]]),
        np.array([row[2] for row in rows]),
        np.array([row[3] for row in rows]),
    )


class Status(Enum):
    """How a solve ended. STOPPED is out of nodes or time, UNSAFE everything a proof must not rest on."""

    OPTIMAL = auto()
    STOPPED = auto()
    INFEASIBLE = auto()
    UNBOUNDED = auto()
    UNSAFE = auto()


@dataclass
class Answer:
    """``values`` by column, empty where there are none. ``objective`` is the solver's own; ``bound`` is what
    no solution goes below. ``multipliers`` by row are a linear program's."""

    status: Status
    values: list[float]
    objective: float = 0.0
    bound: float = -INFINITY
    multipliers: Sequence[float] = ()

    def whole(self) -> list[int] | None:
        """The values as whole numbers, None where one of them is not whole."""
        found = np.asarray(self.values)
        rounded = np.rint(found)
        if found.size and np.abs(found - rounded).max() >= 1e-6:
            return None
        whole: list[int] = rounded.astype(int).tolist()
        return whole


_STATUS = {
    highspy.HighsModelStatus.kTimeLimit: Status.STOPPED,
    highspy.HighsModelStatus.kSolutionLimit: Status.STOPPED,
    highspy.HighsModelStatus.kIterationLimit: Status.STOPPED,
    highspy.HighsModelStatus.kInterrupt: Status.STOPPED,
    highspy.HighsModelStatus.kOptimal: Status.OPTIMAL,
    highspy.HighsModelStatus.kInfeasible: Status.INFEASIBLE,
    highspy.HighsModelStatus.kUnbounded: Status.UNBOUNDED,
}


class Model:
    """A linear program (minimising), or an integer one where ``integer``: all columns, or each as said."""

    def __init__(
        self,
        low: Sized,
        high: Sized,
        price: Sized,
        rows: Sequence[Row] | Matrix,
        integer: bool | Sequence[bool] = False,
        primal: bool = False,
    ) -> None:
        self.columns = len(low)
        self._whole = bool(integer)
        lp = highspy.HighsLp()
        if not isinstance(rows, Matrix):
            rows = matrix(rows)
        lp.num_col_, lp.num_row_ = len(low), len(rows.low)
        lp.col_cost_ = np.array(price, dtype=np.double)
        lp.col_lower_ = np.array(low, dtype=np.double)
        lp.col_upper_ = np.array(high, dtype=np.double)
        lp.row_lower_ = rows.low.astype(np.double)
        lp.row_upper_ = rows.high.astype(np.double)
        lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        lp.a_matrix_.start_ = rows.start.astype(np.int32)
        lp.a_matrix_.index_ = rows.column.astype(np.int32)
        lp.a_matrix_.value_ = rows.value.astype(np.double)
        if integer:
            every = [True] * len(low) if isinstance(integer, bool) else integer
            kinds = highspy.HighsVarType.kContinuous, highspy.HighsVarType.kInteger
            lp.integrality_ = [kinds[whole] for whole in every]
        self._highs = highspy.Highs()  # type: ignore[no-untyped-call] # highspy says no types here
        for name, value in (
            ("output_flag", False),
            ("threads", 1),
            ("parallel", "off"),
            ("random_seed", 0),
            # Presolve would throw the last basis away; an integer program gains more from it than it loses.
            ("presolve", "on" if integer else "off"),
            ("mip_rel_gap", 0.0),
            ("mip_abs_gap", 0.0),
            # Where only prices change from solve to solve, the last answer stays a place to start from.
            ("simplex_strategy", 4 if primal else 1),
        ):
            self._highs.setOptionValue(name, value)
        self._highs.passModel(lp)

    def bound(self, column: int, low: float, high: float) -> None:
        """Sets what a column may be."""
        self._highs.changeColBounds(column, float(low), float(high))

    def bounds(self, low: ArrayLike, high: ArrayLike) -> None:
        """Sets what every column may be."""
        every = np.arange(self.columns, dtype=np.int32)
        self._highs.changeColsBounds(
            self.columns, every, np.asarray(low, dtype=np.double), np.asarray(high, dtype=np.double)
        )

    def price(self, column: int, price: float) -> None:
        """Sets a column's part of the objective."""
        self._highs.changeColCost(column, float(price))

    def add(self, rows: Sequence[Row]) -> None:
        """Adds rows after those there are."""
        for columns, coefficients, low, high in rows:
            self._highs.addRow(low, high, len(columns), list(columns), list(coefficients))

    def drop(self, rows: Sequence[int]) -> None:
        """Takes rows out; the others close up."""
        self._highs.deleteRows(len(rows), np.asarray(rows, dtype=np.int32))

    def start_from(self, values: Sequence[float]) -> None:
        """A solution to improve on."""
        solution = highspy.HighsSolution()
        solution.col_value = list(values)
        self._highs.setSolution(solution)

    def limit(self, seconds: float, nodes: int | None = None, gap: float = 0.0) -> None:
        """Ends the next solve early, or once what it has found is within ``gap`` of the least; what it has
        found by then is given back."""
        self._highs.setOptionValue("mip_abs_gap", gap)
        self._highs.setOptionValue("time_limit", self._highs.getRunTime() + max(0.0, seconds))
        if nodes is not None:
            self._highs.setOptionValue("mip_max_nodes", nodes)

    def forget(self) -> None:
        """Starts the next solve from nothing, where that is nearer than the last answer."""
        self._highs.clearSolver()

    def solve(self) -> Answer:
        """Solves from the last basis; once more from nothing before it gives the answer up as unsafe."""
        for attempt in (1, 2):
            self._highs.run()
            status = _STATUS.get(self._highs.getModelStatus(), Status.UNSAFE)
            if status is Status.OPTIMAL or (status is Status.STOPPED and self._whole):
                return self._answer(status)
            if status is not Status.UNSAFE or attempt == 2:
                return Answer(status, [])
            self._highs.clearSolver()
        raise AssertionError

    def _answer(self, status: Status) -> Answer:
        info, solution = self._highs.getInfo(), self._highs.getSolution()
        objective = float(info.objective_function_value)
        if not self._whole:
            return Answer(status, list(solution.col_value), objective, objective, list(solution.row_dual))
        found = solution.value_valid and abs(objective) < INFINITY
        return Answer(
            status, list(solution.col_value) if found else [], objective, float(info.mip_dual_bound)
        )
