"""Asking a worker for something at once. Optimisation only: beat asks for the same again and again."""

import logging
import time
from functools import partial

from celery import Task
from django.db import transaction
from kombu.exceptions import OperationalError

logger = logging.getLogger(__name__)

# How long a broker that is away is left alone, and after what time a message is worth nothing; beat comes as often.
SECONDS = 15

_retry_at = 0.0


def ask_on_commit(task: Task) -> None:
    """Have a worker run the task once this transaction holds."""
    transaction.on_commit(partial(ask, task), robust=True)


def ask(task: Task) -> None:
    """Have a worker run the task now. A broker that is away costs one short attempt, then nothing for a while."""
    global _retry_at
    if time.monotonic() < _retry_at:
        return
    try:
        task.apply_async(expires=SECONDS)
    except (OperationalError, OSError) as error:
        _retry_at = time.monotonic() + SECONDS
        logger.warning("The broker is away (%s); background work waits until it is back.", error)
