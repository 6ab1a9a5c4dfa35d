"""All settings, from the environment; safe by default. `.env.example` describes every variable."""

from pathlib import Path

import environ
from django.templatetags.static import static
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

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
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost"] if DEBUG else [])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
BEHIND_TLS = env.bool("BEHIND_TLS", default=not DEBUG)
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = BEHIND_TLS
SECURE_HSTS_SECONDS = 31_536_000 if BEHIND_TLS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = BEHIND_TLS
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]  # asked from inside, without TLS
if env.bool("TRUST_PROXY_TLS_HEADER", default=False):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_AGE = 8 * 3600  # one working day
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
CSRF_FAILURE_VIEW = "governance.views.csrf_failure"

# --- The application -----------------------------------------------------------------------------------------------
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
    "responsibilities",
    "services",
    "enforcement",
    "staffing",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "governance.middleware.RequestIdMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "governance.middleware.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
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
# What stands between the organ's short name and the kind in numbers of cases and letters: 澜阙综执移〔2026〕3号.
ENFORCEMENT_DOCUMENT_WORD = env.str("ENFORCEMENT_DOCUMENT_WORD", default="综执")

# --- Accounts ------------------------------------------------------------------------------------------------------
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
DATABASES = {"default": env.db_url("DATABASE_URL", default=f"sqlite:///{VAR_DIR / 'portal.sqlite3'}")}
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

# --- Background work: Celery over files, or Redis by REDIS_URL --------------------------------------------------------
REDIS_URL = env.str("REDIS_URL", default="")
if REDIS_URL:
    CELERY_BROKER_URL = REDIS_URL
    # Who publishes waits two seconds at most: a page must not wait for the broker.
    CELERY_BROKER_TRANSPORT_OPTIONS: dict[str, object] = {
        "max_retries": 0,
        "socket_connect_timeout": 2,
        "socket_timeout": 2,
    }
    CACHES = {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}}
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
        "default": {"BACKEND": "django.core.cache.backends.filebased.FileBasedCache", "LOCATION": VAR_DIR / "cache"}
    }
CELERY_TASK_PUBLISH_RETRY = False
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TIMEZONE = "Asia/Shanghai"
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BEAT_SCHEDULE_FILENAME = str(VAR_DIR / "beat-schedule")
CELERY_BEAT_SCHEDULE = {
    # The nudge on commit is an economy; these polls are the guarantee.
    "deliver-due": {"task": "governance.tasks.deliver_due", "schedule": 15.0},
    "seal-audit": {"task": "governance.tasks.seal_audit", "schedule": 60.0},
    "purge-idempotent-requests": {"task": "governance.tasks.purge_idempotent_requests", "schedule": 3600.0},
    "sweep-transfers": {"task": "enforcement.tasks.sweep_transfers", "schedule": 60.0},
    "group-inventories": {"task": "responsibilities.tasks.group_inventories", "schedule": 15.0},
    "recount-deadlines": {"task": "enforcement.tasks.recount_deadlines", "schedule": 3600.0},
}

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
    "SITE_SYMBOL": "account_balance",
    "SITE_URL": reverse_lazy("public_home"),
    "SITE_FAVICONS": [{"rel": "icon", "type": "image/svg+xml", "href": lambda request: static("mark.svg")}],
    "THEME": "light",
    "BORDER_RADIUS": "6px",
    "STYLES": [lambda request: static("portal.css")],
    "SCRIPTS": [lambda request: static("portal.js")],
    "SIDEBAR": {"navigation": "governance.dashboard.sidebar"},
    "DASHBOARD_CALLBACK": "governance.dashboard.home",
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
    "DEFAULT_THROTTLE_CLASSES": ["governance.api.throttling.Anonymous"],
    "DEFAULT_THROTTLE_RATES": {"anon": "120/min", "token": "60/min"},
    "NUM_PROXIES": env.int("NUM_PROXIES", default=0),
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser", "rest_framework.parsers.MultiPartParser"],
    "DEFAULT_FILTER_BACKENDS": ["governance.api.filters.StrictFilterBackend"],
    "DEFAULT_PAGINATION_CLASS": "governance.api.pagination.CursorPages",
    "DEFAULT_SCHEMA_CLASS": "governance.api.schema.PortalSchema",
    "EXCEPTION_HANDLER": "governance.api.problem_json.exception_handler",
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Township Governance Portal API",
    "DESCRIPTION": "Duty lists, enforcement and transfers of the Township Governance Portal (乡镇治理平台).",
    "VERSION": "1.0.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "REDOC_DIST": "SIDECAR",
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "COMPONENT_SPLIT_REQUEST": True,
    "ENUM_NAME_OVERRIDES": {
        "OrganisationKind": "governance.models.Organisation.Kind",
        "TownshipForm": "governance.models.Organisation.TownshipForm",
        "ListKind": "responsibilities.kinds.ListKind",
        "EditionStatus": "responsibilities.states.EditionStatus",
        "ParticipationRole": "responsibilities.models.Participation.Role",
        "CaseStatus": "enforcement.states.CaseStatus",
        "TransferStatus": "enforcement.states.TransferStatus",
        "PartyKind": "enforcement.states.PartyKind",
        "TransferReason": "enforcement.states.TransferReason",
        "ReturnReason": "enforcement.states.ReturnReason",
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
    "filters": {"request_id": {"()": "governance.middleware.RequestIdFilter"}},
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s [%(request_id)s] %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["request_id"]}},
    "root": {"handlers": ["stderr"], "level": env.str("LOG_LEVEL", default="INFO")},
    "loggers": {"httpx": {"level": "WARNING"}, "httpcore": {"level": "WARNING"}},
}
