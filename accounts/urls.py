"""Addresses of accounts."""

from django.urls import path

from accounts import views

app_name = "accounts"
urlpatterns = [
    path("", views.profile, name="profile"),
    path("dang-nhap/", views.SignIn.as_view(), name="login"),
    path("dang-xuat/", views.SignOut.as_view(), name="logout"),
    path("mat-khau/", views.password, name="password"),
    path("khoa-api/", views.tokens, name="tokens"),
    path("khoa-api/<int:pk>/thu-hoi/", views.revoke, name="revoke"),
]
