"""What the portal writes into the blanks of an official form, and the form drawn with it."""

from datetime import date

from django.utils import formats as django_formats

from core import clock
from core.formats import show_date
from core.text import fold
from evaluations.formdefs import Form, draw, draw_slip, forms_of
from evaluations.models import Dossier, DossierForm
from evaluations.scoring import sheet_points
from evaluations.selectors.dossierpage import papers_in_force
from evaluations.selectors.rubrics import rubric_spec
from evaluations.selectors.sheetpage import lines_of
from products.enums import CycleKind

KINDS = {CycleKind.FIRST: "lan-dau", CycleKind.UPGRADE: "nang-hang", CycleKind.RENEWAL: "danh-gia-lai"}
OF_COMMUNE = ("mau-03",)
# A box that a paper of this line of the evidence list ticks beforehand (26/2026, Mẫu số 02, part I).
TICKED_BY = {"i.co.dkkd": "01", "i.co.cong_bo": "11", "i.co.dieu_kien_sx": "02", "i.co.shtt": "07"}
TOPICS = {"ii.nguyen_lieu": "materials", "ii.lao_dong": "labour", "ii.y_tuong": "idea", "ii.ban_sac": "identity"}


def forms_for(dossier: Dossier) -> dict[str, Form]:
    """Forms of the dossier's regulation; empty where the public record holds none."""
    return forms_of(dossier.cycle.regulation.code)


def written_fields(dossier: Dossier, form: Form) -> list:
    """Blanks that a person fills; the others come from the portal's own records."""
    kind = KINDS[dossier.cycle.kind]
    own = {"date_part", "code", "signature"}
    return [
        field
        for field in form.fields
        if form.code not in OF_COMMUNE
        and field.input not in own
        and field.key not in known_values(dossier, form)
        and (not field.shown_for or kind in field.shown_for)
    ]


def written_values(dossier: Dossier, form: Form) -> dict:
    """What stands in those blanks: saved, else what the portal suggests."""
    saved = DossierForm.objects.filter(dossier=dossier, code=form.code).first()
    return suggested(dossier, form) | (saved.values if saved else {})


def suggested(dossier: Dossier, form: Form) -> dict:
    """Boxes ticked by papers that are there; the product's description."""
    if form.code != "mau-02":
        return {}
    rows = set(papers_in_force(dossier).values_list("row", flat=True))
    ticks = {key: True for key, row in TICKED_BY.items() if row in rows}
    product = dossier.cycle.product
    return ticks | {"i.san_pham": "\n".join(part for part in (product.name, product.description) if part)}


def known_values(dossier: Dossier, form: Form) -> dict:
    """Blank -> value from the records of producer, product, cycle and commune."""
    cycle, producer = dossier.cycle, dossier.cycle.producer
    day = clock.local_day(cycle.filed_at) if cycle.filed_at else clock.today()
    known = {
        "entity.name": producer.name, "entity.representative.name": producer.representative,
        "entity.representative.position": producer.representative_post, "entity.contact_address": _address(producer),
        "entity.address": _address(producer), "entity.phone": producer.phone, "entity.email": producer.email,
        "entity.type": producer.get_kind_display(), "entity.representative.sex": producer.get_representative_sex_display(),
        "entity.representative.ethnic_group": producer.representative_ethnicity,
        "entity.founded_on": show_date(producer.founded_on) if producer.founded_on else "",
        "entity.registration_number": producer.registration_number, "product.name": cycle.product.name,
        "product.set": _classification(cycle.product_set), "province.name": cycle.province.name, "round.year": cycle.year,
        "commune.name": cycle.unit.name,
    }  # fmt: skip
    values = {field.key: known[field.source] for field in form.fields if field.source in known}
    if form.code in OF_COMMUNE:
        values |= {key: known[_of_02(key)] for key in ("i.ten", "i.loai_hinh", "i.dia_chi", "i.dai_dien.ten")}
        values |= {"i.dai_dien.ho_ten": producer.representative, "i.dai_dien.gioi_tinh": known["entity.representative.sex"],
                   "i.dai_dien.dan_toc": producer.representative_ethnicity}  # fmt: skip
        second = DossierForm.objects.filter(dossier=dossier, code="mau-02").first()
        values["i.dai_dien.thuong_tru"] = second.values.get("i.dai_dien.thuong_tru", "") if second else ""
        report = getattr(dossier, "commune_report", None)
        values |= {key: getattr(report, name, "") for key, name in TOPICS.items()}
    if form.code == "mau-01":
        kind = KINDS[cycle.kind].replace("-", "_")
        values |= {f"lan.{name}": name == kind for name in ("lan_dau", "nang_hang", "danh_gia_lai")}
        values["mau.so_luong"] = "" if cycle.product_set.number == "26" else "05"  # Article 6.2.d; none for tourism
    return values | {
        "ky.noi": cycle.unit.name,
        "ky.ngay": f"{day.day:02}",
        "ky.thang": f"{day.month:02}",
        "ky.nam": day.year,
    }


def _of_02(key: str) -> str:
    return {"i.ten": "entity.name", "i.loai_hinh": "entity.type", "i.dia_chi": "entity.address",
            "i.dai_dien.ten": "entity.representative.name"}[key]  # fmt: skip


