"""The audit log, for the audit administrator."""

import json

from django.contrib import admin
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from governance.admin.display import chip
from governance.admin.filters import View
from governance.admin.scoped import ScopedAdmin
from governance.models import AuditEntry, AuditSeal
from governance.operation_names import name_of


@admin.register(AuditEntry)
class AuditPage(ScopedAdmin):
    """审计日志: everything done and refused, as it was written; nobody changes it, the database refuses."""

    view_right = "view_audit"
    noun = "audit"
    menu_title = _("Audit log")
    icon = "history"
    list_display = ["when", "account_name", "done", "about", "organisation", "result"]
    list_filter = ["outcome", "at"]
    list_select_related = ["organisation"]
    search_fields = ["account_name", "target_label", "=action", "=request_id"]
    search_help_text = _("Name, target, operation or request")
    ordering = ["-pk"]
    views = [
        View("refused", _("Refused"), lambda rows, account: rows.filter(outcome=AuditEntry.Outcome.REFUSED)),
        View("sign-ins", _("Sign-ins"), lambda rows, account: rows.filter(action="sign_in")),
    ]
    headline = ["when", "result"]
    fieldsets = [
        (None, {"fields": ["account_name", "account", "organisation", "done", "action", "about", "reason"]}),
        (_("Change"), {"fields": ["was", "became"]}),
        (_("Proof"), {"fields": ["request_id", "seal"], "classes": ["aside"]}),
    ]
    has_timeline = False

    @admin.display(description=_("time"), ordering="pk")
    def when(self, entry: AuditEntry):
        return timezone.localtime(entry.at).strftime("%Y-%m-%d %H:%M:%S")

    @admin.display(description=_("what"), ordering="action")
    def done(self, entry: AuditEntry):
        return name_of(entry.action)

    @admin.display(description=_("target"), ordering="target_label")
    def about(self, entry: AuditEntry):
        return entry.target_label

    @admin.display(description=_("outcome"), ordering="outcome")
    def result(self, entry: AuditEntry):
        return chip(entry.get_outcome_display(), "success" if entry.outcome == AuditEntry.Outcome.DONE else "danger")

    @admin.display(description=_("before"))
    def was(self, entry: AuditEntry):
        return _pretty(entry.before)

    @admin.display(description=_("after"))
    def became(self, entry: AuditEntry):
        return _pretty(entry.after)

    @admin.display(description=_("seal"))
    def seal(self, entry: AuditEntry):
        seal = AuditSeal.objects.select_related("block").filter(entry_id=entry.pk).first()
        if seal is None:
            return _("Not sealed yet")
        return format_html("{} {}<br><code>{}</code>", _("Block"), seal.block_id, seal.digest)


def _pretty(values):
    if values is None:
        return "–"
    return format_html("<pre>{}</pre>", json.dumps(values, ensure_ascii=False, indent=2))
