"""The door of a package: its public names, each imported when it is first used."""

from collections.abc import Callable, Mapping
from importlib import import_module


def lazy_names(package: str, homes: Mapping[str, str]) -> Callable[[str], object]:
    """Return a module `__getattr__` (PEP 562) for `package`.

    `homes` maps each public name to the submodule that defines it. Importing the package
    imports none of them, so that the first paint pays only for what it uses.
    """

    def resolve(name: str) -> object:
        home = homes.get(name)
        if home is None:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        return getattr(import_module(f"{package}.{home}"), name)

    return resolve
