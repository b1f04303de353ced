"""Addresses of producers."""

from django.urls import path

from producers import views

app_name = "producers"
urlpatterns = [
    path("", views.producer_list, name="list"),
    path("xuat/", views.producer_export, name="export"),
    path("them/", views.producer_create, name="create"),
    path("<int:pk>/", views.producer_detail, name="detail"),
    path("<int:pk>/sua/", views.producer_edit, name="edit"),
    path("<int:pk>/hien-so/", views.producer_reveal, name="reveal"),
    path("tuyen-truyen/", views.outreach, name="outreach"),
    path("tap-huan/", views.courses, name="courses"),
    path("tap-huan/<int:pk>/", views.course, name="course"),
]
