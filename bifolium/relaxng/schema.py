"""A schema file becomes a Schema, which validates documents."""
from __future__ import annotations
from bifolium.relaxng.derivatives import Automaton
from bifolium.relaxng.errors import *
from bifolium.relaxng import read_xml, restrict, simplify
from pathlib import Path
def _tmp(content, address='', resolve=None):
    a=Automaton(Limits())
    node=read_xml.read(content,address)
    s=simplify.Simplifier(a, lambda r,ns: read_xml.read(r.content,r.address,ns), resolve)
    a.start=s.schema(node)
    r=restrict.Restrictions(); els=r.check(a.start)
    a.compiled=len(a.all)
    return a, els
