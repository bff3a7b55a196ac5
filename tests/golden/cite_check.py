#!/usr/bin/env python3
"""Entries for reference managers, read back by programs that are not ours.

	cite_check.py [--need TOOL]... PUBSCOUR INPUT...

Each input is a page, or a folder of pages.  What the records say of title,
authors, year, DOI and PMID is what each format must give, after each program
that reads it; nothing may be said on standard error.  A program that is not
there is left out, and named, unless --need asks for it.
"""
import copy
import ctypes
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import unicodedata
import xml.etree.ElementTree as ElementTree

FORMATS = ("csl-json", "ris", "nbib", "bibtex", "biblatex")
failures = []
failures_before = []
skipped = []
done = []


def fail(where, what):
    failures.append("%s: %s" % (where, what))


def run(arguments, data=None):
    return subprocess.run(arguments, input=data, stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE, check=False)


# --- what the records say ----------------------------------------------------

def letters(text):
    """A text as all programs leave it: one kind of quote, dash and space.

    Pandoc takes "5' to 3'" for a quotation."""
    text = unicodedata.normalize("NFC", text or "")
    for wrong, right in (("’", "'"), ("‘", "'"), ("“", "'"), ("”", "'"),
                         ('"', "'"),
                         ("–", "-"), ("…", "..."), ("\u00a0", " ")):
        text = text.replace(wrong, right)
    return re.sub(r"\s+", " ", text).strip()


def loud(title):
    """In capitals throughout: its case says nothing, and is not kept."""
    return title.upper() == title


def bare(title):
    """A title without the closing full stop, which MEDLINE alone has."""
    title = letters(title)
    return title[:-1] if title.endswith(".") else title


def suffix_of(author):
    """What follows the parts, "John Smith Jr" or "Smith J Jr"."""
    parts = [author["given"], author["family"]] if author["given"] else \
        [author["family"], author["initials"]]
    start = " ".join(part or "?" for part in parts) + " "
    return author["name"][len(start):].strip() \
        if author["name"].startswith(start) else ""


def person(author):
    """Family, given name, suffix; or the whole name of what has no parts."""
    if author["collective"] or not author["family"]:
        return (letters(author["name"]),)
    given = author["given"] or " ".join(author["initials"] or "")
    return tuple(letters(part) for part in
                 (author["family"], given, suffix_of(author)) if part)


class Work:
    """What an entry must say."""

    et_al = False

    def of_record(self, record):
        citation, journal = record["citation"], record["journal"]
        self.input = record["page"]["input"]
        self.title = bare(record["title"])
        self.people = [(person(one), one["collective"])
                       for one in record["authors"] if one["name"]]
        self.year = (citation["date"] or "")[:4] or \
            str(citation["year"] or "")
        self.doi, self.pmid = record["doi"] or "", record["pmid"] or ""
        self.periodical = bool(journal["title"] or journal["abbreviation"])
        self.retracted = record["retracted"]
        self.fields = {
            "container-title": journal["title"] or journal["abbreviation"],
            "container-title-short": journal["abbreviation"],
            "volume": citation["volume"], "issue": citation["issue"],
            "PMCID": record["pmcid"],
            "abstract": (record["abstract"] or {}).get("text")}
        return self.ready()

    def of_reference(self, record, item):
        parts = item["parsed"] or {
            "authors": [], "title": None, "year": None, "journal": None,
            "volume": None, "issue": None, "et_al": False}
        self.input = "%s, reference %d" % (record["page"]["input"],
                                           item["number"])
        self.title = bare(parts["title"])
        self.people = [cited(one) for one in parts["authors"]]
        self.et_al = parts["et_al"]
        self.year = str(parts["year"] or "")
        self.doi, self.pmid = item["doi"] or "", item["pmid"] or ""
        for url in item["urls"]:
            found = re.match(r"https?://(dx\.)?doi\.org/(10\.[^%]*)$", url)
            if found and not self.doi:
                self.doi = found.group(2)
        self.periodical = bool(parts["journal"])
        self.retracted = False
        self.fields = {
            "container-title": parts["journal"], "volume": parts["volume"],
            "issue": parts["issue"], "PMCID": item["pmcid"],
            "note": None if item["parsed"] else item["text"]}
        return self.ready()

    def ready(self):
        self.authors = [name for name, _ in self.people]
        return self

    def grouped(self, groups=True):
        """The same with groups behind all persons, or without them."""
        result = copy.copy(self)
        result.authors = [name for name, group in self.people if not group]
        if groups:
            result.authors += [name for name, group in self.people if group]
        return result


