"""All settings, from the environment; safe by default. `.env.example` describes every variable."""

from importlib.util import find_spec
from pathlib import Path
from typing import Any

import environ
from django.conf import global_settings
from django.templatetags.static import static
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _
from kombu import Queue
from redis.backoff import NoBackoff
from redis.retry import Retry

from governance.app_modules import app_modules
from governance.schedule import collected_schedule

BASE_DIR = Path(__file__).resolve().parent.parent

env = environ.Env()
env.read_env(env.str("ENV_FILE", default=str(BASE_DIR / ".env")))

# --- Where things live -------------------------------------------------------------------------------------------
VAR_DIR = Path(env.str("VAR_DIR", default=str(BASE_DIR / "var")))
MEDIA_ROOT = Path(env.str("MEDIA_ROOT", default=str(VAR_DIR / "files")))
STATIC_ROOT = VAR_DIR / "static"
STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
PORTAL_URL = env.str("PORTAL_URL", default="http://127.0.0.1:8000")

# --- Safety: nothing here has a usable default outside `make run` and the tests ------------------------------------
DEBUG = env.bool("DEBUG", default=False)
SECRET_KEY = env.str("SECRET_KEY")
FIELD_ENCRYPTION_KEYS = env.list("FIELD_ENCRYPTION_KEYS")  # Fernet keys; the first encrypts, all decrypt
INDEX_KEYS = env.list("INDEX_KEYS")  # the first writes indexes of encrypted fields, all are looked for
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost"] if DEBUG else [])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
BEHIND_TLS = env.bool("BEHIND_TLS", default=not DEBUG)
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = BEHIND_TLS
SECURE_HSTS_SECONDS = 31_536_000 if BEHIND_TLS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = BEHIND_TLS
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]  # asked from inside, without TLS
if env.bool("TRUST_PROXY_TLS_HEADER", default=False):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
# How many proxies in front add the address that spoke to them to X-Forwarded-For (governance/addresses.py).
NUM_PROXIES = env.int("NUM_PROXIES", default=0)
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_AGE = 8 * 3600  # one working day
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
CSRF_FAILURE_VIEW = "governance.views.csrf_failure"

# --- The application -----------------------------------------------------------------------------------------------
APPS = ["responsibilities", "services", "enforcement", "staffing"]
INSTALLED_APPS = [
    "unfold.apps.BasicAppConfig",
    "unfold.contrib.filters",
    "unfold.contrib.forms",
    "governance.apps.PortalAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "treebeard",
    "rest_framework",
    "django_filters",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "oauth2_provider",
    "governance.apps.GovernanceConfig",
    *APPS,
]
if DEBUG:
    INSTALLED_APPS.append("examples.demonstration")  # its accounts have known passwords
MIDDLEWARE = [
    "governance.content_policy.ContentPolicyMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "governance.middleware.RequestIdMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "governance.middleware.LanguageMiddleware",
    "governance.middleware.BodySizeMiddleware",
    "governance.input_guard.InputGuard",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "governance.throttling.PublicPagesMiddleware",
    "governance.signin.FirstPasswordMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "governance.middleware.ParametersMiddleware",
]
ROOT_URLCONF = "governance.urls"
WSGI_APPLICATION = "governance.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
ATTACHMENT_MAX_BYTES = env.int("ATTACHMENT_MAX_BYTES", default=50 * 1024 * 1024)
# A whole request: a form takes several attachments at once. Files go to disk as they come, all else is kept in memory.
REQUEST_MAX_BYTES = 4 * ATTACHMENT_MAX_BYTES
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024  # form fields together, or a JSON body
DATA_UPLOAD_MAX_NUMBER_FIELDS = 1000
DATA_UPLOAD_MAX_NUMBER_FILES = 50
FILE_UPLOAD_HANDLERS = ["governance.multipart.ReadableNames", *global_settings.FILE_UPLOAD_HANDLERS]

# --- Accounts ------------------------------------------------------------------------------------------------------
AUTHENTICATION_BACKENDS = ["governance.signin.PortalBackend"]
AUTH_USER_MODEL = "governance.Account"
_VALIDATION = "django.contrib.auth.password_validation"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"{_VALIDATION}.UserAttributeSimilarityValidator", "OPTIONS": {"user_attributes": ("username", "name")}},
    {"NAME": f"{_VALIDATION}.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": f"{_VALIDATION}.CommonPasswordValidator"},
    {"NAME": f"{_VALIDATION}.NumericPasswordValidator"},
]
LOGIN_URL = reverse_lazy("admin:login")
LOGIN_REDIRECT_URL = reverse_lazy("admin:index")

