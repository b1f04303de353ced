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
HELD_NOT_YOURS = _("Ông/bà chỉ ghi hoạt động ở địa bàn mình phụ trách. Ông/bà chọn đơn vị khác trong danh sách.")
HELD_UNIT_ENDED = _(
    "%(unit)s không có trên bản đồ hành chính ngày %(day)s. Ông/bà sửa lại ngày, hoặc chọn đơn vị có vào ngày đó."
)
HELD_STALE = _(
    "Trong lúc ông/bà nhập, người khác đã lưu trang này. Nội dung ông/bà nhập vẫn ở dưới đây; "
    "ông/bà xem lại rồi lưu lần nữa để thay bản đã lưu."
)
DAY_TOO_FAR = _("Ngày quá xa. Ông/bà ghi ngày trong vòng một năm tới.")
COURSE_ATTENDED = _("Đã ghi người dự nên lớp không dời sang ngày chưa tới được. Ông/bà ghi ngày đã mở lớp.")
COURSE_AHEAD = _(
    "Lớp khai giảng ngày %(day)s, chưa tới ngày nên chưa ghi người dự. Ông/bà quay lại sau khi lớp bắt đầu."
)
CANCELLED_ALREADY = _("Mục này đã được hủy nên không sửa được nữa. Ông/bà ghi một mục mới nếu cần.")
CANCEL_WHY = _("Ông/bà ghi lý do hủy, để người sau hiểu.")
AUDIENCE_FIXED = _("Lớp đã có người được mời nên không đổi đối tượng được. Ông/bà hủy lớp này rồi ghi lớp mới.")
INVITE_NOBODY = _("Chưa chọn ai. Ông/bà đánh dấu ít nhất một dòng rồi gửi lại.")
INVITE_UNKNOWN = _("Có dòng đã chọn nằm ngoài danh sách mời được. Ông/bà tải lại trang rồi chọn lại.")
TICK_UNKNOWN = _("Danh sách mời đã thay đổi. Ông/bà tải lại trang rồi điểm danh lại.")
IMPORT_SUMMARY = _(
    "Đã đọc %(all)s dòng: %(added)s dòng mới, %(known)s dòng đã có, %(absent)s dòng vắng mặt, %(wrong)s dòng cần sửa."
)
IMPORT_COLUMNS = _(
    "Hàng đầu phải là tên cột. Cần ít nhất một trong các cột: Họ tên, Chủ thể, Mã số thuế, Tên đăng nhập."
)
IMPORT_EMPTY = _("Dưới hàng tên cột chưa có dòng nào. Ông/bà nhập người dự vào danh sách rồi gửi lại.")
IMPORT_TWICE = _("Trùng dòng %(line)s của tệp, chỉ ghi một lần.")
IMPORT_LONG = _("Ô %(label)s dài quá %(most)s ký tự. Ông/bà rút gọn.")
IMPORT_NOBODY = _("Chưa có họ tên, cũng chưa có chủ thể. Ông/bà điền họ tên người dự, hoặc xóa dòng.")
IMPORT_NO_OFFICER = _(
    "Không có cán bộ trong địa bàn của lớp mang tên đăng nhập “%(name)s”. Ông/bà kiểm tra lại, hoặc để trống ô."
)
IMPORT_BAD_CODE = _(
    "Mã số thuế “%(code)s” chưa đúng. Ông/bà đối chiếu với giấy đăng ký, hoặc để trống và ghi tên chủ thể."
)
IMPORT_NO_CODE = _(
    "Không có chủ thể nào trong tỉnh mang mã số thuế %(code)s. Ông/bà kiểm tra mã, hoặc đăng ký chủ thể trước."
)
IMPORT_NO_PRODUCER = _(
    "Không có chủ thể “%(name)s” trong địa bàn. Ông/bà sửa tên, đăng ký chủ thể trước, hoặc để trống ô chủ thể."
)
IMPORT_AMBIGUOUS = _("Tên “%(name)s” ứng với nhiều chủ thể: %(found)s. Ông/bà ghi thêm cột Mã số thuế hoặc Xã.")
EXPORT_NOT_YOURS = _(
    "Chỉ cơ quan cấp tỉnh và trung ương được xuất danh sách. Ông/bà xem danh sách trên trang, hoặc nhờ cơ quan cấp tỉnh."
)
