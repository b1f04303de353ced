"""Rows one by one: what rejects, what only warns, what a corrected list changes."""

from datetime import date

import pytest

from core.models import AuditEvent
from evaluations.importing.tables import read_content
from evaluations.models import Certificate, DecisionItem, ImportedRecognition, Withdrawal
from evaluations.services.imports import import_rows
from producers.models import Producer
from products.models import Product
from products.services import load_regulations
from tests.evaluations.import_files import csv_bytes, row
from tests.factories.districts import data_of, held


@pytest.fixture(scope="module", autouse=True)
def units(django_db_setup, django_db_blocker):
    with held(data_of("44", "45", "46", "67"), django_db_blocker), django_db_blocker.unblock():
        load_regulations()
        with django_db_blocker.block():
            yield


def load(*rows, **options):
    return import_rows(rows=read_content(csv_bytes(list(rows)), "thu.csv").rows, source_name="thu.csv", **options)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"product_name": "  "}, "Dòng này không có tên sản phẩm. Ông/bà điền tên sản phẩm."),
        ({"star": "6"}, "Hạng sao “6” không phải là số từ 1 đến 5. Ông/bà sửa lại hạng sao hoặc để trống."),
        ({"star": "0"}, "Hạng sao “0” không phải là số từ 1 đến 5. Ông/bà sửa lại hạng sao hoặc để trống."),
        ({"star": "3.5"}, "Hạng sao “3.5” không phải là số từ 1 đến 5. Ông/bà sửa lại hạng sao hoặc để trống."),
        ({"star": "ba"}, "Hạng sao “ba” không phải là số từ 1 đến 5. Ông/bà sửa lại hạng sao hoặc để trống."),
        ({"star": "-3"}, "Hạng sao “-3” không phải là số từ 1 đến 5. Ông/bà sửa lại hạng sao hoặc để trống."),
        (
            {"decision_date": "2020-02-30"},
            "Ngày quyết định “2020-02-30” không có thật. Ông/bà ghi ngày theo dạng 2026-08-05 hoặc 05/08/2026.",
        ),
        (
            {"decision_date": "43865"},
            "Ngày quyết định “43865” không có thật. Ông/bà ghi ngày theo dạng 2026-08-05 hoặc 05/08/2026.",
        ),
        (
            {"valid_until": "31/04/2023"},
            "Ngày hết hạn “31/04/2023” không có thật. Ông/bà ghi ngày theo dạng 2029-08-05 hoặc 05/08/2029.",
        ),
        ({"valid_until": "2020-05-31"}, "Ngày hết hạn 31/05/2020 trước ngày công nhận. Ông/bà kiểm tra lại hai ngày."),
        (
            {"recognition_year": "202"},
            "Năm công nhận “202” không phải là năm từ 2000 đến 2100. Ông/bà sửa lại năm.",
        ),
        ({"product_name": "a" * 251}, "Cột product_name dài quá 250 ký tự. Ông/bà rút gọn."),
    ],
)  # fmt: skip
def test_errors_reject_the_row_and_then_nothing_is_written(changes, sentence):
    result = load(row(product_name="Dòng tốt"), row(**changes))
    assert result.summary == "1 created, 0 updated, 0 unchanged, 1 rejected"
    assert (result.refused, result.written) == (True, False)
    assert result.rows[1].sentences == [sentence]
    assert (Product.objects.count(), AuditEvent.objects.count()) == (0, 0)


@pytest.mark.django_db
def test_all_errors_of_all_rows_are_told():
    result = load(row(product_name="", star="9"), row(decision_date="x", valid_until="y"))
    assert [len(r.sentences) for r in result.rows] == [2, 2]


@pytest.mark.django_db
def test_skip_bad_writes_the_good_rows():
    result = load(row(star="7"), row(), skip_bad=True)
    assert result.summary == "1 created, 0 updated, 0 unchanged, 1 rejected"
    assert (result.refused, result.written) == (False, True)
    assert list(Product.objects.values_list("name", flat=True)) == ["Khoai deo Hải Ninh"]


@pytest.mark.django_db
@pytest.mark.parametrize("star", ["3", "3.0", "3,0", "3 sao", "3 SAO"])
def test_stars_as_people_write_them(star):
    load(row(star=star))
    assert Certificate.objects.get().stars == 3


