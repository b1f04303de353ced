"""Component tags: what they print, what they refuse, and that they escape."""

import datetime

import pytest
import time_machine
from django import forms
from django.core.paginator import Paginator
from django.template import Context, TemplateSyntaxError, engines
from django.test import RequestFactory

from core.drawn import use_symbols
from core.forms import BaseForm, FilterForm
from core.symbols import ALWAYS, page_of, symbols
from core.templatetags import ui
from core.templatetags.formats import is_past
from core.views import StylePage
from tests.core.html import one, read

DUE = datetime.date(2026, 11, 24)


def render(source, query="", **values):
    context = Context(values)
    context.request = RequestFactory().get(f"/{query}")
    return engines["django"].engine.from_string(source).render(context)


class ListForm(FilterForm):
    q = forms.CharField(label="Tìm theo tên", required=False)
    stars = forms.ChoiceField(
        label="Số sao", choices=[("", "---------"), ("3", "3 sao"), ("4", "4 sao")], required=False
    )


SAMPLES = {
    "icon": '{% icon "clock" EXTRA %}',
    "emblem": "{% emblem EXTRA %}",
    "band": "{% band EXTRA %}",
    "sprite": "{% sprite EXTRA %}",
    "tile": '{% tile "bowl" EXTRA %}',
    "art": '{% art "basket" EXTRA %}',
    "stars": "{% stars 4 EXTRA %}",
    "six": "{% six 5 EXTRA %}",
    "badge": '{% badge "Xong" EXTRA %}',
    "status": '{% status "todo" EXTRA %}',
    "saved": '{% saved "14:05" EXTRA %}',
    "clock": "{% clock left=3 total=5 EXTRA %}",
    "head": '{% head "Việc hôm nay" EXTRA %}{% endhead %}',
    "crumbs": '{% crumbs "Hồ sơ" "/ho-so/" EXTRA %}',
    "error_prefix": "{% error_prefix EXTRA %}",
    "tabs": '{% tabs rows "Thẻ" EXTRA %}',
    "section_head": '{% section_head "Cần bổ sung" EXTRA %}',
    "note": '{% note tone="ok" EXTRA %}Đã lưu.{% endnote %}',
    "panel": '{% panel "Tải về" EXTRA %}{% endpanel %}',
    "empty": '{% empty "Chưa có việc" EXTRA %}{% endempty %}',
    "steps": "{% steps rows EXTRA %}",
    "jobsteps": "{% jobsteps rows EXTRA %}",
    "facts": "{% facts EXTRA %}{% endfacts %}",
    "fact": '{% fact "Chủ thể" "HTX" EXTRA %}',
    "filerow": '{% filerow "Bản để ký" EXTRA %}',
    "taskrow": '{% taskrow "Kê khai" status="todo" EXTRA %}',
    "tally": "{% tally rows EXTRA %}",
    "timeline": "{% timeline rows EXTRA %}",
    "filters": "{% filters form EXTRA %}",
    "active_filters": "{% active_filters form EXTRA %}",
    "sort_links": '{% sort_links sorts "name" EXTRA %}',
    "paging": "{% paging page EXTRA %}",
    "count_line": '{% count_line page "sản phẩm" EXTRA %}',
    "tablebox": '{% tablebox "Bảng" EXTRA %}<table></table>{% endtablebox %}',
    "field": "{% field form.q EXTRA %}",
    "blocked": '{% blocked "Nộp phiếu" why="Còn 4 tiêu chí." EXTRA %}',
    "post_button": '{% post_button "Gửi" "/gui/" EXTRA %}',
    "confirm": '{% confirm "Thu hồi?" button="Thu hồi" cancel="/" EXTRA %}{% endconfirm %}',
}
VARARGS = {
    "preload_icons": '{% preload_icons "okc" nonsense=1 %}',
    "error_summary": "{% error_summary form nonsense=1 %}",
}


def values():
    return {
        "rows": [{"label": "Một", "note": "", "state": "", "url": "/", "count": 1, "tone": ""}],
        "form": ListForm({}),
        "sorts": [("name", "Tên"), ("ends", "Ngày hết hạn")],
        "page": Paginator(range(72), 12).page(3),
    }


def test_every_tag_has_a_sample_here_and_stands_in_the_table_of_the_module():
    assert set(SAMPLES) | set(VARARGS) == set(ui.register.tags)
    assert [name for name in ui.register.tags if "{% " + name not in ui.__doc__] == []


