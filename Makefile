# Everything one does with a clone of the portal. Needs Python 3.11 or newer and make, nothing else.
#
#   make run             start the portal with demonstration data at http://127.0.0.1:8000 (make run PORT=8100)
#   make test            the whole test suite on the embedded defaults (SQLite, Celery over files)
#   make test-services   the same suite on PostgreSQL and Redis, and what only they can show
#   make test-psycopg3   operations, API and races on psycopg 3
#   make test-browser    the tests that drive Chromium
#   make test-guards     take each check of the newer apps out in turn: a test must fail
#   make check           style, types, imports, lock files, migrations, OpenAPI, rights and rules, translations, scripts, ...
#   make bench           speed on PostgreSQL and Redis, against plain psycopg2
#   make messages        collect the texts to translate      make openapi   write docs/openapi.yaml
#   make rights          write docs/rights.md, who may do what
#   make rules           write docs/rules.md, every rule and what it rests on
#   make migrations      make each app's 0001_initial again from its models
#   make lock            write the lock files from the requirements; ARGS=--upgrade for newer releases
#   make reset           forget the demonstration data       make clean     remove what make has built

VENV   ?= .venv
PYTHON ?= $(shell for name in python3.11 python3 python3.12 python3.13 python; do \
	$$name -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 && echo $$name && break; done)
# Relative, because make takes a space for the end of a path; only the shell's variables hold the whole folder's name.
BIN    := $(VENV)/bin
export PATH := $(CURDIR)/$(BIN):$(PATH)
export PYTHONUTF8 := 1

