"""`python -m benchmarks`: makes a database of its own, measures, prints, and drops the database again."""

import argparse
import os
import sys
from urllib.parse import urlsplit

import django
import psycopg2
from psycopg2.extensions import ISOLATION_LEVEL_AUTOCOMMIT

NAME = "portal_bench"
REDIS_DATABASE = 15  # apart from whatever else runs here


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--entries", type=int, default=1_020_000, help="340 for each township")
    parser.add_argument("--cases", type=int, default=1_000_000)
    parser.add_argument("--requests", type=int, default=200, help="measured requests of each kind")
    parser.add_argument("--transfers", type=int, default=100, help="measured transfers")
    parser.add_argument("--audit", type=int, default=500_000, help="entries of the audit log")
    parser.add_argument("--keep", action="store_true", help=f"keep the database {NAME}, and use it if it is there")
    options = parser.parse_args()

    server = urlsplit(os.environ["DATABASE_URL"])
    broker = urlsplit(os.environ["REDIS_URL"])
    os.environ |= {
        "DATABASE_URL": server._replace(path=f"/{NAME}").geturl(),
        "REDIS_URL": broker._replace(path=f"/{REDIS_DATABASE}").geturl(),
        "DEBUG": "false",  # as deployed, but for TLS, which a reverse proxy ends
        "BEHIND_TLS": "false",
        "ALLOWED_HOSTS": "127.0.0.1",
        "WEBHOOK_TRUSTED_HOSTS": "127.0.0.1",
        "LOG_LEVEL": "WARNING",
    }
    administration = psycopg2.connect(server._replace(path="/postgres").geturl())
    administration.set_isolation_level(ISOLATION_LEVEL_AUTOCOMMIT)
    with administration.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [NAME])
        made_before = cursor.fetchone() is not None
        if made_before and not options.keep:
            cursor.execute(f"DROP DATABASE {NAME} WITH (FORCE)")
        if not (made_before and options.keep):
            cursor.execute(f"CREATE DATABASE {NAME}")
    try:
        django.setup()
        from benchmarks import report

        return report.run(options, fresh=not (made_before and options.keep))
    finally:
        if not options.keep:
            with administration.cursor() as cursor:
                cursor.execute(f"DROP DATABASE {NAME} WITH (FORCE)")


if __name__ == "__main__":
    sys.exit(main())
