"""Long work that a worker does while people go on."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from governance.transitions import version_field


class JobStatus(models.TextChoices):
    WAITING = "waiting", _("Waiting for a worker")
    RUNNING = "running", _("Running")
    DONE = "done", pgettext_lazy("a job", "Done")
    FAILED = "failed", _("Failed")
    CANCELLED = "cancelled", _("Cancelled")


UNFINISHED = (JobStatus.WAITING, JobStatus.RUNNING)


class JobQuerySet(models.QuerySet["Job"]):
    def for_user(self, account) -> "JobQuerySet":
        """What one asked for oneself, and what concerns bodies at which one has the right of its kind."""
        from governance import access, jobs

        seen = Q(requested_by=account.pk)
        for kind in jobs.KINDS.values():
            seen |= Q(kind=kind.name) & access.within(account, kind.right, "organisation")
        return self.filter(seen)

    def about(self, subject: models.Model) -> "JobQuerySet":
        return self.filter(subject_type=subject._meta.label_lower, subject_id=subject.pk)

    def unfinished(self) -> "JobQuerySet":
        return self.filter(status__in=UNFINISHED)


class Job(models.Model):
    """任务: long work about one record, as a row: it survives a restart, shows how far it is, and can be cancelled.

    `done` of `total` counts rows or files; `total` is 0 while that is not known. `given` is what the work needs,
    `result` what it answers with: whole numbers by name. `seen_at` is the worker's last sign of life, `attempts` how
    often one began. Of one kind only one is unfinished for each record.
    """

    MOVES = {
        JobStatus.WAITING: frozenset({JobStatus.RUNNING, JobStatus.CANCELLED}),
        JobStatus.RUNNING: frozenset(
            {JobStatus.DONE, JobStatus.FAILED, JobStatus.CANCELLED, JobStatus.WAITING},  # a lost one waits again
        ),
    }

    kind = models.CharField(_("kind"), max_length=64)
    organisation = models.ForeignKey(
        "governance.Organisation", models.PROTECT, related_name="+", verbose_name=_("organisation")
    )
    subject_type = models.CharField(max_length=64)
    subject_id = models.BigIntegerField()
    label = models.CharField(_("about"), max_length=200)
    given = models.JSONField(default=dict, editable=False)
    status = models.CharField(_("state"), max_length=9, choices=JobStatus.choices, default=JobStatus.WAITING)
    done = models.PositiveIntegerField(pgettext_lazy("of a job", "done"), default=0)
    total = models.PositiveIntegerField(_("of"), default=0)
    result = models.JSONField(_("result"), default=dict)
    result_path = models.CharField(max_length=200, blank=True)
    failure = models.CharField(_("why it failed"), max_length=1_000, blank=True)
    attempts = models.PositiveSmallIntegerField(pgettext_lazy("how many", "attempts"), default=0)
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="jobs", verbose_name=_("requested by")
    )
    requested_at = models.DateTimeField(_("requested at"), auto_now_add=True)
    started_at = models.DateTimeField(_("started at"), null=True, blank=True)
    seen_at = models.DateTimeField(null=True, blank=True, editable=False)
    finished_at = models.DateTimeField(_("finished at"), null=True, blank=True)
    version = version_field()

    objects = JobQuerySet.as_manager()

    class Meta:
        verbose_name = _("job")
        verbose_name_plural = _("jobs")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "subject_type", "subject_id"],
                condition=Q(status__in=UNFINISHED),
                name="job_one_unfinished",
            ),
            models.CheckConstraint(
                name="job_finished_when_it_ended",
                condition=Q(status__in=UNFINISHED, finished_at=None)
                | ~Q(status__in=UNFINISHED) & Q(finished_at__isnull=False),
            ),
        ]
        indexes = [
            models.Index(fields=["subject_type", "subject_id", "-id"], name="job_of_subject"),
            models.Index(fields=["status"], condition=Q(status__in=UNFINISHED), name="job_unfinished"),
        ]

    def __str__(self) -> str:
        return gettext("%(what)s: %(about)s") % {"what": self.title, "about": self.label}

    @property
    def title(self) -> str:
        """What is done, in the reader's language."""
        from governance import jobs

        return str(jobs.KINDS[self.kind].title) if self.kind in jobs.KINDS else self.kind

    @property
    def is_unfinished(self) -> bool:
        return self.status in UNFINISHED

    @property
    def percent(self) -> int:
        if self.status == JobStatus.DONE:
            return 100
        return min(99, self.done * 100 // self.total) if self.total else 0
