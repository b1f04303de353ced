"""Certificates that come to their end: the radar of an office, the window of one certificate."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Exists, OuterRef, Q
from django.utils.translation import gettext as _

from evaluations.enums import CertificateState
from evaluations.models import Certificate
from evaluations.renewal import RADAR, Window, window
from evaluations.selectors.certificates import certificates_for
from evaluations.standing import state_of
from evaluations.validity import GRACE_DAYS
from products.enums import CycleKind
from products.models import FINAL_STATES, Cycle, ProductSet, Regulation
from products.regulationfiles import regulation_on
from products.selectors import likely_set, regulation_for

AGAIN = (CycleKind.RENEWAL, CycleKind.UPGRADE)


@dataclass(frozen=True)
class Renewable:
    """What the page of a certificate says of renewal: the window by the regulation of the day, the cycle under way."""

    window: Window
    state: str
    cycle: Cycle | None
    may_renew: bool
    may_upgrade: bool


def open_again_cycle(product) -> Cycle | None:
    """The product's cycle under way, of whatever kind."""
    return Cycle.objects.filter(product=product).exclude(state__in=FINAL_STATES).order_by("-pk").first()


def window_of(certificate: Certificate, day: date) -> Window:
    """The window by the regulation in force on `day`; read from its file, so that an imported list shows it too."""
    return window(certificate.valid_to, regulation_on(day).renewal)


def is_newest(certificate: Certificate) -> bool:
    """Whether no later certificate of the product took its place."""
    return certificate.superseded_by_id is None


def renewable(certificate: Certificate, day: date) -> Renewable:
    """What may be opened from this certificate today, rights aside."""
    state = state_of(certificate)
    cycle = open_again_cycle(certificate.product)
    stands = is_newest(certificate) and state != CertificateState.WITHDRAWN and cycle is None
    upgrade = state in (CertificateState.VALID, CertificateState.EXPIRING) and certificate.stars < 5
    span = window_of(certificate, day)
    return Renewable(span, span.state(day), cycle, stands, stands and upgrade)


def sets_to_choose(certificate: Certificate, day: date) -> tuple[Regulation, ProductSet | None]:
    """The regulation of the day, and the set of it that most likely is meant: the product's own, or the one of its name."""
    regulation = regulation_for(day, CycleKind.RENEWAL)
    own = certificate.product.product_set
    return regulation, likely_set(own, regulation) if own else None


def radar(user, day: date):
    """Certificates in force that end within 240 days, or ended within the days of grace, the nearest end first."""
    under_way = Cycle.objects.filter(product_id=OuterRef("product_id"), kind__in=AGAIN).exclude(state__in=FINAL_STATES)
    first, last = day - timedelta(days=GRACE_DAYS), day + timedelta(days=max(RADAR))
    return (
        certificates_for(user)
        .filter(superseded_by__isnull=True, withdrawal__isnull=True, valid_to__range=(first, last))
        .annotate(under_way=Exists(under_way))
        .order_by("valid_to", "pk")
    )


def stage_condition(stage: int, day: date) -> Q:
    """Certificates of one stage: more than the next radar day away, at most this one; 0 = ended."""
    if stage == 0:
        return Q(valid_to__lt=day)
    lower = max((days for days in RADAR if days < stage), default=-1)
    return Q(valid_to__gt=day + timedelta(days=lower), valid_to__lte=day + timedelta(days=stage))


def radar_counts(user, day: date) -> dict[int, int]:
    """Stage -> certificates without a re-evaluation under way: one query."""
    rows = Certificate.objects.visible_to(user).filter(superseded_by__isnull=True, withdrawal__isnull=True)
    first, last = day - timedelta(days=GRACE_DAYS), day + timedelta(days=max(RADAR))
    under_way = Cycle.objects.filter(product_id=OuterRef("product_id"), kind__in=AGAIN).exclude(state__in=FINAL_STATES)
    rows = rows.filter(valid_to__range=(first, last)).filter(~Exists(under_way))
    found = rows.aggregate(**{f"s{stage}": Count("pk", filter=stage_condition(stage, day)) for stage in (0, *RADAR)})
    return {stage: found[f"s{stage}"] for stage in (*RADAR, 0)}


def stage_words(stage: int) -> str:
    """ "Còn dưới 30 ngày" and its fellows, for tabs, tallies and the inbox."""
    if stage == 0:
        return _("Đã hết hạn, chưa quá 180 ngày")
    lower = max((days for days in RADAR if days < stage), default=0)
    return _("Còn từ %(low)s đến %(top)s ngày") % {"low": lower + 1 if lower else 0, "top": stage}
