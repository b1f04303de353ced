"""Addresses of accounts."""

from django.urls import path

from accounts import people_views as people
from accounts import views

app_name = "accounts"
urlpatterns = [
    path("", views.profile, name="profile"),
    path("dang-nhap/", views.SignIn.as_view(), name="login"),
    path("dang-xuat/", views.SignOut.as_view(), name="logout"),
    path("mat-khau/", views.password, name="password"),
    path("khoa-api/", views.tokens, name="tokens"),
    path("khoa-api/<int:pk>/thu-hoi/", views.revoke, name="revoke"),
    path("quan-tri/", people.people, name="people"),
    path("quan-tri/them/", people.person_add, name="person_add"),
    path("quan-tri/<int:pk>/", people.person, name="person"),
    path("quan-tri/<int:pk>/mat-khau/", people.person_password, name="person_password"),
    path("quan-tri/<int:pk>/trang-thai/", people.person_state, name="person_state"),
    path("quan-tri/vai-tro/<int:pk>/ket-thuc/", people.role_end, name="role_end"),
]
