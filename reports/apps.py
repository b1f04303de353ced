from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "reports"

    def ready(self):
        from core.files import gate
        from reports.selectors import may_fetch
        from reports.services import FILE_OWNER

        gate(FILE_OWNER, may_fetch)
