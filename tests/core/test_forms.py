"""Forms: reading Vietnamese input, speaking Vietnamese, labels and aria wiring, error summary."""

import datetime
from decimal import Decimal

import pytest
from django import forms
from django.template import Context, engines

from core import forms as core_forms
from tests.core.html import one, read


class Dossier(core_forms.BaseForm):
    name = forms.CharField(label="Tên chủ thể", help_text="Ghi như trên giấy đăng ký.", max_length=20)
    issued = core_forms.VietnameseDateField(label="Ngày cấp")
    gender = forms.ChoiceField(label="Người đại diện là", choices=[("f", "Nữ"), ("m", "Nam")], widget=forms.RadioSelect)
    unit = forms.ChoiceField(label="Xã, phường", choices=[("", "---------"), ("1", "Lệ Thủy")])
    phone = core_forms.PhoneField(label="Điện thoại", required=False)
    story = forms.CharField(label="Câu chuyện", widget=forms.Textarea, required=False)
    agree = forms.BooleanField(label="Tôi cam kết đúng sự thật")


GOOD = {"name": "HTX Sa Mù", "issued": "5/11/2026", "gender": "f", "unit": "1", "agree": "on"}


def summary(*forms_given):
    template = engines["django"].engine.from_string("{% error_summary a b %}")
    return template.render(Context({"a": forms_given[0], "b": forms_given[1] if len(forms_given) > 1 else None}))


def only(field, text):
    """(cleaned value, error words) of one field given one text."""

    class Sample(core_forms.BaseForm):
        it = field

    form = Sample({"it": text})
    return (form.cleaned_data["it"], []) if form.is_valid() else (None, form.errors["it"])


@pytest.mark.parametrize("text", ["5/11/2026", "05/11/2026", "5-11-2026", "05112026", " 5.11.2026 ", "5 / 11 / 2026"])
def test_dates_that_are_read(text):
    assert only(core_forms.VietnameseDateField(label="Ngày"), text) == (datetime.date(2026, 11, 5), [])


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("05/13/2021", "Ngày không có thật: không có tháng 13. Ví dụ đúng: 05/11/2026."),
        ("05132021", "Ngày không có thật: không có tháng 13. Ví dụ đúng: 05/11/2026."),
        ("30/02/2026", "Ngày không có thật: tháng 2 không có ngày 30. Ví dụ đúng: 05/11/2026."),
        ("31/4/2026", "Ngày không có thật: tháng 4 không có ngày 31. Ví dụ đúng: 05/11/2026."),
        ("5/11/26", "Ngày chưa đúng dạng ngày/tháng/năm. Ví dụ đúng: 05/11/2026."),
        ("2026-11-05", "Ngày chưa đúng dạng ngày/tháng/năm. Ví dụ đúng: 05/11/2026."),
        ("hôm nay", "Ngày chưa đúng dạng ngày/tháng/năm. Ví dụ đúng: 05/11/2026."),
        ("٠٥/١١/٢٠٢٦", "Ngày chưa đúng dạng ngày/tháng/năm. Ví dụ đúng: 05/11/2026."),
        ("", "Hãy nhập ngày."),
    ],
)
def test_dates_that_are_refused(text, words):
    assert only(core_forms.VietnameseDateField(label="Ngày"), text) == (None, [words])


@pytest.mark.parametrize(
    ("field", "text", "value"),
    [
        (core_forms.VietnameseDecimalField(label="Số"), "1.234,5", Decimal("1234.5")),
        (core_forms.VietnameseDecimalField(label="Số"), "7.5", Decimal("7.5")),
        (core_forms.VietnameseDecimalField(label="Số"), "7,5", Decimal("7.5")),
        (core_forms.VietnameseIntegerField(label="Số"), "1.234", 1234),
        (core_forms.VietnameseIntegerField(label="Số"), "12", 12),
        (core_forms.MoneyField(label="Số tiền"), "1.234", 1234),
        (core_forms.MoneyField(label="Số tiền"), "1.250.000 đồng", 1250000),
        (core_forms.PhoneField(label="Số"), "+84 912.345.678", "0912345678"),
        (core_forms.PhoneField(label="Số"), "0233 3852 123", "02333852123"),
    ],
)
def test_numbers_money_and_phones_that_are_read(field, text, value):
    assert only(field, text) == (value, [])


