"""One's own organisation: its name, where it is, and when it works."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from delegation.accounts import actions
from delegation.accounts.forms import OrganisationForm
from delegation.accounts.models import Organisation
from delegation.accounts.permissions import may_keep_organisation, require
from delegation.accounts.seat import Request


@require_http_methods(["GET", "POST"])
def organisation(request: Request) -> HttpResponse:
    """See it and change it; for those who look after it."""
    own = request.person.organisation
    require(may_keep_organisation(request.person, own))
    form = OrganisationForm(request.POST or None, instance=Organisation.objects.get(pk=own.pk))
    if request.method == "POST" and form.is_valid():
        actions.keep_organisation(organisation=own, by=request.person, **form.cleaned_data)
        messages.info(request, "Saved.")
        return redirect("accounts:organisation")
    base = "portal_base.html" if request.person.is_partner else "base.html"
    status = 422 if form.errors else 200
    return render(request, "accounts/organisation.html", {"form": form, "base": base}, status=status)
