from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "core"

    def ready(self):
        from django.db.models.signals import post_migrate
        from django.utils.module_loading import autodiscover_modules

        from core import checks, files, triggers  # noqa: F401  checks and jobs register on import

        # The one signal of the house: triggers must stand after every migrate (security §10).
        post_migrate.connect(triggers.after_migrate, sender=self, dispatch_uid="core.triggers")
        # Every room registers its kinds of background work in tasks.py (core.jobs.job); web server and runners know them all.
        autodiscover_modules("tasks")
