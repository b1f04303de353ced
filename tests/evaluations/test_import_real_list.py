"""The list of real products: every row accounted for, every trap with its rows, and nothing on the second run."""

from collections import Counter, defaultdict
from datetime import date

import pytest

from core.models import AuditEvent
from evaluations.enums import RowOutcome, TrapKind
from evaluations.importing.tables import read_table
from evaluations.models import Certificate, DecisionItem, ImportedRecognition, RecognitionDecision
from evaluations.services.imports import import_rows
from producers.models import Producer
from products.models import Product
from tests.evaluations.import_files import REAL, real_rows, write_xlsx
from tests.factories.districts import all_data, held

TABLES = (Producer, Product, RecognitionDecision, DecisionItem, Certificate, ImportedRecognition, AuditEvent)


@pytest.fixture(scope="module")
def imported(django_db_setup, django_db_blocker):
    """The list once for all tests of this file."""
    with held(all_data(), django_db_blocker), django_db_blocker.unblock():
        result = load()
        with django_db_blocker.block():
            yield result


def rows_of(text: str) -> list[int]:
    """ "2-4 7" is [2, 3, 4, 7]."""
    numbers = []
    for part in text.split():
        first, _dash, last = part.partition("-")
        numbers += range(int(first), int(last or first) + 1)
    return numbers


# Checked by hand against the list: kind of trap, rows of the file (the heading is row 1).
EXPECTED = {
    TrapKind.STAR_MISSING: "2-8 21-22 31-34 125-127",
    TrapKind.SOURCES_DISAGREE: "69",
    TrapKind.NINE_OF_TEN: "35-44",
    TrapKind.PROPOSED: "15-17 97-99",
    TrapKind.DISTRICT_RESULT: "60-65",
    TrapKind.YEAR_MISSING: "21-22 31-34 75-85",
    TrapKind.UNKNOWN_PLACE: "94",
    TrapKind.SAME_PRODUCT_AGAIN: "26-28 53 74",
    TrapKind.UPGRADE: "53 74 120-121",
    TrapKind.DOWNGRADE: "117",
    TrapKind.REEVALUATED: "118-119 122-124",
    TrapKind.NAMES_OVER_STATED_COUNT: "45-59",
    TrapKind.DERIVED: "9-14 30",
    TrapKind.DATE_ASSUMED: "2-20 23-30 35-73 86-96 100-116",
    TrapKind.YEAR_DIFFERS: "74 97-99 117-124",
    TrapKind.EXPIRED_NOTED: "29",
    TrapKind.ISSUER_ASSUMED: "9-14 18-20 23-30 45-59 66-68 70-73 86-93 95-96 100-124",
    TrapKind.DISTRICT_ENDED: "18-20 26-28 142-151",
    TrapKind.PLACE_OF_BEFORE: "2-22 66-99 125-127 137-151",
    TrapKind.COMMUNE_NOT_FOUND: "93 96",
    TrapKind.PLACE_MISSING: "11 13 30 45-46 48 52 54 56-57 67-68 75-77 81-83 101-106",
    TrapKind.PLACE_INFERRED: "9-10 12 14 18-20 23 26 31-33 37-38 53 55 58-59 62-63 100 107-116",
    TrapKind.AMBIGUOUS_SET: "4 21-22 31-34 54 66-71 88 112-113 129-130 136 142-145 150",
    TrapKind.PRODUCER_MISSING: "19-20 31 33 35-37 39-46 48 52-65 87-96",
    TrapKind.PRODUCER_NAME_CUT: "8",
    TrapKind.SCORE_OF_DISTRICT: "38",
}
UNDECIDED = "2-8 15-17 21-22 31-44 60-65 69 75-85 94 97-99 125-127"


def load():
    return import_rows(rows=read_table(REAL).rows, source_name="real-products.csv")


def stand():
    return {model: list(model.objects.order_by("pk").values_list()) for model in TABLES}


@pytest.fixture
def loaded(imported, db):
    return imported


