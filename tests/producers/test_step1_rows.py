"""Activities and courses: edit, cancel, evidence; what a cancelled one still says."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from core.models import AuditEvent, File
from producers import step1_services as services
from producers.models import OutreachActivity, TrainingCourse
from producers.selectors import training_of

pytestmark = pytest.mark.django_db


def sign_in(client, world, name):
    client.force_login(world.users[name])
    return client


def verbs():
    return list(AuditEvent.objects.filter(refused=False).order_by("number").values_list("verb", flat=True))


@pytest.fixture
def activity(tea):
    row = services.add_outreach(
        actor=tea.commune, unit=tea.le_thuy, held_on=date(2026, 3, 1), title="Họp thôn", channel="meeting", people=45
    )
    tea.extra["activity"] = row
    return tea


@pytest.fixture
def course(tea):
    tea.extra["course"] = services.add_course(
        actor=tea.commune, unit=tea.le_thuy, held_on=date(2026, 3, 2), title="Lập phương án", audience="producers"
    )
    return tea


def sent(world, **more):
    values = {
        "channel": "meeting",
        "title": "Họp thôn Mỹ Lệ",
        "held_on": "01/03/2026",
        "people": "1.250",
        "version": "1",
    }
    return values | {"unit": world.le_thuy.pk, "audience": "Người dân thôn Mỹ Lệ", "cost": "2.000.000"} | more


def test_an_activity_is_mended_and_found_by_its_new_words(client, activity):
    url = reverse("producers:activity_edit", args=[activity.activity.pk])
    answer = sign_in(client, activity, "commune").post(url, sent(activity))
    row = OutreachActivity.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, row.get_absolute_url())
    assert (row.title, row.people, row.cost, row.audience) == (
        "Họp thôn Mỹ Lệ",
        1250,
        2_000_000,
        "Người dân thôn Mỹ Lệ",
    )
    assert (row.version, row.search_text) == (2, "hop thon my le le thuy")
    assert verbs() == ["outreach.add", "outreach.update"]
    page = client.get(row.get_absolute_url()).content.decode()
    assert "2.000.000 đồng" in page and "Người dân thôn Mỹ Lệ" in page


def test_two_who_edit_see_both_versions_and_nothing_typed_is_lost(client, activity):
    url = reverse("producers:activity_edit", args=[activity.activity.pk])
    sign_in(client, activity, "commune")
    assert client.post(url, sent(activity)).status_code == 302
    answer = client.post(url, sent(activity, title="Họp thôn Đông"))
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "<td>Họp thôn Mỹ Lệ</td><td>Họp thôn Đông</td>" in page
    assert 'name="version" value="2"' in page
    assert OutreachActivity.objects.get().title == "Họp thôn Mỹ Lệ"
    assert client.post(url, sent(activity, title="Họp thôn Đông", version="2")).status_code == 302


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("held_on", "06/08/2026", "Ngày chưa tới"),
        ("held_on", "05/13/2026", "không có tháng 13"),
        ("cost", "một triệu", "Số tiền chưa đúng dạng"),
        ("people", "-3", "Số nhỏ nhất"),
        ("title", "", "Hãy nhập nội dung"),
    ],
)
def test_a_wrong_form_keeps_what_was_typed(client, activity, field, typed, said):
    url = reverse("producers:activity_edit", args=[activity.activity.pk])
    answer = sign_in(client, activity, "commune").post(url, sent(activity, **{field: typed}))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert page.count(said) == 2 and typed in page and "Người dân thôn Mỹ Lệ" in page
    assert OutreachActivity.objects.get().title == "Họp thôn"


def test_cancelling_needs_a_reason_and_counts_no_more(client, course):
    services.add_attendance(course=course.course, actor=course.commune, producer=course.maker)
    assert len(training_of(course.maker, course.commune)) == 1
    url = reverse("producers:course_cancel", args=[course.course.pk])
    sign_in(client, course, "commune")
    assert client.post(url, {"reason": "  ", "version": "1"}).status_code == 422
    assert client.post(url, {"reason": "Ghi trùng", "version": "1"}).status_code == 302
    row = TrainingCourse.objects.get()
    assert (row.cancel_reason, row.version, training_of(course.maker, course.commune)) == ("Ghi trùng", 2, [])
    page = client.get(row.get_absolute_url()).content.decode()
    assert "“Ghi trùng”" in page and "Mời người dự" not in page
    assert client.post(url, {"reason": "Lần nữa", "version": "2"}).status_code == 422
    assert client.get(reverse("producers:courses"), {"tt": "con"}).context["page"].paginator.count == 0
    assert "Đã hủy" in client.get(reverse("producers:courses"), {"tt": "huy"}).content.decode()
    assert verbs()[-1] == "course.cancel"


def test_cancelling_a_stale_page_is_refused(course):
    services.update_course(course=course.course, version=1, actor=course.commune, title="Lớp mới")
    with pytest.raises(services.Stale):
        services.cancel(row=course.course, version=1, reason="Trùng", actor=course.commune)
    assert TrainingCourse.objects.get().cancelled_at is None


def test_a_course_that_people_attended_is_not_moved_ahead(course):
    services.add_attendance(course=course.course, actor=course.commune, producer=course.maker)
    with pytest.raises(services.Refused, match="Đã ghi người dự"):
        services.update_course(course=course.course, version=1, actor=course.commune, held_on=date(2026, 9, 1))


def test_evidence_is_kept_behind_the_rows_own_gate(client, activity):
    url = reverse("producers:activity_file", args=[activity.activity.pk])
    picture = SimpleUploadedFile("anh.png", PNG, "image/png")
    answer = sign_in(client, activity, "commune").post(url, {"title": "Ảnh buổi họp", "upload": picture})
    assert answer.status_code == 302
    file = File.objects.get()
    assert (file.owner_type, file.owner_id) == ("producers.outreach", activity.activity.pk)
    page = client.get(activity.activity.get_absolute_url()).content.decode()
    assert "Ảnh buổi họp" in page
    address = reverse("core:file", args=[file.pk])
    assert b"".join(client.get(address).streaming_content) == PNG
    assert sign_in(client, activity, "neighbour_commune").get(address).status_code == 404
    assert verbs() == ["outreach.add", "outreach.file"]


def test_a_mislabelled_file_is_refused_beside_its_field(client, activity):
    url = reverse("producers:activity_file", args=[activity.activity.pk])
    wrong = SimpleUploadedFile("anh.png", b"MZ not a picture", "image/png")
    answer = sign_in(client, activity, "commune").post(url, {"title": "Ảnh buổi họp", "upload": wrong})
    assert answer.status_code == 422
    assert "không phải PNG" in answer.content.decode() and "Ảnh buổi họp" in answer.content.decode()
    assert File.objects.count() == 0


PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360000002000001e221bc33"
    "0000000049454e44ae426082"
)
