"""Component tags, built in for every template (no {% load %}). An unknown argument or value raises TemplateSyntaxError.

drawing  {% icon "clock" %} {% preload_icons "okc" "alert" %} {% sprite %} {% emblem %} {% band %} {% art "basket" %}
         {% tile "bowl" text="" %} {% stars 4 size="" %} {% six 5 done=False %}
words    {% badge "Còn hiệu lực" tone="ok" icon="" %} {% status "todo" %} {% saved "14:05" %}
         {% clock left=3 total=5 due=date waiting=False note="" %}
page     {% head "h1" eyebrow="" lead="" %}buttons{% endhead %} {% crumbs "Hồ sơ" url … %} {% error_prefix %}
         {% tabs items label %} {% section_head "h2" note="" %}
block    {% note tone="info" title="" icon="" %}…{% endnote %} {% panel "h2" note="" pad=False %}…{% endpanel %}
         {% empty "h2" art="basket" level=2 %}…{% endempty %} {% steps items %} {% jobsteps items %}
         {% facts %}{% fact "Nhãn" value url="" %}{% endfacts %} {% tally items %} {% timeline items %}
         {% filerow "Tên" url="" kind="PDF" note="" button="" main=False badge="" tone="" %}
         {% taskrow "Kê khai …" status="todo" url="" hint="" said="" said_by="" %}
list     {% filters form submit="" hint="" %} {% active_filters form %} {% sort_links options current param="sort" %}
         {% count_line page "sản phẩm" %} {% paging page %}
         {% tablebox "Tên bảng" swipe=0 %}<table>…</table>{% endtablebox %}
form     {% error_summary form … %} {% field form.name %} {% blocked "Nộp phiếu" why="…" %}
         {% post_button "Gửi" url style="" icon="" small=False about="" name="" value="" %}
         {% confirm "Thu hồi …?" button="…" cancel=url action="" bad=True stay="" %}…{% endconfirm %}

Markup and classes: static/css/ocop.css; samples of all: the style page; arguments one by one: docs/components.md.
"""

import datetime
from urllib.parse import urlencode

from django import template
from django.core.paginator import Page
from django.template.loader import get_template
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _

from core import formats
from core.form_reading import error_lines, flat_choices, has_errors
from core.symbols import drawn, page_of, symbol
from core.symbols import known as _known

register = template.Library()

TONES = {"", "ok", "soon", "bad", "info", "star"}
# Icon of a note or badge whose author named only the tone (README of the identity: word + icon + colour).
TONE_ICON = {"": "info", "ok": "okc", "soon": "clock", "bad": "alert", "info": "info", "star": "award"}
# Task-list states of guides/ux §5: tone, icon.
STATUS = {
    "todo": ("", "minus"),
    "doing": ("info", "edit"),
    "fix": ("soon", "back"),
    "done": ("ok", "check"),
    "locked": ("", "lock"),
}
ARTS = {"basket", "signpost", "land", "seal"}
BUTTONS = {"": "btn", "2": "btn btn--2", "bad": "btn btn--bad", "text": "btn btn--text"}
MAX_TICKS = 30


def _uid(context, prefix):
    """The next id of this page that begins with `prefix`: why1, why2, …"""
    ids = page_of(context)["ids"]
    ids[prefix] = ids.get(prefix, 0) + 1
    return f"{prefix}{ids[prefix]}"


def _part(context, name, /, **values):
    """Render templates/ui/<name>.html with the page's collector and nothing else of its variables."""
    values.setdefault("csrf_token", context.get("csrf_token"))
    return get_template(f"ui/{name}.html").template.render(context.new(values))


# --- drawing ---------------------------------------------------------------------------------------------------------


@register.simple_tag(takes_context=True)
def icon(context, name):
    """One drawn icon, hidden from screen readers: the word stands beside it. `name` without the prefix i-."""
    return drawn(context, f"i-{name}")


@register.simple_tag(takes_context=True)
def preload_icons(context, *names):
    """Have the symbols of icons printed that a later fragment (htmx) of this page will use."""
    for name in names:
        symbol(context, f"i-{name}")
    return ""


@register.inclusion_tag("ui/sprite.html", takes_context=True)
def sprite(context):
    """The symbols that the page used; the last thing in body."""
    return {"used": page_of(context)["used"]}