def cited(author):
    """A name in a reference."""
    if not author["family"]:
        return (letters(author["name"]),), True
    initials = author["initials"] or ""
    spaced = re.sub(r"(?<=[A-Za-z])(?=[A-Za-z])", " ", initials)
    return tuple(letters(part) for part in (author["family"], spaced)
                 if part), False


def records_of(pubscour, inputs):
    lines = run([pubscour, "-q", "--format", "jsonl"] + inputs).stdout
    records = [json.loads(line) for line in lines.splitlines()]
    return [record for record in records if "error" not in record]


# --- comparing ----------------------------------------------------------------

def words(name):
    """The words of a name in any order, for programs that part it anew."""
    return sorted(word for part in name
                  for word in re.split(r"[\s,.;{}]+", letters(part)) if word)


def same_people(got, want, loose):
    if not loose:
        return got == want
    if len(got) < len(want):
        # Bibutils drops an author who stands there twice.
        want = [one for at, one in enumerate(want) if one not in want[:at]]
    return len(got) == len(want) and all(
        words(one) == words(other) or
        # The capitals of a group pass for initials: "C H A N C E".
        (len(other) == 1 and "".join(sorted("".join(words(one)))) ==
         "".join(sorted("".join(words(other)))))
        for one, other in zip(got, want))


def unescaped(title):
    """What some programs make of LaTeX: pandoc and bibutils know no
    \\textbraceleft, bibutils no \\textbackslash{}, it has a sign of its own
    for \\textasciicircum, and one hyphen for two, "{}" between or not."""
    title = title.replace("--", "-")
    title = title.replace("\\textbackslash", "\\").replace("\u2303", "^")
    return letters(re.sub(r"[{}]", " ", title))


def decoded(doi):
    """In BibTeX a brace or a backslash would do harm: they are encoded."""
    for code, meant in (("%7B", "{"), ("%7D", "}"), ("%5C", "\\")):
        doi = doi.replace(code, meant)
    return doi


def torn(name):
    """A whole name that RIS has no way to keep whole."""
    return len(name) == 1 and ("," in name[0] or " and " in name[0])


def compare(where, works, entries, loose=False, without=(), latex=False):
    """Entries: dictionaries with title, authors, year, doi, pmid."""
    if len(works) != len(entries):
        fail(where, "%d entries, not %d" % (len(entries), len(works)))
        return
    for work, entry in zip(works, entries):
        title, want = bare(entry["title"]), work.title
        if loud(want):
            title, want = title.lower(), want.lower()
        if latex:
            title, want = unescaped(title), unescaped(want)
        for name, got, expected in (
                ("title", title, want),
                ("year", entry["year"], work.year),
                ("doi", decoded(entry["doi"]), work.doi),
                ("pmid", entry["pmid"], work.pmid)):
            if name not in without and got != expected:
                fail(where, "%s: %s is %r, not %r" % (
                    work.input, name, got, expected))
        if work.et_al and entry["authors"][-1:] == [("others",)]:
            entry["authors"].pop()
        if where == "ris2xml" and any(torn(one) for one in work.authors):
            continue
        if not same_people(entry["authors"], work.authors, loose):
            fail(where, "%s: authors are %r, not %r" % (
                work.input, entry["authors"], work.authors))
    done.append(where)


