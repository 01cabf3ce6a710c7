"""A RELAX NG schema and an XML document become errors as data, each with its place and the likeliest repair.

>>> schema = load(b"element a { attribute b { 'x' | 'y' }, element c { empty }* }")
>>> [str(error) for error in schema.validate(b"<a b='z'><c/><C/></a>")]
["1:7 bad-value b 'z'", "1:14 unexpected-element C 'C'"]
"""

from bifolium.relaxng.errors import Error, Kind, LimitExceeded, Limits, Locator, Place, Position, SchemaError
from bifolium.relaxng.names import Name
from bifolium.relaxng.resolve import Resolver, Resource, inside
from bifolium.relaxng.schema import Schema, load
from bifolium.relaxng.validate import Validator

__all__ = [
    "Error",
    "Kind",
    "LimitExceeded",
    "Limits",
    "Locator",
    "Name",
    "Place",
    "Position",
    "Resolver",
    "Resource",
    "Schema",
    "SchemaError",
    "Validator",
    "inside",
    "load",
]
