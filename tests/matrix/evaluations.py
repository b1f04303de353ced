"""Rows of evaluations: see tests/matrix/__init__.py. The scheduled product of ground.py is being scored here."""

from django.core.files.uploadedfile import SimpleUploadedFile

from core.models import File
from evaluations.models import Citation, Evidence
from tests.matrix import Row

OFFICES = ["province", "department", "leadership", "ministry"]
SEATS = ["member1", "member2", "chair", "secretary", "advisor"]
READERS = ["owner", "producer", *OFFICES, "secretary", "advisor"]  # of the dossier; members answer the question first
SEES = dict.fromkeys(READERS, 200) | {"member1": 200}  # member1 has said that there is no conflict
WRITES = dict.fromkeys([*READERS, "member1"], 403)
SESSION = dict.fromkeys([*OFFICES, *SEATS], 200)
IN_SESSION = dict.fromkeys([*OFFICES, *SEATS], 403)
RESULTS = dict.fromkeys(["owner", "producer", *OFFICES], 200)
LOGGED_IN = 200
PDF = b"%PDF-1.4\n%%EOF\n"


def build(world):
    """A paper with a citation in the scheduled dossier."""
    for side, who in (("a", world.producer), ("far", world.stranger_producer)):
        dossier = world.extra[f"{side}_dossier"]
        file = File.objects.create(
            stored_name=f"{side}-evidence", original_name="giay-to.pdf", content_type="application/pdf", size=10,
            sha256="3" * 64, owner_type="evaluations.dossier", owner_id=dossier.pk,
        )  # fmt: skip
        paper = Evidence.objects.create(dossier=dossier, row="03", title=f"Hợp đồng {side}", file=file, added_by=who)
        citation = Citation.objects.create(evidence=paper, criterion=world.criterion)
        world.extra |= {f"{side}_paper": paper, f"{side}_citation": citation}


def of(name):
    """Arguments of an address about `world.<name>`."""
    return lambda world: {"pk": getattr(world, name).pk}


def upload():
    return SimpleUploadedFile("giay-to.pdf", PDF, content_type="application/pdf")


DOSSIER, PAPER, SESSION_OF, ITEM, SHEET = of("a_dossier"), of("a_paper"), of("a_session"), of("a_item"), of("a_sheet")
CYCLE = of("a_cycle")
REASON = lambda world: {"reason": "Lý do thử."}  # noqa: E731


def answer(world):
    return {
        "criterion": "A.1.1", "place": "1", "comment": "", "version": world.a_sheet.version, "request_id": "request-01",
    }  # fmt: skip