# --- CSL-JSON -----------------------------------------------------------------

CSL_TYPES = {"article-journal", "article", "chapter", "book", "document"}
CSL_TEXTS = {"id", "type", "title", "container-title",
             "container-title-short", "publisher", "publisher-place",
             "volume", "issue", "page", "DOI", "PMID", "PMCID", "URL",
             "abstract", "keyword", "language", "genre", "note"}
CSL_NAMES = {"family", "given", "suffix", "literal"}


def check_csl_name(where, name):
    if not isinstance(name, dict) or not name or not set(name) <= CSL_NAMES:
        fail(where, "no name: %r" % (name,))
    elif not all(isinstance(part, str) and part for part in name.values()):
        fail(where, "no text in %r" % (name,))
    elif ("literal" in name) == ("family" in name) or \
            ("literal" in name and len(name) > 1):
        fail(where, "neither a person nor a whole name: %r" % (name,))


def check_csl_date(where, date):
    if not isinstance(date, dict) or list(date) != ["date-parts"] or \
            len(date["date-parts"]) != 1:
        fail(where, "no date: %r" % (date,))
        return
    parts = date["date-parts"][0]
    limits = ((1, 9999), (1, 12), (1, 31))
    if not 1 <= len(parts) <= 3 or any(
            type(part) is not int or not low <= part <= high
            for part, (low, high) in zip(parts, limits)):
        fail(where, "no date: %r" % (parts,))


def check_csl_item(where, item):
    """The CSL data schema, 1.0.2, as far as these entries use it."""
    for field in ("id", "type"):
        if field not in item:
            fail(where, "no %s" % field)
    if item.get("type") not in CSL_TYPES:
        fail(where, "type %r" % item.get("type"))
    for name, value in item.items():
        if name in ("author", "editor"):
            if not isinstance(value, list) or not value:
                fail(where, "%s is no list of names" % name)
            for one in value:
                check_csl_name(where, one)
        elif name == "issued":
            check_csl_date(where, value)
        elif name not in CSL_TEXTS:
            fail(where, "a field %r" % name)
        elif not isinstance(value, str) or not value:
            fail(where, "%s is no text" % name)
    patterns = {"PMID": r"[0-9]+", "PMCID": r"PMC[0-9]+",
                "DOI": r"10\.\S.*", "URL": r"https?://\S+",
                "id": r"[a-z0-9]+:[a-z0-9]*:[a-z0-9]+"}
    for name, pattern in patterns.items():
        if name in item and not re.fullmatch(pattern, item[name]):
            fail(where, "%s is %r" % (name, item[name]))


def csl_person(name):
    if "literal" in name:
        return (letters(name["literal"]),)
    # Pandoc parts "d'Emmanuele".
    family = letters(" ".join(name[part] for part in (
        "dropping-particle", "non-dropping-particle", "family")
        if part in name)).replace("' ", "'")
    return tuple(letters(part) for part in
                 (family, name.get("given"), name.get("suffix")) if part)


def csl_entry(item):
    parts = item.get("issued", {}).get("date-parts", [[""]])
    title = re.sub(r"</?(span|i|b|sub|sup|sc)\b[^>]*>", "",
                   item.get("title", ""))
    return {"title": title,
            "authors": [csl_person(name) for name in item.get("author", [])],
            "year": "%s" % parts[0][0], "doi": item.get("DOI", ""),
            "pmid": item.get("PMID", "")}


def check_csl(works, path):
    with open(path, encoding="utf-8") as file:
        items = json.load(file)
    if not isinstance(items, list):
        fail("csl-json", "no array")
        return
    for work, item in zip(works, items):
        check_csl_item("csl-json: " + work.input, item)
        for name, want in work.fields.items():
            if (item["type"] == "article-journal" or name == "note") and \
                    item.get(name) != (want or None):
                fail("csl-json", "%s: %s is %r, not %r" % (
                    work.input, name, item.get(name), want))
        if work.retracted and \
                not item.get("note", "").startswith("RETRACTED:"):
            fail("csl-json", work.input + ": not said to be retracted")
    keys = [item.get("id") for item in items]
    if len(set(keys)) != len(keys):
        fail("csl-json", "two entries have one id")
    compare("csl-json", works, [csl_entry(item) for item in items])


