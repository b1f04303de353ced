"""Choices of districts."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Level(TextChoices):
    PROVINCE = "province", _("cấp tỉnh")
    DISTRICT = "district", _("cấp huyện")
    COMMUNE = "commune", _("cấp xã")


class HolidayKind(TextChoices):
    DAY_OFF = "day_off", _("Ngày nghỉ")
    MAKE_UP = "make_up", _("Ngày làm bù")
    # On 1 January, for the whole country: the calendar of the year is announced, its days are no longer provisional.
    YEAR = "year", _("Lịch nghỉ cả năm đã công bố")


class Indicator(TextChoices):
    """What a unit may promise for a year (regulation.md §11). Progress is computed by reports, never stored here."""

    NEW_3_UP = "new_3_up", _("Sản phẩm mới được công nhận từ 3 sao trở lên")
    NEW_PRODUCTS = "new_products", _("Sản phẩm phát triển mới")
    UPGRADED = "upgraded", _("Sản phẩm nâng hạng")
    RENEWED = "renewed", _("Sản phẩm được công nhận lại")
    KEPT = "kept", _("Sản phẩm được củng cố, nâng cao chất lượng")
    NEW_PRODUCERS = "new_producers", _("Chủ thể mới tham gia")
    TRAINED = "trained", _("Chủ thể được tập huấn")
    SALES_POINTS = "sales_points", _("Điểm giới thiệu và bán sản phẩm")
    FAIRS = "fairs", _("Hội chợ, sự kiện xúc tiến thương mại")


class TargetUnit(TextChoices):
    COUNT = "count", _("số lượng")
    PERCENT = "percent", _("phần trăm")


class RewardKind(TextChoices):
    """For which recognition a province rewards a product (regulation.md §10)."""

    FIRST = "first", _("Công nhận lần đầu")
    KEEP = "keep", _("Giữ hạng khi đánh giá lại")
    UPGRADE = "upgrade", _("Nâng hạng")


# Indicators that may be promised in per cent, because the records know the whole: who takes part, what stood before.
OF_A_WHOLE = frozenset({Indicator.TRAINED, Indicator.KEPT})


class PlanState(TextChoices):
    DRAFT = "draft", _("Đang soạn")
    SUBMITTED = "submitted", _("Chờ tỉnh duyệt")
    RETURNED = "returned", _("Trả lại để sửa")
    APPROVED = "approved", _("Đang thực hiện")
