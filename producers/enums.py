"""Choices of producers."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ProducerKind(TextChoices):
    """Who may take part (26/2026 Art. 2.3; regulation.md §2.2). The last three only for tourism (set 26)."""

    COOPERATIVE = "cooperative", _("Hợp tác xã")
    COOPERATIVE_GROUP = "cooperative_group", _("Tổ hợp tác")
    ENTERPRISE = "enterprise", _("Doanh nghiệp")
    FARM = "farm", _("Trang trại")
    HOUSEHOLD = "household", _("Hộ sản xuất, kinh doanh")
    ASSOCIATION = "association", _("Hội, hiệp hội")
    OPERATING_CENTRE = "operating_centre", _("Trung tâm điều hành")
    UNKNOWN = "unknown", _("Chưa rõ loại hình")


class Sex(TextChoices):
    MALE = "male", _("Nam")
    FEMALE = "female", _("Nữ")


class OutreachChannel(TextChoices):
    BROADCAST = "broadcast", _("Phát thanh, truyền hình")
    LOUDSPEAKER = "loudspeaker", _("Loa truyền thanh")
    PRESS = "press", _("Báo chí")
    WEB = "web", _("Trang thông tin điện tử")
    LEAFLET = "leaflet", _("Tờ rơi")
    MEETING = "meeting", _("Hội nghị, họp thôn")


class Audience(TextChoices):
    PRODUCERS = "producers", _("Chủ thể")
    OFFICERS = "officers", _("Cán bộ quản lý")


class RecordSource(TextChoices):
    PORTAL = "portal", _("Nhập trên cổng")
    IMPORT = "import", _("Nhập từ danh sách")
