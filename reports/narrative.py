"""Sentences of a report, written from its figures in administrative Vietnamese. Pure: figures in, paragraphs out.

Only what the figures hold is said; where nothing was recorded, that is said plainly. See letter.py for why these
words do not pass through gettext.
"""

from datetime import date

from core.formats import show_long_date, show_number
from districts.enums import Level
from reports.legal import regulation_number

GROUND = {Level.PROVINCE: "toàn tỉnh", Level.DISTRICT: "toàn huyện", Level.COMMUNE: "toàn xã"}


def two(number: int) -> str:
    """Numbers below 10 with a leading zero, as official letters write them: "01 sản phẩm"."""
    return f"{number:02d}" if 0 < number < 10 else show_number(number)


def listed(parts: list[str]) -> str:
    """ "a, b và c"."""
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} và {parts[-1]}"


def stars_in_words(count: dict) -> str:
    """ "56 sản phẩm đạt 3 sao và 01 sản phẩm đạt 4 sao"; only stars that occur."""
    parts = [f"{two(count[star])} sản phẩm đạt {star} sao" for star in ("3", "4", "5") if count[star]]
    return listed(parts) if parts else ""


def day_words(iso: str) -> str:
    return show_long_date(date.fromisoformat(iso))


def opening(data: dict) -> str:
    period, letter = data["period"], data["letter"]
    text = (
        f"Thực hiện Chương trình Mỗi xã một sản phẩm (OCOP), {letter['committee']} báo cáo kết quả thực hiện "
        f"{period['words']} trên địa bàn như sau (số liệu tính đến hết {day_words(data['as_of'])}"
    )
    return text + ("; kỳ báo cáo chưa kết thúc):" if data["running"] else "):")


def direction(f: dict) -> list[str]:
    plan, meetings, decisions = f["plan"], f["meetings"], f["decisions"]
    out = []
    if plan and plan["number"]:
        issuer = f" của {plan['issuer']}" if plan["issuer"] else ""
        day = f" {day_words(plan['issued_on'])}" if plan["issued_on"] else ""
        out.append(
            f"Việc triển khai Chương trình OCOP trong năm thực hiện theo Kế hoạch số {plan['number']}{day}{issuer}."
        )
    if meetings["held"]:
        closed = f", trong đó {two(meetings['closed'])} phiên đã chốt kết quả" if meetings["closed"] else ""
        out.append(
            f"Trong kỳ, Hội đồng đánh giá, phân hạng sản phẩm OCOP đã họp {two(meetings['held'])} phiên{closed}."
        )
    if decisions:
        shown = [f"số {d['number']} {day_words(d['on'])} ({two(d['products'])} sản phẩm)" for d in decisions[:6]]
        more = f" và {two(len(decisions) - 6)} quyết định khác" if len(decisions) > 6 else ""
        out.append(
            f"Đã ban hành {two(len(decisions))} quyết định công nhận sản phẩm OCOP: Quyết định {'; '.join(shown)}{more}."
        )
    return out or ["Trong kỳ, hệ thống không ghi nhận phiên họp Hội đồng hoặc quyết định công nhận sản phẩm OCOP."]


def outreach(f: dict) -> list[str]:
    told, taught = f["outreach"], f["training"]
    if told["activities"]:
        people = f", với {two(told['people'])} lượt người tham gia" if told["people"] else ""
        first = f"Đã tổ chức {two(told['activities'])} hoạt động tuyên truyền về Chương trình OCOP{people}."
    else:
        first = "Trong kỳ, hệ thống không ghi nhận hoạt động tuyên truyền."
    if taught["courses"]:
        second = f"Đã tổ chức {two(taught['courses'])} lớp tập huấn với {two(taught['people'])} lượt người tham dự."
    else:
        second = "Trong kỳ, hệ thống không ghi nhận lớp tập huấn."
    return [first, second]


