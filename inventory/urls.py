"""Where the catalogue is."""

from django.urls import path

from inventory import views

app_name = "inventory"
urlpatterns = [
    path("tasks/", views.tasks, name="tasks"),
    path("tasks/new/", views.new_task, name="new_task"),
    path("tasks/<uuid:pk>/", views.task, name="task"),
    path("tasks/<uuid:pk>/edit/", views.task_edit, name="task_edit"),
    path("tasks/<uuid:pk>/cells/<slug:name>/", views.cell, name="cell"),
    path("tasks/<uuid:pk>/retirement/", views.retirement, name="retirement"),
    path("tasks/<uuid:pk>/restoration/", views.restoration, name="restoration"),
    path("systems/", views.systems, name="systems"),
    path("systems/<uuid:pk>/", views.system, name="system"),
    path("skills/", views.skills, name="skills"),
    path("skills/<uuid:pk>/", views.skill, name="skill"),
    path("goals/", views.goals, name="goals"),
    path("goals/<uuid:pk>/", views.goal, name="goal"),
    path("initiatives/", views.initiatives, name="initiatives"),
    path("initiatives/<uuid:pk>/", views.initiative, name="initiative"),
    path("imports/", views.imports, name="imports"),
    path("imports/<uuid:pk>/", views.import_, name="import"),
    path("imports/<uuid:pk>/reading/", views.reading_, name="reading"),
    path("imports/<uuid:pk>/lines.csv", views.lines, name="lines"),
    path("imports/<uuid:pk>/writing/", views.writing, name="writing"),
    path("imports/<uuid:pk>/undoing/", views.undoing, name="undoing"),
    path("imports/<uuid:pk>/dropping/", views.dropping, name="dropping"),
    path("chores/", views.chores, name="chores"),
    path("chores/<uuid:pk>/acceptance/", views.acceptance, name="acceptance"),
    path("chores/<uuid:pk>/merger/", views.merger, name="merger"),
    path("chores/<uuid:pk>/refusal/", views.refusal, name="refusal"),
]
