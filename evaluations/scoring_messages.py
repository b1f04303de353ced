"""Sentences for what the engine and the `score` command refuse, by the code of `ScoringError` and `CaseError`."""

from django.utils.translation import gettext as _


def sentence(code: str, values: dict) -> str:
    """The Vietnamese sentence of `code` with its figures; a code without a sentence raises KeyError."""
    return _SENTENCES[code]() % values


# A function each, so that the language is that of the moment and makemessages still finds the text.
_SENTENCES = {
    "incomplete_rubric": lambda: _(
        "Bộ tiêu chí %(rubric)s còn thiếu trong nguồn công khai nên không dùng để chấm điểm; "
        "hãy chọn bộ tiêu chí đầy đủ."
    ),
    "unknown_rubric": lambda: _("Không có bộ tiêu chí này; hãy ghi mã như 26-2026/01."),
    "unknown_criterion": lambda: _("Tiêu chí này không có trong bộ tiêu chí; hãy ghi mã như A.1.1."),
    "choice_type": lambda: _("Lựa chọn phải là số nguyên, là thứ tự của phương án trong phiếu."),
    "choice_range": lambda: _("Lựa chọn nằm ngoài phiếu; hãy ghi số từ 0 đến %(top)s."),
    "member_twice": lambda: _("Thành viên này có hai phiếu; mỗi thành viên chỉ được một phiếu."),
    "member_empty": lambda: _("Phiếu phải có tên thành viên, từ 1 đến 200 ký tự."),
    "unknown_finding": lambda: _("Bộ tiêu chí không có điểm loại này; hãy ghi mã tiêu chí, mã mục hoặc D1, D2."),
    "not_exact": lambda: _("%(value)s không phải là số thập phân; hãy ghi như 0.75."),
    "council_members": lambda: _("Số thành viên phải là số nguyên từ 1 đến 100000, không phải %(value)s."),
    "council_chair": lambda: _("Việc chủ tịch có mặt phải là true hoặc false, không phải %(value)s."),
    "council_rule": lambda: _("Cách xét dấu sao phải là majority, all hoặc joint, không phải %(value)s."),
    "council_quorum": lambda: _("Tỷ lệ có mặt tối thiểu phải là số từ 0 đến 1, như 0.75, không phải %(value)s."),
    "council_spread_limit": lambda: _("Mức chênh lệch phải là số điểm từ 0 đến 1000, như 10, không phải %(value)s."),
    "missing_key": lambda: _("Thiếu mục %(key)s."),
    "unknown_key": lambda: _("Không có mục nào tên là %(key)s; hãy kiểm tra chính tả."),
    "not_object": lambda: _("Chỗ này phải là một đối tượng JSON."),
    "not_list": lambda: _("Chỗ này phải là một danh sách JSON."),
    "not_text": lambda: _("Chỗ này phải là một chuỗi ký tự."),
    "not_json": lambda: _("Nội dung không phải là JSON đúng: %(detail)s."),
    "not_utf8": lambda: _("Nội dung không phải là UTF-8."),
    "too_large": lambda: _("Tệp lớn hơn %(top)s MB."),
    "unreadable": lambda: _("Không đọc được tệp %(file)s: %(detail)s."),
}


def place(number: int | None, path: str, member, criterion) -> str:
    """Where it is: the case counted from 1, the member, the criterion, and the path inside the JSON."""
    words = []
    if number is not None:
        words.append(_("trường hợp %(number)s") % {"number": number})
    if member is not None:
        words.append(_("thành viên %(member)s") % {"member": member})
    if criterion is not None:
        words.append(_("mã %(criterion)s") % {"criterion": criterion})
    if path:
        words.append(path)
    return ", ".join(words)
