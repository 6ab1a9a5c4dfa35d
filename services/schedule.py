"""What beat asks of the service centre, by task and seconds."""

SCHEDULE = {
    "sweep-applications": {"task": "services.tasks.sweep_applications", "schedule": 300.0},
    "recompute-application-clocks": {"task": "services.tasks.recompute_application_clocks", "schedule": 3600.0},
    "purge-progress-attempts": {"task": "services.tasks.purge_progress_attempts", "schedule": 86400.0},
}
