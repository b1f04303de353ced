"""Vietnamese sentences for the faults of uploaded decisions and sheets: what is wrong, and how it is mended.

By the code of `core.datafiles.DataError`; each sentence is filled with the fault's figures.
"""

import re
from collections.abc import Mapping

from django.utils.translation import gettext as _

# A function each, so that the language is that of the moment and makemessages still finds the text.
_SENTENCES = {
    # the text itself
    "too_large": lambda: _("Tệp lớn hơn %(limit)s MB. Ông/bà chia thành nhiều tệp, mỗi bộ tiêu chí một tệp."),
    "not_utf8": lambda: _("Tệp không ở bảng mã UTF-8. Ông/bà lưu lại tệp với bảng mã UTF-8."),
    "not_yaml": lambda: _(
        "Nội dung không đọc được như YAML tại chỗ này. Ông/bà kiểm tra thụt dòng, dấu hai chấm và dấu nháy."
    ),
    "key_twice": lambda: _("Mục “%(name)s” ghi hai lần. Ông/bà giữ một lần."),
    "alias": lambda: _("Tệp dùng dấu neo hoặc tham chiếu (& hoặc *). Ông/bà chép nội dung đó ra đầy đủ."),
    "tag": lambda: _("Tệp dùng thẻ kiểu dữ liệu (!). Ông/bà bỏ thẻ đi, hoặc đặt cả chữ trong dấu nháy."),
    "too_deep": lambda: _("Nội dung lồng nhau quá %(limit)s cấp. Ông/bà kiểm tra lại thụt dòng."),
    "too_many": lambda: _("Tệp có quá %(limit)s mục. Ông/bà kiểm tra lại nội dung của tệp."),
    "unreadable": lambda: _("Không đọc được tệp. Ông/bà tải lại tệp."),
    "mapping": lambda: _("Chỗ này phải là các cặp “mục: nội dung”. Ông/bà ghi lại theo mẫu."),
    "list": lambda: _("Chỗ này phải là một danh sách. Ông/bà ghi mỗi dòng một mục, bắt đầu bằng dấu gạch ngang."),
    # one key
    "missing": lambda: _("Thiếu mục này. Ông/bà bổ sung."),
    "empty": lambda: _("Mục này để trống. Ông/bà ghi nội dung."),
    "text": lambda: _("Chỗ này phải là chữ. Nếu là số hoặc ngày, ông/bà đặt trong dấu nháy."),
    "nfc": lambda: _("Chữ có dấu ghi theo bảng mã tổ hợp. Ông/bà gõ lại bằng bảng mã Unicode dựng sẵn."),
    "code": lambda: _("“%(value)s” không phải là mã. Mã chỉ gồm chữ không dấu, số, dấu chấm và dấu gạch nối."),
    "choice": lambda: _("“%(value)s” không thuộc các giá trị được dùng. Ông/bà chọn một trong: %(allowed)s."),
    "whole": lambda: _("“%(value)s” không phải là số nguyên từ %(low)s đến %(high)s. Ông/bà sửa lại số."),
    "flag": lambda: _("Chỗ này chỉ nhận có (true) hoặc không (false)."),
    "day": lambda: _("“%(value)s” không phải là ngày. Ông/bà ghi như '2026-05-22'."),
    "texts": lambda: _("Chỗ này phải là danh sách các dòng chữ, không có dòng trống."),
    "unknown_key": lambda: _("Không có mục nào tên là “%(name)s”. Ông/bà kiểm tra chính tả hoặc bỏ mục này."),
    "numbers": lambda: _("Chỗ này phải là danh sách số nguyên từ %(low)s đến %(high)s."),
    "other": lambda: _("Nội dung chỗ này chưa đúng. Ông/bà đối chiếu với hướng dẫn."),
    # a sheet
    "no_decision": lambda: _(
        "Chưa có quyết định “%(value)s” trên hệ thống. Ông/bà nạp quyết định trước, "
        "hoặc ghi đúng số của một trong: %(known)s."
    ),
    "other_decision": lambda: _("Bộ tiêu chí ghi quyết định %(value)s, cần là %(want)s."),
    "number": lambda: _("Số của bộ sản phẩm phải có hai chữ số. Ông/bà ghi như '01'."),
    "no_set": lambda: _("Quyết định %(law)s không có bộ sản phẩm số %(value)s. Ông/bà kiểm tra lại số của bộ."),
    "no_source": lambda: _("Chưa ghi nguồn. Ông/bà ghi ít nhất một nguồn: tên văn bản và nơi công bố."),
    "found_with_gaps": lambda: _("Bộ tiêu chí còn ghi phần thiếu nên độ tin cậy không thể là “found”; ghi “partial”."),
    "gaps_needed": lambda: _("Bộ tiêu chí chưa đầy đủ phải ghi rõ còn thiếu gì, trong mục “missing”."),
    "part_sum": lambda: _("Các mục cộng lại được %(held)s điểm, phần này ghi %(declared)s điểm. Ông/bà sửa cho khớp."),
    "section_sum": lambda: _(
        "Các tiêu chí cộng lại được %(held)s điểm, mục này ghi %(declared)s điểm. Ông/bà sửa cho khớp."
    ),
    "group_unknown": lambda: _("Tiêu chí %(criterion)s thuộc nhóm %(group)s, nhưng mục này chưa khai nhóm đó."),
    "group_sum": lambda: _(
        "Nhóm %(group)s: các tiêu chí cộng lại được %(held)s điểm, nhóm ghi %(declared)s điểm. Ông/bà sửa cho khớp."
    ),
    "no_option": lambda: _("Tiêu chí chưa có mức điểm nào. Ông/bà ghi các mức theo thứ tự tăng dần."),
    "cases": lambda: _(
        "Trường hợp của các mức điểm (%(found)s) không khớp với các trường hợp đã khai (%(declared)s). "
        "Các mức của một trường hợp phải đứng liền nhau."
    ),
    "ascend": lambda: _("Điểm của các mức không tăng dần: %(points)s. Ông/bà xếp lại hoặc sửa điểm."),
    "best_option": lambda: _("Mức cao nhất là %(best)s điểm, tiêu chí ghi tối đa %(declared)s điểm. Ông/bà sửa cho khớp."),
    "implied": lambda: _("Mức ngầm định chỉ gồm hai mức: không = 0 điểm và có = 1 điểm."),
    "part_points": lambda: _("Phần này ghi %(held)s điểm, Quyết định %(law)s quy định %(declared)s điểm."),
    "parts": lambda: _("Phiếu có các phần %(found)s, cần đủ các phần %(want)s theo đúng thứ tự."),
    "total": lambda: _("Các tiêu chí cộng lại được %(held)s điểm, cả phiếu phải đúng %(declared)s điểm."),
    "condition": lambda: _(
        "Điều kiện áp dụng không dùng được: tiêu chí %(other)s với %(points)s điểm. Ông/bà chọn một tiêu chí khác "
        "của phiếu, không tự nó có điều kiện, và số điểm không quá điểm tối đa của tiêu chí đó."
    ),
    "gates": lambda: _("Danh sách dấu sao và dấu sao ghi cạnh các mức điểm khác nhau ở: %(odd)s. Ông/bà sửa cho khớp."),
    "marks": lambda: _("Các dấu sao của tiêu chí %(criterion)s trái nhau: hạng sao cao hơn không được đòi ít điểm hơn."),
    "knockout_place": lambda: _("Điểm loại gắn với “%(value)s”, không phải là tiêu chí hay mục nào của phiếu."),
    "knockout_when": lambda: _(
        "Cách tự phát hiện không hợp với chỗ của điểm loại: any_criterion_is_zero gắn với mục, "
        "criterion_is_zero gắn với tiêu chí."
    ),
    "requirement": lambda: _("Điểm loại kiểu requirement phải gắn với một tiêu chí và do phiên họp kết luận."),
    "twice": lambda: _("Mã %(value)s đứng hai lần. Ông/bà sửa một mã."),
    # a decision
    "evidence_number": lambda: _("“%(value)s” không phải là số của một mục minh chứng. Số gồm hai chữ số, như 01."),
    "evidence_twice": lambda: _("Danh mục minh chứng có hai mục cùng số. Mỗi mục phải có số riêng."),
    "regulation_code": lambda: _("“%(value)s” không phải là mã quyết định. Mã gồm số và năm, như 26-2026."),
    "regulation_parts": lambda: _("Quyết định phải có ba phần A, B, C với tổng đúng 100 điểm."),
    "bands": lambda: _("Khung điểm phải đủ 5, 4, 3, 2, 1 sao, cận dưới giảm dần và cuối cùng là 0."),
    "paths_time": lambda: _("Các trình tự phải nối nhau theo ngày, trình tự đầu từ ngày quyết định có hiệu lực."),
    "path_stars": lambda: _(
        "Trình tự %(path)s: mỗi hạng sao được cấp giấy phải do đúng một cấp công nhận, nay là %(stars)s."
    ),
    "force_order": lambda: _("Ngày hết hiệu lực trước ngày có hiệu lực. Ông/bà kiểm tra lại hai ngày."),
    "sectors": lambda: _(
        "Quyết định phải có phân loại sản phẩm với các bộ đánh số 1, 2, 3 … mỗi số một lần, "
        "hoặc dùng chung phân loại của một quyết định khác (sets_of)."
    ),
    "levels_order": lambda: _("Các cấp phải đứng từ dưới lên, mỗi cấp một lần: commune, district, province, centre."),
    "levels_chain": lambda: _("Mỗi cấp phải chuyển lên cấp ngay sau nó; cấp cuối không chuyển đi đâu."),
    "forwards_pair": lambda: _("Nơi chuyển lên và số điểm để chuyển lên phải cùng có hoặc cùng không."),
    "level_recognises": lambda: _("Cấp không chấm điểm thì không công nhận hạng sao nào."),
    "month_day": lambda: _("Chỗ này phải là tháng và ngày, ghi như '04-30'."),
    "renewal_window": lambda: _("Cửa sổ nộp hồ sơ đánh giá lại đóng trước khi mở. Ông/bà kiểm tra lại số ngày."),
    "transition_days": lambda: _("Ngày cuối không đúng %(days)s ngày sau ngày mốc. Ông/bà sửa ngày hoặc số ngày."),
    "code_pattern": lambda: _("Mẫu mã số sản phẩm và danh sách thành phần của mã không khớp nhau."),
    "set_sheet": lambda: _("Phiếu của bộ này phải mang mã %(want)s."),
    "no_agency": lambda: _("Chưa ghi cơ quan quản lý của bộ sản phẩm. Ông/bà ghi ít nhất một cơ quan."),
    "kinds": lambda: _("Loại hồ sơ chỉ gồm: %(allowed)s."),
    "sets_of_unknown": lambda: _("Chưa có quyết định mã “%(value)s” để dùng chung phân loại."),
    "code_taken": lambda: _(
        "Quyết định %(value)s đã được công bố nên không thay đổi. Quyết định sửa đổi là một quyết định mới, mang mã riêng."
    ),
    "number_taken": lambda: _("Số quyết định %(value)s đã có dưới một mã khác. Ông/bà kiểm tra lại số và mã."),
    # a workbook
    "book_broken": lambda: _("Không đọc được tệp XLSX. Ông/bà tải mẫu về, điền lại rồi lưu dạng XLSX."),
    "book_large": lambda: _("Tệp XLSX quá lớn hoặc nén bất thường. Ông/bà tải mẫu về và điền lại."),
    "book_sheet": lambda: _("Thiếu trang tính “%(name)s” của mẫu. Ông/bà tải mẫu về và điền lại."),
    "book_column": lambda: _("Trang tính này thiếu cột “%(name)s”. Ông/bà giữ nguyên dòng tiêu đề của mẫu."),
    "book_rows": lambda: _("Trang tính này có quá %(limit)s dòng. Ông/bà bỏ các dòng thừa."),
    "book_kind": lambda: _("“%(value)s” không phải là loại dòng. Ông/bà chọn trong danh sách: %(allowed)s."),
    "book_order": lambda: _("Dòng “%(kind)s” chưa có dòng “%(above)s” ở trên nó. Ông/bà xếp lại thứ tự các dòng."),
    "book_setting": lambda: _("Không có dòng thông tin nào tên là “%(value)s”. Ông/bà giữ nguyên cột khóa của mẫu."),
    "book_formula": lambda: _("Ô này báo lỗi công thức. Ông/bà ghi giá trị thay cho công thức."),
    # a file of either kind
    "file_kind": lambda: _("Tệp phải là YAML (.yaml, .yml) hoặc XLSX (.xlsx)."),
    "file": lambda: "%(sentence)s",
    "same_sheet": lambda: _("Tệp này và tệp “%(other)s” cùng là bộ %(value)s. Ông/bà giữ một tệp."),
    "decisions": lambda: _("Mỗi lần chỉ nạp một quyết định; tệp “%(other)s” cũng là một quyết định."),
}  # fmt: skip

