"""Sentences of evaluations: what is wrong and how to mend it."""

from django.utils.translation import gettext_lazy as _

# Rubrics
NO_PRODUCT_SET = _("Chưa có bộ sản phẩm %(code)s trong hệ thống. Ông/bà nạp quyết định ban hành bộ tiêu chí trước.")
RUBRIC_MISSING = _(
    "Bộ sản phẩm “%(set)s” chưa có phiếu chấm đầy đủ trong hệ thống nên chưa lập được hồ sơ. "
    "Ông/bà báo cơ quan tham mưu OCOP tỉnh bổ sung bộ tiêu chí."
)
RUBRIC_INCOMPLETE = _("Phiếu chấm %(code)s còn thiếu trong nguồn công khai nên không dùng để chấm điểm.")

# Dossiers
DOSSIER_CLOSED_FOR_EDIT = _(
    "Hồ sơ đang ở trạng thái “%(state)s” nên không sửa được. Ông/bà chờ cơ quan kiểm tra trả lại nếu cần bổ sung."
)
NOT_YOUR_DOSSIER = _("Chỉ chủ thể hoặc cán bộ nhập thay mới sửa được hồ sơ này.")
NO_SUCH_ROW = _("Danh mục minh chứng không có mục này. Ông/bà chọn một mục trong danh sách.")
EVIDENCE_GONE = _("Giấy tờ này đã được thay hoặc bỏ. Ông/bà tải lại trang để xem bản mới.")
FOREIGN_CRITERION = _("Tiêu chí này không thuộc phiếu chấm của hồ sơ. Ông/bà tải lại trang và chọn lại.")
PAGES_ORDER = _("Trang cuối phải bằng hoặc sau trang đầu. Ông/bà sửa lại số trang.")
PAGES_BEYOND = _("Giấy tờ này chỉ có %(pages)s trang. Ông/bà sửa lại số trang viện dẫn.")
CITED_ALREADY = _("Giấy tờ này đã được viện dẫn cho tiêu chí này từ trang đó. Ông/bà chọn trang khác.")
SELF_MISSING = _("Còn %(count)s tiêu chí chưa tự chấm. Ông/bà tự chấm đủ rồi nộp hồ sơ.")
SELF_NONE = _("Hồ sơ chưa có bảng tự chấm điểm. Ông/bà tự chấm theo bộ tiêu chí rồi nộp hồ sơ.")
EVIDENCE_NONE = _("Hồ sơ chưa có giấy tờ minh chứng nào. Ông/bà tải lên ít nhất một giấy tờ rồi nộp hồ sơ.")
EVIDENCE_BROKEN = _("Giấy tờ MC-%(row)s “%(title)s” không mở được. Ông/bà thay bằng tệp khác rồi nộp lại.")
NO_COMMUNE_STEP = _("Hồ sơ này theo quy định không có bước báo cáo của xã. Cấp huyện tiếp nhận trực tiếp.")
COMMUNE_REPORT_MISSING = _(
    "Báo cáo của xã phải có đủ bốn nội dung, số và ngày văn bản, và ý kiến đề nghị. Ông/bà điền đủ rồi gửi."
)
COMMUNE_REPORT_FIRST = _("Hồ sơ phải có báo cáo của Ủy ban nhân dân cấp xã trước khi được tiếp nhận.")
NO_LEVEL_ABOVE = _("Quy định của hồ sơ này không có cấp nào ở trên để tiếp nhận.")
ADVISORY_NOTE_MISSING = _("Chưa có ý kiến kiểm tra của tổ tư vấn. Ông/bà ghi ý kiến rồi xác nhận hồ sơ.")
LAW_MOVED = _(
    "Hồ sơ chưa nộp nên theo Quyết định %(new)s đang có hiệu lực, không theo Quyết định %(old)s. "
    "Ông/bà chuyển hồ sơ sang quyết định mới rồi tự chấm và nộp theo bộ tiêu chí mới."
)
ROW_PLACED = _("Giấy tờ này đã được xếp vào một mục khác. Ông/bà tải lại trang.")
STALE_DOSSIER = _("Hồ sơ vừa được người khác sửa. Ông/bà xem lại nội dung mới rồi lưu lại phần của mình.")

