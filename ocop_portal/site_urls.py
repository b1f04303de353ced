"""The inbox, the public site, the API root and help: addresses of ocop_portal itself."""

from django.urls import include, path, register_converter

from ocop_portal import api, calendar_views, complaints, public, views


class Tail:
    """Anything that ends in digits, without a slash: the last part of a product's address."""

    regex = "[^/]{0,200}?[0-9]{1,15}"

    def to_python(self, value):
        return value

    def to_url(self, value):
        return value


register_converter(Tail, "tail")

public_patterns = [
    path("", public.home, name="home"),
    path("san-pham/", public.catalogue, name="catalogue"),
    path("san-pham/<tail:tail>/", public.product, name="product"),
    path("san-pham/<tail:tail>/phan-anh/", complaints.of_product, name="complain-product"),
    path("xac-thuc/", public.verify, name="verify"),
    path("xac-thuc/<str:code>/", public.certificate, name="certificate"),
    path("xac-thuc/<str:code>/phan-anh/", complaints.of_certificate, name="complain-certificate"),
    path("phan-anh/<str:receipt>/", complaints.receipt, name="complaint-receipt"),
    path("du-lieu-mo/", public.open_data, name="open-data"),
    path("du-lieu-mo/san-pham-ocop.csv", public.open_data_csv, name="open-data-csv"),
    path("du-lieu-mo/san-pham-ocop.json", public.open_data_json, name="open-data-json"),
]

urlpatterns = [
    path("", include((public_patterns, "public"))),
    path("viec/", views.inbox, name="inbox"),
    path("viec/danh-sach/", views.inbox_list, name="inbox_list"),
    path("viec/nhac/", views.inbox_remind, name="inbox_remind"),
    path("viec/xuat/", views.inbox_export, name="inbox_export"),
    path("viec/tiep-tuc/", views.go_on, name="go_on"),
    path("don-vi/", views.units, name="units"),
    path("lich-lam-viec/", calendar_views.calendar, name="calendar"),
    path("lich-lam-viec/<int:pk>/bo/", calendar_views.calendar_drop, name="calendar_drop"),
    path("tro-giup/", views.help_page, name="help"),
    path("favicon.ico", views.Favicon.as_view(), name="favicon"),
    path("robots.txt", public.robots, name="robots"),
    path("api/v1/", include((api.router.urls, "api"))),
    path("api/schema/", api.Schema.as_view(), name="schema"),
    path("api/docs/", api.Docs.as_view(), name="docs"),
]
