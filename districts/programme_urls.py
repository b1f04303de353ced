"""Addresses of a province's programme below /quan-tri/chuong-trinh/."""

from django.urls import path

from districts import programme_views as views

app_name = "programme"
urlpatterns = [
    path("", views.settings, name="settings"),
    path("thuong/", views.policies, name="policies"),
    path("thuong/lap/", views.policy_new, name="policy_new"),
    path("thuong/<int:pk>/", views.policy, name="policy"),
    path("thuong/<int:pk>/sua/", views.policy_edit, name="policy_edit"),
]
