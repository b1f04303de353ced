"""Invitations, the tick page, and the list read from a file: every line accounted for, nothing half written, nothing twice."""

from datetime import date
from io import BytesIO

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from core.models import AuditEvent
from producers import step1_services as services
from producers.attendance_import import import_attendance
from producers.models import Attendance, CourseInvitation
from producers.selectors import to_invite
from tests.factories.producers import make_producer

pytestmark = pytest.mark.django_db
HEAD = "Họ tên;Chủ thể;Mã số thuế;Xã;Đơn vị công tác\n"


def sign_in(client, world, name):
    client.force_login(world.users[name])
    return client


@pytest.fixture
def course(tea):
    tea.extra["honey"] = make_producer(tea.le_thuy, "Tổ hợp tác Mật ong Ngư Thủy", representative="Trần Văn Ong")
    tea.extra["course"] = services.add_course(
        actor=tea.province, unit=tea.quang_tri, held_on=date(2026, 3, 2), title="Lập phương án", audience="producers"
    )
    return tea


def there(world):
    return sorted(world.course.attendances.values_list("person", flat=True))


def file(*lines, head=HEAD, name="ds.csv", code="utf-8-sig"):
    return SimpleUploadedFile(name, (head + "\n".join(lines) + "\n").encode(code))


def read(world, upload, **more):
    return import_attendance(course=world.course, upload=upload, actor=world.province, **more)


def test_invited_by_boxes_and_ticked_off(client, course):
    sign_in(client, course, "province")
    url = reverse("producers:course_invite", args=[course.course.pk])
    assert client.post(url, {}).status_code == 422
    assert client.post(url, {"people": [course.maker.pk, course.honey.pk]}).status_code == 302
    assert client.post(url, {"people": [course.maker.pk]}).status_code == 302
    assert CourseInvitation.objects.count() == 2
    url = reverse("producers:course_tick", args=[course.course.pk])
    shown = [row.pk for row in CourseInvitation.objects.order_by("pk")]
    assert client.post(url, {"version": 1, "shown": shown, "present": shown[:1]}).status_code == 302
    assert there(course) == ["Phan Thị Mơ"]
    assert client.post(url, {"version": 2, "shown": shown, "present": shown[1:]}).status_code == 302
    assert there(course) == ["Trần Văn Ong"]
    ticks = AuditEvent.objects.filter(verb="course.tick").order_by("number")
    assert [(e.before["there"], e.after["there"]) for e in ticks] == [
        ([], [f"producer {course.maker.pk}"]),
        ([f"producer {course.maker.pk}"], [f"producer {course.honey.pk}"]),
    ]


def test_a_stale_tick_keeps_the_ticks_and_the_record(client, course):
    services.invite(course=course.course, people=[course.maker.pk, course.honey.pk], actor=course.province)
    first, second = CourseInvitation.objects.order_by("pk").values_list("pk", flat=True)
    args = {"course": course.course, "version": 1, "actor": course.commune}
    services.tick_attendance(**args | {"actor": course.province}, shown=[first], present=[first])
    url = reverse("producers:course_tick", args=[course.course.pk])
    sent = {"version": 1, "shown": [first, second], "present": [second]}
    answer = sign_in(client, course, "province").post(url, sent)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert f'value="{second}" checked' in page and f'value="{first}" checked' not in page
    assert 'name="version" value="2"' in page and there(course) == ["Phan Thị Mơ"]


def test_a_producer_reads_its_invitation_without_reaching_the_course(client, course):
    ahead = services.add_course(
        actor=course.commune, unit=course.le_thuy, held_on=date(2026, 9, 1), title="Lớp bao bì", audience="producers"
    )
    services.invite(course=ahead, people=[course.maker.pk], actor=course.commune)
    page = sign_in(client, course, "producer").get(course.maker.get_absolute_url()).content.decode()
    assert "Lớp bao bì" in page and "Khai giảng 01/09/2026, xã Lệ Thủy" in page
    assert client.get(ahead.get_absolute_url()).status_code == 404
    services.cancel(row=ahead, version=1, reason="Hoãn", actor=course.commune)
    assert "Lớp bao bì" not in client.get(course.maker.get_absolute_url()).content.decode()


