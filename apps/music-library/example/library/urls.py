"""Where everything is. Health is asked before any of this (library.health)."""

from django.urls import path

from albums import accounts, views

urlpatterns = [
    path("api/auth/login", accounts.log_in),
    path("api/auth/logout", accounts.log_out),
    path("api/albums", views.albums),
    path("api/albums/<int:number>", views.album),
    path("api/albums/<int:number>/cover", views.cover),
    path("api/search", views.search),
]
