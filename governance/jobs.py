"""任务, long work done by a worker: which kinds there are, and how one is started; `job_worker` does them.

An app registers a kind in its `jobs` module and starts one in an operation of its own:

    @kind("group_inventories", _("Group inventories"), right="view_drafts", describe=…)
    def group_inventories(job: Job) -> Write: ...

    jobs.start("group_inventories", about=duty_list, at=duty_list.owner, total=rows)

The function reads and computes outside of any transaction, says how far it is by `note_progress`, and returns what
writes the result; that is called in the transaction that ends the job. So a job that a dead worker left is done anew
from the beginning, and nothing is written twice.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.db import IntegrityError, models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from governance import background
from governance.errors import RuleViolation
from governance.models.job import Job, JobStatus
from governance.models.organisation import Organisation
from governance.running import running
from governance.text import shortened


@dataclass(frozen=True)
class Result:
    """What a job answers with: whole numbers by name, and the path of the page that shows what it did."""

    counts: dict[str, int] = field(default_factory=dict)
    path: str = ""


Write = Callable[[], Result]


@dataclass(frozen=True)
class Kind:
    """A kind of job: `right` shows it to others than whoever asked for it; `describe` says a result in words."""

    name: str
    title: Any
    right: str
    describe: Callable[[dict[str, int]], str]
    work: Callable[[Job], Write]


KINDS: dict[str, Kind] = {}


class Cancelled(Exception):
    """The job was cancelled, or given to another worker, while it was being done."""


def kind(
    name: str, title: Any, *, right: str, describe: Callable[[dict[str, int]], str]
) -> Callable[[Callable[[Job], Write]], Callable[[Job], Write]]:
    """Register the function that does this kind of job."""

    def register(work: Callable[[Job], Write]) -> Callable[[Job], Write]:
        if name in KINDS:
            raise LookupError(f"There are two kinds of job called {name}.")
        KINDS[name] = Kind(name, title, right, describe, work)
        return work

    return register


def start(name: str, *, about: models.Model, at: Organisation, total: int = 0, **given: Any) -> Job:
    """任务: have a worker do it once this transaction holds. Part of an operation, which has checked the right.

    Raises RuleViolation `already_running` if the same is being done about the record.
    """
    operation = running()
    if operation is None:
        raise LookupError("A job is started by an operation.")
    try:
        with transaction.atomic():
            job = Job.objects.create(
                kind=KINDS[name].name,
                organisation=at,
                subject_type=about._meta.label_lower,
                subject_id=about.pk,
                label=shortened(str(about), 200),
                given=given,
                total=total,
                requested_by=operation.by,
            )
    except IntegrityError:
        if not Job.objects.about(about).filter(kind=name).unfinished().exists():
            raise
        raise RuleViolation("already_running", _("This is being done already. Wait until it has ended.")) from None
    from governance.tasks import run_jobs

    background.ask_on_commit(run_jobs)
    return job


def note_progress(job: Job, done: int) -> None:
    """Say how far it is; no decision of anybody, so it is in no audit. Raises Cancelled."""
    going = Job.objects.filter(pk=job.pk, status=JobStatus.RUNNING, attempts=job.attempts)
    if not going.update(done=done, seen_at=timezone.now()):
        raise Cancelled
