"""How a root folder is doing, so that an unplugged drive is never taken for an emptied one."""

from dataclasses import dataclass
from enum import StrEnum


class RootState(StrEnum):
    """Only `online` may be scanned; in every other state what is known stays as it is."""

    ONLINE = "online"
    GONE = "gone"
    EMPTY = "empty"
    UNREADABLE = "unreadable"
    OTHER_DISK = "other-disk"


@dataclass(frozen=True, slots=True)
class VolumeIdentity:
    """What tells one disk from another. None means: this system does not say."""

    marker_uid: str | None = None
    filesystem_uuid: str | None = None
    filesystem_id: int | None = None


@dataclass(frozen=True, slots=True)
class RootHealth:
    """The state of a root, a stable reason, and what to tell the person."""

    state: RootState
    reason: str
    message: str = ""
    hint: str = ""
    identity: VolumeIdentity = VolumeIdentity()

    @property
    def is_online(self) -> bool:
        return self.state is RootState.ONLINE
