"""An edition with a page of its own, which nothing leads to."""

from bifolium.model import Artifact
from bifolium.run import core

PAGE = b'<!DOCTYPE html>\n<html lang="en"><head><title>Alone</title></head><body><h1>Alone</h1></body></html>\n'


def alone(project, corpus):
    yield Artifact("alone.html", PAGE, "text/html")


def build(project, run):
    core(project).build(project, run, pages=[alone])
