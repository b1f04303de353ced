"""Rows of the portal itself and of the API: see tests/matrix/__init__.py."""

from datetime import date

from districts.enums import HolidayKind
from districts.models import Holiday
from ocop_portal.public import product_tail
from tests.matrix import Row, public

WIDE = ("province", "department", "leadership", "ministry")
SEATS = ("member1", "member2", "chair", "secretary", "advisor")
# Seats that see the dossier: who has answered the conflict question, and who prepares the session.
READS = ("member1", "secretary", "advisor")
REACH = ("commune", *WIDE, "producer")
FAR = ("stranger_commune", "stranger_province", "ministry", "stranger_producer")


def listing(name, mine="", far="", seen_by=REACH, far_by=FAR):
    """A list of the API: everybody signed in gets one; `mine` and `far` are shown to those who reach them only."""
    people = {*REACH, *SEATS, *FAR, "neighbour_commune", "admin", "nobody", "old_province"}
    holds, lacks = {}, {}
    for who in people:
        sees = [word for word, by in ((mine, seen_by), (far, far_by)) if word and who in by]
        hides = [word for word, by in ((mine, seen_by), (far, far_by)) if word and who not in by]
        holds[who], lacks[who] = (lambda w, t=tuple(sees): t), (lambda w, t=tuple(hides): t)
    return Row(f"api:{name}-list", expect={"anonymous": 401}, others=200, holds=holds, lacks=lacks)


def detail(name, thing, by):
    """One record of the API under Lệ Thủy: 200 for those named, 404 for all others."""
    return Row(
        f"api:{name}-detail",
        args=lambda w: {"pk": w.extra[thing].pk if thing in w.extra else w.units[thing].pk},
        expect={"anonymous": 401, **dict.fromkeys(by, 200)},
    )


EXPORTS = (*WIDE, "stranger_province")


def build(world):
    """A day off of Quảng Trị alone."""
    world.extra["own_holiday"] = Holiday.objects.create(
        day=date(2026, 12, 7), kind=HolidayKind.DAY_OFF, name="Ngày hội", province=world.quang_tri
    )


EVERYBODY = Row("api:units-detail", args=lambda w: {"pk": w.le_thuy.pk}, expect={"anonymous": 401}, others=200)

ROWS: list[Row] = [
    public("public:home"),
    public("public:catalogue"),
    public("public:product", args=lambda w: {"tail": product_tail(w.a_product)}),
    public("public:product", 404, args=lambda w: {"tail": product_tail(w.a_fresh_product)}),
    public("public:verify"),
    public("public:certificate", args=lambda w: {"code": w.a_certificate.code}),
    public("public:certificate", 404, args=lambda w: {"code": "00000000001"}),
    public("public:open-data"),
    public("public:open-data-csv"),
    public("public:open-data-json"),
    public("help"),
    Row("go_on", others=204),
    public("robots"),
    Row("favicon", expect={"anonymous": "/static/img/emblem*"}, others="/static/img/emblem*"),
    Row(
        "inbox",
        others=200,
        holds={
            "producer": lambda w: [w.a_open_cycle.number],
            "chair": lambda w: [w.a_council.name],
            "member1": lambda w: [w.a_council.name],
        },
        lacks={
            "neighbour": lambda w: [w.a_open_cycle.number, w.a_cycle.number],
            "stranger": lambda w: [w.a_open_cycle.number],
            "nobody": lambda w: [w.a_open_cycle.number, w.a_council.name],
        },
    ),
    Row(
        "inbox_list",
        others=200,
        holds={"producer": lambda w: [w.a_open_cycle.number]},
        lacks={
            "neighbour": lambda w: [w.a_open_cycle.number, w.a_cycle.number],
            "stranger": lambda w: [w.a_open_cycle.number],
            "nobody": lambda w: [w.a_open_cycle.number],
        },
    ),
    Row("inbox_export", expect=dict.fromkeys(EXPORTS, 200), others=403),
    Row("units", query=lambda w: {"q": "kien giang"}, others=200, holds={"owner": lambda w: ["xã Lệ Thủy"]}),
    Row("inbox_remind", method="post", others="/viec/danh-sach/"),  # nothing chosen: told so
    Row("calendar", others=200),
    Row(
        "calendar",
        method="post",
        data=lambda w: {"kind": "day_off", "day": "05/05/2027", "name": "Ngày hội"},
        expect=dict.fromkeys(("admin", "province", "stranger_province"), "/lich-lam-viec/"),
        others=403,
    ),
    Row(
        "calendar_drop",
        method="post",
        args=lambda w: {"pk": w.own_holiday.pk},
        expect={"province": "/lich-lam-viec/"},
        others=403,
    ),
    public("schema"),
    public("docs"),
    Row("api:api-root", expect={"anonymous": 401}, others=200),
    listing("units", "Lệ Thủy", seen_by=(*REACH, *SEATS, *FAR, "neighbour_commune", "admin", "nobody", "old_province")),
    EVERYBODY,
    listing("producers", "HTX Chè Lệ Thủy", "HTX Chè Tủa Chùa"),
    detail("producers", "a_producer", REACH),
    listing("product-sets"),
    Row("api:product-sets-detail", args=lambda w: {"pk": w.tea.pk}, expect={"anonymous": 401}, others=200),
    listing("products", "Chè Lệ Thủy", "Chè Tủa Chùa"),
    detail("products", "a_product", REACH),
    listing("cycles", "HS-2026-000001", "HS-2026-000002"),
    detail("cycles", "a_cycle", REACH),
    listing("dossiers", "HS-2026-000001", "HS-2026-000002", seen_by=(*REACH, *READS)),
    detail("dossiers", "a_dossier", (*REACH, *READS)),
    listing(
        "rubrics", "26-2026/11", seen_by=(*REACH, *SEATS, *FAR, "neighbour_commune", "admin", "nobody", "old_province")
    ),
    Row("api:rubrics-detail", args=lambda w: {"pk": w.rubric.pk}, expect={"anonymous": 401}, others=200),
    listing("rounds"),
    detail("rounds", "a_round", (*WIDE, *SEATS)),
    listing("councils", "Hội đồng Quảng Trị", "Hội đồng Điện Biên", (*WIDE, *SEATS), ("stranger_province", "ministry")),
    detail("councils", "a_council", (*WIDE, *SEATS)),
    listing("sessions"),
    detail("sessions", "a_session", (*WIDE, *SEATS)),
    listing("score-sheets"),
    detail("score-sheets", "a_sheet", ("member1",)),
    listing("decisions", "100/QĐ-UBND", "200/QĐ-UBND", WIDE, ("stranger_province", "ministry")),
    detail("decisions", "a_decision", WIDE),
    listing("certificates", "1/GCN-OCOP-2026", "2/GCN-OCOP-2026"),
    detail("certificates", "a_certificate", REACH),
    listing("plans", "1/KH-UBND", "2/KH-UBND", WIDE, ("stranger_province", "ministry")),
    detail("plans", "a_plan", WIDE),
    listing("reports"),
    detail("reports", "a_report", WIDE),
]