@pytest.mark.parametrize("name", SAMPLES)
def test_sample_renders_and_an_unknown_argument_raises(name):
    html = render(SAMPLES[name].replace(" EXTRA", ""), **values())
    read(html)
    with pytest.raises(TemplateSyntaxError):
        render(SAMPLES[name].replace("EXTRA", "nonsense=1"), **values())


@pytest.mark.parametrize("name", VARARGS)
def test_an_unknown_argument_of_a_tag_with_many_arguments_raises(name):
    with pytest.raises(TemplateSyntaxError):
        render(VARARGS[name], **values())


@pytest.mark.parametrize(
    "source",
    [
        '{% icon "no-such-icon" %}',
        '{% preload_icons "okc" "no-such-icon" %}',
        '{% badge "Xong" tone="green" %}',
        '{% note tone="red" %}Sai.{% endnote %}',
        '{% art "house" %}',
        "{% stars 6 %}",
        '{% stars 4 size="xxl" %}',
        "{% six 7 %}",
        '{% status "open" %}',
        '{% taskrow "Kê khai" status="open" %}',
        '{% clock left=1 total=5 due="24/11/2026" %}',
        '{% crumbs "Hồ sơ" %}',
        '{% empty "Chưa có" level=3 %}{% endempty %}',
        '{% post_button "Gửi" "/" style="green" %}',
        "{% paging rows %}",
        "{% steps bad %}",
        "{% tally bad %}",
    ],
)
def test_a_value_outside_the_list_raises(source):
    with pytest.raises(TemplateSyntaxError):
        render(source, **values(), bad=[{"label": "Một", "state": "later", "tone": "green"}])


def test_sprite_prints_only_what_the_page_used_also_in_an_include():
    html = render('{% icon "clock" %}{% include "ui/field_source.html" %}{% badge "Xong" tone="ok" %}{% sprite %}')
    printed = [e.attrs["id"] for e in read(html) if e.tag == "symbol"]
    assert sorted(printed) == ["i-alert", "i-clock", "i-info", "i-okc"]


def test_every_symbol_can_be_printed_once():
    names = [s[2:] for s in symbols() if s.startswith("i-")]
    html = render(
        "{% for name in names %}{% icon name %}{% icon name %}{% endfor %}{% stars 3 %}{% emblem %}{% sprite %}",
        names=names,
    )
    assert sorted(e.attrs["id"] for e in read(html) if e.tag == "symbol") == sorted(symbols())
    assert len(names) == 40


@pytest.mark.parametrize(
    ("count", "full", "words"),
    [
        (None, 0, "Chưa xếp hạng"),
        (0, 0, "Chưa xếp hạng"),
        (1, 0, "1 sao"),
        (2, 0, "2 sao"),
        (3, 3, "3 sao"),
        (5, 5, "5 sao"),
    ],
)
def test_stars_are_words_and_from_three_on_also_symbols(count, full, words):
    found = read(render("{% stars count %}", count=count))
    assert found[0].text == words
    uses = [e.attrs["href"] for e in found if e.tag == "use"]
    assert uses == (["#s1"] * full + ["#s0"] * (5 - full) if full else [])


@pytest.mark.parametrize(
    ("source", "css", "words", "used", "small"),
    [
        ("left=9 total=15 due=due", "clock", "Còn 9 ngày làm việc", "6", "hạn 24/11/2026"),
        ("left=3 total=5 due=due", "clock soon", "Còn 3 ngày làm việc", "2", "hạn 24/11/2026"),
        ("left=0 total=5 due=due", "clock soon", "Hạn là hôm nay", "5", "hạn 24/11/2026"),
        ("left=-2 total=5 due=due", "clock bad", "Quá 2 ngày làm việc", "5", "hạn 24/11/2026"),
        ("left=3 total=5 waiting=True due=due", "clock info", "Chờ 3 ngày làm việc", "3", "hạn 24/11/2026"),
        ('left=74 waiting=True note="không tính hạn"', "clock info", "Chờ 74 ngày làm việc", None, "không tính hạn"),
        ("left=40 total=45 due=due", "clock", "Còn 40 ngày làm việc", None, "hạn 24/11/2026"),
        ("left=20 total=15 due=due", "clock", "Còn 20 ngày làm việc", "0", "hạn 24/11/2026"),
    ],
)
def test_clock(source, css, words, used, small):
    found = read(render("{% clock " + source + " %}", due=DUE))
    assert found[0].attrs["class"] == css
    assert [e.text for e in found if e.tag == "b"] == [words]
    assert [e.attrs["value"] for e in found if e.tag == "progress"] == ([used] if used else [])
    assert [e.text for e in found if e.tag == "small"] == [small]