# --- RIS and MEDLINE, line by line ---------------------------------------------

def tagged(path, start, length):
    """A list of entries, each a list of (tag, value)."""
    entries, last, fresh = [], None, True
    with open(path, encoding="utf-8", newline="\n") as file:
        for number, line in enumerate(file.read().split("\n"), 1):
            where = "%s:%d" % (os.path.basename(path), number)
            found = re.match(r"([A-Z][A-Z0-9]{1,3}) *- (.*)$", line)
            if found and len(line) - len(found.group(2)) == length:
                # A work that is cited may have no PMID to begin with.
                if fresh:
                    entries.append([])
                fresh = False
                last = [found.group(1), found.group(2)]
                entries[-1].append(last)
            elif line.startswith("      ") and length == 6 and last and \
                    start == "PMID":
                last[1] += " " + line[6:]
            elif line:
                fail(where, "what is this: %r" % line)
            else:
                last, fresh = None, True
            if start == "PMID" and len(line) > 88 and " " in line[6:].strip():
                fail(where, "%d columns" % len(line))
    return entries


def check_tagged(name, works, path):
    ris = name == "ris"
    entries = tagged(path, "TY" if ris else "PMID", 6)
    result = []
    for entry in entries:
        def every(*tags):
            return [value for tag, value in entry if tag in tags]

        def first(*tags):
            return (every(*tags) or [""])[0]

        if ris and (entry[0][0], entry[1][0], entry[-1]) != \
                ("TY", "ID", ["ER", ""]):
            fail(name, "not from TY to ER: %r" % entry)
        doi = first("DO") if ris else \
            re.sub(r" \[doi\]$", "", first("LID"))
        result.append({"title": first("TI"),
                       "authors": [(one,) for one in every(
                           *("AU",) if ris else ("FAU", "CN"))],
                       "year": first("PY" if ris else "DP")[:4],
                       "doi": doi,
                       "pmid": first("AN" if ris else "PMID")})
    # MEDLINE has groups behind all persons.
    if not ris:
        works = [work.grouped() for work in works]
    compare(name + ", line by line", works, result, loose=True)


# --- BibTeX, by its braces ------------------------------------------------------

def check_braces(name, works, path):
    with open(path, encoding="utf-8") as file:
        text = file.read()
    depth, starts, keys = 0, 0, []
    for line in text.split("\n"):
        if depth == 0 and line:
            found = re.match(r"@[a-z]+\{([a-z0-9:]+),$", line)
            if not found:
                fail(name, "what is this: %r" % line)
                return
            keys.append(found.group(1))
            starts += 1
        depth += line.count("{") - line.count("}")
        if depth < 0:
            fail(name, "a brace too many: %r" % line)
            return
    if depth != 0 or starts != len(works):
        fail(name, "%d entries, %d open braces" % (starts, depth))
    if len(set(keys)) != len(keys):
        fail(name, "two entries have one key")
    done.append(name + ", by its braces")


# --- other programs --------------------------------------------------------------

def complains(where, result, allowed=None):
    """Says what a program had to say, but for what is `allowed`."""
    text = result.stderr.decode("utf-8", "replace")
    lines = [line for line in text.split("\n")
             if line.strip() and not (allowed and re.search(allowed, line))]
    if result.returncode != 0 or lines:
        fail(where, "exit %d; %s" % (result.returncode, lines[:3]))
    return bool(result.returncode or lines)