@register.simple_tag(takes_context=True)
def emblem(context):
    """Our emblem (not the OCOP mark), decorative."""
    return format_html('<svg class="emblem" aria-hidden="true">{}</svg>', symbol(context, "emblem"))


@register.simple_tag(takes_context=True)
def band(context):
    """The 12 px Đông Sơn band of header, slip and certificate."""
    return _part(context, "band", id=_uid(context, "band"))


@register.simple_tag(takes_context=True)
def tile(context, name="", text=""):
    """The square before a row: the glyph of a product set, or the letters of a file kind."""
    return format_html('<span class="tile">{}</span>', icon(context, name) if name else text)


@register.simple_tag(takes_context=True)
def art(context, name):
    """A large drawing: basket (empty list), signpost (404), land (sign-in), seal (valid certificate)."""
    return _part(context, f"art_{_known(name, ARTS, 'art')}")


@register.simple_tag(takes_context=True)
def stars(context, count, size=""):
    """Five symbols and the words "4 sao"; under 3 stars, and without stars, words only. `size`: "", l, xl."""
    _known(size, {"", "l", "xl"}, "size")
    _known(count, {None, 0, 1, 2, 3, 4, 5}, "stars")
    css = f"rating rating--{size}" if size else "rating"
    if not count:
        return format_html('<span class="{}">{}</span>', css, _("Chưa xếp hạng"))
    words = _("%(count)s sao") % {"count": count}
    if count < 3:
        return format_html('<span class="{}"><b>{}</b></span>', css, words)
    symbol(context, "s1"), symbol(context, "s0")
    rows = [("s1" if n < count else "s0", 21 * n) for n in range(5)]
    uses = format_html_join("", '<use href="#{}" x="{}" width="20" height="20"/>', rows)
    return format_html(
        '<span class="{}"><svg class="stars" viewBox="1.5 0 101 20" preserveAspectRatio="xMinYMid" aria-hidden="true">'
        "{}</svg><b>{}</b></span>",
        css,
        uses,
        words,
    )


@register.simple_tag
def six(step, done=False):
    """The small drawing of the cycle: `step` 1 to 6 is under way (or done). Decorative: write the step beside it."""
    step = _known(step, {1, 2, 3, 4, 5, 6}, "step")
    rows = [
        (14 * n, "on" if n + 1 < step or (done and n + 1 == step) else "now" if n + 1 == step else "off")
        for n in range(6)
    ]
    bars = format_html_join("", '<rect x="{}" y="0" width="12" height="10" rx="1.5" class="{}"/>', rows)
    return format_html('<svg class="six" viewBox="0 0 84 10" aria-hidden="true">{}</svg>', bars)


# --- words -----------------------------------------------------------------------------------------------------------


@register.simple_tag(takes_context=True)
def badge(context, label, tone="", icon=""):
    """A state that lasts: word, icon, colour. Without `icon` the icon of the tone."""
    name = icon or TONE_ICON[_known(tone, TONES, "tone")]
    _known(tone, TONES, "tone")
    return format_html('<span class="{}">{}{}</span>', f"badge {tone}".strip(), drawn(context, f"i-{name}"), label)


@register.simple_tag(takes_context=True)
def status(context, name):
    """The badge of a task-list row: todo, doing, fix, done, locked."""
    tone, picture = STATUS[_known(name, set(STATUS), "status")]
    words = {
        "todo": _("Chưa làm"),
        "doing": _("Đang làm"),
        "fix": _("Cần bổ sung"),
        "done": _("Xong"),
        "locked": _("Chưa mở được"),
    }
    return badge(context, words[name], tone=tone, icon=picture)


@register.simple_tag(takes_context=True)
def saved(context, when):
    """The line "Đã lưu lúc 14:05", announced politely. `when` is text."""
    words = _("Đã lưu lúc %(when)s") % {"when": when}
    return format_html('<span class="saved" role="status">{}{}</span>', icon(context, "check"), words)