@pytest.mark.parametrize(
    ("source", "classes"),
    [("5", "on on on on now off"), ("1", "now off off off off off"), ("6 done=True", "on on on on on on")],
)
def test_six(source, classes):
    assert " ".join(e.attrs["class"] for e in read(render("{% six " + source + " %}")) if e.tag == "rect") == classes


BAD = '<script>alert("x")</script>'


@pytest.mark.parametrize(
    "source",
    [
        "{% badge bad %}",
        "{% head bad eyebrow=bad lead=bad %}{{ bad }}{% endhead %}",
        "{% crumbs bad bad %}",
        "{% note title=bad %}{{ bad }}{% endnote %}",
        "{% note title=bad %}<p>{{ bad }}</p>{% endnote %}",
        "{% panel bad note=bad %}{{ bad }}{% endpanel %}",
        "{% panel bad note=bad pad=True %}{{ bad }}{% endpanel %}",
        "{% empty bad %}{{ bad }}{% endempty %}",
        "{% facts %}{% fact bad bad url=bad %}{% endfacts %}",
        "{% filerow bad url=bad kind=bad note=bad button=bad %}",
        '{% taskrow bad status="fix" url=bad hint=bad said=bad said_by=bad %}',
        "{% tile text=bad %}{% saved bad %}{% section_head bad note=bad %}",
        "{% tablebox bad swipe=3 %}{{ bad }}{% endtablebox %}",
        "{% blocked bad why=bad %}{% post_button bad bad about=bad name=bad value=bad %}",
        "{% confirm bad button=bad cancel=bad action=bad stay=bad %}{{ bad }}{% endconfirm %}",
        "{% clock left=1 total=5 note=bad %}{% count_line page bad %}{% tabs items bad %}",
        "{% steps items %}{% jobsteps items %}{% tally items %}{% timeline items %}",
    ],
)
def test_what_people_typed_is_escaped(source):
    items = [{"label": BAD, "note": BAD, "url": BAD, "count": BAD}]
    html = render(source, bad=BAD, items=items, page=Paginator([1], 1).page(1))
    read(html)
    assert "<script" not in html
    assert "&lt;script&gt;" in html


def test_note_wraps_plain_words_and_keeps_paragraphs():
    plain = render('{% note tone="ok" title="Đã gửi." %}Chờ xã nhận.{% endnote %}')
    assert [e.text for e in read(plain) if e.tag == "p"] == ["Đã gửi. Chờ xã nhận."]
    rich = render('{% note title="Đã gửi." %}<p>Chờ xã nhận.</p>{% endnote %}')
    assert [e.text for e in read(rich) if e.tag == "p"] == ["Đã gửi.", "Chờ xã nhận."]


def test_paging_keeps_the_query_and_names_the_current_page():
    html = render("{% paging page %}", "?q=che&page=9", page=Paginator(range(72), 12).page(3))
    links = [(e.text, e.attrs["href"], e.attrs.get("aria-current")) for e in read(html) if e.tag == "a"]
    assert links == [
        ("Trang trước", "?q=che&page=2", None),
        ("Trang 1", "?q=che&page=1", None),
        ("Trang 2", "?q=che&page=2", None),
        ("Trang 3", "?q=che&page=3", "page"),
        ("Trang 4", "?q=che&page=4", None),
        ("Trang 5", "?q=che&page=5", None),
        ("Trang 6", "?q=che&page=6", None),
        ("Trang sau", "?q=che&page=4", None),
    ]
    assert render("{% paging page %}", page=Paginator([1], 12).page(1)).strip() == ""


def test_count_line():
    page = Paginator(range(18243), 20).page(2)
    assert read(render('{% count_line page "sản phẩm" %}', page=page))[0].text == "18.243 sản phẩm · đang xem 21–40"
    assert read(render('{% count_line page "sản phẩm" %}', page=Paginator([1], 20).page(1)))[0].text == "1 sản phẩm"


def test_sort_links_start_again_at_page_one():
    html = render('{% sort_links sorts "name" %}', "?q=che&sort=name&page=4", **values())
    assert [(e.text, e.attrs["href"]) for e in read(html) if e.tag == "a"] == [("Ngày hết hạn", "?q=che&sort=ends")]
    assert one(html, "b").text == "Tên"


def test_active_filters_are_links_that_take_one_filter_off():
    query = "?q=che&stars=4&page=2"
    form = ListForm({"q": "che", "stars": "4"})
    html = render("{% active_filters form %}", query, form=form)
    assert [(e.text, e.attrs["href"]) for e in read(html) if e.tag == "a"] == [
        ("Tìm “che”bỏ lọc", "?stars=4"),
        ("Số sao: 4 saobỏ lọc", "?q=che"),
        ("Bỏ tất cả", "?"),
    ]
    assert render("{% active_filters form %}", form=ListForm({})) == ""


