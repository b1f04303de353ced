"""The document model: figures become a list of blocks that PDF, XLSX and DOCX all render from. Pure; JSON values only.

Blocks: {"type": "h1"|"h2"|"p"|"item"|"note", "text"}, {"type": "table", …}, {"type": "chart", …}. Cells are raw values; a
column's `kind` (text, int, percent, index) says how to show them: zero as "-", None as nothing (report-format §3).
"""

from datetime import date

from core.formats import show_date
from districts.enums import Level
from producers.enums import ProducerKind
from reports import narrative as say
from reports.enums import ReportKind

MAX_BARS, TOP_BARS = 25, 20
ROMAN = ("I", "II", "III", "IV")
UNPLACED = "Chưa xác định địa bàn"


def column(head: str, width: int, kind: str = "int") -> dict:
    """`width` in per cent of the table."""
    return {"head": head, "width": width, "kind": kind}


def compose(data: dict) -> list[dict]:
    """The blocks of the report's body, from opening to closing sentence."""
    f = data["figures"]
    whole = data["kind"] != ReportKind.QUARTERLY
    blocks: list[dict] = [_p(say.opening(data))]
    blocks += [_h1("I. CÔNG TÁC CHỈ ĐẠO, ĐIỀU HÀNH"), *map(_p, say.direction(f))]
    blocks += [_h1("II. KẾT QUẢ THỰC HIỆN")]
    number = iter(range(1, 9))

    def heading(text):
        return {"type": "h2", "text": f"{next(number)}. {text}"}

    blocks += [heading("Công tác tuyên truyền, tập huấn"), *map(_p, say.outreach(f))]
    blocks += [heading("Đăng ký, đánh giá, phân hạng và công nhận sản phẩm trong kỳ")]
    blocks += [*map(_p, say.assessment_round(f, data)), plan_table(f, data)]
    blocks += [heading("Sản phẩm OCOP còn hiệu lực công nhận"), *map(_p, say.state(f, data))]
    blocks += [place_table(f, data)]
    if any(row["total"] for row in f["places"]) and len(f["places"]) > 1:
        blocks.append(chart(f))
    blocks += [expiry_table(f)]
    blocks += [heading("Chủ thể OCOP"), *map(_p, say.producers(f, data)), kind_table(f)]
    blocks += [{"type": "note", "text": text} for text in notes(data)]
    if whole:
        blocks += [heading("Xúc tiến thương mại, phát triển thị trường"), *map(_p, say.market(f))]
        blocks += [heading("Kinh phí hỗ trợ"), *map(_p, say.money(f))]
    blocks += [heading("Kiểm tra, giám sát sau công nhận"), *map(_p, say.inspection(f))]
    blocks += [_h1("III. ĐÁNH GIÁ CHUNG"), {"type": "h2", "text": "1. Kết quả đạt được"}]
    blocks += map(_item, say.achieved(f))
    blocks += [{"type": "h2", "text": "2. Tồn tại, hạn chế"}, *map(_item, say.limits(f, data))]
    blocks += [_h1(f"IV. NHIỆM VỤ TRỌNG TÂM {data['period']['next'].upper()}"), *map(_item, say.tasks(f, data))]
    blocks += [_h1("V. ĐỀ XUẤT, KIẾN NGHỊ"), *map(_p, say.proposals())]
    if data["annex"]:
        blocks.append(_p("Danh sách sản phẩm OCOP còn hiệu lực công nhận tại Phụ lục I kèm theo."))
    return [*blocks, _p(say.closing(data))]


def _p(text: str) -> dict:
    return {"type": "p", "text": text}


def _item(text: str) -> dict:
    return {"type": "item", "text": text}


def _h1(text: str) -> dict:
    return {"type": "h1", "text": text}


