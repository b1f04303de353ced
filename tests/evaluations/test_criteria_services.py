"""Drafts and publishing: all files or none, what changes for which dossier, and what never changes again."""

import pytest
from django.db import DatabaseError, transaction

from core import triggers
from core.exceptions import NotAllowed, Refused, Stale
from core.models import AuditEvent
from evaluations import sheetfiles
from evaluations.criteriafiles import yaml_text
from evaluations.models import CriteriaDraft, Option, Rubric
from evaluations.selectors.criteria import known_laws, law_rows, sheet_text
from evaluations.selectors.rubrics import newest_complete, rubric_spec
from evaluations.services import criteria as services
from evaluations.services import dossiers
from evaluations.services.rubrics import load_rubrics
from evaluations.sheetfiles import load_sheet
from products import regulationfiles
from products.models import ProductSet, Regulation, RegulationText
from products.selectors.regulations import all_specs, regulation_for, spec_of, spec_on
from tests.evaluations import helpers as h
from tests.world import PASSWORD

pytestmark = pytest.mark.django_db
LAW = (regulationfiles.FOLDER / "26-2026.yaml").read_text("utf-8")
(PATH,) = (sheetfiles.FOLDER / "26-2026").glob("13-*.yaml")
COFFEE = PATH.read_text("utf-8")
NEW_LAW = (
    LAW.replace("code: 26-2026", "code: 31-2027", 1).replace("26/2026/QĐ-TTg", "31/2027/QĐ-TTg")
    .replace("rubric: 26-2026/", "rubric: 31-2027/")
    .replace("in_force_from: '2026-05-22'", "in_force_from: '2027-05-22'")
    .replace("valid_from: '2026-05-22'", "valid_from: '2027-05-22'")
)  # fmt: skip
NEW_SHEET = COFFEE.replace("26/2026/QĐ-TTg", "31/2027/QĐ-TTg")
CORRECTED = COFFEE.replace("name_vi: Nguồn nguyên liệu\n", "name_vi: Nguồn nguyên liệu của sản phẩm\n", 1)


def texts(**named):
    return [yaml_text(text.encode(), f"{name}.yaml") for name, text in named.items()]


def drafts(actor, **named):
    return services.save_drafts(texts=texts(**named), actor=actor)


def publish(draft, actor, reason="Phụ lục II, đã đối chiếu bản ký."):
    return services.publish_draft(draft=draft, password=PASSWORD, reason=reason, actor=actor)


@pytest.fixture
def office(world):
    h.ready(h.COFFEE)
    h.passwords(world, "admin", "ministry")
    return world.admin


def events(verb):
    return list(AuditEvent.objects.filter(verb=verb).order_by("number"))


def test_the_texts_of_this_file_are_what_they_say():
    assert NEW_LAW != LAW
    assert (CORRECTED != COFFEE, NEW_LAW.count("31-2027"), NEW_LAW.count("2027-05-22")) == (True, 27, 2)


@pytest.mark.parametrize("who", ["province", "department", "leadership", "commune", "producer", "chair", "nobody"])
def test_only_administrator_and_ministry(world, office, who):
    actor = world.users[who]
    (draft,) = drafts(office, a=CORRECTED)
    with pytest.raises(NotAllowed):
        drafts(actor, a=CORRECTED)
    with pytest.raises(NotAllowed):
        publish(draft, actor)
    with pytest.raises(NotAllowed):
        services.drop_draft(draft=draft, actor=actor)
    assert CriteriaDraft.objects.visible_to(actor).count() == 0
    assert CriteriaDraft.objects.visible_to(world.ministry).count() == 1


def test_one_bad_file_and_nothing_is_stored(office):
    with pytest.raises(services.FaultyFiles) as refused:
        drafts(office, good=CORRECTED, bad=COFFEE.replace("points: 1\n", "points: 1.5\n", 1), worse="a: [")
    assert {f.file for f in refused.value.faults} == {"bad.yaml", "worse.yaml"}
    assert CriteriaDraft.objects.count() == 0
    assert events("criteria.draft") == []


def test_a_sheet_twice_two_decisions_and_a_published_one_are_faults(office):
    with pytest.raises(services.FaultyFiles) as refused:
        drafts(office, a=CORRECTED, b=COFFEE, old=LAW, c=NEW_LAW, d=NEW_LAW.replace("31-2027", "32-2027"))
    assert sorted(f.code for f in refused.value.faults) == ["code_taken", "decisions", "same_sheet"]


def test_sheets_of_a_bad_decision_wait_for_it(office):
    with pytest.raises(services.FaultyFiles) as refused:
        drafts(office, law=NEW_LAW.replace("in_force_from", "in_force_since", 1), sheet=NEW_SHEET)
    assert {f.file for f in refused.value.faults} == {"law.yaml"}


