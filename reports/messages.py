"""Error sentences of reports."""

import errno

from django.utils.translation import gettext_lazy as _

UNKNOWN_KIND = _(
    "“%(kind)s” không phải là loại báo cáo. Hãy chọn một trong các loại: quarterly (quý), half-year (6 tháng), "
    "nine-month (9 tháng), annual (năm)."
)
BAD_PERIOD = _(
    "“%(text)s” không phải là kỳ báo cáo. Hãy ghi kỳ theo mẫu 2026Q3 (quý), 2026H1 (6 tháng đầu năm), "
    "2026M9 (9 tháng) hoặc 2026 (cả năm)."
)
PERIOD_OF_OTHER_KIND = _("Kỳ %(period)s không hợp với loại %(kind)s. Hãy ghi kỳ theo mẫu %(example)s.")
PERIOD_NOT_BEGUN = _(
    "%(title)s chưa bắt đầu (kỳ này bắt đầu từ ngày %(start)s) nên chưa có số liệu để lập báo cáo. "
    "Hãy chọn một kỳ đã qua hoặc kỳ đang diễn ra."
)
BAD_AS_OF = _("“%(text)s” không phải là ngày chốt số liệu. Hãy ghi ngày theo mẫu 2026-09-30.")
AS_OF_BEFORE_PERIOD = _(
    "Ngày chốt số liệu %(as_of)s sớm hơn ngày bắt đầu của kỳ báo cáo (%(start)s). Hãy chọn một ngày trong kỳ."
)
AS_OF_IN_FUTURE = _("Ngày chốt số liệu %(as_of)s chưa tới. Hãy chọn một ngày không muộn hơn hôm nay (%(today)s).")
UNIT_MISSING = _("Chưa ghi đơn vị lập báo cáo. Hãy thêm --unit kèm mã đơn vị hành chính, ví dụ --unit 44.")
PERIOD_MISSING = _("Chưa ghi kỳ báo cáo. Hãy thêm --period, ví dụ --period 2026Q3.")
OUT_MISSING = _("Chưa ghi thư mục chứa báo cáo. Hãy thêm --out kèm đường dẫn thư mục.")
KIND_MISSING = _("Chưa ghi loại báo cáo. Hãy ghi quarterly, half-year, nine-month hoặc annual.")
UNIT_ENDED = _(
    "%(unit)s đã kết thúc hoạt động từ ngày %(ended)s, trước ngày cuối của kỳ báo cáo (%(end)s). "
    "Hãy chọn kỳ kết thúc muộn nhất vào ngày %(ended)s, hoặc chọn đơn vị kế tiếp."
)
UNIT_NOT_YET = _(
    "%(unit)s được thành lập từ ngày %(begins)s, sau ngày cuối của kỳ báo cáo (%(end)s). "
    "Hãy chọn kỳ muộn hơn, hoặc chọn đơn vị trước sắp xếp."
)
NOT_RECONCILED = _("Số liệu không khớp nên báo cáo chưa được lập: %(place)s. Hãy báo cho người quản trị hệ thống.")
SUM_OF_STARS = _("tổng theo hạng sao là %(left)s nhưng tổng số sản phẩm là %(right)s")
ANNEX_ROWS = _("Phụ lục I có %(left)s dòng nhưng tổng số sản phẩm là %(right)s")
SUM_OF_UNITS = _("cộng theo địa bàn được %(left)s ở cột “%(column)s” nhưng toàn %(unit)s là %(right)s")
SUM_OF_MONTHS = _("lịch hết hiệu lực (Biểu 3) cộng được %(left)s nhưng tổng số sản phẩm là %(right)s")
SUM_OF_KINDS = _("cộng theo loại hình chủ thể được %(left)s nhưng tổng số chủ thể là %(right)s")
OUT_NOT_WRITABLE = _(
    "Không ghi được báo cáo vào thư mục %(path)s (%(why)s). Hãy kiểm tra đường dẫn, quyền ghi và dung lượng ổ đĩa; "
    "chưa có tệp nào được ghi."
)
DISK = {
    errno.ENOENT: _("không có thư mục này"),
    errno.ENOTDIR: _("đường dẫn không phải là thư mục"),
    errno.EEXIST: _("đường dẫn không phải là thư mục"),
    errno.EACCES: _("không có quyền ghi"),
    errno.EPERM: _("không có quyền ghi"),
    errno.EROFS: _("ổ đĩa chỉ cho đọc"),
    errno.ENOSPC: _("ổ đĩa đã đầy"),
}
DISK_OTHER = _("lỗi ghi tệp")
NOT_YOURS = _(
    "Tài khoản của ông/bà không lập báo cáo. Việc này dành cho cán bộ xã, huyện, cơ quan tham mưu OCOP, sở, ngành và "
    "lãnh đạo."
)
NOT_YOUR_UNIT = _("Ông/bà không được lập báo cáo của %(unit)s. Hãy chọn đơn vị thuộc phạm vi của ông/bà.")
SOMEBODY_FASTER = _("Vừa có người yêu cầu lập cùng báo cáo này. Hãy tải lại trang để xem bản đang được lập.")
SNAPSHOT_CHANGED = _(
    "Số liệu chốt của báo cáo không còn khớp với mã băm đã niêm phong nên không dựng lại được. "
    "Hãy báo cho người quản trị hệ thống."
)

# Steps and titles of the job.
JOB_TITLE = _("Lập báo cáo")
STEP_READ = _("Đọc số liệu")
STEP_RECONCILE = _("Đối chiếu số liệu")
STEP_PDF = _("Dàn trang PDF")
STEP_XLSX = _("Ghi bảng tính XLSX")
STEP_DOCX = _("Ghi văn bản DOCX")
STEP_KEEP = _("Niêm phong và lưu tệp")
FILE_LABELS = {"pdf": _("Bản để trình ký"), "xlsx": _("Số liệu các biểu và phụ lục"), "docx": _("Bản để sửa lời văn")}
OPEN_REPORT = _("Mở báo cáo")
REPORT_GONE = _("Báo cáo này không còn trên hệ thống. Hãy lập lại từ trang Báo cáo.")

EXPORT_NOT_YOURS = _(
    "Chỉ cơ quan cấp tỉnh và trung ương được xuất danh sách. Ông/bà xem danh sách trên trang, hoặc nhờ cơ quan cấp tỉnh."
)
