"""Where handback is."""

from django.urls import path

from delegation.handback import views

app_name = "handback"
_ONE = "handoffs/<uuid:pk>/"
urlpatterns = [
    path(f"{_ONE}recall/", views.recall, name="recall"),
    path(f"{_ONE}return/", views.way_home, name="way_home"),
    path(f"{_ONE}return/access/", views.access, name="access"),
    path(f"{_ONE}return/procedure/", views.procedure, name="procedure"),
    path(f"{_ONE}return/signature/", views.return_signature, name="return_signature"),
    path(f"{_ONE}return/force/", views.force, name="force"),
]
