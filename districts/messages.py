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
NOT_YOUR_PROGRAMME = _("Chỉ cơ quan tham mưu OCOP cấp tỉnh sửa thiết lập này. Ông/bà xem được nhưng không sửa được.")
NO_PROVINCE_HELD = _("Ông/bà không giữ vai trò ở tỉnh nào còn hiệu lực nên không có thiết lập để xem.")
RULE_TWICE = _("Mức thưởng cho hạng sao và trường hợp này đã có trong quy định. Ông/bà sửa mức đã có.")
POLICY_TWICE = _("Quy định thưởng này của tỉnh đã có. Ông/bà mở quy định đó để sửa.")
FROM_STAR_ONLY_UPGRADE = _("Chỉ trường hợp nâng hạng mới ghi hạng cũ, và hạng cũ phải thấp hơn hạng mới.")
