"""Parts of a dossier that an office can point at, the names on its papers, its receipt slips."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from core.text import clean_line, fold
from evaluations.evidencerows import evidence_rows
from evaluations.formdefs import forms_of
from evaluations.models import Dossier, ReturnRemark
from products.cycle import ACTORS
from products.enums import CycleState

OF_COMMUNE = "mau-03"
NAME_SOURCES = ("label", "declaration", "test")


def source_words() -> dict[str, str]:
    """Where a name stands, in words."""
    return {"label": _("nhãn sản phẩm"), "declaration": _("bản công bố chất lượng"), "test": _("phiếu kiểm nghiệm")}


def places_of(dossier: Dossier) -> list[tuple[str, str]]:
    """(place, words) of every part at which a return may ask for something, in the order of the hub."""
    regulation = dossier.cycle.regulation
    rows = [(f"row-{row.number}", f"{row.number}. {row.title}") for row in evidence_rows(regulation)]
    forms = [(f.code, f"{f.number}: {f.name}") for f in forms_of(regulation.code).values() if f.code != OF_COMMUNE]
    return [*forms, ("self", _("Tự chấm theo bộ tiêu chí")), ("names", _("Đối chiếu tên trên giấy tờ")), *rows]


def open_remarks(dossier: Dossier) -> list[ReturnRemark]:
    """What was asked for at the last return and not filed again yet."""
    return list(dossier.remarks.filter(answered_at__isnull=True))


def past_remarks(dossier: Dossier) -> list[ReturnRemark]:
    """What the producer answered with the filing that lies there now, each with `where` in words."""
    words, found = dict(places_of(dossier)), list(dossier.remarks.filter(answered_at__isnull=False))
    last = max((remark.answered_at for remark in found), default=None)
    rows = [remark for remark in found if remark.answered_at == last]
    for remark in rows:
        remark.where = words.get(remark.place, remark.place)
    return rows


@dataclass(frozen=True)
class NameRow:
    """One source beside the form. `tone` "" (not written down), "ok", "soon" (same but for marks or capitals), "bad"."""

    source: str
    label: str
    producer: str
    product: str
    tone: str
    words: str


def name_check(dossier: Dossier) -> list[NameRow]:
    """Label, declaration, test slip against producer and product of the form."""
    cycle, rows = dossier.cycle, []
    wanted = {"producer": clean_line(cycle.producer.name), "product": clean_line(cycle.product.name)}
    whose = {"producer": _("tên chủ thể"), "product": _("tên sản phẩm")}
    for source, label in source_words().items():
        written = (dossier.names or {}).get(source, {})
        texts = {who: written.get(who, "") for who in wanted}
        other = [whose[who] for who, text in texts.items() if text and fold(text) != fold(wanted[who])]
        near = [
            whose[who]
            for who, text in texts.items()
            if text and text != wanted[who] and fold(text) == fold(wanted[who])
        ]
        if other:
            tone, words = "bad", _("Khác: %(what)s") % {"what": ", ".join(other)}
        elif near:
            tone, words = "soon", _("Chỉ khác dấu hoặc chữ hoa: %(what)s") % {"what": ", ".join(near)}
        elif all(texts.values()):
            tone, words = "ok", _("Khớp")
        else:
            tone, words = "", _("Chưa ghi đủ")
        rows.append(NameRow(source, label, texts["producer"], texts["product"], tone, words))
    return rows


def names_unexplained(dossier: Dossier) -> list[str]:
    """Where a name differs, in words, while nobody has explained it."""
    if (dossier.names or {}).get("note"):
        return []
    return [row.label for row in name_check(dossier) if row.tone == "bad"]


def slips_open(user, cycle) -> list[str]:
    """The slip that the person's office gives now: the commune for a filed dossier, the receiver for a received one."""
    if "mau-01" not in forms_of(cycle.regulation.code):
        return []  # no slip of that era was found
    if cycle.state == CycleState.DOSSIER_FILED and ACTORS["commune"](user, cycle):
        return ["xa"]
    if cycle.state in (CycleState.RECEIVED, CycleState.CHECKED) and ACTORS["receiver"](user, cycle):
        return ["tinh"]
    return []


def may_name(user, dossier: Dossier, *, writes: bool) -> bool:
    """Whether the person writes the names down now; `writes`: the dossier lies with them."""
    state = dossier.cycle.state
    return (
        writes
        or (state == CycleState.DOSSIER_FILED and ACTORS["commune"](user, dossier.cycle))
        or (state == CycleState.RECEIVED and ACTORS["receiver"](user, dossier.cycle))
    )
