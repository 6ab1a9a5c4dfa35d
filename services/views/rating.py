"""好差评: an applicant rates the own matter, of the own accord."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from governance.errors import RuleViolation
from governance.operations.founding import portal_account
from governance.parameters import takes
from services.forms.ratings import RateForm
from services.operations.ratings import rate_application
from services.progress import look_up
from services.views.progress import ProgressForm


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@takes()
def rate(request: HttpRequest) -> HttpResponse:
    """What the applicant says counts once; a poor one is called back. It begins with number and check word."""
    if request.method != "POST":
        asked = {"form": ProgressForm(), "title": _("Progress of a matter")}
        return render(request, "public/services/progress.html", asked)
    form = RateForm(request.POST)
    context = {"form": form, "title": _("Rate how it went")}
    status = 400
    if form.is_valid():
        sent = form.cleaned_data
        try:
            found = look_up(sent["number"], sent["word"], request.META)
            said = {name: sent[name] for name in ("grade", "cause", "comment")}
            rating = rate_application(found.application, by=portal_account(), **said)
        except RuleViolation as refusal:
            form.add_error(None, str(refusal))
            status = refusal.status
        else:
            return render(request, "public/services/rate.html", {**context, "rating": rating})
    return render(request, "public/services/rate.html", context, status=status)
