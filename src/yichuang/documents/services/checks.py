"""Start-up checks of this context."""

from yichuang.core.errors import gettext_noop
from yichuang.core.findings import Finding
from yichuang.documents.vendors import fonts


def check_fonts() -> list[Finding]:
    """What is wrong with the fonts of papers; empty when the bundled and the fuller font are both there."""
    families = fonts.families()
    if fonts.BUNDLED not in families:
        return [
            Finding(
                "documents.E001",
                "error",
                gettext_noop("The bundled font of papers is missing, so no paper can be set."),
                gettext_noop("Install the software again: the folder documents/fonts is incomplete."),
            )
        ]
    if fonts.FULLER not in families:
        return [
            Finding(
                "documents.W001",
                "warning",
                gettext_noop(
                    "Only the bundled font is there: very rare characters of names are printed as code points."
                ),
                gettext_noop("Install the system's font: apt-get install fonts-noto-cjk"),
            )
        ]
    return []
