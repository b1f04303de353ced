"""Texts that a certificate freezes at issue, and certificates with what their state needs."""

from django.conf import settings

from core import clock
from districts.selectors import label
from evaluations.models import Certificate
from evaluations.standing import with_standing
from products.models import Product
from products.selectors.regulations import spec_of


def place_text(cycle) -> str:
    """ "xã Lệ Thủy, tỉnh Quảng Trị": the unit that the cycle was made under, as it is called today of that map."""
    return label(cycle.unit, clock.local_day(cycle.filed_at or cycle.created_at))


def product_code(cycle, year: int) -> str:
    """Mã số sản phẩm by the format of the era (regulation.product_code); "" where the format was not found.

    The serial is the product's place in its commune's list, the count of products registered there up to it.
    """
    rules = spec_of(cycle.regulation).product_code
    if not rules.pattern:
        return ""
    unit = cycle.unit
    serial = Product.objects.filter(unit=unit, pk__lte=cycle.product_id).count()
    parts = {
        "province": cycle.province.code,
        "district": unit.parent.code if unit.parent and unit.parent_id != cycle.province_id else unit.code,
        "commune": unit.code,
        "serial": f"{serial:02d}",
        "year": year,
    }
    return rules.pattern.format(**parts).replace("(", "").replace(")", "")


def default_issuer(council) -> str:
    """ "Chủ tịch Ủy ban nhân dân tỉnh Quảng Trị": who signs at this level; the officer may correct it."""
    if council.unit is None:
        return "Bộ trưởng Bộ Nông nghiệp và Môi trường"
    return f"Chủ tịch Ủy ban nhân dân {council.unit.full_name}"


def certificates_for(user):
    """Certificates that the person reaches, with product and withdrawal read along."""
    return with_standing(Certificate.objects.visible_to(user)).select_related(
        "product", "decision", "superseded_by", "file"
    )


def verify_url(certificate: Certificate) -> str:
    """The public address behind the QR code, on the configured site and never on the Host header (security §2)."""
    return f"{settings.SITE_URL}/xac-thuc/{certificate.code}/"
