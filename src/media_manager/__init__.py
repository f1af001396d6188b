"""Media Manager: a desktop library for films, TV and photos."""

__version__ = "0.1.0"