def assessment_round(f: dict, data: dict) -> list[str]:
    flow, done = f["funnel"], f["changes"]
    number = regulation_number(date.fromisoformat(data["as_of"]))
    rule = f"Việc đánh giá, phân hạng sản phẩm thực hiện theo Quyết định số {number}."
    out = [
        f"{rule} Trong kỳ có "
        f"{_count(flow['registered'], 'sản phẩm đăng ký tham gia')}, {_count(flow['filed'], 'hồ sơ đề nghị đánh giá được nộp')}, "
        f"{_count(flow['returned'], 'hồ sơ được trả lại để bổ sung')}; {_count(flow['evaluated'], 'sản phẩm được Hội đồng chốt kết quả')}."
    ]
    if not any(flow.values()):
        out = [f"{rule} Trong kỳ, hệ thống không ghi nhận lượt đăng ký mới, hồ sơ nộp hoặc kết quả do Hội đồng chốt."]
    if flow["forwarded"]:
        out.append(f"Đã chuyển {two(flow['forwarded'])} hồ sơ lên Hội đồng cấp trên để tiếp tục đánh giá, phân hạng.")
    if done["recognised"]:
        kinds = [
            f"{two(done[name])} sản phẩm {words}"
            for name, words in (
                ("new", "công nhận lần đầu"),
                ("renewed", "công nhận lại"),
                ("upgraded", "nâng hạng"),
                ("downgraded", "hạ hạng"),
            )
            if done[name]
        ]
        out.append(f"Số sản phẩm được công nhận trong kỳ là {two(done['recognised'])} sản phẩm, gồm {listed(kinds)}.")
    else:
        out.append("Trong kỳ không có sản phẩm được công nhận.")
    before = f["previous"]["changes"]["recognised"]
    out[-1] += f" Cùng kỳ năm trước: {_count(before, 'sản phẩm được công nhận')}."
    return out


def _count(number: int, words: str) -> str:
    return f"{two(number)} {words}" if number else f"không có {words}"


def state(f: dict, data: dict) -> list[str]:
    valid, level = f["valid"], data["unit"]["level"]
    ground = ground_words(data)
    if not valid["total"]:
        return [f"Tính đến hết {day_words(data['as_of'])}, {ground} chưa có sản phẩm OCOP còn hiệu lực công nhận."]
    out = [
        f"Tính đến hết {day_words(data['as_of'])}, {ground} có {two(valid['total'])} sản phẩm OCOP còn hiệu lực công nhận, "
        f"trong đó {stars_in_words(valid)}. {_compare(valid['total'], f['previous']['valid']['total'])}"
    ]
    if f["potential"]:
        out[0] += (
            f" Ngoài ra có {two(f['potential'])} sản phẩm tiềm năng 5 sao (đạt từ 90 điểm, đã phê duyệt kết quả và trình "
            "cấp trên), được thống kê riêng."
        )
    with_products = sum(bool(row["total"]) for row in f["places"] if row["unit"])
    every = sum(bool(row["unit"]) for row in f["places"])
    if every > 1:
        noun = "huyện, thị xã, thành phố" if f["row_level"] == Level.DISTRICT else "xã, phường, thị trấn"
        if f["row_level"] == Level.COMMUNE and level == Level.PROVINCE:
            noun = "xã, phường"
        out.append(f"Có {with_products}/{every} {noun} có sản phẩm OCOP còn hiệu lực.")
    soon, expired = f["expiring"], f["changes"]["expired"]
    tail = f"Trong kỳ có {two(expired)} sản phẩm hết hiệu lực mà chưa được công nhận lại." if expired else ""
    if soon:
        out.append(
            f"Trong 180 ngày tới có {two(soon)} sản phẩm hết hiệu lực công nhận, cần được đánh giá, phân hạng lại. {tail}".strip()
        )
    else:
        out.append(f"Trong 180 ngày tới không có sản phẩm hết hiệu lực công nhận. {tail}".strip())
    return out


def _compare(now: int, before: int) -> str:
    if not before:
        return "Cùng kỳ năm trước chưa có sản phẩm còn hiệu lực công nhận."
    if now == before:
        return f"So với cùng kỳ năm trước ({two(before)} sản phẩm), tổng số sản phẩm không thay đổi."
    verb = "tăng" if now > before else "giảm"
    return f"So với cùng kỳ năm trước ({two(before)} sản phẩm), {verb} {two(abs(now - before))} sản phẩm."


def producers(f: dict, data: dict) -> list[str]:
    people = f["producers"]
    if not people["producers"]:
        return ["Chưa có chủ thể có sản phẩm OCOP còn hiệu lực công nhận."]
    out = [
        f"{ground_words(data).capitalize()} có {two(people['producers'])} chủ thể có sản phẩm OCOP còn hiệu lực công nhận, "
        f"phân theo loại hình tại Biểu 4."
    ]
    extra = [
        f"{two(people[key])} chủ thể {words}"
        for key, words in (
            ("women", "có người đại diện là nữ"),
            ("minority", "có người đại diện là người dân tộc thiểu số"),
            ("disabled", "có người đại diện là người khuyết tật"),
        )
        if people[key]
    ]
    if extra:
        out.append(f"Trong đó có {listed(extra)}.")
    return out


def market(f: dict) -> list[str]:
    return ["Hệ thống chưa ghi nhận số liệu về hội chợ, điểm giới thiệu và bán sản phẩm, doanh thu trong kỳ."]