@register.simple_tag(takes_context=True)
def clock(context, left, total=None, due=None, waiting=False, note=""):
    """Working-day clock: words, one tick per working day, date.

    `left`: working days that remain, negative when overdue; with `waiting` the days that another office has had.
    `total`: length of the term in working days (ticks up to 30), `due`: date, `note`: words in place of the date.
    """
    if waiting:
        tone, picture, words, used = "info", "wait", _("Chờ %(n)s ngày làm việc") % {"n": left}, left
    elif left < 0:
        tone, picture, words, used = "bad", "alert", _("Quá %(n)s ngày làm việc") % {"n": -left}, total
    elif left == 0:
        tone, picture, words, used = "soon", "clock", _("Hạn là hôm nay"), total
    else:
        tone, picture, words = "soon" if left <= 3 else "", "clock", _("Còn %(n)s ngày làm việc") % {"n": left}
        used = (total or 0) - left
    if due is not None and not isinstance(due, datetime.date):
        raise template.TemplateSyntaxError("due must be a date.")
    used = max(0, min(used or 0, total or 0))
    ticks = total if total and total <= MAX_TICKS else None
    label = _("Đã dùng %(used)s trong %(total)s ngày làm việc") % {"used": used, "total": total}
    when = note or (due and _("hạn %(date)s") % {"date": formats.show_date(due)}) or ""
    return _part(context, "clock", tone=tone, icon=picture, words=words, ticks=ticks, used=used, label=label, when=when)


# --- page ------------------------------------------------------------------------------------------------------------


@register.simple_block_tag
def head(content, title, eyebrow="", lead=""):
    """Page head with the one h1; the content are the buttons at the right."""
    top = format_html('<p class="eyebrow">{}</p>', eyebrow) if eyebrow else ""
    under = format_html('<p class="lead">{}</p>', lead) if lead else ""
    acts = format_html('<div class="row">{}</div>', content) if content.strip() else ""
    return format_html('<div class="head"><div>{}<h1>{}</h1>{}</div>{}</div>', top, title, under, acts)


@register.simple_tag
def crumbs(*pairs):
    """The way back, in label, address pairs from the top; the page itself is not in it."""
    if not pairs or len(pairs) % 2:
        raise template.TemplateSyntaxError("crumbs takes pairs of label and address.")
    rows = format_html_join("", '<li><a href="{1}">{0}</a></li>', zip(pairs[::2], pairs[1::2], strict=True))
    return format_html('<nav class="crumbs" aria-label="{}"><ol>{}</ol></nav>', _("Đường dẫn"), rows)


@register.simple_tag(takes_context=True)
def error_prefix(context):
    """ "Lỗi: " at the start of the page title when `form` or `formset` of the page has errors."""
    wrong = any(has_errors(context.get(name)) for name in ("form", "formset"))
    return _("Lỗi: ") if wrong else ""


@register.simple_tag
def tabs(items, label):
    """`items`: dicts with label, url and current (bool)."""
    rows = format_html_join(
        "",
        '<li><a href="{}"{}>{}</a></li>',
        ((i["url"], format_html(' aria-current="{}"', "page") if i.get("current") else "", i["label"]) for i in items),
    )
    return format_html('<nav aria-label="{}"><ul class="tabs">{}</ul></nav>', label, rows)


@register.simple_tag
def section_head(title, note=""):
    """h2 over a panel, with a count beside it."""
    return format_html('<div class="sec-h"><h2>{}</h2><span>{}</span></div>', title, note)


# --- blocks ----------------------------------------------------------------------------------------------------------


@register.simple_block_tag(takes_context=True)
def note(context, content, tone="", title="", icon=""):
    """Something to read now. The content is HTML with its own <p>, or plain words."""
    name = icon or TONE_ICON[_known(tone, TONES, "tone")]
    symbol(context, f"i-{name}")
    plain = not content.lstrip().startswith("<")
    return _part(context, "note", tone=tone, icon=name, title=title, body=content, plain=plain)


@register.simple_block_tag
def panel(content, title="", note="", pad=False):
    """A panel with an h2; `note` stands at the right of it, `pad` for text (lists and tables bring their own)."""
    if pad:
        top = format_html("<h2>{}</h2>", title) if title else ""
        small = format_html('<p class="small muted">{}</p>', note) if note else ""
        return format_html('<section class="panel pad">{}{}{}</section>', top, small, content)
    right = format_html('<span class="small muted push">{}</span>', note) if note else ""
    top = format_html('<div class="panel-h"><h2>{}</h2>{}</div>', title, right) if title else ""
    return format_html('<section class="panel">{}{}</section>', top, content)


