from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PortalConfig(AppConfig):
    name = "ocop_portal"

    def ready(self):
        """Name the kinds of notices and have the runners ask for the daily sweep."""
        from core import jobs
        from ocop_portal import noticeboard, sweeps
        from products.selectors import VERBS

        sweeps.register()
        jobs.on_tick(noticeboard.tick)
        VERBS["cycle.remind"] = _("Nhắc xử lý hồ sơ")
        VERBS["cycle.due_moved"] = _("Tính lại hạn theo lịch nghỉ")