def test_the_same_content_is_no_draft_and_a_second_upload_takes_the_place_of_the_first(office):
    with pytest.raises(Refused, match="trùng với bản đang dùng"):
        drafts(office, a=COFFEE)
    (first,) = drafts(office, a=CORRECTED)
    (second,) = drafts(office, b=CORRECTED.replace("của sản phẩm", "chính"))
    first.refresh_from_db()
    assert first.dropped_at is not None
    assert list(CriteriaDraft.objects.live()) == [second]
    with pytest.raises(Stale):
        publish(first, office)
    with pytest.raises(Stale):
        services.drop_draft(draft=first, actor=office)


def test_password_and_reason_are_needed(office):
    (draft,) = drafts(office, a=CORRECTED)
    with pytest.raises(Refused, match="Mật khẩu không đúng"):
        services.publish_draft(draft=draft, password="sai", reason="Có.", actor=office)
    with pytest.raises(Refused, match="lý do công bố"):
        publish(draft, office, reason="  ")
    assert Rubric.objects.get().version == 1
    assert events("criteria.publish") == []


def test_a_new_decision_and_its_sheet_from_two_files(world, office):
    law, sheet = drafts(office, law=NEW_LAW, sheet=NEW_SHEET)
    assert (law.kind, law.code, sheet.kind, sheet.code) == ("decision", "31-2027", "sheet", "31-2027/13")
    row = law_rows(office)[0]
    assert (row.draft, [s.draft for s in row.sets]) == (law, [sheet])
    with pytest.raises(Refused, match="31/2027/QĐ-TTg chưa công bố"):
        publish(sheet, office)
    publish(law, office)
    published = Regulation.objects.get(code="31-2027")
    assert (published.number, published.product_sets.count()) == ("31/2027/QĐ-TTg", 26)
    assert spec_of(published).bands == regulationfiles.load_regulation("26-2026").bands
    assert spec_of(published).code == "31-2027"
    day = published.in_force_from
    assert (spec_on(day).code, regulation_for(day, "first")) == ("31-2027", published)
    assert regulation_for(Regulation.objects.get(code="26-2026").in_force_from, "first").code == "26-2026"
    assert [s.code for s in all_specs()][-1] == "31-2027"
    publish(sheet, world.ministry)
    rubric = Rubric.objects.get(code="31-2027/13")
    assert (rubric.version, rubric.complete, rubric_spec(rubric).criteria) == (
        1, True, rubric_spec(h.rubric_of(h.COFFEE)).criteria,
    )  # fmt: skip
    assert newest_complete(ProductSet.objects.get(regulation=published, number="13")) == rubric
    assert sheet_text(rubric) == NEW_SHEET
    one, two = events("criteria.publish")
    assert (one.actor_id, one.object_type, one.after["sets"]) == (office.pk, "products.regulation", 26)
    assert (two.actor_id, two.object_type, two.reason) == (
        world.ministry.pk, "evaluations.rubric", "Phụ lục II, đã đối chiếu bản ký.",
    )  # fmt: skip
    with pytest.raises(services.FaultyFiles) as refused:
        drafts(office, law=NEW_LAW.replace("100", "99"))
    assert refused.value.faults


