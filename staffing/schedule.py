"""What beat asks of staffing, by task and time."""

from celery.schedules import crontab

SCHEDULE = {
    "expire-quota-approvals": {"task": "staffing.tasks.expire_quota_approvals", "schedule": crontab(hour=0, minute=20)},
    "sweep-secondments": {"task": "staffing.tasks.sweep_secondments", "schedule": crontab(hour=6, minute=20)},
    "verify-ledgers": {"task": "staffing.tasks.verify_ledgers", "schedule": crontab(hour=3, minute=40)},
}
