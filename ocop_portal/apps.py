from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "ocop_portal"

    def ready(self):
        """Name the kinds of notices and have the runners ask for the daily sweep."""
        from core import jobs
        from ocop_portal import noticeboard, sweeps

        sweeps.register()
        jobs.on_tick(noticeboard.tick)