@pytest.mark.django_db
@pytest.mark.parametrize("day", ["2020-06-01", "01/06/2020", "1/6/2020", "1.6.2020"])
def test_days_as_people_write_them(day):
    load(row(decision_date=day))
    certificate = Certificate.objects.get()
    assert (certificate.issued_on, certificate.valid_to) == (date(2020, 6, 1), date(2023, 6, 1))
    assert certificate.date_assumed is False


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("changes", "kind"),
    [
        ({"star": ""}, "star_missing"),
        ({"star": "5"}, "star_above_level"),
        ({"star": "4", "note": "Cơ quan công nhận: UBND huyện Quảng Ninh"}, "star_above_level"),
        ({"star": "4", "score": "62,5"}, "star_over_score"),
        ({"confidence": "conflict"}, "sources_disagree"),
        ({"confidence": "9_of_10"}, "nine_of_ten"),
        ({"recognition_type": "district_result"}, "district_result"),
        ({"recognition_type": "provincial_result_5_star_proposed", "star": "5"}, "proposed_5_star"),
        ({"recognition_type": "district_result_4_star_proposed", "star": "4"}, "proposed_5_star"),
        ({"recognition_type": "withdrawn"}, "unknown_kind"),
        ({"decision_date": "", "recognition_year": ""}, "year_missing"),
        ({"decision_date": "2099-01-01"}, "date_ahead"),
        ({"district": "Huyện Không Có"}, "unknown_place"),
        ({"province": "Tỉnh Không Có"}, "unknown_place"),
        ({"province": "", "district": "", "commune": ""}, "unknown_place"),
        ({"product_set_inferred": "Bộ không có thật"}, "unknown_set"),
    ],
)
def test_these_traps_keep_a_row_undecided_and_never_reject_it(changes, kind):
    result = load(row(**changes))
    assert result.summary == "1 created, 0 updated, 0 unchanged, 0 rejected"
    assert kind in result.rows[0].traps
    kept = ImportedRecognition.objects.get()
    assert (kept.undecided, kept.certificate, Certificate.objects.count()) == (True, None, 0)
    assert [p.undecided for p in Product.objects.all()] in ([True], [])
    assert load(row(**changes)).summary == "0 created, 0 updated, 1 unchanged, 0 rejected"


@pytest.mark.django_db
def test_a_row_whose_province_nobody_knows_is_kept_with_its_cells():
    load(row(province="Tỉnh Không Có"))
    kept = ImportedRecognition.objects.get()
    assert (kept.product, kept.data["product_name"], kept.data["province"]) == (
        None,
        "Khoai deo Hải Ninh",
        "Tỉnh Không Có",
    )


@pytest.mark.django_db
def test_a_proposal_of_a_district_is_held_to_what_the_district_gives():
    load(row(recognition_type="district_result_4_star_proposed", star="4", score="75"))
    assert ImportedRecognition.objects.get().stars == 3


@pytest.mark.django_db
def test_two_stars_are_kept_without_certificate():
    result = load(row(star="2"))
    assert result.rows[0].traps == ["star_below_three", "place_of_before"]
    kept = ImportedRecognition.objects.get()
    assert (kept.stars, kept.undecided, kept.certificate) == (2, False, None)
    product = Product.objects.get()
    assert (product.stars, product.undecided) == (None, False)


@pytest.mark.django_db
def test_the_same_row_twice_is_written_once():
    result = load(row(), row(note="Nguồn thứ hai"))
    assert result.summary == "1 created, 0 updated, 1 unchanged, 0 rejected"
    assert "repeated_row" in result.rows[1].traps
    assert Certificate.objects.count() == ImportedRecognition.objects.count() == 1
    assert load(row(), row(note="Nguồn thứ hai")).summary == "0 created, 0 updated, 2 unchanged, 0 rejected"


@pytest.mark.django_db
def test_rows_that_contradict_each_other_decide_nothing():
    pair = row(), row(star="4")
    result = load(*pair)
    assert [r.outcome for r in result.rows] == ["created", "updated"]
    assert all("sources_disagree" in r.traps for r in result.rows)
    assert (Certificate.objects.count(), Product.objects.get().undecided) == (0, True)
    assert load(*pair).summary == "0 created, 0 updated, 2 unchanged, 0 rejected"


@pytest.mark.django_db
def test_namesakes_stay_apart():
    other = row(producer="Công ty TNHH Khoai deo Sáu Hồng", producer_type="Doanh nghiệp")
    tones = row(product_name="Khoai dẻo Hải Ninh")
    result = load(row(), other, tones)
    assert Product.objects.count() == 3
    assert ["namesake" in r.traps for r in result.rows] == [True, True, True]


