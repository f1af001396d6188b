"""What every table shares: naming of constraints, key types, and the metadata of library.db."""

from typing import Annotated, Any

from sqlalchemy import BigInteger, Integer, LargeBinary, MetaData, String, Table, Text
from sqlalchemy.orm import DeclarativeBase, mapped_column

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}

# SQLite's AUTOINCREMENT wants exactly INTEGER; PostgreSQL wants 8 bytes.
KEY = BigInteger().with_variant(Integer, "sqlite")

Key = Annotated[int, mapped_column(KEY, primary_key=True)]
Uid = Annotated[str, mapped_column(String(36), unique=True)]
Instant = Annotated[int, mapped_column(BigInteger)]
Big = Annotated[int, mapped_column(BigInteger)]
Blob = Annotated[bytes, mapped_column(LargeBinary)]
Long = Annotated[str, mapped_column(Text)]
Word = Annotated[str, mapped_column(String(32))]


class Base(DeclarativeBase):
    """Tables of library.db: valuable, backed up, migrated."""

    metadata = MetaData(naming_convention=NAMES)


class CacheBase(DeclarativeBase):
    """Tables of cache.db: disposable, made without alembic."""

    metadata = MetaData(naming_convention=NAMES)


def table_of(model: Any) -> Table:
    """Return the Core table of a mapped class."""
    table: Table = model.__table__
    return table


AUTOINCREMENT = {"sqlite_autoincrement": True}  # an id is never used twice
WITHOUT_ROWID = {"sqlite_with_rowid": False}
