"""What beat asks of enforcement, by task and seconds."""

SCHEDULE = {
    "sweep-transfers": {"task": "enforcement.tasks.sweep_transfers", "schedule": 60.0},
    "recompute-deadlines": {"task": "enforcement.tasks.recompute_deadlines", "schedule": 3600.0},
}
