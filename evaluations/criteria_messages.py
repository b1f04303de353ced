"""Sentences of the administration of criteria."""

from django.utils.translation import gettext_lazy as _

NOT_CRITERIA_OFFICE = _("Chỉ quản trị hệ thống và cơ quan trung ương mới được nạp, công bố quyết định và bộ tiêu chí.")
NOTHING_UPLOADED = _("Ông/bà chọn ít nhất một tệp.")
TOO_MANY_FILES = _("Mỗi lần nạp tối đa %(limit)s tệp. Ông/bà chia làm nhiều lần.")
UPLOAD_LARGE = _("Các tệp cộng lại lớn hơn %(limit)s MB. Ông/bà chia làm nhiều lần.")
FAULTS = _("Có %(count)s chỗ cần sửa trong các tệp vừa chọn. Chưa có gì được lưu.")
NOTHING_NEW = _("Nội dung các tệp trùng với bản đang dùng nên không có gì để nạp.")
DRAFT_GONE = _("Bản nháp này vừa được công bố, thay hoặc bỏ. Ông/bà tải lại danh sách.")
PUBLISH_REASON = _("Ông/bà ghi căn cứ hoặc lý do công bố.")
PUBLISH_LAW_FIRST = _("Bộ tiêu chí này thuộc Quyết định %(law)s chưa công bố. Ông/bà công bố quyết định trước.")
DRAFT_FAULTY = _("Bản nháp không còn hợp lệ với các quyết định đã công bố. Ông/bà sửa tệp rồi nạp lại.")
COMPLETE_STAYS = _(
    "Bản nháp còn thiếu nội dung, trong khi bản đang dùng đã đầy đủ. Ông/bà bổ sung cho đủ 100 điểm rồi nạp lại."
)
TWO_TO_COMPARE = _("Ông/bà chọn hai phiếu để so sánh.")
TRY_EMPTY = _("Ông/bà chọn mức điểm cho ít nhất một thành viên.")
SHEET_INCOMPLETE = _("Bộ tiêu chí này chưa đủ nội dung nên không dùng để chấm, cũng không chấm thử được.")
TEXT_NOT_KEPT = _("Văn bản gốc của phiên bản này không còn trên máy chủ; nội dung phiếu vẫn xem được trên trang.")