ROWS = [
    # the dossier
    Row("evaluations:of_cycle", CYCLE, expect=dict.fromkeys(["owner", "producer", *OFFICES], "/danh-gia/ho-so/*")),
    Row("evaluations:dossier_open", CYCLE, method="post", expect=dict.fromkeys(["owner", "producer", *OFFICES], 422)),
    Row("evaluations:dossier", DOSSIER, expect=SEES, lacks={"owner": lambda w: [w.far_product.name]}),
    Row("evaluations:evidence", DOSSIER, expect=SEES, holds={"owner": lambda w: ["Hợp đồng a"]}),
    Row("evaluations:evidence", DOSSIER, method="post", expect=WRITES | {"owner": 422, "producer": 422}),
    Row("evaluations:self_assessment", DOSSIER, expect=SEES),
    Row("evaluations:self_assessment", DOSSIER, method="post", data=lambda w: {"p-A.1.1": "1"},
        expect=WRITES | {"owner": 422, "producer": 422}),
    Row("evaluations:dossier_file", DOSSIER, expect=WRITES | {"owner": 200, "producer": 200}),
    Row("evaluations:dossier_file", DOSSIER, method="post", data=lambda w: {"agree": "on"},
        expect=WRITES | {"owner": 422, "producer": 422}),
    Row("evaluations:commune_report", DOSSIER, expect=SEES),
    Row("evaluations:commune_report", DOSSIER, method="post", expect=WRITES | {"owner": 422}),
    Row("evaluations:dossier_receive", DOSSIER, method="post", expect=dict.fromkeys([*READERS, "member1"], 422)),
    Row("evaluations:advisory", DOSSIER, expect=SEES),
    Row("evaluations:advisory", DOSSIER, method="post", data=lambda w: {"note": "Đủ."},
        expect=WRITES | {"province": 422, "advisor": 422}),
    Row("evaluations:dossier_return", DOSSIER, expect=WRITES | {"owner": 200, "province": 200}),
    Row("evaluations:dossier_return", DOSSIER, method="post", data=REASON,
        expect=WRITES | {"owner": 422, "province": 422}),
    Row("evaluations:dossier_forward", DOSSIER, method="post", expect=dict.fromkeys([*READERS, "member1"], 422)),
    Row("evaluations:dossier_refuse", DOSSIER, expect=WRITES | {"province": 200}),
    Row("evaluations:dossier_refuse", DOSSIER, method="post", data=REASON, expect=WRITES | {"province": 422}),
    # its papers
    Row("evaluations:evidence_detail", PAPER, expect=WRITES | {"owner": 200, "producer": 200}),
    Row("evaluations:evidence_replace", PAPER, method="post", data=lambda w: {"upload": upload()},
        expect=WRITES | {"owner": 422, "producer": 422}),
    Row("evaluations:evidence_remove", PAPER, method="post", expect=WRITES | {"owner": 422, "producer": 422}),
    Row("evaluations:evidence_cite", PAPER, method="post",
        data=lambda w: {"criterion": "A.1.1", "page_from": "2", "page_to": "2"},
        expect=WRITES | {"owner": 422, "producer": 422}),
    Row("evaluations:citation_remove", of("a_citation"), method="post",
        expect=WRITES | {"owner": 422, "producer": 422}),
    # rounds and councils
    Row("evaluations:rounds", others=LOGGED_IN),
    Row("evaluations:round_create", expect=dict.fromkeys(["province", "stranger_province", "ministry"], 200), others=403),
    Row("evaluations:councils", others=LOGGED_IN, holds={"province": lambda w: [w.a_council.name]},
        lacks={"province": lambda w: [w.far_council.name], "owner": lambda w: [w.a_council.name]}),
    Row("evaluations:council_create", expect=dict.fromkeys(["province", "stranger_province", "ministry"], 200),
        others=403),
    Row("evaluations:council", of("a_council"), expect=SESSION),
    Row("evaluations:member_add", of("a_council"), method="post", expect=IN_SESSION | {"province": 422}),
    Row("evaluations:session_create", of("a_council"), expect=IN_SESSION | {"province": 200}),
    Row("evaluations:session_create", of("a_council"), method="post", expect=IN_SESSION | {"province": 422}),
    # sessions
    Row("evaluations:sessions", others=LOGGED_IN),
    Row("evaluations:session", SESSION_OF, expect=SESSION, holds={"chair": lambda w: [w.a_product.name, "nháp 0/1"]},
        lacks={"chair": lambda w: ["Nhận xét a 0"], "province": lambda w: [w.far_product.name]}),
    Row("evaluations:session_schedule", SESSION_OF, method="post", data=lambda w: {"dossier": w.a_dossier.pk},
        expect=dict.fromkeys([*OFFICES, "secretary", "advisor", "member1"], 422),
        foreign={"dossier": lambda w: w.far_dossier.pk}, foreign_by="province"),
    Row("evaluations:session_presence", SESSION_OF, method="post",
        expect=IN_SESSION | dict.fromkeys(["chair", "secretary"], "/danh-gia/phien/*")),
    Row("evaluations:session_open", SESSION_OF, method="post",
        expect=IN_SESSION | dict.fromkeys(["province", "chair", "secretary"], 409)),
    Row("evaluations:session_close", SESSION_OF, method="post", data=lambda w: {"password": "sai"},
        expect=IN_SESSION | {"chair": 422}),
    Row("evaluations:decision_create", SESSION_OF, expect=IN_SESSION | {"province": 200}),
    Row("evaluations:decision_create", SESSION_OF, method="post", expect=IN_SESSION | {"province": 422}),
    # one product
    Row("evaluations:item", ITEM, expect=SESSION, lacks={"chair": lambda w: ["Nhận xét a 0"]}),
    Row("evaluations:item_unschedule", ITEM, expect=IN_SESSION | dict.fromkeys(["province", "chair", "secretary"], 200)),
    Row("evaluations:item_unschedule", ITEM, method="post", data=REASON,
        expect=IN_SESSION | dict.fromkeys(["province", "chair", "secretary"], 422)),
    Row("evaluations:conflict", ITEM, expect=IN_SESSION | dict.fromkeys([s for s in SEATS if s != "advisor"], 200)),
    Row("evaluations:conflict", ITEM, method="post", data=lambda w: {"has_conflict": "0"},
        expect=IN_SESSION | dict.fromkeys([s for s in SEATS if s != "advisor"], "/danh-gia/san-pham/*")
        | {"member1": 422}),
    Row("evaluations:sheet_open", ITEM, method="post",
        expect=IN_SESSION | dict.fromkeys([s for s in SEATS if s != "advisor"], 422)
        | dict.fromkeys(["member1", "member2"], "/danh-gia/phieu/*")),
    Row("evaluations:item_end", ITEM, method="post", expect=IN_SESSION | {"chair": "/danh-gia/san-pham/*"}),
    Row("evaluations:item_rescore", ITEM, expect=IN_SESSION | {"chair": 200}),
    Row("evaluations:item_rescore", ITEM, method="post", data=REASON, expect=IN_SESSION | {"chair": 422}),
    Row("evaluations:item_findings", ITEM, method="post",
        expect=IN_SESSION | dict.fromkeys(["chair", "secretary"], 422)),
    # a sheet is its member's alone before the closing
    Row("evaluations:sheet", SHEET, expect={"member1": 200}, holds={"member1": lambda w: ["Nhận xét a 0"]}),
    Row("evaluations:sheet", SHEET, method="post", expect={"member1": 422}),
    Row("evaluations:sheet_save", SHEET, method="post", data=answer, expect={"member1": 200}),
    Row("evaluations:sheet_submit", SHEET, expect={"member1": 200}),
    Row("evaluations:sheet_submit", SHEET, method="post", data=lambda w: {"version": 0, "password": "x"},
        expect={"member1": 422}),
    Row("evaluations:sheet_abstain", SHEET, expect={"member1": 200}),
    Row("evaluations:sheet_abstain", SHEET, method="post", data=REASON, expect={"member1": "/danh-gia/phien/*"}),
    # decisions and certificates
    Row("evaluations:decisions", others=LOGGED_IN, holds={"province": lambda w: [w.a_decision.number]},
        lacks={"province": lambda w: [w.far_decision.number], "owner": lambda w: [w.a_decision.number]}),
    Row("evaluations:decision", of("a_decision"), expect=dict.fromkeys(OFFICES, 200)),
    Row("evaluations:certificates", others=LOGGED_IN, holds={"owner": lambda w: [w.a_product.name]},
        lacks={"owner": lambda w: [w.far_product.name], "neighbour": lambda w: [w.a_product.name]}),
    Row("evaluations:certificate", of("a_certificate"), expect=RESULTS),
    Row("evaluations:certificate_print", of("a_certificate"), method="post",
        expect=dict.fromkeys(["owner", "producer", *OFFICES], "/viec-nen/*")),
    Row("evaluations:certificate_withdraw", of("a_certificate"),
        expect=dict.fromkeys(["owner", "producer", *OFFICES], 403) | {"province": 200}),
    Row("evaluations:certificate_withdraw", of("a_certificate"), method="post",
        expect=dict.fromkeys(["owner", "producer", *OFFICES], 403) | {"province": 422}),
]  # fmt: skip
