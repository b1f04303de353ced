"""The past: Quảng Bình to 31/12/2020 with fixed dates, and lists of the years since whose certificates still run."""

from datetime import date, timedelta
from pathlib import Path

from core import audit
from districts.enums import HolidayKind, Indicator
from districts.models import AdministrativeUnit
from districts.plan_services import keep_plan
from districts.rewards import add_rule, keep_policy, load_reward_rules
from districts.selectors import children
from districts.services import keep_documents, keep_holiday, keep_programme
from evaluations.certificates import add_months
from evaluations.importing.tables import COLUMNS, RawRow, read_table
from evaluations.services.imports import import_rows
from ocop_portal.demo.stage import OLD_DAY, Stage, unit

LIST = Path(__file__).resolve().parent / "data" / "quang-binh-2020.csv"
PROVINCE = ("ỦY BAN NHÂN DÂN", "TỈNH QUẢNG BÌNH"), ("ỦY BAN NHÂN DÂN", "TỈNH QUẢNG TRỊ")
AUTHORITY = ["TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"]
# What runs out when, counted from the day of seeding: the radar (240, 180, 120, 30 days) and some beyond it.
RUNS_OUT = (
    (20, "Cà phê", "Hướng Hóa", "Tân Liên", "Cà phê, ca cao"),
    (75, "Tiêu hạt", "Vĩnh Linh", "Vĩnh Giang", "Gia vị khác"),
    (140, "Nước mắm", "Gio Linh", "Cửa Việt", "Tương, nước mắm, gia vị dạng lỏng khác"),
    (170, "Cao chè vằng", "Cam Lộ", "Cam Chính", "Các sản phẩm khác từ chè, trà"),
    (230, "Gạo sạch", "Triệu Phong", "Triệu Trung", "Gạo, ngũ cốc"),
    (400, "Tinh bột nghệ", "Hải Lăng", "Hải Lâm", "Chế biến từ rau, củ, quả, hạt"),
    (520, "Mật ong", "Đa Krông", "Hướng Hiệp", "Mật ong, mật khác"),
    (-15, "Rượu gạo", "Hải Lăng", "Hải Quy", "Rượu trắng"),
    (-200, "Măng khô", "Hướng Hóa", "Hướng Phùng", "Chế biến từ rau, củ, quả, hạt"),
)  # fmt: skip


def settings(stage: Stage) -> None:
    """Letterheads of both provinces, the choices of the present one, and the swapped days of 2026 (docs/units.md)."""
    old, new = unit("44", OLD_DAY), unit("44", stage.today)
    for province, lines, place, signer in (
        (old, PROVINCE[0], "Quảng Bình", "Trần Văn Mẫu"),
        (new, PROVINCE[1], "Quảng Trị", "Hoàng Minh Đức"),
    ):
        bases = [] if province is new else [
            {
                "text": "Quyết định số 3989/QĐ-UBND ngày 12 tháng 11 năm 2018 của Ủy ban nhân dân tỉnh Quảng Bình phê duyệt Đề án "
                "Mỗi xã một sản phẩm tỉnh Quảng Bình giai đoạn 2018 - 2020, định hướng đến năm 2030",
                "from": "2018-11-12",
                "to": None,
            }
        ]  # fmt: skip
        keep_documents(
            unit=province, agency_lines=list(lines), place=place, authority_lines=AUTHORITY, signer_name=signer,
            report_to=["Bộ Nông nghiệp và Môi trường"] if province is new else ["Bộ Nông nghiệp và Phát triển nông thôn"],
            recipients=["Như trên", "Thường trực Tỉnh ủy, HĐND tỉnh"], legal_bases=bases, actor=audit.SYSTEM,
        )  # fmt: skip
    keep_programme(province=new, appraisal_level="commune", selection_level="province", actor=audit.SYSTEM)
    policy = keep_policy(
        province=new, actor=audit.SYSTEM, name="Thưởng sản phẩm OCOP (minh họa)", legal_basis="MAU-01/NQ-HĐND",
        valid_from=date(stage.today.year - 1, 1, 1), producer_cap=200_000_000, source_note="Dữ liệu minh họa, không có thật",
    )  # fmt: skip
    for star, kind, before, amount in (
        (3, "first", 0, 20),
        (4, "first", 0, 60),
        (5, "first", 0, 120),
        (4, "upgrade", 3, 40),
    ):
        add_rule(policy=policy, actor=audit.SYSTEM, star=star, kind=kind, from_star=before, amount=amount * 1_000_000)
    load_reward_rules()
    for day, kind in ((date(2026, 1, 2), HolidayKind.DAY_OFF), (date(2026, 1, 10), HolidayKind.MAKE_UP)):
        keep_holiday(day=day, kind=kind, name="Hoán đổi ngày làm việc 02/01/2026 và 10/01/2026", actor=audit.SYSTEM)


