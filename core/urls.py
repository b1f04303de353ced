"""Addresses of core."""

from django.urls import path

from core import notice_views, upload_views, views

app_name = "core"
urlpatterns = [
    path("viec-nen/", views.job_list, name="jobs"),
    path("viec-nen/<int:pk>/", views.job, name="job"),
    path("viec-nen/<int:pk>/dung/", views.job_cancel, name="job_cancel"),
    path("viec-nen/<int:pk>/chay-lai/", views.job_again, name="job_again"),
    path("thong-bao/", notice_views.notice_list, name="notices"),
    path("thong-bao/da-doc/", notice_views.notice_read_all, name="notice_read_all"),
    path("thong-bao/cach-nhan/", notice_views.notice_choice, name="notice_choice"),
    path("thong-bao/<int:pk>/mo/", notice_views.notice_open, name="notice_open"),
    path("tep/<int:pk>/", views.file, name="file"),
    path("tep/<int:pk>/trang/<int:first>-<int:last>/", views.file_pages, name="file_pages"),
    path("tai-len/", upload_views.upload_create, name="upload_create"),
    path("tai-len/gop/", upload_views.upload_join, name="upload_join"),
    path("tai-len/<int:pk>/", upload_views.upload, name="upload"),
    path("tai-len/<int:pk>/xong/", upload_views.upload_finish, name="upload_finish"),
    path("kieu-dang/", views.style_page, name="style"),
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views.readyz, name="readyz"),
]
