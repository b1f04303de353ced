"""Addresses of decisions and sheets below /quan-tri/bo-tieu-chi/."""

from django.urls import path, re_path

from evaluations.views import criteria, criteriatools

app_name = "criteria"
urlpatterns = [
    path("", criteria.criteria_list, name="list"),
    path("nap/", criteria.upload, name="upload"),
    path("so-sanh/", criteriatools.compare, name="compare"),
    path("mau-trong.xlsx", criteria.empty_form, name="empty_form"),
    path("quyet-dinh/<int:pk>/", criteria.decision, name="decision"),
    path("nhap/<int:pk>/", criteria.draft, name="draft"),
    path("nhap/<int:pk>/cong-bo/", criteria.draft_publish, name="draft_publish"),
    path("nhap/<int:pk>/bo/", criteria.draft_drop, name="draft_drop"),
    re_path(r"^nhap/(?P<pk>[0-9]{1,9})/tep\.(?P<kind>yaml|xlsx)$", criteria.draft_file, name="draft_file"),
    path("phieu/<int:pk>/", criteria.sheet, name="sheet"),
    re_path(r"^phieu/(?P<pk>[0-9]{1,9})/tep\.(?P<kind>yaml|xlsx)$", criteria.sheet_file, name="sheet_file"),
    re_path(r"^cham-thu/(?P<ref>[rd][0-9]{1,9})/$", criteriatools.trial, name="trial"),
]
