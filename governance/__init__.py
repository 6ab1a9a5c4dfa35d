"""Project package and shared kernel of the portal; it knows no business noun of the apps."""

from governance.celery import app as celery_app

__all__ = ["celery_app"]