# --- Database: SQLite needs no server; PostgreSQL by DATABASE_URL ---------------------------------------------------
# The file is named as it is: in an address, marks such as # and + of a folder's name would mean something else.
_SQLITE: dict[str, Any] = {"ENGINE": "django.db.backends.sqlite3", "NAME": str(VAR_DIR / "portal.sqlite3")}
DATABASES = {"default": env.db_url("DATABASE_URL") if env.str("DATABASE_URL", default="") else _SQLITE}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"] = {
        # A write transaction takes the lock at its start, so check-then-write is as safe as on PostgreSQL.
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    }
else:
    DATABASES["default"]["CONN_MAX_AGE"] = env.int("CONN_MAX_AGE", default=60)
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
    if find_spec("psycopg"):  # psycopg 3, which Django takes wherever it is installed
        # Plans of statements are kept by PostgreSQL.
        DATABASES["default"]["OPTIONS"] = {"server_side_binding": True}

# --- Background work: Celery over files, or Redis by REDIS_URL --------------------------------------------------------
REDIS_URL = env.str("REDIS_URL", default="")
if REDIS_URL:
    CELERY_BROKER_URL = REDIS_URL
    CELERY_BROKER_TRANSPORT = "governance.redis_broker:Transport"
    # Who publishes waits two seconds at most: a page must not wait for the broker.
    CELERY_BROKER_TRANSPORT_OPTIONS: dict[str, object] = {
        "max_retries": 0,
        "socket_connect_timeout": 2,
        "socket_timeout": 2,
    }
    CACHES = {
        "default": {
            "BACKEND": "governance.cache.Cache",
            "LOCATION": REDIS_URL,
            # Once more, for a connection that has grown stale, and then it counts as away.
            "OPTIONS": {"socket_connect_timeout": 1, "socket_timeout": 1, "retry": Retry(NoBackoff(), 1)},
        }
    }
else:
    (VAR_DIR / "celery").mkdir(parents=True, exist_ok=True)  # the transport expects its folder
    CELERY_BROKER_URL = "filesystem://localhost"
    CELERY_BROKER_TRANSPORT = "governance.file_broker:Transport"
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "data_folder_in": str(VAR_DIR / "celery"),
        "data_folder_out": str(VAR_DIR / "celery"),
        "control_folder": str(VAR_DIR / "celery-control"),
        "polling_interval": 0.2,  # seconds
    }
    CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
            "LOCATION": VAR_DIR / "cache",
            "OPTIONS": {
                "MAX_ENTRIES": 10_000
            },  # as in governance.cache; Django's 300 forget too soon who asked too much
        }
    }
CELERY_TASK_PUBLISH_RETRY = False
CELERY_TASK_IGNORE_RESULT = True
CELERY_TIMEZONE = "Asia/Shanghai"
# A broker that is away is looked for until it is back. Its messages may be lost: beat asks for every task again.
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None
CELERY_WORKER_CANCEL_LONG_RUNNING_TASKS_ON_CONNECTION_LOSS = True  # Celery warns otherwise; concerns late acks only
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
# Deliveries wait for other people's systems, so they have a queue and, in the Procfile, a worker of their own. A worker
# that is told no queue serves both.
CELERY_TASK_DEFAULT_QUEUE = "work"
CELERY_TASK_QUEUES = [Queue(name, routing_key=name) for name in ("work", "deliveries")]
CELERY_TASK_ROUTES = {"governance.tasks.deliver_due": {"queue": "deliveries"}}
CELERY_BEAT_SCHEDULE_FILENAME = str(VAR_DIR / "beat-schedule")
# Waking a worker on commit is an optimisation; these polls guarantee that the work is done.
CELERY_BEAT_SCHEDULE = collected_schedule(["governance", *APPS])

# --- The audit log: a file out of the database's reach, which gets the head of the chain at each seal -----------------
AUDIT_HEAD_FILE = env.str("AUDIT_HEAD_FILE", default="")

# --- Webhooks: hosts that may be reached without TLS, or on this machine itself ---------------------------------------
WEBHOOK_TRUSTED_HOSTS = env.list("WEBHOOK_TRUSTED_HOSTS", default=["127.0.0.1", "localhost"] if DEBUG else [])

