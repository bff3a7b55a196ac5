#!/usr/bin/env python3
"""Scores how the texts of references are split.

	references.py RECORDS [--pubscour PROGRAM --page PAGE] [--diff N]

RECORDS is JSON Lines as pubscour writes them.  Two things are scored.

Found: references that were split and are linked to an article.  What they say
is compared with

- PubMed's own citation of it, where it is an article of the records or stands
  in their lists of similar and citing articles and of notices;
- all texts of references that are linked to the same article and are written
  in different ways, where most of them agree;
- its DOI, where that has one of the forms that hold the volume and the first
  page, or the year, which may then be up to two before.

What is looked for is what the text says, not whether that is true: where
something PubMed or a DOI says does not stand in the text, the text cites
otherwise, and is not compared.

Made, with --pubscour and --page: of PubMed's own citations in the lists of
similar and citing articles references are made as journals want them, in a
dozen styles.  They are put on PAGE, an article page that has no references,
and read by PROGRAM.  Of these everything is known.

Printed is how many were compared, how many agree, and how many of all texts
were split.  Exit status 1: less than 99% of a field agree.
"""
import argparse
import collections
import html
import json
import re
import subprocess
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


CITATION = re.compile(
    r"(?P<journal>.+?)\. (?P<year>(?:1[89]|20)\d\d)"
    r"(?: [A-Z][a-z]{2}(?:-[A-Z][a-z]{2})?)?(?: \d{1,2}(?:-\d{1,2})?)?"
    r";(?P<volume>\d+)(?:\((?P<issue>[^)]*)\))?(?::(?P<pages>[^:; ]+?))?\.(?: |$)")


def of_citation(text):
    """Year, volume and first page of a citation as PubMed writes it.

    "J Imag. 2010 Mar 4;12(3):45-50. doi: 10.1/x"
    """
    match = CITATION.match(text or "")
    return match and {"year": match["year"], "volume": volume(match["volume"]),
                      "page": first_page(match["pages"])}


def of_parsed(parsed):
    return {"year": str(parsed["year"]), "volume": volume(parsed["volume"]),
            "page": first_page(parsed["pages"])}


def keys(item):
    if item["pmid"]:
        yield "pmid:" + item["pmid"]
    if item["doi"]:
        yield "doi:" + item["doi"].lower()


def listed(record):
    """The articles in PubMed's own form."""
    for name in ("similar_articles", "cited_by"):
        yield from record[name]["items"]
    yield from record["notices"]


class Records:
    """What the records say, by article."""

    def __init__(self, path):
        self.clean = {}  # PubMed's own
        self.texts = collections.defaultdict(dict)  # by text
        self.items = []
        self.articles = {}
        with open(path, encoding="utf-8") as lines:
            for record in map(json.loads, lines):
                if "error" not in record:
                    self.add(record)

    def add(self, record):
        own = record["citation"]
        say = {"year": str(own["year"]), "volume": volume(own["volume"]),
               "page": first_page(own["pages"])}
        for key in keys(record):
            self.clean[key] = say
        for article in listed(record):
            say = of_citation(article["citation"])
            if article["pmid"] and say:
                self.clean.setdefault("pmid:" + article["pmid"], say)
                self.articles[article["pmid"]] = article
        for item in record["references"]["items"]:
            if item["text"]:
                self.items.append((record["pmid"], item))
                self.add_text(item)

    def add_text(self, item):
        plain = re.sub(r"\W+", "", item["text"]).lower()
        for key in keys(item) if item["parsed"] else ():
            self.texts[key][plain] = of_parsed(item["parsed"])


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


def truths_of(records, item):
    """What is said of an article, and by whom; the best comes first."""
    for key in keys(item):
        if key in records.clean:
            yield records.clean[key], "PubMed"
    for key in keys(item):
        yield {field: majority(records.texts[key], field)
               for field in FIELDS}, "most texts"
    yield of_doi(item["doi"]), "DOI"


def is_same(field, value, truth, by):
    if by == "DOI" and field == "year":
        return 0 <= int(value) - int(truth) <= 2
    return value.lstrip("0") == truth.lstrip("0")


def compare_item(records, item, counts):
    """The fields of one that are wrong."""
    parsed = of_parsed(item["parsed"])
    for field, value in parsed.items():
        if not value:
            continue
        for say, by in truths_of(records, item):
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


