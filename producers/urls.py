"""Addresses of producers."""

from django.urls import path

from producers import people_views as people
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
    path("tuyen-truyen/<int:pk>/", step1.activity, name="activity"),
    path("tuyen-truyen/<int:pk>/sua/", step1.activity_edit, name="activity_edit"),
    path("tuyen-truyen/<int:pk>/huy/", step1.activity_cancel, name="activity_cancel"),
    path("tuyen-truyen/<int:pk>/tep/", step1.activity_file, name="activity_file"),
    path("tap-huan/", step1.courses, name="courses"),
    path("tap-huan/xuat/", step1.course_export, name="courses_export"),
    path("tap-huan/<int:pk>/", step1.course, name="course"),
    path("tap-huan/<int:pk>/sua/", step1.course_edit, name="course_edit"),
    path("tap-huan/<int:pk>/huy/", step1.course_cancel, name="course_cancel"),
    path("tap-huan/<int:pk>/tep/", step1.course_file, name="course_file"),
    path("tap-huan/<int:pk>/moi/", people.invite, name="course_invite"),
    path("tap-huan/<int:pk>/diem-danh/", people.tick, name="course_tick"),
    path("tap-huan/<int:pk>/nhap/", people.import_list, name="course_import"),
    path("tap-huan/<int:pk>/danh-sach/xuat/", people.export_list, name="course_people"),
]
