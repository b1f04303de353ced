"""Sentences of producers: what is wrong and how to mend it."""

from django.utils.translation import gettext_lazy as _

TAX_SHAPE = _("Mã số thuế chỉ gồm chữ số. Ông/bà nhập lại theo giấy đăng ký, ví dụ 0300588569.")
TAX_LENGTH = _("Mã số thuế phải có 10, 12 hoặc 13 chữ số. Ông/bà đã nhập %(digits)s chữ số.")
TAX_CHECK = _("Mã số thuế có chữ số chưa đúng. Ông/bà đối chiếu từng chữ số với giấy đăng ký rồi nhập lại.")
TAX_KNOWN = _("Mã số thuế này đã có ở chủ thể “%(name)s”, %(place)s. Ông/bà mở chủ thể đó, không đăng ký lần nữa.")
TAX_TAKEN = _(
    "Mã số thuế này đã có ở một chủ thể khác trong tỉnh. Ông/bà kiểm tra lại mã, hoặc hỏi cơ quan OCOP cấp tỉnh."
)
NUMBER_DOUBTFUL = _(
    "Đã lưu. 12 chữ số ở ô mã số thuế chưa giống một số định danh cá nhân; ông/bà đối chiếu lại giấy tờ."
)
LIKE_THESE = _(
    "Đã có chủ thể tên gần giống: %(names)s. Ông/bà kiểm tra; nếu là chủ thể khác, đánh dấu ô xác nhận rồi gửi lại."
)
UNIT_NOT_YOURS = _("Ông/bà chỉ đăng ký chủ thể ở địa bàn mình phụ trách. Ông/bà chọn xã khác trong danh sách.")
UNIT_ENDED = _("%(unit)s không còn vào ngày %(day)s. Ông/bà chọn xã, phường hiện nay.")
UNIT_LEVEL = _("Ông/bà chọn xã, phường hoặc thị trấn nơi chủ thể đăng ký.")
OUT_OF_REACH = _("Lưu như vậy thì chủ thể ra ngoài địa bàn ông/bà phụ trách nên chưa lưu. Ông/bà chọn lại xã, phường.")
NOT_YOUR_PRODUCER = _("Ông/bà xem được chủ thể này nhưng không sửa được. Việc này do cán bộ địa bàn hoặc chủ thể làm.")
STALE = _(
    "Trong lúc ông/bà nhập, người khác đã lưu chủ thể này. Nội dung ông/bà nhập vẫn ở dưới đây; "
    "ông/bà xem chỗ khác nhau rồi lưu lại để thay bản đã lưu."
)
MEMBER_KNOWN = _("Người này đã là thành viên của chủ thể. Ông/bà không cần thêm nữa.")
DAY_AHEAD = _("Ngày chưa tới. Ông/bà ghi ngày đã diễn ra, không sau hôm nay.")
ATTENDANCE_EMPTY = _("Ông/bà chọn chủ thể hoặc ghi họ tên người dự.")
ATTENDANCE_KNOWN = _("Người này đã có trong danh sách dự. Ông/bà không cần thêm nữa.")
NOT_YOUR_LIST = _("Ông/bà xem được nhưng không thêm được. Việc này do cán bộ xã, huyện hoặc tỉnh làm.")
NO_PERSONAL_NUMBER = _("Chủ thể này không có số định danh cá nhân được che. Ông/bà xem mã số thuế ngay trên trang.")
EXPORT_NOT_YOURS = _(
    "Chỉ cơ quan cấp tỉnh và trung ương được xuất danh sách. Ông/bà xem danh sách trên trang, hoặc nhờ cơ quan cấp tỉnh."
)
