"""Where a member owes a comment: the pure rule by table, and that the service holds it (guides/ux.md §6)."""

import pytest
from django.test import Client
from django.urls import reverse

from core.exceptions import Refused
from evaluations import sheetdefs
from evaluations.models import ScoreSheet
from evaluations.selectors.comments import comments_owed, places_owing, steps_apart
from evaluations.selectors.sheetpage import self_places
from evaluations.services import sheets
from tests.evaluations import helpers as h
from tests.world import PASSWORD


def criterion(points, *, subjective=False, code="A.1.1", applies_if=None):
    options = tuple(sheetdefs.Option(n, value, f"Mức {n}") for n, value in enumerate(points, 1))
    return sheetdefs.Criterion(code, "Tiêu chí", max(points), options, applies_if=applies_if, subjective=subjective)


@pytest.mark.parametrize(
    ("points", "subjective", "rule", "own", "owing"),
    [
        # sensory and other subjective criteria: both ends, "không đáp ứng" too
        ((1, 2, 3), True, "extremes", None, {0, 1, 3}),
        ((0, 1, 2, 3), True, "extremes", None, {0, 1, 4}),
        ((1, 3, 5), True, "extremes", None, {0, 1, 3}),
        ((1, 2), True, "extremes", None, {0, 1, 2}),
        # objective ones: only the distance to the self-score
        ((1, 2, 3), False, "extremes", None, set()),
        ((1, 2, 3), False, "extremes", 3, {0, 1}),
        ((1, 2, 3), False, "extremes", 2, {0}),
        ((1, 2, 3), False, "extremes", 0, {2, 3}),
        ((0, 1, 3, 5), False, "extremes", 4, {0, 1, 2}),
        ((0, 1), False, "extremes", 2, set()),
        # cases: equal points of another case are no step
        ((1, 3, 1, 3), False, "extremes", 4, {0}),
        ((1, 2, 3), True, "extremes", 2, {0, 1, 3}),
        ((1, 2, 3), True, "all", None, {0, 1, 2, 3}),
        ((1, 2, 3), True, "none", 3, set()),
    ],
)
def test_places_that_owe_a_comment(points, subjective, rule, own, owing):
    assert places_owing(criterion(points, subjective=subjective), rule, own) == owing


def test_steps_count_levels_of_points():
    one = criterion((0, 1, 3, 5))
    assert [steps_apart(one, 0, place) for place in range(5)] == [0, 0, 1, 2, 3]


def sheet_of(*criteria):
    section = sheetdefs.Section("A.1", "Mục", 10, criteria)
    return sheetdefs.Rubric("t/1", "Phiếu", (sheetdefs.Part("A", "Phần", 100, (section,)),), bands=())


@pytest.mark.parametrize(
    ("answers", "rule", "owed"),
    [
        ({}, "all", []),
        ({"A.1.1": (None, "")}, "all", []),
        ({"A.1.1": (3, ""), "A.1.2": (2, "")}, "extremes", ["A.1.1"]),
        ({"A.1.1": (3, "Ngon"), "A.1.2": (2, "")}, "extremes", []),
        ({"A.1.1": (3, "   "), "A.1.2": (2, "")}, "extremes", ["A.1.1"]),
        ({"A.1.1": (3, ""), "A.1.2": (2, "")}, "all", ["A.1.1", "A.1.2"]),
        ({"A.1.1": (3, ""), "A.1.2": (2, "")}, "none", []),
        # A.1.3 is asked only from 2 points of A.1.2 on
        ({"A.1.2": (1, "Có"), "A.1.3": (1, "")}, "all", []),
        ({"A.1.2": (2, "Có"), "A.1.3": (1, "")}, "all", ["A.1.3"]),
        ({"Z.9": (1, "")}, "all", []),
    ],
)
def test_what_a_sheet_owes(answers, rule, owed):
    spec = sheet_of(
        criterion((1, 2, 3), subjective=True),
        criterion((1, 2, 3), code="A.1.2"),
        criterion((1, 2), code="A.1.3", applies_if=sheetdefs.Condition("A.1.2", 2)),
    )
    assert comments_owed(spec, answers, rule) == owed


def silent(item, user, places):
    """A complete sheet without a single comment, not handed in."""
    sheets.declare_conflict(item=item, has_conflict=False, actor=user)
    sheet = sheets.open_sheet(item=item, actor=user)
    saved = sheets.save_answers(
        sheet_id=sheet.pk, answers={code: (place, "") for code, place in places.items()}, version=0,
        request_id="whole-sheet", actor=user,
    )  # fmt: skip
    return sheet, saved


@pytest.mark.django_db
def test_the_service_refuses_until_the_comments_are_written(world, item):
    sheet, saved = silent(item, world.member1, h.places_for(item.rubric, 100))
    owed = comments_owed(saved.spec, saved.answers, "extremes", self_places(item.dossier_id))
    assert len(owed) > 3
    with pytest.raises(Refused, match="Cần ghi nhận xét cho tiêu chí: " + owed[0]) as refused:
        sheets.submit_sheet(sheet=sheet, version=saved.version, password=PASSWORD, actor=world.member1)
    assert refused.value.code == "comments"
    assert ScoreSheet.objects.get().state == "draft"

    client = Client()
    client.force_login(world.member1)
    address = reverse("evaluations:sheet_submit", args=[sheet.pk])
    page = client.get(address).content.decode()
    assert "Cần ghi nhận xét trước khi nộp." in page
    assert [code for code in owed if f"{sheet.get_absolute_url()}#c-{code}" not in page] == []
    assert page.count("Cần nhận xét") == len(owed)
    answer = client.post(address, {"version": saved.version, "password": PASSWORD})
    assert (answer.status_code, "Cần ghi nhận xét cho tiêu chí" in answer.content.decode()) == (422, True)

    answers = {code: (saved.answers[code][0], "Theo mẫu sản phẩm.") for code in owed}
    more = sheets.save_answers(
        sheet_id=sheet.pk, answers=answers, version=saved.version, request_id="the-comments", actor=world.member1
    )
    sheets.submit_sheet(sheet=sheet, version=more.version, password=PASSWORD, actor=world.member1)
    assert ScoreSheet.objects.get().state == "submitted"


@pytest.mark.django_db
@pytest.mark.parametrize(("rule", "passes"), [("none", True), ("all", False)])
def test_the_council_sets_the_rule(world, item, rule, passes):
    council = item.session.council
    council.comment_rule = rule
    council.save(update_fields=["comment_rule"])
    sheet, saved = silent(item, world.member1, self_places(item.dossier_id))
    if not passes:
        with pytest.raises(Refused, match="Cần ghi nhận xét"):
            sheets.submit_sheet(sheet=sheet, version=saved.version, password=PASSWORD, actor=world.member1)
        return
    sheets.submit_sheet(sheet=sheet, version=saved.version, password=PASSWORD, actor=world.member1)
    assert ScoreSheet.objects.get().state == "submitted"
