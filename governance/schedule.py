"""What beat asks for: the kernel's own tasks, and collecting what each app has in its `schedule`."""

from collections.abc import Iterable
from typing import Any

from celery.schedules import crontab

from governance.app_modules import app_modules

# Read by the settings, so nothing here or in an app's `schedule` needs Django.
SCHEDULE: dict[str, dict[str, Any]] = {
    "deliver-due": {"task": "governance.tasks.deliver_due", "schedule": 15.0},
    "run-jobs": {"task": "governance.tasks.run_jobs", "schedule": 15.0},
    "seal-audit": {"task": "governance.tasks.seal_audit", "schedule": 60.0},
    "verify-audit": {"task": "governance.tasks.verify_audit", "schedule": crontab(hour=3, minute=10)},
    "let-terms-pass": {"task": "governance.tasks.let_terms_pass", "schedule": 600.0},
    "purge-idempotent-requests": {"task": "governance.tasks.purge_idempotent_requests", "schedule": 600.0},
    "purge-sign-in-attempts": {"task": "governance.tasks.purge_sign_in_attempts", "schedule": 3600.0},
    "purge-saved-forms": {"task": "governance.tasks.purge_saved_forms", "schedule": 86_400.0},
    # By the clock: beat may be started anew more often than once a day, and counts from its start.
    "purge-sessions": {"task": "governance.tasks.purge_sessions", "schedule": crontab(hour=3, minute=40)},
    "purge-tokens": {"task": "governance.tasks.purge_tokens", "schedule": crontab(hour=3, minute=50)},
    "purge-orphan-files": {"task": "governance.tasks.purge_orphan_files", "schedule": crontab(hour=4, minute=0)},
}


def collected_schedule(apps: Iterable[str]) -> dict[str, dict[str, Any]]:
    """The schedules of all apps that have one. A name that stands in two of them is an error."""
    schedule: dict[str, dict[str, Any]] = {}
    for module in app_modules("schedule", apps):
        for name, entry in module.SCHEDULE.items():
            if name in schedule:
                raise LookupError(f"{name} stands in the schedules of two apps.")
            # What nobody has begun when it is asked for again is forgotten: no queue grows while its worker is away.
            seconds = entry["schedule"] if isinstance(entry["schedule"], float) else 12 * 3600
            schedule[name] = {**entry, "options": {"expires": seconds}}
    return schedule
