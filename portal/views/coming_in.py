"""How a partner's firm comes in: a client's question, answered once by the lead."""

from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from delegation.accounts.models import Person, User
from delegation.accounts.seat import SEAT
from delegation.agreement import actions
from delegation.agreement.forms import JoinForm
from delegation.agreement.models import Partnership
from delegation.pages import refusals_in, show


@require_http_methods(["GET", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Who asks, then the firm and a password; a lead who is signed in may join with the firm they lead."""
    asked = actions.question_for(token)
    if asked is None:
        return render(request, "accounts/no_invitation.html", status=410)
    user = request.user if isinstance(request.user, User) else None
    seats = list(actions.firms_of(asked)) if user and user.email == asked.lead_email else []
    form = _form(request, asked)
    if request.method == "POST" and (lead := _joined(request, asked, form, user, seats)):
        if user is None:
            login(request, lead.user)
        request.session[SEAT] = str(lead.pk)
        return redirect("portal:queue")
    has_login = "password" not in form.fields
    context = {"asked": asked, "form": form, "user": user, "seats": seats, "has_login": has_login}
    return show(request, "portal/invitation.html", None, context)


invitation.public = True  # type: ignore[attr-defined]


def _form(request: HttpRequest, asked: Partnership) -> JoinForm:
    has_login = User.objects.filter(email=asked.lead_email).exists()
    return JoinForm(
        request.POST or None, initial={"firm_name": asked.name}, email=asked.lead_email, has_login=has_login
    )


def _joined(
    request: HttpRequest, asked: Partnership, form: JoinForm, user: User | None, seats: list[Person]
) -> Person | None:
    seat = next((each for each in seats if str(each.pk) == request.POST.get("seat")), None)
    if seat is None and not form.is_valid():
        return None
    words = {} if seat else form.cleaned_data
    with refusals_in(form):
        return actions.join(
            partnership=asked, user=user, seat=seat, firm_name=words.get("firm_name", ""),
            password=words.get("password", ""),
        )  # fmt: skip
    return None
