"""Addresses of producers."""

from django.urls import path

from producers import step1_views as step1
from producers import views

app_name = "producers"
urlpatterns = [
    path("", views.producer_list, name="list"),
    path("xuat/", views.producer_export, name="export"),
    path("them/", views.producer_create, name="create"),
    path("<int:pk>/", views.producer_detail, name="detail"),
    path("<int:pk>/sua/", views.producer_edit, name="edit"),
    path("<int:pk>/hien-so/", views.producer_reveal, name="reveal"),
    path("tuyen-truyen/", step1.outreach, name="outreach"),
    path("tuyen-truyen/xuat/", step1.outreach_export, name="outreach_export"),
    path("tap-huan/", step1.courses, name="courses"),
    path("tap-huan/xuat/", step1.course_export, name="courses_export"),
    path("tap-huan/<int:pk>/", step1.course, name="course"),
]
