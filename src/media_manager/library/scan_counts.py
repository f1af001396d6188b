"""What a scan did, in numbers; filled while it runs, so that a stopped one can tell too."""

from dataclasses import dataclass, fields


@dataclass(slots=True)
class ScanCounts:
    """Media files, without their sidecars. `failed` counts all that could not be read."""

    added: int = 0
    changed: int = 0
    moved: int = 0
    missing: int = 0
    held: int = 0
    failed: int = 0
    seconds: float = 0.0

    def add(self, other: "ScanCounts") -> None:
        """Add what another scan did."""
        for each in fields(self):
            setattr(self, each.name, getattr(self, each.name) + getattr(other, each.name))
        self.seconds = round(self.seconds, 3)
