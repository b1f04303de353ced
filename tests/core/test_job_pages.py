"""Pages of background jobs: every state of ux §9, who sees and who steers, htmx and plain."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine

from core import audit, clock, jobs
from core.enums import JobState
from core.models import AuditEvent, Job
from tests.core import work  # noqa: F401  registers the kinds
from tests.core.reading import text_of

NOW = datetime(2026, 11, 20, 8, 0, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))


@pytest.fixture(autouse=True)
def frozen():
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def row(world):
    return jobs.enqueue(
        kind="test.write",
        key="own",
        parameters={},
        actor=world.commune,
        title="Báo cáo quý III năm 2026 & <phụ lục>",
        province_id=world.quang_tri.pk,
    )


def page(client, person, row, **headers):
    client.force_login(person)
    return client.get(f"/viec-nen/{row.pk}/", headers=headers)


def test_waiting(client, world, row):
    Job.objects.create(kind="k", key="first", title="t", due_at=NOW - timedelta(seconds=1))
    answer = page(client, world.commune, row)
    words = text_of(answer)
    assert answer.status_code == 200
    assert f"Việc nền số {row.pk} Báo cáo quý III năm 2026 & <phụ lục>" in words
    assert "Xếp hàng thứ 2 trong hàng chờ Đang chờ Chuẩn bị chưa làm Ghi chưa làm" in words
    assert "Ông/bà có thể đóng trang này." in words
    assert "Xem lại Dừng việc này" in words


def test_running(client, world, row, frozen):
    token = jobs.claim(row.pk)
    progress = jobs.Progress(row.pk, token)
    progress(1)
    frozen.shift(3)
    progress(2, "biểu 4/6")
    frozen.shift(64)
    words = text_of(page(client, world.commune, row))
    assert "Bước 2/2 đã chạy 1 phút 7 giây Đang làm Chuẩn bị 3 giây Ghi biểu 4/6" in words
    jobs.cancel(row=Job.objects.get(pk=row.pk), actor=world.commune)
    words = text_of(page(client, world.commune, row))
    assert "Đã nhận yêu cầu dừng. Việc sẽ dừng ở bước kế tiếp." in words
    assert "Dừng việc này" not in words


def test_done(client, world, row, frozen):
    token = jobs.claim(row.pk)
    frozen.shift(46)
    files = [{"id": 7, "label": "Bản để trình ký", "kind": "PDF", "note": "1,8 MB"}]
    jobs.Progress(row.pk, token).finish({"files": files, "links": [{"url": "/bao-cao/3/", "label": "Mở báo cáo"}]})
    answer = page(client, world.commune, row)
    words, body = text_of(answer), answer.content.decode()
    main = body[body.index("<main") : body.index("</main>")]
    assert "Đã xong lúc 08:00, 20/11/2026 (trong 46 giây)." in words
    assert "Tải về PDF Bản để trình ký 1,8 MB Tải PDF Bản để trình ký Mở báo cáo" in words
    assert body.count('href="/tep/7/"') == 1
    assert main.count('class="btn"') + main.count('class="btn push"') == 1
    assert ("hx-get" in body, "htmx" in body.split("</head>")[0].split("<script")[-1], "Chạy lại" in words) == (
        False,
        False,
        False,
    )


def test_failed_and_run_again(client, world, row):
    jobs.Progress(row.pk, jobs.claim(row.pk)).end(JobState.FAILED, "Kỳ báo cáo chưa kết thúc. Ông/bà chọn kỳ khác.")
    words = text_of(page(client, world.commune, row))
    assert (
        "Việc này chưa hoàn thành Kỳ báo cáo chưa kết thúc. Ông/bà chọn kỳ khác. Dừng lúc 08:00, 20/11/2026." in words
    )
    answer = client.post(f"/viec-nen/{row.pk}/chay-lai/")
    again = Job.objects.exclude(pk=row.pk).get()
    assert (answer.status_code, answer["Location"]) == (302, f"/viec-nen/{again.pk}/")
    assert (again.state, again.key, again.actor_id) == (JobState.QUEUED, "own", world.commune.pk)


def test_cancelled(client, world, row):
    client.force_login(world.commune)
    answer = client.post(f"/viec-nen/{row.pk}/dung/")
    assert (answer.status_code, answer["Location"]) == (302, f"/viec-nen/{row.pk}/")
    words = text_of(page(client, world.commune, row))
    assert "Việc này đã dừng Việc đã được dừng theo yêu cầu." in words
    assert "Chạy lại" in words
    answer = client.post(f"/viec-nen/{row.pk}/dung/")
    assert answer.status_code == 409
    assert "Việc nền này đã kết thúc nên không dừng được nữa." in text_of(answer)
    assert list(AuditEvent.objects.values_list("verb", flat=True)) == ["job.cancel", "refused.job.ended"]


def test_a_get_changes_nothing(client, world, row):
    client.force_login(world.commune)
    assert client.get(f"/viec-nen/{row.pk}/dung/").status_code == 405
    assert client.get(f"/viec-nen/{row.pk}/chay-lai/").status_code == 405
    row.refresh_from_db()
    assert row.state == JobState.QUEUED


def test_owner_neighbour_stranger(client, world, row, settings):
    settings.LOGIN_URL = "/tai-khoan/dang-nhap/"
    people = ["commune", "province", "leadership", "neighbour_commune", "stranger_province", "admin"]
    seen = {name: page(client, world.users[name], row).status_code for name in people}
    assert seen == {
        "commune": 200,
        "province": 200,
        "leadership": 200,
        "neighbour_commune": 404,
        "stranger_province": 404,
        "admin": 404,
    }
    words = text_of(page(client, world.leadership, row))
    assert "Dừng việc này" not in words
    assert client.post(f"/viec-nen/{row.pk}/dung/").status_code == 403
    client.force_login(world.neighbour_commune)
    assert client.post(f"/viec-nen/{row.pk}/dung/").status_code == 404
    client.logout()
    for address in ("/viec-nen/", f"/viec-nen/{row.pk}/"):
        assert client.get(address)["Location"] == f"/tai-khoan/dang-nhap/?next={address}"
    row.refresh_from_db()
    assert row.state == JobState.QUEUED


def test_htmx_gets_the_part_while_the_job_lives_and_the_page_when_it_is_over(client, world, row):
    whole = page(client, world.commune, row).content.decode()
    assert whole.count('src="/static/django_htmx/htmx-2.min.js"') == 1
    answer = page(client, world.commune, row, **{"HX-Request": "true"})
    part = answer.content.decode()
    assert part.startswith('<div id="job" hx-get="/viec-nen/')
    assert (part.count('hx-trigger="every 2s"'), "<html" in part, "<form" in part) == (1, False, False)
    assert "HX-Request" in answer["Vary"]
    jobs.cancel(row=row, actor=world.commune)
    answer = page(client, world.commune, row, **{"HX-Request": "true"})
    assert (answer["HX-Refresh"], answer.content) == ("true", b"")


def test_the_list_shows_own_jobs_newest_first(client, world, row, frozen):
    jobs.enqueue(kind="test.plain", key="other", parameters={}, actor=world.province, province_id=world.quang_tri.pk)
    frozen.shift(60)
    jobs.enqueue(kind="test.plain", key="later", parameters={}, actor=world.commune, title="Việc sau")
    client.force_login(world.commune)
    words = text_of(client.get("/viec-nen/"))
    assert "2 việc" in words
    assert (
        "Việc sau 08:01, 20/11/2026 Đang chờ Báo cáo quý III năm 2026 & <phụ lục> 08:00, 20/11/2026 Đang chờ" in words
    )


def test_an_empty_list_says_what_will_be_there(client, world):
    client.force_login(world.producer)
    assert "Chưa có việc nền nào Báo cáo và các việc chạy lâu" in text_of(client.get("/viec-nen/"))


@pytest.mark.parametrize("count", [1, 3, 30])
def test_the_list_takes_two_queries_beside_user_and_roles(client, world, count, django_assert_num_queries):
    for number in range(count):
        jobs.enqueue(kind="test.plain", key=str(number), parameters={}, actor=world.commune)
    client.force_login(world.commune)
    client.get("/viec-nen/")
    with django_assert_num_queries(5):  # session, user, roles; count, page
        client.get("/viec-nen/")


def test_the_page_takes_two_queries_beside_user_and_roles(client, world, row, django_assert_num_queries):
    client.force_login(world.commune)
    with django_assert_num_queries(5):  # session, user, roles; job, place in the queue
        client.get(f"/viec-nen/{row.pk}/")


def test_a_job_of_an_unknown_kind_has_a_page(client, world):
    row = Job.objects.create(kind="gone", key="g", title="Việc cũ", actor_id=world.commune.pk, state=JobState.FAILED)
    Job.objects.filter(pk=row.pk).update(message="Không còn.", finished_at=clock.now())
    words = text_of(page(client, world.commune, row))
    assert ("Việc này chưa hoàn thành Không còn." in words, "Chạy lại" in words) == (True, False)
    assert audit.SYSTEM.pk is None
