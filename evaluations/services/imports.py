"""Import of recognised products (design §7): the transaction around reading and writing a list."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from core import audit, clock
from districts.models import AdministrativeUnit
from evaluations import import_messages as messages
from evaluations.enums import RowOutcome
from evaluations.importing.meaning import understand
from evaluations.importing.places import Gazetteer
from evaluations.importing.rows import parse_row
from evaluations.importing.tables import RawRow
from evaluations.services.importruns import RowResult, Run
from products.models import Regulation
from products.regulationfiles import regulation_codes
from products.services import load_regulations


@dataclass
class ImportResult:
    """Of a whole file, in its order. `written` is False for a dry run and where rejected rows stopped everything."""

    rows: list[RowResult]
    written: bool = False
    refused: bool = False

    def count(self, outcome: str) -> int:
        return sum(row.outcome == outcome for row in self.rows)

    @property
    def summary(self) -> str:
        """The line that other programs read."""
        return ", ".join(f"{self.count(outcome)} {outcome}" for outcome in RowOutcome.values)


class _Rollback(Exception):
    """Ends a run that writes nothing."""


def import_rows(
    *,
    rows: list[RawRow],
    source_name: str,
    actor=audit.SYSTEM,
    unit_code: str = "",
    on: date | None = None,
    skip_bad: bool = False,
    dry_run: bool = False,
    at: datetime | None = None,
) -> ImportResult:
    """Bring a list of recognised products into the portal, in one transaction.

    In: rows of `importing.tables.read_table`; `unit_code` where rows without a province belong, found by each row's
    date or by `on`. In order: regulations and sets are loaded if they are not; every row is parsed, understood and
    matched with what stands; producers, products, decisions with their items, certificates and recognitions are
    written, certificates superseded, products brought to their certificate; one event `import.recognition` for each
    row created or updated and one `import.run`, last. A run that changes nothing writes nothing, no event either.
    Out: one result per row, in the file's order. With `dry_run`, or where a row is rejected without `skip_bad`,
    nothing is written and the results say what would have been.
    """
    moment = at or clock.now()
    parsed = [(raw, *parse_row(raw)) for raw in rows]
    results = {
        raw.number: RowResult(raw.number, RowOutcome.REJECTED, sentences=errors)
        for raw, row, errors in parsed
        if errors
    }
    refused = bool(results) and not skip_bad
    try:
        with transaction.atomic():
            if not set(regulation_codes()) <= set(Regulation.objects.values_list("code", flat=True)):
                load_regulations()
            map_ = Gazetteer()
            units = [u for u in map_.units.values() if unit_code and u.code == unit_code]
            today = clock.local_day(moment)
            meanings = [
                understand(row, map_, today, _unit_for(units, on or row.issued_on), on)
                for _raw, row, errors in parsed
                if row
            ]
            run = Run(map_, source_name, actor, moment)
            run.write(meanings)
            results.update(run.results())
            if dry_run or refused:
                raise _Rollback
            run.record(len(rows), len(rows) - len(meanings))
    except _Rollback:
        pass
    ordered = [results[raw.number] for raw in rows]
    return ImportResult(ordered, written=not (dry_run or refused), refused=refused)


def _unit_for(units: list[AdministrativeUnit], day: date | None) -> AdministrativeUnit | None:
    """Of the units that bear the code at different times, the one of the row's day; without a day the first."""
    standing = [u for u in units if day is None or u.stands_on(day)]
    return (standing or units or [None])[0]


def refused_sentence(result: ImportResult) -> str:
    """Why nothing was written."""
    return str(messages.NOTHING_WRITTEN % {"count": result.count(RowOutcome.REJECTED)})
