"""Phản ánh, khiếu nại from the public pages: a plain form, a receipt that says what happens next.

Nobody signs in. The form page sets the cookie of the CSRF protection and nothing else; no script. What is sent becomes a
complaint of the offices (evaluations); name and contact may stay empty, and only the offices that handle it read them.
"""

import re
import secrets

from django import forms
from django.core import signing
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.clients import client_address
from core import clock
from core.exceptions import Refused
from core.forms import BaseForm
from evaluations import codes
from evaluations.enums import ComplaintChannel
from evaluations.models import Certificate, Complaint
from evaluations.services.complaints import submit_complaint
from evaluations.views.shared import posted, refuse
from ocop_portal import selectors
from ocop_portal.public import product_url

SIGNER = signing.TimestampSigner(salt="ocop_portal.complaints")
QUICKEST = 2  # seconds in which nobody reads the page and writes a sentence
RECEIPT = re.compile(r"[0-9A-Za-z_-]{22}")
AGAIN = _("Biểu mẫu chưa gửi được. Nội dung ông/bà đã viết còn ở dưới, hãy bấm gửi lần nữa.")


class PublicComplaintForm(BaseForm):
    """What a visitor says. `website` is for machines: people do not see it. `sign` ties the form to its product and once."""

    content = forms.CharField(
        label=_("Nội dung phản ánh, khiếu nại"), min_length=10, max_length=4000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("Ông/bà thấy điều gì, ở đâu, ngày nào. Không ghi số giấy tờ tùy thân hay thông tin riêng của người khác."),
    )  # fmt: skip
    from_name = forms.CharField(label=_("Họ tên của ông/bà"), max_length=100, required=False)
    from_contact = forms.CharField(
        label=_("Điện thoại hoặc thư điện tử"), max_length=200, required=False,
        help_text=_("Chỉ cơ quan xử lý phản ánh đọc được. Không để lại cũng được."),
    )  # fmt: skip
    website = forms.CharField(label=_("Để trống ô này"), required=False, max_length=200)
    sign = forms.CharField(widget=forms.HiddenInput, max_length=200)

    def __init__(self, *args, product, **kwargs):
        super().__init__(*args, **kwargs)
        self.product = product
        self.receipt = ""

    def clean(self):
        data = super().clean()
        if data.get("website") or not self._signed(data.get("sign", "")):
            self.add_error(None, AGAIN)
        return data

    def _signed(self, told: str) -> bool:
        """Whether the form was shown by us, for this product, some seconds ago; keeps its receipt."""
        try:
            SIGNER.unsign(told, max_age=QUICKEST)
        except signing.SignatureExpired:
            key, _colon, self.receipt = SIGNER.unsign(told).partition(":")
            return key == str(self.product.pk)
        except signing.BadSignature:
            return False
        return False  # too quick for a person

    def anew(self):
        """For the same page again: another signature, the field for machines empty, everything else as typed."""
        self.data = self.data.copy()
        self.data["website"] = ""
        if self.non_field_errors():
            self.data["sign"] = signed(self.product)


def signed(product) -> str:
    """The product and a fresh receipt, with the moment."""
    return SIGNER.sign(f"{product.pk}:{secrets.token_urlsafe(16)}")


def sender_of(request, day) -> str:
    """The same for one address on one day; without our key it says nothing, and the next day nothing again."""
    return salted_hmac("ocop_portal.complaints", f"{client_address(request)}|{day}").hexdigest()[:32]


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def of_product(request, tail):
    """About a public product: goes with its newest certificate."""
    product = selectors.public_products().filter(pk=int(re.search(r"[0-9]{1,15}$", tail)[0])).first()
    if product is None:
        raise Http404
    return _page(request, product, selectors.certificate_of(product), product_url(product))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def of_certificate(request, code):
    """About a certificate of any state."""
    canonical = codes.canonical_code(code)
    rows = Certificate.objects.filter(code=canonical or "-").select_related("product__producer", "decision")
    certificate = rows.first()
    if certificate is None:
        raise Http404
    return _page(request, certificate.product, certificate, None)


def _page(request, product, certificate, back):
    form = PublicComplaintForm(posted(request), product=product, initial={"sign": signed(product)})
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                complaint = submit_complaint(
                    product=product, certificate=certificate, receipt=form.receipt,
                    sender=sender_of(request, clock.today()),
                    **{name: form.cleaned_data[name] for name in ("content", "from_name", "from_contact")},
                )  # fmt: skip
            except Refused as refusal:
                status = refuse(request, form, refusal)
            else:
                return redirect("public:complaint-receipt", receipt=complaint.receipt)
        form.anew()
    context = {"product": product, "certificate": certificate, "form": form, "back": back}
    return render(request, "public/complaint.html", context, status=status)


@never_cache
@require_safe
def receipt(request, receipt):
    """Number, state and answer for whoever holds the address; neither the content nor who sent it."""
    found = None
    if RECEIPT.fullmatch(receipt):
        rows = Complaint.objects.filter(receipt=receipt, channel=ComplaintChannel.WEB)
        found = rows.select_related("product", "certificate").first()
    if found is None:
        raise Http404
    issuer = found.certificate.issuer if found.certificate else ""
    response = render(request, "public/complaint_receipt.html", {"complaint": found, "issuer": issuer})
    response["X-Robots-Tag"] = "noindex"
    return response
