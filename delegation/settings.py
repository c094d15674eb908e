"""One file. The environment is the only difference between machines.

``RELAY_MODE=production`` refuses to start with a default secret, ``DEBUG`` or an open ``ALLOWED_HOSTS``.
Without it Relay is *embedded*: unless told otherwise it answers on loopback names, makes up a secret and runs on SQLite.
"""

import secrets
from pathlib import Path
from typing import Any

import environ
import structlog
from django.core.exceptions import ImproperlyConfigured

ROOT = Path(__file__).resolve().parent.parent


class Environment(environ.FileAwareEnv):
    """Values from the environment or, as ``NAME_FILE``, from files, which often end with a line break."""

    def get_value(self, *args: Any, **kwargs: Any) -> Any:
        value = super().get_value(*args, **kwargs)
        return value.strip() if isinstance(value, str) else value


env = Environment()

RELAY_NAME = "Relay"
RELAY_MODE = env("RELAY_MODE", default="embedded")
RELAY_SURFACE = env("RELAY_SURFACE", default="both")
RELAY_DATA = Path(env("RELAY_DATA", default=str(ROOT / "data")))
if RELAY_MODE not in {"embedded", "production"}:
    raise ImproperlyConfigured(f"RELAY_MODE is {RELAY_MODE!r}: say 'production' or 'embedded'.")
if RELAY_SURFACE not in {"client", "portal", "both"}:
    raise ImproperlyConfigured(f"RELAY_SURFACE is {RELAY_SURFACE!r}: say 'client', 'portal' or 'both'.")
EMBEDDED = RELAY_MODE == "embedded"
RELAY_PAPER = env("RELAY_PAPER", default="A4")
if RELAY_PAPER not in {"A4", "Letter"}:
    raise ImproperlyConfigured(f"RELAY_PAPER is {RELAY_PAPER!r}: say 'A4' or 'Letter'.")
LOOPBACK = ["localhost", "127.0.0.1", "[::1]"]

DEBUG = env.bool("DEBUG", default=False)
SECRET_KEY = env("SECRET_KEY", default=secrets.token_urlsafe(50) if EMBEDDED else "")
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=LOOPBACK if EMBEDDED else [])
SITE_URL = env("SITE_URL", default="http://127.0.0.1:8000").rstrip("/")
# The partners' own door, where it is another; mails to partners' people lead there.
PORTAL_URL = env("PORTAL_URL", default=SITE_URL).rstrip("/")
SECURE = SITE_URL.startswith("https://")
BEHIND_PROXY = env.bool("BEHIND_PROXY", default=False)

# Every word that a text to be replaced has been seen to hold; a random one holds none of them.
GUESSABLE = ("change", "replace", "insecure", "secret", "example", "your-", "abcdef", "123456")


def _is_random(text: str) -> bool:
    return len(text) >= 40 and len(set(text)) >= 12 and not any(word in text.lower() for word in GUESSABLE)


if not EMBEDDED:
    if not all(map(_is_random, [SECRET_KEY, *SECRET_KEY_FALLBACKS])):
        raise ImproperlyConfigured(
            "SECRET_KEY must be a random text of at least 40 characters; so must each of SECRET_KEY_FALLBACKS."
        )
    if DEBUG:
        raise ImproperlyConfigured("DEBUG must be off in production: it shows code and settings to visitors.")
    if not ALLOWED_HOSTS or any(
        "*" in host or "." not in host.lstrip(".") for host in ALLOWED_HOSTS if host != "localhost"
    ):
        raise ImproperlyConfigured(
            "ALLOWED_HOSTS must name the hosts that Relay answers for; '*' and whole top-level domains are refused."
        )

# -- what is installed ------------------------------------------------------------------------------------

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.forms",
    "django_htmx",
    "csp",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "delegation.accounts",
    "delegation.audit",
    "delegation.notices",
    "inventory",
    "delegation",
    "portal",
]
MIDDLEWARE = [
    # Above whatever may answer by itself: what they add is on every response, a redirect and a file included.
    "delegation.headers.HeadersMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "delegation.headers.MethodMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "delegation.accounts.seat.SeatMiddleware",
]
ROOT_URLCONF = "delegation.urls"
WSGI_APPLICATION = "delegation.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["delegation.templatetags.cells"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "delegation.navigation.frame",
            ],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# -- what is kept -----------------------------------------------------------------------------------------

DATABASES = {"default": env.db("DATABASE_URL", default=f"sqlite:///{RELAY_DATA / 'relay.sqlite3'}")}
DATABASE = DATABASES["default"]
if DATABASE["ENGINE"].endswith("sqlite3"):
    DATABASE["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA busy_timeout=20000;",
    }
