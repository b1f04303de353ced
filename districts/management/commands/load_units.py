"""`manage.py load_units [--check] [--province CODE …]`: the shipped units into the database (design §4)."""

from django.core.management.base import BaseCommand, CommandError

from districts import messages, services
from districts.exceptions import UnitDataError
from districts.unit_files import read_all, restricted


class Command(BaseCommand):
    help = "Loads the administrative units before and after 1/7/2025 and what became of them; safe to repeat."

    def add_arguments(self, parser):
        parser.add_argument("--check", action="store_true", help="write nothing; exit 1 if the database differs")
        parser.add_argument(
            "--province",
            action="append",
            metavar="CODE",
            help="only this province of the map to 30/6/2025 and the whole province that it became (may be repeated)",
        )

    def handle(self, *args, **options):
        try:
            data = read_all()
        except UnitDataError as error:
            raise CommandError(str(error), returncode=2) from error
        if options["province"]:
            try:
                data = restricted(data, options["province"])
            except KeyError as error:
                raise CommandError(messages.UNKNOWN_PROVINCE % {"code": error.args[0]}, returncode=2) from error
        count = services.load_units(data=data, dry_run=options["check"])
        if options["check"] and count.differs:
            raise CommandError(messages.UNIT_DATA_DIFFERS % {"created": count.created, "updated": count.updated})
        self.stdout.write(f"{len(data.units)} units, {len(data.names)} names, {len(data.successions)} successions")
        self.stdout.write(f"{count.created} created, {count.updated} updated, {count.unchanged} unchanged")
