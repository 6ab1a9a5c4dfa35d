"""办件进度: an applicant opens the own application by number and check word."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from governance.errors import RuleViolation
from governance.forms import PortalForm
from governance.parameters import takes
from services.check_words import LENGTH
from services.clock_texts import clock_words, days_text
from services.forms.ratings import RateForm
from services.models import Application, Rating
from services.progress import look_up
from services.states import ApplicationStatus


class ProgressForm(PortalForm):
    number = forms.CharField(label=_("number"), max_length=64)
    word = forms.CharField(
        label=_("check word"),
        max_length=LENGTH * 2,
        help_text=_("Six characters, on the slip."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
    )
    slip = forms.CharField(max_length=64, required=False, widget=forms.HiddenInput())


def rate_form(application: Application, word: str) -> RateForm | None:
    """Once the result is there, and as long as nobody has rated it."""
    can_be_rated = application.status in (ApplicationStatus.ISSUED, ApplicationStatus.CLOSED)
    if not can_be_rated or Rating.objects.filter(application=application).exists():
        return None
    return RateForm(initial={"number": application.number, "word": word})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@takes("number", "slip")
def progress(request: HttpRequest) -> HttpResponse:
    """Number and check word are asked for; with both, where the application stands and when it is due."""
    if request.method != "POST":
        form = ProgressForm(initial=request.GET.dict())
        return render(request, "public/services/progress.html", {"form": form, "title": _("Progress of a matter")})
    form = ProgressForm(request.POST)
    context = {"form": form, "title": _("Progress of a matter")}
    status = 400
    if form.is_valid():
        sent = form.cleaned_data
        try:
            found = look_up(sent["number"], sent["word"], request.META, slip=sent["slip"])
        except RuleViolation as refusal:
            form.add_error(None, str(refusal))
            status = 404 if refusal.status == 409 else refusal.status
        else:
            main = found.standing.main
            words = {"clock": clock_words(found.standing), "left": days_text(main) if main else ""}
            rating_form = rate_form(found.application, sent["word"])
            shown = {**context, **words, "found": found, "rate_form": rating_form}
            return render(request, "public/services/progress.html", shown)
    return render(request, "public/services/progress.html", context, status=status)
