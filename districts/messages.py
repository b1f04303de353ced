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
NOT_YOUR_PROGRAMME = _("Chỉ cơ quan tham mưu OCOP cấp tỉnh sửa thiết lập này. Ông/bà xem được nhưng không sửa được.")
NO_PROVINCE_HELD = _("Ông/bà không giữ vai trò ở tỉnh nào còn hiệu lực nên không có thiết lập để xem.")
RULE_TWICE = _("Mức thưởng cho hạng sao và trường hợp này đã có trong quy định. Ông/bà sửa mức đã có.")
POLICY_TWICE = _("Quy định thưởng này của tỉnh đã có. Ông/bà mở quy định đó để sửa.")
FROM_STAR_ONLY_UPGRADE = _("Chỉ trường hợp nâng hạng mới ghi hạng cũ, và hạng cũ phải thấp hơn hạng mới.")

# Annual plans.
PLAN_NOT_YOURS = _(
    "Ông/bà xem được kế hoạch này nhưng không sửa được. Việc này do cán bộ của đơn vị hoặc cơ quan tỉnh làm."
)
PLAN_UNIT_NOT_YOURS = _("Ông/bà chỉ nhập kế hoạch của đơn vị mình. Ông/bà chọn đơn vị khác trong danh sách.")
PLAN_UNIT_TIME = _(
    "%(unit)s không có trên bản đồ hành chính năm %(year)s. Ông/bà chọn đơn vị có trong năm đó, hoặc sửa năm."
)
PLAN_KNOWN = _("%(unit)s đã có kế hoạch năm %(year)s. Ông/bà mở kế hoạch đó để sửa, không nhập lần nữa.")
PLAN_STALE = _(
    "Trong lúc ông/bà nhập, người khác đã lưu kế hoạch này. Nội dung ông/bà nhập vẫn ở dưới đây; "
    "ông/bà xem lại rồi lưu lần nữa để thay bản đã lưu."
)
PLAN_MOVED = _("Kế hoạch này vừa được người khác chuyển sang bước khác. Ông/bà tải lại trang để xem.")
PLAN_SHUT = _(
    "Kế hoạch đã gửi hoặc đang thực hiện nên không sửa được. Ông/bà đề nghị cơ quan tỉnh trả lại để điều chỉnh."
)
PLAN_INCOMPLETE = _("Chưa gửi được, còn thiếu: %(missing)s. Ông/bà bấm “Sửa” để bổ sung.")
PLAN_APPROVE_NOT_YOURS = _("Chỉ cơ quan tham mưu OCOP cấp tỉnh duyệt hoặc trả lại kế hoạch. Ông/bà liên hệ cơ quan đó.")
PLAN_WHY = _("Ông/bà ghi lý do trả lại, để đơn vị biết cần sửa gì.")
PLAN_DAY_AHEAD = _("Ngày ban hành chưa tới. Ông/bà ghi ngày ký, không sau hôm nay.")
PLAN_DAY_YEAR = _(
    "Ngày này không hợp với kế hoạch năm %(year)s. Ông/bà ghi ngày từ 01/07/%(before)s đến 31/12/%(year)s."
)
PLAN_BELOW_DUE = _("Hạn của đơn vị cấp dưới phải sau ngày ban hành kế hoạch này. Ông/bà sửa lại ngày.")
PLAN_BELOW_ONLY = _("Chỉ kế hoạch của tỉnh mới đặt hạn cho đơn vị cấp dưới. Ông/bà để trống ô này.")
TARGET_SHAPE = _("Chỉ tiêu chưa đúng dạng. Ông/bà ghi một số, một khoảng như 3 - 5, hoặc phần trăm như 100%.")
TARGET_ORDER = _("Số sau của khoảng phải lớn hơn số trước. Ví dụ đúng: 3 - 5.")
TARGET_PERCENT = _("Chỉ tiêu này ghi bằng số lượng, không ghi phần trăm. Ví dụ đúng: 31.")
TARGET_OVER = _("Phần trăm không lớn hơn 100. Ông/bà kiểm tra lại.")
TARGET_LARGE = _("Số quá lớn, nhiều nhất là 100.000. Ông/bà kiểm tra lại.")
