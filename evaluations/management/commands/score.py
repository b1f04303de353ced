"""`manage.py score FILE` or `-`: the official scoring rules for other programs. JSON in, only JSON on standard output.

Reads no database and no variable. Exit 2 and one line on standard error, with its place, for any bad case; nothing is
printed then. The form of cases and answers: `evaluations/scorecases.py`.
"""

import sys
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext_lazy as _

from evaluations.scorecases import MAX_BYTES, CaseError, score_text
from evaluations.scoring_messages import place, sentence


class Command(BaseCommand):
    help = _("Tính kết quả chấm điểm từ tệp JSON theo bộ tiêu chí chính thức.")
    requires_system_checks = []
    requires_migrations_checks = False

    def add_arguments(self, parser):
        parser.add_argument("file", metavar="FILE", help=_("Tệp JSON, hoặc - để đọc từ đầu vào chuẩn."))

    def handle(self, *args, **options):
        try:
            answer = score_text(_read(options["file"]))
        except CaseError as error:
            where = place(error.number, error.path, error.member, error.criterion)
            text = sentence(error.code, error.values)
            raise CommandError(f"{where}: {text}" if where else text, returncode=2) from None
        self.stdout.write(answer)


def _read(name: str) -> bytes:
    """Bytes of the file or of standard input, one more than the limit at most."""
    try:
        if name == "-":
            return sys.stdin.buffer.read(MAX_BYTES + 1)
        with Path(name).open("rb") as file:
            return file.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        detail = getattr(error, "strerror", None) or type(error).__name__
        raise CaseError("unreadable", file=ascii(name)[:120], detail=detail) from None
