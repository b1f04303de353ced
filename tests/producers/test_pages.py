"""Producers and step 1 in the browser."""

import pytest
from django.urls import reverse

from core.models import AuditEvent
from producers import services
from producers.models import Attendance, OutreachActivity, Producer, TrainingCourse
from tests.factories.producers import make_producer

pytestmark = pytest.mark.django_db
GOOD = {
    "name": "Trang trại Sen Lệ Thủy",
    "kind": "farm",
    "representative": "Trần Thị Sen",
    "tax_code": "0100 109 106",
    "founded_on": "5/3/2021",
    "phone": "+84 912.345.678",
}


def sign_in(client, world, name):
    client.force_login(world.users[name])
    return client


def values(world, **more):
    return GOOD | {"unit": world.le_thuy.pk} | more


def test_an_officer_registers_a_producer(client, tea):
    answer = sign_in(client, tea, "commune").post(reverse("producers:create"), values(tea))
    producer = Producer.objects.get(name="Trang trại Sen Lệ Thủy")
    assert (answer.status_code, answer["Location"]) == (302, producer.get_absolute_url())
    assert (producer.tax_code, producer.phone, str(producer.founded_on)) == ("0100109106", "0912345678", "2021-03-05")
    assert (producer.unit, producer.province, producer.created_by) == (tea.le_thuy, tea.quang_tri, tea.commune)
    assert producer.search_text == "trang trai sen le thuy tran thi sen le thuy 0100109106"
    assert list(AuditEvent.objects.values_list("verb", "object_id")) == [("producer.register", str(producer.pk))]


def test_a_wrong_form_keeps_what_was_typed(client, tea):
    sent = values(tea, tax_code="320 058 856", founded_on="05/13/2021", representative="")
    answer = sign_in(client, tea, "commune").post(reverse("producers:create"), sent)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert page.count("Mã số thuế phải có 10, 12 hoặc 13 chữ số. Ông/bà đã nhập 9 chữ số.") == 2
    assert page.count("không có tháng 13") == 2
    assert 'value="320 058 856"' in page
    assert 'value="05/13/2021"' in page
    assert "<title>Lỗi: " in page
    assert (Producer.objects.count(), AuditEvent.objects.count()) == (1, 0)


def test_a_known_tax_code_names_its_producer(client, tea):
    answer = sign_in(client, tea, "commune").post(reverse("producers:create"), values(tea, tax_code="0300588569"))
    assert answer.status_code == 422
    assert "đã có ở chủ thể “Hợp tác xã Chè Mỹ Lệ”, xã Lệ Thủy" in answer.content.decode()
    assert Producer.objects.count() == 1


def test_a_tax_code_of_a_hidden_producer_names_nobody(client, tea):
    sent = values(tea, tax_code="0300588569", unit=tea.truong_phu.pk)
    answer = sign_in(client, tea, "neighbour_commune").post(reverse("producers:create"), sent)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Mã số thuế này đã có ở một chủ thể khác trong tỉnh" in page
    assert "Mỹ Lệ" not in page


def test_a_likeness_is_asked_about_once(client, tea):
    sign_in(client, tea, "commune")
    sent = values(tea, name="HTX chè Mỹ Lệ")
    answer = client.post(reverse("producers:create"), sent)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Hợp tác xã Chè Mỹ Lệ (xã Lệ Thủy)" in page
    assert 'type="checkbox" name="confirmed"' in page
    assert client.post(reverse("producers:create"), sent | {"confirmed": "on"}).status_code == 302


def test_another_commune_is_not_offered(client, tea):
    answer = sign_in(client, tea, "commune").post(reverse("producers:create"), values(tea, unit=tea.truong_phu.pk))
    assert answer.status_code == 422
    assert "Mục đã chọn không có trong danh sách" in answer.content.decode()
    assert Producer.objects.count() == 1


def edit(world, **more):
    sent = {"name": "Hợp tác xã Chè Mỹ Lệ", "kind": "cooperative", "representative": "Phan Thị Mơ", "version": "1"}
    return sent | {"unit": world.le_thuy.pk, "tax_code": "0300588569"} | more


def test_two_who_edit_see_both_versions(client, tea):
    sign_in(client, tea, "commune")
    url = reverse("producers:edit", args=[tea.maker.pk])
    assert client.post(url, edit(tea, name="HTX Chè Mỹ Lệ mới")).status_code == 302
    answer = client.post(url, edit(tea, name="HTX Chè Lệ Thủy"))
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "<td>HTX Chè Mỹ Lệ mới</td><td>HTX Chè Lệ Thủy</td>" in page
    assert 'name="version" value="2"' in page
    assert Producer.objects.get(pk=tea.maker.pk).name == "HTX Chè Mỹ Lệ mới"
    assert client.post(url, edit(tea, name="HTX Chè Lệ Thủy", version="2")).status_code == 302
    assert list(AuditEvent.objects.filter(refused=False).values_list("verb", flat=True)) == ["producer.update"] * 2


@pytest.mark.parametrize(
    ("person", "status"), [("commune", 200), ("neighbour_commune", 404), ("stranger_commune", 404), ("producer", 200)]
)
def test_three_people(client, tea, person, status):
    assert sign_in(client, tea, person).get(tea.maker.get_absolute_url()).status_code == status


