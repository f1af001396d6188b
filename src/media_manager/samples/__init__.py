"""A sample library of real, playable files that the program builds itself."""

from typing import TYPE_CHECKING

from media_manager.doors import lazy_names

if TYPE_CHECKING:
    from media_manager.samples.build import SampleLibrary, build_sample_library

__all__ = ["SampleLibrary", "build_sample_library"]

__getattr__ = lazy_names(__name__, {"SampleLibrary": "build", "build_sample_library": "build"})
