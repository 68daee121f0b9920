"""The provider's commands: demo, return, summary."""

import argparse
from pathlib import Path
from typing import Any

from vrp_desktop.cli.common import (
    add_json,
    add_store,
    answer,
    opened,
    passphrase,
    passphrase_is_given,
    progress,
)
from vrp_desktop.domain.permissions import StoreKind
from vrp_desktop.domain.quarters import Quarter

# The services are imported when a command runs: no command pays for the libraries of another.


def add_to(commands: "argparse._SubParsersAction[Any]") -> None:
    """Adds the commands to the parser."""
    _add_demo(commands)
    _add_return(commands)
    _add_summary(commands)


def _add_demo(commands: "argparse._SubParsersAction[Any]") -> None:
    demo = commands.add_parser(
        "demo",
        help="make a provider's store with invented people",
        description="Makes a provider's store with invented people, to look around in.",
    )
    add_store(demo)
    for name, number, what in (
        ("seed", 1, "the same seed gives the same people"),
        ("people", 120, "how many people"),
        ("sessions", 240, "how many sessions"),
        ("quarters", 4, "how many quarters back, the present one included"),
    ):
        demo.add_argument(f"--{name}", type=int, default=number, metavar="N", help=f"{what} ({number})")
    add_json(demo)
    demo.set_defaults(run=_demo)


def _demo(asked: argparse.Namespace) -> int:
    from vrp_desktop.services import demo
    from vrp_desktop.services.provider import Provider

    own = passphrase_is_given(asked)
    secret = passphrase(asked) if own else demo.PASSPHRASE
    if not own:
        progress(f"No passphrase was given: it is “{demo.PASSPHRASE}”, as on the demo's screen.")
    workspace = demo.make(
        asked.store, secret, asked.seed, asked.people, asked.sessions, asked.quarters, progress=_Steps()
    )
    try:
        provider = Provider(workspace)
        codes = [each.code for each in provider.returns.interventions()]
        quarters = [str(quarter) for quarter in provider.returns.quarters()]
        people = provider.people.count()
    finally:
        workspace.close()
    plain = {
        "store": str(asked.store),
        "seed": asked.seed,
        "people": people,
        "sessions": asked.sessions,
        "interventions": codes,
        "quarters": quarters,
    }
    answer(
        asked,
        plain,
        f"{people:,} invented people in {len(codes)} interventions ({', '.join(codes)}), "
        f"{quarters[0]} to {quarters[-1]}, stand in {asked.store}.",
    )
    return 0


class _Steps:
    """Says how far long work is: each new step, and every tenth of all of it."""

    def __init__(self) -> None:
        self._said: tuple[str, int] | None = None

    def __call__(self, done: int, total: int, what: str) -> None:
        tenth = 10 * done // total if total else 10
        if self._said != (what, tenth):
            self._said = (what, tenth)
            progress(f"{100 * done // total if total else 100:3} %  {what}")


def _add_return(commands: "argparse._SubParsersAction[Any]") -> None:
    made = commands.add_parser(
        "return",
        help="make the quarterly return of an intervention, or list what there is",
        description="Makes the quarterly return of one intervention as a signed workbook and a PDF; lists "
        "the interventions and quarters there are (--list); or writes the empty workbook (--template).",
    )
    add_store(made, required=False)
    made.add_argument("--list", action="store_true", help="list the interventions and quarters there are")
    made.add_argument(
        "--template",
        action="store_true",
        help="write the empty workbook and the open standard; needs no store",
    )
    made.add_argument("--intervention", metavar="CODE", help="its code, like LEE-07")
    made.add_argument("--quarter", metavar="QUARTER", help="like 2026-27-Q2; April to June is Q1")
    made.add_argument("--out", type=Path, metavar="DIR", help="the folder to write to")
    made.add_argument("--final", action="store_true", help="freeze it: no draft, but the return itself")
    add_json(made)
    made.set_defaults(run=lambda asked: _return(asked, made))


def _return(asked: argparse.Namespace, command: argparse.ArgumentParser) -> int:
    if asked.list and asked.template:
        command.error("--list and --template do not go together")
    needed = {"list": ("store",), "template": ("out",), "": ("store", "intervention", "quarter", "out")}
    missing = [
        f"--{name}"
        for name in needed["list" if asked.list else "template" if asked.template else ""]
        if getattr(asked, name) is None
    ]
    if missing:
        command.error(f"the following arguments are required: {', '.join(missing)}")
    if asked.template:
        return _template(asked)
    return _list(asked) if asked.list else _make(asked)


