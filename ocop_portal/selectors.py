"""Reads of the public site."""

from django.db.models import Count, Exists, OuterRef, Q, Subquery

from districts.models import AdministrativeUnit
from evaluations.enums import CertificateState
from evaluations.models import Certificate
from evaluations.standing import state_of, with_standing
from products.models import Product, ProductSet


def public_products():
    """Products that anybody may see, with what a card shows, in Vietnamese order."""
    return Product.objects.public().select_related("producer", "unit", "province", "product_set")


def public_totals() -> dict:
    """Counts of the home page: products, producers, and (stars, products) of the stars that are held. One query."""
    found = Product.objects.public().aggregate(
        products=Count("pk"),
        producers=Count("producer_id", distinct=True),
        five=Count("pk", filter=Q(stars=5)),
        four=Count("pk", filter=Q(stars=4)),
        three=Count("pk", filter=Q(stars=3)),
    )
    return found | {"stars": [(n, found[key]) for n, key in ((5, "five"), (4, "four"), (3, "three")) if found[key]]}


def public_provinces():
    """Provinces that have public products, by name; a list."""
    used = Product.objects.public().values("province_id")
    return list(AdministrativeUnit.objects.filter(pk__in=used).order_by("sort_key", "pk"))


def public_sets():
    """Product sets that have public products, newest regulation first; a list."""
    used = Product.objects.public().values("product_set_id")
    return list(
        ProductSet.objects.filter(pk__in=used)
        .select_related("regulation")
        .order_by("-regulation__in_force_from", "sort_key", "pk")
    )


def certificate_of(product) -> Certificate | None:
    """The newest certificate of a product, with its withdrawal. One query."""
    found = with_standing(Certificate.objects.filter(product=product))
    return found.order_by("-issued_on", "-pk").first()


def in_grace(products) -> set[int]:
    """Which of these products, past their date, still use their stars while a re-evaluation is decided. At most one query."""
    keys = [product.pk for product in products]
    if not keys:
        return set()
    rows = with_standing(Certificate.objects.filter(product_id__in=keys, superseded_by__isnull=True))
    return {row.product_id for row in rows if state_of(row) == CertificateState.GRACE}


def certificate_by_code(code: str) -> Certificate | None:
    """The certificate of a canonical code, with all that its page shows; `product_shown`: its product is public. One query."""
    shown = Product.objects.public().filter(pk=OuterRef("product_id"))
    found = with_standing(Certificate.objects.filter(code=code)).annotate(product_shown=Exists(shown))
    return found.select_related("superseded_by", "product", "decision").first()


def open_data_rows():
    """Public products with number and day of their newest certificate; rows of at most one query, read in pieces."""
    newest = Certificate.objects.filter(product_id=OuterRef("pk")).order_by("-issued_on", "-pk")
    return (
        public_products()
        .annotate(
            certificate_number=Subquery(newest.values("number")[:1]), issued_on=Subquery(newest.values("issued_on")[:1])
        )
        .order_by("sort_key", "pk")
        .iterator(chunk_size=2000)
    )
