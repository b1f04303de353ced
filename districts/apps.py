from django.apps import AppConfig


class DistrictsConfig(AppConfig):
    name = "districts"

    def ready(self):
        from core.files import gate
        from districts.plan_selectors import may_fetch_plan
        from districts.plan_services import FILES

        gate(FILES, may_fetch_plan)
