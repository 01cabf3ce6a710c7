"""TEI P5 master files become a static digital edition: HTML pages and plain texts."""

__version__ = "0.1.0"
