#!/usr/bin/env python3
"""Scores how the texts of references are split.

	references.py RECORDS [--diff N]

RECORDS is JSON Lines as pubscour writes them.  A reference whose text was
split and that is linked to an article says of it the same as others do:

- PubMed's own citation of it, where it is an article of the records or stands
  in their lists of similar and citing articles and of notices;
- all texts of references that are linked to the same article and are written
  in different ways, where most of them agree;
- its DOI, where that has one of the forms that hold the volume and the first
  page, or the year, which may then be up to two before.

What is looked for is what the text says, not whether that is true: where
something PubMed or a DOI says does not stand in the text, the text cites
otherwise, and is not compared.
Printed is how many were compared, how many agree, and how many of all texts
were split.  Exit status 1: less than 99% of a field agree.
"""
import argparse
import collections
import json
import re
import sys

FIELDS = ("year", "volume", "page")
BAR = 0.99


def first_page(pages):
    """The first page in its shortest form: "S45-50" is "s45"."""
    match = re.match(r"\s*([A-Za-z]*\d+(?:[.A-Za-z]*\d+)*)", pages or "")
    return match.group(1).lower() if match else None


def volume(text):
    """The number of a volume without what stands around it."""
    match = re.search(r"\d+", text or "")
    return match.group(0).lstrip("0") if match else None


def of_citation(text):
    """Year, volume and first page of a citation as PubMed writes it.

    "J Imag. 2010 Mar 4;12(3):45-50. doi: 10.1/x"
    """
    match = re.search(
        r"\b((?:1[89]|20)\d\d)\b(?: [A-Z][a-z]{2}(?:-[A-Z][a-z]{2})?)?"
        r"(?: \d{1,2}(?:-\d{1,2})?)?;(\d+)[^:;]*(?::([^.;]+))?", text or "")
    if not match:
        return None
    return {"year": match.group(1), "volume": volume(match.group(2)),
            "page": first_page(match.group(3))}


def of_parsed(parsed):
    return {"year": str(parsed["year"]), "volume": volume(parsed["volume"]),
            "page": first_page(parsed["pages"])}


def keys(item):
    if item["pmid"]:
        yield "pmid:" + item["pmid"]
    if item["doi"]:
        yield "doi:" + item["doi"].lower()


def listed(record):
    """The citations of articles in PubMed's own form."""
    for name in ("similar_articles", "cited_by"):
        for item in record[name]["items"]:
            yield item["pmid"], item["citation"]
    for item in record["notices"]:
        yield item["pmid"], item["citation"]


def read(path):
    clean, texts, items = {}, collections.defaultdict(dict), []
    with open(path, encoding="utf-8") as lines:
        for record in map(json.loads, lines):
            if "error" in record:
                continue
            own = record["citation"]
            say = {"year": str(own["year"]), "volume": volume(own["volume"]),
                   "page": first_page(own["pages"])}
            for key in keys(record):
                clean[key] = say
            for pmid, citation in listed(record):
                say = of_citation(citation)
                if pmid and say:
                    clean.setdefault("pmid:" + pmid, say)
            for item in record["references"]["items"]:
                if not item["text"]:
                    continue
                items.append((record["pmid"], item))
                if not item["parsed"]:
                    continue
                for key in keys(item):
                    plain = re.sub(r"\W+", "", item["text"]).lower()
                    texts[key][plain] = of_parsed(item["parsed"])
    return clean, texts, items


def stands_in(text, value):
    text = re.sub(r"(?:https?://|doi:|\b10\.\d{4,9}/)\s*\S+", "", text)
    return re.search(r"(?<![0-9])%s(?![0-9])" % re.escape(value), text, re.I)


def majority(texts, field):
    """What most texts of an article say, if it is more than one."""
    said = collections.Counter(
        text[field] for text in texts.values() if text[field])
    best = said.most_common(1)
    if not best or best[0][1] < 2 or 2 * best[0][1] <= sum(said.values()):
        return None
    return best[0][0]


