"""Forms of accounts."""

from django import forms
from django.contrib.auth import authenticate, password_validation
from django.contrib.auth.forms import AuthenticationForm
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts import messages
from accounts.enums import Role
from accounts.models import User
from accounts.services import LEVEL_OF_ROLE, MOST_TOKEN_DAYS
from core import clock
from core.forms import BaseForm, PhoneField, VietnameseDateField, VietnameseForm, VietnameseIntegerField
from districts.enums import Level
from districts.exceptions import AmbiguousUnit
from districts.selectors import find_by_name


def password_field(label, autocomplete, help_text=""):
    """A password as it was typed: nothing is cut off, pasting is allowed."""
    widget = forms.PasswordInput(attrs={"autocomplete": autocomplete})
    return forms.CharField(label=label, strip=False, max_length=500, widget=widget, help_text=help_text)


class SignInForm(VietnameseForm, AuthenticationForm):
    """User name and password. One sentence for every reason to refuse."""

    error_messages = {
        "invalid_login": messages.WRONG_NAME_OR_PASSWORD,
        "inactive": messages.WRONG_NAME_OR_PASSWORD,
    }
    username = forms.CharField(
        label=_("Tên đăng nhập"),
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}),
    )
    password = password_field(_("Mật khẩu"), "current-password")

    def clean_username(self):
        return self.cleaned_data["username"].strip().lower()

    def get_invalid_login_error(self):
        return ValidationError(self.error_messages["invalid_login"], code="invalid_login")


class AskPasswordForm(BaseForm):
    """Mixin of acts that ask for the password again. A wrong one counts at the lock-out like one at sign-in."""

    password = password_field(_("Mật khẩu hiện tại"), "current-password")

    def __init__(self, *args, request=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.request = request

    def clean_password(self):
        given = self.cleaned_data["password"]
        if authenticate(self.request, username=self.request.user.username, password=given) is None:
            raise ValidationError(messages.WRONG_PASSWORD, code="wrong")
        return given


class PasswordForm(AskPasswordForm):
    """A new password for oneself."""

    new = password_field(
        _("Mật khẩu mới"), "new-password", help_text=_("Ít nhất 12 ký tự. Một câu ngắn dễ nhớ là mật khẩu tốt.")
    )
    again = password_field(_("Nhập lại mật khẩu mới"), "new-password")

    def clean_new(self):
        new = self.cleaned_data["new"]
        password_validation.validate_password(new, self.request.user)
        return new

    def clean(self):
        data = super().clean()
        if "new" in data and data.get("again") is not None and data["new"] != data["again"]:
            self.add_error("again", messages.PASSWORDS_DIFFER)
        if "new" in data and data["new"] == data.get("password"):
            self.add_error("new", messages.PASSWORD_SAME)
        return data


class TokenForm(AskPasswordForm):
    """A new key for a program."""

    field_order = ["name", "days", "password"]
    name = forms.CharField(
        label=_("Tên khóa"), max_length=100, help_text=_("Chương trình sẽ dùng khóa, ví dụ: bảng tổng hợp của Sở.")
    )
    days = VietnameseIntegerField(
        label=_("Thời hạn (ngày)"),
        min_value=1,
        max_value=MOST_TOKEN_DAYS,
        initial=90,
        help_text=_("Từ 1 đến 366 ngày."),
    )


class PersonForm(BaseForm):
    """A new person."""

    full_name = forms.CharField(label=_("Họ và tên"), max_length=100)
    username = forms.CharField(
        label=_("Tên đăng nhập"), max_length=60, help_text=_("Chữ không dấu, số, dấu chấm; ví dụ: hoa.nguyen."),
        validators=[User._meta.get_field("username").validators[0]],
        widget=forms.TextInput(attrs={"autocapitalize": "none", "spellcheck": "false", "autocomplete": "off"}),
    )  # fmt: skip
    post = forms.CharField(
        label=_("Chức vụ, đơn vị"), max_length=150, required=False, help_text=_("Hiện bên cạnh tên ở đầu trang.")
    )
    email = forms.EmailField(label=_("Thư điện tử"), required=False)
    phone = PhoneField(label=_("Điện thoại"), required=False)


class RoleForm(BaseForm):
    """A role at a unit that is found by its name."""

    role = forms.ChoiceField(label=_("Vai trò"), choices=[("", _("Chọn trong danh sách")), *Role.choices])
    place = forms.CharField(
        label=_("Đơn vị"), max_length=200, required=False,
        help_text=_("Ghi tên, ví dụ: xã Lệ Thủy, tỉnh Quảng Trị. Vai trò trung ương và quản trị hệ thống thì bỏ trống."),
    )  # fmt: skip
    agency = forms.CharField(label=_("Cơ quan"), max_length=200, required=False, help_text=_("Ví dụ: Sở Công Thương."))
    valid_from = VietnameseDateField(label=_("Từ ngày"), required=False)
    valid_to = VietnameseDateField(label=_("Đến hết ngày"), required=False)

    def clean(self):
        data = super().clean()
        level = LEVEL_OF_ROLE.get(data.get("role") and Role(data["role"]))
        text = data.pop("place", "")
        data["unit"] = self.found_unit(text, level) if level and text else None
        if data.get("valid_from") and data.get("valid_to") and data["valid_to"] < data["valid_from"]:
            self.add_error("valid_to", messages.ROLE_DAYS)
        return data

    def found_unit(self, text, level):
        """The unit of the name at the role's level today; the part behind the comma names its province or district."""
        name, _comma, above = text.partition(",")
        today, parent = clock.today(), None
        try:
            if above.strip():
                parent = find_by_name(above.rpartition(",")[2], Level.PROVINCE, today)
            unit = find_by_name(name, level, today, parent)
        except AmbiguousUnit as error:
            self.add_error("place", str(error))
            return None
        if unit is None:
            self.add_error("place", messages.UNIT_NOT_FOUND % {"level": Level(level).label, "name": text})
        return unit


class ReasonForm(BaseForm):
    """A reason that goes with an act."""

    reason = forms.CharField(label=_("Lý do"), widget=forms.Textarea(attrs={"rows": 3}), max_length=500)