LOCAL    := var/local.env
PO       := $(wildcard locale/*/LC_MESSAGES/*.po)
MO       := $(PO:.po=.mo)
ON_PSYCOPG3 := tests/enforcement tests/responsibilities/test_api.py tests/responsibilities/test_duties.py \
	tests/responsibilities/test_races.py tests/governance/test_api.py tests/governance/test_api_idempotency.py \
	tests/governance/test_jobs.py tests/governance/test_numbering.py tests/governance/test_text.py tests/test_operations.py \
	tests/test_races.py tests/security/test_filters.py
PRODUCT  := governance responsibilities enforcement services staffing

# Tests do not depend on what the caller's shell has set. Python keeps what it has compiled: each of the many processes
# that tests start would compile the portal anew.
CLEAN    := env -u ENV_FILE -u VAR_DIR -u MEDIA_ROOT -u PYTHONDONTWRITEBYTECODE DJANGO_SETTINGS_MODULE=tests.settings
EMBEDDED := env -u DATABASE_URL -u REDIS_URL $(CLEAN)
SERVICES := $(CLEAN) DATABASE_URL="$${DATABASE_URL:-postgres://postgres@127.0.0.1:5432/portal}" \
	REDIS_URL="$${REDIS_URL:-redis://127.0.0.1:6379/0}"

.NOTPARALLEL:
.PHONY: run test test-services test-psycopg3 test-browser test-guards messages openapi rights rules migrations lock bench reset clean \
	check check-style check-types check-migrations check-openapi check-rights check-rules-register check-translations \
	check-scripts check-rules check-rules-raised

# --- Running ---------------------------------------------------------------------------------------------------------

PORT ?= 8000

run: export PORT := $(PORT)
run: export ENV_FILE := $(CURDIR)/$(LOCAL)
run: $(VENV)/ready-to-run $(LOCAL) $(MO)
	@$(BIN)/python -m examples.run --check-ports
	@echo "Preparing the database and the demonstration data ..."
	@$(BIN)/python -m examples.prepare
	@echo "Starting web, worker, deliveries, beat and the example department ..."
	@exec $(BIN)/python -m examples.run

# Secrets of this clone alone; a deployment has its own in .env (see .env.example).
$(LOCAL):
	@echo "Writing $(LOCAL) with fresh secrets ..."
	@mkdir -p var
	@umask 077 && { \
		echo "DEBUG=true"; \
		echo "LOG_LEVEL=WARNING"; \
		$(PYTHON) -c 'import secrets; print("SECRET_KEY=" + secrets.token_urlsafe(50))'; \
		$(PYTHON) -c 'import secrets; print("INDEX_KEYS=" + secrets.token_urlsafe(50))'; \
		$(PYTHON) -c 'import base64, os; print("FIELD_ENCRYPTION_KEYS=" + base64.urlsafe_b64encode(os.urandom(32)).decode())'; \
	} > $@.new && mv $@.new $@

# --- Tests -----------------------------------------------------------------------------------------------------------

test: $(VENV)/ready-to-test $(MO)
	@$(EMBEDDED) $(BIN)/python -m pytest -n 2 -m "not services and not browser and not gettext" $(ARGS)

test-services: $(VENV)/ready-to-test $(MO)
	@$(SERVICES) $(BIN)/python -m tests.services_ready
	@$(SERVICES) $(BIN)/python -m pytest -n 2 -m "not browser and not gettext" $(ARGS)

# Operations, API and races on psycopg 3, in an environment of its own: Django takes it wherever it is installed.
test-psycopg3: $(VENV)-psycopg3/ready $(MO)
	@$(SERVICES) $(VENV)-psycopg3/bin/python -m tests.services_ready
	@$(SERVICES) $(VENV)-psycopg3/bin/python -m pytest -n 2 -m "not browser and not gettext" $(ON_PSYCOPG3) $(ARGS)

test-browser: $(VENV)/ready-to-test $(MO)
	@command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null || \
		{ echo "Chromium is not installed (Debian, Ubuntu: apt install chromium fonts-noto-cjk)."; exit 1; }
	@$(EMBEDDED) $(BIN)/python -m pytest -m browser $(ARGS)

# Takes each check of the newer apps' operations out in turn: one of the tests that see it must fail.
GUARDED := services staffing
test-guards: $(VENV)/ready-to-test $(MO)
	@for app in $(GUARDED); do if [ -d tests/$$app ]; then \
		$(EMBEDDED) $(BIN)/python -m pytest -q -p tests.guards --guards=$$app \
			-m "not services and not browser and not gettext" tests/$$app & pids="$$pids $$!"; \
	fi; done; failed=0; for pid in $$pids; do wait $$pid || failed=1; done; exit $$failed

# After all suites: every refusal was seen by a test, in an operation that the register knows it from.
check-rules-raised: $(VENV)/ready-to-test $(MO)
	@$(EMBEDDED) $(BIN)/python -m tests.rules_raised var/rules-raised

# `make -k check` goes on after a failure; each part can be run alone.
check: check-style check-types check-migrations check-openapi check-rights check-rules-register check-translations check-scripts check-rules

check-style: $(VENV)/ready-to-test
	@echo "Style ..."
	@$(BIN)/ruff check --quiet . && $(BIN)/ruff format --quiet --check .

check-types: $(VENV)/ready-to-test
	@echo "Types ..."
	@$(EMBEDDED) $(BIN)/mypy $(PRODUCT) examples gunicorn.conf.py

check-migrations: $(VENV)/ready-to-test
	@echo "Migrations ..."
	@$(EMBEDDED) $(BIN)/python manage.py makemigrations --check --dry-run

check-openapi: $(VENV)/ready-to-test
	@echo "OpenAPI document ..."
	@mkdir -p var
	@$(EMBEDDED) $(BIN)/python manage.py spectacular --lang en --validate --fail-on-warn --file var/openapi.yaml
	@diff -u docs/openapi.yaml var/openapi.yaml || { echo "docs/openapi.yaml is out of date: make openapi"; exit 1; }

check-rights: $(VENV)/ready-to-test $(MO)
	@echo "Table of rights ..."
	@mkdir -p var
	@$(EMBEDDED) $(BIN)/python manage.py rights >var/rights.md
	@diff -u docs/rights.md var/rights.md || { echo "docs/rights.md is out of date: make rights"; exit 1; }

check-rules-register: $(VENV)/ready-to-test $(MO)
	@echo "Register of rules ..."
	@mkdir -p var
	@$(EMBEDDED) $(BIN)/python manage.py rules >var/rules.md
	@diff -u docs/rules.md var/rules.md || { echo "docs/rules.md is out of date: make rules"; exit 1; }

check-translations: $(VENV)/ready-to-test
	@echo "Translations ..."
	@command -v xgettext >/dev/null || { echo "GNU gettext is not installed (Debian, Ubuntu: apt install gettext)."; exit 1; }
	@$(EMBEDDED) $(BIN)/python -m pytest -q -m gettext tests/test_translations.py

# Node runs the tests of the grid's scripts and nothing else; the portal needs none.
check-scripts:
	@echo "Scripts of the grid ..."
	@mkdir -p var
	@if command -v node >/dev/null; then \
		node --test tests/grid/*.test.mjs >var/scripts.log || { cat var/scripts.log; exit 1; }; \
	elif [ -n "$$CI" ]; then echo "Node is not installed (Debian, Ubuntu: apt install nodejs)."; exit 1; \
	else echo "Node is not installed, so these tests are left to .ci/run."; fi

check-rules: $(VENV)/ready-to-test
	@echo "Who imports whom; the deployment's files and settings; lock files, map and hooks ..."
	@$(EMBEDDED) $(BIN)/python -m pytest -q tests/test_import_rules.py tests/test_deployment.py tests/test_repository.py

bench: $(VENV)/ready-to-test $(MO)
	@$(SERVICES) $(BIN)/python -m tests.services_ready
	@$(SERVICES) $(BIN)/python -m benchmarks $(ARGS)

# --- What is written by machine and committed ------------------------------------------------------------------------

# Each app's 0001_initial is made again from its models; hand-written migrations are kept. The new set is made in
# var/migrations and tried on an empty database before it takes the old one's place: an error changes nothing.
FRESH        := var/migrations
FRESH_MANAGE := $(EMBEDDED) DJANGO_SETTINGS_MODULE=tests.settings_without_migrations PYTHONPATH="$(CURDIR)/var" \
	$(BIN)/python manage.py
migrations: $(VENV)/ready-to-test
	@rm -rf $(FRESH)
	@for app in $(PRODUCT); do mkdir -p $(FRESH)/$$app && touch $(FRESH)/__init__.py $(FRESH)/$$app/__init__.py; done
	@$(FRESH_MANAGE) makemigrations --no-header --verbosity 0 $(PRODUCT)
	@! ls $(FRESH)/*/0*.py | grep -v /0001_initial.py || \
		{ echo "One initial migration for each app is not enough: their models refer to each other in a circle."; exit 1; }
	@for file in $(PRODUCT:%=%/migrations/*.py); do case $$file in */0001_initial.py) ;; \
		*) cp $$file $(FRESH)/$${file%%/*}/ || exit 1;; esac; done
	@$(FRESH_MANAGE) migrate --verbosity 0
	@rm -f $(PRODUCT:%=%/migrations/0001_initial.py)
	@for file in $(FRESH)/*/0001_initial.py; do app=$${file#$(FRESH)/}; cp $$file $${app%%/*}/migrations/ || exit 1; done

messages: $(VENV)/ready-to-test
	@$(EMBEDDED) $(BIN)/python manage.py makemessages --locale zh_Hans --no-obsolete --add-location file \
		--ignore "tests/*" --ignore "$(VENV)/*" --ignore "var/*"

openapi: $(VENV)/ready-to-test
	@$(EMBEDDED) $(BIN)/python manage.py spectacular --lang en --validate --fail-on-warn --file docs/openapi.yaml

rights: $(VENV)/ready-to-test $(MO)
	@mkdir -p var
	@$(EMBEDDED) $(BIN)/python manage.py rights >var/rights.md && cp var/rights.md docs/rights.md

rules: $(VENV)/ready-to-test $(MO)
	@mkdir -p var
	@$(EMBEDDED) $(BIN)/python manage.py rules >var/rules.md && cp var/rules.md docs/rules.md

# One lock for every supported Python and system, with hashes and without the address of the registry that was asked.
# Locked versions stay unless the requirements rule them out.
LOCK := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-strip-extras \
	--no-emit-index-url --custom-compile-command "make lock"
lock: $(VENV)/ready-to-test
	@$(LOCK) requirements.txt --output-file requirements.lock $(ARGS)
	@$(LOCK) requirements-dev.txt --constraint requirements.lock --output-file requirements-dev.lock $(ARGS)
	@$(LOCK) requirements-psycopg3.txt --constraint requirements.lock --output-file requirements-psycopg3.lock $(ARGS)

# --- What make builds and does not commit ----------------------------------------------------------------------------

$(VENV)-psycopg3/ready: requirements-dev.lock requirements-psycopg3.lock
	@echo "Installing what the tests need into $(VENV)-psycopg3 (once; some minutes on a slow line) ..."
	@test -e $(VENV)-psycopg3/bin/pip || $(PYTHON) -m venv $(VENV)-psycopg3
	@$(VENV)-psycopg3/bin/python -m pip install --quiet --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@$(VENV)-psycopg3/bin/python -m pip install --quiet --quiet --disable-pip-version-check --require-hashes -r requirements-psycopg3.lock
	@touch $@

$(VENV)/ready-to-run: requirements.lock | $(VENV)/bin/pip
	@echo "Installing what the portal needs into $(VENV) (once; some minutes on a slow line) ..."
	@$(BIN)/python -m pip install --quiet --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@touch $@

$(VENV)/ready-to-test: requirements-dev.lock | $(VENV)/bin/pip
	@echo "Installing what the tests need into $(VENV) (once; some minutes on a slow line) ..."
	@$(BIN)/python -m pip install --quiet --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
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
	rm -rf $(VENV) $(VENV)-psycopg3 .pytest_cache .ruff_cache .mypy_cache .hypothesis $(MO)
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
