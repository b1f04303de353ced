"""`manage.py create_admin USER --name "Họ tên"`: the first administrator; the password is read from the terminal or stdin."""

import getpass
import sys

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from accounts.enums import Role
from accounts.services import create_user, grant_role
from core.audit import SYSTEM
from core.exceptions import Refused


class Command(BaseCommand):
    help = "Create an administrator of the system."

    def add_arguments(self, parser):
        parser.add_argument("user")
        parser.add_argument("--name", required=True)

    def handle(self, *args, **options):
        password = getpass.getpass("Mật khẩu: ") if sys.stdin.isatty() else sys.stdin.readline().rstrip("\n")
        try:
            with transaction.atomic():
                user = create_user(username=options["user"], full_name=options["name"], password=password, actor=SYSTEM)
                grant_role(user=user, role=Role.ADMIN, actor=SYSTEM)
        except Refused as error:
            raise CommandError(error.sentence) from None
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from None
        self.stdout.write(f"Đã tạo quản trị hệ thống “{user.username}”.")
