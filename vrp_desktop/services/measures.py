"""Which measures the organisation uses: those that come with the program, and its own."""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from vrp_desktop.db.queries import measures as queries
from vrp_desktop.db.queries import settings
from vrp_desktop.db.store import Tx, WriteTx
from vrp_desktop.domain import instrument_files
from vrp_desktop.domain.changes import Changes, Saved, Topic
from vrp_desktop.domain.errors import Refused
from vrp_desktop.domain.instruments import Instrument, Measure, shipped_instruments
from vrp_desktop.domain.permissions import Action
from vrp_desktop.services.service import Service

MEASURES = "measures"
"""The setting's name: which are turned on and off, and which licences were confirmed when."""
MOST_BYTES = 256 * 1024
"""How long a file with a definition may be."""
_CHANGES = Changes.in_(Topic.MEASURES, Topic.SETTINGS)


class Measures(Service):
    """Turning measures on and off, and adding one's own."""

    def all(self) -> tuple[Measure, ...]:
        """Every one there is, those in use first, then by title."""
        with self._reading(Action.READ_RECORDS, Action.SET_UP) as tx:
            return every(tx)

    def offered(self) -> tuple[Measure, ...]:
        """Those in use."""
        return tuple(measure for measure in self.all() if measure.on and measure.retired_on is None)

    def turn_on(self, code: str, *, confirmed: bool = False) -> Saved:
        """It is offered from now on; one that was retired, again. Refused where its licence asks for a
        confirmation that is not given."""
        with self._writing(Action.SET_UP) as tx:
            measure = _found(tx, code)
            if measure.instrument.confirm and not confirmed:
                raise Refused.for_fields(
                    {"confirmed": f"Confirm it first, with a tick: “{measure.instrument.confirm}”"}
                )
            if measure.own:
                queries.retire(tx, code, None)
            self._switch(tx, measure.instrument, on=True)
            return Saved(code, _CHANGES)

    def turn_off(self, code: str) -> Saved:
        """It is not offered any more; what was filled in stays."""
        with self._writing(Action.SET_UP) as tx:
            self._switch(tx, _found(tx, code).instrument, on=False)
            return Saved(code, _CHANGES)

    def add_own(self, definition: Mapping[str, Any]) -> Saved:
        """Adds a measure of the organisation's own, in the form of the files that come with the program, and
        offers it. Refused with the name of the field that is wrong, or where its code is taken."""
        with self._writing(Action.SET_UP) as tx:
            made = instrument_files.read(definition)
            if any(measure.instrument.code == made.code for measure in every(tx)):
                raise Refused.for_fields(
                    {"code": f"There is a measure “{made.code}” already. Give this one another short name."}
                )
            queries.add(tx, made.code, dict(definition), self._today)
            if not made.confirm:
                self._switch(tx, made, on=True)
            return Saved(made.code, _CHANGES)

    def add_from_file(self, path: Path) -> Saved:
        """Adds a measure whose definition stands in a file. Refused like ``add_own``, or where there
        is none in it."""
        self._need(Action.SET_UP)
        return self.add_own(_read_file(path))

    def retire(self, code: str) -> Saved:
        """A measure of one's own is not used any more; what was filled in stays. Turned on, it is back."""
        with self._writing(Action.SET_UP) as tx:
            if not queries.retire(tx, code, self._today):
                raise Refused("Only a measure of your own can be retired. Turn this one off.")
            return Saved(code, _CHANGES)

    def _switch(self, tx: WriteTx, instrument: Instrument, *, on: bool) -> None:
        stored = settings.read(tx, MEASURES, {})
        chosen = {
            "on": set(stored.get("on", ())) - {instrument.code},
            "off": set(stored.get("off", ())) - {instrument.code},
        }
        chosen["on" if on else "off"].add(instrument.code)
        confirmed = {k: v for k, v in stored.get("confirmed", {}).items() if k != instrument.code}
        if on and instrument.confirm:
            confirmed[instrument.code] = self._today.isoformat()
        kept = {name: sorted(codes) for name, codes in chosen.items()} | {"confirmed": confirmed}
        if kept != stored:
            settings.write(tx, MEASURES, kept)


def every(tx: Tx) -> tuple[Measure, ...]:
    """Every measure there is, those in use first, then by title."""
    stored = settings.read(tx, MEASURES, {})
    found = [
        _standing(Measure(instrument, not instrument.opt_in), stored) for instrument in shipped_instruments()
    ]
    for _, definition, retired_on in queries.every(tx):
        own = Measure(instrument_files.read(definition), on=False, own=True, retired_on=retired_on)
        found.append(_standing(own, stored))
    return tuple(
        sorted(found, key=lambda m: (m.retired_on is not None, not m.on, m.instrument.title.casefold()))
    )


def _standing(measure: Measure, stored: Mapping[str, Any]) -> Measure:
    code = measure.instrument.code
    on = code in stored.get("on", ()) or (measure.on and code not in stored.get("off", ()))
    confirmed = stored.get("confirmed", {}).get(code)
    day = None if confirmed is None else date.fromisoformat(confirmed)
    # A licence that has to be confirmed, and was not, is not there: whatever else the setting says.
    return replace(measure, on=on and (not measure.instrument.confirm or day is not None), confirmed_on=day)


def _found(tx: Tx, code: str) -> Measure:
    measure = next((one for one in every(tx) if one.instrument.code == code), None)
    if measure is None:
        raise Refused("That measure is not here any more. Close this page and open it again.")
    return measure


def _read_file(path: Path) -> Mapping[str, Any]:
    try:
        with path.open("rb") as file:
            content = file.read(MOST_BYTES + 1)
    except OSError:
        raise Refused.for_fields({"file": f"“{path.name}” cannot be read. Choose another file."}) from None
    if len(content) > MOST_BYTES:
        raise Refused.for_fields(
            {"file": f"“{path.name}” is too long for a definition. Choose another file."}
        )
    try:
        read = json.loads(content.decode("utf-8"))
    except (ValueError, RecursionError):
        raise Refused.for_fields(
            {"file": f"“{path.name}” does not hold a definition (JSON). Choose another file, or mend it."}
        ) from None
    if not isinstance(read, Mapping):
        raise Refused.for_fields({"file": f"“{path.name}” does not hold a definition in curly brackets."})
    return read
