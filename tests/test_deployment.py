"""Settings, .env.example, Procfile, gunicorn's configuration, Dockerfile and docker-compose.yml say the same."""

import ast
import base64
import os
import re
import secrets
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parent.parent
COMPOSE = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
PROCESSES = ["web", "worker", "deliveries", "beat"]
# Names the file the others are in; a container gets them directly.
OUTSIDE_CONTAINERS = {"ENV_FILE"}
# Read by docker-compose.yml alone, to make the database, and DATABASE_URL.
OF_COMPOSE = {"DATABASE_PASSWORD", "DATABASE_OWNER_PASSWORD", "POSTGRES_PASSWORD"}


def procfile(path: str) -> dict[str, list[str]]:
    lines = (ROOT / path).read_text().splitlines()
    return {name: shlex.split(command) for name, _, command in (line.partition(":") for line in lines if line.strip())}


def variables_read(path: str) -> set[str]:
    """Names given as first argument to `env.…()` in settings, or to `os.environ.get()` elsewhere."""
    names = set()
    for node in ast.walk(ast.parse((ROOT / path).read_text())):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute) or not node.args:
            continue
        if ast.unparse(node.func.value) in {"env", "os.environ"} and node.func.attr != "read_env":
            assert isinstance(node.args[0], ast.Constant), f"{path}: {ast.unparse(node)} hides the variable's name"
            names.add(node.args[0].value)
    return names


def documented() -> dict[str, str]:
    """Variables of .env.example with the value shown, whether set or shown as a default."""
    return dict(re.findall(r"^(?:# )?([A-Z][A-Z_]+)=(.*)$", (ROOT / ".env.example").read_text(), re.MULTILINE))


def filled_in() -> dict[str, str]:
    """The lines .env.example sets, its secrets generated, as an operator would leave them."""
    lines = dict(re.findall(r"^([A-Z][A-Z_]+)=(.*)$", (ROOT / ".env.example").read_text(), re.MULTILINE))
    generated = {
        "SECRET_KEY": secrets.token_urlsafe(50),
        "INDEX_KEYS": secrets.token_urlsafe(50),
        "FIELD_ENCRYPTION_KEYS": base64.urlsafe_b64encode(os.urandom(32)).decode(),
    }
    assert all(lines[name] == "" for name in generated), "a secret in .env.example"
    return lines | generated


def manage(*arguments: str, variables: dict[str, str], tmp_path: Path) -> subprocess.CompletedProcess:
    """manage.py with these variables and none that the tests run with."""
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "ENV_FILE": os.devnull, "VAR_DIR": str(tmp_path), **variables},
        capture_output=True,
        text=True,
        timeout=120,
    )


APPS = ("governance", "responsibilities", "enforcement", "services", "staffing")
# The settings, and the modules of apps that read a variable of their own.
READING = [path for app in APPS for path in (ROOT / app).rglob("*.py") if "environ.Env()" in path.read_text()]
READ = {name for path in [*READING, Path("gunicorn.conf.py")] for name in variables_read(str(path))}


def test_the_example_describes_every_variable_and_no_other():
    assert set(documented()) == READ | OF_COMPOSE


def test_every_container_of_the_portal_gets_every_variable():
    for name in [*PROCESSES, "migrate"]:
        given = COMPOSE["services"][name]["environment"]
        assert set(given) == READ - OUTSIDE_CONTAINERS, name
        assert all(value is not None for value in given.values()), f"{name}: a variable is passed through unset"


def test_what_compose_asks_for_is_what_the_example_sets():
    text = (ROOT / "docker-compose.yml").read_text()
    required = set(re.findall(r"\$\{([A-Z_]+):\?", text))
    optional = set(re.findall(r"\$\{([A-Z_]+):-", text))
    mentioned = set(re.findall(r"(?<!\$)\$\{?([A-Z_]+)", text))  # $$ is left to the container
    assert mentioned == required | optional, "a variable that would silently be empty"
    assert mentioned <= set(documented())
    assert {"SECRET_KEY", "FIELD_ENCRYPTION_KEYS", "INDEX_KEYS", "ALLOWED_HOSTS", *OF_COMPOSE} <= required


def test_defaults_in_compose_are_the_defaults_described():
    shown = documented()
    for name, default in re.findall(r"\$\{([A-Z_]+):-([^}]*)\}", (ROOT / "docker-compose.yml").read_text()):
        if name != "TRUST_PROXY_TLS_HEADER":  # the example turns it on for a proxy, which not everybody has
            assert shown[name] == default, name


def test_compose_runs_the_commands_of_the_procfile():
    commands = procfile("Procfile")
    assert list(commands) == PROCESSES
    for name in PROCESSES:
        assert shlex.split(COMPOSE["services"][name]["command"]) == commands[name], name


def test_the_image_runs_the_web_process_and_not_as_root():
    instructions = re.findall(r"^([A-Z]+) (.*)$", (ROOT / "Dockerfile").read_text(), re.MULTILINE)
    last = dict(instructions)
    assert yaml.safe_load(last["CMD"]) == procfile("Procfile")["web"]
    assert last["USER"] == "portal"
    assert last["FROM"].startswith("python:3.11")
    assert last["VOLUME"] == COMPOSE["services"]["web"]["environment"]["MEDIA_ROOT"]


def test_files_and_database_outlive_their_containers():
    mounted = {volume.partition(":")[0] for service in COMPOSE["services"].values() for volume in service["volumes"]}
    assert {name for name in mounted if not name.startswith("./")} == set(COMPOSE["volumes"])
    for name in PROCESSES:
        media_root = COMPOSE["services"][name]["environment"]["MEDIA_ROOT"]
        assert f"files:{media_root}" in COMPOSE["services"][name]["volumes"]