# Rounds, councils, sessions
NOT_YOUR_COUNCIL = _("Chỉ cơ quan thường trực của cấp đánh giá này mới được lập đợt, hội đồng và phiên họp.")
ROUND_TWICE = _("Đợt %(number)s năm %(year)s của cấp này đã có. Ông/bà chọn số đợt khác.")
UNIT_NOT_YOURS = _("Đơn vị này không thuộc phạm vi của ông/bà. Ông/bà chọn đơn vị khác.")
SEAT_TWICE = _("%(name)s đã có trong hội đồng này. Ông/bà chọn người khác.")
CHAIR_TWICE = _("Hội đồng đã có chủ tịch. Ông/bà chọn vai trò khác cho người này.")
RULES_DATE_ORDER = _("Ngày của Quy chế không được trước ngày của Quyết định thành lập. Ông/bà sửa lại ngày.")
MEMBERS_FIXED = _("Phiên họp đã mở nên không thêm được thành viên vào hội đồng này.")
SESSION_BEFORE_COUNCIL = _("Ngày họp không được trước ngày thành lập hội đồng. Ông/bà sửa lại ngày họp.")
SESSION_NOT_PLANNED = _("Phiên họp đã mở hoặc đã đóng nên không đổi được danh sách sản phẩm.")
WRONG_LEVEL = _("Hồ sơ %(number)s không do hội đồng cấp này đánh giá. Ông/bà bỏ hồ sơ đó khỏi danh sách.")
SESSION_EMPTY = _("Phiên họp chưa có sản phẩm nào. Ông/bà đưa hồ sơ đã kiểm tra vào phiên rồi mở.")
SESSION_NO_CHAIR = _("Hội đồng chưa có chủ tịch. Ông/bà thêm chủ tịch rồi mở phiên.")
SESSION_NO_MEMBERS = _("Hội đồng chưa có thành viên chấm điểm. Ông/bà thêm thành viên rồi mở phiên.")
SESSION_OPENED = _("Phiên họp không còn ở trạng thái chờ mở. Ông/bà tải lại trang.")
FOREIGN_MEMBER = _("Người này không thuộc hội đồng của phiên họp. Ông/bà tải lại trang.")
SOMETHING_SCORED = _("Đã có thành viên mở phiếu hoặc khai xung đột cho sản phẩm này nên không rút được khỏi phiên.")
ONLY_CHAIR = _("Chỉ Chủ tịch Hội đồng mới được thực hiện việc này.")
ONLY_SECRETARY = _("Chỉ Chủ tịch hoặc Thư ký Hội đồng mới được thực hiện việc này.")

# Sheets
NO_SEAT = _("Ông/bà không có quyền chấm điểm trong hội đồng của phiên họp này.")
ANSWER_CONFLICT_FIRST = _("Ông/bà cần khai về xung đột lợi ích trước khi mở hồ sơ và phiếu chấm.")
CONFLICT_REASON = _("Ông/bà cần ghi lý do của xung đột lợi ích.")
CONFLICT_ANSWERED = _("Ông/bà đã khai về xung đột lợi ích cho sản phẩm này.")
CONFLICT_AFTER_SUBMIT = _("Phiếu đã nộp nên không khai lại xung đột được. Ông/bà báo Chủ tịch Hội đồng.")
NOT_OPEN_FOR_SCORING = _("Sản phẩm này chưa mở chấm, hoặc đã khóa phiếu. Không có điểm nào được ghi.")
SHEET_LOCKED = _(
    "Phiếu đã nộp hoặc đã khóa nên điểm không thay đổi. Ông/bà có thể chép lại phần ghi chú vừa nhập để dùng sau."
)
SHEET_CHANGED = _(
    "Phiếu này đã được lưu ở nơi khác sau khi ông/bà mở trang. Ông/bà xem hai giá trị và chọn giá trị đúng."
)
NOT_YOUR_SHEET = _("Đây là phiếu của thành viên khác nên ông/bà không ghi được.")
OPTION_NOT_ON_SHEET = _("Mức điểm này không có trên phiếu. Ông/bà chọn một trong các mức của tiêu chí.")
BAD_REQUEST_ID = _("Yêu cầu lưu không đúng dạng. Ông/bà tải lại trang rồi chấm lại tiêu chí này.")
SHEET_MISSING = _("Còn %(count)s tiêu chí chưa chấm: %(codes)s. Ông/bà chấm đủ rồi nộp phiếu.")
COMMENT_OWED = _("Cần ghi nhận xét cho tiêu chí: %(codes)s. Ông/bà ghi nhận xét rồi nộp phiếu.")
SIGNED_IN_AS_ANOTHER = _(
    "Máy này đang đăng nhập bằng tài khoản khác. Các mục chờ gửi được giữ lại; người chấm đăng nhập lại để gửi tiếp."
)
BAD_SAVE = _("Máy chủ không đọc được mục vừa gửi. Ông/bà tải lại trang rồi chấm lại tiêu chí này.")
WRONG_PASSWORD = _("Mật khẩu không đúng. Ông/bà nhập lại mật khẩu đang dùng để đăng nhập.")
ABSTAIN_REASON = _("Ông/bà cần ghi lý do không cho điểm.")