_LISTS = {
    "parts": lambda: _("phần thứ %(n)s"),
    "sections": lambda: _("mục thứ %(n)s"),
    "groups": lambda: _("nhóm thứ %(n)s"),
    "criteria": lambda: _("tiêu chí thứ %(n)s"),
    "options": lambda: _("mức %(n)s"),
    "cases": lambda: _("trường hợp %(n)s"),
    "knockouts": lambda: _("điểm loại thứ %(n)s"),
    "gates": lambda: _("dấu sao thứ %(n)s"),
    "sources": lambda: _("nguồn thứ %(n)s"),
    "missing": lambda: _("phần thiếu thứ %(n)s"),
    "bands": lambda: _("khung điểm thứ %(n)s"),
    "paths": lambda: _("trình tự thứ %(n)s"),
    "levels": lambda: _("cấp thứ %(n)s"),
    "rounds": lambda: _("đợt thứ %(n)s"),
    "deadlines": lambda: _("thời hạn thứ %(n)s"),
    "transition": lambda: _("chuyển tiếp thứ %(n)s"),
    "forms": lambda: _("mẫu thứ %(n)s"),
    "sectors": lambda: _("ngành thứ %(n)s"),
    "sets": lambda: _("bộ thứ %(n)s"),
}
# Keys of a sheet as the columns of the workbook call them.
_KEYS = {
    "points": lambda: _("Điểm"),
    "max_points": lambda: _("Điểm"),
    "min_for_stars": lambda: _("Sao"),
    "name_vi": lambda: _("Tên, nội dung"),
    "label_vi": lambda: _("Tên, nội dung"),
    "code": lambda: _("Mã"),
    "case": lambda: _("Trường hợp"),
    "group": lambda: _("Nhóm"),
    "subjective": lambda: _("Chủ quan"),
    "confidence": lambda: _("Độ tin cậy"),
    "options": lambda: _("các mức điểm"),
    "effect": lambda: _("Hậu quả"),
    "when": lambda: _("Tự phát hiện khi"),
    "title": lambda: _("Nội dung"),
    "where": lambda: _("Nơi công bố"),
    "id": lambda: _("Mã"),
    "gates": lambda: _("Sao"),
}
_ITEM = re.compile(r"([a-z_]+)\[([0-9]+)\]")


