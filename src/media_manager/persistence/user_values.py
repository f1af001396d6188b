"""How a user's value is kept in its row: JSON, a change of a list told apart from a value."""

from typing import Any

import msgspec

from media_manager.domain.values import ListEdit


def encode_user_value(value: Any) -> bytes:
    if isinstance(value, ListEdit):
        edit = {"add": value.add, "remove": value.remove, "replace": value.replace}
        return msgspec.json.encode({"list": edit})
    return msgspec.json.encode({"value": value})


def decode_user_value(data: bytes) -> Any:
    stored = msgspec.json.decode(data)
    if "list" in stored:
        edit = stored["list"]
        return ListEdit(tuple(edit["add"]), tuple(edit["remove"]), edit["replace"])
    return stored["value"]
