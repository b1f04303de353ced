"""manage.py load_regulations: regulations and product sets from the shipped files; safe to run again."""

from django.core.management.base import BaseCommand, CommandError

from products.regulationfiles import RegulationError
from products.services import load_regulations


class Command(BaseCommand):
    help = "Nạp các quyết định ban hành bộ tiêu chí và bộ sản phẩm."

    def handle(self, *args, **options):
        try:
            count = load_regulations()
        except RegulationError as error:
            raise CommandError(str(error), returncode=2) from error
        self.stdout.write(f"{count.created} created, {count.updated} updated, {count.unchanged} unchanged")
