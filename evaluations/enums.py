"""Choices of evaluations (step 5)."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class SheetState(TextChoices):
    DRAFT = "draft", _("Đang chấm")
    SUBMITTED = "submitted", _("Đã nộp")
    ABSTAINED = "abstained", _("Không cho điểm")


class SheetSource(TextChoices):
    """Where the answers of a sheet came from."""

    ONLINE = "online", _("Chấm trên cổng")
    PAPER = "paper", _("Nhập từ phiếu giấy")


class PaperSheetState(TextChoices):
    """Of a paper sheet: allowed and typed, typed twice with differences, entered, taken back."""

    WAITING = "waiting", _("Chờ nhập")
    DIFFERS = "differs", _("Hai lần nhập khác nhau")
    FILLED = "filled", _("Đã nhập xong")
    CANCELLED = "cancelled", _("Đã hủy")


class PracticeState(TextChoices):
    OPEN = "open", _("Đang chấm thử")
    COMPARED = "compared", _("Đã đối chiếu")


class SessionState(TextChoices):
    PLANNED = "planned", _("Đã lên lịch")
    OPEN = "open", _("Đang chấm")
    CLOSED = "closed", _("Đã đóng")


class ItemState(TextChoices):
    """Of one product of a session."""

    WAITING = "waiting", _("Chưa mở chấm")
    SCORING = "scoring", _("Đang chấm")
    LOCKED = "locked", _("Đã khóa phiếu")
    CLOSED = "closed", _("Đã chốt")


class Seat(TextChoices):
    CHAIR = "chair", _("Chủ tịch Hội đồng")
    VICE_CHAIR = "vice_chair", _("Phó Chủ tịch Hội đồng")
    SECRETARY = "secretary", _("Thư ký Hội đồng")
    MEMBER = "member", _("Ủy viên")
    ADVISOR = "advisor", _("Tổ tư vấn")


class GateRule(TextChoices):
    MAJORITY = "majority", _("Quá nửa số phiếu được tính")
    ALL = "all", _("Tất cả số phiếu được tính")
    JOINT = "joint", _("Kết luận chung của Hội đồng")


class CommentRule(TextChoices):
    """Where a member owes a comment (the council's Quy chế)."""

    EXTREMES = "extremes", _("Tiêu chí cảm quan, định tính ở mức thấp nhất hoặc cao nhất")
    ALL = "all", _("Mọi tiêu chí")
    NONE = "none", _("Không bắt buộc")


class Visibility(TextChoices):
    """From when members read the sheets of the others (the council's Quy chế). Chair and secretary: once locked."""

    NEVER = "never", _("Không bao giờ")
    OWN = "own", _("Sau khi đã nộp phiếu của mình")
    LOCKED = "locked", _("Sau khi khóa phiếu của sản phẩm")
    CLOSED = "closed", _("Sau khi đóng phiên")


class InvitedBy(TextChoices):
    LETTER = "letter", _("Giấy mời bằng văn bản")
    SYSTEM = "system", _("Hệ thống quản lý văn bản điện tử")
    EMAIL = "email", _("Thư điện tử")
    PHONE = "phone", _("Điện thoại, tin nhắn")


class KnockoutProposalState(TextChoices):
    """Of a knock-out that a member proposed."""

    PROPOSED = "proposed", _("Chờ Hội đồng kết luận")
    ACCEPTED = "accepted", _("Hội đồng chấp thuận")
    REJECTED = "rejected", _("Hội đồng không chấp thuận")
    WITHDRAWN = "withdrawn", _("Thành viên đã rút")


class FindingKind(TextChoices):
    KNOCKOUT = "knockout", _("Điểm loại")
    JOINT = "joint", _("Kết luận chung về tiêu chí")


class DecisionKind(TextChoices):
    RECOGNISE = "recognise", _("Công nhận và cấp giấy chứng nhận")
    APPROVE = "approve", _("Phê duyệt kết quả, trình cấp trên")


class CertificateState(TextChoices):
    """Computed from dates and acts, never stored (design §6). Withdrawn and expired are two things."""

    VALID = "valid", _("Còn hiệu lực")
    EXPIRING = "expiring", _("Sắp hết hiệu lực")
    GRACE = "grace", _("Được gia hạn chờ kết quả đánh giá lại")
    EXPIRED = "expired", _("Đã hết hiệu lực")
    WITHDRAWN = "withdrawn", _("Đã bị thu hồi")
    SUPERSEDED = "superseded", _("Đã được thay bằng giấy chứng nhận mới")


class PaperKind(TextChoices):
    """Official papers of step 5 (guides: forms of practice; 26/2026/QĐ-TTg Art. 7.3)."""

    INVITATION = "invitation", _("Giấy mời họp")
    BLANK = "blank", _("Phiếu đánh giá in sẵn")
    ADVISORY = "advisory", _("Báo cáo của Tổ tư vấn")
    SLIP = "slip", _("Phiếu đánh giá của thành viên")
    MINUTES = "minutes", _("Biên bản, báo cáo của Hội đồng")
    SUMMARY = "summary", _("Biểu tổng hợp điểm")
    SUBMISSION = "submission", _("Tờ trình")
    RECOGNITION = "recognition", _("Quyết định công nhận")
    APPROVAL = "approval", _("Quyết định phê duyệt kết quả")
    NOTICE = "notice", _("Thông báo kết quả")
    CERTIFICATE = "certificate", _("Giấy chứng nhận")


class PaperState(TextChoices):
    DRAFT = "draft", _("Dự thảo")
    ISSUED = "issued", _("Đã ban hành")
    REPLACED = "replaced", _("Đã có bản thay thế")


class MinutesForm(TextChoices):
    """How the outcome of a session is printed: 26/2026 asks for a báo cáo, the eras before it had a biên bản."""

    BY_ERA = "era", _("Theo quy định đang áp dụng cho phiên họp")
    MINUTES = "minutes", _("Biên bản")
    REPORT = "report", _("Báo cáo")


class TermStart(TextChoices):
    """From when a decision counts the 36 months."""

    ISSUE = "issue", _("Từ ngày cấp giấy chứng nhận")
    SIGNING = "signing", _("Từ ngày ký quyết định")
    RECOGNITION = "recognition", _("Từ ngày được công nhận")


class ImportKind(TextChoices):
    """What an imported row says about its recognition (real-products.csv, column recognition_type)."""

    NEW = "new", _("Công nhận lần đầu")
    UPGRADE = "upgrade", _("Nâng hạng")
    RENEWAL = "re-evaluation", _("Đánh giá lại")
    RENEWAL_DISTRICT = "re-evaluation_district", _("Đánh giá lại tại cấp huyện")
    DISTRICT_RESULT = "district_result", _("Kết quả chấm cấp huyện")
    PROVINCE_PROPOSED = "provincial_result_5_star_proposed", _("Kết quả cấp tỉnh, đề nghị 5 sao")
    IN_FORCE = "in_force_2022", _("Đang có hiệu lực năm 2022")
    PROPOSED = "result_proposed", _("Kết quả đề nghị cấp trên công nhận")


class RowOutcome(TextChoices):
    """How a row of an imported list ends: exactly one of these (design §7)."""

    CREATED = "created", _("Đã thêm")
    UPDATED = "updated", _("Đã cập nhật")
    UNCHANGED = "unchanged", _("Không đổi")
    REJECTED = "rejected", _("Bị từ chối")


class TrapKind(TextChoices):
    """What makes an imported row doubtful. A trap warns, never rejects; docs/import.md says what each one does."""

    # These keep the recognition undecided: no decision, no certificate, not counted.
    STAR_MISSING = "star_missing", _("Không nêu hạng sao")
    STAR_BELOW_THREE = "star_below_three", _("Dưới 3 sao, không có giấy chứng nhận")
    STAR_ABOVE_LEVEL = "star_above_level", _("Hạng sao cao hơn thẩm quyền của cấp công nhận")
    STAR_OVER_SCORE = "star_over_score", _("Hạng sao cao hơn điểm")
    SOURCES_DISAGREE = "sources_disagree", _("Các nguồn nêu khác nhau")
    NINE_OF_TEN = "nine_of_ten", _("Danh sách có sản phẩm không được công nhận mà không rõ sản phẩm nào")
    PROPOSED = "proposed_5_star", _("Mới là kết quả đề nghị cấp trên")
    DISTRICT_RESULT = "district_result", _("Mới là kết quả chấm của Hội đồng")
    YEAR_MISSING = "year_missing", _("Không rõ năm công nhận")
    DATE_AHEAD = "date_ahead", _("Ngày công nhận ở tương lai")
    UNKNOWN_PLACE = "unknown_place", _("Không rõ địa bàn")
    PLACE_OUTSIDE_UNIT = "place_outside_unit", _("Địa bàn nằm ngoài đơn vị được chọn")
    UNKNOWN_SET = "unknown_set", _("Không rõ bộ sản phẩm")
    UNKNOWN_KIND = "unknown_kind", _("Không rõ loại công nhận")
    # These only warn.
    SAME_PRODUCT_AGAIN = "same_product_again", _("Sản phẩm đã có, được công nhận thêm lần nữa")
    REPEATED_ROW = "repeated_row", _("Dòng lặp lại")
    NAMESAKE = "namesake", _("Trùng tên với sản phẩm khác")
    UPGRADE = "upgrade", _("Nâng hạng")
    DOWNGRADE = "downgrade", _("Hạ hạng")
    REEVALUATED = "reevaluated", _("Đánh giá lại, giữ hạng")
    NAMES_OVER_STATED_COUNT = "names_over_stated_count", _("Số tên nhiều hơn tổng số mà nguồn nêu")
    DERIVED = "derived", _("Hạng sao hoặc năm do suy ra")
    DATE_ASSUMED = "date_assumed", _("Không có ngày, lấy ngày 31/12")
    YEAR_DIFFERS = "year_differs", _("Năm công nhận khác năm của quyết định")
    EXPIRED_NOTED = "expired_noted", _("Nguồn ghi đã hết hiệu lực")
    ISSUER_ASSUMED = "issuer_assumed", _("Cơ quan công nhận suy từ quy định")
    DISTRICT_ENDED = (
        "district_certificate_after_district_ended",
        _("Giấy do cấp huyện cấp, còn hạn sau khi hết cấp huyện"),
    )
    PLACE_OF_BEFORE = "place_of_before", _("Địa bàn theo bản đồ trước đây")
    COMMUNE_NOT_FOUND = "commune_not_found", _("Xã không có trong danh mục, giữ nguyên chữ")
    PLACE_MISSING = "place_missing", _("Chỉ biết tỉnh")
    PLACE_INFERRED = "place_inferred", _("Địa bàn do suy ra")
    AMBIGUOUS_SET = "ambiguous_set", _("Bộ sản phẩm chưa xác định chắc chắn")
    PRODUCER_MISSING = "producer_missing", _("Không nêu chủ thể")
    PRODUCER_NAME_CUT = "producer_name_cut", _("Tên chủ thể bị cắt")
    SCORE_OF_DISTRICT = "score_of_district", _("Điểm là của cấp huyện")
    SOURCE_DOUBTFUL = "source_doubtful", _("Độ tin cậy của nguồn không rõ")
    CERTIFICATE_STANDS = "certificate_stands", _("Giấy chứng nhận đã nhập vẫn giữ nguyên")


class DraftKind(TextChoices):
    """What an administrator has uploaded to be published."""

    DECISION = "decision", _("Quyết định")
    SHEET = "sheet", _("Bộ tiêu chí")


# --- after the result ---------------------------------------------------------------------------------------------


class SessionKind(TextChoices):
    """How a session decides: in a meeting, or by written opinions on re-evaluations (26/2026/QĐ-TTg Art. 7.6)."""

    MEETING = "meeting", _("Họp hội đồng")
    WRITTEN = "written", _("Lấy ý kiến bằng văn bản")


class WithdrawalGround(TextChoices):
    """The six grounds of 26/2026/QĐ-TTg Art. 8."""

    FORGED = "a", _("Hồ sơ không trung thực hoặc giả mạo")
    NOT_KEPT = "b", _("Không còn đáp ứng bộ tiêu chí theo kết luận kiểm tra")
    BREACH = (
        "c",
        _("Vi phạm pháp luật về chất lượng, an toàn thực phẩm, môi trường, sở hữu trí tuệ hoặc ghi nhãn hàng hóa"),
    )
    MARK = "d", _("Sử dụng nhãn hiệu chứng nhận OCOP sai quy định hoặc gây nhầm lẫn")
    STOPPED = "dd", _("Không còn sản xuất sản phẩm")
    OTHER = "e", _("Theo kết luận khác của cơ quan có thẩm quyền")


class ProposalState(TextChoices):
    OPEN = "open", _("Chờ quyết định")
    DECIDED = "decided", _("Đã có quyết định thu hồi")
    DROPPED = "dropped", _("Không thu hồi")


class RedoAnswer(TextChoices):
    """How a province answers a request of the ministry to evaluate again (26/2026/QĐ-TTg Art. 10.1.b)."""

    AGAIN = "again", _("Tổ chức đánh giá lại")
    KEPT = "kept", _("Giữ kết quả, có giải trình")


class InspectionKind(TextChoices):
    """26/2026/QĐ-TTg Art. 9: periodic plus unannounced."""

    PERIODIC = "periodic", _("Định kỳ")
    UNANNOUNCED = "unannounced", _("Đột xuất")


class InspectionState(TextChoices):
    PLANNED = "planned", _("Theo kế hoạch")
    CONCLUDED = "concluded", _("Đã kết luận")


class InspectionConclusion(TextChoices):
    KEPT = "kept", _("Duy trì đúng các tiêu chí và sử dụng nhãn hiệu đúng quy định")
    MEND = "mend", _("Yêu cầu khắc phục có thời hạn")
    WITHDRAW = "withdraw", _("Đề nghị thu hồi giấy chứng nhận")


class ComplaintState(TextChoices):
    RECEIVED = "received", _("Đã tiếp nhận")
    HANDLING = "handling", _("Đang xử lý")
    ANSWERED = "answered", _("Đã trả lời")


class ComplaintChannel(TextChoices):
    """How it came: told to an office, or sent from the public page of a product."""

    PHONE = "phone", _("Điện thoại")
    LETTER = "letter", _("Đơn, thư, thư điện tử")
    VISIT = "visit", _("Trực tiếp tại cơ quan")
    OTHER = "other", _("Cơ quan khác chuyển đến")
    WEB = "web", _("Trang công khai của sản phẩm")
