"""Sentences of reward payments."""

from django.utils.translation import gettext_lazy as _

NOT_YOUR_REWARD = _("Chi thưởng do cơ quan tham mưu OCOP cấp tỉnh ghi. Ông/bà xem được nhưng không ghi được.")
NO_RULE = _(
    "Chưa có mức thưởng nào áp dụng cho sản phẩm này vào ngày công nhận. "
    "Ông/bà kiểm tra quy định thưởng của tỉnh: căn cứ pháp lý, ngày áp dụng, hạng sao và trường hợp."
)
PAID_ON_WRONG = _("Ngày chi phải từ ngày quyết định công nhận (%(day)s) đến hôm nay. Ông/bà sửa lại ngày.")
PAID_ALREADY = _("Khoản thưởng này đã được chi. Ông/bà tải lại trang để xem.")
PAID_THEN = _("Khoản thưởng này đã được chi %(amount)s đồng ngày %(day)s theo %(basis)s. Không chi lần thứ hai.")
OVER_CAP = _("Chủ thể đã nhận %(paid)s đồng; mức trần là %(cap)s đồng nên không chi thêm được khoản này.")
REASON_MISSING = _("Ông/bà ghi lý do hủy ghi nhận khoản chi này.")
VOIDED_ALREADY = _("Khoản chi này đã được hủy ghi nhận. Ông/bà tải lại trang để xem.")
