"""Jobs of the portal itself: the sweep of notices and its letters."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from core import notices
from core.jobs import job
from ocop_portal import noticeboard, sweeps


@job(noticeboard.SWEEP, title=noticeboard.SWEEP_TITLE, steps=[_("Tìm việc phải báo"), _("Ghi thông báo")])
def sweep(progress, parameters):
    """Tell what the day brings. All notices of a run stand or none: killed in between, the next run writes them."""
    day = date.fromisoformat(parameters["day"])
    progress(1)
    found = list(sweeps.drafts(day))
    progress(2)

    def commit():
        told = notices.tell(found)
        noticeboard.ask_letters(day)
        return {"told": told}

    return commit


@job(noticeboard.MAIL, title=noticeboard.MAIL_TITLE, steps=[_("Gửi thư")])
def letters(progress, parameters):
    """Letters go out as they are written; what is sent is marked at once."""
    progress(1)
    return noticeboard.send_letters(progress)
