"""The built-in test authority: one root per centre, made when it is first needed, and certificates under it."""

from datetime import UTC, date, datetime, time, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from django.conf import settings

from yichuang.core import clock
from yichuang.seals.models import BuiltInAuthority
from yichuang.seals.rules import TEST_MARK
from yichuang.seals.vendors import sm2

_ROOT_FROM, _ROOT_UNTIL = datetime(2000, 1, 1, tzinfo=UTC), datetime(2099, 12, 31, tzinfo=UTC)
_MARK = f"（{TEST_MARK}）"
# A name in a certificate has at most 64 characters; of the common name the library counts the bytes.
_LONGEST = 64 - len(_MARK)
_LONGEST_BYTES = 64 - len(_MARK.encode())


def new_key() -> ec.EllipticCurvePrivateKey:
    """A key of P-256."""
    return ec.generate_private_key(ec.SECP256R1())


def key_text(key: ec.EllipticCurvePrivateKey) -> str:
    """The private key as PEM."""
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    ).decode()


def certificate_text(certificate: x509.Certificate) -> str:
    """The certificate as PEM."""
    return certificate.public_bytes(serialization.Encoding.PEM).decode()


def root() -> BuiltInAuthority:
    """The one root of this centre; of several processes that make it at once, one does and all get that one."""
    found = BuiltInAuthority.objects.first()
    if found is not None:
        return found
    key = new_key()
    name = _name(str(settings.CENTRE_NAME), "电子印章根证书")
    certificate = (
        _builder(name, name, key, _ROOT_FROM, _ROOT_UNTIL)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(is_authority=True), critical=True)
        .sign(key, hashes.SHA256())
    )
    private, public = sm2.new_pair()
    made = BuiltInAuthority(
        certificate=certificate_text(certificate),
        sm2_public=public,
        secret={"p256": key_text(key), "sm2": private},
        made_at=clock.now(),
    )
    BuiltInAuthority.objects.bulk_create([made], ignore_conflicts=True)
    return BuiltInAuthority.objects.get()


def certificate_for(
    key: ec.EllipticCurvePrivateKey, *, organisation_name: str, seal_name: str, valid_from: date, valid_until: date
) -> x509.Certificate:
    """A certificate for a seal under the root, for these days at the centre. Both names say that it is a test."""
    authority = root()
    above = x509.load_pem_x509_certificate(authority.certificate.encode())
    signing = serialization.load_pem_private_key(authority.secret["p256"].encode(), password=None)
    if not isinstance(signing, ec.EllipticCurvePrivateKey):
        raise TypeError
    start = max(datetime.combine(valid_from, time(), clock.zone()), _ROOT_FROM)
    end = datetime.combine(valid_until + timedelta(days=1), time(), clock.zone()) - timedelta(seconds=1)
    return (
        _builder(_name(organisation_name, seal_name), above.subject, key, start, end)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(is_authority=False), critical=True)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(signing.public_key()), critical=False)
        .sign(signing, hashes.SHA256())
    )


def _name(organisation: str, common: str) -> x509.Name:
    return x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "CN"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, organisation[:_LONGEST] + _MARK),
            x509.NameAttribute(NameOID.COMMON_NAME, _cut(common) + _MARK),
        ]
    )


def _cut(name: str) -> str:
    return name.encode()[:_LONGEST_BYTES].decode(errors="ignore")


def _builder(
    subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePrivateKey, start: datetime, end: datetime
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(start)
        .not_valid_after(end)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    )


def _usage(*, is_authority: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not is_authority,
        content_commitment=not is_authority,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=is_authority,
        crl_sign=is_authority,
        encipher_only=False,
        decipher_only=False,
    )
