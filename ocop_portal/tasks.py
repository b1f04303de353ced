"""Jobs of the portal itself: the sweep of notices and its letters."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from core import notices
from core.jobs import job
from evaluations import remind_messages
from evaluations.services.reminders import work
from ocop_portal import noticeboard, reminders, sweeps
from products.models import Cycle


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


@job(
    reminders.JOB,
    title=remind_messages.TITLE_CYCLES % {"n": ""},
    steps=[remind_messages.STEP_WRITE, remind_messages.STEP_SEND],
)
def remind_cycles(progress, parameters):
    """Remind the places that cycles wait for, with one letter each in a PDF to print."""
    return work(progress, parameters, verb=reminders.VERB, model=Cycle, find=reminders.find, write=reminders.letter)