def compare_found(records, diff):
    counts = collections.Counter()
    bad = []
    for page, item in records.items:
        if item["parsed"]:
            for wrong in compare_item(records, item, counts):
                bad.append("%s: %s: %s" % (page, wrong, item["text"][:200]))
    for line in bad[:diff]:
        print("  " + line)
    return counts


# --- references that are made ------------------------------------------------


def dotted(name, blank):
    """"Quist BC" as ("Quist", "B.C.") or ("Quist", "B. C.")."""
    match = re.fullmatch(r"(.+) ([A-Z]{1,3})", name)
    return match and (match[1], blank.join(c + "." for c in match[2]))


def joined(names, before_last):
    return before_last.join(filter(None, (", ".join(names[:-1]), names[-1])))


class Made:
    """An article as references in many styles."""

    def __init__(self, article, whole_words):
        match = CITATION.match(article["citation"])
        self.citation = article["citation"]
        self.authors = article["authors"].rstrip(".")
        self.title = article["title"]
        self.stop = self.title + ("" if self.title[-1] in ".?!" else ".")
        self.bare = self.title.rstrip(".")
        self.journal = match["journal"]
        self.year, self.volume = match["year"], match["volume"]
        self.issue = "(%s)" % match["issue"] if match["issue"] else ""
        self.pages = match["pages"]
        # With full stops behind words that stand in no title.
        self.cut = " ".join(
            word if word.isupper() and len(word) > 1 or "(" in word or
            ")" in word or word.lower() in whole_words else word + "."
            for word in self.journal.split())
        names = self.authors.split(", ")
        self.close = [dotted(name, "") for name in names]
        self.wide = [dotted(name, " ") for name in names]

    def plain(self):
        yield "NLM", "{0.authors}. {0.stop} {0.citation}"
        yield "BMC", ("{0.authors}. {0.stop} {0.journal}. {0.year};"
                      "{0.volume}{0.issue}:{0.pages}. doi: 10.5555/x.")
        yield "Springer", (
            "{0.authors} ({0.year}) {0.stop} {0.journal} {0.volume}{0.issue}:"
            "{0.pages}. https://doi.org/10.5555/x")

    def by_names(self):
        behind = [", ".join(name) for name in self.close]
        far = [", ".join(name) for name in self.wide]
        close = ", ".join(" ".join(name) for name in self.close)
        wide = ", ".join(" ".join(name) for name in self.wide)
        before = ", ".join(" ".join(name[::-1]) for name in self.close)
        yield "MDPI", close + (" {0.stop} {0.cut} {0.year};{0.volume}:"
                               "{0.pages}. doi: 10.5555/x.")
        yield "ACS", "; ".join(behind) + (
            " {0.stop} {0.cut} {0.year}, {0.volume}, {0.pages}.")
        yield "Harvard", ", ".join(behind) + (
            ", {0.year}. {0.stop} {0.cut} {0.volume}, {0.pages}.")
        yield "Nature", joined(far, " & ") + (
            " {0.stop} {0.cut} {0.volume}, {0.pages} ({0.year}).")
        yield "APA", joined(far, ", & ") + (
            " ({0.year}). {0.stop} {0.journal}, {0.volume}{0.issue}, "
            "{0.pages}.")
        yield "Elsevier", before + (
            ", {0.bare}, {0.cut} {0.volume} ({0.year}) {0.pages}.")
        yield "IEEE", before + (
            ", “{0.bare},” {0.cut}, vol. {0.volume}, no. 3, pp. {0.pages}, "
            "{0.year}.")
        yield "RSC, no title", before + (
            ", {0.cut}, {0.year}, {0.volume}, {0.pages}.")
        yield "Wiley, no title", wide + (
            ", {0.cut} {0.year}, {0.volume}, {0.pages};")

    def texts(self):
        for style, form in self.plain():
            yield style, form.format(self)
        if all(self.close):
            for style, form in self.by_names():
                # What was put in already may have braces.
                head, _, tail = form.partition("{0.")
                yield style, head + ("{0." + tail).format(self)

    def compare(self, parsed):
        """Pairs of a field that is there, and whether it is right."""
        own = {"year": self.year, "volume": volume(self.volume),
               "page": first_page(self.pages)}
        for field, value in of_parsed(parsed).items():
            if value:
                yield field, value == own[field]
        if parsed["title"]:
            yield "title", plain_text(parsed["title"]) == plain_text(self.title)
        if parsed["journal"]:
            yield "journal", plain_text(parsed["journal"]) == plain_text(
                self.journal)
        if parsed["authors"]:
            yield "authors", plain_text("".join(
                author["name"] if author["family"] is None
                else author["family"] + author["initials"]
                for author in parsed["authors"])) == plain_text(
                    re.sub(r"(?<=[A-Z]) (?:Jr|Sr|2nd|3rd|I{2,3})\b|, et al$", "",
                           self.authors))