def test_every_row_is_created(loaded):
    assert loaded.summary == "150 created, 0 updated, 0 unchanged, 0 rejected"
    assert [row.number for row in loaded.rows] == list(range(2, 152))
    assert Counter(row.outcome for row in loaded.rows) == {RowOutcome.CREATED: 150}


def test_every_trap_has_its_rows(loaded):
    found = defaultdict(list)
    for row in loaded.rows:
        for kind in row.traps:
            found[kind].append(row.number)
    assert {k: found[k] for k in sorted(found)} == {k.value: rows_of(EXPECTED[k]) for k in sorted(EXPECTED)}


def test_every_trap_speaks_a_whole_sentence(loaded):
    for row in loaded.rows:
        assert len(row.sentences) == len(row.traps)
        assert all(s.endswith(".") and "%(" not in s for s in row.sentences)


def test_undecided_rows_have_no_certificate(loaded):
    undecided = ImportedRecognition.objects.filter(undecided=True)
    assert sorted(undecided.values_list("source_row", flat=True)) == rows_of(UNDECIDED)
    assert undecided.filter(certificate__isnull=False).count() == 0
    decided = ImportedRecognition.objects.filter(undecided=False)
    assert decided.count() == decided.filter(certificate__isnull=False).count() == 99


def test_what_stands_afterwards(loaded):
    assert (Product.objects.count(), Producer.objects.count()) == (145, 117)
    assert Counter(Certificate.objects.values_list("stars", flat=True)) == {3: 83, 4: 15, 5: 1}
    assert Product.objects.filter(undecided=True).count() == 50
    assert Product.objects.filter(undecided=True, stars__isnull=False).count() == 0
    decisions = RecognitionDecision.objects.order_by("decided_on", "number")
    assert [(d.number, d.decided_on, d.level, d.issuer, d.date_assumed, d.items.count()) for d in decisions] == [
        ("38/QĐ-UBND", date(2019, 12, 31), "province", "Ủy ban nhân dân tỉnh Quảng Bình", True, 6),
        ("303/QĐ-UBND", date(2020, 2, 4), "province", "Ủy ban nhân dân tỉnh Nghệ An", False, 8),
        ("2919/QĐ-UBND", date(2020, 12, 31), "province", "Ủy ban nhân dân tỉnh Thừa Thiên Huế", True, 10),
        ("2890/QĐ-BNN-VPĐP", date(2021, 6, 30), "centre", "Bộ Nông nghiệp và Phát triển nông thôn", False, 1),
        ("4261/QĐ-UBND", date(2021, 12, 31), "province", "Ủy ban nhân dân tỉnh Lào Cai", True, 17),
        ("768/QĐ-UBND", date(2025, 5, 7), "district", "UBND huyện Cư Jút", False, 2),
        ("1887/QĐ-UBND", date(2025, 6, 16), "district", "UBND huyện Đắk Song", False, 8),
        ("858/QĐ-UBND", date(2025, 6, 19), "province", "UBND tỉnh Đắk Nông", False, 5),
        ("3981/QĐ-UBND", date(2026, 8, 5), "province", "UBND tỉnh Lâm Đồng", False, 9),
    ]


def held_by(name):
    rows = Certificate.objects.filter(product__name=name).order_by("issued_on")
    return [(c.stars, c.issued_on, c.valid_to, c.superseded_on, c.issuer) for c in rows]


def test_an_upgrade_supersedes_what_is_still_valid(loaded):
    assert held_by("Miến dong Tài Hoan") == [
        (4, date(2018, 12, 31), date(2021, 12, 12), date(2021, 6, 30), "Ủy ban nhân dân tỉnh Bắc Kạn"),
        (5, date(2021, 6, 30), date(2024, 6, 30), None, "Bộ Nông nghiệp và Phát triển nông thôn"),
    ]
    product = Product.objects.get(name="Miến dong Tài Hoan")
    assert (product.stars, product.recognised_on, product.valid_until) == (5, date(2021, 6, 30), date(2024, 6, 30))


