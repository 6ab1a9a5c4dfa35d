"""Pages of long work: what one asked a worker for, and how far it is."""

from django.contrib import admin
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from governance.admin.display import chip, moment
from governance.admin.filters import View
from governance.admin.scoped import ScopedAdmin
from governance.admin.steps import Step
from governance.jobs import KINDS
from governance.models import Job
from governance.models.job import UNFINISHED, JobStatus
from governance.operations.jobs import cancel_job

TONES = {"waiting": "info", "running": "info", "done": "success", "failed": "danger", "cancelled": "neutral"}
REFRESH_SECONDS = 5


class Cancel(Step):
    name = "cancel"
    operation = staticmethod(cancel_job)
    title = _("Cancel this job")
    verb = _("Cancel job")
    tone = "danger"

    def outcome(self):
        return _("The worker stops. What it has computed is thrown away, and nothing is changed.")

    def done(self, result):
        return _("The job was cancelled.")

    @classmethod
    def blocked(cls, obj: Job, account):
        if not obj.is_unfinished:
            return _("It has ended already.")
        if obj.requested_by_id != account.pk:
            return _("Only %(name)s, who asked for it, can cancel it.") % {"name": obj.requested_by.name}
        return None


@admin.register(Job)
class JobPage(ScopedAdmin):
    """任务: long work that a worker does; the page follows it by itself."""

    icon = "hourglass_top"
    section = "coordination"
    menu_order = 70
    list_display = ["what", "state", "progress", "who", "when"]
    list_filter = ["status"]
    list_select_related = ["requested_by", "organisation"]
    views = [View("unfinished", _("Unfinished"), lambda rows, account: rows.filter(status__in=UNFINISHED))]
    steps = [Cancel]
    headline = ["state", "progress"]
    fieldsets = [
        (None, {"fields": ["what", "organisation", "failure", "counts", "shown_at"]}),
        (_("Progress"), {"fields": ["who", "when", "started", "finished"], "classes": ["aside"]}),
    ]
    empty = _("Nothing waits for a worker. Long work, such as grouping inventories, appears here.")

    def change_view(self, request, object_id, form_url="", extra_context=None):
        response = super().change_view(request, object_id, form_url, extra_context)
        if request.method == "GET" and Job.objects.for_user(request.user).unfinished().filter(pk=object_id).exists():
            response["Refresh"] = str(REFRESH_SECONDS)
        return response

    @admin.display(description=_("job"))
    def what(self, job: Job) -> str:
        return str(job)

    @admin.display(description=_("state"), ordering="status")
    def state(self, job: Job):
        return chip(JobStatus(job.status).label, TONES[job.status])

    @admin.display(description=_("progress"))
    def progress(self, job: Job):
        if not job.is_unfinished:
            return None
        return format_html(
            '<progress max="100" value="{0}" aria-label="{1}">{0} %</progress> {0} %', job.percent, _("progress")
        )

    @admin.display(description=_("requested by"))
    def who(self, job: Job) -> str:
        return job.requested_by.name

    @admin.display(description=_("requested at"), ordering="requested_at")
    def when(self, job: Job):
        return moment(job.requested_at)

    @admin.display(description=_("started at"))
    def started(self, job: Job):
        return moment(job.started_at)

    @admin.display(description=_("finished at"))
    def finished(self, job: Job):
        return moment(job.finished_at)

    @admin.display(description=_("result"))
    def counts(self, job: Job):
        kind = KINDS.get(job.kind)
        return kind.describe(job.result) if kind is not None and job.status == JobStatus.DONE else None

    @admin.display(description=_("what it did"))
    def shown_at(self, job: Job):
        return format_html('<a href="{}">{}</a>', job.result_path, _("Look at it")) if job.result_path else None
