"""What beat asks of staffing, by task and time."""

from celery.schedules import crontab

SCHEDULE = {
    "sweep-secondments": {"task": "staffing.tasks.sweep_secondments", "schedule": crontab(hour=6, minute=20)},
    "verify-ledgers": {"task": "staffing.tasks.verify_ledgers", "schedule": crontab(hour=3, minute=40)},
}
