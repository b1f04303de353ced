"""Lists of step 5: search without marks, filters, computed states in SQL, files, a constant number of queries."""

import io
from datetime import date, datetime, timedelta
from itertools import product as combinations
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.urls import reverse
from python_calamine import CalamineWorkbook

from core import clock
from core.text import search_text
from evaluations.enums import CertificateState
from evaluations.models import Certificate, Council, CouncilSession, RecognitionDecision, Round, Withdrawal
from evaluations.selectors.certificatestates import ending_within, in_state
from evaluations.services.councils import council_search_text, create_council
from evaluations.standing import state_of, with_standing
from products.models import Cycle
from tests.matrix import ground

pytestmark = pytest.mark.django_db
HERE = ZoneInfo("Asia/Ho_Chi_Minh")
LISTS = ["rounds", "councils", "sessions", "decisions", "certificates"]
END = date(2029, 6, 30)


@pytest.fixture
def land(world):
    with time_machine.travel(datetime(2026, 11, 11, 9, tzinfo=HERE), tick=False):
        ground.build(world)
        for council in Council.objects.select_related("unit"):
            Council.objects.filter(pk=council.pk).update(search_text=council_search_text(council))
        yield world


def sign_in(client, world, who):
    client.force_login(world.users[who])
    return client


def listed(client, name, **query):
    """Keys of the rows that the page shows, in its order."""
    return [row.pk for row in client.get(reverse(f"evaluations:{name}"), query).context["page"].object_list]


def more_of(world, name, count):
    """`count` rows in all of one list, in the reach of Quảng Trị."""
    for number in range(1, count):
        common = {"unit": world.quang_tri, "province": world.quang_tri}
        if name == "rounds":
            Round.objects.create(level="province", regulation=world.law, year=2020 + number, number=1, **common)
        elif name == "councils":
            day = date(2025, 1, number)
            Council.objects.create(
                name=f"Hội đồng {number}", level="province", decision_number="1", decision_date=day, **common
            )
        elif name == "sessions":
            CouncilSession.objects.create(council=world.a_council, held_on=date(2026, 1, number))
        elif name == "decisions":
            day = date(2025, 1, number)
            RecognitionDecision.objects.create(
                number=f"{number}", decided_on=day, level="province", issuer="UBND", **common
            )
        else:
            certificate(world.a_product, f"00000000A{number:02d}", date(2025, 1, number), date(2028, 1, number))


def certificate(product, code, issued_on, valid_to, **more):
    return Certificate.objects.create(
        code=code, product=product, stars=3, issuer="UBND", product_name=product.name, producer_name="HTX",
        issued_on=issued_on, valid_to=valid_to, **more,
    )  # fmt: skip


def test_councils_are_found_without_marks(client, land):
    made = create_council(
        name="Hội đồng chuyên ngành Thủ công mỹ nghệ", level="province", unit=land.quang_tri,
        decision_number="42/QĐ-UBND", decision_date=date(2026, 10, 1), actor=land.province,
    )  # fmt: skip
    assert made.search_text == search_text("Hội đồng chuyên ngành Thủ công mỹ nghệ", "Quảng Trị", "42/QĐ-UBND")
    session = CouncilSession.objects.create(council=made, held_on=date(2026, 12, 1))
    sign_in(client, land, "province")
    for words in ("thu cong my nghe", "Thủ Công", "42/qd-ubnd", "quang tri thu cong"):
        assert listed(client, "councils", q=words) == [made.pk]
        assert listed(client, "sessions", q=words) == [session.pk]
    assert listed(client, "councils", q="khong co ai") == []


def test_decisions_certificates_and_rounds_are_found_without_marks(client, land):
    sign_in(client, land, "province")
    for words in (land.a_decision.number, land.a_decision.number.lower().replace("đ", "d"), "quang tri"):
        assert listed(client, "decisions", q=words) == [land.a_decision.pk]
    for words in ("che", land.a_certificate.number.lower(), land.a_certificate.code[:4].lower()):
        found = listed(client, "certificates", q=words)
        assert (land.a_certificate.pk in found, land.far_certificate.pk in found) == (True, False)
    Round.objects.filter(pk=land.a_round.pk).update(plan_number="17/QĐ-UBND")
    assert listed(client, "rounds", q="17/qd-ubnd") == [land.a_round.pk]
    assert listed(client, "rounds", q="18/qd") == []


@pytest.mark.parametrize(
    ("name", "fits", "misses"),
    [
        ("rounds", {"cap": "province", "nam": "2026"}, [{"cap": "district"}, {"nam": "2025"}]),
        ("councils", {"cap": "province", "nam": "2026"}, [{"cap": "centre"}, {"nam": "2024"}]),
        ("sessions", {"cap": "province", "nam": "2026", "tt": "open"}, [{"tt": "closed"}, {"nam": "2024"}]),
        ("decisions", {"loai": "recognise", "nam": "2026"}, [{"loai": "approve"}, {"nam": "2019"}, {"cap": "centre"}]),
        (
            "certificates",
            {"sao": "4", "tt": "valid", "nam": "2026"},
            [{"sao": "5"}, {"tt": "expired"}, {"han": "240"}, {"nam": "2019"}],
        ),
    ],
)
def test_filters(client, land, name, fits, misses):
    sign_in(client, land, "province")
    everything = listed(client, name)
    assert everything
    assert listed(client, name, **fits) == everything
    for wrong in misses:
        assert listed(client, name, **wrong) == []
    assert listed(client, name, nam="nghìn", sort="price; drop") == everything  # a wrong filter hides nothing
    if name != "certificates":
        assert listed(client, name, dv=land.quang_tri.pk) == everything
    else:
        assert listed(client, name, dv=land.le_thuy.pk) == everything
        assert listed(client, name, dv=land.truong_phu.pk) == []