# Closing
RESCORE_REASON = _("Ông/bà cần ghi lý do chấm lại.")
UNKNOWN_KNOCKOUT = _("Phiếu chấm không có điểm loại “%(ref)s”. Ông/bà chọn trong danh sách.")
FINDINGS_WHEN_LOCKED = _("Chỉ ghi kết luận chung khi đã kết thúc chấm điểm và chưa chốt kết quả.")
NOT_CLOSABLE_STATE = _("Sản phẩm “%(product)s” chưa kết thúc chấm điểm.")
NOT_CLOSABLE_MORE = _("Còn %(count)s sản phẩm khác chưa kết thúc chấm điểm.")
CLOSE_NO_QUORUM = _(
    "Sản phẩm “%(product)s” chỉ có %(counted)s phiếu hợp lệ trên %(members)s thành viên, chưa đủ tỷ lệ theo Quy chế."
)
CLOSE_NO_CHAIR = _("Chủ tịch Hội đồng chưa được ghi nhận có mặt. Thư ký ghi danh sách có mặt rồi đóng phiên.")
CLOSE_SPREAD = _(
    "Sản phẩm “%(product)s” chênh lệch %(spread)s điểm, quá mức %(limit)s điểm của Quy chế. Hội đồng cần chấm lại lần hai."
)
CLOSE_NO_STATEMENT = _(
    "Sản phẩm “%(product)s” dùng phiếu chưa biết điều kiện tối thiểu của từng hạng sao. "
    "Thư ký cần ghi xác nhận về các điều kiện đó."
)
CLOSE_NO_SHEETS = _("Sản phẩm “%(product)s” chưa có phiếu hợp lệ nào.")
SESSION_NOT_OPEN = _("Phiên họp không ở trạng thái đang chấm. Ông/bà tải lại trang.")

# Results, decisions, certificates
NO_RESULT = _("Chưa có kết quả đã chốt của hội đồng cấp này.")
NOT_HIGH_ENOUGH = _("Kết quả %(average)s điểm chưa đủ để chuyển lên cấp trên.")
NOT_RECOGNISED_HERE = _("Kết quả này không do cấp này công nhận. Cấp này công nhận hạng %(stars)s sao.")
NOTHING_RECOGNISED_HERE = _("Cấp này không công nhận kết quả; hồ sơ đạt được chuyển lên cấp trên.")
STILL_RECOGNISABLE = _("Kết quả này đủ để công nhận hoặc chuyển lên cấp trên nên không thông báo không công nhận.")
CERTIFICATE_NO_NUMBER = _(
    "Chưa cấp được số giấy chứng nhận vì nhiều quyết định đang được ghi. Hãy thử lại sau ít phút."
)
DECISION_TWICE = _("Quyết định số %(number)s ngày này đã được ghi. Ông/bà kiểm tra lại số và ngày.")
DECISION_FUTURE = _("Ngày quyết định không được sau hôm nay. Ông/bà kiểm tra lại ngày.")
DECISION_BEFORE_SESSION = _("Ngày quyết định không được trước ngày họp hội đồng (%(held)s). Ông/bà kiểm tra lại ngày.")
DECISION_NO_ITEMS = _("Ông/bà cần chọn ít nhất một sản phẩm cho quyết định này.")
DECISION_FOREIGN_ITEM = _("Có sản phẩm không thuộc phiên họp này hoặc đã có quyết định. Ông/bà chọn lại.")
DECISION_SESSION_OPEN = _("Phiên họp chưa đóng nên chưa ghi được quyết định.")
WITHDRAWN_ALREADY = _("Giấy chứng nhận này đã bị thu hồi.")
WITHDRAW_DATE = _("Ngày thu hồi phải từ ngày cấp đến hôm nay. Ông/bà kiểm tra lại ngày.")
CERTIFICATE_PRINTED = _("Giấy chứng nhận này đã có bản in. Ông/bà tải lại trang để lấy bản đã lập.")
NOT_YOUR_CERTIFICATE = _("Chỉ cơ quan của cấp đã cấp giấy mới ghi được quyết định thu hồi.")
CERTIFICATE_GONE = _("Không còn giấy chứng nhận này.")
QR_LABEL = _("Mã QR kiểm tra giấy chứng nhận")
OPEN_CERTIFICATE = _("Xem giấy chứng nhận")
STEP_PDF = _("Dàn trang giấy chứng nhận")
STEP_KEEP = _("Lưu tệp")

