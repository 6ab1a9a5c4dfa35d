"""Jobs on their way: taken by a worker, ended, given back, cancelled. Apps start them in operations of their own."""

from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from governance.access import operation, require_own
from governance.errors import RuleViolation
from governance.jobs import Write
from governance.models.account import Account
from governance.models.job import Job, JobStatus
from governance.transitions import check_move, move

MOST_ATTEMPTS = 3


@operation(_("Start job"), at="organisation")
def start_job(job: Job, *, by: Account) -> Job:
    """开始任务: a worker has taken it. Raises RuleViolation `wrong_state` if another one was first."""
    now = timezone.now()
    move(job, JobStatus.RUNNING, attempts=job.attempts + 1, started_at=now, seen_at=now, done=0)
    return job


@operation(_("Finish job"), at="organisation")
def finish_job(job: Job, *, by: Account, attempt: int, write: Write) -> Job:
    """完成任务: its result is written and it has ended, both or neither.

    Raises RuleViolation `wrong_state` if it was cancelled or given to another worker, and what `write` raises.
    """
    _check_attempt(job, attempt, JobStatus.DONE)
    result = write()
    move(job, JobStatus.DONE, finished_at=timezone.now(), result=result.counts, result_path=result.path)
    return job


@operation(_("Give up job"), at="organisation")
def fail_job(job: Job, *, by: Account, attempt: int, reason: str) -> Job:
    """任务失败: nothing was written, and it may be asked for again. Raises RuleViolation `wrong_state`."""
    _check_attempt(job, attempt, JobStatus.FAILED)
    move(job, JobStatus.FAILED, finished_at=timezone.now(), failure=reason)
    return job


@operation(_("Take back job"), at="organisation")
def take_back_job(job: Job, *, by: Account) -> Job:
    """收回任务: its worker gave no sign of life, so another one does it from the beginning; after three it has failed.

    Raises RuleViolation `wrong_state` if it has ended.
    """
    if job.attempts < MOST_ATTEMPTS:
        move(job, JobStatus.WAITING)
    else:
        reason = gettext("Three workers began this and none came back. The system administrator finds more in the log.")
        move(job, JobStatus.FAILED, finished_at=timezone.now(), failure=reason)
    return job


@operation(_("Cancel job"))
def cancel_job(job: Job, *, by: Account) -> Job:
    """取消任务: whoever asked for it no longer wants it. What it has computed is thrown away, and nothing is written.

    Raises RuleViolation `wrong_state` if it has ended.
    """
    require_own(job.requested_by, at=job.organisation)
    move(job, JobStatus.CANCELLED, finished_at=timezone.now())
    return job


def _check_attempt(job: Job, attempt: int, to: str) -> None:
    check_move(job, to)
    if job.attempts != attempt:
        raise RuleViolation("wrong_state", gettext("Another worker does this job now."))
