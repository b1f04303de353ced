"""`manage.py load_rubrics`: every sheet file of evaluations/rubrics/ into rows. Run it again after a file changed."""

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext_lazy as _

from core.datafiles import DataError
from core.exceptions import Refused
from evaluations.services.rubrics import load_rubrics


class Command(BaseCommand):
    help = _("Nạp các phiếu chấm chính thức vào cơ sở dữ liệu.")

    def handle(self, *args, **options):
        try:
            done = load_rubrics()
        except (Refused, DataError) as error:
            raise CommandError(str(error)) from None
        self.stdout.write(
            _("%(created)s mới, %(replaced)s thay, %(new_version)s bản mới, %(unchanged)s không đổi.")
            % {key: done[key] for key in ("created", "replaced", "new_version", "unchanged")}
        )
        if done["kept"]:
            self.stdout.write(_("%(kept)s bộ giữ bản đã công bố trên hệ thống.") % {"kept": done["kept"]})
