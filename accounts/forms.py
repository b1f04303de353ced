"""Forms of accounts."""

from django import forms
from django.contrib.auth import authenticate, password_validation
from django.contrib.auth.forms import AuthenticationForm
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts import messages
from accounts.services import MOST_TOKEN_DAYS
from core.forms import BaseForm, VietnameseForm, VietnameseIntegerField


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
