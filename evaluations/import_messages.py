"""Sentences of the import of recognised products. Words in %(…)s come from the row."""

from django.utils.translation import gettext_lazy as _

from evaluations.enums import TrapKind

# The file cannot be read
FILE_MISSING = _("Không mở được tệp %(file)s. Ông/bà kiểm tra đường dẫn và quyền đọc tệp.")
FILE_KIND = _("Tệp %(file)s không phải CSV hoặc XLSX. Ông/bà lưu danh sách thành một trong hai loại này.")
FILE_TOO_LARGE = _("Tệp %(file)s quá lớn. Ông/bà chia danh sách thành nhiều tệp, mỗi tệp không quá %(rows)s dòng.")
FILE_NOT_UTF8 = _("Tệp %(file)s không ghi bằng bảng mã UTF-8. Ông/bà lưu lại tệp dạng CSV UTF-8.")
FILE_BROKEN = _("Tệp %(file)s hỏng nên không đọc được. Ông/bà mở bằng phần mềm bảng tính và lưu lại.")
FILE_EMPTY = _("Tệp %(file)s không có dòng tiêu đề. Ông/bà dùng đúng mẫu danh sách.")
COLUMNS_MISSING = _("Tệp %(file)s thiếu cột %(columns)s. Ông/bà thêm cột còn thiếu vào dòng tiêu đề.")
COLUMN_TWICE = _("Tệp %(file)s có hai cột %(columns)s. Ông/bà bỏ bớt một cột.")
REPORT_NOT_WRITTEN = _("Không ghi được tệp báo cáo %(file)s. Ông/bà chọn thư mục khác.")
NO_UNITS = _("Hệ thống chưa có danh mục đơn vị hành chính. Ông/bà chạy lệnh load_units trước khi nhập danh sách.")
SET_TABLE_BAD = _("Bảng gợi ý bộ sản phẩm sai ở dòng %(line)s: %(reason)s.")
NOTHING_WRITTEN = _(
    "Có %(count)s dòng bị từ chối nên chưa ghi dòng nào. Ông/bà sửa các dòng đó, "
    "hoặc thêm --skip-bad để ghi các dòng còn lại."
)
COLUMNS_IGNORED = _("Các cột không dùng đến: %(columns)s.")
COLUMNS_ABSENT = _("Các cột không có trong tệp, coi như để trống: %(columns)s.")
DRY_RUN = _("Chạy thử, không ghi gì vào hệ thống.")

# A row is rejected
NO_NAME = _("Dòng này không có tên sản phẩm. Ông/bà điền tên sản phẩm.")
BAD_STAR = _("Hạng sao “%(value)s” không phải là số từ 1 đến 5. Ông/bà sửa lại hạng sao hoặc để trống.")
BAD_DATE = _("Ngày quyết định “%(value)s” không có thật. Ông/bà ghi ngày theo dạng 2026-08-05 hoặc 05/08/2026.")
BAD_UNTIL = _("Ngày hết hạn “%(value)s” không có thật. Ông/bà ghi ngày theo dạng 2029-08-05 hoặc 05/08/2029.")
BAD_YEAR = _("Năm công nhận “%(value)s” không phải là năm từ %(first)s đến %(last)s. Ông/bà sửa lại năm.")
UNTIL_BEFORE = _("Ngày hết hạn %(until)s trước ngày công nhận. Ông/bà kiểm tra lại hai ngày.")
TOO_LONG = _("Cột %(column)s dài quá %(limit)s ký tự. Ông/bà rút gọn.")
CELLS_BEYOND = _("Dòng này có nhiều ô hơn dòng tiêu đề. Ông/bà kiểm tra dấu phẩy và dấu ngoặc kép.")
OUT_OF_REACH = _("Địa bàn của dòng này không thuộc phạm vi của ông/bà. Ông/bà bỏ dòng này khỏi danh sách.")

# Names that stand where a source names nobody
NO_PRODUCER = _("Chưa rõ chủ thể của sản phẩm %(product)s")