def test_a_re_evaluation_after_the_end_supersedes_nothing(loaded):
    assert held_by("Diệp Thanh Trà – Trà xanh Shan tuyết Sính Phình") == [
        (3, date(2019, 12, 31), date(2022, 12, 31), None, "Ủy ban nhân dân tỉnh Điện Biên"),
        (3, date(2023, 12, 31), date(2026, 12, 31), None, "Ủy ban nhân dân huyện Tủa Chùa"),
    ]


def test_an_undecided_first_result_stands_beside_the_decided_upgrade(loaded):
    product = Product.objects.get(name="Trà Shan tuyết P.H.1.4")
    kept = product.imports.order_by("source_row").values_list("source_row", "stars", "undecided")
    assert list(kept) == [(37, 3, True), (53, 4, False)]
    assert (product.stars, product.undecided, product.unit.full_name) == (4, False, "huyện Mường Ảng")


def test_a_proposal_never_gives_the_higher_star(loaded):
    proposed = ImportedRecognition.objects.filter(kind="provincial_result_5_star_proposed")
    assert set(proposed.values_list("stars", "product__stars", "product__undecided")) == {(4, None, True)}
    assert Product.objects.filter(stars=5).count() == 1


def test_places_stay_those_of_the_time(loaded):
    def place(name):
        return Certificate.objects.get(product__name=name).place

    assert place("Gạo hữu cơ An Lỗ") == "phường Phong Hiền, thị xã Phong Điền, tỉnh Thừa Thiên Huế"
    assert place("Nước mắm ruốc Hương Giang") == "Hải Dương, thị xã Hương Trà, tỉnh Thừa Thiên Huế"
    assert place("Trà Bí đao") == "xã Nam Dong, huyện Cư Jút, tỉnh Đắk Nông"
    assert place("Mắm nêm Seagull") == "phường Phan Thiết, tỉnh Lâm Đồng"
    assert place("Thịt thỏ Ruby") == "tỉnh Quảng Bình"


def test_sets_belong_to_the_regulation_of_the_day(loaded):
    def set_of(name):
        found = Product.objects.get(name=name).product_set
        return found and (found.regulation.code, found.number)

    assert set_of("Tôm khô") == ("1048-2019", "09")
    assert set_of("Thịt thỏ Ruby") == ("1048-2019", "02")
    assert set_of("Mật ong Hóa Sơn") == ("148-2023", "04")
    assert set_of("MACCA BECHAMP") == ("26-2026", "07")
    assert set_of("Mộc Đế Vương") is None
    assert Product.objects.get(name="Mộc Đế Vương").set_text == "Dược liệu"


def test_one_event_a_row_and_one_for_the_run(loaded):
    assert Counter(AuditEvent.objects.values_list("verb", flat=True)) == {"import.recognition": 150, "import.run": 1}
    last = AuditEvent.objects.order_by("-number").first()
    assert (last.verb, last.actor_name, last.after) == (
        "import.run",
        "Hệ thống",
        {"source": "real-products.csv", "rows": 150, "rejected": 0, "recognitions": {"created": 150}},
    )


def test_a_second_run_changes_nothing(loaded):
    before = stand()
    again = load()
    assert again.summary == "0 created, 0 updated, 150 unchanged, 0 rejected"
    assert [(r.traps, r.product_id) for r in again.rows] == [(r.traps, r.product_id) for r in loaded.rows]
    assert stand() == before


def test_a_workbook_says_the_same_as_the_list(loaded, tmp_path):
    table = read_table(write_xlsx(tmp_path / "danh-sach.xlsx", real_rows()))
    assert [row.cells for row in table.rows] == [row.cells for row in read_table(REAL).rows]
    again = import_rows(rows=table.rows, source_name="danh-sach.xlsx")
    assert again.summary == "0 created, 0 updated, 150 unchanged, 0 rejected"
