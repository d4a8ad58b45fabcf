"""Django's settings, all from the environment; docs/operate/install.md explains every variable.

Three modes: `production` (the default), `demo` (the sample city, with its clock moved) and `test`.
"""

from pathlib import Path
from typing import Any

from csp.constants import NONE, SELF

from zhixing.config import environment
from zhixing.config.database import databases
from zhixing.config.secret import signing_key

environment.load_env_file(Path(".env"))

PACKAGE = Path(__file__).resolve().parent.parent

# --- The installation ---

ZHIXING_DATA = environment.folder("ZHIXING_DATA", Path("var"))
ZHIXING_MODE, ZHIXING_TODAY = environment.installation(ZHIXING_DATA)
ZHIXING_PROCEDURES = environment.folder("ZHIXING_PROCEDURES", ZHIXING_DATA / "procedures")
# The largest request taken, in bytes: a form with all the files chosen in it at once.
ZHIXING_MAX_BODY = environment.number("ZHIXING_MAX_BODY", 100 * 2**20)
# The largest single file, in bytes; the endings of files that are taken; the days a file waits for an act to name it.
ZHIXING_MAX_FILE = environment.number("ZHIXING_MAX_FILE", 50 * 2**20)
ZHIXING_FILE_ENDINGS = environment.words(
    "ZHIXING_FILE_ENDINGS",
    ["pdf", "ofd", "doc", "docx", "wps", "xls", "xlsx", "et", "ppt", "pptx", "jpg", "jpeg", "png", "tif", "tiff",
     "heic", "mp4", "mp3", "zip", "txt", "csv"],
)  # fmt: skip
ZHIXING_FILE_DAYS = environment.number("ZHIXING_FILE_DAYS", 30)

_PRODUCTION = ZHIXING_MODE == "production"
_TEST = ZHIXING_MODE == "test"
# A trial without a certificate, inside one building. Passwords then cross the network in the clear.
_SECURE = _PRODUCTION and not environment.flag("ZHIXING_INSECURE_HTTP")

DEBUG = environment.flag("ZHIXING_DEBUG") and not _PRODUCTION
SECRET_KEY = "for-tests-alone-" + "0" * 48 if _TEST else signing_key(ZHIXING_DATA)
ALLOWED_HOSTS = environment.words(
    "ZHIXING_HOSTS", ["localhost", "127.0.0.1", "[::1]", "testserver"][: 4 if _TEST else 3]
)
CSRF_TRUSTED_ORIGINS = environment.words("ZHIXING_ORIGINS")

# --- The house ---

INSTALLED_APPS = [
    "zhixing.common",
    "zhixing.assembly",
    "zhixing.rules",
    "zhixing.accounts",
    "zhixing.register",
    "zhixing.files",
    "zhixing.cases",
    "zhixing.notices",
    "zhixing.finding",
    "zhixing.proposals",
    "zhixing.supervision",
    "zhixing.desk",
    "zhixing.help",
    "zhixing.offline",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "csp",
    "django_htmx",
    "template_partials",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    # Before all that answers; what a page weighs varies by chance, so that its length tells nothing of a token in it.
    "django.middleware.gzip.GZipMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "zhixing.offline.middleware.AheadMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "zhixing.config.limits.BodyLimitMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "zhixing.accounts.middleware.ActorMiddleware",
    "zhixing.offline.middleware.OfflineMiddleware",
]

ROOT_URLCONF = "zhixing.config.urls"
WSGI_APPLICATION = "zhixing.config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "zhixing.accounts.context.page",
                "zhixing.desk.context.nav",
            ],
        },
    },
]

# --- What is kept ---

# Tests drop the wait for the disk; what they prove about lost power they prove in a production installation.
DATABASES = databases(environment.text("DATABASE_URL"), data=ZHIXING_DATA, durable=not _TEST)
DATABASE_ROUTERS = ["zhixing.config.routers.DraftRouter"]
if not _TEST:
    ZHIXING_DATA.mkdir(mode=0o700, parents=True, exist_ok=True)

# --- Who comes in ---

AUTH_USER_MODEL = "accounts.Account"
LOGIN_URL = "accounts:sign_in"
LOGIN_REDIRECT_URL = "/desk/"
LOGOUT_REDIRECT_URL = "accounts:sign_in"
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
if _TEST:
    # A thousand sign-ins a run; the real hasher has its own test.
    PASSWORD_HASHERS.insert(0, "django.contrib.auth.hashers.MD5PasswordHasher")
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]

