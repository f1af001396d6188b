"""Who made it and what it is about: people, credits, companies, genres, countries."""

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from media_manager.persistence.models.base import AUTOINCREMENT, KEY, Base, Key, Long, Uid, Word


class Person(Base):
    """A person. Names are not unique."""

    __tablename__ = "person"
    __table_args__ = (Index("ix_person_name", "name"), AUTOINCREMENT)

    id: Mapped[Key]
    uid: Mapped[Uid]
    name: Mapped[Long]
    imdb_id: Mapped[Word | None]
    tmdb_id: Mapped[Word | None]
    biography: Mapped[Long | None]
    thumb_url: Mapped[Long | None]


class Credit(Base):
    """A person's part in an item."""

    __tablename__ = "credit"
    __table_args__ = (
        Index("ix_credit_media_item_id_role", "media_item_id", "role"),
        Index("ix_credit_person_id_role", "person_id", "role"),
        # With all that a search for people asks, so that it reads this alone.
        Index("ix_credit_person_id_media_item_id", "person_id", "media_item_id", "role"),
        AUTOINCREMENT,
    )

    id: Mapped[Key]
    media_item_id: Mapped[int] = mapped_column(KEY, ForeignKey("media_item.id", ondelete="CASCADE"))
    person_id: Mapped[int] = mapped_column(KEY, ForeignKey("person.id", ondelete="CASCADE"))
    role: Mapped[Word]  # actor, director, writer …
    character: Mapped[Long | None]
    position: Mapped[int] = mapped_column(default=0)

    person: Mapped[Person] = relationship(viewonly=True)


class Company(Base):
    """A studio or network."""

    __tablename__ = "company"
    __table_args__ = (AUTOINCREMENT,)

    id: Mapped[Key]
    name: Mapped[Long] = mapped_column(unique=True)


class Genre(Base):
    """A genre, by its name."""

    __tablename__ = "genre"
    __table_args__ = (AUTOINCREMENT,)

    id: Mapped[Key]
    name: Mapped[Long] = mapped_column(unique=True)


class Country(Base):
    """A country of production, by its name."""

    __tablename__ = "country"
    __table_args__ = (AUTOINCREMENT,)

    id: Mapped[Key]
    name: Mapped[Long] = mapped_column(unique=True)


class ItemCompany(Base):
    """Which company had which part in an item."""

    __tablename__ = "item_company"
    __table_args__ = (Index("ix_item_company_company_id", "company_id", "item_id"),)

    item_id: Mapped[int] = mapped_column(
        KEY, ForeignKey("media_item.id", ondelete="CASCADE"), primary_key=True
    )
    company_id: Mapped[int] = mapped_column(
        KEY, ForeignKey("company.id", ondelete="CASCADE"), primary_key=True
    )
    role: Mapped[Word] = mapped_column(default="studio")


class ItemGenre(Base):
    """Which genres an item has."""

    __tablename__ = "item_genre"
    __table_args__ = (Index("ix_item_genre_genre_id", "genre_id", "item_id"),)

    item_id: Mapped[int] = mapped_column(
        KEY, ForeignKey("media_item.id", ondelete="CASCADE"), primary_key=True
    )
    genre_id: Mapped[int] = mapped_column(
        KEY, ForeignKey("genre.id", ondelete="CASCADE"), primary_key=True
    )


class ItemCountry(Base):
    """Which countries an item comes from."""

    __tablename__ = "item_country"
    __table_args__ = (Index("ix_item_country_country_id", "country_id", "item_id"),)

    item_id: Mapped[int] = mapped_column(
        KEY, ForeignKey("media_item.id", ondelete="CASCADE"), primary_key=True
    )
    country_id: Mapped[int] = mapped_column(
        KEY, ForeignKey("country.id", ondelete="CASCADE"), primary_key=True
    )
