"""The criteria of a sheet are drawn once for a rubric and filled for each page: never another page's values or texts."""

import pytest
from django.template import Context, TemplateSyntaxError, engines
from django.template.loader import get_template

from core.keptpages import KeptPages
from evaluations.models import Criterion, Rubric
from evaluations.scoring import sheet_state
from evaluations.selectors.rubrics import rubric_spec
from evaluations.selectors.sheetpage import Cited, Paper, aids, bare_lines, part_views
from evaluations.templatetags.pattern import PatternNode

pytestmark = pytest.mark.django_db


def views(rubric, answers=None, **more):
    """Parts of a page with these answers (code -> (place, comment)); `more`: attributes of the line A.1.1."""
    spec, lines = rubric_spec(rubric), bare_lines(rubric)
    for name, value in more.items():
        setattr(lines["A.1.1"], name, value)
    for code, (place, comment) in (answers or {}).items():
        lines[code].place, lines[code].comment = place, comment
    aids(lines, rule="all", last=None, guidance={})
    places = {code: place for code, (place, _comment) in (answers or {}).items() if place is not None}
    return part_views(spec, lines, sheet_state(spec, places))


def drawn(parts, fresh=False, edits=True, field="c", preview=False):
    template = get_template("evaluations/_criteria.html").template
    (node,) = template.nodelist.get_nodes_by_type(PatternNode)
    if fresh:
        node.drawn = KeptPages(4)
    return template.render(Context({"parts": parts, "edits": edits, "field": field, "preview": preview}))


def test_a_filled_pattern_is_what_a_new_drawing_would_be(item):
    spec = rubric_spec(item.rubric)
    paper = Paper(1, "02", "Giấy <phép> & hợp đồng", 7, 4)
    pages = [
        views(item.rubric),
        views(item.rubric, dict.fromkeys(spec.criteria, (0, ""))),
        views(item.rubric, {code: (1, f"<i>{code}</i> & “x”") for code in list(spec.criteria)[::2]}),
        views(
            item.rubric, {"A.1.1": (None, "chỉ nhận xét")}, self_place=1, self_note="<b>", commune="Xã & thôn",
            papers=[Cited(paper, 1, 3)],
        ),
    ]  # fmt: skip
    for edits, field, preview in ((True, "c", False), (False, "c", False), (False, "c", True), (True, "n", False)):
        flags = {"edits": edits, "field": field, "preview": preview}
        new = [drawn(page, fresh=True, **flags) for page in pages]
        assert [drawn(page, **flags) for page in pages[::-1]] == new[::-1]
        assert len(set(new)) == len(pages)


def test_what_people_wrote_is_escaped(item):
    paper = Paper(1, "02", "Giấy <script>", 7, 4)
    more = {"self_place": 1, "self_note": "<script>1", "commune": "<script>2", "papers": [Cited(paper, 1, 3)]}
    text = drawn(views(item.rubric, {"A.1.1": (1, "</textarea><script>3")}, **more))
    assert "<script>" not in text
    assert [word in text for word in ("&lt;script&gt;1", "&lt;script&gt;2", "&lt;/textarea&gt;&lt;script&gt;3")] == [
        True
    ] * 3
    assert "MC-02: Giấy &lt;script&gt;, tr. 1–3</a>" in text
    assert "\0" not in text


def test_a_rubric_that_is_loaded_anew_is_drawn_anew(item):
    row = item.rubric
    before = drawn(views(row))
    name = rubric_spec(row).criteria["A.1.1"].name
    assert name in before and "Tên mới &lt;" not in before
    fresh = Rubric.objects.create(
        product_set=row.product_set, code=row.code, version=row.version + 1, title=row.title, content_hash="0" * 64,
        complete=row.complete, marks_known=row.marks_known, retired_at=row.loaded_at,
    )  # fmt: skip
    for criterion in row.criteria.select_related("section"):
        section, options = criterion.section, list(criterion.options.all())
        section, _made = fresh.sections.get_or_create(
            part=section.part, part_name=section.part_name, part_max=section.part_max, code=section.code,
            name=section.name, max_points=section.max_points, position=section.position,
        )  # fmt: skip
        criterion.pk, criterion.rubric, criterion.section = None, fresh, section
        criterion.name = "Tên mới <" if criterion.code == "A.1.1" else criterion.name
        Criterion.objects.bulk_create([criterion])
        for option in options:
            option.pk, option.criterion = None, criterion
        type(options[0]).objects.bulk_create(options)
    after = drawn(views(fresh))
    assert "Tên mới &lt;" in after and drawn(views(row)) == before


@pytest.mark.parametrize("text", ['{% slot line "x" %}', '{% when line "x" %}y{% endwhen %}', "{% papers line %}"])
def test_the_tags_stand_in_a_pattern(text):
    with pytest.raises(TemplateSyntaxError, match="inside of pattern"):
        engines["django"].from_string("{% load pattern %}" + text).render({"line": 1})
