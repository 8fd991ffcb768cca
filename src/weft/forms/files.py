"""Files given as answers: what they are is found in their first bytes, never believed from their name.

RefusedFile    the message says to the respondent what to do
"""

from django.utils.translation import gettext as _

from weft.forms.boxes import NotBoxes, without_boxes_that_tell
from weft.forms.rules import UPLOAD_BYTES

# first bytes (after a number of others) -> kind. Pictures that can hold programs (SVG) are not among them.
OPENINGS: tuple[tuple[int, bytes, str], ...] = (
    (0, b"\xff\xd8\xff", "image/jpeg"),
    (0, b"\x89PNG\r\n\x1a\n", "image/png"),
    (0, b"GIF87a", "image/gif"),
    (0, b"GIF89a", "image/gif"),
    (8, b"WEBP", "image/webp"),
    (8, b"WAVE", "audio/wav"),
    (4, b"ftypheic", "image/heic"),
    (4, b"ftypmif1", "image/heic"),
    (4, b"ftypM4A", "audio/mp4"),
    (4, b"ftyp3g", "video/3gpp"),
    (4, b"ftyp", "video/mp4"),
    (0, b"ID3", "audio/mpeg"),
    (0, b"\xff\xfb", "audio/mpeg"),
    (0, b"\xff\xf3", "audio/mpeg"),
    (0, b"OggS", "audio/ogg"),
    (0, b"#!AMR", "audio/amr"),
    (0, b"\x1aE\xdf\xa3", "video/webm"),
    (0, b"%PDF-", "application/pdf"),
    (0, b"PK\x03\x04", "application/zip"),  # also Word, Excel and OpenDocument files
)
PNG_TRACES = (b"eXIf", b"tEXt", b"zTXt", b"iTXt", b"tIME")
WEBP_ANNOUNCES = 0x0C  # bits of the header: there is EXIF, there is XMP
BOXED = ("image/heic", "audio/mp4", "video/3gpp", "video/mp4")
FILES = ("image", "audio", "video", "file")
OFFERED = {
    "image": ("image/",),
    "audio": ("audio/", "video/webm", "video/mp4"),
    "video": ("video/",),
    "file": ("",),
}


class RefusedFile(Exception):
    """A file is not taken as an answer."""


def kind_of(content: bytes) -> str:
    """The kind of a file by its content; "" for one we do not know. Plain text counts when it is UTF-8."""
    for start, opening, kind in OPENINGS:
        if content.startswith(opening, start):
            return kind
    return "text/plain" if _is_text(content) else ""


def _is_text(content: bytes) -> bool:
    try:
        return bool(content) and "\x00" not in content.decode("utf-8") and b"<" not in content[:200]
    except UnicodeDecodeError:
        return False


def checked_kind(content: bytes, wanted: str = "file") -> str:
    """The kind of a file offered for a question of a kind (image, audio, video, file). Raises RefusedFile."""
    if not content:
        raise RefusedFile(_("Choose a file that is not empty"))
    if len(content) > UPLOAD_BYTES:
        raise RefusedFile(
            _("Choose a file smaller than %(megabytes)s MB") % {"megabytes": UPLOAD_BYTES // 1_000_000}
        )
    kind = kind_of(content)
    if not kind or not kind.startswith(OFFERED.get(wanted, ("",))):
        raise RefusedFile(_asked_for(wanted))
    if kind in BOXED:
        without_traces(content, kind)
    return kind


def _asked_for(wanted: str) -> str:
    return {
        "image": _("Choose a picture: a JPEG, PNG, GIF, WebP or HEIC file"),
        "audio": _("Choose a sound recording: an MP3, M4A, WAV, OGG or AMR file"),
        "video": _("Choose a video: an MP4, WebM or 3GP file"),
    }.get(wanted, _("Choose a picture, sound, video, PDF, document or plain text file"))


def without_traces(content: bytes, kind: str) -> bytes:
    """A picture or film without what the camera wrote beside it: where it was taken, when, with what.

    Raises RefusedFile where that cannot be found in it.
    """
    bare = {"image/jpeg": _bare_jpeg, "image/png": _bare_png, "image/webp": _bare_webp}.get(kind)
    if kind in BOXED:
        bare = without_boxes_that_tell
    try:
        return bare(content) if bare else content
    except NotBoxes as error:
        raise RefusedFile(_("Choose another file: this one is damaged or cut short")) from error


def _bare_jpeg(content: bytes) -> bytes:
    """The segments but those of applications (APP1 to APP15) and comments; turned as the camera held it."""
    kept, at = [content[:2]], 2
    while at + 4 <= len(content) and content[at] == 0xFF and content[at + 1] != 0xDA:
        marker, length = content[at + 1], int.from_bytes(content[at + 2 : at + 4], "big")
        if not (0xE1 <= marker <= 0xEF or marker == 0xFE):
            kept.append(content[at : at + 2 + length])
        at += 2 + length
    end = content.find(
        b"\xff\xd9", at
    )  # inside the picture an 0xFF is always followed by 0 or a restart mark
    return b"".join([*kept, content[at : end + 2] if end > 0 else content[at:]])


def _bare_png(content: bytes) -> bytes:
    """The chunks but those of words, moments and cameras; nothing after the end."""
    kept, at = [content[:8]], 8
    while at + 12 <= len(content):
        name, length = content[at + 4 : at + 8], int.from_bytes(content[at : at + 4], "big")
        if name not in PNG_TRACES:
            kept.append(content[at : at + 12 + length])
        at += 12 + length
        if name == b"IEND":
            return b"".join(kept)
    return b"".join([*kept, content[at:]])


def _bare_webp(content: bytes) -> bytes:
    """The chunks but EXIF and XMP, which the header then no longer announces."""
    kept, at = b"WEBP", 12
    while at + 8 <= len(content):
        name, length = content[at : at + 4], int.from_bytes(content[at + 4 : at + 8], "little")
        whole = content[at : at + 8 + length + length % 2]
        if name == b"VP8X" and len(whole) > 8:
            whole = whole[:8] + bytes([whole[8] & ~WEBP_ANNOUNCES]) + whole[9:]
        if name not in (b"EXIF", b"XMP "):
            kept += whole
        at += len(whole)
    return b"RIFF" + len(kept).to_bytes(4, "little") + kept
