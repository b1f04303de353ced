"""What the pages of background jobs show, as plain values (guides/ux §9)."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from core import clock, jobs
from core.enums import JobState
from core.models import Job

TONES = {
    JobState.QUEUED: "",
    JobState.RUNNING: "info",
    JobState.DONE: "ok",
    JobState.FAILED: "bad",
    JobState.CANCELLED: "soon",
}
ICONS = {JobState.QUEUED: "clock", JobState.RUNNING: "wait"}


def seconds(count: float) -> str:
    """22 giây; 3 phút 5 giây."""
    whole = max(0, int(count))
    if whole < 60:
        return _("%(seconds)s giây") % {"seconds": whole}
    return _("%(minutes)s phút %(seconds)s giây") % {"minutes": whole // 60, "seconds": whole % 60}


def summary(row: Job) -> dict:
    """A row of the list: the job, its badge."""
    return {"job": row, "tone": TONES[row.state], "icon": ICONS.get(row.state, "")}


def describe(row: Job, *, may_steer: bool) -> dict:
    """Context of core/job.html."""
    result = row.result if isinstance(row.result, dict) else {}
    ran = ((row.finished_at or clock.now()) - row.started_at).total_seconds() if row.started_at else 0
    return {
        **summary(row),
        "live": row.state in (JobState.QUEUED, JobState.RUNNING),
        "place": jobs.place_in_queue(row),
        "ran": seconds(ran),
        "steps": step_items(row),
        "files": result.get("files", []),
        "links": result.get("links", []),
        "may_cancel": may_steer and row.state in (JobState.QUEUED, JobState.RUNNING) and not row.cancel_asked,
        "may_again": may_steer and row.state in (JobState.FAILED, JobState.CANCELLED) and row.kind in jobs.KINDS,
    }


def step_items(row: Job) -> list[dict]:
    """The steps of the kind for {% jobsteps %}: done with its seconds, the one under way with its words, the rest to come."""
    kind = jobs.KINDS.get(row.kind)
    if kind is None or len(kind.steps) != row.steps:
        return []
    begun = {step: datetime.fromisoformat(at) for step, at in row.marks}
    over = row.state == JobState.DONE
    items = []
    for number, label in enumerate(kind.steps, start=1):
        done = over or number < row.step
        now = not over and number == row.step and row.state == JobState.RUNNING
        ends = min((at for step, at in begun.items() if step > number), default=row.finished_at)
        took = seconds((ends - begun[number]).total_seconds()) if done and ends and number in begun else ""
        note = took if done else row.step_label if now else "" if row.step == number else _("chưa làm")
        items.append({"label": label, "note": note, "state": "done" if done else "now" if now else ""})
    return items


def file_url(pk: int) -> str:
    """Address of a stored file."""
    return reverse("core:file", args=[pk])
