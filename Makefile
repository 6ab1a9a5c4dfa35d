# Everything one does with a clone of the portal. Needs Python 3.11 or newer and make, nothing else.
#
#   make run             start the portal with demonstration data at http://127.0.0.1:8000
#   make test            the whole test suite on the embedded defaults (SQLite, Celery over files)
#   make test-services   the same suite on PostgreSQL and Redis, and what only they can show
#   make test-browser    the tests that drive Chromium
#   make check           style, types, imports, migrations, OpenAPI, translations, deployment settings
#   make bench           speed on PostgreSQL and Redis, against plain psycopg2
#   make messages        collect the texts to translate      make openapi   write docs/openapi.yaml
#   make reset           forget the demonstration data       make clean     remove what make has built

VENV   ?= .venv
PYTHON ?= $(shell for name in python3.11 python3 python3.12 python3.13 python; do \
	$$name -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 && echo $$name && break; done)
BIN    := $(CURDIR)/$(VENV)/bin
export PATH := $(BIN):$(PATH)
export PYTHONUTF8 := 1

LOCAL    := var/local.env
PO       := $(wildcard locale/*/LC_MESSAGES/*.po)
MO       := $(PO:.po=.mo)
PRODUCT  := governance responsibilities enforcement services staffing

# Tests do not depend on what the caller's shell has set.
CLEAN    := env -u ENV_FILE -u VAR_DIR -u MEDIA_ROOT DJANGO_SETTINGS_MODULE=tests.settings
EMBEDDED := env -u DATABASE_URL -u REDIS_URL $(CLEAN)
SERVICES := $(CLEAN) DATABASE_URL="$${DATABASE_URL:-postgres://postgres@127.0.0.1:5432/portal}" \
	REDIS_URL="$${REDIS_URL:-redis://127.0.0.1:6379/0}"

.NOTPARALLEL:
.PHONY: run test test-services test-browser messages openapi bench reset clean \
	check check-style check-types check-migrations check-openapi check-translations check-rules

# --- Running ---------------------------------------------------------------------------------------------------------

run: export ENV_FILE := $(CURDIR)/$(LOCAL)
run: $(VENV)/ready-to-run $(LOCAL) $(MO)
	@$(BIN)/python -m examples.run --check-ports
	@echo "Preparing the database and the demonstration data ..."
	@$(BIN)/python -m examples.prepare
	@echo "Starting web, worker, beat and the example department ..."
	@exec $(BIN)/python -m examples.run

# Secrets of this clone alone; a deployment has its own in .env (see .env.example).
$(LOCAL):
	@echo "Writing $(LOCAL) with fresh secrets ..."
	@mkdir -p var
	@umask 077 && { \
		echo "DEBUG=true"; \
		echo "LOG_LEVEL=WARNING"; \
		$(PYTHON) -c 'import secrets; print("SECRET_KEY=" + secrets.token_urlsafe(50))'; \
		$(PYTHON) -c 'import base64, os; print("FIELD_ENCRYPTION_KEYS=" + base64.urlsafe_b64encode(os.urandom(32)).decode())'; \
	} > $@.new && mv $@.new $@

# --- Tests -----------------------------------------------------------------------------------------------------------

test: $(VENV)/ready-to-test $(MO)
	@$(EMBEDDED) $(BIN)/python -m pytest -n 2 -m "not services and not browser and not gettext" $(ARGS)

test-services: $(VENV)/ready-to-test $(MO)
	@$(SERVICES) $(BIN)/python -m tests.services
	@$(SERVICES) $(BIN)/python -m pytest -n 2 -m "not browser and not gettext" $(ARGS)

test-browser: $(VENV)/ready-to-test $(MO)
	@command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null || \
		{ echo "Chromium is not installed (Debian, Ubuntu: apt install chromium fonts-noto-cjk)."; exit 1; }
	@$(EMBEDDED) $(BIN)/python -m pytest -m browser $(ARGS)

# `make -k check` goes on after a failure; each part can be run alone.
check: check-style check-types check-migrations check-openapi check-translations check-rules

check-style: $(VENV)/ready-to-test
	@echo "Style ..."
	@$(BIN)/ruff check --quiet . && $(BIN)/ruff format --quiet --check .

check-types: $(VENV)/ready-to-test
	@echo "Types ..."
	@$(EMBEDDED) $(BIN)/mypy $(PRODUCT)

check-migrations: $(VENV)/ready-to-test
	@echo "Migrations ..."
	@$(EMBEDDED) $(BIN)/python manage.py makemigrations --check --dry-run

check-openapi: $(VENV)/ready-to-test
	@echo "OpenAPI document ..."
	@mkdir -p var
	@$(EMBEDDED) $(BIN)/python manage.py spectacular --lang en --validate --fail-on-warn --file var/openapi.yaml
	@diff -u docs/openapi.yaml var/openapi.yaml || { echo "docs/openapi.yaml is out of date: make openapi"; exit 1; }

check-translations: $(VENV)/ready-to-test
	@echo "Translations ..."
	@command -v xgettext >/dev/null || { echo "GNU gettext is not installed (Debian, Ubuntu: apt install gettext)."; exit 1; }
	@$(EMBEDDED) $(BIN)/python -m pytest -q -m gettext tests/test_translations.py

check-rules: $(VENV)/ready-to-test
	@echo "Who imports whom; the deployment's files and settings ..."
	@$(EMBEDDED) $(BIN)/python -m pytest -q tests/test_import_rules.py tests/test_deployment.py

bench: $(VENV)/ready-to-test $(MO)
	@$(SERVICES) $(BIN)/python -m tests.services
	@$(SERVICES) $(BIN)/python -m benchmarks $(ARGS)

# --- What is written by machine and committed ------------------------------------------------------------------------

messages: $(VENV)/ready-to-test
	@$(EMBEDDED) $(BIN)/python manage.py makemessages --locale zh_Hans --no-obsolete --add-location file \
		--ignore "tests/*" --ignore "$(VENV)/*" --ignore "var/*"

openapi: $(VENV)/ready-to-test
	@$(EMBEDDED) $(BIN)/python manage.py spectacular --lang en --validate --fail-on-warn --file docs/openapi.yaml

# --- What make builds and does not commit ----------------------------------------------------------------------------

$(VENV)/ready-to-run: requirements.txt | $(VENV)/bin/pip
	@echo "Installing what the portal needs into $(VENV) (once; some minutes on a slow line) ..."
	@$(BIN)/python -m pip install --quiet --quiet --disable-pip-version-check -r requirements.txt
	@touch $@

$(VENV)/ready-to-test: requirements.txt requirements-dev.txt | $(VENV)/bin/pip
	@echo "Installing what the tests need into $(VENV) (once; some minutes on a slow line) ..."
	@$(BIN)/python -m pip install --quiet --quiet --disable-pip-version-check -r requirements-dev.txt
	@touch $@

$(VENV)/bin/pip:
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed (or: make PYTHON=/path/to/python3.11)."; exit 1; }
	@echo "Creating a virtual environment in $(VENV) with $$($(PYTHON) --version) ..."
	@$(PYTHON) -m venv $(VENV) || { echo "This Python cannot make virtual environments (Debian: apt install python3-venv)."; exit 1; }

# Babel compiles the catalogue, so that nobody needs GNU gettext to run the portal.
$(MO): $(PO)
	@$(BIN)/pybabel --quiet compile --domain django --directory locale

reset:
	@test ! -e .env || { echo "There is an .env here: var/ may hold a deployment's files. Remove it by hand."; exit 1; }
	rm -rf var

clean:
	rm -rf $(VENV) .pytest_cache .ruff_cache .mypy_cache .hypothesis $(MO)
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
