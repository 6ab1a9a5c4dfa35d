"""The table of rights, for the security administrator."""

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _

from governance import access
from governance.parameters import takes
from governance.rights_table import rights


@takes()
def rights_page(request: HttpRequest) -> TemplateResponse:
    """权限总表: which role has which right, app by app; what is shown is what is asked."""
    if not access.may_anywhere(request.user, "view_rights"):  # type: ignore[arg-type]
        raise PermissionDenied
    context = {**admin.site.each_context(request), "title": _("Table of rights"), "apps": list(rights())}
    return TemplateResponse(request, "admin/rights.html", context)
