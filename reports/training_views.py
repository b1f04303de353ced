"""Training by place: who takes part, who was at a course in the year, who was not; the list behind every figure."""

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from core import clock
from core.text import fold, search_words
from districts.forms import FIRST_YEAR
from reports import exporters_plans as exporters
from reports.plan_views import PAGE, as_file, file_url
from reports.progress import Records, training_by_place, until
from reports.selectors import training_units
from reports.tabs import tabs_of

WHO = (("chu-the", _("Chủ thể")), ("can-bo", _("Cán bộ quản lý")))
SORTS = (("con", _("Còn nhiều người chưa tập huấn")), ("ten", _("Địa bàn")))
LISTS = (("chua", _("Chưa tập huấn")), ("da", _("Đã tập huấn")), ("tat-ca", _("Tất cả")))


def asked(request):
    """(year, units to choose, the one chosen, records, everybody, trained, who): 404 for who reaches no unit at all."""
    text = request.GET.get("nam", "")
    this = clock.today().year
    year = int(text) if text.isascii() and text.isdigit() and len(text) == 4 else this
    year = year if FIRST_YEAR <= year <= this else this
    units = training_units(request.user, year)
    chosen = next((unit for unit in units if str(unit.pk) == request.GET.get("dv")), units[0] if units else None)
    if chosen is None:
        return year, units, None, None, [], [], "chu-the"
    records = Records(chosen, year)
    if request.GET.get("ai") == "can-bo":
        return year, units, chosen, records, records.officers, records.officers_trained, "can-bo"
    return year, units, chosen, records, records.participants, records.trained, "chu-the"


@login_required
@require_GET
def training(request):
    year, units, chosen, records, everybody, trained, who = asked(request)
    rows = training_by_place(records, everybody, trained) if chosen else []
    words = search_words(request.GET.get("q", "")[:120])
    rows = [row for row in rows if all(word in fold(row.name) for word in words)]
    sort = "ten" if request.GET.get("sort") == "ten" else "con"
    if sort == "con":
        rows.sort(key=lambda row: -row.untrained)  # stable: among equals the Vietnamese order stays
    context = {
        "year": year, "sort": sort, "sorts": SORTS,
        "years": range(clock.today().year, FIRST_YEAR - 1, -1), "units": units, "chosen": chosen,
        "who": who, "kinds": WHO, "page": Paginator(rows, PAGE).get_page(request.GET.get("page")),
        "all": len(everybody), "trained": len(trained), "tabs": tabs_of("training"), "q": request.GET.get("q", ""),
        "until": until(records) if records else "", "file_url": file_url(request, "reports:training_export"),
    }  # fmt: skip
    return render(request, "reports/training.html", context)


@login_required
@require_GET
def training_export(request):
    _year, _units, chosen, records, everybody, trained, _who = asked(request)
    rows = training_by_place(records, everybody, trained) if chosen else []
    return as_file(request, "tap-huan-dia-ban", "Tap huan", exporters.training_head(), exporters.training_rows(rows))


def people_in(request):
    """The rows behind one figure of the table, its list and place."""
    year, _units, chosen, records, everybody, trained, who = asked(request)
    if chosen is None:
        raise Http404
    wanted = request.GET.get("xem")
    wanted = wanted if wanted in dict(LISTS) else "chua"
    had = {line.key for line in trained}
    lines = {"da": trained, "tat-ca": everybody}.get(wanted, [line for line in everybody if line.key not in had])
    places = {str(place.id): place for place in records.ground.places}
    noi = request.GET.get("noi", "")
    if noi:
        place = places[noi].id if noi in places else None
        lines = [line for line in lines if line.place == place]
    words = search_words(request.GET.get("q", "")[:120])
    lines = [line for line in lines if all(word in fold(f"{line.title} {line.under}") for word in words)]
    return year, chosen, records, lines, wanted, who, places.get(noi)


@login_required
@require_GET
def training_people(request):
    year, chosen, records, lines, wanted, who, place = people_in(request)
    names = {row.id: row.name for row in records.ground.places}
    page = Paginator(lines, PAGE).get_page(request.GET.get("page"))
    tabs = []
    for key, label in LISTS:
        query = request.GET.copy()
        query.pop("page", None)
        query["xem"] = key
        tabs.append({"label": label, "url": f"?{query.urlencode()}", "current": key == wanted})
    context = {
        "year": year, "chosen": chosen, "page": page, "rows": [(line, names.get(line.place, "")) for line in page],
        "who": who, "wanted": wanted, "place": place, "lists": tabs, "q": request.GET.get("q", ""),
        "noi": request.GET.get("noi", ""), "file_url": file_url(request, "reports:training_people_export"),
    }  # fmt: skip
    return render(request, "reports/training_people.html", context)


@login_required
@require_GET
def training_people_export(request):
    _year, _chosen, records, lines, *_rest = people_in(request)
    places = {row.id: row.name for row in records.ground.places}
    return as_file(request, "tap-huan", "Tap huan", exporters.line_head(), exporters.line_rows(lines, places))
