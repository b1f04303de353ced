"""Choices of core."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class JobState(TextChoices):
    QUEUED = "queued", _("Đang chờ")
    RUNNING = "running", _("Đang làm")
    DONE = "done", _("Đã xong")
    FAILED = "failed", _("Không hoàn thành")
    CANCELLED = "cancelled", _("Đã hủy")


LIVE_JOB_STATES = (JobState.QUEUED, JobState.RUNNING)
# States in which a job holds its key: waiting, under way, or with the one result of that key.
HOLDING_JOB_STATES = (*LIVE_JOB_STATES, JobState.DONE)


class ScanState(TextChoices):
    NOT_SCANNED = "not_scanned", _("Chưa quét vi-rút")
    CLEAN = "clean", _("Không có vi-rút")
    INFECTED = "infected", _("Có vi-rút")


class MailState(TextChoices):
    """What became of a notice by e-mail. `sending` is claimed: a process that dies there never sends a second letter."""

    NONE = "none", _("Không gửi thư")
    WAITING = "waiting", _("Chờ gửi thư")
    SENDING = "sending", _("Đang gửi thư")
    SENT = "sent", _("Đã gửi thư")
    FAILED = "failed", _("Chưa gửi được thư")


class MailChoice(TextChoices):
    OFF = "off", _("Không gửi thư điện tử")
    DAILY = "daily", _("Mỗi ngày một thư, gồm các thông báo mới")


class UploadState(TextChoices):
    """A file that comes in chunks."""

    OPEN = "open", _("Đang tải lên")
    JOINING = "joining", _("Đang gộp ảnh")
    READY = "ready", _("Đã tải xong")
