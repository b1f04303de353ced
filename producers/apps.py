from django.apps import AppConfig


class ProducersConfig(AppConfig):
    name = "producers"

    def ready(self):
        from core.files import gate
        from producers.selectors import may_fetch_activity, may_fetch_course
        from producers.step1_services import ACTIVITY_FILES, COURSE_FILES

        gate(ACTIVITY_FILES, may_fetch_activity)
        gate(COURSE_FILES, may_fetch_course)