def by_pandoc(works, folder):
    for format_, path in (("csljson", "csl-json"), ("bibtex", "bibtex"),
                          ("biblatex", "biblatex")):
        where = "pandoc -f %s" % format_
        result = run(["pandoc", "-f", format_, "-t", "csljson",
                      os.path.join(folder, path)])
        if complains(where, result):
            continue
        items = json.loads(result.stdout)
        compare(where, works, [csl_entry(item) for item in items],
                # It takes "{Family}" for a whole name, "{...}" or not.
                loose=format_ != "csljson", latex=format_ != "csljson")


def by_citeproc(works, folder):
    for name, ending in (("csl-json", "json"), ("bibtex", "bib"),
                         ("biblatex", "bib")):
        where = "pandoc --citeproc, %s" % name
        path = os.path.join(folder, "%s.refs.%s" % (name, ending))
        shutil.copy(os.path.join(folder, name), path)
        result = run(["pandoc", "--citeproc", "--bibliography", path,
                      "-t", "html"], b"---\nnocite: '@*'\n---\n\nText.\n")
        if complains(where, result):
            continue
        count = result.stdout.count(b'class="csl-entry"')
        if count != len(works):
            fail(where, "%d entries, not %d" % (count, len(works)))
        done.append(where)


MODS = "{http://www.loc.gov/mods/v3}"


def mods_name(name):
    """Parts of a person; a name without a type is a whole one."""
    parts = name.findall(MODS + "namePart")
    return tuple(part.text for part in parts if part.text)


def mods_entry(mods):
    info = mods.find(MODS + "titleInfo")
    title = "" if info is None else info.findtext(MODS + "title", "")
    below = "" if info is None else info.findtext(MODS + "subTitle", "")
    ids = {one.get("type"): one.text
           for one in mods.findall(MODS + "identifier")}
    dates = [one.text or "" for one in mods.iter(MODS + "dateIssued")] + \
        [one.text or "" for one in mods.iter(MODS + "date")]
    urls = [one.text or "" for one in mods.iter(MODS + "url")]
    doi = ids.get("doi", "")
    for url in urls:
        if not doi and "doi.org/" in url:
            doi = url.split("doi.org/", 1)[1]
    # A title is parted at a colon, which goes, or at "?", which stays.
    if below:
        title += (" " if title.endswith("?") else ": ") + below
    return {"title": title,
            "authors": [mods_name(name)
                        for name in mods.findall(MODS + "name")
                        if "author" in (one.text for one in
                                        name.iter(MODS + "roleTerm"))],
            "year": (dates or [""])[0][:4], "doi": doi,
            "pmid": ids.get("pubmed", "")}


def read_mods(data):
    root = ElementTree.fromstring(data.decode("utf-8-sig"))
    return [mods_entry(mods) for mods in root.findall(MODS + "mods")]


def by_bibutils(works, folder):
    # MODS has no "Jr" of its own here, and no way to keep PMIDs from these.
    for program, name in (("ris2xml", "ris"), ("bib2xml", "bibtex"),
                          ("biblatex2xml", "biblatex")):
        if not shutil.which(program):
            continue
        result = run([program, os.path.join(folder, name)])
        if complains(program, result, r"^%s: Processed \d+ ref" % program):
            continue
        entries = read_mods(result.stdout)
        if program == "ris2xml":
            # It takes no DOI whose first number has more than four digits.
            for work, entry in zip(works, entries):
                if not re.match(r"10\.\d{4}/", work.doi):
                    entry["doi"] = work.doi
        compare(program, works, entries, loose=True, without=("pmid",),
                latex=program != "ris2xml")


