"""One click takes the demonstration out again."""

from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from delegation.accounts.models import Person, Role
from delegation.accounts.permissions import Answer, No, only, require
from delegation.accounts.seat import Request
from delegation.management.demonstration.removal import Entangled, remove


@require_POST
def removal(request: Request) -> HttpResponse:
    """Delete every row of it. Whoever asked signs in with another login from now on: this one went too."""
    require(may_remove(request.person))
    try:
        deleted = remove()
    except Entangled as problem:
        messages.warning(request, str(problem))
        return redirect("today")
    logout(request)
    messages.info(
        request,
        f"The demonstration is gone, all {deleted:,} rows of it. “python manage.py organisation NAME --admin ADDRESS "
        "--admin-name NAME” opens your first organisation; “python3 relay.py demo” loads the demonstration again.",
    )
    return redirect("account_login")


def may_remove(person: Person) -> Answer:
    if not person.organisation.is_demonstration:
        return No("Only somebody of the demonstration can take it out.")
    return only(person, Role.MANAGER, Role.ADMIN, to="take the demonstration out")
