#!/usr/bin/env python3
"""Makes saved pages in any number, to be read in bulk.

	make_pages.py [-n N] [--seed S] [--hostile SHARE] [--mean BYTES]
	    [--most BYTES] [-m MANIFEST] (-d FOLDER | --jsonl)

Writes FOLDER/000/000000.html and on, a thousand to a folder, or one JSON
Lines stream to standard output: {"id": N, "html" or "html_b64": ...}, in
turns.  A page depends on its number and the seed alone, so fewer pages are
the beginning of more.  Its text is made of own words, its mark-up is that of
an article page.

Sizes are spread as those of real pages are, with few large ones: from 3 kB
to --most (300 kB), --mean (15 kB) on average.

A share (1 %) of the pages is hostile, of these kinds in turns:

	crash, hang, memory   a whole page that begins with a comment, such as
	                      <!-- pubscour-test: crash -->, to which a build of
	                      the command for tests reacts
	cut                   ends in its references
	cut-early             ends before anything tells that it is an article
	empty                 no bytes
	binary                bytes of no format
	deep                  an abstract in thousands of open elements

The manifest has a line for each page: its name below FOLDER or its id, its
PMID or "null", and its kind ("page" where it is not hostile); with tabs.

It does not read anything, and needs nothing but Python 3.
"""

import argparse
import base64
import json
import math
import os
import random
import sys

# Those that take long are few, and all are there in 2000 pages.
HOSTILE = ("hang", "crash", "cut", "cut-early", "empty", "binary", "deep",
           "memory") + ("crash", "cut", "cut-early", "empty", "binary",
                        "deep") * 2
TRIGGERS = ("crash", "hang", "memory")
NO_PMID = ("empty", "binary", "cut-early")
FIRST_PMID = 90000000
LEAST = 3000
SIGMA = 1.0
DEEP = 4000
FOLDER_OF = 1000

WORDS = """a about above acid after again air all alone also among and answer
any apple around at autumn bank barley basin beaver been before beside between
bird bog brook but by came can change clay clear cloud coast cold compare
count course creek crossed day deep depth did drain drift dry dust each early
east edge eight empty end even evening every fall far fed fell fern few field
find first fish five flat flood flow foam for found four fresh frog from full
gave glass grass gravel grew ground grow had half harvest has heavy heron high
hill hollow hour ice in into is island it its June kept kind known lake large
last late layer leaf left less level light like little long loss low lower
made many marsh mean measure meadow mid mild milk mill more morning moss most
mouth moved mud narrow near net never new next night no none noon north not
note number of old on once one only open or other otter out over pale path
pebble pike pine place plain pond pool quarter quick rain range rare rate reed
rest ripe rise river rock root rose rough round row salt same sample sand
seed seen seven shade shallow shore short side silt six slope slow small snow
soft soil some south spring stayed steep step still stone stood storm stream
summer sun than that the their then there these they thick thin third this
three through time to took tree two under until up upper valley very warm was
water weed week well went were west wet when where which while wide wind
winter with within year yellow""".split()
GIVEN = "Ada Bo Cleo Dag Edda Finn Greta Hal Ines Jon Kaia Leo Mina".split()
FAMILY = """Pell Quist Rand Sole Thorn Umber Vale Wick Yarrow Zander Ashby
Birk Corr Dunn Elder Frost""".split()

