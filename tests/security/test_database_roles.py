"""Can the portal's own database role change the audit log: two real roles, made as a deployment makes them."""

import os
import re
import subprocess
import sys
import uuid
from pathlib import Path

import psycopg2
import pytest
from django.conf import settings

SCRIPT = Path(settings.BASE_DIR) / "database-roles.sql"
PASSWORDS = {"owner_password": "owner-of-a-test", "password": "portal-of-a-test"}

pytestmark = pytest.mark.services


def connect(database: str, user: str | None = None, password: str | None = None):
    server = settings.DATABASES["default"]
    connection = psycopg2.connect(
        dbname=database,
        host=server["HOST"],
        port=server["PORT"] or 5432,
        user=user or server["USER"],
        password=password or server["PASSWORD"],
    )
    connection.autocommit = True
    return connection


class Roles:
    """A database of its own with both roles, under names that no other test process has."""

    def __init__(self) -> None:
        self.portal = f"portal_{uuid.uuid4().hex[:12]}"
        self.owner = f"{self.portal}_owner"
        self.administration = connect("postgres")
        self.run(self.administration, f"CREATE DATABASE {self.portal}")
        script = re.sub(r"^(\\|--).*$", "", SCRIPT.read_text(), flags=re.MULTILINE)
        script = re.sub(r":'(\w+)'", lambda match: f"'{PASSWORDS[match[1]]}'", script)
        superuser = connect(self.portal)
        self.run(superuser, re.sub(r"\bportal(_owner)?\b", rf"{self.portal}\1", script))
        superuser.close()

    @staticmethod
    def run(connection, statement: str) -> None:
        with connection.cursor() as cursor:
            cursor.execute(statement)

    def manage(self, role: str, password: str, *arguments: str) -> str:
        server = settings.DATABASES["default"]
        address = f"{role}:{password}@{server['HOST']}:{server['PORT'] or 5432}/{self.portal}"
        result = subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=settings.BASE_DIR,
            env={**os.environ, "DATABASE_URL": f"postgres://{address}", "DEBUG": "false"},
            capture_output=True,
            text=True,
            timeout=240,
        )
        assert result.returncode == 0, result.stdout + result.stderr
        return result.stdout + result.stderr

    def close(self) -> None:
        self.run(self.administration, f"DROP DATABASE IF EXISTS {self.portal} WITH (FORCE)")
        for role in self.portal, self.owner:
            self.run(self.administration, f"DROP ROLE IF EXISTS {role}")
        self.administration.close()


@pytest.fixture
def roles():
    roles = Roles()
    try:
        yield roles
    finally:
        roles.close()


FORBIDDEN = [
    "UPDATE {table} SET {column} = {column}",
    "DELETE FROM {table}",
    "TRUNCATE {table}",
    "ALTER TABLE {table} DISABLE TRIGGER ALL",
    "DROP TRIGGER append_only_rows ON {table}",
    "DROP TABLE {table}",
    "CREATE TRIGGER mine BEFORE INSERT ON {table} FOR EACH ROW EXECUTE FUNCTION portal_append_only()",
    "CREATE OR REPLACE FUNCTION portal_append_only() RETURNS trigger AS 'BEGIN RETURN OLD; END' LANGUAGE plpgsql",
    "CREATE TABLE mine ()",
    "SET session_replication_role = replica",
]


def test_the_portals_own_role_works_and_can_only_add_to_the_audit_log(roles):
    roles.manage(roles.owner, PASSWORDS["owner_password"], "migrate", "governance", "--verbosity", "0")
    works = (
        "from governance import append_only, tasks\n"
        "from governance.audit.sealing import seal\n"
        "from django.db import connection\n"
        "from django.core.management import call_command\n"
        "call_command('found_county', '331099', '澜山市')\n"
        "seal(); tasks.purge_idempotent_requests()\n"
        "call_command('verify_audit')\n"
        "assert not append_only.may_be_lifted(connection, 'governance_auditentry', 'governance_auditseal')\n"
    )
    said = roles.manage(roles.portal, PASSWORDS["password"], "shell", "--verbosity", "0", "--command", works)
    assert re.search(r"audit entry \d+ sha256:", said) and re.search(r"audit head \d+ sha256:", said)

    portal = connect(roles.portal, roles.portal, PASSWORDS["password"])
    for table, column in ("governance_auditentry", "reason"), ("governance_auditseal", "digest"):
        for statement in FORBIDDEN:
            with pytest.raises(psycopg2.errors.InsufficientPrivilege):
                roles.run(portal, statement.format(table=table, column=column))
    portal.close()

    # The triggers stand behind that: also the owner is refused, until it lifts them.
    owner = connect(roles.portal, roles.owner, PASSWORDS["owner_password"])
    with pytest.raises(psycopg2.errors.RaiseException, match="append-only"):
        roles.run(owner, "DELETE FROM governance_auditseal")
    owner.close()