TRAPS = {
    TrapKind.STAR_MISSING: _("Nguồn không nêu hạng sao nên sản phẩm được ghi là chưa xác định, không cấp giấy."),
    TrapKind.STAR_BELOW_THREE: _("%(stars)s sao không có quyết định công nhận và giấy chứng nhận."),
    TrapKind.STAR_ABOVE_LEVEL: _("%(issuer)s không có thẩm quyền công nhận %(stars)s sao nên kết quả chưa xác định."),
    TrapKind.STAR_OVER_SCORE: _("%(score)s điểm không đủ cho %(stars)s sao nên kết quả chưa xác định."),
    TrapKind.SOURCES_DISAGREE: _("Các nguồn nêu kết quả khác nhau nên kết quả chưa xác định."),
    TrapKind.NINE_OF_TEN: _(
        "Nguồn nêu số sản phẩm được công nhận ít hơn danh sách mà không nói sản phẩm nào bị loại, "
        "nên mọi sản phẩm trong danh sách đều chưa xác định."
    ),
    TrapKind.PROPOSED: _(
        "Đây là kết quả chấm của cấp dưới, đề nghị %(stars)s sao; không ghi là %(stars)s sao, "
        "chờ quyết định của cấp có thẩm quyền."
    ),
    TrapKind.DISTRICT_RESULT: _("Đây là kết quả chấm của Hội đồng, chưa phải quyết định công nhận."),
    TrapKind.YEAR_MISSING: _("Nguồn không nêu ngày và năm công nhận nên không lập được giấy chứng nhận."),
    TrapKind.DATE_AHEAD: _("Ngày hoặc năm công nhận chưa tới nên kết quả chưa xác định."),
    TrapKind.UNKNOWN_PLACE: _("Không tìm thấy địa bàn “%(place)s” nên giữ nguyên chữ, kết quả chưa xác định."),
    TrapKind.PLACE_OUTSIDE_UNIT: _("“%(place)s” nằm ngoài %(unit)s nên kết quả chưa xác định."),
    TrapKind.UNKNOWN_SET: _("Không có bộ sản phẩm “%(set)s” trong quy định nên kết quả chưa xác định."),
    TrapKind.UNKNOWN_KIND: _("Không hiểu loại công nhận “%(kind)s” nên kết quả chưa xác định."),
    TrapKind.SAME_PRODUCT_AGAIN: _("Sản phẩm đã có trong hệ thống hoặc trong danh sách; dòng này là một lần công nhận nữa."),
    TrapKind.REPEATED_ROW: _("Dòng này lặp lại dòng %(row)s."),
    TrapKind.NAMESAKE: _("Trùng tên với một sản phẩm khác trong tỉnh; giữ thành hai sản phẩm."),
    TrapKind.UPGRADE: _("Hạng sao tăng từ %(before)s lên %(stars)s."),
    TrapKind.DOWNGRADE: _("Hạng sao giảm từ %(before)s xuống %(stars)s."),
    TrapKind.REEVALUATED: _("Nguồn ghi đánh giá lại năm %(year)s vẫn đạt %(stars)s sao; chưa có quyết định nên chưa ghi."),
    TrapKind.NAMES_OVER_STATED_COUNT: _("Nguồn nêu tổng %(stated)s sản phẩm nhưng liệt kê %(listed)s tên."),
    TrapKind.DERIVED: _("Hạng sao hoặc năm do người lập danh sách suy ra, không có nguyên văn trong nguồn."),
    TrapKind.DATE_ASSUMED: _("Nguồn không nêu ngày quyết định; lấy ngày 31/12/%(year)s."),
    TrapKind.YEAR_DIFFERS: _("Năm đánh giá là %(year)s, quyết định ký ngày %(date)s; tính theo ngày quyết định."),
    TrapKind.EXPIRED_NOTED: _("Nguồn ghi sản phẩm đã hết hiệu lực."),
    TrapKind.ISSUER_ASSUMED: _("Nguồn không nêu cơ quan công nhận; ghi %(issuer)s theo thẩm quyền."),
    TrapKind.DISTRICT_ENDED: _(
        "Giấy chứng nhận do %(issuer)s cấp còn hạn đến %(until)s, sau khi cấp huyện kết thúc; giữ tên cơ quan cấp."
    ),
    TrapKind.PLACE_OF_BEFORE: _("%(place)s nay thuộc %(today)s; giữ địa bàn lúc công nhận."),
    TrapKind.COMMUNE_NOT_FOUND: _("Không tìm thấy “%(place)s”; giữ nguyên chữ dưới %(unit)s, chờ người xếp địa bàn."),
    TrapKind.PLACE_MISSING: _("Nguồn chỉ nêu tỉnh, không nêu huyện, xã."),
    TrapKind.PLACE_INFERRED: _("Địa bàn do người lập danh sách suy ra."),
    TrapKind.AMBIGUOUS_SET: _("Gợi ý “%(set)s” không chỉ đúng một bộ sản phẩm của quy định lúc đó; để trống."),
    TrapKind.PRODUCER_MISSING: _("Nguồn không nêu chủ thể."),
    TrapKind.PRODUCER_NAME_CUT: _("Tên chủ thể bị cắt trong nguồn."),
    TrapKind.SCORE_OF_DISTRICT: _("Điểm ghi trong dòng là kết quả cấp huyện."),
    TrapKind.SOURCE_DOUBTFUL: _("Cột độ tin cậy ghi “%(value)s”."),
    TrapKind.CERTIFICATE_STANDS: _(
        "Dòng sửa làm kết quả chưa xác định, nhưng giấy chứng nhận đã ghi vẫn giữ; ông/bà thu hồi giấy nếu sai."
    ),
}  # fmt: skip
