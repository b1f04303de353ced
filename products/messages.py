"""Sentences of products: what is wrong and how to mend it."""

from django.utils.translation import gettext_lazy as _

UNKNOWN_TRANSITION = _("Thao tác này không có trong chu trình. Ông/bà tải lại trang và chọn lại.")
FORBIDDEN_TRANSITION = _(
    "Không thể “%(label)s” khi hồ sơ đang ở trạng thái “%(state)s”. Ông/bà tải lại trang để xem việc có thể làm."
)
NOT_YOUR_STEP = _(
    "Ông/bà không được giao thực hiện “%(label)s” ở bước này. Việc này thuộc cơ quan hoặc người có trách nhiệm khác."
)
REASON_NEEDED = _("Ông/bà cần ghi lý do khi thực hiện “%(label)s”.")
OPINION_NEEDED = _("Ông/bà cần ghi nội dung ở ô “%(what)s”.")
STALE = _("Hồ sơ vừa được người khác chuyển sang trạng thái “%(state)s”. Ông/bà xem lại trước khi thao tác tiếp.")
ONLY_ON_ITS_PAGE = _("Việc “%(label)s” phải thực hiện ở trang riêng của bước này.")
IDEA_MISSING = _("Phiếu ý tưởng chưa có phần mô tả ý tưởng. Ông/bà bổ sung rồi gửi lại.")
PLAN_MISSING = _("Phương án chưa đủ các phần thị trường, nguyên liệu và công nghệ. Ông/bà bổ sung rồi gửi lại.")
MILESTONES_OPEN = _("Còn mốc triển khai chưa hoàn thành. Ông/bà ghi ngày hoàn thành từng mốc rồi kết thúc triển khai.")
MILESTONES_NONE = _("Chưa có mốc triển khai nào. Ông/bà thêm ít nhất một mốc đã làm rồi kết thúc triển khai.")
NO_REGULATION = _(
    "Chưa có quyết định ban hành bộ tiêu chí nào có hiệu lực vào ngày này trên cổng. "
    "Ông/bà kiểm tra lại ngày hoặc báo quản trị hệ thống nạp quyết định."
)

# Registering an idea
NOT_YOUR_PRODUCER = _(
    "Ông/bà chỉ đăng ký ý tưởng cho chủ thể của mình hoặc chủ thể trên địa bàn mình phụ trách. "
    "Ông/bà chọn chủ thể khác hoặc nhờ cán bộ của xã nơi chủ thể đăng ký."
)
ENTERED_FOR_MISSING = _("Ông/bà ghi họ tên người đại diện chủ thể mà ông/bà nhập thay.")
SET_OF_OTHER_REGULATION = _(
    "Bộ sản phẩm không thuộc %(regulation)s đang có hiệu lực. Ông/bà chọn lại bộ sản phẩm trong danh sách."
)
UNIT_ENDED = _(
    "%(unit)s không còn vào ngày %(day)s và không có một xã kế tục duy nhất. "
    "Ông/bà sửa nơi đăng ký của chủ thể thành xã hiện nay rồi đăng ký lại."
)
IDEA_NEEDS_A_PERSON = _("Phiếu ý tưởng phải có người nhập. Ông/bà đăng nhập rồi nhập lại.")
PRODUCT_TO_CHOOSE = _("Ông/bà chọn sản phẩm đã được công nhận để nâng hạng hoặc đánh giá lại.")
PRODUCT_NAME_MISSING = _("Ông/bà ghi tên sản phẩm mới, hoặc chọn sản phẩm đã có của chủ thể.")
PRODUCT_EXISTS = _(
    "Chủ thể đã có sản phẩm tên “%(name)s”. Ông/bà chọn sản phẩm đó trong danh sách, hoặc ghi tên khác; "
    "nếu là sản phẩm khác thì ghi rõ khác ở điểm nào rồi gửi lại."
)
PRODUCT_OF_OTHER = _("Sản phẩm này thuộc chủ thể khác. Ông/bà chọn sản phẩm của đúng chủ thể.")
PRODUCT_WITHOUT_STARS = _("“%(name)s” chưa có hạng sao nên chỉ đăng ký lần đầu. Ông/bà chọn lại loại đăng ký.")
PRODUCT_WITH_STARS = _("“%(name)s” đã có hạng sao. Ông/bà chọn nâng hạng hoặc đánh giá lại.")
CYCLE_RUNNING = _("Sản phẩm đang có hồ sơ %(number)s chưa kết thúc. Ông/bà làm tiếp hồ sơ đó.")
NO_NUMBER = _("Chưa cấp được số hồ sơ vì nhiều người cùng đăng ký. Ông/bà gửi lại sau ít phút.")
ONE_PRODUCT = _("Ông/bà chỉ chọn một: sản phẩm đã có, hoặc tên sản phẩm mới.")
TWIN_FOUND = _(
    "Có thể sản phẩm này đã được đăng ký: %(names)s. Ông/bà chọn sản phẩm đó trong danh sách; "
    "nếu là sản phẩm khác thì ghi rõ khác ở điểm nào rồi gửi lại."
)
NAMESAKE_FOUND = _(
    "Chủ thể khác đã có sản phẩm cùng tên: %(names)s. Ông/bà nên đặt tên phân biệt; "
    "nếu giữ tên này thì ghi lý do rồi gửi lại."
)