# Paper sheets
PAPER_REASON = _("Ông/bà cần ghi lý do.")
PAPER_CONFLICT = _("Thành viên này đã khai xung đột lợi ích với sản phẩm nên không chấm, kể cả trên giấy.")
PAPER_SUBMITTED = _("Thành viên này đã nộp phiếu hoặc không cho điểm trên cổng ở vòng này nên không nhập phiếu giấy.")
PAPER_TWICE = _("Thành viên này đã được cho dùng phiếu giấy ở vòng này. Ông/bà xem trong danh sách.")
PAPER_NOT_WAITING = _("Phiếu giấy này vừa được người khác nhập, đối chiếu hoặc hủy. Ông/bà tải lại trang.")
PAPER_NOT_TYPIST = _(
    "Chỉ thư ký, tổ tư vấn hoặc cán bộ thường trực không chấm điểm trong phiên này mới nhập được phiếu giấy."
)
PAPER_NOT_THIRD = _("Chỉ Chủ tịch Hội đồng hoặc người chưa nhập phiếu này mới đối chiếu được.")
PAPER_SAME_PERSON = _("Ông/bà đã nhập phiếu này một lần. Lần thứ hai phải do người khác nhập.")
PAPER_SAYS_CONFLICT = _(
    "Phiếu giấy không khai “không có xung đột lợi ích” thì không nhập điểm. "
    "Ông/bà báo thư ký hủy phiếu giấy này và ghi việc thành viên không chấm sản phẩm."
)
PAPER_MISSING = _(
    "Còn %(count)s tiêu chí chưa nhập: %(codes)s. Nếu trên giấy bỏ trống, ông/bà chuyển lại để thành viên chấm đủ."
)
PAPER_NOTE = _("Ông/bà cần ghi căn cứ: đã xem lại phiếu giấy thế nào.")
PAPER_UNRESOLVED = _("Ông/bà chọn mức điểm cho từng tiêu chí mà hai lần nhập khác nhau.")
PAPER_REMARK = _("Nhập từ phiếu giấy mã %(code)s, hai người nhập độc lập.")
PAPER_CODE_UNKNOWN = _("Mã này không đúng hoặc không phải của phiên họp này. Ông/bà nhập lại mã in trên phiếu.")
PAPER_SCAN_MISSING = _("Chưa có tệp nào được chọn. Ông/bà chọn bản quét của phiếu rồi đính kèm.")
# After the result: shortfall, renewal, withdrawal, inspection, complaints
STEP_LETTER = _("Dàn trang văn bản")
DOSSIER_GONE = _("Không còn hồ sơ này.")
RENEW_NOT_YOURS = _("Chỉ chủ thể hoặc cán bộ nơi chủ thể đăng ký mới mở được hồ sơ đánh giá lại, nâng hạng.")
RENEW_RUNNING = _("Sản phẩm đang có hồ sơ %(number)s chưa kết thúc nên không mở thêm hồ sơ khác.")
RENEW_NOT_STANDING = _(
    "Giấy chứng nhận này đã bị thu hồi hoặc đã được thay bằng giấy mới nên không dùng để đánh giá lại."
)
UPGRADE_NOT_POSSIBLE = _("Chỉ nâng hạng được khi giấy chứng nhận còn hiệu lực và dưới 5 sao.")
NOTICE_TWICE = _("Thông báo sắp hết hạn của giấy chứng nhận này đã được ghi.")
NOTICE_DATE = _("Ngày gửi thông báo phải từ ngày cấp giấy đến hôm nay. Ông/bà kiểm tra lại ngày.")
WITHDRAW_CONCLUDED = _("Ngày kết luận phải từ ngày cấp giấy và không sau ngày quyết định. Ông/bà kiểm tra lại ngày.")
WITHDRAW_GROUND = _("Từ ngày 22/5/2026, quyết định thu hồi phải nêu căn cứ theo Điều 8 Quyết định 26/2026/QĐ-TTg.")
PROPOSAL_OPEN = _("Giấy chứng nhận này đang có đề nghị thu hồi chờ quyết định.")
PROPOSAL_CLOSED = _("Đề nghị này đã được xử lý. Ông/bà tải lại trang.")
PROPOSAL_NOT_YOURS = _("Xã chỉ xác nhận việc ngừng sản xuất; căn cứ khác do cơ quan tham mưu OCOP đề nghị.")
PROPOSAL_DATE = _("Ngày kết luận hoặc xác nhận phải từ ngày cấp giấy đến hôm nay. Ông/bà kiểm tra lại ngày.")
INSPECT_NOT_YOURS = _("Chỉ cơ quan tham mưu OCOP cấp tỉnh hoặc Bộ mới lập và kết luận kiểm tra.")
INSPECT_DATE = _("Ngày kiểm tra không được sau hôm nay. Ông/bà kiểm tra lại ngày.")
INSPECT_CONCLUDED = _("Cuộc kiểm tra này đã có kết luận. Ông/bà tải lại trang.")
INSPECT_MEND_BY = _("Cần ghi hạn khắc phục sau ngày kiểm tra.")
INSPECT_NO_CERTIFICATE = _("Sản phẩm không có giấy chứng nhận đang đứng tên nên không đề nghị thu hồi được.")
INSPECT_GROUND = _("Cần chọn căn cứ thu hồi và nêu rõ nội dung khi đề nghị thu hồi.")
INSPECT_KEPT = _("Kết luận “duy trì đúng” chỉ dùng khi cả hai nội dung kiểm tra đều đạt.")
INSPECT_NOT_MENDING = _("Cuộc kiểm tra này không có yêu cầu khắc phục nào còn mở.")
COMPLAINT_NOT_YOURS = _("Chỉ cơ quan quản lý nơi có sản phẩm mới tiếp nhận và trả lời phản ánh.")
COMPLAINT_STATE = _("Phản ánh này không còn ở trạng thái đó. Ông/bà tải lại trang.")
COMPLAINT_CHANNEL = _("Phản ánh gửi từ trang công khai được ghi tự động. Ông/bà chọn hình thức tiếp nhận khác.")
COMPLAINT_TOO_MANY = _(
    "Hôm nay cổng đã nhận nhiều phản ánh từ nơi ông/bà đang truy cập hoặc về sản phẩm này. Ông/bà gửi lại vào ngày mai, "
    "hoặc báo trực tiếp cho Ủy ban nhân dân xã, phường."
)
COMPLAINT_UNNAMED = _("Người phản ánh không để lại tên và cách liên hệ.")
COMPLAINT_DATE = _("Ngày tiếp nhận không được sau hôm nay. Ông/bà kiểm tra lại ngày.")
COMPLAINT_DUE = _("Hạn trả lời không được trước hôm nay. Ông/bà kiểm tra lại ngày.")
COMPLAINT_INSPECTION = _("Cuộc kiểm tra này của sản phẩm khác. Ông/bà chọn lại.")
WRITTEN_ONLY_RENEWAL = _(
    "Hồ sơ %(number)s không phải đánh giá lại; chỉ hồ sơ đánh giá lại mới lấy ý kiến bằng văn bản (Điều 7 khoản 6)."
)
WRITTEN_NO_PROPOSAL = _("Sản phẩm “%(product)s” chưa có phương án điểm trình lấy ý kiến.")
WRITTEN_NOT_WRITTEN = _("Phiên này không phải phiên lấy ý kiến bằng văn bản.")
WRITTEN_FIXED = _("Phiên đã mở nên không sửa được phương án trình lấy ý kiến.")
WRITTEN_INCOMPLETE = _("Phương án còn %(count)s tiêu chí chưa chấm. Ông/bà chấm đủ rồi trình.")
WRITTEN_REASON = _("Ông/bà không đồng ý thì cần ghi lý do.")
WRITTEN_TWICE = _("Ông/bà đã cho ý kiến về sản phẩm này. Ý kiến đã gửi thì không đổi được.")
WRITTEN_DIFFER = _("Ý kiến về sản phẩm “%(product)s” còn khác nhau. Ông/bà triệu tập phiên họp để Hội đồng chấm điểm.")
WRITTEN_WAITING = _("Còn %(count)s ý kiến chưa gửi và chưa hết hạn trả lời %(day)s.")
WRITTEN_AGREE = _("Các ý kiến đã thống nhất nên không cần triệu tập phiên họp.")
WRITTEN_CALL_REASON = _("Ý kiến bằng văn bản còn khác nhau (Điều 7 khoản 6 Quyết định 26/2026/QĐ-TTg).")
WRITTEN_COMMENT = _("Đồng ý với phương án trình lấy ý kiến.")
MEETING_DATE = _("Ngày họp không được trước hôm nay. Ông/bà sửa lại ngày họp.")
WRITTEN_ANSWER_INSTEAD = _(
    "Phiên này lấy ý kiến bằng văn bản: ông/bà trả lời đồng ý hoặc không đồng ý, chưa chấm phiếu riêng."
)
# Rounds, councils and sessions: dates, seats, rules
ROUND_DATES_ORDER = _("Ngày xong của đợt phải sau ngày nhận đề nghị. Ông/bà sửa lại ngày.")
ROUND_DATES_YEAR = _("Ngày của đợt phải nằm trong năm %(year)s hoặc đầu năm sau. Ông/bà sửa lại ngày.")
ROUND_NEEDS_PLAN = _(
    "Đợt %(number)s không có trong %(law)s. Đợt bổ sung phải có kế hoạch: Ông/bà ghi số và ngày của kế hoạch."
)
ROUND_WRONG_LEVEL = _("%(law)s không có hội đồng ở cấp này. Ông/bà chọn quyết định hoặc cấp khác.")
RULES_FIXED = _(
    "Quy chế đã được áp dụng cho phiên họp đã mở nên không sửa được. Khi có Quy chế mới, ông/bà lập hội đồng mới theo "
    "quyết định kiện toàn; kết quả cũ giữ nguyên Quy chế cũ."
)
SEAT_SCORED = _("Đã có phiếu chấm hoặc lời khai trong hội đồng này nên không sửa được danh sách thành viên.")
SEAT_REASON = _("Ông/bà cần ghi lý do đưa thành viên ra khỏi hội đồng.")
TEAM_DATE_ORDER = _("Hạn của tổ tư vấn không được trước ngày quyết định. Ông/bà sửa lại ngày.")
SESSION_FIXED = _("Phiên họp đã mở hoặc đã đóng nên không sửa được lịch họp.")
SESSION_HOURS = _("Giờ kết thúc phải sau giờ bắt đầu. Ông/bà sửa lại giờ.")
FOREIGN_ITEM = _("Có sản phẩm không thuộc phiên họp này. Ông/bà tải lại trang.")
AGENDA_ORDER = _("Mỗi sản phẩm có một số thứ tự riêng, từ 1 trở đi. Ông/bà sửa lại thứ tự.")
INVITED_AHEAD = _("Ngày báo họp không được sau hôm nay. Ông/bà sửa lại ngày.")
INVITED_LATE = _("Ngày báo họp không được sau ngày họp. Ông/bà sửa lại ngày.")
SESSION_OTHER_ROUND = _("Đợt đánh giá này thuộc cấp hoặc đơn vị khác. Ông/bà chọn đợt của hội đồng.")

