"""Run before `make test-services`: says which service is missing, instead of failing a thousand tests."""

import sys

import psycopg2
import redis
from django.conf import settings


def faults() -> list[str]:
    found = []
    database = settings.DATABASES["default"]
    if not database["ENGINE"].endswith("postgresql"):
        return ["DATABASE_URL does not name a PostgreSQL database."]
    address = {"host": database["HOST"], "port": database["PORT"] or 5432, "user": database["USER"]}
    try:
        # Tests make databases of their own; they connect to this one to do so.
        psycopg2.connect(dbname="postgres", password=database["PASSWORD"], connect_timeout=5, **address).close()
    except psycopg2.Error as error:
        found.append(f"PostgreSQL cannot be used at {address['host']}:{address['port']}: {error}".strip())
    try:
        redis.Redis.from_url(settings.REDIS_URL, socket_connect_timeout=5).ping()
    except (redis.RedisError, ValueError) as error:
        found.append(f"Redis cannot be used at {settings.REDIS_URL or '(no REDIS_URL)'}: {error}")
    return found


if __name__ == "__main__":
    sys.exit("\n".join([*faults(), "Set DATABASE_URL and REDIS_URL to where they are."]) if faults() else 0)