def test_search_without_marks_in_vietnamese_order(client, tea):
    for name in ("Đậu Hoàn Lão", "Chế biến gỗ", "Dừa nước", "Chẻ mây"):
        make_producer(tea.le_thuy, name)
    sign_in(client, tea, "commune")
    page = client.get(reverse("producers:list"), {"q": "che"}).context["page"]
    assert [row.name for row in page] == ["Chẻ mây", "Chế biến gỗ", "Hợp tác xã Chè Mỹ Lệ"]
    page = client.get(reverse("producers:list")).context["page"]
    assert [row.name for row in page][2:4] == ["Dừa nước", "Đậu Hoàn Lão"]


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_three_times(client, tea, django_assert_num_queries, count):
    for number in range(1, count):
        make_producer(tea.le_thuy, f"Tổ {number}")
    sign_in(client, tea, "commune")
    with django_assert_num_queries(3 + 3):  # session, user, roles; then units, count, rows
        assert client.get(reverse("producers:list")).status_code == 200


def test_personal_numbers_are_masked_until_asked_for(client, tea):
    house = make_producer(tea.le_thuy, "Hộ Phan Thị Mơ", kind="household", tax_code="044188001234")
    sign_in(client, tea, "commune")
    for url in (reverse("producers:list"), house.get_absolute_url()):
        page = client.get(url).content.decode()
        assert ("•••••••••234" in page, "044188001234" in page) == (True, False)
    assert AuditEvent.objects.count() == 0
    shown = client.post(reverse("producers:reveal", args=[house.pk]))
    assert "044188001234" in shown.content.decode()
    assert AuditEvent.objects.get().verb == "producer.reveal_number"
    assert client.get(reverse("producers:list"), {"q": "044188001234"}).context["page"].paginator.count == 0


def test_the_file_is_for_offices_of_the_province(client, tea):
    make_producer(tea.le_thuy, "=HYPERLINK(1)", kind="household", tax_code="044188001234")
    assert sign_in(client, tea, "commune").get(reverse("producers:export")).status_code == 403
    answer = sign_in(client, tea, "province").get(reverse("producers:export"))
    text = b"".join(answer.streaming_content).decode()
    assert text.startswith("\ufeffTên chủ thể,Loại hình,Mã số thuế,")
    assert "'=HYPERLINK(1),Hộ sản xuất,•••" not in text
    assert '\r\n\'=HYPERLINK(1),"Hộ sản xuất, kinh doanh",•••••••••234,' in text


def test_training_shows_on_the_producers_page(client, tea):
    sign_in(client, tea, "commune")
    url = reverse("producers:courses")
    sent = {
        "title": "Lập phương án",
        "audience": "producers",
        "held_on": "02/03/2026",
        "days": "2",
        "unit": tea.le_thuy.pk,
    }
    assert client.post(url, sent | {"held_on": "06/09/2027"}).status_code == 422
    assert client.post(url, sent).status_code == 302
    course = TrainingCourse.objects.get()
    url = reverse("producers:course", args=[course.pk])
    assert client.post(url, {"producer": "", "person": ""}).status_code == 422
    assert client.post(url, {"producer": tea.maker.pk, "person": ""}).status_code == 302
    assert client.post(url, {"producer": tea.maker.pk, "person": "Phan Thị Mơ"}).status_code == 422
    assert Attendance.objects.get().person == "Phan Thị Mơ"
    page = client.get(tea.maker.get_absolute_url()).content.decode()
    assert "Lập phương án" in page
    assert list(AuditEvent.objects.filter(refused=False).values_list("verb", flat=True)) == [
        "course.add",
        "course.attend",
    ]


def test_outreach_is_recorded_by_offices_only(client, tea):
    sent = {
        "channel": "meeting",
        "title": "Họp thôn Mỹ Lệ",
        "held_on": "01/08/2026",
        "people": "1.250",
        "unit": tea.le_thuy.pk,
    }
    assert sign_in(client, tea, "producer").post(reverse("producers:outreach"), sent).status_code == 403
    assert sign_in(client, tea, "commune").post(reverse("producers:outreach"), sent).status_code == 302
    row = OutreachActivity.objects.get()
    assert (row.people, row.unit, row.province) == (1250, tea.le_thuy, tea.quang_tri)


def test_moving_out_of_reach_is_rolled_back(tea):
    with pytest.raises(services.NotAllowed):
        services.update_producer(producer=tea.maker, version=1, actor=tea.commune, unit=tea.truong_phu)
    assert Producer.objects.get(pk=tea.maker.pk).unit == tea.le_thuy
    assert AuditEvent.objects.count() == 0


def test_a_member_is_added_once(tea):
    services.add_member(producer=tea.maker, user=tea.nobody, actor=tea.commune)
    assert Producer.objects.visible_to(tea.nobody).get() == tea.maker
    with pytest.raises(services.Refused):
        services.add_member(producer=tea.maker, user=tea.nobody, actor=tea.commune)
    with pytest.raises(services.NotAllowed):
        services.add_member(producer=tea.maker, user=tea.stranger_producer, actor=tea.producer)
