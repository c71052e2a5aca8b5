"""The layout of a package, its manifest, the proof of its ledger, and how long it is kept."""

from yichuang.archives.rules.layout import (
    ALGORITHM,
    FORM,
    ITEM,
    JSON_TYPE,
    LEDGER,
    MANIFEST,
    MANIFEST_SIGNATURE,
    MATERIALS,
    METADATA,
    PAPER_SIGNATURES,
    PDF_TYPE,
    README,
    TITLES,
    VERSION,
    Listed,
    Role,
    document,
    manifest,
    manifest_signature,
    material_path,
    package_name,
    paper_path,
)
from yichuang.archives.rules.proof import first_broken, ledger_lines
from yichuang.archives.rules.readme import README_TEXT
from yichuang.archives.rules.retention import DEFAULT, USUAL_RETENTION, Retention, retain_until, retention_for

REASON_MAX = 200
"""How long the reason of a reading may be."""

__all__ = [
    "ALGORITHM",
    "DEFAULT",
    "FORM",
    "ITEM",
    "JSON_TYPE",
    "LEDGER",
    "MANIFEST",
    "MANIFEST_SIGNATURE",
    "MATERIALS",
    "METADATA",
    "PAPER_SIGNATURES",
    "PDF_TYPE",
    "README",
    "README_TEXT",
    "REASON_MAX",
    "TITLES",
    "USUAL_RETENTION",
    "VERSION",
    "Listed",
    "Retention",
    "Role",
    "document",
    "first_broken",
    "ledger_lines",
    "manifest",
    "manifest_signature",
    "material_path",
    "package_name",
    "paper_path",
    "retain_until",
    "retention_for",
]
