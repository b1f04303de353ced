"""Addresses. Staff addresses carry integer keys behind `visible_to`; public ones a slug or a code (design §7)."""

from django.urls import include, path

urlpatterns = [
    path("tai-khoan/", include("accounts.urls")),
    path("chu-the/", include("producers.urls")),
    path("quan-ly/", include("products.urls")),
    path("danh-gia/thuong/", include("evaluations.reward_urls")),
    path("danh-gia/", include("evaluations.urls")),
    path("quan-tri/chuong-trinh/", include("districts.programme_urls")),
    path("quan-tri/bo-tieu-chi/", include("evaluations.criteria_urls")),
    path("bao-cao/", include("reports.urls")),
    path("", include("core.urls")),
    path("", include("ocop_portal.site_urls")),
]

handler400 = "ocop_portal.views.bad_request"
handler403 = "ocop_portal.views.forbidden"
handler404 = "ocop_portal.views.not_found"
handler500 = "ocop_portal.views.server_error"
