"""Reports on people as pages, and as files for Excel: findings, recruitment, and who leaves next."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.html import format_html, strip_tags
from django.utils.translation import gettext as _

from governance.models import Organisation
from governance.parameters import WrongParameters, takes, understood
from governance.spreadsheets.table import Column
from governance.spreadsheets.writing import CONTENT_TYPE, write
from staffing.forms import LeavingForm, RecruitmentForm
from staffing.selectors.people_findings import Found, people_findings
from staffing.selectors.people_reports import Table, leaving, leaving_table, recruitment, recruitment_table


class PeopleReports:
    """Mixed into the page of the register: custom pages below it."""

    def get_custom_pages(self, page):
        return [
            path("findings/", page(self.findings_view), name="staffing_person_findings"),
            path("recruitment/", page(self.recruitment_view), name="staffing_person_recruitment"),
            path("leaving/", page(self.leaving_view), name="staffing_person_leaving"),
        ]

    @takes("format")
    def findings_view(self, request: HttpRequest) -> HttpResponseBase:
        """What the register contradicts; nothing is repaired."""
        account = self._reader(request)
        found = people_findings(account, timezone.localdate())
        rows = [[finding.label, _link(finding), finding.words] for finding in found]
        notes = [_("Findings are for a decision. Nothing is repaired, and nobody is ranked.")]
        table = Table(_("Findings in the register"), [_("Kind"), _("About"), _("What")], rows, notes)
        return self._answer(request, table)

    @takes("by", "on", "since", "until", "format")
    def recruitment_view(self, request: HttpRequest) -> HttpResponseBase:
        """Whom recruitment brought, and who still serves."""
        account, form = self._reader(request), RecruitmentForm(_asked(request), label_suffix="")
        asked = understood(form)
        on = asked["on"] or timezone.localdate()
        rows = recruitment(account, by=asked["by"] or "year", on=on, since=asked["since"], until=asked["until"])
        return self._answer(request, recruitment_table(rows, on), form)

    @takes("on", "years", "format")
    def leaving_view(self, request: HttpRequest) -> HttpResponseBase:
        """Who leaves in some years, and what is then missing."""
        account, form = self._reader(request), LeavingForm(_asked(request), label_suffix="")
        asked = understood(form)
        on, years = asked["on"] or timezone.localdate(), asked["years"] or 3
        return self._answer(request, leaving_table(leaving(account, on=on, years=years), on, years), form)

    def _reader(self, request: HttpRequest) -> Any:
        if not self.has_view_permission(request):  # type: ignore[attr-defined]
            raise PermissionDenied
        return request.user

    def _answer(self, request: HttpRequest, table: Table, form: Any = None) -> HttpResponseBase:
        if (wanted := request.GET.get("format")) == "xlsx":
            return _file(table)
        if wanted is not None:
            raise WrongParameters({"format": _("The only format is xlsx.")})
        query = request.GET.copy()
        query["format"] = "xlsx"
        context = {
            **self.admin_site.each_context(request),  # type: ignore[attr-defined]
            "title": table.title,
            "opts": self.opts,  # type: ignore[attr-defined]
            "table": table,
            "form": form,
            "file": f"?{query.urlencode()}",
        }
        return TemplateResponse(request, "staffing/admin/people_report.html", context)


def _asked(request: HttpRequest) -> dict[str, Any]:
    return {name: value for name, value in request.GET.dict().items() if name != "format"}


def _link(finding: Found) -> Any:
    subject = finding.subject
    if isinstance(subject, Organisation):
        return str(subject)
    return format_html('<a href="{}">{}</a>', reverse("admin:staffing_person_change", args=[subject.pk]), subject)


def _file(table: Table) -> HttpResponse:
    columns = [Column(str(number), heading) for number, heading in enumerate(table.headings)]
    rows = [{str(number): strip_tags(str(cell)) for number, cell in enumerate(row)} for row in table.rows]
    content = write(columns, rows, title=table.title, notes=table.notes, sheet_name=table.title)
    response = HttpResponse(content, content_type=CONTENT_TYPE)
    response["Content-Disposition"] = f'attachment; filename="people-{timezone.localdate()}.xlsx"'
    return response