@pytest.mark.django_db
def test_families_of_one_name_in_two_districts_stay_apart():
    family = {
        "producer": "Hộ kinh doanh Nguyễn Thị Hoa",
        "producer_type": "Hộ kinh doanh/cơ sở sản xuất",
        "commune": "",
    }
    load(row(**family), row(**family, district="Bố Trạch"))
    assert Producer.objects.count() == 2
    load(row(**family, district="Bố Trạch", product_name="Món khác"))
    assert Producer.objects.count() == 2


@pytest.mark.django_db
def test_one_producer_under_its_short_and_long_name():
    load(row(producer="HTX Hải Ninh"), row(product_name="Bún gạo Hải Ninh"))
    producer = Producer.objects.get()
    assert (producer.kind, producer.products.count()) == ("cooperative", 2)


@pytest.mark.django_db
def test_a_product_is_met_again_in_the_province_that_came_after():
    load(row())
    later = row(
        province="Quảng Trị", district="", commune="xã Ninh Châu", decision_number="9/QĐ-UBND",
        decision_date="2026-06-30", recognition_year="2026", recognition_type="re-evaluation", note="",
    )  # fmt: skip
    result = load(later)
    assert "same_product_again" in result.rows[0].traps
    product = Product.objects.get()
    assert (product.recognised_on, product.province.full_name) == (date(2026, 6, 30), "tỉnh Quảng Bình")
    assert [c.superseded_on for c in product.certificates.order_by("issued_on")] == [None, None]


@pytest.mark.django_db
def test_a_corrected_list_updates_in_place():
    load(row(star="", decision_date=""))
    assert Product.objects.get().undecided is True
    result = load(row(decision_date=""))
    assert result.summary == "0 created, 1 updated, 0 unchanged, 0 rejected"
    first = Certificate.objects.get()
    assert (first.stars, first.issued_on, first.date_assumed) == (3, date(2020, 12, 31), True)
    load(row(star="4", score="71"))
    again = Certificate.objects.get()
    assert (again.pk, again.code, again.stars, again.issued_on) == (first.pk, first.code, 4, date(2020, 6, 1))
    assert [(i.stars, i.decision.decided_on) for i in DecisionItem.objects.filter(decision=again.decision)] == [
        (4, date(2020, 6, 1))
    ]
    product = Product.objects.get()
    assert (product.stars, product.recognised_on, product.undecided) == (4, date(2020, 6, 1), False)
    told = AuditEvent.objects.filter(verb="import.recognition").order_by("-number").first()
    assert (told.before["stars"], told.after["stars"]) == (3, 4)


@pytest.mark.django_db
def test_a_correction_never_takes_a_certificate_away():
    load(row())
    result = load(row(confidence="conflict"))
    assert "certificate_stands" in result.rows[0].traps
    assert Certificate.objects.count() == 1
    assert load(row(confidence="conflict")).summary == "0 created, 0 updated, 1 unchanged, 0 rejected"


@pytest.mark.django_db
def test_a_withdrawn_certificate_is_left_alone():
    load(row())
    certificate = Certificate.objects.get()
    Withdrawal.objects.create(
        certificate=certificate,
        number="1/QĐ",
        decided_on=date(2021, 1, 1),
        issuer="UBND tỉnh",
        ground="Ngừng sản xuất.",
    )
    load(row(star="4", score="72"))
    certificate.refresh_from_db()
    assert (certificate.stars, Product.objects.get().stars) == (3, None)


@pytest.mark.django_db
def test_a_unit_gives_the_place_of_rows_without_one_by_their_date():
    old = row(province="")
    new = row(province="", district="", commune="xã Lệ Thủy", product_name="Rượu Lệ Thủy",
              decision_date="2026-06-30", recognition_year="2026", note="")  # fmt: skip
    load(old, new, unit_code="44")
    places = {p.name: (p.unit.full_name, p.province.full_name) for p in Product.objects.all()}
    assert places == {
        "Khoai deo Hải Ninh": ("xã Hải Ninh", "tỉnh Quảng Bình"),
        "Rượu Lệ Thủy": ("xã Lệ Thủy", "tỉnh Quảng Trị"),
    }


@pytest.mark.django_db
def test_a_row_of_another_province_is_doubtful_under_a_unit():
    result = load(
        row(), row(province="Đắk Nông", district="Cư Jút", commune="Nam Dong"), unit_code="44", on=date(2020, 12, 31)
    )
    assert [("place_outside_unit" in r.traps) for r in result.rows] == [False, True]
    assert Product.objects.get(province__name="Đắk Nông").undecided is True