def test_nobody_is_ticked_before_the_first_day(course):
    ahead = services.add_course(
        actor=course.province, unit=course.quang_tri, held_on=date(2026, 9, 1), title="Sắp mở", audience="producers"
    )
    services.invite(course=ahead, people=[course.maker.pk], actor=course.province)
    pk = CourseInvitation.objects.get().pk
    with pytest.raises(services.Refused, match="Lớp khai giảng ngày 01/09/2026"):
        services.tick_attendance(course=ahead, version=1, shown=[pk], present=[pk], actor=course.province)
    with pytest.raises(services.Refused, match="chưa tới ngày"):
        services.add_attendance(course=ahead, actor=course.province, producer=course.maker)


def test_everyone_who_was_not_trained_is_invited_at_once(client, course):
    services.add_attendance(course=course.course, actor=course.province, producer=course.maker)
    url = reverse("producers:course_invite", args=[course.course.pk]) + "?chua=1"
    page = sign_in(client, course, "province").get(url)
    assert [row.name for row in page.context["page"]] == ["Tổ hợp tác Mật ong Ngư Thủy"]
    assert client.post(url, {"tat-ca": "1"}).status_code == 302
    assert list(course.course.invitations.values_list("producer__name", flat=True)) == ["Tổ hợp tác Mật ong Ngư Thủy"]


def test_a_province_invites_producers_of_the_old_map_too(course):
    old = make_producer(course.kien_giang, "Hợp tác xã Lúa Kiến Giang")
    far = make_producer(course.tua_chua, "Hợp tác xã Chè Tủa Chùa")
    offered = set(to_invite(course.course, course.province))
    assert old in offered and far not in offered
    found = read(course, file("Lê Văn Lúa;HTX lúa Kiến Giang;;;"))
    assert found.written and Attendance.objects.get().producer == old


def test_officers_are_invited_and_ticked_as_people_of_the_portal(client, course):
    row = services.add_course(
        actor=course.province, unit=course.quang_tri, held_on=date(2026, 3, 5), title="Sáu bước", audience="officers"
    )
    names = [user.full_name for user in to_invite(row, course.province)]
    assert names == ["Lê Thị Hạnh", "Nguyễn Thị Hoa", "Võ Văn Sơn"]  # by their last words; nobody of another province
    with pytest.raises(services.Refused):
        services.invite(course=row, people=[course.stranger_commune.pk], actor=course.province)
    services.invite(course=row, people=[course.commune.pk], actor=course.province)
    pk = row.invitations.get().pk
    services.tick_attendance(course=row, version=1, shown=[pk], present=[pk], actor=course.province)
    held = row.attendances.get()
    assert (held.officer, held.person, held.agency) == (course.commune, "Lê Thị Hạnh", "Công chức xã Lệ Thủy")


def test_every_line_is_accounted_for_and_a_second_reading_changes_nothing(course):
    lines = (
        "Phan Thị Mơ;Hợp tác xã Chè Mỹ Lệ;;;",
        ";;0300588569;;",
        "Trần Văn Ong;THT mật ong ngư thủy;;xã Lệ Thủy;",
        "",
        "Bùi Thị Lan;;;;Hội Phụ nữ xã",
        "Bùi Thị Lan;;;;Hội Phụ nữ xã",
    )
    found = read(course, file(*lines))
    assert [(line.number, line.outcome) for line in found.lines] == [
        (2, "added"), (3, "known"), (4, "added"), (6, "added"), (7, "known"),
    ]  # fmt: skip
    assert found.written and there(course) == ["Bùi Thị Lan", "Phan Thị Mơ", "Trần Văn Ong"]
    events = AuditEvent.objects.count()
    again = read(course, file(*lines))
    assert {line.outcome for line in again.lines} == {"known"}
    assert (Attendance.objects.count(), AuditEvent.objects.count()) == (3, events)


