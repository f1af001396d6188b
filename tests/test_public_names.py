"""The names that users import: changing one breaks somebody's script."""

from importlib import import_module

import pytest

NAMES = {
    "media_manager.settings": ("get_settings",),
    "media_manager.lazy_model": ("LazyListModel", "LazyMediaItemModel", "VirtualScrollDelegate"),
    "media_manager.instrumentation": (
        "Instrumentation",
        "get_instrumentation",
        "timed",
        "counted",
    ),
    "media_manager.performance_utils": (
        "export_performance_metrics",
        "get_batch_size_recommendation",
        "get_performance_report",
        "optimize_thread_pool_size",
        "run_cache_maintenance",
    ),
    "media_manager.workers": ("WorkerManager", "MatchWorker", "SearchWorker"),
    "media_manager.persistence.models": (
        "MediaItem",
        "Credit",
        "ExternalId",
        "Artwork",
        "Subtitle",
        "HistoryEvent",
        "JobRun",
        "ProviderCache",
        "Library",
        "Person",
        "Trailer",
        "Company",
        "Tag",
        "Collection",
        "UserState",
        "SavedSearch",
    ),
    "media_manager.persistence.repositories": ("MediaItemRepository",),
}
COLUMNS = {
    "MediaItem": {"library_id", "title", "year", "media_type", "season", "episode"},
    "Credit": {"media_item_id", "person_id", "role"},
    "ExternalId": {"media_item_id", "source", "external_id"},
    "Artwork": {"media_item_id", "artwork_type", "download_status"},
    "Subtitle": {"media_item_id", "language", "download_status"},
    "HistoryEvent": {"media_item_id", "event_type", "timestamp"},
    "JobRun": {"library_id", "job_type", "status"},
    "ProviderCache": {"key", "provider", "query_type", "expires_at", "last_used_at"},
}


@pytest.mark.parametrize("module", NAMES)
def test_every_public_name_is_where_it_was(module: str) -> None:
    """Each name can be imported from where the documents say."""
    home = import_module(module)
    assert [name for name in NAMES[module] if not hasattr(home, name)] == []


@pytest.mark.parametrize("model", COLUMNS)
def test_the_columns_have_the_names_of_the_specification(model: str) -> None:
    """Scripts that read the tables find the columns that they know."""
    table = getattr(import_module("media_manager.persistence.models"), model).__table__
    assert COLUMNS[model] - set(table.columns.keys()) == set()


def test_the_accessors_of_the_settings_work_as_documented() -> None:
    """The specification's example runs as it stands."""
    settings = import_module("media_manager.settings").get_settings()
    for name in ("provider_cache_enabled", "provider_cache_ttl", "cache_backend_type"):
        before = getattr(settings, f"get_{name}")()
        getattr(settings, f"set_{name}")(before)
        assert getattr(settings, f"get_{name}")() == before
    assert settings.get_redis_url()
    assert settings.get_disk_cache_dir()
