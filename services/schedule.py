"""What beat asks of the service centre, by task and seconds."""

SCHEDULE = {
    "report-lapsed-points": {"task": "services.tasks.report_lapsed_points", "schedule": 3600.0},
}
