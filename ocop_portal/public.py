"""The public site: home, catalogue, product, certificate check, open data. No session, no cookie, few queries.

Shown are product, producer name, commune, stars, certificate number, dates, and the producer's telephone where the
producer ticked it; nothing else of a person (security §9).
"""

import csv
import io
import re
import secrets

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from core import clock
from core.documents import qr_svg
from core.formats import safe_cell, show_moment
from core.keptpages import KeptPages
from core.text import fold
from evaluations import codes
from evaluations.enums import CertificateState
from evaluations.standing import state_of
from ocop_portal import selectors
from ocop_portal.filters import CatalogueFilter

PAGE = 20
DATA_COLUMNS = [
    "san_pham", "chu_the", "xa_phuong", "tinh", "so_sao", "so_giay_chung_nhan", "ngay_cap", "hieu_luc_den", "dia_chi",
]  # fmt: skip
PAGES = KeptPages(300)  # of certificates, for visitors who are not signed in: 20 kB each
MOMENT = f"moment-{secrets.token_hex(16)}"  # no text of a row is it
LICENCE = "https://creativecommons.org/licenses/by/4.0/deed.vi"
# Tone, icon and whether the certificate still speaks for the product, by state.
VERDICTS = {
    CertificateState.VALID: {"tone": "ok", "icon": "okc", "off": False},
    CertificateState.EXPIRING: {"tone": "ok", "icon": "okc", "off": False},
    CertificateState.GRACE: {"tone": "soon", "icon": "clock", "off": False},
    CertificateState.EXPIRED: {"tone": "soon", "icon": "clock", "off": True},
    CertificateState.WITHDRAWN: {"tone": "bad", "icon": "badc", "off": True},
    CertificateState.SUPERSEDED: {"tone": "info", "icon": "info", "off": True},
}


def product_tail(product) -> str:
    """The last part of a product's address: folded name, dash, number."""
    slug = re.sub(r"[^a-z0-9]+", "-", fold(product.name)).strip("-")[:80].strip("-")
    return f"{slug or 'san-pham'}-{product.pk}"


def product_url(product) -> str:
    """The public address of a product."""
    return reverse("public:product", args=[product_tail(product)])


@require_safe
def home(request):
    """Who we are, the newest products, the ways in."""
    newest = list(selectors.public_products().order_by("-recognised_on", "sort_key", "pk")[:8])
    for product in newest:
        product.address = product_url(product)
    return render(request, "public/home.html", {"newest": newest, "totals": selectors.public_totals()})


@require_safe
def catalogue(request):
    """All public products: search, filters, Vietnamese order, 20 a page."""
    found = CatalogueFilter(
        request.GET,
        queryset=selectors.public_products(),
        provinces=selectors.public_provinces(),
        sets=selectors.public_sets(),
    )
    page = Paginator(found.qs, PAGE).get_page(request.GET.get("page"))
    today = clock.today()
    for product in page.object_list:
        product.address = product_url(product)
        product.over = product.valid_until is not None and product.valid_until < today
    waiting = selectors.in_grace([product for product in page.object_list if product.over])
    for product in page.object_list:
        product.waits = product.pk in waiting
    context = {"page": page, "filter": found.form, "form": found.form if found.form.errors else None}
    return render(request, "public/catalogue.html", context, status=422 if found.form.errors else 200)


@require_safe
def product(request, tail):
    """One public product. The last digits count; any other wording before them redirects to ours."""
    pk = int(re.search(r"[0-9]{1,15}$", tail)[0])
    found = selectors.public_products().filter(pk=pk).first()
    if found is None:
        raise Http404
    if tail != product_tail(found):
        return redirect(product_url(found), permanent=True)
    certificate = selectors.certificate_of(found)
    others = list(selectors.public_products().filter(unit_id=found.unit_id).exclude(pk=pk)[:4])
    for other in others:
        other.address = product_url(other)
    state = state_of(certificate) if certificate else None
    context = {
        "product": found,
        "certificate": certificate,
        "state": state,
        "look": VERDICTS.get(state),
        "qr": qr_drawing(certificate.code) if certificate else None,
        "place": place_of(found),
        "set_url": f"{reverse('public:catalogue')}?bo={found.product_set_id}",
        "others": others,
        "complain": reverse("public:complain-product", args=[tail]),
        "phone": found.producer.phone if found.producer.phone_public else "",
    }
    return render(request, "public/product.html", context)


@require_safe
def verify(request):
    """The box for a code that was typed; a code that can be ours leads to its page."""
    typed = request.GET.get("ma", "").strip()
    code = codes.canonical_code(typed) if typed else None
    if code:
        return redirect("public:certificate", code=code)
    return render(
        request, "public/verify.html", {"typed": typed[:40], "wrong": bool(typed)}, status=404 if typed else 200
    )


