"""Sign-in, sessions, headers, keys."""

from csp.constants import NONE, SELF

from yichuang.config.env import environment

_env = environment()

AUTH_USER_MODEL = "identity.Account"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
AXES_MIDDLEWARE = "axes.middleware.AxesMiddleware"
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_ENABLE_ACCESS_FAILURE_LOG = True
AXES_USERNAME_FORM_FIELD = "login"
# Without these three, phone numbers and what was typed would stand readable in the limiter's tables.
AXES_USERNAME_CALLABLE = "yichuang.identity.vendors.lockout.attempted_login"
AXES_LOCKOUT_CALLABLE = "yichuang.identity.vendors.lockout.keep_answer"
AXES_SENSITIVE_PARAMETERS = ["login", "username", "ip_address"]
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
LOGIN_URL = "identity:sign_in"
LOGIN_REDIRECT_URL = "/"
STAFF_HOME = "/desk/"
LOGOUT_REDIRECT_URL = "/"
PASSWORD_HASHERS = [
    "yichuang.identity.vendors.hashers.CentreArgon2PasswordHasher",
]
SESSION_ENGINE = "yichuang.config.sessions"
SESSION_COOKIE_AGE = 8 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = _env.is_https
CSRF_COOKIE_SECURE = _env.is_https
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "yichuang.core.problems.csrf_failure"
SECURE_HSTS_SECONDS = 31_536_000 if _env.is_https else 0
SECURE_SSL_REDIRECT = False
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if _env.is_https else None
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}

FIELD_KEYS = _env.field_keys
FIELD_KEY_NUMBER = _env.field_key_number