def test_filters_label_every_control_and_say_that_empty_means_all():
    html = render("{% filters form %}", form=ListForm({"q": "chè"}))
    found = read(html)
    labels = {e.attrs["for"]: e.text for e in found if e.tag == "label"}
    assert labels == {"id_q": "Tìm theo tên", "id_stars": "Số sao"}
    assert [e.text for e in found if e.tag == "option"] == ["Tất cả", "3 sao", "4 sao"]
    assert one(html, "input", name="q").attrs["value"] == "chè"
    assert one(html, "form").attrs["method"] == "get"


def test_ids_of_repeated_components_differ():
    html = render('{% for n in rows %}{% blocked "Nộp" why="Còn 4." %}{% band %}{% endfor %}', rows=[1, 2, 3])
    ids = [e.attrs["id"] for e in read(html) if "id" in e.attrs]
    assert sorted(ids) == ["band1", "band2", "band3", "why1", "why2", "why3"]
    described = [e.attrs["aria-describedby"] for e in read(html) if "aria-describedby" in e.attrs]
    assert described == ["why1", "why2", "why3"]


def test_posting_components_carry_the_token():
    html = render('{% post_button "Gửi" "/gui/" name="act" value="send" %}', csrf_token="token-of-the-page")
    sent = {e.attrs["name"]: e.attrs["value"] for e in read(html) if e.tag == "input"}
    assert sent == {"csrfmiddlewaretoken": "token-of-the-page", "act": "send"}
    html = render(
        '{% confirm "Thu hồi?" button="Thu hồi" cancel="/" %}{% endconfirm %}', csrf_token="token-of-the-page"
    )
    assert one(html, "input").attrs["value"] == "token-of-the-page"


def test_error_prefix_follows_form_and_formset():
    class One(BaseForm):
        name = forms.CharField(label="Tên")

    sets = forms.formset_factory(One, extra=1, min_num=1, validate_min=True)
    bad_set = sets({"form-TOTAL_FORMS": "1", "form-INITIAL_FORMS": "0", "form-0-name": ""})
    assert render("{% error_prefix %}") == ""
    assert render("{% error_prefix %}", form=One()) == ""
    assert render("{% error_prefix %}", form=One({"name": "Chè"})) == ""
    assert render("{% error_prefix %}", form=One({"name": ""})) == "Lỗi: "
    assert render("{% error_prefix %}", formset=bad_set) == "Lỗi: "


def test_style_page_shows_every_tag_with_unique_ids_and_resolved_references():
    page = StylePage()
    page.setup(RequestFactory().get("/kieu-dang/"))
    html = render(
        "{% include 'style.html' %}", **page.get_context_data(), frame={"province_name": "Quảng Trị", "demo": True}
    )
    found = read(html)
    ids = [e.attrs["id"] for e in found if "id" in e.attrs]
    assert len(ids) == len(set(ids))
    for name in ("aria-describedby", "for", "aria-labelledby"):
        asked = {i for e in found for i in e.attrs.get(name, "").split()}
        assert asked - set(ids) == set(), name
    assert {e.attrs["href"][1:] for e in found if e.tag == "use"} <= set(ids)
    assert [e.tag for e in found].count("h1") == 1
    source = engines["django"].engine.get_template("style.html").source
    frame_only = {
        "sprite",
        "error_prefix",
        "crumbs",
        "preload_icons",
        "art",
        "field",
        "post_button",
    }
    assert {t for t in ui.register.tags if "{% " + t not in source} - frame_only == {"section_head"}


def test_markup_kept_from_another_page_brings_its_symbols_along():
    context = Context({})
    markup = '<svg><use href="#s1" x="0"/><use href="#i-okc"/></svg>'
    assert use_symbols(context, markup) == markup
    assert page_of(context)["used"] == {*ALWAYS, "s1", "i-okc"}
    with pytest.raises(TemplateSyntaxError, match="icon is 'i-nothing'"):
        use_symbols(context, '<use href="#i-nothing"/>')


def test_a_term_is_past_after_its_last_day_only():
    with time_machine.travel("2026-11-15T02:00:00Z", tick=False):
        days = (None, datetime.date(2026, 11, 14), datetime.date(2026, 11, 15), datetime.date(2026, 11, 16))
        assert [is_past(day) for day in days] == [False, True, False, False]
