"""The Celery application: which broker, which beat; the tasks themselves are in each app's `tasks`."""

import os

from celery import Celery, bootsteps

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "governance.settings")

app = Celery("governance")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


class EndOfDeliveries(bootsteps.StartStopStep):
    """A run of deliveries lasts while there is something to send; a worker that stops waits for its end."""

    requires = {"celery.worker.components:Pool"}

    def close(self, worker) -> None:
        from governance import event_delivery

        event_delivery.stop()


app.steps["worker"].add(EndOfDeliveries)
