"""A Schematron schema and a tree become results: which rules speak of which nodes, and which could not be run.

ISO/IEC 19757-3, with the query languages XPath 1, 2 and 3 (as XSLT binds them, too): patterns, rules, assertions
and reports; let; abstract patterns and rules; include and extends inside one folder; phases (the default one);
diagnostics; the patterns that stand in a RELAX NG schema. Functions only XSLT has make a rule that cannot be run.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from bifolium.schematron.nouns import Failure, Result, Schema, SchematronError
from bifolium.schematron.read import read


def run(schema: Schema, tree: Any, seconds: float = 20.0) -> Iterator[Result | Failure]:
    """What the rules say of an lxml tree, in so many seconds; each expression that fails is one Failure."""
    from bifolium.schematron.running import results  # elementpath takes a while to load

    return results(schema, tree, seconds)


__all__ = ["Failure", "Result", "Schema", "SchematronError", "read", "run"]
