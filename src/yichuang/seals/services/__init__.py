"""Acts on seals, sealing and checking."""

from yichuang.seals.services.checking import SealCheck, SignatureCheck, check_pdf
from yichuang.seals.services.register import break_seal, hand_seal, register_missing, register_seal, withdraw_seal
from yichuang.seals.services.sealing import SealedPdf, seal_pdf

__all__ = [
    "SealCheck",
    "SealedPdf",
    "SignatureCheck",
    "break_seal",
    "check_pdf",
    "hand_seal",
    "register_missing",
    "register_seal",
    "seal_pdf",
    "withdraw_seal",
]
