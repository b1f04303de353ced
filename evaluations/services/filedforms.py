"""Official forms as they were filed: frozen with their hash inside the filing's transaction, drawn by a job (design §8)."""

from datetime import datetime

from core import audit, jobs
from core.files import store_made
from evaluations import messages
from evaluations.models import Dossier, FiledForm
from evaluations.selectors.formvalues import OF_COMMUNE, drawn, drawn_slip, forms_for

JOB = "evaluations.form"
FILES = "evaluations.dossier"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def freeze(*, dossier: Dossier, of_commune: bool, actor, at: datetime) -> dict[str, str]:
    """Keep the forms of the producer, or that of the commune, as they are filed now. Inside the filing's transaction.

    Out: code -> hash, for the event of the filing. Side effects: FiledForm rows, a job that makes PDF and DOCX.
    """
    made = []
    for code, form in forms_for(dossier).items():
        if (code in OF_COMMUNE) == of_commune:
            made.append(_keep(dossier, code, form.number, drawn(dossier, form), actor, at))
    if made:
        _ask_files(dossier, made)
    return {row.code: row.hash for row in made}


def freeze_slip(*, dossier: Dossier, slip: str, actor, at: datetime) -> FiledForm:
    """Keep the receipt slip of an office as it was given: its part of Mẫu số 01 alone. Inside the giving's transaction."""
    data = drawn_slip(dossier, slip)
    row = _keep(dossier, f"phieu-{slip}", data["number"], data, actor, at)
    _ask_files(dossier, [row])
    return row


def _keep(dossier, code, number, data, actor, at) -> FiledForm:
    data = data | {"filed_at": at.isoformat()}
    row = FiledForm(
        dossier=dossier, code=code, number=number, form_version=data["form_version"],
        sequence=FiledForm.objects.filter(dossier=dossier, code=code).count() + 1, data=data, hash=audit.digest(data),
        filed_at=at, filed_by=None if actor is audit.SYSTEM else actor,
    )  # fmt: skip
    row.full_clean()
    row.save(force_insert=True)
    return row


def _ask_files(dossier, rows) -> None:
    keys = [row.pk for row in rows]
    jobs.enqueue(
        kind=JOB, key=f"{JOB}:{'-'.join(map(str, keys))}", parameters={"forms": keys}, actor=audit.SYSTEM,
        title=messages.FORM_JOB, province_id=dossier.cycle.province_id,
    )  # fmt: skip


def keep_files(*, form: FiledForm, pdf: bytes, docx: bytes, pages: int) -> None:
    """Store the files of a filed form, once. Inside the job's transaction."""
    name = f"{form.dossier.cycle.number} {form.number} lần {form.sequence}"
    made = store_both(dossier=form.dossier, name=name, pdf=pdf, docx=docx, pages=pages)
    FiledForm.objects.filter(pk=form.pk, pdf__isnull=True).update(**made)


def store_both(*, dossier: Dossier, name: str, pdf: bytes, docx: bytes, pages: int) -> dict:
    """Both files of a form, under the dossier's gate: {"pdf": File, "docx": File}."""
    common = {
        "owner_type": FILES, "owner_id": dossier.pk, "actor": audit.SYSTEM, "province_id": dossier.cycle.province_id,
        "pages": pages,
    }  # fmt: skip
    return {
        "pdf": store_made(pdf, name=f"{name}.pdf", content_type="application/pdf", **common),
        "docx": store_made(docx, name=f"{name}.docx", content_type=WORD, **common),
    }