def _template(asked: argparse.Namespace) -> int:
    from vrp_desktop.services.returns import write_template
    from vrp_desktop.services.standard import write_standard

    path = write_template(asked.out)
    standard = write_standard(asked.out)
    words = [f"The empty workbook is {path}.", "For other programs, the standard stands beside it:"]
    answer(
        asked,
        {"workbook": str(path), "standard": [str(one) for one in standard]},
        "\n".join([*words, *(f"  {one.name}" for one in standard)]),
    )
    return 0


def _list(asked: argparse.Namespace) -> int:
    from vrp_desktop.services.returns import Returns

    with opened(asked, StoreKind.PROVIDER) as workspace:
        returns = Returns(workspace)
        interventions = [{"code": each.code, "name": each.name} for each in returns.interventions()]
        quarters = [str(quarter) for quarter in returns.quarters()]
    lines = [f"{each['code']}  {each['name']}" for each in interventions] or ["No interventions yet."]
    answer(
        asked,
        {"interventions": interventions, "quarters": quarters},
        "\n".join([*lines, "", *quarters]),
    )
    return 0


def _make(asked: argparse.Namespace) -> int:
    from vrp_desktop.services.provider import Provider

    quarter = Quarter.parse(asked.quarter)
    with opened(asked, StoreKind.PROVIDER) as workspace:
        provider = Provider(workspace)
        intervention = provider.interventions.by_code(asked.intervention)
        made = provider.returns.prepare(intervention.id, quarter, asked.out, asked.final, progress)
    header = made.document.header
    plain = {
        "workbook": str(made.workbook),
        "pdf": str(made.pdf),
        "intervention": header.intervention_code,
        "quarter": str(header.quarter),
        "standing": header.standing.value,
        "version": header.version,
        "content_hash": made.document.content_hash,
        "primary": made.primary,
        "secondary": made.secondary,
        "warnings": list(made.warnings),
    }
    words = [
        f"{header.intervention}, {header.quarter.label}: {header.standing.value}, version {header.version}.",
        f"{made.primary} small counts are hidden, and {made.secondary} more so that none of them follows.",
        f"Workbook: {made.workbook}",
        f"PDF: {made.pdf}",
        *(f"Worth a look: {warning}" for warning in made.warnings),
    ]
    answer(asked, plain, "\n".join(words))
    return 0


def _add_summary(commands: "argparse._SubParsersAction[Any]") -> None:
    summary = commands.add_parser(
        "summary",
        help="all interventions of a provider together, and the delivery map",
        description="Writes the summary over all interventions as a workbook and a PDF: sums, different "
        "people, the trend, and the delivery map. It is for the provider's own eyes, with nothing hidden; "
        "with --outside it is made of published returns only, and may leave the house.",
    )
    add_store(summary)
    summary.add_argument("--quarter", required=True, metavar="QUARTER", help="like 2026-27-Q2")
    summary.add_argument("--year", action="store_true", help="the year to the quarter's end")
    summary.add_argument("--outside", action="store_true", help="of published returns only")
    summary.add_argument("--out", required=True, type=Path, metavar="DIR", help="the folder to write to")
    add_json(summary)
    summary.set_defaults(run=_summary)


def _summary(asked: argparse.Namespace) -> int:
    from vrp_desktop.services.summaries import Summaries

    quarter = Quarter.parse(asked.quarter)
    with opened(asked, StoreKind.PROVIDER) as workspace:
        summaries = Summaries(workspace)
        written = summaries.export(quarter, asked.year, asked.out, asked.outside, progress)
        made = written.summary
    plain = {
        "workbook": str(written.workbook),
        "pdf": str(written.pdf),
        "period": made.period,
        "outside": made.outside,
        "interventions": [each.code for each in made.interventions],
        "missing": list(made.missing),
        "sums": {
            line.words: None if line.total is None else [line.total.low, line.total.high]
            for line in made.lines
        },
        "different_people": made.different,
    }
    words = [
        f"{made.period}: {len(made.interventions)} interventions.",
        f"{made.lines[0].words}, summed: {made.lines[0].total}. "
        f"Different people: {'not told' if made.different is None else f'{made.different:,}'}.",
        f"Workbook: {written.workbook}",
        f"PDF: {written.pdf}",
        *(["This is for your own eyes: small counts are not hidden in it."] if not made.outside else []),
    ]
    answer(asked, plain, "\n".join(words))
    return 0