# Recusal by the chair, proposed knock-outs, reopened sheets
ONLY_PRESIDING = _(
    "Chỉ Chủ tịch Hội đồng, hoặc Phó Chủ tịch khi Chủ tịch không tham gia sản phẩm này, mới được thực hiện việc này."
)
RECUSAL_REASON = _("Ông/bà cần ghi lý do loại thành viên khỏi sản phẩm này.")
RECUSED_ALREADY = _("Thành viên này đã được loại khỏi sản phẩm này.")
RECUSAL_CLOSED = _("Kết quả của sản phẩm đã chốt nên không loại được thành viên nữa.")
CLOSE_HIDDEN = _(
    "Có sản phẩm mà ông/bà không tham gia chưa đủ điều kiện chốt. Ông/bà trao đổi với Phó Chủ tịch Hội đồng."
)
PROPOSAL_REASON = _("Ông/bà cần ghi lý do đề xuất điểm loại.")
PROPOSED_TWICE = _("Ông/bà đã đề xuất điểm loại này trên phiếu. Ông/bà rút đề xuất cũ trước khi ghi lại.")
PROPOSAL_CLOSED = _("Phiếu đã nộp hoặc đã khóa nên không thêm, không rút được đề xuất điểm loại.")
PROPOSAL_GONE = _("Đề xuất này đã được rút hoặc sản phẩm đã chốt. Ông/bà tải lại trang.")
PROPOSAL_WHEN_LOCKED = _("Hội đồng chỉ kết luận đề xuất khi đã kết thúc chấm điểm và chưa chốt kết quả.")
PROPOSAL_DECISION_REASON = _("Ông/bà cần ghi lý do Hội đồng không chấp thuận đề xuất.")
PROPOSAL_STANDS = _(
    "Điểm loại %(refs)s là đề xuất đã được Hội đồng chấp thuận. Muốn bỏ, ông/bà đổi kết luận của đề xuất đó."
)
CLOSE_PROPOSALS = _("Sản phẩm “%(product)s” còn %(count)s đề xuất điểm loại chưa có kết luận của Hội đồng.")
REOPEN_REASON = _("Ông/bà cần ghi lý do mở lại phiếu.")
REOPEN_STATE = _(
    "Chỉ mở lại được phiếu đã nộp của vòng chấm đang mở. Sau khi khóa phiếu, Hội đồng chấm lại lần hai nếu cần."
)

