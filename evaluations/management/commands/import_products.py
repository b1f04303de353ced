"""`manage.py import_products FILE [--unit CODE[@DATE]] [--dry-run] [--skip-bad] [--report OUT.csv]` (design §7)."""

import csv
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from core.formats import safe_cell
from core.text import nfc
from districts.exceptions import AmbiguousUnit, UnitError
from districts.models import AdministrativeUnit
from districts.selectors import find_unit, parse_unit_argument
from evaluations import import_messages as messages
from evaluations.enums import RowOutcome
from evaluations.importing.tables import Unreadable, read_table
from evaluations.services.imports import import_rows, refused_sentence

HEADING = ["row", "outcome", "traps", "sentences", "product_id"]


class Command(BaseCommand):
    help = "Nhập danh sách sản phẩm OCOP đã được công nhận từ tệp CSV hoặc XLSX; chạy lại không đổi gì."

    def add_arguments(self, parser):
        parser.add_argument("file", metavar="FILE")
        parser.add_argument("--unit", metavar="CODE[@DATE]", help="đơn vị của danh sách, ví dụ 44@2020-12-31")
        parser.add_argument("--dry-run", action="store_true", help="chạy thử, không ghi gì")
        parser.add_argument("--skip-bad", action="store_true", help="ghi các dòng tốt khi có dòng bị từ chối")
        parser.add_argument("--report", metavar="OUT.csv", help="ghi kết quả từng dòng vào tệp này")

    def handle(self, *args, **options):
        try:
            table = read_table(Path(options["file"]))
        except Unreadable as error:
            raise CommandError(str(error), returncode=2) from error
        code, on = self._unit(options["unit"])
        report = self._open(options["report"])
        try:
            if not AdministrativeUnit.objects.exists():
                raise CommandError(str(messages.NO_UNITS), returncode=1)
            result = import_rows(
                rows=table.rows,
                source_name=nfc(Path(options["file"]).name),
                unit_code=code,
                on=on,
                skip_bad=options["skip_bad"],
                dry_run=options["dry_run"],
            )
            if report:
                self._report(report, result)
        finally:
            if report:
                report.close()
        for row in result.rows:
            for sentence in row.sentences:
                self.stdout.write(f"{row.number}: {row.outcome}: {sentence}")
        if table.ignored:
            self.stdout.write(str(messages.COLUMNS_IGNORED % {"columns": ", ".join(table.ignored)}))
        if table.absent:
            self.stdout.write(str(messages.COLUMNS_ABSENT % {"columns": ", ".join(table.absent)}))
        if options["dry_run"]:
            self.stdout.write(str(messages.DRY_RUN))
        self.stdout.write(result.summary)
        if result.refused:
            self.stdout.flush()
            raise CommandError(refused_sentence(result), returncode=1)

    def _unit(self, text):
        """Code and forced date of --unit; an unknown one is refused with the candidates."""
        if not text:
            return "", None
        try:
            code, on = parse_unit_argument(text)
            find_unit(code, None, on)
        except AmbiguousUnit as error:
            if on is not None:
                raise CommandError(str(error), returncode=1) from error
            # Each row's own date tells which of them is meant.
        except UnitError as error:
            raise CommandError(str(error), returncode=1) from error
        return code, on

    def _open(self, name):
        """The report's file, opened before anything is written to the database."""
        if not name:
            return None
        try:
            return Path(name).open("w", encoding="utf-8-sig", newline="")
        except OSError as error:
            raise CommandError(str(messages.REPORT_NOT_WRITTEN % {"file": name}), returncode=2) from error

    def _report(self, handle, result):
        """One line for each row of the file."""
        writer = csv.writer(handle)
        writer.writerow(HEADING)
        for row in result.rows:
            kept = result.written or row.outcome == RowOutcome.UNCHANGED
            writer.writerow(
                [
                    row.number,
                    row.outcome,
                    " ".join(row.traps),
                    safe_cell(" ".join(row.sentences)),
                    row.product_id if kept and row.product_id else "",
                ]
            )
