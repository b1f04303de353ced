"""A complaint from the public page: what is kept, who reads it where, what is refused, what the receipt says."""

import re
from datetime import date, timedelta

import pytest
import time_machine
from django.core import mail
from django.test import Client

from core import clock
from core.models import AuditEvent
from evaluations.enums import ComplaintChannel
from evaluations.models import Complaint
from evaluations.services import complaints as services
from ocop_portal.complaints import signed
from ocop_portal.public import product_url

pytestmark = pytest.mark.django_db
WORDS = "Nhãn in 5 sao nhưng giấy chứng nhận là 4 sao, mua ngày 1/9 tại chợ."


def shown(response):
    return re.sub(r"\s+", " ", response.content.decode())


@pytest.fixture
def form(land):
    """The form as a visitor sends it half a minute after it was shown."""
    with time_machine.travel(clock.now() - timedelta(seconds=30), tick=False):
        sign = signed(land.a_product)
    return {"content": WORDS, "from_name": "", "from_contact": "", "website": "", "sign": sign}


@pytest.fixture
def address(land):
    return f"{product_url(land.a_product)}phan-anh/"


def test_without_script_sign_in_or_name_to_the_offices(client, land, form, address):
    page = shown(client.get(product_url(land.a_product)))
    assert f'href="{address}"' in page
    asked = client.get(address)
    assert set(asked.cookies) == {"csrftoken"}
    assert "<script" not in shown(asked)
    decomposed = "Nha\u0303n sai"
    answer = client.post(address, form | {"content": f"  {decomposed} trên bao bì ", "from_contact": "0912 000 999"})
    complaint = Complaint.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, f"/phan-anh/{complaint.receipt}/")
    assert (complaint.content, complaint.channel) == ("Nhãn sai trên bao bì", ComplaintChannel.WEB)
    assert complaint.certificate == land.a_certificate
    assert (complaint.recorded_by, complaint.due_on) == (None, None)
    told = shown(client.get(answer["Location"]))
    assert f"Đã nhận phản ánh số {complaint.number}" in told
    assert "Nhãn sai" not in told
    assert "0912" not in told
    event = AuditEvent.objects.get(verb="complaint.submit")
    assert "0912" not in str(event.after) + str(event.before)
    assert "127.0.0.1" not in complaint.sender
    assert mail.outbox == []


def test_it_waits_in_the_inbox_of_the_office_that_issued(land, form, address):
    Client().post(address, form | {"from_name": "Bà Kín", "from_contact": "0912000999"})
    complaint = Complaint.objects.get()

    def page(who, url):
        client = Client()
        client.force_login(land.users[who])
        return shown(client.get(url))

    new = f"Phản ánh mới: {complaint.product.name}"
    reads = {who for who in land.users if new in page(who, "/viec/")}
    assert reads == {"province"}
    assert complaint.number in page("commune", "/danh-gia/phan-anh/")
    for who in ("province", "commune", "department", "leadership"):
        text = page(who, complaint.get_absolute_url())
        assert WORDS in text
        assert "Bà Kín" not in text
        assert "0912000999" not in text
        assert ("Xem người phản ánh" in text) == (who in ("province", "commune"))
    for who in ("producer", "stranger_province", "member1"):
        assert WORDS not in page(who, complaint.get_absolute_url())
    client = Client()
    client.force_login(land.users["province"])
    seen = shown(client.post(f"{complaint.get_absolute_url()}nguoi-gui/"))
    assert ("Bà Kín" in seen, "0912000999" in seen) == (True, True)
    assert AuditEvent.objects.get(verb="complaint.reveal").actor_id == land.users["province"].pk


def test_the_receipt_tells_state_and_answer(client, land, form, address):
    client.post(address, form)
    complaint, office = Complaint.objects.get(), land.users["province"]
    url = f"/phan-anh/{complaint.receipt}/"
    services.take_up(complaint=complaint, handler="Phòng OCOP", due_on=date(2099, 1, 2), actor=office)
    text = shown(client.get(url))
    assert "Hạn trả lời do cơ quan đặt" in text
    assert "02/01/2099" in text
    assert "Phòng OCOP" not in text
    services.answer_complaint(complaint=complaint, answer="Đã yêu cầu in lại nhãn.", actor=office)
    assert "Đã yêu cầu in lại nhãn." in shown(client.get(url))
    assert client.get("/phan-anh/AAAAAAAAAAAAAAAAAAAAAA/").status_code == 404
    assert client.get(url)["X-Robots-Tag"] == "noindex"


def test_a_repeat_gives_the_same_receipt(client, form, address):
    first, second = client.post(address, form), client.post(address, form)
    assert first["Location"] == second["Location"]
    assert Complaint.objects.count() == 1


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"content": "ngắn"}, "ít nhất là 10"), ({"content": ""}, "Hãy nhập"), ({"content": "x" * 4001}, "nhiều nhất là 4000"),
        ({"website": "http://rao-vat"}, "hãy bấm gửi lần nữa"), ({"sign": "1:bia:1:1"}, "hãy bấm gửi lần nữa"),
        ({"sign": "NOW"}, "hãy bấm gửi lần nữa"), ({"sign": "FAR"}, "hãy bấm gửi lần nữa"),
    ],
)  # fmt: skip
def test_machines_and_slips_are_refused_and_what_was_typed_stays(client, land, form, address, wrong, said):
    if wrong.get("sign") == "NOW":
        wrong = {"sign": signed(land.a_product)}
    if wrong.get("sign") == "FAR":
        with time_machine.travel(clock.now() - timedelta(seconds=30), tick=False):
            wrong = {"sign": signed(land.far_product)}
    answer = client.post(address, form | {"from_name": "Ông Gõ Dở"} | wrong)
    text = shown(answer)
    assert answer.status_code == 422
    assert said in text
    assert 'value="Ông Gõ Dở"' in text
    assert "rao-vat" not in text
    assert not Complaint.objects.exists()


def test_a_sender_and_a_product_have_enough_some_time(client, land, address, monkeypatch):
    monkeypatch.setattr(services, "A_SENDER_A_DAY", 2)
    monkeypatch.setattr(services, "A_PRODUCT_A_DAY", 3)

    def send(ip):
        with time_machine.travel(clock.now() - timedelta(seconds=30), tick=False):
            sign = signed(land.a_product)
        return client.post(address, {"content": WORDS, "sign": sign}, REMOTE_ADDR=ip)

    codes = [send(ip).status_code for ip in ("10.0.0.1", "10.0.0.1", "10.0.0.1", "10.0.0.2", "10.0.0.3")]
    assert codes == [302, 302, 429, 302, 429]
    assert "Ông/bà gửi lại vào ngày mai" in shown(send("10.0.0.1"))
    Complaint.objects.update(received_on=clock.today() - timedelta(days=1))
    assert send("10.0.0.1").status_code == 302


def test_the_token_of_the_form_is_asked_for(land, form, address):
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(address, form).status_code == 403
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', shown(strict.get(address)))[1]
    assert strict.post(address, form | {"csrfmiddlewaretoken": token}).status_code == 302
    assert Complaint.objects.count() == 1