@require_safe
def certificate(request, code):
    """The verdict on one certificate, in words first. An unknown code says how to report it, and helps nobody to guess."""
    canonical = codes.canonical_code(code)
    if canonical and canonical != code:
        return redirect("public:certificate", code=canonical, permanent=True)
    found = selectors.certificate_by_code(canonical) if canonical else None
    if found is None:
        return render(request, "public/verify.html", {"typed": code[:40], "wrong": True}, status=404)
    state = found.state
    if request.user.is_authenticated:  # the frame knows the person: drawn anew
        return HttpResponse(certificate_page(request, found, state).replace(MOMENT, show_moment(clock.now())))
    # Beside the row: what frame and links take from settings and calendar.
    key = found, state, settings.DEMO, settings.SITE_URL, clock.today().year
    before, after = PAGES.get(key, lambda: certificate_page(request, found, state).encode().split(MOMENT.encode()))
    return HttpResponse(before + show_moment(clock.now()).encode() + after)


def certificate_page(request, found, state) -> str:
    """The page of a certificate with MOMENT, once, in the place of the moment of the check."""
    context = {
        "certificate": found,
        "state": state,
        "look": VERDICTS[state],
        "verdict": verdict_words(state),
        "qr": qr_drawing(found.code),
        "code": codes.show_code(found.code),
        "moment": MOMENT,
        "product_url": product_url(found.product) if found.product.shown else "",
        "withdrawal": found.withdrawal,
        "newer": found.newer if state == CertificateState.SUPERSEDED else None,
    }
    return render_to_string("public/certificate.html", context, request)


@require_safe
def open_data(request):
    """What can be taken away, in which shape, under which licence."""
    return render(request, "public/open_data.html", {"licence": LICENCE, "columns": DATA_COLUMNS})


def place_of(product) -> str:
    """ "xã Hướng Phùng, tỉnh Quảng Trị"."""
    if product.unit_id == product.province_id:
        return product.province.full_name
    return f"{product.unit.full_name}, {product.province.full_name}"


def data_rows():
    """The public rows of the downloads, values as text."""
    for row in selectors.open_data_rows():
        yield {
            "san_pham": row.name,
            "chu_the": row.producer.name,
            "xa_phuong": "" if row.unit_id == row.province_id else row.unit.full_name,
            "tinh": row.province.full_name,
            "so_sao": str(row.stars),
            "so_giay_chung_nhan": row.certificate_number or "",
            "ngay_cap": row.issued_on.isoformat() if row.issued_on else "",
            "hieu_luc_den": row.valid_until.isoformat() if row.valid_until else "",
            "dia_chi": settings.SITE_URL + product_url(row),
        }


def qr_drawing(code: str):
    """Inline SVG of the QR code that leads to a certificate's page."""
    address = settings.SITE_URL + reverse("public:certificate", args=[code])
    return qr_svg(address, label=_("Mã QR dẫn tới trang xác thực"))


@require_safe
def open_data_csv(request):
    """Every public product as CSV with a byte order mark, ISO dates, formulas defused."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(DATA_COLUMNS)
    for row in data_rows():
        writer.writerow([safe_cell(row[name]) for name in DATA_COLUMNS])
    response = HttpResponse("\ufeff" + out.getvalue(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="san-pham-ocop.csv"'
    return response


@require_safe
def open_data_json(request):
    """The same rows as JSON with licence and date."""
    body = {"licence": LICENCE, "date": clock.today().isoformat(), "products": list(data_rows())}
    response = JsonResponse(body, json_dumps_params={"ensure_ascii": False})
    response["Content-Disposition"] = 'attachment; filename="san-pham-ocop.json"'
    return response


@require_safe
def robots(request):
    """Search engines read the public pages only."""
    closed = [
        "/tai-khoan/",
        "/chu-the/",
        "/quan-ly/",
        "/danh-gia/",
        "/bao-cao/",
        "/viec/",
        "/api/",
        "/xac-thuc/",
        "/phan-anh/",
    ]
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in closed)]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


def verdict_words(state) -> str:
    """The verdict on a certificate as a heading."""
    return {
        CertificateState.VALID: _("Giấy chứng nhận còn hiệu lực"),
        CertificateState.EXPIRING: _("Giấy chứng nhận còn hiệu lực, sắp hết hạn"),
        CertificateState.GRACE: _("Giấy chứng nhận đang chờ đánh giá lại"),
        CertificateState.EXPIRED: _("Giấy chứng nhận đã hết hạn"),
        CertificateState.WITHDRAWN: _("Giấy chứng nhận đã bị thu hồi"),
        CertificateState.SUPERSEDED: _("Giấy chứng nhận đã được thay thế"),
    }[state]
