"""How many workers and threads answer requests, and where; read by gunicorn from the folder it starts in."""

import os

bind = os.environ.get("WEB_BIND", "127.0.0.1:8000")
workers = int(os.environ.get("WEB_WORKERS", "2"))
threads = int(os.environ.get("WEB_THREADS", "4"))
timeout = 60  # seconds; longer work belongs to the worker
graceful_timeout = 10  # seconds that requests under way have to end
max_requests, max_requests_jitter = 5000, 500  # a slow leak never grows old
control_socket_disable = True  # it would be a file in the home folder
