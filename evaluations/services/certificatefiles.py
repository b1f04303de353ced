"""The printed certificate: asked for once, made by a job from the frozen texts, kept as a fixed file."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from core import audit, jobs
from core.exceptions import Stale
from evaluations import messages
from evaluations.models import Certificate

JOB = "evaluations.certificate"
FILES = "evaluations.certificate"
TITLE = _("Lập giấy chứng nhận %(number)s")


def ask(*, certificate: Certificate, actor):
    """The job that makes the PDF; a certificate has one key, so asking twice leads to the same job."""
    with transaction.atomic():
        return jobs.enqueue(
            kind=JOB,
            key=f"{JOB}:{certificate.pk}",
            parameters={"certificate": certificate.pk},
            actor=actor,
            title=TITLE % {"number": certificate.number or certificate.code},
            province_id=certificate.product.province_id,
        )


def keep(*, certificate: Certificate, file, actor, at=None) -> None:
    """Bind the made file to its certificate, once. Inside the job's transaction. Event `certificate.print`."""
    if Certificate.objects.filter(pk=certificate.pk, file__isnull=True).update(file=file) != 1:
        raise Stale(messages.CERTIFICATE_PRINTED, code="stale", obj=certificate)
    audit.record(
        "certificate.print", actor=actor, obj=certificate, parent=certificate.product, at=at,
        province_id=certificate.product.province_id, after={"file": file.pk, "sha256": file.sha256},
    )  # fmt: skip