@register.simple_block_tag(takes_context=True)
def empty(context, content, title, art="basket", level=2):
    """A list without rows, or a page that is not there: drawing, words, always a next act (`level` 1 = the h1)."""
    _known(art, ARTS, "art")
    _known(level, {1, 2}, "level")
    return _part(context, "empty", title=title, art=art, level=level, body=content)


@register.inclusion_tag("ui/steps.html")
def steps(items):
    """The full drawing of the cycle: six dicts with label, note and state ("done", "now" or "")."""
    for item in items:
        _known(item.get("state", ""), {"", "done", "now"}, "state")
    return {"items": items}


@register.inclusion_tag("ui/jobsteps.html")
def jobsteps(items):
    """Steps of a job: dicts with label, note, state ("done", "now", "") and, under way, value and max."""
    for item in items:
        _known(item.get("state", ""), {"", "done", "now"}, "state")
    return {"items": items}


@register.simple_block_tag
def facts(content):
    """A list of terms and values around {% fact %}."""
    return format_html('<dl class="facts">{}</dl>', content)


@register.simple_tag
def fact(label, value, url=""):
    """One term with its value; an empty value shows a dash with words for screen readers."""
    if value in (None, ""):
        shown = format_html('<span aria-hidden="true">–</span><span class="vh">{}</span>', _("chưa có"))
    else:
        shown = format_html('<a href="{}">{}</a>', url, value) if url else value
    return format_html("<dt>{}</dt><dd>{}</dd>", label, shown)


@register.inclusion_tag("ui/filerow.html", takes_context=True)
def filerow(context, title, url="", kind="", note="", button="", main=False, badge="", tone=""):
    """A row of <ul class="files">: kind tile, title, note, badge, and with an address a button."""
    symbol(context, "i-down")
    button = button or _("Tải %(kind)s") % {"kind": kind}
    return {
        "title": title, "url": url, "kind": kind, "note": note, "button": button, "main": main, "badge": badge,
        "tone": _known(tone, TONES, "tone"),
    }  # fmt: skip


@register.inclusion_tag("ui/taskrow.html")
def taskrow(label, status, url="", hint="", said="", said_by=""):
    """A row of <ul class="tasks">. Label begins with a verb; without `url` closed, `hint` says what opens it."""
    _known(status, set(STATUS), "status")
    return {"label": label, "status": status, "url": url, "hint": hint, "said": said, "said_by": said_by}


@register.filter
def docnumber(value):
    """The number of a document, kept on one line: "26/2026/QĐ-TTg" never breaks at its hyphen."""
    return format_html('<span class="nowrap">{}</span>', value) if value else ""


@register.inclusion_tag("ui/tally.html")
def tally(items):
    """Counts that are links to their groups: dicts with count, label, note, url, tone."""
    for item in items:
        _known(item.get("tone", ""), TONES, "tone")
    return {"items": items}


@register.inclusion_tag("ui/timeline.html")
def timeline(items):
    """A vertical line of dates or events: dicts with label, note and state ("done", "now", "")."""
    return {"items": items}


# --- lists -----------------------------------------------------------------------------------------------------------


@register.inclusion_tag("ui/filters.html", takes_context=True)
def filters(context, form, submit="", hint=""):
    """A GET form over a list: the first field is the search, the rest are selects. Keeps nothing but its own fields."""
    symbol(context, "i-search")
    return {"form": form, "fields": form.visible_fields(), "submit": submit or _("Tìm"), "hint": hint}


@register.simple_tag(takes_context=True)
def active_filters(context, form):
    """Chips of the filters that are applied, each a link that takes its filter off; nothing when there are none."""
    query = context.request.GET
    chips = []
    for bound in form.visible_fields():
        values = [v for v in query.getlist(bound.html_name) if v.strip()]
        if values and bound.name not in form.errors:
            rest = [(k, v) for k, vs in query.lists() for v in vs if k not in (bound.html_name, "page") and v]
            words = ", ".join(str(dict(flat_choices(bound)).get(v, v)) for v in values)
            label = _("Tìm “%(words)s”") % {"words": words} if bound.name == "q" else f"{bound.label}: {words}"
            chips.append({"label": label, "url": f"?{urlencode(rest)}"})
    return _part(context, "chips", chips=chips) if chips else ""


