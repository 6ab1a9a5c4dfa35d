"""Pages about what is wrong with an edition: the findings, and saying why one is right as it stands."""

from typing import Any, cast

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from governance import access
from governance.admin.scoped import ScopedAdmin
from governance.admin.steps import Step
from governance.models import Account
from governance.parameters import page_of
from responsibilities.forms.steps import ExplainForm
from responsibilities.models import Edition
from responsibilities.operations.findings import explain_finding
from responsibilities.selectors.defects import edition_defects, open_defects

ON_A_PAGE = 100


def defects_url(edition: Edition) -> str:
    return reverse("admin:responsibilities_edition_defects", args=[edition.pk])


def defects_link(edition: Edition) -> SafeString:
    """How many findings nobody has explained, leading to all of them."""
    count = len(open_defects(edition))
    text = ngettext("%(count)d open finding", "%(count)d open findings", count) % {"count": count}
    return format_html('<a href="{}">{}</a>', defects_url(edition), text)


def defects_page(page: ScopedAdmin, request: HttpRequest, object_id: str) -> HttpResponse:
    """缺陷检查: open findings first, each leading to its entry, then the explained; for those who keep the list."""
    account = cast(Account, request.user)
    edition = page.get_visible(request, object_id)
    owner = edition.duty_list.owner
    if not access.may(account, "view_drafts", at=owner):
        raise Http404
    defects = edition_defects(edition)
    unexplained = [defect for defect in defects if defect.explanation is None]
    explained = [defect for defect in defects if defect.explanation]
    context: dict[str, Any] = {
        **page.admin_site.each_context(request),
        "title": _("Findings"),
        "opts": page.opts,
        "original": edition,
        "back": page.url_of(edition),
        "open": page_of(Paginator(unexplained, ON_A_PAGE), request),
        "explained": page_of(Paginator(explained, ON_A_PAGE), request, "explained"),
        "may_explain": access.may(account, "explain_finding", at=owner),
    }
    return TemplateResponse(request, "responsibilities/admin/defects.html", context)


class Explain(Step):
    """说明缺陷. Reached from the finding, so it is no button of the edition."""

    name = "explain"
    operation = staticmethod(explain_finding)
    title = _("Explain a finding")
    verb = _("Explain")
    form_class = ExplainForm
    parameters = ("fingerprint",)

    @classmethod
    def at(cls, obj: Edition):
        return obj.duty_list.owner

    def button(self):
        return None

    def initial(self):
        return {"fingerprint": self.request.GET.get("fingerprint", "")}

    def outcome(self):
        return _("The finding no longer counts as open, in this edition and in later ones that have it alike.")

    def consequences(self):
        return [_("The list itself does not change. Nobody is told.")]

    def cancel_url(self):
        return defects_url(self.obj)

    def next_url(self, result):
        return defects_url(self.obj)
