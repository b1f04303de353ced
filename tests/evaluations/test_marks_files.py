"""All marks as a file: of a closed session and of a year; points as the engine counts them; nobody else's sheets."""

import csv
import io

import pytest
from django.urls import reverse
from python_calamine import CalamineWorkbook

from core import clock
from evaluations.models import ScoreSheet
from evaluations.scoring import sheet_points
from evaluations.selectors.markrows import codes_of
from evaluations.selectors.outcomes import sheet_choices
from evaluations.selectors.rubrics import rubric_spec
from tests.evaluations import helpers as h

pytestmark = pytest.mark.django_db
TOTALS = (84, 80, 78, 76)


@pytest.fixture
def session(world, frozen):
    """Two products scored by four members and locked, not closed yet."""
    h.ready(h.COFFEE)
    h.passwords(world)
    dossiers = []
    for number, name in enumerate(("Cà phê bột Sa Mù", "=Cà phê hạt Hướng Phùng"), start=1):
        cycle = h.completed_cycle(world, world.le_thuy, world.producer, name=name, number=f"HS-2026-00000{number}")
        dossiers.append(
            h.checked_dossier(world, cycle, producer=world.producer, commune=world.commune, receiver=world.province)
        )
    council = h.council_of(world, level="province", unit=world.quang_tri, actor=world.province)
    session = h.open_session(world, council, dossiers, world.province)
    h.scored(world, session, TOTALS)
    return session


def get(client, user, name, *args, **query):
    client.force_login(user)
    return client.get(reverse(f"evaluations:{name}", args=args), query)


def test_before_the_closing_nobody_takes_marks_away(client, world, session):
    answer = get(client, world.chair, "session_marks", session.pk)
    assert (answer.status_code, "Tải được điểm chấm sau khi phiên họp đã đóng." in answer.content.decode()) == (
        422,
        True,
    )
    text = b"".join(get(client, world.province, "year_marks").streaming_content).decode()
    assert len(text.splitlines()) == 1


def test_a_closed_session_as_a_workbook(client, world, session):
    h.close(world, session)
    answer = get(client, world.secretary, "session_marks", session.pk)
    rows = CalamineWorkbook.from_filelike(io.BytesIO(answer.content)).get_sheet_by_index(0).to_python()
    head, lines = rows[0], rows[1:]
    assert len(lines) == 8
    assert sorted(int(line[10]) for line in lines) == sorted(TOTALS * 2)
    spec = rubric_spec(session.items.first().rubric)
    assert head[11:] == codes_of({0: session.items.first().rubric}) and set(head[11:]) == set(spec.criteria)
    for line in lines:
        assert sum(int(cell) for cell in line[11:]) == int(line[10])
    member = lines[0][7]
    sheet = ScoreSheet.objects.get(item__position=1, member__user__full_name=member)
    points = sheet_points(spec, sheet_choices([sheet.item])[sheet.item_id][sheet.member_id]).points
    assert dict(zip(head[11:], map(int, lines[0][11:]), strict=True)) == dict(points)
    assert get(client, world.member1, "session_marks", session.pk).status_code == 403
    assert get(client, world.stranger_province, "session_marks", session.pk).status_code == 404


def test_a_year_as_csv_with_a_bounded_number_of_statements(client, world, session, django_assert_max_num_queries):
    h.close(world, session)
    b"".join(get(client, world.province, "year_marks").streaming_content)  # reads the rubric, once for the process
    with django_assert_max_num_queries(3 + 3):  # session, person, roles; rubrics, sheets, marks
        answer = client.get(reverse("evaluations:year_marks"), {"nam": str(clock.today().year)})
        text = b"".join(answer.streaming_content).decode()
    rows = list(csv.reader(io.StringIO(text.lstrip("\ufeff"))))
    assert [row[3] for row in rows[1:]] == ["Cà phê bột Sa Mù"] * 4 + ["'=Cà phê hạt Hướng Phùng"] * 4
    assert {row[9] for row in rows[1:]} == {"Đã nộp"}
    other = b"".join(get(client, world.stranger_province, "year_marks").streaming_content).decode()
    assert len(other.splitlines()) == 1
    last = b"".join(get(client, world.province, "year_marks", nam="2019").streaming_content).decode()
    assert len(last.splitlines()) == 1
    assert get(client, world.department, "year_marks").status_code == 403
