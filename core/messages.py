"""Sentences of core that tell a person what is wrong and how to mend it (guides/ux §3)."""

from django.utils.translation import gettext_lazy as _

# Nothing given. %(label)s is the field's label, in the middle of the sentence.
ENTER = _("Hãy nhập %(label)s.")
CHOOSE = _("Hãy chọn %(label)s.")
ATTACH = _("Hãy chọn tệp cho mục %(label)s.")
TICK = _("Hãy đánh dấu vào ô “%(label)s” để tiếp tục.")

# Something wrong given.
NOT_A_CHOICE = _("Mục đã chọn không có trong danh sách. Hãy chọn lại %(label)s.")
TOO_LONG = _("Nội dung dài %(show_value)d ký tự, nhiều nhất là %(limit_value)d. Hãy rút gọn.")
TOO_SHORT = _("Nội dung mới có %(show_value)d ký tự, ít nhất là %(limit_value)d. Hãy viết thêm.")
TOO_LARGE = _("Số lớn nhất được nhập là %(limit_value)s. Hãy kiểm tra lại.")
TOO_SMALL = _("Số nhỏ nhất được nhập là %(limit_value)s. Hãy kiểm tra lại.")
TOO_MANY_DIGITS = _("Số có quá nhiều chữ số, nhiều nhất là %(max)s. Hãy kiểm tra lại.")
TOO_MANY_PLACES = _("Số có quá nhiều chữ số sau dấu phẩy, nhiều nhất là %(max)s. Hãy làm tròn.")
NO_NULLS = _("Nội dung có ký tự không hiển thị được. Hãy gõ lại.")

DATE_SHAPE = _("Ngày chưa đúng dạng ngày/tháng/năm. Ví dụ đúng: 05/11/2026.")
DATE_NO_MONTH = _("Ngày không có thật: không có tháng %(month)s. Ví dụ đúng: 05/11/2026.")
DATE_NO_DAY = _("Ngày không có thật: tháng %(month)s không có ngày %(day)s. Ví dụ đúng: 05/11/2026.")
NUMBER_SHAPE = _("Số chưa đúng dạng. Chỉ dùng chữ số, dấu phẩy cho phần lẻ. Ví dụ đúng: 1.234,5.")
WHOLE_NUMBER = _("Ô này chỉ nhận số nguyên. Ví dụ đúng: 120.")
MONEY_SHAPE = _("Số tiền chưa đúng dạng. Hãy nhập số đồng, không có phần lẻ. Ví dụ đúng: 1.250.000.")
PHONE_SHAPE = _("Số điện thoại phải có 10 hoặc 11 chữ số và bắt đầu bằng số 0. Ví dụ đúng: 0912 345 678.")
EMAIL_SHAPE = _("Địa chỉ thư điện tử chưa đúng. Ví dụ đúng: ten@coquan.vn.")

FILE_EMPTY = _("Tệp rỗng, không có nội dung. Hãy chọn tệp khác.")
FILE_NAME_LONG = _("Tên tệp dài %(length)d ký tự, nhiều nhất là %(max)d. Hãy đổi tên tệp rồi chọn lại.")
FILE_MISSING = _("Chưa nhận được tệp. Hãy chọn lại tệp rồi gửi lại.")
IMAGE_SHAPE = _("Tệp không phải là ảnh mở được. Hãy chọn ảnh JPEG, PNG hoặc WebP.")

BUSY = _("Nhiều người đang ghi cùng lúc nên thao tác này chưa được ghi. Ông/bà chờ vài giây rồi gửi lại.")

# The audit chain, by the code of core.audit.Broken.
CHAIN = {
    "missing": _("Sự kiện số %(number)d không còn trong nhật ký. Hãy giữ nguyên dữ liệu và đối chiếu với bản sao lưu."),
    "previous": _(
        "Sự kiện số %(number)d không nối vào sự kiện trước nó. Hãy giữ nguyên dữ liệu và đối chiếu với bản sao lưu."
    ),
    "content": _(
        "Nội dung sự kiện số %(number)d không khớp mã băm của nó. Hãy giữ nguyên dữ liệu và đối chiếu với bản sao lưu."
    ),
    "cut": _(
        "Cuối nhật ký bị cắt: thiếu từ sự kiện số %(number)d. Hãy giữ nguyên dữ liệu và đối chiếu với bản sao lưu."
    ),
    "head": _(
        "Mã băm đầu chuỗi không khớp sự kiện cuối, số %(number)d. Hãy giữ nguyên dữ liệu và đối chiếu với bản sao lưu."
    ),
    "beyond": _("Sự kiện số %(number)d nằm ngoài đầu chuỗi. Hãy giữ nguyên dữ liệu và đối chiếu với bản sao lưu."),
}
TRIGGER_MISSING = _(
    "Thiếu bộ khóa chống sửa, xóa dữ liệu: %(names)s. Hãy chạy lệnh migrate để đặt lại, rồi kiểm tra lại."
)

