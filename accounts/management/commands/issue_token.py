"""`manage.py issue_token USER --name NAME --days N`: print a new token of a person, once."""

from django.core.management.base import BaseCommand, CommandError

from accounts.models import User
from accounts.services import issue_token
from core.audit import SYSTEM
from core.exceptions import Refused


class Command(BaseCommand):
    help = "Issue an API token of a user; its text is printed once and kept nowhere."

    def add_arguments(self, parser):
        parser.add_argument("user")
        parser.add_argument("--name", required=True)
        parser.add_argument("--days", type=int, default=90)

    def handle(self, *args, **options):
        user = User.objects.filter(username=options["user"].strip().lower(), is_active=True).first()
        if user is None:
            raise CommandError(f"Không có tài khoản “{options['user']}” đang hoạt động. Kiểm tra lại tên đăng nhập.")
        try:
            _token, plain = issue_token(user=user, name=options["name"], days=options["days"], actor=SYSTEM)
        except Refused as error:
            raise CommandError(error.sentence) from None
        self.stdout.write(plain)
