"""Error sentences of districts."""

from django.utils.translation import gettext_lazy as _

BAD_UNIT_ARGUMENT = _(
    "“%(text)s” không phải là mã đơn vị hành chính. Hãy ghi mã bằng chữ số, có thể kèm ngày theo mẫu 44@2020-12-31."
)
UNIT_NOT_FOUND = _("Không có đơn vị hành chính nào mang mã %(code)s. Hãy kiểm tra lại mã.")
UNIT_NOT_FOUND_ON = _(
    "Ngày %(day)s không có đơn vị hành chính nào mang mã %(code)s. Mã này có ở thời gian khác: %(candidates)s."
)
UNIT_AMBIGUOUS = _(
    "Mã %(code)s thuộc về nhiều đơn vị hành chính: %(candidates)s. Hãy ghi thêm ngày, ví dụ %(code)s@%(example)s."
)
UNIT_NAME_AMBIGUOUS = _(
    "Tên “%(name)s” ứng với nhiều đơn vị hành chính: %(candidates)s. Hãy ghi rõ loại đơn vị hoặc đơn vị cấp trên."
)
CANDIDATE_UNTIL = _("%(unit)s (đến %(last)s)")
CANDIDATE_SINCE = _("%(unit)s (từ %(first)s)")
CANDIDATE_BETWEEN = _("%(unit)s (từ %(first)s đến %(last)s)")
BAD_DATA_FILE = _("Tệp %(file)s, dòng %(line)s: %(reason)s")
UNIT_DATA_DIFFERS = _(
    "Dữ liệu đơn vị hành chính chưa khớp với tệp nguồn: thiếu %(created)s, khác %(updated)s. Hãy chạy lệnh load_units."
)
UNKNOWN_PROVINCE = _("Không có tỉnh, thành phố nào mang mã %(code)s trên bản đồ đến ngày 30/6/2025.")
CALENDAR_NOT_YOURS = _(
    "Ngày nghỉ cả nước do người quản trị ghi, ngày nghỉ riêng của tỉnh do cơ quan OCOP tỉnh đó ghi. Ông/bà liên hệ các nơi này."
)
CALENDAR_YEAR = _("Lịch nghỉ cả năm được ghi cho cả nước, tại ngày 01/01 của năm đó. Ông/bà chọn lại ngày.")
CALENDAR_ORDINARY = _("Ngày này vốn đã là ngày nghỉ. Ông/bà kiểm tra lại ngày, hoặc chọn “Ngày làm bù”.")
CALENDAR_WORKED = _("Ngày này vốn đã là ngày làm việc. Ông/bà kiểm tra lại ngày, hoặc chọn “Ngày nghỉ”.")
CALENDAR_RANGE = _("Chỉ ghi được ngày trong các năm từ %(first)s đến %(last)s. Ông/bà kiểm tra lại năm.")
