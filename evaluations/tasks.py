"""Jobs of evaluations: the printed certificate."""

from django.template.loader import render_to_string

from core import audit, clock, files
from core.documents import qr_svg, render_pdf
from core.exceptions import Refused
from core.jobs import job
from evaluations import messages
from evaluations.codes import show_code
from evaluations.models import Certificate
from evaluations.selectors.certificates import verify_url
from evaluations.services import certificatefiles


@job(certificatefiles.JOB, title=certificatefiles.TITLE % {"number": ""}, steps=[messages.STEP_PDF, messages.STEP_KEEP])
def print_certificate(progress, parameters):
    """Make the PDF of one certificate from its own texts; one that has it already answers with it."""
    certificate = (
        Certificate.objects.select_related("decision", "product", "file").filter(pk=parameters["certificate"]).first()
    )
    if certificate is None:
        raise Refused(messages.CERTIFICATE_GONE, code="certificate_gone")
    if certificate.file_id:
        return _answer(certificate, certificate.file)
    progress(1)
    address = verify_url(certificate)
    context = {
        "certificate": certificate, "address": address, "code": show_code(certificate.code),
        "qr": qr_svg(address, label=str(messages.QR_LABEL)), "stars": range(certificate.stars),
    }  # fmt: skip
    html = render_to_string("evaluations/documents/certificate.html", context)
    content = render_pdf(html, variant="pdf/ua-1", stylesheets=["css/certificate.css"], created=certificate.created_at)
    progress(2)

    def commit():
        file = files.store_made(
            content,
            name=f"giay-chung-nhan-{certificate.code}.pdf",
            content_type="application/pdf",
            owner_type=certificatefiles.FILES,
            owner_id=certificate.pk,
            actor=audit.SYSTEM,
            province_id=certificate.product.province_id,
            pages=1,
        )
        certificatefiles.keep(certificate=certificate, file=file, actor=audit.SYSTEM, at=clock.now())
        return _answer(certificate, file)

    return commit


def _answer(certificate, file) -> dict:
    return {
        "files": [{"id": file.pk, "label": "PDF", "note": file.original_name}],
        "links": [{"url": certificate.get_absolute_url(), "label": str(messages.OPEN_CERTIFICATE)}],
    }
