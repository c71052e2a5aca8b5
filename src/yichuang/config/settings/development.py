"""For a developer's machine and the demonstration: as production, with a simulated clock allowed and the gallery shown."""

from yichuang.config.settings.base import *  # noqa: F403

ALLOW_SIMULATED_TIME = True
UI_GALLERY = True
