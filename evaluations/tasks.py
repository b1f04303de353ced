"""Jobs of evaluations: the printed certificate, the letter of what a dossier lacks."""

from datetime import UTC, date, datetime, time

from django.template.loader import render_to_string

from core import audit, clock, files
from core.documents import qr_svg, render_pdf
from core.exceptions import Refused
from core.jobs import job
from districts.models import AdministrativeUnit
from evaluations import messages
from evaluations.codes import show_code
from evaluations.letters import shortfall_letter
from evaluations.models import Certificate, Dossier, Result
from evaluations.selectors.certificates import verify_url
from evaluations.selectors.shortfalls import advice_for
from evaluations.services import certificatefiles, shortfallfiles


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


@job(shortfallfiles.JOB, title=shortfallfiles.TITLE % {"number": ""}, steps=[messages.STEP_LETTER, messages.STEP_KEEP])
def print_shortfall(progress, parameters):
    """Make the letter of what a dossier lacks for a star, as of the day it was asked for."""
    dossier = Dossier.objects.select_related(
        "cycle__product", "cycle__producer__unit", "cycle__unit", "cycle__regulation", "rubric__product_set__regulation",
        "self_assessment",
    ).filter(pk=parameters["dossier"]).first()  # fmt: skip
    if dossier is None:
        raise Refused(messages.DOSSIER_GONE, code="dossier_gone")
    progress(1)
    result = Result.objects.select_related("item__rubric").filter(pk=parameters["result"]).first()
    day = date.fromisoformat(parameters["day"])
    advice = advice_for(dossier, parameters["source"], result, parameters["target"], day)
    office = AdministrativeUnit.objects.select_related("documents").filter(pk=parameters["office"]).first()
    html = render_to_string(
        "evaluations/documents/shortfall.html", shortfall_letter(dossier, advice, result, office, day)
    )
    content = render_pdf(html, stylesheets=["css/letter.css"], created=datetime.combine(day, time.min, tzinfo=UTC))
    progress(2)

    def commit():
        file = files.store_made(
            content,
            name=f"con-thieu-gi-{dossier.cycle.number}-{parameters['target']}-sao.pdf",
            content_type="application/pdf",
            owner_type=shortfallfiles.FILES,
            owner_id=dossier.pk,
            actor=audit.SYSTEM,
            province_id=dossier.cycle.province_id,
        )
        return {"files": [{"id": file.pk, "label": "PDF", "note": file.original_name}]}

    return commit


def _answer(certificate, file) -> dict:
    return {
        "files": [{"id": file.pk, "label": "PDF", "note": file.original_name}],
        "links": [{"url": certificate.get_absolute_url(), "label": str(messages.OPEN_CERTIFICATE)}],
    }
