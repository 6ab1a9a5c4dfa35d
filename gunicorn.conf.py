"""How many workers and threads answer requests, and where; read by gunicorn from the folder it starts in."""

import os

bind = os.environ.get("WEB_BIND", "127.0.0.1:8000")
workers = int(os.environ.get("WEB_WORKERS", "2"))
threads = int(os.environ.get("WEB_THREADS", "4"))
timeout = 60  # seconds; longer work belongs to the worker
graceful_timeout = 10  # seconds that requests under way have to end
max_requests, max_requests_jitter = 5000, 500  # a slow leak never grows old
preload_app = True  # what the application keeps in memory is read once and shared by all workers
control_socket_disable = True  # it would be a file in the home folder


def when_ready(server):
    """Before the first worker: the words of the finder, and the counties' lists. A database that is not there yet costs
    the first question a moment, and nothing else."""
    from django.db import DatabaseError, connections

    from responsibilities.finder.answers import warm

    try:
        warm()
    except DatabaseError as error:
        server.log.warning("The lists will be read with the first question: %s", error)
    connections.close_all()  # a worker opens its own
