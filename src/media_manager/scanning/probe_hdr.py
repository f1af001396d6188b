"""Which high dynamic range a video has, told from its headers and its first packet.

The transfer function tells PQ from HLG. Dolby Vision and HDR10+ are carried in the pictures
themselves: as NAL units of type 62 (ETSI TS 103 572) and as registered user data (ITU-T T.35),
so the first packet is enough and nothing has to be decoded.
"""

from media_manager.domain.streams import Hdr

_TRANSFER_PQ = 16  # ITU-T H.273
_TRANSFER_HLG = 18
_DOLBY_TAGS = frozenset({"dvh1", "dvhe", "dvav", "dva1", "dav1"})
# Country US, provider Samsung, oriented code 1, application 4 (SMPTE ST 2094-40). No two zero
# bytes meet in it, so emulation prevention never breaks it up.
_HDR10PLUS = b"\xb5\x00\x3c\x00\x01\x04"
_DOLBY_IN_AV1 = b"\xb5\x00\x3b\x00\x00\x08\x00"
# NAL unit type 62 (Dolby's reference processing unit), layer 0, with a start code before it.
_DOLBY_ANNEX_B = b"\x00\x00\x01\x7c\x01"
_DOLBY_NAL = b"\x7c\x01"
_MAX_UNITS = 4096
_HVCC_BYTES = 23


def find_hdr(
    *, codec: str | None, tag: str, transfer: int, packet: bytes, extradata: bytes
) -> Hdr | None:
    """Return the richest kind that the stream announces."""
    if tag in _DOLBY_TAGS or _has_dolby(codec, packet, extradata):
        return Hdr.DOLBYVISION
    if transfer == _TRANSFER_HLG:
        return Hdr.HLG
    if _HDR10PLUS in packet:
        return Hdr.HDR10PLUS
    return Hdr.HDR10 if transfer == _TRANSFER_PQ else None


def _has_dolby(codec: str | None, packet: bytes, extradata: bytes) -> bool:
    if codec == "av1":
        return _DOLBY_IN_AV1 in packet
    if codec != "hevc":
        return False
    if len(extradata) < _HVCC_BYTES or extradata[0] != 1:
        return _DOLBY_ANNEX_B in packet
    return _has_dolby_unit(packet, length_bytes=(extradata[21] & 3) + 1)


def _has_dolby_unit(packet: bytes, *, length_bytes: int) -> bool:
    """Walk the length-prefixed NAL units of an MP4 or Matroska packet."""
    at = 0
    for _ in range(_MAX_UNITS):
        start = at + length_bytes
        if start + 2 > len(packet):
            return False
        if packet[start : start + 2] == _DOLBY_NAL:
            return True
        at = start + int.from_bytes(packet[at:start], "big")
    return False
