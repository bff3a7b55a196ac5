#!/usr/bin/env python3
"""The title, the authors and some more of saved PubMed pages by BeautifulSoup.

    by_bs4.py [-p PARSER] PAGE...

Prints one line of JSON a page.  It is what a short script does: about ten
selectors, none of the care that pubscour takes.  PARSER is html.parser or
lxml; without one: lxml where it is installed.
"""

import json
import sys

import bs4

ONE = {
    "title": "#full-view-heading h1.heading-title",
    "journal": "#full-view-journal-trigger",
    "citation": "#full-view-heading .cit",
    "pmid": "#full-view-identifiers .pubmed .current-id",
    "doi": "#full-view-identifiers .doi .id-link",
    "abstract": "#abstract .abstract-content",
    "conflict_of_interest": "#conflict-of-interest .statement",
}
MANY = {
    "authors": "#full-view-heading .inline-authors .full-name",
    "affiliations": "#full-view-expanded-authors .affiliations li",
    "references": "#references li.skip-numbering",
    "similar_articles": "#similar .docsum-title",
    "mesh_terms": "#mesh-terms .keywords-list > li > div > button",
}


def text(element):
    return " ".join(element.get_text().split())


def record(page, parser):
    with open(page, "rb") as file:
        soup = bs4.BeautifulSoup(file.read(), parser)
    found = {}
    for name, selector in ONE.items():
        element = soup.select_one(selector)
        found[name] = element and text(element)
    for name, selector in MANY.items():
        found[name] = [text(element) for element in soup.select(selector)]
    return found


def choose():
    try:
        bs4.BeautifulSoup("", "lxml")
    except bs4.FeatureNotFound:
        return "html.parser"
    return "lxml"


def main(pages):
    parser = pages[1] if pages[:1] == ["-p"] else choose()
    if pages[:1] == ["-p"]:
        pages = pages[2:]
    for page in pages:
        print(json.dumps(record(page, parser), ensure_ascii=False))


main(sys.argv[1:])
