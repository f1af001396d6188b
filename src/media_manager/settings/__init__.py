"""Every option of the program, declared once, and the folders a profile lives in."""

from typing import TYPE_CHECKING

from media_manager.doors import lazy_names

if TYPE_CHECKING:
    from media_manager.settings.options import OPTIONS, Applies, Option, Value, find_option
    from media_manager.settings.profile import Profile
    from media_manager.settings.store import (
        EffectiveValue,
        Settings,
        get_settings,
        use_settings,
    )
    from media_manager.settings.unknown import unknown_keys

__all__ = [
    "OPTIONS",
    "Applies",
    "EffectiveValue",
    "Option",
    "Profile",
    "Settings",
    "Value",
    "find_option",
    "get_settings",
    "unknown_keys",
    "use_settings",
]

__getattr__ = lazy_names(
    __name__,
    {
        "Applies": "options",
        "EffectiveValue": "store",
        "OPTIONS": "options",
        "Option": "options",
        "Profile": "profile",
        "Settings": "store",
        "Value": "options",
        "find_option": "options",
        "get_settings": "store",
        "unknown_keys": "unknown",
        "use_settings": "store",
    },
)