# nbib2xml is no program of Debian's, but a function of its library.
NBIB2XML = """
import ctypes, sys
lib, c = ctypes.CDLL("libbibutils.so.8"), ctypes.CDLL(None)
c.fopen.restype = ctypes.c_void_p
c.fclose.argtypes = [ctypes.c_void_p]
lib.bibl_read.argtypes = [ctypes.c_void_p, ctypes.c_void_p, ctypes.c_char_p,
                          ctypes.c_void_p]
lib.bibl_write.argtypes = [ctypes.c_void_p, ctypes.c_void_p, ctypes.c_void_p]
parameters, entries = (ctypes.create_string_buffer(1 << 16) for _ in "12")
lib.bibl_initparams(parameters, 111, 200, b"nbib2xml")
lib.bibl_init(entries)
file = c.fopen(sys.argv[1].encode(), b"rb")
bad = lib.bibl_read(entries, file, b"nbib", parameters)
c.fclose(file)
file = c.fopen(sys.argv[2].encode(), b"wb")
bad = bad or lib.bibl_write(entries, file, parameters)
c.fclose(file)
sys.exit(bad)
"""

# It uses one address an entry and names the others, with the entry's head;
# it knows few types of PubMed's and takes the rest for articles of journals.
NBIB2XML_SAYS = (r"ADDRESS:AUTHOR|has unused tags|Author\(s\):|Year:|Title:|"
                 r"Unused entries|^nbib2xml:         |'LANGUAGE'|"
                 r"'NBK\d+'|Did not recognize type|Defaulting to Journal|: Processed")


def by_nbib2xml(works, folder):
    out = os.path.join(folder, "nbib.xml")
    result = run([sys.executable, "-c", NBIB2XML,
                  os.path.join(folder, "nbib"), out])
    if complains("nbib2xml", result, NBIB2XML_SAYS):
        return
    with open(out, "rb") as file:
        entries = read_mods(file.read())
    for work, entry in zip(works, entries):
        # It takes BTI, the title of the book, for that of a chapter.
        if not work.periodical:
            entry["title"] = work.title
    # It has no place for groups.
    compare("nbib2xml", [work.grouped(False) for work in works],
            entries, loose=True)


def plain(text):
    """What LaTeX would print of a field."""
    for command, meant in (("textbackslash", "\\"), ("textbraceleft", "\x01"),
                           ("textbraceright", "\x02"),
                           ("textasciitilde", "~"),
                           ("textasciicircum", "^")):
        text = text.replace("\\%s{}" % command, "\x00" + meant)
    text = text.replace("\x00\\", "\x03").replace("\x00", "")
    text = text.replace("\\{", "\x01").replace("\\}", "\x02")
    text = re.sub(r"[{}]", "", text)
    text = re.sub(r"\\([#$%&_])", r"\1", text)
    return text.translate({1: "{", 2: "}", 3: "\\"})


def pybtex_entry(entry):
    fields = entry.fields
    year = fields.get("year") or fields.get("date", "")[:4]
    return {"title": plain(fields.get("title", "")),
            "authors": [tuple(plain(" ".join(part)) for part in (
                one.prelast_names + one.last_names,
                one.first_names + one.middle_names, one.lineage_names)
                if part) for one in entry.persons.get("author", [])],
            "year": year, "doi": fields.get("doi", ""),
            "pmid": fields.get("pmid", "") or fields.get("eprint", "")}


def by_pybtex(works, path, where):
    from pybtex.database import parse_file
    import pybtex.errors
    pybtex.errors.set_strict_mode(True)
    try:
        data = parse_file(path, "bibtex")
    except Exception as error:  # whatever it has to say is a failure
        fail(where, error)
        return
    compare(where, works,
            [pybtex_entry(one) for one in data.entries.values()], loose=True)


