"""Addresses of reports."""

from django.urls import path

from reports import plan_views as plans
from reports import training_views as training
from reports import views

app_name = "reports"
urlpatterns = [
    path("", views.report_list, name="list"),
    path("lap/", views.report_request, name="request"),
    path("<int:pk>/", views.report_detail, name="detail"),
    path("ke-hoach/", plans.plan_list, name="plans"),
    path("ke-hoach/xuat/", plans.plan_export, name="plans_export"),
    path("ke-hoach/them/", plans.plan_create, name="plan_create"),
    path("ke-hoach/ban-hanh/", plans.plans_owed, name="plans_owed"),
    path("ke-hoach/ban-hanh/xuat/", plans.plans_owed_export, name="plans_owed_export"),
    path("ke-hoach/<int:pk>/", plans.plan_detail, name="plan"),
    path("ke-hoach/<int:pk>/sua/", plans.plan_edit, name="plan_edit"),
    path("ke-hoach/<int:pk>/gui/", plans.plan_submit, name="plan_submit"),
    path("ke-hoach/<int:pk>/duyet/", plans.plan_approve, name="plan_approve"),
    path("ke-hoach/<int:pk>/tra-lai/", plans.plan_return, name="plan_return"),
    path("ke-hoach/<int:pk>/chi-tieu/<str:indicator>/", plans.plan_lines, name="plan_lines"),
    path("ke-hoach/<int:pk>/chi-tieu/<str:indicator>/xuat/", plans.plan_lines_export, name="plan_lines_export"),
    path("tap-huan/", training.training, name="training"),
    path("tap-huan/xuat/", training.training_export, name="training_export"),
    path("tap-huan/danh-sach/", training.training_people, name="training_people"),
    path("tap-huan/danh-sach/xuat/", training.training_people_export, name="training_people_export"),
]