def sentence(fault) -> str:
    """The sentence of a fault, whole and with its figures; an unknown code raises KeyError."""
    return _SENTENCES[fault.code]() % fault.values


def place(fault) -> str:
    """Where it is, for a reader: "dòng 12, cột 3", "trang Tiêu chí, dòng 17", "B.3.2, mức 4, points"."""
    words = []
    if fault.leaf:
        words.append(_("trang %(leaf)s") % {"leaf": fault.leaf})
    if fault.line:
        words.append(_("dòng %(line)s") % {"line": fault.line})
    if fault.column:
        words.append(_("cột %(column)s") % {"column": fault.column})
    if fault.place:
        words.append(path(fault.place, {k: v() for k, v in _KEYS.items()} if fault.leaf else {}))
    return ", ".join(words)


def path(place: str, names: Mapping[str, str]) -> str:
    """The path of keys with its list items counted in words: "A.1.1.options[2].points" is "A.1.1, mức 3, points".

    names: keys that the reader knows by another name.
    """
    head = re.match(r"(?:part )?([A-C](?:\.[0-9]+[a-z]?|\.[a-z](?![a-z_]))*)(?:\.|$)", place)
    words = [head[1]] if head else []
    for piece in filter(None, (place[head.end() :] if head else place).split(".")):
        item = _ITEM.fullmatch(piece)
        if item and item[1] in _LISTS:
            words.append(_LISTS[item[1]]() % {"n": int(item[2]) + 1})
        else:
            words.append(f"{item[1]} {int(item[2]) + 1}" if item else names.get(piece, piece))
    return ", ".join(words)
