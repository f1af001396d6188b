"""What is on disk: files, their names, and what lies beside them. No database, no network."""

from typing import TYPE_CHECKING

from media_manager.doors import lazy_names

if TYPE_CHECKING:
    from media_manager.scanning.changes import (
        compare_folder,
        find_gone_folders,
        is_mass_disappearance,
        pair_moves,
    )
    from media_manager.scanning.filename_parser import parse_name
    from media_manager.scanning.identity import partial_hash
    from media_manager.scanning.nfo import load_nfo, parse_nfo
    from media_manager.scanning.nfo_json import document_to_json, entry_to_json
    from media_manager.scanning.sidecars import (
        find_artwork,
        find_companions,
        find_nfo,
        find_subtitles,
    )
    from media_manager.scanning.volumes import check_root, read_volume, write_marker
    from media_manager.scanning.walker import (
        FolderListing,
        KnownFolder,
        WalkOptions,
        iter_folders,
    )

_HOMES = {
    "FolderListing": "walker",
    "KnownFolder": "walker",
    "WalkOptions": "walker",
    "check_root": "volumes",
    "compare_folder": "changes",
    "document_to_json": "nfo_json",
    "entry_to_json": "nfo_json",
    "find_artwork": "sidecars",
    "find_companions": "sidecars",
    "find_gone_folders": "changes",
    "find_nfo": "sidecars",
    "find_subtitles": "sidecars",
    "is_mass_disappearance": "changes",
    "iter_folders": "walker",
    "load_nfo": "nfo",
    "pair_moves": "changes",
    "parse_name": "filename_parser",
    "parse_nfo": "nfo",
    "partial_hash": "identity",
    "read_volume": "volumes",
    "write_marker": "volumes",
}

__all__ = [
    "FolderListing",
    "KnownFolder",
    "WalkOptions",
    "check_root",
    "compare_folder",
    "document_to_json",
    "entry_to_json",
    "find_artwork",
    "find_companions",
    "find_gone_folders",
    "find_nfo",
    "find_subtitles",
    "is_mass_disappearance",
    "iter_folders",
    "load_nfo",
    "pair_moves",
    "parse_name",
    "parse_nfo",
    "partial_hash",
    "read_volume",
    "write_marker",
]

__getattr__ = lazy_names(__name__, _HOMES)
