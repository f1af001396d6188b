"""After a bad end: safe mode, and a look over a library that was cut off."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from media_manager.ui.notifications import Act, Notifications
from media_manager.workers.lanes import JOBS
from media_manager.workers.services import Services

if TYPE_CHECKING:
    from collections.abc import Sequence

    from media_manager.library.doctor import Finding
    from media_manager.library.watch import Watch
    from media_manager.ui.care_commands import CareCommands

translate = QCoreApplication.translate


def tell_of_safe_mode(care: "CareCommands", failed_starts: int) -> None:
    """Say that the program holds back, and why when nobody asked for it."""
    text = ""
    if failed_starts:
        text = translate("StartCheck", "The last %1 starts did not come to their end.")
        text = text.replace("%1", str(failed_starts))
    care.show_safe_mode(text)


def look_after_cut(services: Services, care: "CareCommands", notifications: Notifications) -> None:
    """Look over the library behind everything else, if a program died while it wrote to it."""
    profile = services.profile

    def look() -> bool:
        from media_manager.library.care import was_cut_off  # noqa: PLC0415 - on the lane

        return was_cut_off(profile)

    def check(watch: "Watch") -> "tuple[Finding, ...]":
        from media_manager.library.care import check_if_cut_off  # noqa: PLC0415 - as above

        return check_if_cut_off(profile, watch)

    def tell(findings: "Sequence[Finding]") -> None:
        care.show_problems(findings)
        problems = [each for each in findings if str(each.severity) == "problem"]
        if problems:
            text = translate(
                "StartCheck", "The library was not closed the last time, and is damaged: %1"
            )
            notifications.say(
                text.replace("%1", problems[0].message),
                Act(translate("StartCheck", "Show what to do"), care.show_doctor),
            )

    def begin(cut_off: object) -> None:
        if cut_off:
            title = translate("StartCheck", "Looking over the library")
            job = services.runner.submit(check, title=title, priority=-1)
            job.on_finished(tell, care)

    services.runner.ask(JOBS, look, on_done=begin, on_error=notifications.error, owner=care)
