"""The first public page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from governance import access
from governance.models import Account
from governance.parameters import takes
from responsibilities.finder.answers import who_is_responsible
from responsibilities.forms.reading import QuestionForm
from responsibilities.models import DutyList
from responsibilities.selectors.lists import listed_editions

SHOWN_LISTS = 30


@require_safe
@takes("q", "township", "on")
def public_home(request: HttpRequest) -> HttpResponse:
    """Who is responsible for a matter, by the lists in force on a date; and the lists themselves."""
    form = QuestionForm(request.GET.dict())
    valid, asked = form.is_valid(), form.cleaned_data  # a question stays there while its township is put right
    words, on, township = asked.get("q", ""), asked.get("on"), asked.get("township")
    lists = DutyList.objects.for_user(None).select_related("owner").order_by("owner__path", "pk")
    context = {
        "form": form,
        "words": words,
        "on": on if request.GET.get("on") else None,
        "rows": listed_editions(lists[:SHOWN_LISTS]),
        "lists_count": lists.count(),
    }
    if words and valid:
        context["answers"] = who_is_responsible(words, on=on, township=township)
        if isinstance(request.user, Account) and access.may_anywhere(request.user, "report_answer"):
            context["report_url"] = reverse("admin:responsibilities_suggestion_report")
    return render(request, "public/home.html", context, status=200 if valid else 400)