@pytest.mark.parametrize(
    ("field", "text", "words"),
    [
        (
            core_forms.VietnameseDecimalField(label="Số"),
            "bảy",
            "Số chưa đúng dạng. Chỉ dùng chữ số, dấu phẩy cho phần lẻ. Ví dụ đúng: 1.234,5.",
        ),
        (core_forms.VietnameseIntegerField(label="Số"), "7,5", "Ô này chỉ nhận số nguyên. Ví dụ đúng: 120."),
        (
            core_forms.VietnameseIntegerField(label="Số", max_value=100),
            "101",
            "Số lớn nhất được nhập là 100. Hãy kiểm tra lại.",
        ),
        (
            core_forms.MoneyField(label="Số tiền"),
            "1.234,5",
            "Số tiền chưa đúng dạng. Hãy nhập số đồng, không có phần lẻ. Ví dụ đúng: 1.250.000.",
        ),
        (
            core_forms.PhoneField(label="Số"),
            "12345",
            "Số điện thoại phải có 10 hoặc 11 chữ số và bắt đầu bằng số 0. Ví dụ đúng: 0912 345 678.",
        ),
        (
            forms.CharField(label="Tên", max_length=3),
            "Chè xanh",
            "Nội dung dài 8 ký tự, nhiều nhất là 3. Hãy rút gọn.",
        ),
        (
            forms.ChoiceField(label="Loại", choices=[("a", "A")]),
            "z",
            "Mục đã chọn không có trong danh sách. Hãy chọn lại loại.",
        ),
        (forms.EmailField(label="Thư"), "hoa", "Địa chỉ thư điện tử chưa đúng. Ví dụ đúng: ten@coquan.vn."),
        (forms.FileField(label="Phiếu kiểm nghiệm"), "", "Hãy chọn tệp cho mục phiếu kiểm nghiệm."),
        (forms.CharField(label="UBND xã"), "  ", "Hãy nhập UBND xã."),
        (forms.CharField(label="2. Sử dụng lao động"), "", "Hãy nhập sử dụng lao động."),
    ],
)
def test_refusals_say_what_is_wrong_and_how_to_mend(field, text, words):
    assert only(field, text) == (None, [words])


def test_the_author_of_a_form_has_the_last_word():
    field = forms.CharField(label="Tên", error_messages={"required": "Hãy nhập tên như trên giấy đăng ký."})
    assert only(field, "") == (None, ["Hãy nhập tên như trên giấy đăng ký."])


def test_typed_text_is_stored_in_nfc_and_in_one_line():
    form = Dossier({**GOOD, "name": "  Hoa\u0300  Bi\u0300nh\u0000 ", "story": "Do\u0300ng 1\r\nDòng  2"})
    assert form.is_valid(), form.errors
    assert form.cleaned_data["name"] == "Hoà Bình"
    assert form.cleaned_data["story"] == "Dòng 1\nDòng  2"


def test_a_password_keeps_its_spaces():
    field = forms.CharField(label="Mật khẩu", strip=False, widget=forms.PasswordInput)
    assert only(field, "hai  dấu cách ") == ("hai  dấu cách ", [])


def test_what_was_understood_is_shown_back_and_what_was_wrong_stays_as_typed():
    form = Dossier({**GOOD, "issued": "5-11-2026", "phone": "+84 912.345.678", "name": ""})
    html = str(form)
    assert one(html, "input", name="issued").attrs["value"] == "05/11/2026"
    assert one(html, "input", name="phone").attrs["value"] == "0912 345 678"
    wrong = str(Dossier({**GOOD, "issued": "5-13-2026"}))
    assert one(wrong, "input", name="issued").attrs["value"] == "5-13-2026"


def test_initial_values_show_the_vietnamese_way():
    class Sample(core_forms.BaseForm):
        day = core_forms.VietnameseDateField(label="Ngày")
        money = core_forms.MoneyField(label="Tiền")
        area = core_forms.VietnameseDecimalField(label="Diện tích")

    form = Sample(initial={"day": datetime.date(2026, 11, 5), "money": 1250000, "area": Decimal("1234.5")})
    shown = {e.attrs["name"]: e.attrs["value"] for e in read(str(form)) if e.tag == "input"}
    assert shown == {"day": "05/11/2026", "money": "1.250.000", "area": "1.234,5"}
    assert Sample(shown, initial=form.initial).changed_data == []


def test_hint_error_and_control_are_wired():
    form = Dossier({**GOOD, "name": ""})
    html = str(form)
    control = one(html, "input", name="name").attrs
    assert control["aria-describedby"] == "id_name_helptext id_name_error"
    assert control["aria-invalid"] == "true"
    assert control["aria-required"] == "true"
    assert "required" not in control
    assert control["class"] == "input"
    assert one(html, "p", id="id_name_helptext").text == "Ghi như trên giấy đăng ký."
    assert one(html, "div", id="id_name_error").text == "Lỗi: Hãy nhập tên chủ thể."
    tags = [e.tag + e.attrs.get("id", "") for e in read(str(form["name"].as_field_group()))]
    order = [t for t in tags if t in ("label", "pid_name_helptext", "divid_name_error", "inputid_name")]
    assert order == ["label", "pid_name_helptext", "divid_name_error", "inputid_name"]