# An office day; whoever works on is not sent away, since each request counts anew.
SESSION_COOKIE_AGE = 8 * 60 * 60
SESSION_SAVE_EVERY_REQUEST = False
SESSION_COOKIE_NAME = "zhixing_session"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = _SECURE
CSRF_COOKIE_NAME = "zhixing_csrf"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SECURE = _SECURE

# --- What a browser may do ---

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "worker-src": [SELF],
        "manifest-src": [SELF],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    },
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_SSL_REDIRECT = _SECURE
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60 if _SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = environment.flag("ZHIXING_HSTS_SUBDOMAINS")
SECURE_HSTS_PRELOAD = False
SILENCED_SYSTEM_CHECKS = [
    # What else the committee serves under its domain is not for this program to decide.
    "security.W005",
    # A browser's preload list takes years to leave; that too is the committee's decision.
    "security.W021",
]
# Only behind a proxy that sets the header itself: anyone else could claim to have come by a secure way.
if environment.flag("ZHIXING_BEHIND_PROXY"):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 2**20
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
DATA_UPLOAD_MAX_NUMBER_FILES = 50
FILE_UPLOAD_PERMISSIONS = 0o600

# --- Language and time ---

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "中文"), ("en", "English")]
LOCALE_PATHS = [PACKAGE / "locale"]
LANGUAGE_COOKIE_NAME = "zhixing_language"
LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_SECURE = _SECURE
USE_I18N = True
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True

# --- Style sheets and pictures ---

STATIC_URL = "/static/"
# In production `zhixing serve` collects them under names that carry a digest, so that browsers keep them for good;
# otherwise they are served from where they lie.
STATIC_ROOT = ZHIXING_DATA / "static" if _PRODUCTION else None
WHITENOISE_USE_FINDERS = not _PRODUCTION
_STATIC_STORAGE = (
    "whitenoise.storage.CompressedManifestStaticFilesStorage"
    if _PRODUCTION
    else "django.contrib.staticfiles.storage.StaticFilesStorage"
)
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": _STATIC_STORAGE},
}
MEDIA_ROOT = ZHIXING_DATA / "files"

# --- Notices outside the desk: none but by a gateway named here ---

# A demonstration and a test write them to a file, whatever else is named.
ZHIXING_NOTICES_FILE = environment.flag("ZHIXING_NOTICES_FILE") or not _PRODUCTION
ZHIXING_SITE = environment.text("ZHIXING_SITE").rstrip("/")
ZHIXING_SMS: dict[str, Any] = {
    "url": environment.text("ZHIXING_SMS_URL"),
    "values": environment.text("ZHIXING_SMS_VALUES"),
    "token": environment.text("ZHIXING_SMS_TOKEN"),
    "form": environment.flag("ZHIXING_SMS_FORM"),
    "expects": environment.text("ZHIXING_SMS_EXPECTS"),
    "signature": environment.text("ZHIXING_SMS_SIGNATURE"),
}
ZHIXING_WECOM: dict[str, Any] = {
    "url": environment.text("ZHIXING_WECOM_URL"),
    "corp": environment.text("ZHIXING_WECOM_CORP"),
    "agent": environment.number("ZHIXING_WECOM_AGENT", 0),
    "secret": environment.text("ZHIXING_WECOM_SECRET"),
}
ZHIXING_DINGTALK = {
    "url": environment.text("ZHIXING_DINGTALK_URL"),
    "secret": environment.text("ZHIXING_DINGTALK_SECRET"),
}
ZHIXING_MAIL_FROM = environment.text("ZHIXING_MAIL_FROM")
_MAIL_SECURITY = environment.choice("ZHIXING_MAIL_SECURITY", ("starttls", "tls", "none"), "starttls")
EMAIL_HOST = environment.text("ZHIXING_MAIL_HOST")
EMAIL_PORT = environment.number("ZHIXING_MAIL_PORT", {"starttls": 587, "tls": 465, "none": 25}[_MAIL_SECURITY])
EMAIL_HOST_USER = environment.text("ZHIXING_MAIL_USER")
EMAIL_HOST_PASSWORD = environment.text("ZHIXING_MAIL_PASSWORD")
EMAIL_USE_TLS = _MAIL_SECURITY == "starttls"
EMAIL_USE_SSL = _MAIL_SECURITY == "tls"
EMAIL_TIMEOUT = 15

# --- What is told to whoever runs it ---

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": environment.text("ZHIXING_LOG_LEVEL", "WARNING")},
    "loggers": {"zhixing": {"level": environment.text("ZHIXING_LOG_LEVEL", "INFO")}},
}