def test_an_empty_answer_says_how_to_get_out(client, land):
    sign_in(client, land, "province")
    page = client.get(reverse("evaluations:decisions"), {"q": "khong co"}).content.decode()
    assert "Không có dòng nào khớp" in page
    assert "Tìm “khong co”" in page


def situations(land):
    """Certificates to 30/06/2029 in every situation: filed again or not and when, withdrawn or not, superseded or not."""
    edge = datetime(2029, 6, 30, 23, 50, tzinfo=HERE)
    filings = [None, datetime(2029, 1, 5, tzinfo=HERE), edge, edge + timedelta(minutes=20)]
    withdrawals, successions = [None, date(2027, 1, 1), date(2029, 8, 1)], [None, date(2029, 7, 5)]
    for number, (filed, gone, over) in enumerate(combinations(filings, withdrawals, successions)):
        product = ground._product(f"Chè {number}", land.a_producer, land.tea)
        if filed:
            again = ground._cycle(f"HS-2029-1{number:05d}", product, land.law, state="dossier_filed")
            Cycle.objects.filter(pk=again.pk).update(kind="renewal", filed_at=filed)
        made = certificate(product, f"0000000{number:04d}", date(2026, 6, 30), END, superseded_on=over)
        if gone:
            Withdrawal.objects.create(certificate=made, number="1/QĐ", decided_on=gone, issuer="UBND", ground="thử")
    return Certificate.objects.filter(product__name__startswith="Chè ")


EDGES = [
    date(2026, 12, 31), date(2027, 1, 1), date(2028, 2, 29), date(2029, 1, 1), date(2029, 1, 2), date(2029, 6, 29), END,
    date(2029, 7, 1), date(2029, 7, 4), date(2029, 7, 5), date(2029, 8, 1), date(2029, 12, 27), date(2029, 12, 28),
]  # fmt: skip


def test_the_states_in_sql_are_those_of_the_rule(land):
    rows = situations(land)
    met = set()
    for day in EDGES:
        with time_machine.travel(datetime(day.year, day.month, day.day, 9, tzinfo=HERE), tick=False):
            expected = {state: set() for state in CertificateState}
            for row in with_standing(rows):
                expected[state_of(row)].add(row.pk)
            found = {state: set(in_state(rows, state, day).values_list("pk", flat=True)) for state in CertificateState}
            assert found == expected, day
            met |= {state for state, keys in found.items() if keys}
            force = expected[CertificateState.VALID] | expected[CertificateState.EXPIRING]
            ending = set(ending_within(rows, 30, day).values_list("pk", flat=True))
            assert ending == (force if day + timedelta(days=30) >= END else set()), day
    assert met == set(CertificateState)


@pytest.mark.parametrize("state", list(CertificateState))
def test_the_page_filters_by_state(client, land, state):
    rows = situations(land)
    with time_machine.travel(datetime(2029, 7, 6, 9, tzinfo=HERE), tick=False):
        sign_in(client, land, "province")
        expected = in_state(Certificate.objects.visible_to(land.province), state, clock.today())
        shown = client.get(reverse("evaluations:certificates"), {"tt": state}).context["rows"]
        assert {row.pk for row, *_rest in shown} == set(expected.values_list("pk", flat=True))
        assert {str(label) for _row, label, *_rest in shown} <= {str(state.label)}
    assert rows.exists()


# Beside session, user and roles: units to choose from, count, rows; an officer's page asks nothing more.
@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize("count", [1, 3])
def test_lists_ask_three_times(client, land, django_assert_num_queries, name, count):
    more_of(land, name, count)
    sign_in(client, land, "province")
    client.get(reverse(f"evaluations:{name}"))
    with django_assert_num_queries(3 + 3):
        page = client.get(reverse(f"evaluations:{name}"), {"sort": "dv"})
    assert page.context["page"].paginator.count == count


def sheet(answer):
    return CalamineWorkbook.from_filelike(io.BytesIO(answer.content)).get_sheet_by_index(0).to_python()


@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize("count", [1, 3])
def test_files_hold_what_the_list_shows(client, land, django_assert_num_queries, name, count):
    more_of(land, name, count)
    sign_in(client, land, "province")
    with django_assert_num_queries(3 + 3):  # units, the check of the length, the rows
        answer = client.get(reverse(f"evaluations:{name}_export"), {"dang": "xlsx"})
    lines = sheet(answer)
    assert len(lines) == 1 + count
    assert all(len(line) == len(lines[0]) for line in lines)


def test_the_file_follows_the_filter_and_the_names(client, land):
    sign_in(client, land, "province")
    url = reverse("evaluations:certificates_export")
    head, line = sheet(client.get(url, {"dang": "xlsx", "sao": "4"}))
    row = dict(zip(head, line, strict=True))
    own = land.a_certificate
    assert (row["Sản phẩm"], row["Hạng sao"], row["Số giấy chứng nhận"], row["Hiệu lực đến"], row["Trạng thái"]) == (
        own.product_name, 4, own.number, "30/06/2029", "Còn hiệu lực",
    )  # fmt: skip
    assert len(sheet(client.get(url, {"dang": "xlsx", "sao": "5"}))) == 1


def test_members_see_their_lists_and_no_file(client, land):
    sign_in(client, land, "member1")
    page = client.get(reverse("evaluations:sessions"))
    assert [row.pk for row in page.context["page"].object_list] == [land.a_session.pk]
    assert "Xuất Excel" not in page.content.decode()
    assert [tab["label"] for tab in page.context["tabs"]] == ["Phiên họp", "Hội đồng", "Đợt đánh giá"]
    assert client.get(reverse("evaluations:sessions_export")).status_code == 403
