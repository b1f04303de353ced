"""A refusal becomes a page with its sentence and status, and an event of its own transaction."""

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import override_settings
from django.urls import include, path

from core.exceptions import NotAllowed, Refused, Stale
from core.models import AuditEvent, Job

SENTENCE = "Phiếu đã khóa nên không sửa được <b>nữa</b>. Ông/bà xem lại biên bản."
KINDS = {"refused": Refused, "not-allowed": NotAllowed, "stale": Stale}


def refuse(request, kind):
    """A view whose service writes, then refuses."""
    with transaction.atomic():
        job = Job.objects.get(key="subject")
        Job.objects.filter(pk=job.pk).update(title="đổi dở dang")
        raise KINDS[kind](SENTENCE, code="locked" if kind == "refused" else "", obj=job)


def refuse_nothing(request):
    raise Refused(SENTENCE)


def fine(request):
    return HttpResponse("xong")


urlpatterns = [
    path("thu/<str:kind>/", refuse, name="refuse"),
    path("api/thu/<str:kind>/", refuse),
    path("khong-co-doi-tuong/", refuse_nothing),
    path("xong/", fine),
    path("", include("ocop_portal.urls")),
]
pytestmark = pytest.mark.urls("tests.core.test_refusals")


@pytest.fixture
def subject(db):
    return Job.objects.create(kind="test.nothing", key="subject", title="chưa đổi")


@pytest.mark.parametrize(("kind", "status"), [("refused", 422), ("not-allowed", 403), ("stale", 409)])
def test_the_page_carries_sentence_and_status(client, world, subject, kind, status):
    client.force_login(world.commune)
    answer = client.post(f"/thu/{kind}/")
    body = answer.content.decode()
    assert answer.status_code == status
    assert body.count("Phiếu đã khóa nên không sửa được &lt;b&gt;nữa&lt;/b&gt;.") == 1
    assert "<b>nữa</b>" not in body
    assert body.count("<h1>Chưa làm được việc này</h1>") == 1
    assert answer["X-Request-Id"] in body


def test_the_change_is_rolled_back_and_the_refusal_recorded(client, world, subject):
    client.force_login(world.commune)
    answer = client.post("/thu/refused/")
    client.post("/thu/stale/")
    subject.refresh_from_db()
    assert subject.title == "chưa đổi"
    first, second = AuditEvent.objects.order_by("number")
    assert (first.verb, first.refused, first.actor_id, first.object_id) == (
        "refused.locked",
        True,
        world.commune.pk,
        str(subject.pk),
    )
    assert (first.reason, first.request_id, first.role) == (SENTENCE, answer["X-Request-Id"], "commune")
    assert second.verb == "refused.refuse"


def test_nobody_and_no_object_leave_no_event(client, world, subject):
    assert client.post("/thu/refused/").status_code == 422
    client.force_login(world.commune)
    assert client.get("/khong-co-doi-tuong/").status_code == 422
    assert client.get("/khong-co/").status_code == 404
    assert AuditEvent.objects.count() == 0


def test_under_api_the_answer_is_json(client, world, subject):
    client.force_login(world.commune)
    answer = client.post("/api/thu/refused/")
    assert (answer.status_code, answer.json()) == (422, {"detail": SENTENCE, "code": "locked"})
    assert AuditEvent.objects.count() == 1


def test_htmx_gets_the_note_alone(client, world, subject):
    client.force_login(world.commune)
    answer = client.post("/thu/stale/", headers={"HX-Request": "true"})
    body = answer.content.decode()
    assert answer.status_code == 409
    assert ("<html" in body, body.count("Phiếu đã khóa")) == (False, 1)
    assert "HX-Request" in answer["Vary"]


def test_other_answers_pass_untouched(client, db):
    answer = client.get("/xong/")
    assert (answer.status_code, answer.content) == (200, b"xong")


@override_settings(DEBUG=False)
def test_another_error_is_not_hidden(client, db):
    client.raise_request_exception = True
    with pytest.raises(Job.DoesNotExist):
        client.post("/thu/refused/")
