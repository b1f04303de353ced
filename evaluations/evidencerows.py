"""Official lists of evidence, as data (26/2026/QĐ-TTg Appendix III, Mẫu số 02, part III; dossier table under 1048/QĐ-TTg).

Titles and notes are the decisions' words. `number` is ours: the saved text of 26/2026 prints none. The list of
148/QĐ-TTg was not found, only the two papers of its dossier: nothing else stands for it. A decision that was published
in the portal brings its own list, or has none.
"""

from django.utils.translation import gettext_lazy as _

from products.models import Regulation
from products.regulationdefs import EvidenceLine as Row
from products.selectors.regulations import spec_of

OF_2026 = (
    Row(
        "01",
        "dkkd",
        "Giấy đăng ký kinh doanh",
        "Bản sao chứng minh hoạt động kinh doanh hợp pháp (đối với các đơn vị/cá nhân có đăng ký kinh doanh)",
    ),
    Row(
        "02",
        "dieu-kien-sx",
        "Giấy chứng nhận cơ sở đủ điều kiện sản xuất",
        "Bản sao (đối với sản phẩm cần phải có giấy chứng nhận theo quy định hiện hành)",
    ),
    Row(
        "03",
        "nguyen-lieu",
        "Nguồn gốc nguyên liệu, vùng nguyên liệu, liên kết chuỗi",
        "Bản sao tài liệu: Giấy xác nhận an toàn thực phẩm đối với vùng nguyên liệu, hợp đồng mua bán/hợp đồng nguyên tắc, thỏa thuận liên kết, thanh lý hợp đồng, hóa đơn chứng từ hợp lệ... chứng minh nguồn gốc nguyên liệu, liên kết chuỗi.",
    ),
    Row(
        "04",
        "moi-truong",
        "Bảo vệ môi trường, sử dụng công nghệ theo hướng bền vững",
        "Bản sao hồ sơ, thủ tục về môi trường theo quy định; hình ảnh minh chứng về thực hiện giải pháp bảo vệ môi trường; hình ảnh, mô tả công nghệ sử dụng theo hướng bền vững.",
    ),
    Row(
        "05",
        "lao-dong",
        "Sử dụng lao động địa phương",
        "Danh sách lao động đóng bảo hiểm có xác nhận của chủ thể, bao gồm cả nơi thường trú.",
    ),
    Row(
        "06",
        "tang-truong",
        "Tăng trưởng sản xuất kinh doanh",
        "- Bản sao Tài liệu minh chứng kết quả phân loại hợp tác xã hoặc báo cáo tài chính 2 năm gần nhất. - Bản sao Báo cáo tài chính của chủ thể 2 năm gần nhất.",
    ),
    Row(
        "07",
        "shtt",
        "Sở hữu trí tuệ",
        "Minh chứng thể hiện Đơn đăng ký nhãn hiệu đã được cơ quan có thẩm quyền chấp nhận hoặc công bố. Bản sao Giấy chứng nhận đăng ký nhãn hiệu; văn bằng ghi nhận quyền sử dụng chỉ dẫn địa lý, nhãn hiệu tập thể, nhãn hiệu chứng nhận; Bằng sáng chế, Bằng độc quyền kiểu dáng công nghiệp,...",
    ),
    Row(
        "08",
        "thi-truong",
        "Phát triển thị trường, hoạt động quảng bá, xúc tiến thương mại",
        "Bản sao tài liệu: Hợp đồng, cam kết, ký gửi, đặt hàng, biên nhận, hóa đơn, chứng từ để minh chứng xác nhận về phân phối sản phẩm, xuất khẩu sản phẩm, hoạt động xúc tiến thương mại...",
    ),
    Row("09", "quang-ba", "Quảng bá sản phẩm", "Tài liệu minh chứng về website, hoạt động quảng bá."),
    Row(
        "10",
        "cau-chuyen",
        "Câu chuyện về sản phẩm",
        "Bản sao tờ rơi, hình ảnh, phim, ghi âm... minh chứng về câu chuyện của sản phẩm",
    ),
    Row(
        "11", "cong-bo", "Công bố chất lượng sản phẩm", "Bản sao tài liệu, chứng minh chất lượng sản phẩm được công bố"
    ),
    Row(
        "12",
        "kiem-nghiem",
        "Phiếu kết quả kiểm nghiệm chỉ tiêu chất lượng, an toàn thực phẩm theo tiêu chuẩn công bố",
        "Bản sao tài liệu chứng minh đạt tiêu chuẩn chất lượng, an toàn thực phẩm.",
    ),
    Row(
        "13",
        "ma-tem",
        "Mã số mã vạch, tem truy xuất nguồn gốc",
        "Bản sao tài liệu, chứng minh mã, tem, sở hữu thương hiệu...",
    ),
    Row(
        "14",
        "qlcl",
        "Hệ thống quản lý chất lượng tiên tiến, kiểm soát chất lượng",
        "Bản sao tài liệu: chứng nhận Hệ thống quản lý chất lượng tiên tiến, chứng minh hệ thống quản lý đạt tiêu chuẩn",
    ),
    Row(
        "15",
        "giai-thuong",
        "Giải thưởng của sản phẩm, bình chọn của các tổ chức uy tín trong nước và quốc tế...",
        "Bản sao tài liệu, minh chứng về các thành tích, giải thưởng, bình chọn...",
    ),
)

