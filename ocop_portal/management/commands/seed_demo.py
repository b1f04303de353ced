"""`manage.py seed_demo`: the demonstration data (design §7). Idempotent; refuses without DEMO=1; needs only migrations."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from ocop_portal.demo import messages
from ocop_portal.demo.seed import seed, taken_names


class Command(BaseCommand):
    help = "Nạp dữ liệu trình diễn: Quảng Bình đến 31/12/2020 và Quảng Trị hiện nay. Chỉ chạy khi DEMO=1."

    def handle(self, *args, **options):
        if not settings.DEMO:
            raise CommandError(str(messages.ONLY_DEMO))
        taken = taken_names()
        if taken:
            raise CommandError(str(messages.NAMES_TAKEN % {"names": ", ".join(taken)}))
        if not seed(lambda name: self.stdout.write(str(messages.ACT_DONE % {"name": name}))):
            self.stdout.write(str(messages.DONE_ALREADY))