# Background work. %(number)s is the job's number, to be read out on the phone.
JOB_NOT_YOURS = _("Việc nền này do người khác yêu cầu nên ông/bà chỉ xem được. Hãy liên hệ người đã yêu cầu.")
JOB_ENDED = _("Việc nền này đã kết thúc nên không dừng được nữa. Ông/bà tải lại trang để xem kết quả.")
JOB_NOT_AGAIN = _("Việc nền này chưa kết thúc hoặc đã có kết quả. Ông/bà tải lại trang để xem kết quả.")
JOB_UNKNOWN = _("Cổng không còn làm được loại việc nền này. Hãy mở lại trang đã yêu cầu và yêu cầu lại.")
JOB_CANCELLED = _("Việc đã được dừng theo yêu cầu. Không có kết quả nào được ghi. Khi cần, ông/bà bấm “Chạy lại”.")
JOB_TOO_LONG = _(
    "Việc chạy quá thời gian cho phép nên đã dừng. Dữ liệu vẫn nguyên vẹn. Hãy chọn phạm vi nhỏ hơn rồi yêu cầu lại."
)
JOB_TOO_BIG = _(
    "Việc cần quá nhiều bộ nhớ nên đã dừng. Dữ liệu vẫn nguyên vẹn. Hãy chọn phạm vi nhỏ hơn rồi yêu cầu lại."
)
JOB_STORAGE = _(
    "Máy chủ tạm thời không ghi được dữ liệu, đã thử nhiều lần. Dữ liệu cũ vẫn nguyên vẹn. Ông/bà chờ vài phút rồi bấm “Chạy lại”."
)
JOB_KILLED = _(
    "Việc bị ngắt giữa chừng nhiều lần nên đã dừng. Dữ liệu vẫn nguyên vẹn. Ông/bà bấm “Chạy lại”; nếu vẫn lỗi, hãy báo người hỗ trợ."
)
JOB_FAILED = _(
    "Việc gặp lỗi khi chạy. Dữ liệu vẫn nguyên vẹn, không có kết quả dở dang. Ông/bà bấm “Chạy lại”; nếu vẫn lỗi, hãy báo người hỗ trợ số %(number)s."
)

# Uploads. Each says what is wrong and what to send instead.
FILE_KIND = _("Loại tệp này không nhận được. Hãy gửi tệp %(kinds)s, tên tệp có đuôi đúng loại.")
FILE_LARGE = _("Tệp %(kind)s quá lớn, nhiều nhất là %(limit)s MB. Hãy giảm dung lượng hoặc tách thành nhiều tệp.")
FILE_CONTENT = _("Nội dung tệp không phải %(kind)s như đuôi tên tệp. Hãy lưu lại đúng loại rồi chọn lại.")
FILE_BROKEN = _("Tệp %(kind)s bị hỏng hoặc chưa tải đủ. Hãy mở thử, lưu lại rồi chọn lại.")
FILE_LOCKED = _("Tệp có mật khẩu nên hội đồng không mở được. Hãy bỏ mật khẩu, lưu lại rồi chọn lại.")
FILE_TWO_FACES = _("Tệp có gắn thêm một tệp nén ở bên trong. Hãy lưu lại thành tệp mới rồi chọn lại.")
FILE_OLD_OFFICE = _("Tệp thuộc kiểu cũ hoặc có mật khẩu. Hãy mở ra, bỏ mật khẩu, lưu thành %(kind)s rồi chọn lại.")
FILE_MACROS = _("Tệp có chứa chương trình (macro). Hãy lưu lại thành tệp không có macro rồi chọn lại.")
ARCHIVE_BOMB = _("Tệp phình ra quá lớn khi mở. Hãy xóa phần thừa, lưu lại rồi chọn lại.")
ARCHIVE_PATHS = _("Tệp có cấu trúc bên trong không hợp lệ. Hãy mở ra, lưu lại rồi chọn lại.")
IMAGE_LARGE = _("Ảnh quá lớn, nhiều nhất là %(limit)s triệu điểm ảnh. Hãy thu nhỏ ảnh rồi chọn lại.")
FILE_NOT_READ = _("Máy chủ chưa mở kiểm tra được tệp này: tệp quá nặng hoặc bị hỏng. Hãy lưu lại rồi gửi tệp khác.")
FILE_INFECTED = _("Tệp bị phát hiện có vi-rút nên không tải về được. Hãy báo người gửi gửi lại tệp sạch.")
FILE_GONE = _("Tệp không còn trên máy chủ. Hãy báo người hỗ trợ, kèm mã ở cuối trang này.")
INSPECT_TITLE = _("Kiểm tra tệp đã gửi")

