"""Where capacity and reports are."""

from django.urls import path

from delegation.reporting import views

app_name = "reporting"
urlpatterns = [
    path("capacity/", views.capacity, name="capacity"),
    path("reports/", views.reports, name="reports"),
    path("reports/<uuid:pk>/", views.report, name="report"),
    path("reports/<uuid:pk>/print/", views.report_print, name="report_print"),
    path("reports/<uuid:pk>.pdf", views.report_file, name="report_file"),
]
