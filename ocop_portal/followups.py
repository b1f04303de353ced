"""What follows a recognition and waits for a person: certificates near their end, proposals of withdrawal, mending, complaints.

At most two queries: one count of certificates by radar day, one list of acts with a last day, for offices alone.
"""

from datetime import date

from django.db.models import F, Value
from django.urls import reverse
from django.utils.translation import gettext as _

from core import clock
from core.scope import PROVINCE
from evaluations.enums import ComplaintState, ProposalState
from evaluations.models import Complaint, Inspection, RedoRequest, WithdrawalProposal
from evaluations.renewal import RADAR
from evaluations.selectors.complaints import fresh_complaints
from evaluations.selectors.renewals import radar_counts, stage_words

SHOWN = 20
WITHDRAW, MEND, COMPLAIN, TAKE_UP, REDO = "1", "2", "3", "4", "5"


def radar_rows(user) -> list[dict]:
    """One row for each radar day with certificates whose re-evaluation nobody has opened."""
    counts = radar_counts(user, clock.today())
    address = reverse("evaluations:radar")
    tones = {0: "bad", 30: "bad", 120: "soon"}
    return [
        {
            "title": _("%(n)s giấy chứng nhận") % {"n": counts[stage]},
            "line": stage_words(stage),
            "url": f"{address}?con={stage}",
            "tone": tones.get(stage, "info"),
            "verb": _("Xem danh sách"),
        }
        for stage in (0, *reversed(RADAR))
        if counts[stage]
    ]


def act_rows(user) -> list[dict]:
    """Proposals of withdrawal, mending that is due, complaints being handled or new: the nearest last day first."""
    fields = ("act", "pk", "name", "number", "day")
    proposals = WithdrawalProposal.objects.visible_to(user).filter(state=ProposalState.OPEN).order_by()
    mending = Inspection.objects.visible_to(user).filter(conclusion="mend", mended_on__isnull=True).order_by()
    complaints = Complaint.objects.visible_to(user).filter(state=ComplaintState.HANDLING).order_by()
    fresh = fresh_complaints(user).order_by()
    redo = RedoRequest.objects.visible_to(user).filter(answered_on__isnull=True).order_by()
    redo = redo if user.scope.acts_as(PROVINCE) else redo.none()  # who answers
    parts = [
        proposals.annotate(
            act=Value(WITHDRAW), name=F("certificate__product_name"), number=F("basis_number"), day=F("due_on")
        ),
        mending.annotate(act=Value(MEND), name=F("product__name"), day=F("mend_by")),
        complaints.annotate(act=Value(COMPLAIN), name=F("product__name"), day=F("due_on")),
        redo.annotate(act=Value(REDO), name=F("certificate__product_name"), day=F("sent_on")),
        fresh.annotate(act=Value(TAKE_UP), name=F("product__name"), day=F("received_on")),
    ]
    rows = [part.values_list(*fields) for part in parts]
    return [_act(*row) for row in rows[0].union(*rows[1:]).order_by("day")[:SHOWN]]


def _act(act: str, pk: int, name: str, number: str, day: date) -> dict:
    words = {
        WITHDRAW: (_("Quyết định thu hồi: %(name)s"), reverse("evaluations:proposals"), _("Xem đề nghị")),
        MEND: (_("Theo dõi khắc phục: %(name)s"), reverse("evaluations:inspection", args=[pk]), _("Mở kiểm tra")),
        TAKE_UP: (_("Phản ánh mới: %(name)s"), reverse("evaluations:complaint", args=[pk]), _("Mở phản ánh")),
        COMPLAIN: (_("Trả lời phản ánh: %(name)s"), reverse("evaluations:complaint", args=[pk]), _("Mở phản ánh")),
    }
    if act == REDO:
        words[REDO] = (
            _("Bộ đề nghị đánh giá lại: %(name)s"), reverse("evaluations:redo_answer", args=[pk]), _("Xem, trả lời")
        )  # fmt: skip
    title, address, verb = words[act]
    left = (day - clock.today()).days
    return {
        "title": title % {"name": name}, "url": address, "verb": verb, "line": number, "day": day, "late": left < 0,
        "left": abs(left), "fresh": act in (TAKE_UP, REDO),
    }  # fmt: skip


def followups(user) -> dict:
    """Both lists; acts are for people with a role, a producer reads its own on their pages."""
    return {"radar": radar_rows(user), "acts": act_rows(user) if user.scope.roles else []}