def _address(producer) -> str:
    """Street, commune, province; what the street line says already is not said twice."""
    parts = [producer.address] if producer.address else []
    for place in (producer.place_text or producer.unit.full_name, producer.province.full_name):
        if fold(place) not in fold(producer.address):
            parts.append(place)
    return ", ".join(parts)


def _classification(product_set) -> str:
    """Ngành, Nhóm, Phân nhóm of Phụ lục I; a group without leaves is named once."""
    return "; ".join(dict.fromkeys(part for part in (product_set.sector, product_set.group, product_set.name) if part))


def self_table(dossier: Dossier) -> dict:
    """Part III of Mẫu số 02: criterion by criterion of the sheet with points, description, papers; sums of parts and of all.

    The form prints no grid for it; the layout is ours.
    """
    spec = rubric_spec(dossier.rubric)
    lines = lines_of(dossier, dossier.rubric)
    places = {code: line.self_place for code, line in lines.items() if line.self_place is not None}
    points = sheet_points(spec, places)
    rows = []
    for part in spec.parts:
        rows.append([f"Phần {part.code}. {part.name}", "", "", ""])
        for section in part.sections:
            for criterion in section.criteria:
                line = lines[criterion.code]
                cited = [f"MC-{c.evidence.row}, tr. {c.page_from}–{c.page_to}" for c in line.papers]
                place = line.self_place
                chosen = "" if place is None else "Không đáp ứng" if place == 0 else criterion.options[place - 1].label
                told = "\n".join(text for text in (chosen, line.self_note) if text)
                rows.append([f"{criterion.code} {criterion.name}", told, _points(points.points.get(criterion.code), place),
                             "\n".join(cited)])  # fmt: skip
        rows.append([f"Cộng phần {part.code}", "", _points(points.parts.get(part.code), 0), ""])
    rows.append(["TỔNG CỘNG", "", _points(points.total, 0), ""])
    return {"type": "table", "columns": ["Tiêu chí", "Kết quả tự đánh giá, mô tả", "Điểm", "Minh chứng"],
            "widths": [30, 40, 8, 22], "rows": rows}  # fmt: skip


def _points(value, place) -> str:
    return "" if value is None or place is None else django_formats.number_format(value, use_l10n=True)


def drawn(dossier: Dossier, form: Form, *, slips: dict | None = None) -> dict:
    """The whole form as JSON: what is shown, printed and frozen at filing."""
    cycle = dossier.cycle
    values = written_values(dossier, form) | known_values(dossier, form)
    if form.code == "mau-02":
        values["iii.tu_cham"] = self_table(dossier)
    kind, province = cycle.unit.kind, cycle.province.kind
    words = {
        "tỉnh {tinh}": f"{province} {{tinh}}", "nhân dân tỉnh{tinh}": f"nhân dân {province} {{tinh}}",
        "nhân dân xã{xa}": f"nhân dân {kind} {{xa}}", "XÃ/PHƯỜNG{xa}": f"{kind.upper()} {{xa}}",
        "NHÂN DÂN XÃ{xa}": f"NHÂN DÂN {kind.upper()} {{xa}}",
    }  # fmt: skip
    if form.code in OF_COMMUNE:
        values |= {"xa": cycle.unit.name, "tinh": cycle.province.name, "san_pham": cycle.product.name,
                   "chu_the": cycle.producer.name}  # fmt: skip
    rows = draw(form, values, kind=KINDS[cycle.kind], slips=slips, words=words)
    return {
        "code": form.code, "number": form.number, "name": form.name, "confidence": form.confidence,
        "form_version": f"{cycle.regulation.code}:{form.version}", "dossier": cycle.number, "rows": rows,
    }  # fmt: skip


def drawn_slip(dossier: Dossier, slip: str) -> dict:
    """One office's receipt as JSON. The places "(Mã tỉnh)", "(Mã xã)", "(Năm)" of the number take their codes."""
    cycle, form, given = dossier.cycle, forms_for(dossier)["mau-01"], dossier.slips[slip]
    first, _dash, second = given["number"].partition("-")
    words = {
        "{so_1}-{so_2}": "{so_1}-{so_2}" if second else "{so_1}", "(Mã tỉnh) - (Mã xã) - (Năm)":
        f"{given['province']} - {given['commune']} - {given['year']}",
    }  # fmt: skip
    values = {"so_1": first, "so_2": second, "ngay_nhan": show_date(date.fromisoformat(given["on"])),
              "nguoi_tiep_nhan": given["by"]}  # fmt: skip
    head = [
        [[text, ""]]
        for text in (f"Hồ sơ: {cycle.number}", f"Sản phẩm: {cycle.product.name}", f"Chủ thể: {cycle.producer.name}")
    ]
    rows = draw_slip(form, slip, values, words=words)
    rows[1:1] = [{"type": "p", "align": "left", "look": "", "runs": runs} for runs in head]
    return {
        "code": f"phieu-{slip}", "number": "Phiếu tiếp nhận (xã)" if slip == "xa" else "Phiếu tiếp nhận (tỉnh)",
        "name": "Phiếu tiếp nhận hồ sơ", "confidence": form.confidence,
        "form_version": f"{cycle.regulation.code}:{form.version}", "dossier": cycle.number, "rows": rows,
    }  # fmt: skip
