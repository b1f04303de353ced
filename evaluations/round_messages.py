"""Sentences of rounds that are edited, and of proposals that come late."""

from django.utils.translation import gettext_lazy as _

ROUND_STALE = _("Đợt này vừa được người khác sửa. Ông/bà xem nội dung mới rồi sửa lại phần của mình.")
ROUND_PLAN_STAYS = _(
    "Đợt %(number)s là đợt bổ sung, phải có số và ngày của kế hoạch. Ông/bà ghi đủ số và ngày rồi lưu lại."
)
ROUND_PLAN_AFTER_SESSION = _(
    "Đợt đã có phiên họp ngày %(day)s nên kế hoạch không được có ngày sau đó. Ông/bà sửa lại ngày kế hoạch."
)
ROUND_SESSION_OUTSIDE = _(
    "Đợt đã có phiên họp ngày %(day)s. Ngày xong của đợt không lùi về trước phiên đó được. Ông/bà sửa lại ngày."
)
ROUND_PROPOSAL_OUTSIDE = _(
    "Đợt đã nhận đề nghị của hồ sơ %(number)s ngày %(day)s. Ngày nhận đề nghị không lùi về trước ngày đó được. "
    "Ông/bà sửa lại ngày."
)
ROUND_TAKEN_IN_OUTSIDE = _(
    "Đợt đã nhận hồ sơ %(number)s đến muộn ngày %(day)s, kèm lý do. Ngày xong của đợt không lùi về trước ngày đó được. "
    "Ông/bà sửa lại ngày."
)
LATE_FOR_ROUND = _(
    "Hồ sơ %(number)s được đề nghị ngày %(day)s, sau hạn nhận đề nghị của %(round)s nên thuộc đợt sau. "
    "Muốn đưa vào phiên của đợt này, cơ quan thường trực nhận hồ sơ vào đợt, có ghi lý do."
)
NOT_LATE = _("Hồ sơ này không đến muộn so với đợt nên không phải nhận thêm. Ông/bà tải lại trang.")
TAKEN_ALREADY = _("Hồ sơ này đã được nhận vào một đợt. Ông/bà tải lại trang.")
TAKE_REASON = _("Ông/bà cần ghi lý do nhận hồ sơ đến muộn vào đợt này.")
ROUND_OVER = _("Đợt này đã hết ngày %(day)s nên không nhận thêm hồ sơ. Hồ sơ thuộc đợt sau.")
ROUND_WITHOUT_PLAN = _(
    "Đợt bổ sung này không có kế hoạch nên không nhận thêm hồ sơ. Ông/bà ghi kế hoạch của đợt trước."
)
PAST_TAKING = _("Hồ sơ %(number)s đã được xếp lịch họp hoặc đã có kết quả ở cấp này nên không nhận vào đợt nữa.")
