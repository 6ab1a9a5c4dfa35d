"""Doing the jobs that wait (`governance.jobs`), one after the other."""

import datetime
import logging

from django.utils import timezone
from django.utils.translation import gettext as _

from governance.errors import RuleViolation
from governance.jobs import KINDS, Cancelled
from governance.models.job import Job, JobStatus
from governance.operations import jobs as operations
from governance.operations.founding import portal_account

logger = logging.getLogger(__name__)

LOST_AFTER = datetime.timedelta(minutes=10)  # without a sign of life


def run_waiting() -> int:
    """Do every job that waits, the oldest first; how many were done."""
    _take_back_lost()
    return sum(_run(job) for job in Job.objects.filter(status=JobStatus.WAITING).order_by("pk"))


def _take_back_lost() -> None:
    """Give jobs whose worker died to another one; what killed three is given up."""
    lost = Job.objects.filter(status=JobStatus.RUNNING, seen_at__lt=timezone.now() - LOST_AFTER)
    for job in lost.order_by("pk"):
        try:
            operations.take_back_job(job, by=portal_account())
        except RuleViolation:  # it has ended meanwhile
            continue


def _run(job: Job) -> bool:
    by = portal_account()
    try:
        operations.start_job(job, by=by)
    except RuleViolation:  # another worker was first, or it was cancelled
        return False
    try:
        operations.finish_job(job, by=by, attempt=job.attempts, write=KINDS[job.kind].work(job))
    except Cancelled:
        return False
    except RuleViolation as refusal:
        return _give_up(job, str(refusal.message))
    except Exception:
        _give_up(job, _("The work broke off, and nothing was changed. The reason is in the log."))
        raise
    return True


def _give_up(job: Job, reason: str) -> bool:
    try:
        operations.fail_job(job, by=portal_account(), attempt=job.attempts, reason=reason)
    except RuleViolation as refusal:  # it took so long that it was cancelled, or given to another worker
        logger.warning("Job %s came too late: %s", job.pk, refusal)
    return False