@register.simple_tag(takes_context=True)
def sort_links(context, options, current, param="sort"):
    """Plain links "Sắp xếp: Tên · Ngày": `options` are (value, label) pairs, `current` the value in use."""
    query = context.request.GET.copy()
    query.pop("page", None)
    rows = []
    for value, label in options:
        query[param] = value
        rows.append({"label": label, "url": f"?{query.urlencode()}", "current": value == current})
    return _part(context, "sort_links", rows=rows)


@register.inclusion_tag("ui/paging.html", takes_context=True)
def paging(context, page):
    """Numbered links under a list of more than one page. `page`: a Page of Django's paginator."""
    if not isinstance(page, Page):
        raise template.TemplateSyntaxError("paging takes a Page.")
    symbol(context, "i-left"), symbol(context, "i-right")
    numbers = page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1)
    links = []
    for number in numbers:
        query = context.request.GET.copy()
        query["page"] = number
        gap = number == page.paginator.ELLIPSIS
        links.append(
            {"number": number, "url": "" if gap else f"?{query.urlencode()}", "current": number == page.number}
        )
    shown = {link["number"]: link["url"] for link in links}
    return {"page": page, "links": links, "previous": shown.get(page.number - 1), "next": shown.get(page.number + 1)}


@register.simple_tag
def count_line(page, noun):
    """ "72 sản phẩm · đang xem 61–72". `noun` is already translated."""
    total = format_html("<b>{} {}</b>", formats.show_number(page.paginator.count), noun)
    if page.paginator.num_pages < 2:
        return format_html("<p>{}</p>", total)
    shown = _("đang xem %(first)s–%(last)s") % {"first": page.start_index(), "last": page.end_index()}
    return format_html('<p>{} <span class="muted">· {}</span></p>', total, shown)


@register.simple_block_tag(takes_context=True)
def tablebox(context, content, label, swipe=0):
    """A box in which a wide table scrolls; `swipe` = number of columns prints the hint line on narrow screens."""
    return _part(context, "tablebox", label=label, swipe=swipe, body=content)


# --- forms -----------------------------------------------------------------------------------------------------------


@register.simple_tag(takes_context=True)
def error_summary(context, *forms):
    """All errors of the given forms or formsets first in main, each a link to its field; nothing without errors."""
    lines = error_lines(forms)
    if not lines:
        return ""
    title = _("Còn %(n)s chỗ cần sửa") % {"n": len(lines)}
    return _part(context, "error_summary", title=title, lines=lines)


@register.simple_tag
def field(bound):
    """One field with label, hint, error, control and "lấy từ …": the same as {{ bound.as_field_group }}."""
    return bound.as_field_group()


@register.simple_tag(takes_context=True)
def blocked(context, label, why):
    """A button that is not possible yet, with the reason and the way out."""
    return _part(context, "blocked", label=label, why=why, id=_uid(context, "why"))


@register.simple_tag(takes_context=True)
def post_button(context, label, url, style="", icon="", small=False, about="", name="", value=""):
    """A form with one button that posts name=value. `style`: "", 2, bad, text; `about`: words for screen readers."""
    css = BUTTONS[_known(style, set(BUTTONS), "style")] + (" btn--sm" if small else "")
    return _part(context, "post_button", label=label, url=url, css=css, icon=icon, about=about, name=name, value=value)


@register.simple_block_tag(takes_context=True)
def confirm(context, content, question, button, cancel, action="", bad=True, stay=""):
    """A section that asks before what cannot be undone: the question is the title, the button repeats the verb.

    The content are explanation and fields; `cancel` is the address that leaves all as it is, `stay` its words.
    """
    css = BUTTONS["bad" if bad else ""]
    stay = stay or _("Giữ nguyên")
    return _part(
        context,
        "confirm",
        question=question,
        button=button,
        cancel=cancel,
        action=action,
        css=css,
        stay=stay,
        body=content,
    )