PAGE_BEYOND = _("Tệp chỉ có %(pages)s trang nên không có trang được viện dẫn. Hãy báo chủ thể sửa viện dẫn.")

# Uploads in chunks.
UPLOAD_TWICE = _("Tệp này đã được dùng hoặc đã quá hạn giữ. Hãy chọn lại tệp để tải lên.")
UPLOAD_UNFINISHED = _("Tệp “%(name)s” mới tải được %(percent)s %%. Hãy chọn lại đúng tệp đó để tải tiếp.")
UPLOAD_OFFSET = _("Máy chủ đã nhận được phần khác của tệp. Trang sẽ tự tải tiếp từ chỗ đã nhận.")
UPLOAD_CHUNK = _("Phần gửi lên quá lớn. Hãy tải lại trang rồi chọn lại tệp.")
UPLOAD_DIFFERS = _("Tệp nhận được không giống tệp đã chọn nên đã bị bỏ. Hãy chọn lại tệp để tải lên từ đầu.")
UPLOAD_MANY = _("Ông/bà đang có quá nhiều tệp tải dở. Hãy hoàn thành các tệp đó, hoặc chờ 7 ngày để máy chủ tự bỏ.")
UPLOAD_FULL = _("Máy chủ không còn đủ chỗ cho tệp này. Phần đã tải vẫn được giữ. Hãy báo người quản trị.")
PHOTOS_ONLY = _("Nhiều tệp cùng lúc chỉ nhận ảnh JPEG hoặc PNG, để gộp thành một tệp PDF. Tệp PDF hãy tải từng tệp.")
PHOTOS_MANY = _("Mỗi lần gộp được nhiều nhất %(limit)s ảnh. Hãy chia thành nhiều lần.")
PHOTOS_BROKEN = _("Có ảnh không mở được nên chưa gộp thành PDF. Hãy mở thử từng ảnh, bỏ ảnh hỏng rồi chọn lại.")
PHOTOS_TITLE = _("Gộp ảnh thành một tệp PDF")
PHOTOS_NAME = _("Ảnh chụp (%(count)s trang).pdf")
# Lists sent as a file.
TABLE_KIND = _("Chỉ nhận danh sách dạng XLSX hoặc CSV. Hãy lưu danh sách thành một trong hai loại đó rồi chọn lại.")
TABLE_LARGE = _("Danh sách quá lớn: nhiều nhất %(rows)s dòng và 2 MB. Hãy tách thành nhiều tệp rồi gửi lần lượt.")
TABLE_NOT_UTF8 = _("Tệp CSV chưa dùng bảng mã UTF-8 nên sẽ mất dấu. Hãy lưu lại dạng “CSV UTF-8” hoặc XLSX.")
TABLE_BROKEN = _("Không đọc được danh sách: tệp bị hỏng hoặc sai cấu trúc. Hãy mở thử, lưu lại rồi chọn lại.")
TABLE_COLUMN_TWICE = _("Hàng tiêu đề có hai cột cùng nghĩa “%(column)s”. Hãy bỏ bớt một cột rồi gửi lại.")

# Documents. Commands for the administrator of the server stand in the sentence.
PDF_NO_PANGO = _(
    "Máy chủ thiếu thư viện Pango nên chưa lập được PDF. Người quản trị chạy lệnh: apt-get install libpango-1.0-0 libpangoft2-1.0-0."
)
PDF_NO_FONT = _(
    "Máy chủ thiếu phông chữ Liberation Serif 2 nên chưa lập được PDF. Người quản trị chạy lệnh: apt-get install fonts-liberation2."
)
PDF_OLD_FONT = _(
    "Phông chữ Liberation Serif trên máy chủ là bản cũ, thiếu chữ Việt. Người quản trị chạy lệnh: apt-get purge fonts-liberation, rồi apt-get install fonts-liberation2."
)