def test_processes_wait_for_the_migration_and_the_migration_for_the_database():
    services = COMPOSE["services"]
    assert services["migrate"]["command"] == "python manage.py migrate --noinput"
    assert services["migrate"]["depends_on"]["database"]["condition"] == "service_healthy"
    for name in PROCESSES:
        assert services[name]["depends_on"]["migrate"]["condition"] == "service_completed_successfully"
        assert services[name]["depends_on"]["redis"]["condition"] == "service_healthy"


def test_addresses_in_compose_are_its_own_services():
    given = COMPOSE["services"]["web"]["environment"]
    for name in ["DATABASE_URL", "REDIS_URL"]:
        host = re.search(r"(?:@|//)([a-z]+):\d+/", given[name]).group(1)
        assert host in COMPOSE["services"], name


def test_the_portal_connects_as_a_role_that_owns_no_table():
    """Migrations run as the owner; nobody connects as the superuser, whose password only the database itself has."""
    for name in [*PROCESSES, "migrate"]:
        given = COMPOSE["services"][name]["environment"]
        role, password = ("portal_owner", "OWNER_") if name == "migrate" else ("portal", "")
        assert given["DATABASE_URL"].startswith(f"postgres://{role}:${{DATABASE_{password}PASSWORD:?"), name
        assert "POSTGRES_PASSWORD" not in str(given), name
    database = COMPOSE["services"]["database"]
    assert "./database-roles.sql:/docker-entrypoint-initdb.d/roles.sql:ro" in database["volumes"]
    assert set(OF_COMPOSE) < set(database["environment"])
    assert "POSTGRES_USER" not in database["environment"]  # the superuser is nobody the portal knows

    script = (ROOT / "database-roles.sql").read_text()
    assert re.findall(r"^CREATE ROLE (\w+)", script, re.MULTILINE) == ["portal_owner", "portal"]
    assert not re.search(r"\b(SUPERUSER|CREATEROLE|BYPASSRLS|REPLICATION)\b", script)
    assert set(re.findall(r"getenv \w+ (\w+)", script)) == OF_COMPOSE - {"POSTGRES_PASSWORD"}


def test_the_heads_of_the_audit_log_are_kept_outside_the_database():
    head_file = COMPOSE["services"]["worker"]["environment"]["AUDIT_HEAD_FILE"]
    folder = head_file.rpartition("/")[0]
    volumes = [volume.partition(" ")[0] for volume in COMPOSE["services"]["worker"]["volumes"]]
    assert f"audit-heads:{folder}" in volumes
    assert f"audit-heads:{folder}" not in COMPOSE["services"]["database"]["volumes"]


def test_make_run_adds_only_the_example_department():
    assert procfile("examples/Procfile") == {
        "department": ["python", "-m", "examples.department_system", "--auto-accept"]
    }


def test_production_settings_pass_djangos_deployment_check(tmp_path):
    result = manage("check", "--deploy", "--fail-level", "WARNING", variables=filled_in(), tmp_path=tmp_path)
    assert result.returncode == 0, result.stderr
    assert "no issues" in result.stdout


@pytest.mark.parametrize("missing", ["SECRET_KEY", "FIELD_ENCRYPTION_KEYS", "INDEX_KEYS"])
def test_without_a_secret_nothing_starts(missing, tmp_path):
    variables = {name: value for name, value in filled_in().items() if name != missing}
    result = manage("check", variables=variables, tmp_path=tmp_path)
    assert result.returncode != 0
    assert missing in result.stderr


def test_debug_is_off_unless_asked_for(tmp_path):
    code = "from django.conf import settings; print(settings.DEBUG, settings.SESSION_COOKIE_SECURE)"
    result = manage("shell", "--verbosity", "0", "--command", code, variables=filled_in(), tmp_path=tmp_path)
    assert result.stdout.split() == ["False", "True"], result.stderr


@pytest.mark.parametrize("port", ["banana", "0", "65535", "-1", "９０００", "9" * 5000, ""])
def test_make_run_says_what_a_port_may_be(port):
    run = subprocess.run(
        [sys.executable, "-m", "examples.run", "--check-ports"],
        cwd=ROOT,
        env={**os.environ, "PORT": port},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert run.returncode == 1 and "Traceback" not in run.stderr
    assert "choose 1 to 65534" in run.stderr and len(run.stderr.splitlines()) == 1


@pytest.mark.parametrize("goal", ["run", "test"])
def test_make_works_in_a_folder_of_any_name(goal, tmp_path):
    """make takes a space for the end of a path, so no command of it may hold the folder's whole name."""
    folder = tmp_path / "a b 澜山"
    folder.mkdir()
    for name in ("Makefile", "requirements.lock", "requirements-dev.lock"):
        shutil.copy(ROOT / name, folder)
    outer = {name: value for name, value in os.environ.items() if not name.startswith("MAKE")}  # of a make test
    command = ["make", "--no-print-directory", "--dry-run", goal]
    dry = subprocess.run(command, cwd=folder, env=outer, capture_output=True, text=True, timeout=60)
    assert dry.returncode == 0, dry.stderr
    assert " -m examples.run" in dry.stdout or " -m pytest" in dry.stdout
    assert str(folder) not in dry.stdout


def test_the_embedded_database_is_the_file_of_that_name(tmp_path):
    """As a part of an address, the folder's name would end at the first `#`, and its `+` would be a space."""
    folder = tmp_path / "甲 b#c+d%20e"
    folder.mkdir()
    done = manage(
        "migrate",
        "contenttypes",
        variables={**filled_in(), "DATABASE_URL": "", "VAR_DIR": str(folder)},
        tmp_path=folder,
    )
    assert done.returncode == 0, done.stderr
    assert (folder / "portal.sqlite3").exists()
