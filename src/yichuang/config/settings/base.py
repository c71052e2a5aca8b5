"""What holds in every installation."""

from django.utils.translation import gettext_lazy as _

from yichuang.config.env import environment
from yichuang.config.settings.database import DATABASES as DATABASES
from yichuang.config.settings.logging import *  # noqa: F403
from yichuang.config.settings.security import *  # noqa: F403
from yichuang.config.settings.security import AXES_MIDDLEWARE
from yichuang.config.settings.senders import *  # noqa: F403

_env = environment()

DEBUG = False
SECRET_KEY = _env.secret_key
ALLOWED_HOSTS = _env.allowed_hosts
ROOT_URLCONF = "yichuang.config.urls"
WSGI_APPLICATION = "yichuang.config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django_htmx",
    "axes",
    "csp",
    "procrastinate.contrib.django",
    "yichuang.ui",
    "yichuang.outbox",
    "yichuang.organisations",
    "yichuang.identity",
    "yichuang.deadlines",
    "yichuang.seals",
    "yichuang.catalogue",
    "yichuang.documents",
    "yichuang.exchange",
    "yichuang.cases",
    "yichuang.archives",
    "yichuang.correspondence",
    "yichuang.hall",
    "yichuang.feedback",
    "yichuang.supervision",
    "yichuang.simulation",
    "yichuang.portal",
    "yichuang.staffdesk",
    "yichuang.screens",
    "yichuang.console",
    "yichuang.config",
]

MIDDLEWARE = [
    "yichuang.config.middleware.ProxyMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "yichuang.config.middleware.ActorMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "yichuang.core.problems.ProblemMiddleware",
    AXES_MIDDLEWARE,
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.messages.context_processors.messages",
                "yichuang.ui.context.centre",
                "yichuang.config.context.unread",
            ],
            "builtins": ["yichuang.ui.templatetags.ui"],
        },
    },
]

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("Chinese")), ("en", _("English"))]
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
USE_I18N = True

STATIC_URL = "/static/"
STATIC_ROOT = _env.data_dir / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
MEDIA_ROOT = _env.data_dir / "files"
# Written every night; whoever alters the ledger must not be able to alter these too.
PROOF_FOLDER = _env.proofs
# What the law leaves to the place: cases.rules.Policy, and docs/operations/policy.md.
CASE_POLICY = _env.case_policy
# Parameters of the rules of supervision: supervision.rules, and docs/developers/supervision.md.
SUPERVISION_RULES = _env.supervision_rules
FILE_UPLOAD_TEMP_DIR = None
UPLOAD_MAX_BYTES = 20 * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000

CENTRE_NAME = _env.centre_name
CENTRE_NAME_EN = _env.centre_name_en
CENTRE_ADDRESS = _env.centre_address
CENTRE_PHONE = _env.centre_phone
CENTRE_HOURS = _env.centre_hours
CENTRE_ADDRESS_EN = _env.centre_address_en
CENTRE_HOURS_EN = _env.centre_hours_en
REGION_CODE = _env.region_code
PUBLIC_BASE_URL = _env.public_base_url
PROXIES = _env.proxies
WEBHOOK_NETWORKS = _env.webhook_networks
ALLOW_SIMULATED_TIME = False
DRAFTS_KEPT_DAYS = 180
