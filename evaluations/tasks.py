"""Jobs of evaluations: the printed certificate, the letter of what a dossier lacks, the files of official papers."""

import io
from datetime import UTC, date, datetime, time

from django.template.loader import render_to_string
from django.urls import reverse
from pypdf import PdfReader

from core import audit, clock, files
from core.documents import qr_svg, render_pdf
from core.exceptions import Refused
from core.jobs import job
from districts.models import AdministrativeUnit
from evaluations import messages, remind_messages
from evaluations.letters import shortfall_letter
from evaluations.models import Certificate, Dossier, FiledForm, IssuedPaper, Result
from evaluations.selectors.formvalues import drawn, forms_for
from evaluations.selectors.papers.certificate import certificate_data
from evaluations.selectors.shortfalls import advice_for
from evaluations.services import certificatefiles, filedforms, papers, reminders, shortfallfiles


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
    data = certificate_data(certificate)
    content = certificate_pdf(data)
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
        papers.keep_certificate(certificate=certificate, data=data, file=file)
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


def certificate_pdf(data: dict) -> bytes:
    """The certificate from its frozen texts alone: the same from the same data."""
    days = {
        name: date.fromisoformat(data[name]) if data[name] else None for name in ("issued_on", "valid_to", "decided_on")
    }
    context = {
        "certificate": data | days, "address": data["address"], "code": data["code_shown"],
        "qr": qr_svg(data["address"], label=str(messages.QR_LABEL)), "stars": range(data["stars"]),
    }  # fmt: skip
    html = render_to_string("evaluations/documents/certificate.html", context)
    moment = datetime.fromisoformat(data["created_at"])
    return render_pdf(html, variant="pdf/ua-1", stylesheets=["css/certificate.css"], created=moment)


def _answer(certificate, file) -> dict:
    return {
        "files": [{"id": file.pk, "label": "PDF", "note": file.original_name}],
        "links": [{"url": certificate.get_absolute_url(), "label": str(messages.OPEN_CERTIFICATE)}],
    }


@job(papers.JOB, title=messages.PAPER_JOB, steps=[messages.PAPER_STEP_DRAW, messages.PAPER_STEP_KEEP])
def draw_papers(progress, parameters):
    """Draw PDF and DOCX of each paper from its stored words; one that was built anew meanwhile is left to its own job."""
    from evaluations.papers import docx, pdf  # noqa: PLC0415  heavy: only where files are made

    rows = list(
        IssuedPaper.objects.filter(pk__in=parameters["papers"], pdf__isnull=True).select_related("session__council")
    )
    drawn = []
    for number, paper in enumerate(rows, start=1):
        progress(1, messages.PAPER_PROGRESS % {"done": number, "all": len(rows)})
        content = pdf.render(paper.data)
        drawn.append((paper, content, docx.render(paper.data)))
    progress(2)

    def commit():
        made = []
        for paper, content, word in drawn:
            pages = len(PdfReader(io.BytesIO(content)).pages)
            made += papers.keep_files(paper=paper, pdf=content, docx=word, pages=pages)
        return _papers_answer(rows, made)

    return commit


def _papers_answer(rows, made) -> dict:
    """One paper: its files and its page; many: the page of the session."""
    if len(rows) == 1:
        labels = {"application/pdf": "PDF"}
        listed = [{"id": f.pk, "label": labels.get(f.content_type, "Word"), "note": f.original_name} for f in made]
        return {"files": listed, "links": [{"url": rows[0].get_absolute_url(), "label": str(messages.PAPER_OPEN)}]}
    sessions = sorted({row.session_id for row in rows if row.session_id})
    links = [
        {"url": reverse("evaluations:session_papers", args=[pk]), "label": str(messages.PAPER_OPEN_LIST)}
        for pk in sessions
    ]
    return {"files": [], "links": links}


@job(
    reminders.JOB,
    title=remind_messages.TITLE_CERTIFICATES % {"n": ""},
    steps=[remind_messages.STEP_WRITE, remind_messages.STEP_SEND],
)
def remind_certificates(progress, parameters):
    """Remind the producers of certificates near their end, with one letter each in a PDF to print."""
    day = date.fromisoformat(parameters["day"])
    return reminders.work(
        progress, parameters, verb=reminders.VERB, model=Certificate, find=reminders.find_certificates,
        write=lambda to, rows: reminders.certificate_letter(to, rows, day),
    )  # fmt: skip


@job(filedforms.JOB, title=messages.FORM_JOB, steps=[messages.FORM_STEP_DRAW, messages.STEP_KEEP])
def draw_forms(progress, parameters):
    """PDF and DOCX of filed forms from their frozen rows, or of one form of a dossier as it stands now."""
    from evaluations.papers import forms as office  # noqa: PLC0415  heavy: only where files are made

    kept = []
    if "forms" in parameters:
        rows = FiledForm.objects.filter(pk__in=parameters["forms"], pdf__isnull=True).select_related("dossier__cycle")
        kept = [(row.dossier, row, row.data) for row in rows]
    else:
        dossier = Dossier.objects.select_related("cycle__regulation").filter(pk=parameters["dossier"]).first()
        form = forms_for(dossier).get(parameters["code"]) if dossier else None
        if form is None:
            raise Refused(messages.NO_SUCH_FORM, code="form")
        kept = [(dossier, None, drawn(dossier, form) | {"filed_at": clock.now().isoformat()})]
    made = []
    for number, (dossier, row, data) in enumerate(kept, start=1):
        progress(1, messages.PAPER_PROGRESS % {"done": number, "all": len(kept)})
        made.append((dossier, row, data, office.pdf(data), office.docx(data)))
    progress(2)

    def commit():
        listed = []
        for dossier, row, data, content, word in made:
            pages = len(PdfReader(io.BytesIO(content)).pages)
            if row is not None:
                filedforms.keep_files(form=row, pdf=content, docx=word, pages=pages)
                continue
            name = f"{dossier.cycle.number} {data['number']} bản nháp"
            both = filedforms.store_both(dossier=dossier, name=name, pdf=content, docx=word, pages=pages)
            listed += [{"id": file.pk, "label": {"pdf": "PDF", "docx": "Word"}[kind], "note": file.original_name}
                       for kind, file in both.items()]  # fmt: skip
        return {"files": listed}

    return commit
