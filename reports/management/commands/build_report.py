"""`manage.py build_report`: the three files of a report in a folder, complete or not at all (design §7)."""

import os
import shutil
import sys
import tempfile
from datetime import date
from pathlib import Path

from django.core.management.base import BaseCommand

from core import clock
from core.audit import SYSTEM
from core.exceptions import Refused
from reports import builder, messages, services
from reports.periods import cut_off, parse_kind, parse_period
from reports.selectors import unit_at_end


class Command(BaseCommand):
    help = "Build a report: KIND-CODE-P.pdf, .xlsx and .docx. Exit 2 with one sentence when it cannot be."
    requires_system_checks = []

    def add_arguments(self, parser):
        # Presence is checked in handle(), so that what is missing is said in one Vietnamese sentence as well.
        parser.add_argument("kind", nargs="?", default="", help="quarterly, half-year, nine-month, annual")
        parser.add_argument("--unit", default="", help="CODE or CODE@YYYY-MM-DD")
        parser.add_argument("--period", default="", help="2026Q3, 2026H1, 2026M9, 2026")
        parser.add_argument("--as-of", default="", help="cut-off day, YYYY-MM-DD; default the period's end or today")
        parser.add_argument("--out", default="", help="folder for the files")

    def handle(self, *args, **options):
        try:
            paths = self.build(options)
        except Refused as refusal:
            self.stderr.write(refusal.sentence)
            sys.exit(2)
        except OSError as error:
            why = messages.DISK.get(error.errno, messages.DISK_OTHER)
            words = {"path": options["out"], "why": why}
            self.stderr.write(str(messages.OUT_NOT_WRITABLE % words))
            sys.exit(2)
        for path in paths:
            self.stdout.write(str(path))

    def build(self, options) -> list[Path]:
        """Checks, figures, files in memory, then all three into the folder."""
        for name, sentence in (
            ("kind", messages.KIND_MISSING),
            ("unit", messages.UNIT_MISSING),
            ("period", messages.PERIOD_MISSING),
            ("out", messages.OUT_MISSING),
        ):
            if not options[name]:
                raise Refused(sentence, code=name)
        kind = parse_kind(options["kind"])
        period = parse_period(options["period"], kind)
        as_of = cut_off(period, clock.today(), _day(options["as_of"]))
        unit = unit_at_end(options["unit"], period)
        data = services.compose(kind=kind, unit=unit, period=period, as_of=as_of)
        files = builder.build(data, builder.seal(data), builder.stem(kind, unit.code, period))
        services.freeze(actor=SYSTEM, unit=unit, data=data)
        return write_all(Path(options["out"]), files)


def _day(text: str) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise Refused(messages.BAD_AS_OF % {"text": text}, code="as_of") from error


def write_all(out: Path, files) -> list[Path]:
    """All files into `out`, or none: written beside it first, then renamed; what a failed rename left is taken back."""
    out.mkdir(parents=True, exist_ok=True)
    work = Path(tempfile.mkdtemp(prefix=".build-", dir=out))
    old: dict[Path, Path] = {}
    placed: list[Path] = []
    try:
        for file in files:
            with (work / file.name).open("wb") as handle:
                handle.write(file.content)
                handle.flush()
                os.fsync(handle.fileno())
        for file in files:
            target = out / file.name
            if target.exists():
                old[target] = work / f"{file.name}.old"
                target.replace(old[target])
            placed.append(target)
            (work / file.name).replace(target)
    except BaseException:
        for target in placed:
            target.unlink(missing_ok=True)
            if target in old:
                old[target].replace(target)
        raise
    finally:
        shutil.rmtree(work, ignore_errors=True)
    return placed
