"""What the child that listens to the file system is asked, and what it tells."""

import msgspec


class WatchRequest(msgspec.Struct):
    """Watch this root, or let it go; without a root, wait for events.

    What begins with one of `excluded` is not told.
    """

    root: str = ""
    let_go: bool = False
    excluded: list[str] = []
    wait_ms: int = 0


class Touch(msgspec.Struct, array_like=True):
    """Something happened to `name` in a folder; without a name, to many. `deep`: a folder came."""

    folder: str
    name: str = ""
    deep: bool = False


class WatchAnswer(msgspec.Struct):
    """What happened below one root, all paths relative to it. `reason` says why it ended."""

    root: str
    touches: list[Touch] = []
    everything: bool = False
    root_itself: bool = False
    reason: str = ""
    details: str = ""