OF_2019 = (
    Row(
        "01",
        "phieu-dang-ky",
        "Phiếu đăng ký ý tưởng sản phẩm, đăng ký sản phẩm",
        "Có theo mẫu đính kèm (biểu số 01, 02)",
    ),
    Row("02", "phuong-an", "Phương án, kế hoạch kinh doanh sản phẩm", "Có theo mẫu đính kèm (biểu số 03)"),
    Row("03", "bo-may", "Giới thiệu bộ máy tổ chức", "Có theo mẫu đính kèm (biểu số 04)"),
    Row(
        "04",
        "dkkd",
        "Giấy đăng ký kinh doanh",
        "Bản sao có công chứng, chứng minh hoạt động kinh doanh hợp pháp (đối với các đơn vị/cá nhân có đăng ký kinh doanh)",
    ),
    Row("05", "san-pham-mau", "Sản phẩm mẫu", "05 đơn vị sản phẩm (trừ sản phẩm dịch vụ)"),
    Row(
        "06",
        "dieu-kien-sx",
        "Giấy đủ điều kiện sản xuất, giấy an toàn vệ sinh thực phẩm ...",
        "Bản sao có công chứng (đối với sản phẩm cần phải có giấy chứng nhận theo quy định hiện hành)",
    ),
    Row(
        "07", "cong-bo", "Công bố chất lượng sản phẩm", "Bản sao tài liệu, chứng minh chất lượng sản phẩm được công bố"
    ),
    Row("08", "tieu-chuan", "Tiêu chuẩn sản phẩm", "Bản sao tài liệu, chứng minh tiêu chuẩn sản phẩm được công bố"),
    Row(
        "09",
        "kiem-nghiem",
        "Phiếu kết quả kiểm tra chỉ tiêu an toàn thực phẩm theo tiêu chuẩn công bố",
        "Bản sao tài liệu, chứng minh đạt tiêu chuẩn vệ sinh an toàn thực phẩm",
    ),
    Row(
        "10",
        "ma-tem",
        "Mã số mã vạch, tem truy xuất nguồn gốc, chứng nhận sở hữu trí tuệ, chỉ dẫn địa lý, nhãn hiệu sản phẩm...",
        "Bản sao tài liệu, chứng minh mã, tem, sở hữu thương hiệu...",
    ),
    Row(
        "11",
        "nguyen-lieu",
        "Nguồn gốc nguyên liệu, liên kết chuỗi",
        "Bản sao tài liệu: Giấy xác nhận, hợp đồng, hóa đơn... chứng minh việc mua bán nguyên vật liệu, hợp đồng, thỏa thuận liên kết",
    ),
    Row(
        "12",
        "qlcl",
        "Hệ thống quản lý chất lượng tiên tiến, kiểm soát chất lượng",
        "Bản sao tài liệu: chứng nhận Hệ thống quản lý chất lượng tiên tiến, chứng minh hệ thống quản lý đạt tiêu chuẩn",
    ),
    Row(
        "13",
        "moi-truong",
        "Bảo vệ môi trường",
        "Bản sao tài liệu: Giấy xác nhận Kế hoạch bảo vệ môi trường, chứng minh cam kết, đánh giá tác động môi trường",
    ),
    Row("14", "ke-toan", "Kế toán", "Bản sao tài liệu, minh chứng hoạt động kế toán của cơ sở"),
    Row(
        "15",
        "thi-truong",
        "Phát triển thị trường, hoạt động quảng bá, xúc tiến thương mại",
        "Bản sao tài liệu: Hợp đồng, cam kết, xác nhận về phân phối sản phẩm, xuất khẩu sản phẩm, hoạt động xúc tiến thương mại...",
    ),
    Row(
        "16",
        "cau-chuyen",
        "Câu chuyện về sản phẩm",
        "Bản sao tờ rơi, hình ảnh, phim, ghi âm... minh chứng về câu chuyện của sản phẩm",
    ),
    Row(
        "17",
        "ksoat-lo",
        "Kế hoạch kiểm soát chất lượng, ghi hồ sơ lô sản xuất...",
        "Bản sao tài liệu, minh chứng về hoạt động kiểm soát chất lượng sản phẩm theo từng lô sản xuất",
    ),
    Row(
        "18",
        "giai-thuong",
        "Giải thưởng của sản phẩm, bình chọn của các tổ chức uy tín trong nước và quốc tế...",
        "Bản sao tài liệu, minh chứng về các thành tích, giải thưởng, bình chọn...",
    ),
)


