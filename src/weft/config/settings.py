"""Django settings. Everything a city may change comes from the surroundings (see environment.py)."""

from csp.constants import NONE, SELF

from weft.config import environment

MODE = environment.mode()
DEMO = MODE == "demo"
CITY = environment.city()
PLACE_PACK = environment.place_pack()
ROOT = environment.root_folder()
DATA = environment.data_folder()
UPLOADS = DATA / "uploads"
KEY_FILE = (
    environment.key_file()
)  # wraps the key of every sealed field; kept apart from the database's backups
BACKUP = environment.backup()  # the folder of the nightly backup; "" when none is asked for
RETENTION = environment.retention()
BLUEPRINTS = environment.blueprints()  # folders of a city's own programmes, beside those that ship with Weft
HEALTH_TOKEN = environment.health_token()
READING_MEMORY_MB = environment.reading_memory_mb()  # very wide tables need more than 256

DEBUG = False
SECRET_KEY = environment.secret_key()
ALLOWED_HOSTS = environment.hosts()
SERVED_OVER_HTTPS = not set(ALLOWED_HOSTS) <= {"127.0.0.1", "localhost", "[::1]", "testserver"}

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "weft.web",
    "weft.record",
    "weft.places",
    "weft.people",
    "weft.people.accounts",
    "weft.people.vault",
    "weft.people.matching",
    "weft.post",
    "weft.people.mydata",
    "weft.requests",
    "weft.forms",
    "weft.forms.openrosa",
    "weft.programmes",
    "weft.measure",
    "weft.inside",
    "weft.fielding",
    "weft.gather",
    "weft.gather.pairing",
    "weft.gather.teams",
    "weft.gather.finding",
    "weft.operations",
    "weft.today",
    "allauth",  # after ours, whose translations come first
    "allauth.account",  # allauth.mfa stands on it; its own pages have no routes here
    "allauth.mfa",
]

MIDDLEWARE = [
    "weft.config.headers.Headers",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "weft.web.policy.Policy",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "weft.people.accounts.sessions.IdleSessions",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "weft.people.roles.gate.RoleGate",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "weft.config.urls"
WSGI_APPLICATION = "weft.config.wsgi.application"
DATABASES = {"default": environment.database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "weft.web.context.service",
                "weft.today.context.today",
                "weft.demo.context.role",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "weft.web.templatetags.weft",
            ],
        },
    }
]
PAGES_FOR = 0 if MODE == "test" else 5  # seconds a page of weft.web.moments is shown before it is made anew
FORM_RENDERER = "weft.web.forms.Renderer"

LANGUAGE_CODE = "en-gb"
LANGUAGES = [("en-gb", "English"), ("ar", "العربية"), ("ur", "اردو")]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/London"

STATIC_URL = "/static/"
STATICFILES_DIRS = [ROOT / ".weft" / "static"]
WHITENOISE_USE_FINDERS = True
WHITENOISE_MAX_AGE = 3600

LOGIN_URL = "sign-in"
LOGIN_REDIRECT_URL = "after-sign-in"
# Nobody has a password. Passkeys, one-time codes and recovery codes are django-allauth's (people.accounts.factors).
MFA_ADAPTER = "weft.people.accounts.adapter.Factors"
MFA_SUPPORTED_TYPES = ["webauthn", "totp", "recovery_codes"]
MFA_WEBAUTHN_USER_VERIFICATION = "required"  # a passkey alone signs in: a lost device must not
MFA_RECOVERY_CODE_COUNT = 10
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_EMAIL_VERIFICATION = "none"  # a code by mail is how an account begins

# The outbox hands letters to this server; None keeps them there. The demonstration never uses it.
MAIL = environment.mail()
MAIL_FROM = environment.mail_from()

# A survey file is streamed to disk, never held in memory; reading.limits says how large it may be.
FILE_UPLOAD_HANDLERS = ["weft.measure.uploads.SurveyUpload"]
FILE_UPLOAD_PERMISSIONS = 0o600
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
DATA_UPLOAD_MAX_NUMBER_FILES = 110  # a field app sends up to 101 photos with its answers

RECORD_NAMES = "weft.people.queries.colleagues.names_of"
LANDING_FIGURE = "weft.measure.views.rows.landing_card"
# Each gets the actor and returns what waits for them (weft.today.tasks); a new room adds a line.
TODAY_SOURCES = [
    "weft.requests.today.tasks",
    "weft.today.sources.surveys",
    "weft.today.sources.sign_offs",
    "weft.today.sources.releases",
    "weft.today.sources.latest_release",
    "weft.today.sources.invitations",
    "weft.today.sources.duplicates",
    "weft.gather.pairing.today.tasks",
    "weft.inside.today.tasks",
    "weft.operations.today.tasks",
    "weft.programmes.today.tasks",
    "weft.gather.today.tasks",
]
# Each gets the actor and a programme and returns what is to be done in it (weft.programmes.queries.running).
PROGRAMME_SOURCES = [
    "weft.programmes.today.tasks_of",
    "weft.gather.programme_tasks.tasks",
    "weft.gather.pairing.today.tasks_of",
]
# What a form is answered for: the name before the colon of Response.about -> the class that knows (forms.purposes).
FORM_PURPOSES: dict[str, str] = {
    "fielding.case": "weft.fielding.purpose.OfCase",
    "programmes.wave": "weft.programmes.purpose.OfWave",
}
# Functions that are told, as `venue`, what venue has changed, in the transaction that changes it (places.changed).
VENUE_CHANGED = ["weft.gather.actions.openings.refresh_openings_at"]
# Who knows a code written on a paper or into a field app: (form, code, mode) -> Response.about (forms.purposes).
FORM_CODES = ["weft.fielding.actions.coded.about_of_code"]
# Where a form is at work: (form, actor) -> words and addresses, for the officers' page of the form.
FORM_LINKS = ["weft.fielding.queries.waves.links_of"]
TODAY_NOTES = ["weft.operations.today.notes"]

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}
# Nothing is ever said to another site, not even our name: as much as "no-referrer" hides from others. That one makes
# browsers send "Origin: null" with every form, which the forgery check must refuse (tests/browser/test_referrer.py).
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_ENGINE = "weft.people.accounts.session_store"  # keys are stored as hashes
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_AGE = 12 * 3600  # until somebody signs in; then people.accounts.rules says how long
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
MESSAGE_STORAGE = (
    "django.contrib.messages.storage.session.SessionStorage"  # no words about anybody in a cookie
)
if SERVED_OVER_HTTPS:
    SESSION_COOKIE_NAME = "__Host-session"
    CSRF_COOKIE_NAME = "__Host-csrf"
    LANGUAGE_COOKIE_NAME = "__Host-language"
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = True
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_SSL_REDIRECT = True
    SECURE_HSTS_SECONDS = 31_536_000
    CSRF_TRUSTED_ORIGINS = [f"https://{name}" for name in ALLOWED_HOSTS]

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"without-values": {"()": "weft.config.logs.WithoutValues"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "without-values"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