def test_a_correction_is_the_next_version_for_dossiers_not_yet_filed(world, office, frozen):
    old = h.rubric_of(h.COFFEE)
    open_cycle = h.completed_cycle(world, world.le_thuy, world.producer, number="HS-2026-000001")
    dossier = dossiers.open_dossier(cycle=open_cycle, actor=world.producer)
    paper = dossiers.add_evidence(dossier=dossier, row="03", title="Hợp đồng", upload=h.upload(), actor=world.producer)
    dossiers.cite(evidence=paper, criterion="A.1.1", page_from=1, page_to=1, actor=world.producer)
    dossiers.cite(evidence=paper, criterion="A.2.1", page_from=1, page_to=1, actor=world.producer)
    places = h.places_for(old, 80)
    saved = dossiers.save_self_assessment(dossier=dossier, places=places, actor=world.producer)
    filed_cycle = h.completed_cycle(world, world.le_thuy, world.member1, name="Cà phê hạt", number="HS-2026-000002")
    filed = h.filed_dossier(filed_cycle, world.member1)
    first = old.criteria.get(code="A.1.1").options.order_by("place").first()
    (draft,) = drafts(office, a=CORRECTED.replace(first.label, f"{first.label} trở lên", 1))
    publish(draft, office)
    new = h.rubric_of(h.COFFEE)
    old.refresh_from_db()
    assert (old.version, old.retired_at is not None, new.version, new.pk) == (1, True, 2, draft.rubric_id)
    dossier, filed = h.fresh(dossier), h.fresh(filed)
    assert (dossier.rubric, filed.rubric) == (new, old)
    assert {c.criterion.rubric_id for c in paper.citations.all()} == {new.pk}
    assert sorted(c.criterion.code for c in paper.citations.all()) == ["A.1.1", "A.2.1"]
    kept = {c.criterion.code: c.option.place if c.option else 0 for c in dossier.self_assessment.choices.all()}
    assert kept == {code: place for code, place in places.items() if code != "A.1.1"}
    assert {c.criterion.rubric_id for c in dossier.self_assessment.choices.all()} == {new.pk}
    lost = rubric_spec(old).criteria["A.1.1"].points_at(places["A.1.1"])
    assert dossier.self_assessment.total == saved.total - lost
    (event,) = events("dossier.new_sheet")
    assert (event.object_id, event.before["version"], event.after["version"]) == (str(dossier.pk), 1, 2)
    assert events("criteria.publish")[0].after["dossiers"] == [dossier.pk]
    assert {c.criterion.rubric_id for c in filed.self_assessment.choices.all()} == {old.pk}
    with pytest.raises(Stale):  # a page that was opened before the correction
        saved_with = h.fresh(dossier)
        saved_with.rubric = old
        dossiers.save_self_assessment(dossier=saved_with, places={}, actor=world.producer)
    late = h.fresh(dossier)
    late.rubric_id = old.pk
    dossiers.save_self_assessment(dossier=h.fresh(dossier), places=places, actor=world.producer)
    assert dossiers.file_dossier(dossier=late, actor=world.producer).rubric == new


def test_the_shipped_file_never_takes_the_place_of_a_published_correction(office):
    (draft,) = drafts(office, a=CORRECTED)
    publish(draft, office)
    assert load_rubrics(files=[load_sheet(h.COFFEE)]) == {"kept": 1}
    assert h.rubric_of(h.COFFEE).content_hash == draft.sha256
    with pytest.raises(Refused, match="trùng"):
        drafts(office, a=CORRECTED)


def test_a_sheet_with_gaps_is_published_as_incomplete_but_never_in_the_place_of_a_whole_one(office):
    gaps = COFFEE.replace("confidence: found", "confidence: partial\nmissing:\n  - what: Phần C chưa đối chiếu.", 1)
    (draft,) = drafts(office, a=gaps)
    assert draft.complete is False
    with pytest.raises(Refused, match="còn thiếu nội dung"):
        publish(draft, office)
    fresh = gaps.replace("code: '13'", "code: '01'", 1)
    (draft,) = drafts(office, a=fresh)
    publish(draft, office)
    assert (h.rubric_of("26-2026/01").complete, h.rubric_of("26-2026/01").incomplete_reason) == (
        False, "Phần C chưa đối chiếu.",
    )  # fmt: skip


def refused_by_the_database(change):
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        change()


def test_a_used_sheet_is_shut_in_the_database(office, frozen):
    rubric = h.rubric_of(h.COFFEE)
    rows = Rubric.objects.filter(pk=rubric.pk)
    options = Option.objects.filter(criterion__rubric=rubric)
    rows.update(title="Trước khi dùng")
    options.filter(criterion__code="A.1.1", place=1).update(label="Trước khi dùng")
    rows.update(used_at=frozen)
    refused_by_the_database(lambda: rows.update(title="Tên khác"))
    refused_by_the_database(lambda: rows.update(complete=False))
    refused_by_the_database(lambda: rows.update(used_at=None))
    refused_by_the_database(lambda: rows.delete())
    refused_by_the_database(lambda: options.filter(place=1).update(points=0))
    refused_by_the_database(lambda: options.first().delete())
    refused_by_the_database(
        lambda: Option.objects.create(criterion=rubric.criteria.first(), place=9, points=9, label="Thêm")
    )
    for related in (rubric.criteria, rubric.sections):
        refused_by_the_database(lambda related=related: related.update(position=99))
    for related in (rubric.gates, rubric.knockouts):
        refused_by_the_database(lambda related=related: related.all().delete())
    assert rows.update(retired_at=frozen) == 1
    assert triggers.missing() == []


def test_what_was_published_is_shut_in_the_database(office):
    law, sheet = drafts(office, law=NEW_LAW, a=CORRECTED)
    publish(law, office)
    publish(sheet, office)
    refused_by_the_database(lambda: CriteriaDraft.objects.filter(pk=sheet.pk).update(text="x"))
    refused_by_the_database(lambda: CriteriaDraft.objects.filter(pk=law.pk).delete())
    refused_by_the_database(lambda: RegulationText.objects.update(text="x"))
    assert "31/2027/QĐ-TTg" in known_laws()
