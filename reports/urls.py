"""Addresses of reports."""

from django.urls import path

from reports import views

app_name = "reports"
urlpatterns = [
    path("", views.report_list, name="list"),
    path("lap/", views.report_request, name="request"),
    path("<int:pk>/", views.report_detail, name="detail"),
]