def test_optional_fields_say_so_and_required_ones_do_not():
    labels = {e.attrs.get("for"): e.text for e in read(str(Dossier())) if e.tag == "label"}
    assert labels["id_phone"] == "Điện thoại (không bắt buộc)"
    assert labels["id_name"] == "Tên chủ thể"


def test_radios_are_a_fieldset_with_a_legend_and_its_error():
    html = Dossier({**GOOD, "gender": ""})["gender"].as_field_group()
    group = one(html, "fieldset")
    assert group.attrs == {"class": "field has-err", "aria-describedby": "id_gender_error"}
    assert one(html, "legend").text == "Người đại diện là"
    assert one(html, "div", id="id_gender_error").text == "Lỗi: Hãy chọn người đại diện là."
    assert [(e.attrs["for"], e.text) for e in read(html) if e.tag == "label"] == [
        ("id_gender_0", "Nữ"),
        ("id_gender_1", "Nam"),
    ]
    assert all("aria-invalid" not in e.attrs for e in read(html) if e.tag == "input")


def test_the_empty_choice_has_words():
    assert [e.text for e in read(str(Dossier()["unit"])) if e.tag == "option"] == ["Chọn trong danh sách", "Lệ Thủy"]


def test_a_value_taken_from_elsewhere_says_where_from():
    form = Dossier()
    form.mark_source("name", "hồ sơ 2025")
    assert one(form["name"].as_field_group(), "span", class_="from").text == "lấy từ hồ sơ 2025, sửa được"
    assert 'class="from"' not in Dossier()["name"].as_field_group()


def test_labels_and_hints_are_escaped():
    class Sample(core_forms.BaseForm):
        it = forms.CharField(label="<b>Tên</b>", help_text="<b>Gợi ý</b>")

    form = Sample({"it": ""})
    assert [e.tag for e in read(str(form)) if e.tag == "b"] == []


def test_error_summary_links_to_controls_in_the_same_words():
    form = Dossier({})
    html = summary(form)
    links = [(e.attrs["href"], e.text) for e in read(html) if e.tag == "a"]
    assert links == [
        ("#id_name", "Hãy nhập tên chủ thể."),
        ("#id_issued", "Hãy nhập ngày cấp."),
        ("#id_gender_0", "Hãy chọn người đại diện là."),
        ("#id_unit", "Hãy chọn xã, phường."),
        ("#id_agree", "Hãy đánh dấu vào ô “Tôi cam kết đúng sự thật” để tiếp tục."),
    ]
    page = read(str(form))
    ids = {e.attrs["id"] for e in page if "id" in e.attrs}
    assert {href[1:] for href, _ in links} <= ids
    assert ["Lỗi: " + text for _, text in links] == [e.text for e in page if e.attrs.get("class") == "err"]
    box = read(html)[0]
    assert (box.attrs["class"], box.attrs["role"], box.attrs["tabindex"]) == ("summary", "alert", "-1")
    assert one(html, "h2").text == "Còn 5 chỗ cần sửa"


def test_error_summary_of_whole_forms_formsets_and_good_forms():
    class Pair(core_forms.BaseForm):
        first = core_forms.VietnameseDateField(label="Từ ngày", required=False)

        def clean(self):
            raise forms.ValidationError("Ngày kết thúc phải sau ngày bắt đầu. Hãy sửa một trong hai ngày.")

    assert summary(Dossier(GOOD)) == ""
    assert summary(Dossier()) == ""
    html = summary(Pair({"first": ""}))
    assert [e.text for e in read(html) if e.tag == "li"] == [
        "Ngày kết thúc phải sau ngày bắt đầu. Hãy sửa một trong hai ngày."
    ]
    assert [e for e in read(html) if e.tag == "a"] == []
    rows = forms.formset_factory(Dossier, extra=0)
    data = {"form-TOTAL_FORMS": "1", "form-INITIAL_FORMS": "0", **{f"form-0-{k}": v for k, v in GOOD.items()}}
    both = summary(Dossier({**GOOD, "name": ""}), rows({**data, "form-0-issued": "x"}))
    assert [e.attrs["href"] for e in read(both) if e.tag == "a"] == ["#id_name", "#id_form-0-issued"]