# A result that the centre did not recognise (26/2026/QĐ-TTg Art. 7.4.g)
NOT_HANDED_BACK = _("Kết quả này không thuộc trường hợp trung ương chuyển về tỉnh (Điều 7 khoản 4 điểm g).")
PROVINCE_DECIDES = _(
    "Kết quả của trung ương chưa đạt 5 sao: tỉnh quyết định công nhận hạng 3, 4 sao theo kết quả này hoặc đánh giá lại. "
    "Ông/bà chuyển kết quả về tỉnh."
)
# Official papers
PAPER_RECUSED = _(
    "Văn bản này có nội dung của sản phẩm mà ông/bà không tham gia đánh giá vì xung đột lợi ích nên không mở được. "
    "Ông/bà liên hệ Thư ký Hội đồng hoặc cơ quan thường trực."
)
PAPER_NOT_YOURS = _("Chỉ cơ quan thường trực, Chủ tịch hoặc Thư ký Hội đồng mới được lập và ban hành văn bản này.")
PAPER_OFFICE_ONLY = _("Văn bản này do cơ quan thường trực của Hội đồng lập và ban hành.")
PAPER_EMPTY_SESSION = _("Phiên họp chưa có sản phẩm nào. Ông/bà đưa hồ sơ vào phiên rồi lập văn bản.")
PAPER_AFTER_CLOSING = _("Văn bản này chỉ lập được sau khi đóng phiên, từ kết quả đã niêm phong.")
PAPER_IN_WRITING = _("Phiên này lấy ý kiến bằng văn bản: không có giấy mời họp, không dùng phiếu chấm giấy.")
PAPER_BEFORE_CLOSING = _("Phiên họp đã đóng nên không lập giấy mời hoặc in phiếu chấm nữa.")
PAPER_NOTHING_RECOGNISED = _("Phiên họp không có sản phẩm nào thuộc diện công nhận ở cấp này.")
PAPER_NOTHING_UP = _("Phiên họp không có sản phẩm nào đủ điểm chuyển cấp trên.")
PAPER_WAITS_DECISION = _("Sản phẩm này chưa có quyết định. Ông/bà ghi quyết định trước khi lập thông báo kết quả.")
PAPER_SHEET_OPEN = _("Phiếu chấm này chưa nộp nên chưa lập được phiếu đánh giá.")
PAPER_FOREIGN = _("Văn bản này không thuộc phiên họp. Ông/bà tải lại trang và chọn lại.")
PAPER_ISSUED = _("Văn bản này đã ban hành nên không lập lại được. Ông/bà lập bản sửa nếu có sai sót.")
PAPER_NOT_DRAFT = _("Văn bản này không còn là dự thảo. Ông/bà tải lại trang để xem bản mới.")
PAPER_NOT_ISSUED = _("Chỉ văn bản đã ban hành mới lập bản sửa được.")
PAPER_NO_CORRECTION = _("Loại văn bản này lấy thẳng từ dữ liệu đã niêm phong nên không có bản sửa.")
PAPER_CHANGED = _("Số liệu đã đổi sau khi lập dự thảo. Ông/bà lập lại dự thảo, xem lại rồi ban hành.")
PAPER_NO_DECISION = _(
    "Dự thảo này kèm theo tờ trình. Sau khi ký, ông/bà ghi quyết định rồi ban hành tại trang quyết định."
)
PAPER_NUMBER_NEEDED = _("Ông/bà nhập số văn bản.")
PAPER_NUMBER_TWICE = _("Số %(number)s đã dùng cho một văn bản cùng loại trong năm. Ông/bà kiểm tra lại số.")
NOTICE_NUMBER_NEEDED = _("%(product)s chưa có số thông báo. Ông/bà nhập số riêng, hoặc nhập số chung ở trên.")
NOTICE_NUMBER_TWICE = _("Số %(number)s nhập cho hai thông báo. Dùng chung một số thì nhập vào ô số chung.")
PAPER_FUTURE = _("Ngày ban hành không được sau hôm nay. Ông/bà kiểm tra lại ngày.")
PAPER_BEFORE_SESSION = _("Ngày ban hành không được trước ngày họp %(held)s. Ông/bà kiểm tra lại ngày.")
PAPER_AFTER_SESSION = _("Giấy mời phải ban hành chậm nhất vào ngày họp %(held)s. Ông/bà kiểm tra lại ngày.")
PAPER_REASON = _("Ông/bà ghi lý do lập bản sửa.")
PAPER_NO_SESSION = _("Quyết định này không lập từ phiên họp trên hệ thống nên không có văn bản để dựng.")
PAPER_SETTINGS_NOT_YOURS = _("Chỉ cơ quan thường trực của đơn vị này mới sửa được thiết lập văn bản.")
PAPER_SETTINGS_STALE = _("Thiết lập vừa được người khác sửa. Ông/bà tải lại trang rồi nhập lại phần của mình.")
PAPER_JOB = _("Dựng văn bản của phiên họp")
PAPER_JOB_ONE = _("Dựng %(name)s")
PAPER_STEP_DRAW = _("Dựng PDF và Word")
PAPER_STEP_KEEP = _("Lưu tệp")
PAPER_PROGRESS = _("văn bản %(done)s/%(all)s")
PAPER_OPEN_LIST = _("Xem các văn bản của phiên họp")
PAPER_OPEN = _("Xem văn bản")

