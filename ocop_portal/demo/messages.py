"""Sentences of the demonstration."""

from django.utils.translation import gettext_lazy as _

ONLY_DEMO = _("Chỉ nạp dữ liệu trình diễn khi DEMO=1. Ông/bà đặt DEMO=1 trên một cơ sở dữ liệu thử rồi chạy lại.")
NAMES_TAKEN = _(
    "Các tên đăng nhập %(names)s đang là của người thật nên không nạp dữ liệu trình diễn. Ông/bà dùng cơ sở dữ liệu khác."
)
DONE_ALREADY = _("Dữ liệu trình diễn đã đủ, không nạp thêm.")
ACT_DONE = _("Đã nạp phần %(name)s.")
