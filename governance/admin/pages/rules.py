"""The register of rules, for everybody on the staff."""

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from governance import access
from governance.forms import PortalForm
from governance.models import RuleSuspension
from governance.parameters import page_of, takes, understood
from governance.rulebook import Source
from governance.rules_table import app_names, rows

PAGE_SIZE = 200


class RulesForm(PortalForm):
    """Which rules are shown."""

    app = forms.ChoiceField(label=_("Area"), required=False)
    source = forms.ChoiceField(label=_("Source"), required=False, choices=[("", _("All")), *Source.choices])
    due = forms.ChoiceField(
        label=_("Last checked"), required=False, choices=[("", _("Any day")), ("1", _("More than twelve months ago"))]
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["app"].choices = [("", _("All")), *app_names().items()]  # type: ignore[attr-defined]


@takes("app", "source", "due", "page")
def rules_page(request: HttpRequest) -> TemplateResponse:
    """规则台账: every rule, what it rests on and when somebody last compared it with its source."""
    if not access.may_anywhere(request.user, "view_rules"):  # type: ignore[arg-type]
        raise PermissionDenied
    form = RulesForm(request.GET.dict())
    chosen = understood(form)
    due_on = timezone.localdate() if chosen["due"] else None
    found = list(rows(app=chosen["app"], source=chosen["source"], due_on=due_on))
    page = page_of(Paginator(found, PAGE_SIZE), request)
    context = {
        **admin.site.each_context(request),
        "title": _("Register of rules"),
        "form": form,
        "count": len(found),
        "page": page,
        "suspended": frozenset(RuleSuspension.objects.in_force().values_list("code", flat=True)),
    }
    return TemplateResponse(request, "admin/rules.html", context)
