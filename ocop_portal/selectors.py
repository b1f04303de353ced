"""Reads of the public site."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, OuterRef, Q, Subquery

from core import clock
from core.prepared import Prepared
from districts.models import AdministrativeUnit
from evaluations.enums import CertificateState, WithdrawalGround
from evaluations.models import Certificate
from evaluations.standing import state_of, with_standing
from evaluations.validity import certificate_state
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


@dataclass(frozen=True)
class ShownWithdrawal:
    """What the page of a certificate says of its withdrawal."""

    number: str
    decided_on: date
    issuer: str
    ground_code: str
    ground: str

    @property
    def words(self) -> str:
        """The ground by the decision's list (26/2026/QĐ-TTg Art. 8); before it, as it was written."""
        return WithdrawalGround(self.ground_code).label if self.ground_code else self.ground


@dataclass(frozen=True)
class ShownProduct:
    """What the page of a certificate knows of its product: where its own page is, if it has one."""

    pk: int
    name: str
    stars: int | None
    undecided: bool

    @property
    def shown(self) -> bool:
        """As `ProductQuerySet.public` has it."""
        return (self.stars or 0) >= 3 and not self.undecided


@dataclass(frozen=True)
class ShownCertificate:
    """Every value that the public page of a certificate shows or that its state follows from."""

    number: str
    code: str
    stars: int
    issuer: str
    product_name: str
    producer_name: str
    place: str
    issued_on: date
    valid_to: date
    superseded_on: date | None
    newer: str | None  # code of the certificate that took its place
    refiled_on: date | None
    withdrawal: ShownWithdrawal | None
    product: ShownProduct

    @property
    def state(self) -> CertificateState:
        """The state today."""
        return certificate_state(
            today=clock.today(), valid_to=self.valid_to, superseded_on=self.superseded_on, refiled_on=self.refiled_on,
            withdrawn_on=self.withdrawal.decided_on if self.withdrawal else None,
        )  # fmt: skip


_shown = Prepared(
    lambda code: with_standing(Certificate.objects.filter(code=code)).order_by().values_list(
        "number", "code", "stars", "issuer", "product_name", "producer_name", "place", "issued_on", "valid_to",
        "superseded_on", "superseded_by__code", "refiled_at", "withdrawal__number", "withdrawal__decided_on",
        "withdrawal__issuer", "withdrawal__ground_code", "withdrawal__ground",
        "product_id", "product__name", "product__stars", "product__undecided",
    ),
    text=[0],
)  # fmt: skip


def certificate_by_code(code: str) -> ShownCertificate | None:
    """The certificate of a canonical code, with all that its page shows. One query."""
    for *facts, refiled_at, number, decided_on, issuer, ground_code, ground, pk, name, stars, undecided in _shown.rows(
        code
    ):
        refiled_on = clock.local_day(refiled_at) if refiled_at else None
        withdrawal = ShownWithdrawal(number, decided_on, issuer, ground_code, ground) if decided_on else None
        return ShownCertificate(*facts, refiled_on, withdrawal, ShownProduct(pk, name, stars, undecided))
    return None


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
