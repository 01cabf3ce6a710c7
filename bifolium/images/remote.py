"""The address of a picture on the web becomes links for a reader. It is never fetched.

IIIF Image API 2 and 3: {service}/{region}/{size}/{rotation}/{quality}.{format}, and {service}/info.json.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from bifolium import links

_REQUEST = re.compile(
    r"""(?P<service>https?://[^?\#\s]+?)
        /(?P<region>full|square|(?:pct:)?[\d.]+,[\d.]+,[\d.]+,[\d.]+)
        /(?P<size>\^?(?:full|max|pct:[\d.]+|!?\d*,\d*))
        /(?P<rotation>!?[\d.]+)
        /(?P<quality>default|native|color|colour|gr[ae]y|bitonal)(?:\.(?P<format>\w+))?$""",
    re.X,
)
_INFO = re.compile(r"(?P<service>https?://[^?#\s]+)/info\.json$")


@dataclass(frozen=True, slots=True)
class Remote:
    """A picture on the web."""

    address: str  # as the source says
    full: str  # of the whole picture, as large as its server gives it; the same as `address` unless it is IIIF
    service: str = ""  # the base of a IIIF image service


def remote(url: str) -> Remote | None:
    """What an address of the web leads to; None for every other address.

    >>> remote("https://example.org/iiif/2/p1/0,0,80,90/!200,200/0/default.jpg").full
    'https://example.org/iiif/2/p1/full/full/0/default.jpg'
    >>> remote("https://example.org/iiif/3/p1/info.json").full
    'https://example.org/iiif/3/p1/full/max/0/default.jpg'
    >>> remote("images/p1.jpg")
    """
    address = links.web(url.strip())
    if not address.startswith(("http://", "https://")):
        return None
    if request := _REQUEST.match(address):
        service = request["service"]
        size = request["size"] if request["size"] in ("full", "max") else _whole(service)
        name = f"{request['quality']}.{request['format'] or 'jpg'}"
        return Remote(address, f"{service}/full/{size}/0/{name}", service)
    if info := _INFO.match(address):
        return Remote(address, f"{info['service']}/full/{_whole(info['service'])}/0/default.jpg", info["service"])
    return Remote(address, address)


def _whole(service: str) -> str:
    """The word for the largest size. Version 3 took "full" away; servers of version 2.0 do not know "max" yet."""
    return "max" if re.search(r"/(?:iiif/?)?v?3/", service) else "full"