def quang_binh(stage: Stage) -> None:
    """57 recognised products (56 of three stars, one of four) and seven undecided ones, with the plans of 2020 and 2021."""
    import_rows(rows=read_table(LIST).rows, source_name=LIST.name)
    province = unit("44", OLD_DAY)
    districts = list(children(province, OLD_DAY))
    _plans(province, districts, 2020, "Ủy ban nhân dân tỉnh Quảng Bình", 33, (3, 5), date(2020, 3, 12))
    _plans(province, districts, 2021, "Ủy ban nhân dân tỉnh Quảng Bình", 30, (3, 5), date(2021, 5, 17))


def _plans(
    province: AdministrativeUnit, below: list, year: int, issuer: str, total: int, each: tuple[int, int], signed: date
) -> None:
    """3 to 5 new products of 3 stars or more for each district, as the province asked for (780/UBND-KT, 17/5/2021)."""
    keep_plan(
        unit=province, year=year, number=f"MAU-{year}/KH-UBND", issued_on=signed, issuer=issuer, actor=audit.SYSTEM,
        below_due_on=date(year, 5, 31),
        targets=[
            {"indicator": Indicator.NEW_3_UP, "value": total},
            {"indicator": Indicator.TRAINED, "value": 100, "unit": "percent"},
            {"indicator": Indicator.FAIRS, "value": 2},
        ],
    )  # fmt: skip
    for district in below:
        late = year == 2021 and district == below[-1]  # one of them missed the day
        keep_plan(
            unit=district, year=year, number=f"MAU-{year}-{district.code}/KH-UBND",
            issued_on=date(year, 6, 10) if late else date(year, 5, 28),
            issuer=f"Ủy ban nhân dân {district.full_name}", due_on=date(year, 5, 31), actor=audit.SYSTEM,
            targets=[{"indicator": Indicator.NEW_3_UP, "value": each[0], "value_to": each[1]}],
        )  # fmt: skip


def quang_tri(stage: Stage) -> None:
    """Earlier recognitions of the old Quảng Trị whose certificates run out around today, and the targets of this year."""
    rows = []
    for number, (left, name, district, commune, hint) in enumerate(RUNS_OUT, 2):
        issued = add_months(stage.today + timedelta(days=left), -36)
        cells = dict.fromkeys(COLUMNS, "") | {
            "product_name": f"Sản phẩm mẫu {name.lower()} {commune}",
            "province": "Quảng Trị",
            "district": district,
            "commune": commune,
            "geo_basis": "source",
            "producer": f"Hợp tác xã mẫu {commune}",
            "producer_type": "Hợp tác xã",
            "star": "4" if number % 4 == 0 else "3",
            "product_set_inferred": hint,
            "decision_number": f"MAU-{issued.year}-{number:02d}/QĐ-UBND",
            "decision_date": issued.isoformat(),
            "recognition_year": str(issued.year),
            "valid_until": (stage.today + timedelta(days=left)).isoformat(),
            "recognition_type": "new",
            "confidence": "source",
            "note": "Cơ quan công nhận: UBND tỉnh Quảng Trị; dữ liệu minh họa, không có thật",
        }
        rows.append(RawRow(number, cells))
    import_rows(rows=rows, source_name="quang-tri-mau.csv")
    year = stage.today.year
    keep_plan(
        unit=unit("44", stage.today), year=year, number=f"MAU-{year}/KH-UBND", issued_on=date(year, 1, 20),
        issuer="Ủy ban nhân dân tỉnh Quảng Trị", actor=audit.SYSTEM, below_due_on=date(year, 3, 31),
        targets=[
            {"indicator": Indicator.NEW_3_UP, "value": 12},
            {"indicator": Indicator.NEW_PRODUCTS, "value": 31},
            {"indicator": Indicator.UPGRADED, "value": 2},
            {"indicator": Indicator.RENEWED, "value": 4},
            {"indicator": Indicator.KEPT, "value": 8},
            {"indicator": Indicator.NEW_PRODUCERS, "value": 6},
            {"indicator": Indicator.TRAINED, "value": 100, "unit": "percent"},
            {"indicator": Indicator.SALES_POINTS, "value": 3},
            {"indicator": Indicator.FAIRS, "value": 1},
        ],
    )  # fmt: skip
    for code in ("19249", "19309", "18880", "19138"):
        place = unit(code, stage.today)
        keep_plan(
            unit=place, year=year, number=f"MAU-{year}-{code}/KH-UBND", issued_on=date(year, 2, 10),
            issuer=f"Ủy ban nhân dân {place.full_name}", actor=audit.SYSTEM,
            targets=[{"indicator": Indicator.NEW_3_UP, "value": 1, "value_to": 3}],
        )  # fmt: skip