def plan_table(f: dict, data: dict) -> dict:
    """B1: plan, done in the period, since 1 January, per cent of the plan, same period of the year before."""
    rows = []
    for index, row in enumerate(f["progress"], start=1):
        plan = row["plan_text"] if row["unit"] == "percent" or row["plan_to"] else row["plan"]
        rows.append([index, row["label"], plan, row["in_period"], row["year_to_date"], row["share"], row["before"]])
    return {
        "type": "table",
        "id": "B1",
        "caption": f"Biểu 1. Kết quả thực hiện kế hoạch năm {data['period']['year']}",
        "unit_note": "Đơn vị tính: số lượng theo tên chỉ tiêu",
        "columns": [
            column("TT", 6, "index"),
            column("Chỉ tiêu", 34, "text"),
            column("Kế hoạch năm", 11),
            column("Thực hiện trong kỳ", 12),
            column("Lũy kế từ đầu năm", 12),
            column("Đạt kế hoạch (%)", 12, "percent"),
            column("Lũy kế cùng kỳ năm trước", 13),
        ],
        "rows": rows,
        "total": None,
        "note": "Ô trống: chưa giao chỉ tiêu hoặc hệ thống chưa theo dõi số liệu.",
    }


def place_table(f: dict, data: dict) -> dict:
    """B2: every locality by star, also with 0."""
    head = "Huyện, thị xã, thành phố" if f["row_level"] == Level.DISTRICT else "Xã, phường, thị trấn"
    if f["row_level"] == Level.COMMUNE and data["period"]["end"] >= "2025-07-01":
        head = "Xã, phường"
    rows = [
        [i, r["name"] or UNPLACED, r["3"], r["4"], r["potential"], r["5"], r["total"], r["producers"]]
        for i, r in enumerate(f["places"], start=1)
    ]
    v = f["valid"]
    note = "Cột “Tiềm năng 5 sao” thống kê riêng, không cộng vào cột “Tổng số”."
    if sum(r["producers"] for r in f["places"]) != f["producers"]["producers"]:
        note += " Chủ thể có sản phẩm ở nhiều địa bàn được tính một lần ở dòng tổng cộng."
    if any(r["unit"] is None for r in f["places"]):
        note += f" “{UNPLACED}”: sản phẩm chỉ được ghi nhận ở cấp tỉnh, cấp huyện."
    return {
        "type": "table",
        "id": "B2",
        "caption": "Biểu 2. Sản phẩm OCOP còn hiệu lực công nhận theo địa bàn và hạng sao",
        "unit_note": "Đơn vị tính: sản phẩm; chủ thể",
        "columns": [
            column("TT", 6, "index"),
            column(head, 34, "text"),
            column("3 sao", 9),
            column("4 sao", 9),
            column("Tiềm năng 5 sao", 12),
            column("5 sao", 9),
            column("Tổng số", 10),
            column("Chủ thể", 11),
        ],
        "rows": rows,
        "total": ["", "Tổng cộng", v["3"], v["4"], f["potential"], v["5"], v["total"], f["producers"]["producers"]],
        "note": note,
    }


def expiry_table(f: dict) -> dict:
    """B6: quarters in which certificates end, over the 36 months of their life."""
    rows, sum_ = [], 0
    for index, row in enumerate(f["calendar"], start=1):
        sum_ += row["total"]
        label = f"Quý {ROMAN[row['quarter'] - 1]} năm {row['year']}" if row["year"] else "Sau các quý nêu trên"
        rows.append([index, label, row["3"], row["4"], row["5"], row["total"], sum_])
    v = f["valid"]
    return {
        "type": "table",
        "id": "B6",
        "caption": "Biểu 3. Lịch hết hiệu lực công nhận của các sản phẩm",
        "unit_note": "Đơn vị tính: sản phẩm",
        "columns": [
            column("TT", 6, "index"),
            column("Thời gian hết hiệu lực", 34, "text"),
            column("3 sao", 11),
            column("4 sao", 11),
            column("5 sao", 11),
            column("Tổng số", 13),
            column("Cộng dồn", 14),
        ],
        "rows": rows,
        "total": ["", "Tổng cộng", v["3"], v["4"], v["5"], v["total"], None],
        "note": "Giấy chứng nhận có hiệu lực 36 tháng kể từ ngày cấp.",
    }


