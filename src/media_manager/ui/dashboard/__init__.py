"""The dashboard: eight numbers and four charts of the library, each of which opens its query."""

from typing import TYPE_CHECKING

from media_manager.doors import lazy_names

if TYPE_CHECKING:
    from media_manager.ui.dashboard.desk import DashboardDesk
    from media_manager.ui.dashboard.page import DashboardPage

__all__ = ["DashboardDesk", "DashboardPage"]

__getattr__ = lazy_names(__name__, {"DashboardDesk": "desk", "DashboardPage": "page"})