HEAD = """<!DOCTYPE html>
<html lang="en">
<head itemscope itemtype="http://schema.org/WebPage">
<meta charset="UTF-8">
<title>{title} - PubMed</title>
<meta name="ncbi_app" content="pubmed" />
<meta name="ncbi_db" content="pubmed" />
<meta name="ncbi_pdid" content="abstract" />
<meta name="citation_title" content="{title}">
<meta name="citation_journal_title" content="Notes of Ponds">
<meta name="citation_pmid" content="{pmid}">
<meta name="citation_volume" content="{volume}">
<meta name="citation_issue" content="{issue}">
<link rel="canonical" href="https://pubmed.ncbi.nlm.nih.gov/{pmid}/" />
</head>
<body>
<section class="usa-banner"><header class="usa-banner-header"><p>An official \
website of the United States government</p></header></section>
<div class="article-page" id="article-page" data-article-pmid="{pmid}">
<main class="article-details" id="article-details">
<header class="heading" id="heading">
<div class="full-view" id="full-view-heading">
<div class="article-citation"><div class="article-source">
<button id="full-view-journal-trigger" class="journal-actions-trigger trigger"
title="Notes of Ponds">Notes Ponds</button><span class="period">.&nbsp;</span>
<span class="cit">{year} Mar 4;{volume}({issue}):{first}-{last}.</span>
</div>
<span class="citation-doi">doi: {doi}.</span>
</div>
<h1 class="heading-title">{title}</h1>
<div class="inline-authors"><div class="authors"><div class="authors-list">
{authors}
</div></div></div>
<ul class="identifiers" id="full-view-identifiers">
<li><span class="identifier pubmed"><span class="id-label">PMID:</span>
<strong class="current-id" title="PubMed ID">{pmid}</strong></span></li>
<li><span class="identifier doi"><span class="id-label">DOI:</span>
<a class="id-link" href="https://doi.org/{doi}">{doi}</a></span></li>
</ul>
</div>
</header>
<div class="abstract" id="abstract">
<h2 class="title">Abstract</h2>
<div class="abstract-content selected" id="eng-abstract">
"""
AUTHOR = """<span class="authors-list-item"><a class="full-name"
href="/?term={family}+{initial}&amp;cauthor_id={pmid}">{name}</a></span>"""
REFERENCES = """</div>
</div>
<div class="references" id="references">
<h2 class="title">References</h2>
<div id="top-references-list" class="references-lists-container">
<div class="refs-list">
<ol id="top-references-list-1" class="references-list">
"""
REFERENCE = """<li><ol class="references-and-notes-list">
<li class="skip-numbering" value="1">{text}
Notes Ponds. {year};{volume}:{first}.
 - <a class="reference-link" href="https://doi.org/10.5555/{pmid}">DOI</a>
 - <a class="reference-link" href="/{pmid}/">PubMed</a>
</li></ol></li>
"""
TAIL = """</ol>
</div>
</div>
</div>
</main>
</div>
<footer><p>National Library of Medicine</p></footer>
</body>
</html>
"""


def sentences(seed, count=2000):
    """So many sentences of the words above, the same for the same seed."""
    made = []
    pick = random.Random(f"{seed} words")
    for _ in range(count):
        words = pick.choices(WORDS, k=pick.randint(4, 16))
        made.append(" ".join(words).capitalize() + ".")
    return made