# What is known of the dossier under 148/QĐ-TTg, also as amended by 1489/QĐ-TTg: two papers, the proofs by criterion.
OF_2023 = (
    Row("01", "phieu-dang-ky", "Phiếu đăng ký tham gia đánh giá, phân hạng sản phẩm", ""),
    Row("02", "bao-cao", "Báo cáo của chủ thể đánh giá về sản phẩm theo tiêu chí", ""),
)
LISTS = {"1048-2019": OF_2019, "148-2023": OF_2023, "1489-2025": OF_2023, "26-2026": OF_2026}
PARTLY_KNOWN = _(
    "Danh mục giấy tờ minh chứng của Quyết định %(number)s chưa có trong dữ liệu của cổng; dưới đây là hai giấy đã biết. "
    "Ông/bà tải giấy tờ minh chứng dưới mục báo cáo và viện dẫn cho từng tiêu chí."
)
UNKNOWN = _(
    "Cổng chưa có danh mục giấy tờ minh chứng của Quyết định %(number)s nên chưa nhận giấy tờ. Ông/bà báo cơ quan quản trị "
    "bộ tiêu chí; danh mục được nạp cùng quyết định."
)


def evidence_rows(law: Regulation) -> tuple[Row, ...]:
    """The lines for a dossier under this decision, in printed order; empty where its list is not known."""
    return LISTS[law.code] if law.code in LISTS else spec_of(law).evidence


def evidence_row(law: Regulation, number: str) -> Row | None:
    """The line with this number, or None."""
    return next((row for row in evidence_rows(law) if row.number == number), None)


def evidence_note(law: Regulation) -> str:
    """What the page says where the list is not the decision's whole list; "" otherwise."""
    words = {"number": law.number}
    if not evidence_rows(law):
        return UNKNOWN % words
    return PARTLY_KNOWN % words if LISTS.get(law.code) is OF_2023 else ""


def row_in(new: Regulation, old: Regulation, number: str) -> str:
    """The number in the list of `new` for a line of `old` that means the same paper; "" where none does."""
    line = evidence_row(old, number)
    return next((row.number for row in evidence_rows(new) if line and line.code and row.code == line.code), "")
