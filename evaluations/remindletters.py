"""Letters of a reminder, one for each place it goes to, drawn into one PDF to print (Decree 30/2020/NĐ-CP, Appendix I)."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from django.template.loader import render_to_string

from core.documents import render_pdf


@dataclass(frozen=True)
class Letter:
    """One letter: `about` in small letters after "V/v", `body` paragraphs before the table, `wish` the closing one."""

    to: str
    about: str
    body: tuple[str, ...]
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    wish: str


def draw(letters: list[Letter], head: dict, day: date) -> bytes:
    """The PDF of all letters; the same bytes from the same letters."""
    context = {"letters": letters, "head": head, "blank": "\u00a0" * 7}
    html = render_to_string("evaluations/documents/reminders.html", context)
    return render_pdf(html, stylesheets=["css/letter.css"], created=datetime.combine(day, time.min, tzinfo=UTC))
