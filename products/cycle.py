"""The one transition table of the six-step cycle (design §6). It draws the buttons, the tests and the diagram in the docs.

A row names its guards and its actors; functions stand behind the names in registries, so that step 5 can live in
evaluations: that room registers its own in `AppConfig.ready()`, and a test fails for a name without a function.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

from django.utils.translation import gettext_lazy as _

from products.enums import CycleState as S
from products.enums import Step

STEP_OF: dict[str, Step] = {
    **dict.fromkeys((S.IDEA_DRAFT, S.IDEA_SUBMITTED, S.IDEA_REVIEWED, S.IDEA_RETURNED, S.IDEA_DECLINED), Step.IDEA),
    **dict.fromkeys((S.PLAN_DRAFT, S.PLAN_SUBMITTED, S.PLAN_RETURNED, S.PLAN_DECLINED), Step.PLAN),
    **dict.fromkeys((S.RUNNING, S.COMPLETED), Step.IMPLEMENTATION),
    **dict.fromkeys(
        (
            S.DOSSIER_DRAFT,
            S.DOSSIER_FILED,
            S.DOSSIER_RETURNED,
            S.REPORTED,
            S.RECEIVED,
            S.CHECKED,
            S.SCHEDULED,
            S.SCORED,
            S.CLOSED,
            S.FORWARDED,
            S.HANDED_BACK,
            S.NOT_RECOGNISED,
        ),
        Step.EVALUATION,
    ),
    S.RECOGNISED: Step.PROMOTION,
    S.ABANDONED: Step.IDEA,
}

# What the producer and the public read instead of the office wording.
PUBLIC_WORDING: dict[str, str] = {
    S.IDEA_DRAFT: _("Chủ thể đang soạn phiếu đăng ký ý tưởng"),
    S.IDEA_SUBMITTED: _("Cơ quan quản lý đang xét ý tưởng"),
    S.IDEA_REVIEWED: _("Xã đã xem xét, cơ quan thẩm định đang xét ý tưởng"),
    S.IDEA_RETURNED: _("Chủ thể cần sửa phiếu ý tưởng"),
    S.IDEA_DECLINED: _("Ý tưởng chưa được chấp nhận"),
    S.PLAN_DRAFT: _("Chủ thể đang lập phương án kinh doanh"),
    S.PLAN_SUBMITTED: _("Cơ quan quản lý đang xem xét phương án"),
    S.PLAN_RETURNED: _("Chủ thể cần sửa phương án"),
    S.PLAN_DECLINED: _("Phương án chưa được lựa chọn"),
    S.RUNNING: _("Chủ thể đang triển khai phương án"),
    S.COMPLETED: _("Chủ thể đã triển khai xong phương án"),
    S.DOSSIER_DRAFT: _("Chủ thể đang chuẩn bị hồ sơ đánh giá"),
    S.DOSSIER_FILED: _("Hồ sơ đã nộp, đang được kiểm tra"),
    S.DOSSIER_RETURNED: _("Chủ thể cần bổ sung hồ sơ"),
    S.REPORTED: _("Ủy ban nhân dân cấp xã đã báo cáo và đề nghị đánh giá"),
    S.RECEIVED: _("Cấp đánh giá đã tiếp nhận hồ sơ"),
    S.CHECKED: _("Hồ sơ đã được tổ tư vấn kiểm tra"),
    S.SCHEDULED: _("Sản phẩm đã được xếp lịch họp hội đồng"),
    S.SCORED: _("Hội đồng đã chấm điểm"),
    S.CLOSED: _("Hội đồng đã chốt kết quả"),
    S.FORWARDED: _("Hồ sơ đã được chuyển lên cấp trên"),
    S.HANDED_BACK: _("Cấp tỉnh đang quyết định trên kết quả của trung ương"),
    S.RECOGNISED: _("Sản phẩm được công nhận"),
    S.NOT_RECOGNISED: _("Sản phẩm chưa được công nhận"),
    S.ABANDONED: _("Chủ thể đã rút đăng ký"),
}


@dataclass(frozen=True)
class Transition:
    """One row. `who`: any of these may act. `room`: only that room's services may call it (its own writes go with it).

    `deadline`: name of the rule that sets `Cycle.due_on` for the new state. `main`: the expected next act of its source.
    `effects`: names of what is written with the move, in order. `remarks`: the paper whose items may be remarked on.
    `reason_label`: what the reason is called where it is an opinion. `window`: name of the rule that says whether the act's days are over at its moment.
    """

    name: str
    sources: tuple[S, ...]
    target: S
    who: tuple[str, ...]
    label: str
    guards: tuple[str, ...] = ()
    reason_needed: bool = False
    effects: tuple[str, ...] = ()
    deadline: str = ""
    room: str = "products"
    main: bool = True
    remarks: str = ""
    window: str = ""
    reason_label: str = ""


TABLE: tuple[Transition, ...] = (
    # Step 2: ideas. Where a level above appraises, the commune reviews first (regulation.md §8).
    Transition("submit_idea", (S.IDEA_DRAFT, S.IDEA_RETURNED), S.IDEA_SUBMITTED, ("producer", "local_officer"),
               _("Gửi ý tưởng"), guards=("idea_complete",), window="refile", effects=("keep_idea",)),
    Transition("review_idea", (S.IDEA_SUBMITTED,), S.IDEA_REVIEWED, ("commune",),
               _("Chuyển thẩm định ý tưởng"), guards=("appraised_above",), reason_needed=True, effects=("keep_review",),
               reason_label=_("Ý kiến xem xét của xã")),
    Transition("return_idea", (S.IDEA_SUBMITTED, S.IDEA_REVIEWED), S.IDEA_RETURNED, ("appraiser", "commune"),
               _("Trả lại ý tưởng"), guards=("idea_with_you",), reason_needed=True, deadline="refile", main=False,
               remarks="idea"),
    Transition("accept_idea", (S.IDEA_SUBMITTED, S.IDEA_REVIEWED), S.PLAN_DRAFT, ("appraiser",),
               _("Chấp nhận ý tưởng"), guards=("idea_with_you",)),
    Transition("decline_idea", (S.IDEA_SUBMITTED, S.IDEA_REVIEWED), S.IDEA_DECLINED, ("appraiser",),
               _("Không chấp nhận ý tưởng"), guards=("idea_with_you",), reason_needed=True, main=False),
    # Step 3: business plans
    Transition("submit_plan", (S.PLAN_DRAFT, S.PLAN_RETURNED), S.PLAN_SUBMITTED, ("producer", "local_officer"),
               _("Gửi phương án"), guards=("plan_complete",), window="refile", effects=("keep_plan",)),
    Transition("return_plan", (S.PLAN_SUBMITTED,), S.PLAN_RETURNED, ("selector",),
               _("Trả lại phương án"), reason_needed=True, deadline="refile_plan", main=False, remarks="plan"),
    Transition("select_plan", (S.PLAN_SUBMITTED,), S.RUNNING, ("selector",), _("Chọn phương án")),
    Transition("decline_plan", (S.PLAN_SUBMITTED,), S.PLAN_DECLINED, ("selector",),
               _("Không chọn phương án"), reason_needed=True, main=False),
    # Step 4: implementation
    Transition("complete", (S.RUNNING,), S.COMPLETED, ("producer", "local_officer"),
               _("Kết thúc triển khai"), guards=("milestones_done",)),
    # Step 5: dossier and evaluation. Guards and writes live in evaluations.
    Transition("open_dossier", (S.COMPLETED,), S.DOSSIER_DRAFT, ("producer", "local_officer"),
               _("Lập hồ sơ đánh giá"), guards=("rubric_ready",), room="evaluations"),
    Transition("file_dossier", (S.DOSSIER_DRAFT, S.DOSSIER_RETURNED), S.DOSSIER_FILED, ("producer", "local_officer"),
               _("Nộp hồ sơ"), guards=("dossier_complete",), deadline="after_filing", room="evaluations"),
    Transition("report_by_commune", (S.DOSSIER_FILED,), S.REPORTED, ("commune",),
               _("Gửi báo cáo của xã (Mẫu số 03)"), guards=("path_has_commune_report", "commune_report_complete"),
               room="evaluations"),
    Transition("receive", (S.DOSSIER_FILED, S.REPORTED, S.FORWARDED), S.RECEIVED, ("receiver",),
               _("Tiếp nhận hồ sơ"), guards=("level_may_receive",), room="evaluations"),
    Transition("check", (S.RECEIVED,), S.CHECKED, ("receiver", "advisor"),
               _("Xác nhận hồ sơ đạt yêu cầu"), guards=("advisory_note_written",), room="evaluations"),
    Transition("return_dossier", (S.DOSSIER_FILED, S.RECEIVED, S.CHECKED), S.DOSSIER_RETURNED, ("commune", "receiver"),
               _("Trả lại hồ sơ"), reason_needed=True, deadline="refile", room="evaluations", main=False),
    Transition("schedule", (S.CHECKED,), S.SCHEDULED, ("receiver", "secretary"),
               _("Đưa vào phiên họp hội đồng"), room="evaluations"),
    Transition("unschedule", (S.SCHEDULED,), S.CHECKED, ("receiver", "secretary"),
               _("Rút khỏi phiên họp"), guards=("nothing_scored",), reason_needed=True, room="evaluations", main=False),
    Transition("end_scoring", (S.SCHEDULED,), S.SCORED, ("chair",), _("Kết thúc chấm điểm"), room="evaluations"),
    Transition("rescore", (S.SCORED,), S.SCHEDULED, ("chair",),
               _("Chấm lại lần hai"), reason_needed=True, room="evaluations", main=False),
    Transition("close_result", (S.SCORED,), S.CLOSED, ("chair",), _("Chốt kết quả"), guards=("closing_allowed",),
               room="evaluations"),
    Transition("forward", (S.CLOSED,), S.FORWARDED, ("receiver",),
               _("Chuyển hồ sơ lên cấp trên"), guards=("result_goes_up",), deadline="renewal_up",
               room="evaluations"),
    Transition("recognise", (S.CLOSED, S.HANDED_BACK), S.RECOGNISED, ("receiver",),
               _("Ghi quyết định công nhận"), guards=("result_recognised_here",), room="evaluations"),
    Transition("refuse", (S.CLOSED, S.HANDED_BACK), S.NOT_RECOGNISED, ("receiver",),
               _("Thông báo không công nhận"), guards=("result_not_recognised",), room="evaluations"),
    # The centre below 5 stars: the province recognises 3 or 4 on that result, or scores again (26/2026 Art. 7.4.g).
    Transition("hand_back", (S.CLOSED,), S.HANDED_BACK, ("receiver",),
               _("Chuyển kết quả về tỉnh"), guards=("result_handed_back",), room="evaluations"),
    Transition("evaluate_again", (S.HANDED_BACK,), S.CHECKED, ("receiver",),
               _("Đánh giá lại tại tỉnh"), reason_needed=True, room="evaluations", main=False),
    # The producer may stop before the council has met.
    Transition("abandon",
               (S.IDEA_DRAFT, S.IDEA_SUBMITTED, S.IDEA_REVIEWED, S.IDEA_RETURNED, S.PLAN_DRAFT, S.PLAN_SUBMITTED,
                S.PLAN_RETURNED, S.RUNNING, S.COMPLETED, S.DOSSIER_DRAFT, S.DOSSIER_RETURNED),
               S.ABANDONED, ("producer", "local_officer"), _("Rút đăng ký"), reason_needed=True, main=False),
)  # fmt: skip

# A re-evaluation has 45 days at each level (26/2026/QĐ-TTg Art. 7.6.g): a step of the evaluation without a deadline of its
# own keeps them running. Other kinds of request have none there; a result ends them.
TABLE = tuple(
    replace(row, deadline="renewal")
    if row.room == "evaluations" and not row.deadline and row.target not in (S.RECOGNISED, S.NOT_RECOGNISED)
    else row
    for row in TABLE
)

BY_NAME: dict[str, Transition] = {row.name: row for row in TABLE}

# name -> function(cycle, actor) -> None, or the sentence that says what is missing
GUARDS: dict[str, Callable] = {}
# Guards that say whether a row is of this cycle's way at all: where they do not hold the row is not even shown.
ROUTES = frozenset({"appraised_above"})
# name -> function(user, cycle) -> bool
ACTORS: dict[str, Callable] = {}
# name -> function(cycle, at) -> date or None
DEADLINES: dict[str, Callable] = {}
# name -> function(cycle, at) -> None, or the sentence that says that its days are over
WINDOWS: dict[str, Callable] = {}
# name -> function(cycle, actor, moment, reason), inside the transaction of the move
EFFECTS: dict[str, Callable] = {}


def guard(name: str):
    """Register a guard under the name that the table uses."""

    def register(function):
        GUARDS[name] = function
        return function

    return register


def actor(name: str):
    """Register who-may-act under the name that the table uses."""

    def register(function):
        ACTORS[name] = function
        return function

    return register


def deadline(name: str):
    """Register a rule for `due_on` under the name that the table uses."""

    def register(function):
        DEADLINES[name] = function
        return function

    return register


def window(name: str):
    """Register a rule of days under the name that the table uses."""

    def register(function):
        WINDOWS[name] = function
        return function

    return register


def effect(name: str):
    """Register what is written with a move under the name that the table uses."""

    def register(function):
        EFFECTS[name] = function
        return function

    return register


def on_the_way(row: Transition, cycle) -> bool:
    """Whether the row belongs to the way of this cycle."""
    return all(GUARDS[name](cycle, None) is None for name in row.guards if name in ROUTES)


def from_state(state: str) -> list[Transition]:
    """Rows that leave `state`, in table order."""
    return [row for row in TABLE if state in row.sources]
