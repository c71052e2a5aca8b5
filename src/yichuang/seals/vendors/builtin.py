"""The built-in test authority as a signer: P-256 in the file, SM2 beside it, keys sealed in the database."""

from yichuang.seals.queries import root_certificate
from yichuang.seals.vendors import authority, pdf, sm2
from yichuang.seals.vendors.protocol import KeyMaterial, KeyWish, SignWish


class BuiltInSigner:
    """Signs without any service, for demonstration and tests: every certificate says that it is one."""

    is_test = True

    def new_key(self, wish: KeyWish) -> KeyMaterial:
        """A key of P-256 with a certificate under this centre's test root, and a pair of SM2."""
        key = authority.new_key()
        certificate = authority.certificate_for(
            key,
            organisation_name=wish.organisation_name,
            seal_name=wish.seal_name,
            valid_from=wish.valid_from,
            valid_until=wish.valid_until,
        )
        private, public = sm2.new_pair()
        return KeyMaterial(
            certificate=authority.certificate_text(certificate),
            valid_until=wish.valid_until,
            sm2_public=public,
            secret={"p256": authority.key_text(key), "sm2": private},
        )

    def sign_pdf(self, content: bytes, key: KeyMaterial, wish: SignWish) -> bytes:
        """The PDF with a signature by the seal's certificate, the root's beside it."""
        return pdf.sign(content, (key.certificate, root_certificate()), key.secret["p256"], wish)

    def sign_detached(self, data: bytes, key: KeyMaterial) -> str:
        """The SM2 signature of the data."""
        return sm2.sign(data, key.secret["sm2"], key.sm2_public)