# --- Language and time -----------------------------------------------------------------------------------------------
LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = ["governance.formats"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"

# --- Looks of the staff portal; the rest is static/portal.css ---------------------------------------------------------
UNFOLD = {
    "SITE_TITLE": _("Township Governance Portal"),
    "SITE_HEADER": _("Township Governance Portal"),
    "SITE_ICON": lambda request: static("mark.svg"),
    "SITE_URL": reverse_lazy("public_home"),
    "SITE_FAVICONS": [{"rel": "icon", "type": "image/svg+xml", "href": lambda request: static("mark.svg")}],
    "THEME": "light",
    "BORDER_RADIUS": "6px",
    "STYLES": [lambda request: static("portal.css")],
    "SCRIPTS": [lambda request: static("portal.js"), lambda request: static("forms.js")],
    "SIDEBAR": {"navigation": "governance.dashboard.home.sidebar"},
    "DASHBOARD_CALLBACK": "governance.dashboard.home.home",
    "LOGIN": {"form": "governance.signin.SignInForm"},
    "COLORS": {
        "primary": {
            "50": "#eff6fc",
            "100": "#dcebf7",
            "200": "#bcd8ef",
            "300": "#8dbce2",
            "400": "#5798d0",
            "500": "#327abd",
            "600": "#20619f",
            "700": "#1b4f83",
            "800": "#1a446d",
            "900": "#1a3a5b",
            "950": "#12263d",
        },
    },
}

# --- API --------------------------------------------------------------------------------------------------------------
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "governance.api.authentication.ClientCredentials",
        "governance.api.authentication.PortalSession",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["governance.api.permissions.SignedIn"],
    "DEFAULT_THROTTLE_CLASSES": ["governance.throttling.Anonymous"],
    "DEFAULT_THROTTLE_RATES": {"anon": "120/min", "token": "60/min", "wrong_token": "60/min"},
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["governance.api.parsers.JSONParser", "governance.api.parsers.MultiPartParser"],
    "DEFAULT_FILTER_BACKENDS": ["governance.api.filters.StrictFilterBackend"],
    "DEFAULT_PAGINATION_CLASS": "governance.api.pagination.CursorPages",
    "DEFAULT_SCHEMA_CLASS": "governance.api.schema.PortalSchema",
    "EXCEPTION_HANDLER": "governance.api.problem_json.exception_handler",
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
    "URL_FORMAT_OVERRIDE": None,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Township Governance Portal API",
    "DESCRIPTION": "What other systems read from and write to the Township Governance Portal (乡镇治理平台).",
    "VERSION": "1.0.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "REDOC_DIST": "SIDECAR",
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "COMPONENT_SPLIT_REQUEST": True,
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "governance.api.schema.describe_once",
    ],
    "ENUM_NAME_OVERRIDES": {
        name: choices
        for module in app_modules("enum_names", ["governance", *APPS])
        for name, choices in module.NAMES.items()
    },
}
OAUTH2_PROVIDER_APPLICATION_MODEL = "governance.Client"
OAUTH2_PROVIDER = {
    "SCOPES": {"read": _("Read"), "write": _("Write")},
    "SCOPES_BACKEND_CLASS": "governance.api.scopes.ClientScopes",
    "ACCESS_TOKEN_EXPIRE_SECONDS": 3600,
    "OAUTH2_VALIDATOR_CLASS": "governance.api.authentication.TokenValidator",
    "OAUTH2_SERVER_CLASS": "oauthlib.oauth2.BackendApplicationServer",  # client credentials and nothing else
    # Everything else of OAuth2 stays shut, also where this server would not offer it (RFC 9700).
    "COMPLIANT_BCP_RFC9700_IMPLICIT_GRANT": True,
    "COMPLIANT_BCP_RFC9700_PASSWORD_GRANT": True,
    "COMPLIANT_BCP_RFC9700_PKCE_METHOD": True,
    "COMPLIANT_BCP_RFC9700_AUTHZ_RESPONSE_ISS": True,
    "REFRESH_TOKEN_REUSE_PROTECTION": True,
    "ALLOWED_REDIRECT_URI_SCHEMES": ["https"],
    "COMPLIANT_BCP_RFC9700_TOKEN_STORAGE": True,  # tokens are kept as hashes
    "COMPLIANT_BCP_RFC9700_ACCESS_TOKEN_TRANSPORT": True,  # and accepted in the Authorization header only
}

# --- Logging: one line an event, to standard error; never personal data ----------------------------------------------
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {
        "request_id": {"()": "governance.middleware.RequestIdFilter"},
        "refusal": {"()": "governance.middleware.RefusalFilter"},
    },
    "formatters": {
        "line": {
            "()": "governance.logs.LineFormatter",
            "format": "%(asctime)s %(levelname)s %(name)s [%(request_id)s] %(message)s",
        }
    },
    "handlers": {
        "stderr": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["request_id", "refusal"]}
    },
    "root": {"handlers": ["stderr"], "level": env.str("LOG_LEVEL", default="INFO")},
    "loggers": {
        "django": {"handlers": []},  # its own would say everything a second time
        "httpx2": {"level": "WARNING"},
        "httpcore2": {"level": "WARNING"},
        # Proof, not information: kept whatever LOG_LEVEL says. `make run` spares the developer's screen.
        "governance.audit": {} if DEBUG else {"level": "INFO"},
    },
}