def kind_table(f: dict) -> dict:
    """B4: producers by kind with per cent."""
    people = f["producers"]
    rows = [
        [i, str(ProducerKind(r["kind"]).label), r["producers"], r["share"], r["products"], r["women"], r["minority"]]
        for i, r in enumerate(f["kinds"], start=1)
    ]
    return {
        "type": "table",
        "id": "B4",
        "caption": "Biểu 4. Chủ thể có sản phẩm OCOP còn hiệu lực theo loại hình",
        "unit_note": "Đơn vị tính: chủ thể; sản phẩm",
        "columns": [
            column("TT", 6, "index"),
            column("Loại hình", 32, "text"),
            column("Số chủ thể", 12),
            column("Tỷ lệ (%)", 12, "percent"),
            column("Số sản phẩm", 12),
            column("Đại diện là nữ", 13),
            column("Đại diện là người dân tộc thiểu số", 13),
        ],
        "rows": rows,
        "total": [
            "", "Tổng cộng", people["producers"], "100.0" if people["producers"] else None, f["valid"]["total"],
            people["women"], people["minority"],
        ],
        "note": "",
    }  # fmt: skip


def chart(f: dict) -> dict:
    """H1: stacked bars, locality by star; at most 25, else the 20 leading ones and the rest in one line of numbers.

    The rest has no bar: many places together would dwarf every single one.
    """
    order = sorted(range(len(f["places"])), key=lambda i: (-f["places"][i]["total"], i))
    rows = [f["places"][i] for i in order]
    others = None
    bars = [{"name": r["name"] or UNPLACED, **{s: r[s] for s in ("3", "4", "5", "total")}} for r in rows]
    caption = "Hình 1. Số sản phẩm OCOP còn hiệu lực theo địa bàn và hạng sao"
    if len(bars) > MAX_BARS:
        rest = bars[TOP_BARS:]
        others = {
            "name": f"{len(rest)} đơn vị còn lại",
            **{s: sum(r[s] for r in rest) for s in ("3", "4", "5", "total")},
        }
        bars = bars[:TOP_BARS]
        caption += f" ({TOP_BARS} đơn vị dẫn đầu và các đơn vị còn lại)"
    lead = bars[0]
    alt = (
        f"Biểu đồ thanh ngang xếp chồng số sản phẩm OCOP còn hiệu lực theo địa bàn, chia theo 3, 4 và 5 sao. "
        f"Dẫn đầu là {lead['name']} với {lead['total']} sản phẩm. Số liệu đầy đủ ở Biểu 2."
    )
    return {"type": "chart", "id": "H1", "caption": caption, "alt": alt, "bars": bars, "others": others}


def notes(data: dict) -> list[str]:
    """Notes on source and time, under the last table and in the workbook."""
    f, level = data["figures"], data["unit"]["level"]
    out = [f"Nguồn: cơ sở dữ liệu OCOP của {data['letter']['committee']}, số liệu đến hết ngày {day(data['as_of'])}."]
    rows = "huyện" if f["row_level"] == Level.DISTRICT else "xã"
    if level != Level.COMMUNE:
        out.append(f"Địa bàn cấp {rows} theo bản đồ hành chính ngày {day(data['period']['end'])}.")
    if f["undecided"]:
        out.append(f"Không tính {f['undecided']} sản phẩm chưa xác định được kết quả phân hạng.")
    if f["assumed"]:
        out.append(f"{f['assumed']} sản phẩm không rõ ngày quyết định, lấy ngày 31/12 của năm công nhận.")
    return out


def day(iso: str) -> str:
    """dd/mm/yyyy of an ISO date."""
    return show_date(date.fromisoformat(iso))
