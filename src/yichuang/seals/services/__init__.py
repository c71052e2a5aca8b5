"""Acts on seals, sealing and checking."""

from yichuang.seals.services.centre import CentreSignature, sign_for_centre, signature_holds
from yichuang.seals.services.checking import SealCheck, SignatureCheck, check_pdf
from yichuang.seals.services.register import break_seal, hand_seal, register_missing, register_seal, withdraw_seal
from yichuang.seals.services.sealing import SealedPdf, seal_pdf
from yichuang.seals.vendors import signer_names

__all__ = [
    "CentreSignature",
    "SealCheck",
    "SealedPdf",
    "SignatureCheck",
    "break_seal",
    "check_pdf",
    "hand_seal",
    "register_missing",
    "register_seal",
    "seal_pdf",
    "sign_for_centre",
    "signature_holds",
    "signer_names",
    "withdraw_seal",
]
