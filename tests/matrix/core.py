"""Rows of core: see tests/matrix/__init__.py."""

from core import files, jobs, notices
from core.enums import JobState
from core.models import File, Job, Notice
from tests.matrix import Row, public

REPORT_READERS = ("province", "department", "leadership", "ministry")


def build(world):
    """Two jobs of the commune officer of Lệ Thủy, one of them failed, and a file of a report; the runner beats."""
    jobs.beat()
    fields = {
        "kind": "core.inspect_file",
        "parameters": {"file": 0},
        "actor_id": world.commune.pk,
        "province_id": world.quang_tri.pk,
    }
    world.extra["own_job"] = Job.objects.create(key="matrix", title="Việc của xã", **fields)
    world.extra["failed_job"] = Job.objects.create(
        key="failed", title="Việc hỏng", state=JobState.FAILED, message="Hỏng.", finished_at=jobs.clock.now(), **fields
    )
    notices.tell([
        notices.Draft(
            key="matrix:1", kind="reminder", people=frozenset({world.commune.pk}), subject="Nhắc: Chè Lệ Thủy",
            sentence="Hạn là mai.", link="/viec/",
        )
    ])  # fmt: skip
    world.extra["notice"] = Notice.objects.get(key="matrix:1")
    world.extra["paper"] = File.objects.create(
        stored_name="aa/paper",
        original_name="Báo cáo.pdf",
        content_type="application/pdf",
        size=4,
        sha256="3" * 64,
        owner_type="reports.report",
        owner_id=world.a_report.pk,
        province_id=world.quang_tri.pk,
    )


def paper(world):
    """The key of the file, whose bytes are laid where this test keeps its files."""
    path = files.path_of(world.paper)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"%PDF")
    return {"pk": world.paper.pk}


def own(world):
    return {"pk": world.own_job.pk}


def failed(world):
    return {"pk": world.failed_job.pk}


STEERING = {"owner": "/viec-nen/*", "province": "/viec-nen/*", "department": 403, "leadership": 403}

ROWS: list[Row] = [
    Row("core:jobs", others=200,
        holds={"owner": lambda w: [f"/viec-nen/{w.own_job.pk}/"]},
        lacks={"province": lambda w: [f"/viec-nen/{w.own_job.pk}/"], "neighbour": lambda w: [f"/viec-nen/{w.own_job.pk}/"]}),
    Row("core:job", args=own, expect=dict.fromkeys(["owner", "province", "department", "leadership"], 200),
        holds={"owner": lambda w: ["Dừng việc này"]}, lacks={"leadership": lambda w: ["Dừng việc này"]}),
    Row("core:job_cancel", method="post", args=own, expect=STEERING),
    Row("core:job_again", method="post", args=failed, expect=STEERING),
    Row("core:file", args=paper, expect=dict.fromkeys(REPORT_READERS, 200)),
    Row("core:notices", others=200,
        holds={"owner": lambda w: ["Nhắc: Chè Lệ Thủy"]},
        lacks={who: lambda w: ["Nhắc: Chè Lệ Thủy"] for who in ("neighbour", "province", "admin", "ministry")}),
    Row("core:notice_open", method="post", args=lambda w: {"pk": w.notice.pk}, expect={"owner": "/viec/"}),
    Row("core:notice_read_all", method="post", others="/thong-bao/"),
    Row("core:notice_choice", others=200),
    Row("core:notice_choice", method="post", data=lambda w: {"mail": "off"}, others="/thong-bao/"),
    # The file of the ground is no PDF that can be read: who is let in is told so.
    Row("core:file_pages", args=lambda w: paper(w) | {"first": 1, "last": 1}, expect=dict.fromkeys(REPORT_READERS, 422)),
    public("core:style"),
    public("core:healthz"),
    public("core:readyz"),
]  # fmt: skip