def plain_text(text):
    return re.sub(r"\W+", "", text).lower()


def make(records):
    """Rows of an article, a style and its text."""
    whole_words = {
        word for article in records.articles.values()
        for word in re.findall(r"\w{2,}", (article["title"] or "").lower())}
    for article in records.articles.values():
        match = article["title"] and article["authors"] and \
            CITATION.match(article["citation"])
        # A title that cites is no fair question.
        if not match or not match["pages"] or \
                re.search(r"10\.\d{4}/", article["title"]):
            continue
        made = Made(article, whole_words)
        for style, text in made.texts():
            yield made, style, " ".join(text.split())


def read_made(program, page, texts):
    """What the program makes of references on the page."""
    with open(page, encoding="utf-8") as file:
        whole = file.read()
    items = "".join(
        "<li><ol class=references-and-notes-list><li class=skip-numbering>%s"
        "</li></ol></li>" % html.escape(text) for text in texts)
    section = ('<div class="references" id="references"><ol class='
               '"references-list" id="top-references-list-1">%s</ol></div>'
               "</main>" % items)
    out = subprocess.run(
        [program, "--quiet", "--only", "references.items", "-"],
        input=whole.replace("</main>", section, 1).encode(),
        stdout=subprocess.PIPE, check=True).stdout
    return json.loads(out)["references"]["items"]


def compare_made(records, program, page, diff):
    """Counts by style and field."""
    rows = list(make(records))
    counts = collections.Counter()
    bad = []
    for start in range(0, len(rows), 1000):
        part = rows[start:start + 1000]
        items = read_made(program, page, [text for _, _, text in part])
        assert len(items) == len(part), (len(items), len(part))
        for (made, style, text), item in zip(part, items):
            counts[style, "all"] += 1
            if item["parsed"] is None:
                continue
            counts[style, "split"] += 1
            for field, right in made.compare(item["parsed"]):
                counts[style, field] += 1
                counts["all", field] += 1
                counts["all", field, "right"] += right
                if not right:
                    bad.append("%s: %s: %s" % (style, field, text[-200:]))
    for line in bad[:diff]:
        print("  " + line)
    return counts


MADE_FIELDS = FIELDS + ("authors", "title", "journal")


def print_made(counts):
    failed = False
    print("\nmade of PubMed's own citations: how many of the texts have a "
          "field")
    print("%-16s %6s %6s" % ("style", "texts", "split") + "".join(
        " %8s" % field for field in MADE_FIELDS))
    for style in [key[0] for key in counts if key[1:] == ("all",)]:
        texts = counts[style, "all"]
        print("%-16s %6d %5.1f%%" % (
            style, texts, 100 * counts[style, "split"] / texts) + "".join(
                " %7.1f%%" % (100 * counts[style, field] / texts)
                for field in MADE_FIELDS))
    print("%-30s" % "of these right" + "".join(
        " %7.2f%%" % (100 * counts["all", field, "right"] /
                      max(counts["all", field], 1)) for field in MADE_FIELDS))
    for field in MADE_FIELDS:
        failed |= counts["all", field, "right"] < BAR * counts["all", field]
    return failed or counts["all", "year"] == 0


# --- what is printed ----------------------------------------------------------


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
    parser.add_argument("--pubscour")
    parser.add_argument("--page")
    parser.add_argument("--diff", type=int, default=20)
    options = parser.parse_args()
    records = Records(options.records)
    failed = print_precision(compare_found(records, options.diff))
    print_coverage(records.items)
    if options.pubscour and options.page:
        failed |= print_made(compare_made(
            records, options.pubscour, options.page, options.diff))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