# Steps 2 and 3: sending, returning
REFILE_OVER = _(
    "Hạn gửi lại đã hết ngày %(day)s. Ông/bà rút đăng ký này và đăng ký lại ở kỳ sau, hoặc liên hệ cơ quan đã trả lại."
)
IDEA_APPRAISED_HERE = _("Ý tưởng do cấp xã thẩm định theo thiết lập của tỉnh, không phải chuyển lên cấp trên.")
IDEA_NOT_REVIEWED = _("Ủy ban nhân dân cấp xã chưa xem xét ý tưởng này. Ông/bà chờ xã chuyển lên.")
IDEA_GONE_UP = _("Ý tưởng đã được chuyển thẩm định. Ông/bà chờ ý kiến của cơ quan thẩm định.")
REMARK_UNKNOWN = _("Phiếu không có mục này để ghi ý kiến. Ông/bà tải lại trang và ghi lại.")
MONEY_EMPTY_LABEL = _("Ông/bà ghi nội dung của dòng có số tiền.")
MONEY_TOO_LARGE = _("Tổng của bảng quá lớn. Ông/bà kiểm tra lại các số tiền.")

# The decision in force takes over what was not filed (26/2026/QĐ-TTg Art. 11, 12)
LAW_STAYS = _("Hồ sơ này tiếp tục theo Quyết định %(law)s. Ông/bà tải lại trang.")

# Papers of steps 2 to 4
NOT_YOUR_CYCLE = _("Hồ sơ này do chủ thể hoặc cán bộ địa phương nơi đăng ký ghi. Ông/bà xem được nhưng không sửa được.")
PAPER_CLOSED = _("Không sửa được khi hồ sơ đang ở trạng thái “%(state)s”. Ông/bà tải lại trang để xem việc có thể làm.")
PAPER_STALE = _(
    "Trong lúc ông/bà nhập, người khác đã lưu bản mới. Nội dung ông/bà nhập vẫn ở dưới đây; "
    "ông/bà xem chỗ khác nhau rồi lưu lại để thay bản đã lưu."
)
DAY_AHEAD = _("Ngày hoàn thành chưa tới. Ông/bà ghi ngày đã hoàn thành, không sau hôm nay.")
MILESTONE_DONE = _("Mốc này đã được ghi hoàn thành. Ông/bà tải lại trang để xem.")
SUPPORT_TOO_EARLY = _("Chỉ ghi hỗ trợ khi phương án đã được chọn. Ông/bà chọn phương án trước.")
PAID_OVER_PLANNED = _("Số đã chi lớn hơn số được duyệt. Ông/bà kiểm tra lại hai số.")
NOT_YOUR_GRANT = _("Khoản hỗ trợ do cán bộ xã, huyện hoặc tỉnh ghi. Ông/bà xem được nhưng không sửa được.")
NOT_YOUR_APPROVAL = _("Chỉ cơ quan cấp tỉnh hoặc cấp huyện duyệt và ghi chi nguồn này. Ông/bà chuyển cơ quan đó ghi.")
APPROVED_OVER_PLANNED = _("Chỉ còn %(left)s đồng dự kiến chưa duyệt. Ông/bà duyệt ít hơn, hoặc ghi thêm dự kiến.")
PAID_OVER_APPROVED = _("Chỉ còn %(left)s đồng đã duyệt chưa chi. Ông/bà chi ít hơn, hoặc ghi thêm quyết định duyệt.")
ENTRY_TAKEN_BACK = _("Dòng này đã được rút lại hoặc là dòng rút lại. Ông/bà tải lại trang để xem.")
ENTRY_STILL_USED = _(
    "Không rút lại được vì số tiền này đã được duyệt hoặc đã chi. Ông/bà rút lại các dòng sau nó trước."
)
ENTRY_DAY_AHEAD = _("Ngày này chưa tới. Ông/bà ghi ngày đã có văn bản hoặc đã chi, không sau hôm nay.")
AMOUNT_MISSING = _("Ông/bà ghi số tiền lớn hơn 0.")
EXPORT_NOT_YOURS = _(
    "Chỉ cơ quan cấp tỉnh và trung ương được xuất danh sách. Ông/bà xem danh sách trên trang, hoặc nhờ cơ quan cấp tỉnh."
)
EXPORT_TOO_LONG = _("Danh sách có hơn %(limit)s dòng. Ông/bà lọc bớt, hoặc tải dạng CSV.")
