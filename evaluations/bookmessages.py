"""Words of the XLSX form of a sheet: the guide on its first leaf, and what each line of information means."""

from django.utils.translation import gettext_lazy as _

GUIDE = (
    _("Mẫu nhập bộ tiêu chí, phiếu đánh giá sản phẩm OCOP"),
    _("1. Mỗi tệp là một bộ tiêu chí của một quyết định. Giữ nguyên tên các trang tính và dòng tiêu đề."),
    _("2. Trang “Thông tin”: ghi giá trị vào cột thứ ba; dòng không dùng thì để trống."),
    _(
        "3. Trang “Phiếu”: mỗi dòng là một Phần, Mục, Nhóm, Tiêu chí, Trường hợp, Mức, Lưu ý hoặc Minh chứng, "
        "theo đúng thứ tự in trong quyết định."
    ),
    _(
        "4. Mã của Phần là A, B, C. Mã của Mục và Tiêu chí ghi như in trong phiếu, không kèm chữ của phần: 1, 1.1, 6.1.2."
    ),
    _("5. Mục không chia nhỏ vẫn có một dòng Tiêu chí, mang cùng mã và tên với Mục."),
    _("6. Điểm là số nguyên. Các Mức của một tiêu chí xếp tăng dần; mức cao nhất bằng điểm của tiêu chí."),
    _("7. Điểm của các tiêu chí cộng lại bằng điểm của mục, các mục bằng phần, cả phiếu đúng 100 điểm."),
    _("8. Cột “Sao”: ghi 3, 4 hoặc 5 ở mức mà quyết định đánh dấu ***, **** hoặc *****; mức khác để trống."),
    _("9. “Lựa chọn một trong các trường hợp”: khai các dòng Trường hợp, rồi ghi mã trường hợp ở từng Mức."),
    _("10. Tiêu chí chỉ tính khi tiêu chí khác có điểm: ghi mã đầy đủ (như B.5.1) và số điểm ít nhất."),
    _("11. “Mức ngầm định”: ghi có, khi phiếu in tiêu chí và điểm mà không in mức; ghi hai mức 0 và 1 điểm."),
    _("12. Trang “Điểm loại”: ghi mã đầy đủ ở cột Tiêu chí hoặc cột Mục, một trong hai."),
    _(
        "13. Hậu quả: disqualify – loại hồ sơ; ineligible – không đánh giá; stop – dừng các bước sau; "
        "requirement – không đáp ứng thì tiêu chí 0 điểm."
    ),
    _(
        "14. Trang “Nguồn và ghi chú”: ít nhất một dòng Nguồn. Phần chưa đọc được trong văn bản ghi ở dòng Phần thiếu, "
        "và ghi độ tin cậy partial; không tự điền."
    ),
    _("15. Không dùng công thức. Lưu dạng XLSX rồi nạp lên hệ thống; mọi chỗ cần sửa được báo cùng một lúc."),
)
SETTINGS = (
    ("decision", _("Số quyết định, như 26/2026/QĐ-TTg")),
    ("code", _("Số của bộ sản phẩm, hai chữ số")),
    ("slug", _("Tên ngắn không dấu, nối bằng gạch, như rau-cu-qua-hat-tuoi")),
    ("name_vi", _("Tên bộ tiêu chí như in trong quyết định")),
    ("name_en", _("Tên tiếng Anh")),
    ("sector", _("Mã ngành, không dấu, như thuc-pham")),
    ("group_vi", _("Tên nhóm sản phẩm")),
    ("managing_agency_vi", _("Bộ quản lý")),
    ("amended_by", _("Số quyết định sửa đổi, nếu có")),
    ("issued", _("Ngày ban hành, ghi như 2026-05-22")),
    ("effective_from", _("Ngày có hiệu lực, ghi như 2026-05-22")),
    ("effective_to", _("Ngày hết hiệu lực, nếu có")),
    ("replaced_on", _("Ngày bị thay thế, nếu có")),
    ("confidence", _("Độ tin cậy: found – đủ, đã đối chiếu văn bản; partial – còn thiếu")),
    ("sample_product_required", _("Có phải nộp sản phẩm mẫu không: có hoặc không")),
    ("missing_gates", _("Ghi chú khi chưa biết điều kiện tối thiểu của từng hạng sao")),
    ("code_note", _("Ghi chú về số của bộ")),
)
