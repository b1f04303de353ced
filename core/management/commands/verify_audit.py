"""`manage.py verify_audit`: the chain of the audit log, the rooms' own checks, and that the triggers stand (design §7)."""

from django.core.management.base import BaseCommand, CommandError

from core import audit, messages, triggers


class Command(BaseCommand):
    help = "Walk the audit chain; name the first bad row and end with 1, or say OK."

    def handle(self, *args, **options):
        """Prints "OK: N events" and ends with 0; otherwise one sentence on standard error and exit 1."""
        good, broken = audit.first_break()
        if broken is not None:
            raise CommandError(messages.CHAIN[broken.code] % {"number": broken.number})
        absent = triggers.missing()
        if absent:
            raise CommandError(messages.TRIGGER_MISSING % {"names": ", ".join(absent)})
        for check in audit.checks():
            for sentence in check():
                raise CommandError(str(sentence))
        self.stdout.write(f"OK: {good} events")
