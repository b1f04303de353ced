"""Addresses of rewards below /danh-gia/thuong/."""

from django.urls import path

from evaluations.views import rewards

app_name = "rewards"
urlpatterns = [
    path("", rewards.reward_list, name="list"),
    path("xuat/", rewards.reward_export, name="export"),
    path("<int:pk>/", rewards.reward_pay, name="pay"),
    path("huy/<int:pk>/", rewards.reward_void, name="void"),
]
