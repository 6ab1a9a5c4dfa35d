"""What beat asks of staffing, by task and time."""

from celery.schedules import crontab

SCHEDULE = {
    "verify-ledgers": {"task": "staffing.tasks.verify_ledgers", "schedule": crontab(hour=3, minute=40)},
}