def money(f: dict) -> list[str]:
    spent = f["money"]
    if not spent["grants"]:
        return ["Trong kỳ, hệ thống không ghi nhận khoản hỗ trợ nào cho chủ thể."]
    return [
        f"Trong kỳ có {two(spent['grants'])} khoản hỗ trợ chủ thể, kinh phí bố trí {show_number(spent['planned'])} đồng, "
        f"đã giải ngân {show_number(spent['paid'])} đồng."
    ]


def inspection(f: dict) -> list[str]:
    gone = f["changes"]["withdrawn"]
    if gone:
        return [f"Trong kỳ đã thu hồi giấy chứng nhận của {two(gone)} sản phẩm."]
    return ["Trong kỳ, hệ thống không ghi nhận vi phạm bị xử lý hoặc giấy chứng nhận bị thu hồi."]


def achieved(f: dict) -> list[str]:
    out = []
    for row in f["progress"]:
        if row["plan"] and row["unit"] == "count" and row["year_to_date"] is not None:
            reached = "hoàn thành" if row["year_to_date"] >= row["plan"] else "đạt"
            share = str(row["share"]).replace(".", ",")
            out.append(
                f"{row['label']}: thực hiện {two(row['year_to_date'])}, kế hoạch {two(row['plan'])}, {reached} {share}% kế hoạch năm."
            )
    if not out:
        out.append(
            f"Lũy kế từ đầu năm có {_count(f['year']['recognised'], 'sản phẩm được công nhận')}; "
            "hệ thống chưa ghi nhận kế hoạch năm của đơn vị để đối chiếu."
        )
    return out


def unfinished(f: dict) -> list[dict]:
    """Targets in numbers that the portal can count and that are not reached yet."""
    counted = [r for r in f["progress"] if r["plan"] and r["unit"] == "count" and r["year_to_date"] is not None]
    return [row for row in counted if row["year_to_date"] < row["plan"]]


def limits(f: dict, data: dict) -> list[str]:
    out = []
    empty = [row for row in f["places"] if row["unit"] and not row["total"]]
    if empty and sum(bool(r["unit"]) for r in f["places"]) > 1:
        names = f" ({', '.join(row['name'] for row in empty)})" if len(empty) <= 5 else ""
        out.append(f"Còn {two(len(empty))} đơn vị chưa có sản phẩm OCOP còn hiệu lực{names}.")
    if f["changes"]["expired"]:
        out.append(f"Có {two(f['changes']['expired'])} sản phẩm hết hiệu lực trong kỳ nhưng chưa được công nhận lại.")
    behind = unfinished(f)
    if behind:
        out.append(f"Còn {two(len(behind))} chỉ tiêu của kế hoạch năm chưa hoàn thành.")
    if f["undecided"]:
        out.append(
            f"Còn {two(f['undecided'])} sản phẩm chưa xác định được kết quả phân hạng, chưa tính vào số liệu báo cáo."
        )
    return out or ["Số liệu trong kỳ không cho thấy tồn tại cần báo cáo."]


def tasks(f: dict, data: dict) -> list[str]:
    out = []
    if f["expiring"]:
        out.append(
            f"Hướng dẫn chủ thể lập hồ sơ đánh giá lại đối với {two(f['expiring'])} sản phẩm hết hiệu lực trong 180 ngày tới."
        )
    if f["open"]:
        out.append(
            f"Tiếp tục xử lý {two(f['open'])} hồ sơ đang trong quá trình đăng ký, triển khai, đánh giá, phân hạng."
        )
    out.extend(
        f"Phấn đấu hoàn thành chỉ tiêu “{row['label']}”: còn {two(row['plan'] - row['year_to_date'])} so với kế hoạch năm."
        for row in unfinished(f)
    )
    if any(row["unit"] and not row["total"] for row in f["places"]) and len(f["places"]) > 1:
        out.append("Rà soát, hỗ trợ các địa phương chưa có sản phẩm OCOP đăng ký ý tưởng sản phẩm.")
    if f["undecided"]:
        out.append(
            f"Bổ sung căn cứ để xác định kết quả phân hạng của {two(f['undecided'])} sản phẩm còn thiếu thông tin."
        )
    out.append("Tiếp tục tuyên truyền, tập huấn, hỗ trợ chủ thể hoàn thiện, nâng hạng và quảng bá sản phẩm OCOP.")
    return out


def proposals() -> list[str]:
    return ["Trong kỳ, hệ thống không ghi nhận đề xuất, kiến nghị."]


def closing(data: dict) -> str:
    letter, period = data["letter"], data["period"]
    return f"Trên đây là báo cáo kết quả thực hiện Chương trình OCOP {period['words']}, {letter['committee']} kính báo cáo./."


def ground_words(data: dict) -> str:
    """ "toàn tỉnh", "toàn thành phố", "toàn huyện", "toàn xã" by the unit's own kind."""
    return f"toàn {data['unit']['kind']}"
