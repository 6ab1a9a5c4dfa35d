"""The audit log, for the audit administrator."""

import json

from django.contrib import admin
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from governance.admin.display import chip, short_hash
from governance.admin.filters import View
from governance.admin.scoped import ScopedAdmin
from governance.models import AuditEntry, AuditSeal
from governance.roles import name_of


@admin.register(AuditEntry)
class AuditPage(ScopedAdmin):
    """审计日志: everything done and refused, as it was written; nobody changes it, the database refuses."""

    view_right = "view_audit"
    noun = "audit"
    menu_title = _("Audit log")
    icon = "history"
    list_display = ["when", "account_name", "done", "about", "organisation", "result", "number"]
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
        (_("Proof"), {"fields": ["number", "request_id", "seal"], "classes": ["aside"]}),
    ]
    has_timeline = False

    @admin.display(description=_("time"), ordering="pk")
    def when(self, entry: AuditEntry):
        return timezone.localtime(entry.at).strftime("%Y-%m-%d %H:%M:%S")

    @admin.display(description=_("number"), ordering="pk")
    def number(self, entry: AuditEntry):
        return f"#{entry.pk}"

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
        seal = AuditSeal.objects.filter(entry_id=entry.pk).first()
        if seal is None:
            return _("Not sealed yet")
        sealed_at = timezone.localtime(seal.sealed_at).strftime("%Y-%m-%d %H:%M:%S")
        return format_html("{} · {}<br>{}", seal.number, sealed_at, short_hash(seal.digest))


def _pretty(values):
    if values is None:
        return "–"
    return format_html("<pre>{}</pre>", json.dumps(values, ensure_ascii=False, indent=2))
