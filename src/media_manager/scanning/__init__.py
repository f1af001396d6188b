"""What is on disk: files, their names, and what lies beside them. No database, no network."""

from typing import TYPE_CHECKING

from media_manager.doors import lazy_names

if TYPE_CHECKING:
    from media_manager.scanning.changes import (
        DoubtfulMove,
        FolderChanges,
        KnownFile,
        MovePlan,
        SeenAgain,
        compare_folder,
        find_gone_folders,
        is_mass_disappearance,
        pair_moves,
    )
    from media_manager.scanning.filename_parser import parse_name
    from media_manager.scanning.folder_names import FolderNames
    from media_manager.scanning.identity import partial_hash
    from media_manager.scanning.images import ImageDecoder, Thumbnail
    from media_manager.scanning.names import NameGuesser
    from media_manager.scanning.nfo import load_nfo, parse_nfo
    from media_manager.scanning.nfo_json import document_to_json, entry_to_json
    from media_manager.scanning.probe import Prober
    from media_manager.scanning.sidecars import (
        LocalArtwork,
        LocalSubtitle,
        find_artwork,
        find_companions,
        find_nfo,
        find_season_nfo,
        find_show_nfo,
        find_subtitles,
    )
    from media_manager.scanning.volumes import check_root, is_same_volume, read_volume, write_marker
    from media_manager.scanning.walker import FolderListing, KnownFolder, WalkOptions, iter_folders

__all__ = [
    "DoubtfulMove",
    "FolderChanges",
    "FolderListing",
    "FolderNames",
    "ImageDecoder",
    "KnownFile",
    "KnownFolder",
    "LocalArtwork",
    "LocalSubtitle",
    "MovePlan",
    "NameGuesser",
    "Prober",
    "SeenAgain",
    "Thumbnail",
    "WalkOptions",
    "check_root",
    "compare_folder",
    "document_to_json",
    "entry_to_json",
    "find_artwork",
    "find_companions",
    "find_gone_folders",
    "find_nfo",
    "find_season_nfo",
    "find_show_nfo",
    "find_subtitles",
    "is_mass_disappearance",
    "is_same_volume",
    "iter_folders",
    "load_nfo",
    "pair_moves",
    "parse_name",
    "parse_nfo",
    "partial_hash",
    "read_volume",
    "write_marker",
]

__getattr__ = lazy_names(
    __name__,
    {
        "DoubtfulMove": "changes",
        "FolderChanges": "changes",
        "FolderListing": "walker",
        "FolderNames": "folder_names",
        "ImageDecoder": "images",
        "KnownFile": "changes",
        "KnownFolder": "walker",
        "LocalArtwork": "sidecars",
        "LocalSubtitle": "sidecars",
        "MovePlan": "changes",
        "NameGuesser": "names",
        "Prober": "probe",
        "SeenAgain": "changes",
        "Thumbnail": "images",
        "WalkOptions": "walker",
        "check_root": "volumes",
        "compare_folder": "changes",
        "document_to_json": "nfo_json",
        "entry_to_json": "nfo_json",
        "find_artwork": "sidecars",
        "find_companions": "sidecars",
        "find_gone_folders": "changes",
        "find_nfo": "sidecars",
        "find_season_nfo": "sidecars",
        "find_show_nfo": "sidecars",
        "find_subtitles": "sidecars",
        "is_mass_disappearance": "changes",
        "is_same_volume": "volumes",
        "iter_folders": "walker",
        "load_nfo": "nfo",
        "pair_moves": "changes",
        "parse_name": "filename_parser",
        "parse_nfo": "nfo",
        "partial_hash": "identity",
        "read_volume": "volumes",
        "write_marker": "volumes",
    },
)
