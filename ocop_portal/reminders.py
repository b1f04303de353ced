"""Reminders of cycles that wait elsewhere: the place that has the next act is told, and gets a letter to print."""

from datetime import date

from accounts.models import User
from accounts.recipients import Offices
from core import notices
from core.exceptions import NotAllowed
from core.formats import show_date
from core.models import Job
from evaluations import remind_messages as messages
from evaluations.remindletters import Letter
from evaluations.services.reminders import LIMIT, Reminder, ask
from ocop_portal import inbox, turns
from producers.rules import may_write_at
from products.models import FINAL_STATES, Cycle

JOB, VERB = "portal.remind", "cycle.remind"


def may_remind(user, cycle: Cycle) -> bool:
    """An officer in office of the commune, district or province that the cycle belongs to."""
    return may_write_at(user, cycle.unit_id, cycle.province_id)


def ask_cycles(*, keys: list[str], actor) -> Job:
    """Remind the places that these cycles wait for: of what the person reaches and does not have to move itself."""
    wanted = [int(key) for key in keys if key.isascii() and key.isdigit()][: LIMIT + 1]
    rows = list(inbox.elsewhere(actor).filter(pk__in=wanted))
    for row in rows:
        if not may_remind(actor, row):
            raise NotAllowed(messages.NOT_YOURS, code="chon", obj=row)
    return ask(kind=JOB, verb=VERB, title=messages.TITLE_CYCLES, rows=rows, actor=actor)


def find(keys: list[int], day: date, user: User, office) -> list[Reminder]:
    """Reminders to whom each cycle waits for now; one that has ended meanwhile is left out."""
    rows = turns.with_members(Cycle.objects.filter(pk__in=keys).exclude(state__in=FINAL_STATES))
    rows = list(rows.select_related(*turns.READ_ALONG).order_by("due_on", "pk"))
    members, offices = turns.members_of(row.producer_id for row in rows), Offices(day)
    found = []
    for row in rows:
        turn = turns.turn_of(row)
        since, due = show_date(row.state_changed_at.date()), show_date(row.due_on) if row.due_on else ""
        sentence = f"{user.full_name} nhắc: hồ sơ {row.number} ({row.get_state_display()}) chờ từ ngày {since}"
        draft = notices.Draft(
            key=f"remind:cycle:{row.pk}:{day}", kind="reminder", people=turns.people_of(turn, row, offices, members),
            subject=f"Nhắc xử lý: {row.product.name}", sentence=f"{sentence}, hạn ngày {due}." if due else f"{sentence}.",
            link=row.get_absolute_url(), object_type="products.cycle", object_id=row.pk, province_id=row.province_id,
        )  # fmt: skip
        cells = (row.number, row.product.name, row.producer.name, str(row.get_state_display()), since, due)
        found.append(Reminder(row, row.product, draft, turns.words_of(turn, row), cells, row.province_id))
    return found


def letter(to: str, rows: list[Reminder]) -> Letter:
    """The letter to one place, with its cycles."""
    return Letter(
        to=to,
        about="xử lý hồ sơ sản phẩm OCOP",
        body=("Các hồ sơ sau trên cổng quản lý Chương trình Mỗi xã một sản phẩm đang chờ quý cơ quan, đơn vị xử lý:",),
        columns=("Số hồ sơ", "Sản phẩm", "Chủ thể", "Trạng thái", "Chờ từ ngày", "Hạn xử lý"),
        rows=tuple(row.cells for row in rows),
        wish=f"Đề nghị {to} xử lý các hồ sơ trên đúng hạn và cập nhật kết quả trên cổng",
    )