# Practice and guidance
PRACTICE_COMPARED = _("Bảng đối chiếu đã mở nên phiếu chấm thử không sửa được nữa. Ông/bà tải lại trang.")
NOT_YOUR_GUIDANCE = _(
    "Chỉ Chủ tịch, Thư ký hoặc cơ quan thường trực của Hội đồng ghi được hướng dẫn; cho cả tỉnh thì chỉ cơ quan cấp tỉnh."
)
GUIDANCE_FUTURE = _("Ngày thống nhất không được sau hôm nay. Ông/bà kiểm tra lại ngày.")
# All marks as a file.
MARKS_NOT_YOURS = _("Chỉ chủ tịch, thư ký và cơ quan thường trực của hội đồng được tải toàn bộ điểm chấm.")
MARKS_WHEN_CLOSED = _("Tải được điểm chấm sau khi phiên họp đã đóng.")

# Official forms of a dossier.
NO_SUCH_FORM = _("Quyết định mà hồ sơ này theo không có biểu mẫu đó. Ông/bà tải lại trang và chọn lại.")
FORM_JOB = _("Lập tệp PDF và Word của biểu mẫu hồ sơ")
FORM_STEP_DRAW = _("Dàn trang biểu mẫu")
FORM_CHANGED = _(
    "Biểu mẫu %(form)s của hồ sơ %(dossier)s (lần nộp %(sequence)s): nội dung đang lưu không còn là nội dung đã nộp."
)

NAMES_DIFFER = _(
    "Tên ghi trên giấy tờ khác tên trong hồ sơ: %(where)s. Ông/bà sửa cho khớp, hoặc ghi giải trình ở phần đối chiếu tên."
)
NO_SUCH_PART = _("Hồ sơ không có phần được nêu. Ông/bà tải lại trang và chọn lại.")
SLIP_ONCE = _("Phiếu tiếp nhận này đã được lập. Ông/bà tải lại trang để xem số phiếu.")
SLIP_NUMBER = _("Số phiếu này đã cấp cho hồ sơ %(dossier)s trong năm. Ông/bà ghi số khác.")
SLIP_STATE = _("Chỉ cơ quan đang giữ hồ sơ mới lập được phiếu tiếp nhận. Ông/bà tải lại trang để xem hồ sơ đang ở đâu.")
