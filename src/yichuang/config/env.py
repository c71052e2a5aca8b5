"""The environment, read once and typed. Everything that differs between installations is here.

What is not given gets a working default: data under `./.data`, an embedded database, secrets made on first use.
"""

import json
import os
import secrets
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from yichuang.config.embedded import APPLICATION_ROLE, OWNER_ROLE, Cluster
from yichuang.core.errors import DomainError, gettext_noop


@dataclass(frozen=True)
class Senders:
    """How messages leave: the gateways by name, and what they need."""

    sms: str
    sms_url: str
    sms_token: str
    sms_body: str
    email: str
    smtp_url: str
    mail_from: str


@dataclass(frozen=True)
class Environment:
    """The settings of this installation."""

    data_dir: Path
    database_url: str
    owner_database_url: str
    is_embedded: bool
    secret_key: str
    field_keys: dict[int, bytes]
    field_key_number: int
    allowed_hosts: list[str]
    public_base_url: str
    centre_name: str
    centre_name_en: str
    centre_address: str
    centre_phone: str
    centre_hours: str
    centre_address_en: str
    centre_hours_en: str
    region_code: str
    is_https: bool
    workers: int
    proxies: int
    senders: Senders
    webhook_networks: list[str]
    proofs: Path
    answer_term: str
    policy_file: str
    case_policy: dict[str, Any]
    supervision_file: str
    supervision_rules: dict[str, Any]

    @property
    def cluster(self) -> Cluster:
        """The embedded server of this installation."""
        return Cluster(self.data_dir / "postgres")


class PolicyFileError(DomainError):
    """A file of local rules, or of rules of supervision, cannot be read."""

    code = "config.policy_file"
    text = gettext_noop("The file of local rules {file} ({setting}) cannot be read: {why}")


@cache
def environment() -> Environment:
    """The environment of this process."""
    data_dir = Path(os.environ.get("YICHUANG_DATA", ".data")).resolve()
    cluster = Cluster(data_dir / "postgres")
    database_url = os.environ.get("DATABASE_URL", "")
    keys = _secrets(data_dir)
    return Environment(
        data_dir=data_dir,
        database_url=database_url or cluster.url(APPLICATION_ROLE),
        owner_database_url=os.environ.get("OWNER_DATABASE_URL", "") or database_url or cluster.url(OWNER_ROLE),
        is_embedded=not database_url,
        secret_key=keys["secret_key"],
        field_keys={int(number): bytes.fromhex(key) for number, key in json.loads(keys["field_keys"]).items()},
        field_key_number=int(keys["field_key_number"]),
        allowed_hosts=os.environ.get("YICHUANG_HOSTS", "localhost,127.0.0.1,[::1]").split(","),
        public_base_url=os.environ.get("YICHUANG_URL", "http://localhost:8000").rstrip("/"),
        centre_name=os.environ.get("YICHUANG_CENTRE", "示例区政务服务中心"),
        centre_name_en=os.environ.get("YICHUANG_CENTRE_EN", "Shili District Government Service Centre"),
        centre_address=os.environ.get("YICHUANG_ADDRESS", "示例省示例市示例区政务大道99号"),
        centre_phone=os.environ.get("YICHUANG_PHONE", "12345"),
        centre_hours=os.environ.get(
            "YICHUANG_HOURS", "周一至周五 9:00—12:00、13:30—17:00（法定节假日除外）；周六 9:00—12:00（综合窗口）"
        ),
        centre_address_en=_english("YICHUANG_ADDRESS", "99 Zhengwu Avenue, Shili District, Shili City, Shili Province"),
        centre_hours_en=_english(
            "YICHUANG_HOURS",
            "Monday to Friday 9:00-12:00 and 13:30-17:00, except on public holidays; Saturday 9:00-12:00 (comprehensive windows)",
        ),
        region_code=os.environ.get("YICHUANG_REGION", "990101000000"),
        is_https=os.environ.get("YICHUANG_URL", "").startswith("https://"),
        workers=int(os.environ.get("YICHUANG_WORKERS", "2")),
        proxies=int(os.environ.get("YICHUANG_PROXIES", "0")),
        senders=_senders(),
        webhook_networks=[one for one in os.environ.get("YICHUANG_WEBHOOK_NETWORKS", "").split(",") if one],
        proofs=Path(os.environ.get("YICHUANG_PROOFS", "") or data_dir / "proofs").resolve(),
        answer_term=os.environ.get("YICHUANG_ANSWER_TERM", "5wd"),
        policy_file=os.environ.get("YICHUANG_POLICY", ""),
        case_policy=_rules_in("YICHUANG_POLICY"),
        supervision_file=os.environ.get("YICHUANG_SUPERVISION", ""),
        supervision_rules=_rules_in("YICHUANG_SUPERVISION"),
    )


def _english(name: str, default: str) -> str:
    """The English of a setting: as given, else the default's where the Chinese is the default too, else none."""
    return os.environ.get(f"{name}_EN", "" if name in os.environ else default)


def _rules_in(setting: str) -> dict[str, Any]:
    """The local rules in the TOML file that the setting names; none without a file.

    Raises:
        PolicyFileError: the file is not there, or is no TOML.
    """
    path = os.environ.get(setting, "")
    try:
        return tomllib.loads(Path(path).read_text(encoding="utf-8")) if path else {}
    except (OSError, ValueError) as error:
        raise PolicyFileError(file=path, setting=setting, why=error) from error


def _senders() -> Senders:
    return Senders(
        sms=os.environ.get("YICHUANG_SMS", "log"),
        sms_url=os.environ.get("YICHUANG_SMS_URL", ""),
        sms_token=os.environ.get("YICHUANG_SMS_TOKEN", ""),
        sms_body=os.environ.get("YICHUANG_SMS_BODY", ""),
        email=os.environ.get("YICHUANG_EMAIL", "log"),
        smtp_url=os.environ.get("YICHUANG_SMTP_URL", "smtp://localhost:25"),
        mail_from=os.environ.get("YICHUANG_MAIL_FROM", "noreply@localhost"),
    )


def _secrets(data_dir: Path) -> dict[str, str]:
    """Secrets from the environment, else from `secrets.json` in the data folder, made on first use (mode 0600)."""
    names = ("secret_key", "field_keys", "field_key_number")
    given = {name: os.environ["YICHUANG_" + name.upper()] for name in names if "YICHUANG_" + name.upper() in os.environ}
    if len(given) == len(names):
        return given
    path = data_dir / "secrets.json"
    if not path.exists():
        data_dir.mkdir(parents=True, exist_ok=True)
        fresh = {
            "secret_key": secrets.token_urlsafe(48),
            "field_keys": json.dumps({"1": secrets.token_hex(32)}),
            "field_key_number": "1",
        }
        draft = path.with_suffix(f".{os.getpid()}")
        with os.fdopen(os.open(draft, os.O_CREAT | os.O_WRONLY | os.O_EXCL, 0o600), "w") as file:
            json.dump(fresh, file)
        try:
            os.link(draft, path)  # the first process wins; the others read what it wrote
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return {**json.loads(path.read_text()), **given}