else:
    DATABASE["CONN_MAX_AGE"] = env.int("DATABASE_MAX_AGE", default=60)
    DATABASE["CONN_HEALTH_CHECKS"] = True
    # The queries of pages are short, so compiling one costs more than it saves; and none may hold a page for long.
    DATABASE.setdefault("OPTIONS", {})["options"] = "-c jit=off -c statement_timeout=30000"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {"default": env.cache("CACHE_URL", default="locmemcache://")}

# -- who --------------------------------------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["delegation.accounts.seat.SeatBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "today"
ACCOUNT_ADAPTER = "delegation.accounts.entrance.Entrance"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"  # a seat is given by invitation, which proves the address
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = False
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_FORMS = {"add_webauthn": "delegation.accounts.passkeys.PasskeyForm"}
MFA_TOTP_ISSUER = RELAY_NAME
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = EMBEDDED
# Approvers and partners need a second factor, unless one person tries Relay on one machine.
RELAY_SECOND_FACTOR = env.bool("RELAY_SECOND_FACTOR", default=not EMBEDDED)
if not (EMBEDDED or RELAY_SECOND_FACTOR):
    raise ImproperlyConfigured(
        "RELAY_SECOND_FACTOR can be off in an embedded installation only: whoever approves needs one."
    )
SESSION_COOKIE_AGE = 7 * 24 * 3600
SESSION_COOKIE_NAME = "__Host-sid" if SECURE else "sid"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_NAME = "__Host-csrf" if SECURE else "csrf"
CSRF_TRUSTED_ORIGINS = [SITE_URL] if SECURE else []

# -- what a browser may do --------------------------------------------------------------------------------

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "manifest-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
        "object-src": ["'none'"],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = SECURE
SECURE_SSL_REDIRECT = SECURE and env.bool("RELAY_REDIRECT_TO_HTTPS", default=True)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
SECURE_REDIRECT_EXEMPT = [r"^health/$"]
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
FILE_UPLOAD_HANDLERS = ["delegation.uploads.BoundedUploadHandler"]

# -- words and files --------------------------------------------------------------------------------------

LANGUAGE_CODE = "en-gb"
FORMAT_MODULE_PATH = "delegation.formats"
USE_I18N = False
USE_TZ = True
TIME_ZONE = "UTC"
STATIC_URL = "/static/"
STATICFILES_DIRS = [ROOT / "static"]
STATIC_ROOT = None if EMBEDDED else ROOT / "staticfiles"
WHITENOISE_USE_FINDERS = EMBEDDED
WHITENOISE_AUTOREFRESH = False
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if EMBEDDED
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
MEDIA_ROOT = RELAY_DATA / "files"

# -- mail -------------------------------------------------------------------------------------------------

vars().update(env.email("EMAIL_URL", default="consolemail://" if EMBEDDED else "smtp://localhost:25"))
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env("DEFAULT_FROM_EMAIL", default="Relay <relay@localhost>")

# -- the queue and the clock ------------------------------------------------------------------------------

CELERY_BROKER_URL = env("CELERY_BROKER_URL", default="filesystem://")
# A job leaves the queue when it is done, so what a killed worker had in hand is done again; jobs bear that.
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_IGNORE_RESULT = True
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_PUBLISH_RETRY = False  # publishing is a nudge; the database keeps the promise
CELERY_TASK_TIME_LIMIT = 120  # seconds
CELERY_TASK_SOFT_TIME_LIMIT = 90
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_WORKER_MAX_TASKS_PER_CHILD = 200
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TIMEZONE = "UTC"
if CELERY_BROKER_URL.startswith("filesystem"):
    QUEUE = RELAY_DATA / "queue"
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "data_folder_in": str(QUEUE / "messages"),
        "data_folder_out": str(QUEUE / "messages"),
        "control_folder": str(QUEUE / "control"),
        "store_processed": False,
        "polling_interval": 0.2,
    }
else:
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "visibility_timeout": 900,  # seconds; far above the longest job, or Redis would hand it out twice
        "unacked_restore_interval": 10,
        "socket_timeout": 5,
        "socket_connect_timeout": 2,
        "socket_keepalive": True,
        "health_check_interval": 15,
    }

# -- what is written down ---------------------------------------------------------------------------------

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "plain": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"},
        "json": {
            "()": structlog.stdlib.ProcessorFormatter,
            "processors": [
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.format_exc_info,
                structlog.processors.JSONRenderer(),
            ],
            "foreign_pre_chain": [
                structlog.stdlib.add_log_level,
                structlog.stdlib.add_logger_name,
                structlog.processors.TimeStamper(fmt="iso", utc=True),
            ],
        },
    },
    # A line a record for a person at one machine, a JSON object a line for whoever collects logs.
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain" if EMBEDDED else "json"}},
    "root": {"handlers": ["console"], "level": env("LOG_LEVEL", default="WARNING")},
    "loggers": {"relay": {"level": env("LOG_LEVEL", default="INFO")}},
}