# What DOIs of some forms end with.
DOI_FORMS = (
    r"/[a-z]+(?P<volume>\d{1,2})(?:0[1-9]|1\d|2[0-4])(?P<page>\d{4})$",
    r"[a-z]\.(?P<volume>[1-9]\d{0,2})\.(?:\d{1,4}\.)?(?P<page>\d{2,6})$",
    r"/(?P<year>20\d\d)/(?P<page>\d{5,7})$",
    r"[a-z]\.(?P<year>20\d\d)\.(?P<page>\d{5})$",
    r"[a-z]\.(?P<year>(?:19|20)\d\d)\.\d\d\.\d{3}$",
    r"/s\d{4}-\d{3}[\dx]\((?P<short>\d\d)\)\d{5}-[\dx]$",
)


def of_doi(doi):
    """Year, volume and first page that a DOI holds."""
    for form in DOI_FORMS:
        match = re.search(form, (doi or "").lower())
        if not match:
            continue
        say = match.groupdict()
        if say.get("short"):
            short = int(say.pop("short"))
            say["year"] = str(short + (1900 if short > 40 else 2000))
        return {field: value.lstrip("0") for field, value in say.items()}
    return {}


def otherwise(item, parsed, say):
    """Does the text cite otherwise than what is said?"""
    return any(
        parsed[field] and say.get(field) not in (None, "None") and
        not stands_in(item["text"], say[field]) for field in FIELDS)


def truths_of(clean, texts, item):
    """What is said of an article, and by whom; the best comes first."""
    for key in keys(item):
        if key in clean:
            yield clean[key], "PubMed"
    for key in keys(item):
        yield {field: majority(texts[key], field) for field in FIELDS}, \
            "most texts"
    yield of_doi(item["doi"]), "DOI"


def is_same(field, value, truth, by):
    if by == "DOI" and field == "year":
        return 0 <= int(value) - int(truth) <= 2
    return value.lstrip("0") == truth.lstrip("0")


def compare_item(clean, texts, item, counts):
    """The fields of one that are wrong."""
    parsed = of_parsed(item["parsed"])
    for field, value in parsed.items():
        if not value:
            continue
        for say, by in truths_of(clean, texts, item):
            if say.get(field) in (None, "None"):
                continue
            if by != "most texts" and (by, field) != ("DOI", "year") and \
                    otherwise(item, parsed, say):
                counts[field, "text differs"] += 1
                break
            right = is_same(field, value, say[field], by)
            counts[field, by] += 1
            counts[field, "compared"] += 1
            counts[field, "right"] += right
            if not right:
                yield "%s is %s, by %s %s" % (field, value, by, say[field])
            break
        else:
            counts[field, "unknown"] += 1


def compare(clean, texts, items, diff):
    counts = collections.Counter()
    bad = []
    for page, item in items:
        if item["parsed"]:
            for wrong in compare_item(clean, texts, item, counts):
                bad.append("%s: %s: %s" % (page, wrong, item["text"][:200]))
    for line in bad[:diff]:
        print("  " + line)
    return counts


def print_precision(counts):
    failed = False
    print("%-8s %8s %8s %9s   %s" % (
        "field", "compared", "right", "precision", "by"))
    for field in FIELDS:
        compared, right = counts[field, "compared"], counts[field, "right"]
        share = right / compared if compared else 1
        failed |= share < BAR
        print("%-8s %8d %8d %8.2f%%   %s" % (
            field, compared, right, 100 * share, ", ".join(
                "%s %d" % (by, counts[field, by]) for by in (
                    "PubMed", "most texts", "DOI", "text differs",
                    "unknown"))))
    return failed


def print_coverage(items):
    split = [item["parsed"] for _, item in items if item["parsed"]]
    linked = [item for _, item in items if item["pmid"]]
    count = sum(item["parsed"] is not None for item in linked)
    print("split: %d of %d texts (%.1f%%); of those linked to PubMed "
          "%d of %d (%.1f%%)" % (
              len(split), len(items), 100 * len(split) / max(len(items), 1),
              count, len(linked), 100 * count / max(len(linked), 1)))
    for name in ("authors", "title", "journal", "year", "volume", "issue",
                 "pages"):
        count = sum(bool(parsed[name]) for parsed in split)
        print("%-8s %5d  %5.1f%% of the texts" % (
            name, count, 100 * count / max(len(items), 1)))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("records")
    parser.add_argument("--diff", type=int, default=20)
    options = parser.parse_args()
    clean, texts, items = read(options.records)
    failed = print_precision(compare(clean, texts, items, options.diff))
    print_coverage(items)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