class Maker:
    """Makes the page of any number."""

    def __init__(self, options):
        self.options = options
        self.sentences = sentences(options.seed)
        self.mu = math.log(options.mean) - SIGMA * SIGMA / 2

    def kind(self, number):
        """Of so many pages in a row one is hostile, the kinds take turns."""
        if self.options.hostile <= 0:
            return "page"
        row, place = divmod(number, round(1 / self.options.hostile))
        pick = random.Random(f"{self.options.seed} row {row}")
        if place != pick.randrange(round(1 / self.options.hostile)):
            return "page"
        return HOSTILE[row % len(HOSTILE)]

    def authors(self, pick, pmid):
        made = []
        for _ in range(pick.randint(1, 12)):
            given, family = pick.choice(GIVEN), pick.choice(FAMILY)
            made.append(AUTHOR.format(family=family, initial=given[0],
                                      pmid=pmid, name=f"{given} {family}"))
        return ",\n".join(made)

    def reference(self, pick):
        return REFERENCE.format(
            text=pick.choice(self.sentences), year=pick.randint(1960, 2025),
            volume=pick.randint(1, 99), first=pick.randint(1, 999),
            pmid=FIRST_PMID + pick.randint(0, 9999999))

    def article(self, pick, number, kind):
        """The text of an article page; where it is cut, it ends early."""
        pmid = FIRST_PMID + number
        size = min(max(pick.lognormvariate(self.mu, SIGMA), LEAST),
                   self.options.most)
        first = pick.randint(1, 900)
        parts = [HEAD.format(
            title=pick.choice(self.sentences)[:-1], pmid=pmid,
            volume=pick.randint(1, 99), issue=pick.randint(1, 12),
            first=first, last=first + pick.randint(1, 20),
            year=pick.randint(2000, 2025), doi=f"10.5555/pond.{pmid}",
            authors=self.authors(pick, pmid))]
        if kind == "deep":
            parts.append("<div><b>" * DEEP)
        for _ in range(pick.randint(1, 4)):
            text = " ".join(pick.choices(self.sentences,
                                         k=pick.randint(1, 4)))
            parts.append(f"<p>{text}</p>\n")
        parts.append(REFERENCES)
        have = sum(map(len, parts)) + len(TAIL)
        while have < size or len(parts) < 6:
            parts.append(self.reference(pick))
            have += len(parts[-1])
        text = "".join(parts)
        if kind == "cut":
            return text[:-pick.randint(10, 200)]
        if kind == "cut-early":
            return text[:pick.randint(20, 100)]
        return text + TAIL

    def make(self, number):
        """The kind, PMID (or None) and bytes of the page."""
        kind = self.kind(number)
        pick = random.Random(f"{self.options.seed} page {number}")
        if kind == "empty":
            return kind, None, b""
        if kind == "binary":
            return kind, None, b"\x7f\x00\xff" + pick.randbytes(
                pick.randint(LEAST, 20000))
        text = self.article(pick, number, kind)
        if kind in TRIGGERS:
            text = f"<!-- pubscour-test: {kind} -->\n{text}"
        pmid = None if kind in NO_PMID else FIRST_PMID + number
        return kind, pmid, text.encode()


def line(number, page):
    """The page as a line of JSON Lines."""
    if number % 2 == 0:
        try:
            return json.dumps({"id": number, "html": page.decode()})
        except UnicodeDecodeError:
            pass
    return json.dumps({"id": number,
                       "html_b64": base64.b64encode(page).decode()})


def name_of(number):
    return f"{number // FOLDER_OF:03d}/{number:06d}.html"


def run(options, out):
    maker = Maker(options)
    for number in range(options.n):
        kind, pmid, page = maker.make(number)
        if options.jsonl:
            name = str(number)
            out.write(line(number, page) + "\n")
        else:
            name = name_of(number)
            path = os.path.join(options.d, name)
            if number % FOLDER_OF == 0:
                os.makedirs(os.path.dirname(path), exist_ok=True)
            with open(path, "wb") as file:
                file.write(page)
        yield f"{name}\t{'null' if pmid is None else pmid}\t{kind}\n"


def main():
    parser = argparse.ArgumentParser(
        description="Makes saved pages in any number, to be read in bulk.")
    parser.add_argument("-n", type=int, default=1000, metavar="N")
    parser.add_argument("--seed", default="1")
    parser.add_argument("--hostile", type=float, default=0.01, metavar="SHARE")
    parser.add_argument("--mean", type=float, default=15000, metavar="BYTES")
    parser.add_argument("--most", type=float, default=300000, metavar="BYTES")
    parser.add_argument("-m", metavar="MANIFEST")
    where = parser.add_mutually_exclusive_group(required=True)
    where.add_argument("-d", metavar="FOLDER")
    where.add_argument("--jsonl", action="store_true")
    options = parser.parse_args()
    with open(options.m or os.devnull, "w", encoding="utf-8") as manifest:
        manifest.writelines(run(options, sys.stdout))


if __name__ == "__main__":
    main()