def test_one_wrong_line_and_nothing_is_written(client, course):
    make_producer(course.truong_phu, "HTX Chè Mỹ Lệ")
    upload = file(
        "Nguyễn Văn A;;;;",
        "Trần Thị B;Hợp tác xã Chè Mỹ Lệ;;;",
        "Lê Văn C;Hợp tác xã Không Có;;;",
        "Phạm Thị D;;0300588560;;",
        ";;;;Hội Nông dân",
    )
    url = reverse("producers:course_import", args=[course.course.pk])
    answer = sign_in(client, course, "province").post(url, {"upload": upload})
    page = answer.content.decode()
    assert (answer.status_code, Attendance.objects.count(), AuditEvent.objects.filter(refused=False).count()) == (
        422,
        0,
        1,
    )
    assert "Đã đọc 5 dòng: 1 dòng mới, 0 dòng đã có, 0 dòng vắng mặt, 4 dòng cần sửa." in page
    assert "ứng với nhiều chủ thể: Hợp tác xã Chè Mỹ Lệ (xã Lệ Thủy); HTX Chè Mỹ Lệ (xã Trường Phú)" in page
    assert "Không có chủ thể “Hợp tác xã Không Có” trong địa bàn" in page
    assert "Mã số thuế “0300588560” chưa đúng" in page
    assert "Chưa có họ tên, cũng chưa có chủ thể" in page


def test_a_check_writes_nothing(course):
    found = read(course, file("Nguyễn Văn A;;;;"), dry_run=True)
    assert (found.written, found.count("added"), Attendance.objects.count()) == (False, 1, 0)


def test_the_list_that_was_printed_is_read_back(client, course):
    services.invite(course=course.course, people=[course.maker.pk, course.honey.pk], actor=course.province)
    services.add_attendance(course=course.course, actor=course.province, producer=course.maker)
    url = reverse("producers:course_people", args=[course.course.pk])
    content = sign_in(client, course, "province").get(url).content
    found = read(course, SimpleUploadedFile("ds.xlsx", content))
    assert [(line.person, line.outcome) for line in found.lines] == [
        ("Phan Thị Mơ", "known"), ("Trần Văn Ong", "absent"),
    ]  # fmt: skip
    assert there(course) == ["Phan Thị Mơ"]


def book(*rows):
    held = BytesIO()
    made = xlsxwriter.Workbook(held, {"in_memory": True})
    sheet = made.add_worksheet()
    for place, row in enumerate(rows):
        sheet.write_row(place, 0, row)
    made.close()
    return SimpleUploadedFile("ds.xlsx", held.getvalue())


def test_an_xlsx_with_a_tax_code_as_a_number(course):
    found = read(course, book(["Họ và tên", "MST", "Ghi chú"], ["Phan Thị Mơ", "0300588569", "x"]))
    assert [line.outcome for line in found.lines] == ["added"]
    assert Attendance.objects.get().producer == course.maker


@pytest.mark.parametrize(
    ("upload", "said"),
    [
        (SimpleUploadedFile("ds.pdf", b"%PDF-1.4 %%EOF"), "Chỉ nhận danh sách dạng XLSX hoặc CSV"),
        (SimpleUploadedFile("ds.xlsx", b"not a zip at all"), "Nội dung tệp không phải XLSX"),
        (file("Nguyễn Văn A", head="Họ tên\n", code="utf-16"), "chưa dùng bảng mã UTF-8"),
        (file("Nguyễn Văn A", head="Tên gì đó\n"), "Hàng đầu phải là tên cột"),
        (file(head="Họ tên\n"), "chưa có dòng nào"),
        (file("a;b", head="Họ tên;Họ và tên\n"), "hai cột cùng nghĩa"),
        (file(*["Nguyễn Văn A"] * 1001, head="Họ tên\n"), "nhiều nhất 1000 dòng"),
    ],
)
def test_a_file_that_is_no_list_is_refused_in_words(course, upload, said):
    with pytest.raises(services.Refused, match=said):
        read(course, upload)
    assert Attendance.objects.count() == 0


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(("name", "queries"), [("course_invite", 3), ("course_tick", 3), ("course", 7)])
def test_pages_of_people_ask_a_constant_number(client, course, django_assert_num_queries, name, queries, count):
    for number in range(count):
        one = make_producer(course.le_thuy, f"Tổ {number}")
        services.invite(course=course.course, people=[one.pk], actor=course.province)
        services.add_attendance(course=course.course, actor=course.province, producer=one)
        make_producer(course.le_thuy, f"Nhóm {number}")
    sign_in(client, course, "province")
    url = reverse(f"producers:{name}", args=[course.course.pk])
    with django_assert_num_queries(3 + queries):
        assert client.get(url).status_code == 200
