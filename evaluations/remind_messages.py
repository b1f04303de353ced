"""Sentences of reminders."""

from django.utils.translation import gettext_lazy as _

NONE_CHOSEN = _("Ông/bà chưa chọn dòng nào. Hãy đánh dấu các dòng cần nhắc rồi bấm lại.")
TOO_MANY = _("Mỗi lần nhắc nhiều nhất %(limit)s dòng. Ông/bà chọn bớt rồi nhắc làm nhiều lần.")
NOT_YOURS = _("Chỉ cán bộ đang phụ trách địa bàn của dòng này mới nhắc được. Ông/bà bỏ dòng này khỏi danh sách chọn.")
ALL_DONE = _(
    "Các dòng đã chọn đều đã được nhắc trong hôm nay. Ông/bà xem văn bản ở trang Việc nền, hoặc nhắc lại từ ngày mai."
)
MEANWHILE = _("Có dòng vừa được người khác nhắc trong hôm nay nên chưa gửi gì. Ông/bà tải lại trang rồi chọn lại.")
TITLE_CERTIFICATES = _("Nhắc chủ thể có giấy chứng nhận sắp hết hạn (%(n)s giấy)")
TITLE_CYCLES = _("Nhắc xử lý hồ sơ (%(n)s hồ sơ)")
STEP_WRITE = _("Soạn thông báo và văn bản")
STEP_SEND = _("Gửi thông báo, lưu tệp in")
DONE = _(
    "%(letters)s văn bản; %(notices)s thông báo tới người dùng; bỏ qua %(skipped)s dòng đã nhắc hôm nay hoặc không còn cần nhắc"
)
VERB = _("Nhắc xử lý hồ sơ")