def by_biber(works, folder):
    """Its own tool mode, which reads and writes; pybtex reads the result."""
    out = os.path.join(folder, "biber.bib")
    path = os.path.join(folder, "biber.in.bib")
    shutil.copy(os.path.join(folder, "biblatex"), path)
    result = run(["biber", "--tool", "--output-fieldcase=lower",
                  "--output-file", out, path])
    said = result.stdout.decode("utf-8", "replace")
    loud_ = [line for line in said.split("\n")
             if line and not line.startswith("INFO")]
    if result.returncode != 0 or loud_:
        fail("biber", "exit %d; %s" % (result.returncode, loud_[:3]))
        return
    with open(out, encoding="utf-8") as file:
        keys = re.findall(r"^@[A-Za-z]+\{([^,]+),", file.read(), re.M)
    with open(path, encoding="utf-8") as file:
        want = re.findall(r"^@[a-z]+\{([^,]+),", file.read(), re.M)
    if sorted(keys) != sorted(want):
        fail("biber", "%d entries, not %d" % (len(keys), len(want)))
    done.append("biber")


def by_bibtexparser(works, path):
    import bibtexparser
    from bibtexparser.bparser import BibTexParser
    # It knows the names of months, where asked.
    parser = BibTexParser(common_strings=True)
    with open(path, encoding="utf-8") as file:
        data = bibtexparser.load(file, parser)
    if len(data.entries) != len(works):
        fail("bibtexparser", "%d entries, not %d" % (
            len(data.entries), len(works)))
    done.append("bibtexparser")


def there(name, is_there, needed):
    if is_there:
        return True
    if name in needed:
        fail(name, "not there")
    skipped.append(name)
    return False


def has_library():
    try:
        ctypes.CDLL("libbibutils.so.8")
    except OSError:
        return False
    return True


def has_module(name):
    try:
        __import__(name)
    except ImportError:
        return False
    return True


def check(pubscour, inputs, what, works, needed, folder):
    for name in FORMATS:
        path = os.path.join(folder, name)
        result = run([pubscour, "-q", "--format", name, "--cite", what,
                      "-o", path] + inputs)
        # Pages that are no articles are among the inputs.
        if result.returncode not in (0, 1):
            fail(name, result.stderr)
    check_csl(works, os.path.join(folder, "csl-json"))
    for name in ("ris", "nbib"):
        check_tagged(name, works, os.path.join(folder, name))
    for name in ("bibtex", "biblatex"):
        check_braces(name, works, os.path.join(folder, name))
    if there("pandoc", shutil.which("pandoc"), needed):
        by_pandoc(works, folder)
        by_citeproc(works, folder)
    if there("bibutils", shutil.which("ris2xml"), needed):
        by_bibutils(works, folder)
    if there("libbibutils", has_library(), needed):
        by_nbib2xml(works, folder)
    if there("pybtex", has_module("pybtex"), needed):
        for name in ("bibtex", "biblatex"):
            by_pybtex(works, os.path.join(folder, name),
                      "pybtex, %s" % name)
    if there("bibtexparser", has_module("bibtexparser"), needed):
        by_bibtexparser(works, os.path.join(folder, "bibtex"))
    if there("biber", shutil.which("biber"), needed):
        by_biber(works, folder)


def main(arguments):
    needed = []
    while arguments and arguments[0] == "--need":
        needed.append(arguments[1])
        arguments = arguments[2:]
    pubscour, inputs = arguments[0], arguments[1:]
    records = records_of(pubscour, inputs)
    cites = {
        "article": [Work().of_record(record) for record in records],
        "references": [Work().of_reference(record, item)
                       for record in records
                       for item in record["references"]["items"]
                       if any(item[key] for key in (
                           "text", "doi", "pmid", "pmcid", "urls"))]}
    for what, works in cites.items():
        if not works:
            fail(what, "no entry at all")
        del failures_before[:], skipped[:], done[:]
        failures_before.extend(failures)
        with tempfile.TemporaryDirectory() as folder:
            check(pubscour, inputs, what, works, needed, folder)
        new = failures[len(failures_before):]
        for line in new[:40]:
            print("cite: %s: %s" % (what, line))
        print("cite: %s: %d entries, %d readers%s%s" % (
            what, len(works), len(done),
            "; not there: " + ", ".join(skipped) if skipped else "",
            "; %d FAILURES" % len(new) if new else ""))
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
