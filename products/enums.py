"""Choices of products: kinds of cycle, states of the six steps."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class CycleKind(TextChoices):
    """Request kinds of Mẫu số 01 (26/2026, Appendix III)."""

    FIRST = "first", _("Lần đầu")
    UPGRADE = "upgrade", _("Nâng hạng")
    RENEWAL = "renewal", _("Đánh giá lại")


class CycleState(TextChoices):
    """States follow the steps (design §6). Words here are the office wording; the public wording stands in cycle.py."""

    IDEA_DRAFT = "idea_draft", _("Đang soạn ý tưởng")
    IDEA_SUBMITTED = "idea_submitted", _("Ý tưởng chờ xét")
    IDEA_REVIEWED = "idea_reviewed", _("Xã đã xem xét, ý tưởng chờ thẩm định")
    IDEA_RETURNED = "idea_returned", _("Ý tưởng bị trả lại")
    IDEA_DECLINED = "idea_declined", _("Ý tưởng không được chấp nhận")
    PLAN_DRAFT = "plan_draft", _("Đang lập phương án")
    PLAN_SUBMITTED = "plan_submitted", _("Phương án chờ lựa chọn")
    PLAN_RETURNED = "plan_returned", _("Phương án bị trả lại")
    PLAN_DECLINED = "plan_declined", _("Phương án không được chọn")
    RUNNING = "running", _("Đang triển khai")
    COMPLETED = "completed", _("Đã triển khai xong")
    DOSSIER_DRAFT = "dossier_draft", _("Đang lập hồ sơ")
    DOSSIER_FILED = "dossier_filed", _("Hồ sơ đã nộp")
    DOSSIER_RETURNED = "dossier_returned", _("Hồ sơ bị trả lại")
    REPORTED = "reported", _("Xã đã báo cáo, đề nghị")
    RECEIVED = "received", _("Cấp đánh giá đã tiếp nhận")
    CHECKED = "checked", _("Tổ tư vấn đã kiểm tra")
    SCHEDULED = "scheduled", _("Đã xếp lịch họp hội đồng")
    SCORED = "scored", _("Đã chấm điểm")
    CLOSED = "closed", _("Đã chốt kết quả")
    FORWARDED = "forwarded", _("Đã chuyển cấp trên")
    HANDED_BACK = "handed_back", _("Trung ương chuyển kết quả về tỉnh")
    RECOGNISED = "recognised", _("Được công nhận")
    NOT_RECOGNISED = "not_recognised", _("Không được công nhận")
    ABANDONED = "abandoned", _("Chủ thể rút đăng ký")


class Step(TextChoices):
    """Six steps of the cycle (regulation.md §8)."""

    OUTREACH = "1", _("Tuyên truyền, hướng dẫn")
    IDEA = "2", _("Đăng ký ý tưởng")
    PLAN = "3", _("Phương án kinh doanh")
    IMPLEMENTATION = "4", _("Triển khai")
    EVALUATION = "5", _("Đánh giá, phân hạng")
    PROMOTION = "6", _("Xúc tiến thương mại")


class EvaluationLevel(TextChoices):
    DISTRICT = "district", _("cấp huyện")
    PROVINCE = "province", _("cấp tỉnh")
    CENTRE = "centre", _("cấp trung ương")


class MilestoneState(TextChoices):
    PLANNED = "planned", _("Chưa làm")
    DONE = "done", _("Đã làm")


class FundSource(TextChoices):
    """Budget sources named in public plans (regulation.md §10)."""

    NATIONAL = "national", _("Chương trình mục tiêu quốc gia")
    PROVINCE = "province", _("Ngân sách tỉnh")
    LOCAL = "local", _("Ngân sách huyện, xã")
    SCIENCE = "science", _("Sự nghiệp khoa học và công nghệ")
    INDUSTRY = "industry", _("Khuyến công")
    EXTENSION = "extension", _("Khuyến nông")
    OTHER = "other", _("Nguồn khác")


class PaperKind(TextChoices):
    """The papers of steps 2 and 3."""

    IDEA = "idea", _("Phiếu ý tưởng")
    PLAN = "plan", _("Phương án kinh doanh")


class Likeness(TextChoices):
    """What a product of a like name is to the one that is registered."""

    TWIN = "twin", _("Có thể là cùng một sản phẩm")
    NAMESAKE = "namesake", _("Trùng tên, của chủ thể khác")
    FAMILY = "family", _("Cùng dòng sản phẩm của chủ thể, tên khác")


class PlanPart(TextChoices):
    """Parts of the money table (Biểu số 03, part IV)."""

    USE = "use", _("Nhu cầu vốn")
    FUND = "fund", _("Nguồn vốn huy động")
    REVENUE = "revenue", _("Doanh thu")
    COST = "cost", _("Chi phí")


class SupportKind(TextChoices):
    """Kinds of support named in public plans (regulation.md §10)."""

    PACKAGING = "packaging", _("Bao bì")
    LABEL = "label", _("Nhãn hàng hóa")
    STAMP = "stamp", _("Tem truy xuất nguồn gốc")
    WEBSITE = "website", _("Trang thông tin điện tử")
    MACHINERY = "machinery", _("Máy móc, thiết bị")
    IP = "ip", _("Sở hữu trí tuệ")
    TESTING = "testing", _("Kiểm nghiệm")
    QUALITY = "quality", _("Hệ thống quản lý chất lượng")
    STORY = "story", _("Câu chuyện sản phẩm")
    TRAINING = "training", _("Đào tạo, tập huấn")
    LOAN = "loan", _("Vay vốn, hỗ trợ lãi suất")
    OTHER = "other", _("Nội dung khác")


class EntryKind(TextChoices):
    """Lines of the ledger of support."""

    PLAN = "plan", _("Dự kiến")
    APPROVE = "approve", _("Duyệt")
    PAY = "pay", _("Chi")
