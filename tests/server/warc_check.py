#!/usr/bin/env python3
"""Reads WARC files, apart from the program's own code, and checks them.

    warc_check.py [--any] FILE...

Prints a line for each record, "TYPE URI SHA256": of the body of HTTP for
request and response, of the block for the others, "-" where there is no URI.
What is wrong with a file goes to standard error, and the exit code is 1.
Checked are: the version, the fields every record needs, that lengths and
digests are right, that record IDs are new and those referred to exist, that
each record is a gzip member of its own, and that HTTP's header can be read and
agrees with its body.  --any: files of other programs, too, which may have
several records in a member and older versions.  Where the module `warcio` is
installed it must read the same records.
"""
import base64
import hashlib
import http.client
import io
import re
import sys
import zlib

NEEDED = ("warc-type", "warc-record-id", "warc-date", "content-length")
IDS = ("warc-concurrent-to", "warc-warcinfo-id", "warc-refers-to")
ID = re.compile(r"<urn:uuid:[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}>$")
DATE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$")


class Bad(Exception):
    pass


def need(is_so, what):
    if not is_so:
        raise Bad(what)


def members(data):
    """What each gzip member holds."""
    while data:
        unpacker = zlib.decompressobj(31)
        text = unpacker.decompress(data) + unpacker.flush()
        need(unpacker.eof, "the last gzip member is cut off")
        yield text
        data = unpacker.unused_data


def take_record(data, at):
    """The fields and the block of the record at `at`, and its end."""
    end = data.find(b"\r\n\r\n", at)
    need(end > 0, "a header without end")
    lines = data[at:end].decode("utf-8").split("\r\n")
    fields = {"version": lines[0]}
    for line in lines[1:]:
        name, colon, value = line.partition(":")
        need(colon and name and name == name.strip(), f"field {line!r}")
        name = name.lower()
        need(name not in fields, f"{name} twice")
        fields[name] = value.strip()
    for name in NEEDED:
        need(name in fields, f"no {name}")
    length = int(fields["content-length"])
    block = data[end + 4:end + 4 + length]
    end += 4 + length
    need(len(block) == length, "a block that is cut off")
    need(data[end:end + 4] == b"\r\n\r\n", "no two empty lines at the end")
    return fields, block, end + 4


def sha1(data):
    digest = hashlib.sha1(data).digest()
    return "sha1:" + base64.b32encode(digest).decode()


def split_http(fields, block):
    """The body of a message of HTTP, whose header must be one."""
    head, empty, body = block.partition(b"\r\n\r\n")
    need(empty, "HTTP's header has no end")
    first, _, rest = head.partition(b"\r\n")
    need(b"\n" not in (head + empty).replace(b"\r\n", b""), "a bare LF")
    need(b"\r" not in (head + empty).replace(b"\r\n", b""), "a bare CR")
    message = http.client.parse_headers(io.BytesIO(rest + b"\r\n\r\n"))
    need(not message.defects, f"HTTP's header: {message.defects}")
    if fields["warc-type"] == "request":
        need(re.match(rb"[A-Z]+ \S+ HTTP/1\.[01]$", first), f"{first!r}")
        return body, message
    need(re.match(rb"HTTP/1\.[01] \d{3} ", first), f"status line {first!r}")
    return body, message


def check_own(fields, body, message):
    """What our own files promise beyond the standard."""
    need(fields["version"] == "WARC/1.1", fields["version"])
    need("warc-block-digest" in fields, "no block digest")
    if fields["warc-type"] == "warcinfo":
        return
    need("warc-warcinfo-id" in fields, "no warcinfo ID")
    uri = fields.get("warc-target-uri", "")
    need(re.match(r"https?://[!-~]+$", uri) and "<" not in uri, f"URI {uri!r}")
    if fields["warc-type"] == "response":
        need("warc-payload-digest" in fields, "no payload digest")
        need(message["content-length"] == str(len(body)), "Content-Length")
        for name in ("content-encoding", "transfer-encoding"):
            need(name not in message, name)
    else:
        need("warc-concurrent-to" in fields, "belongs to nothing")


def check(fields, block, ids, own):
    """Checks a record; its line for the list."""
    kind = fields["warc-type"]
    need(re.match(r"WARC/(0\.1[78]|1\.\d)$", fields["version"]),
         fields["version"])
    need(ID.match(fields["warc-record-id"].lower()), "record ID")
    need(fields["warc-record-id"] not in ids, "a record ID twice")
    ids.add(fields["warc-record-id"])
    need(DATE.match(fields["warc-date"]), "date " + fields["warc-date"])
    if "warc-block-digest" in fields:
        need(fields["warc-block-digest"] == sha1(block), "block digest")
    body, message = block, {}
    if fields.get("content-type", "").startswith("application/http"):
        body, message = split_http(fields, block)
        if "warc-payload-digest" in fields and \
                "transfer-encoding" not in message:
            need(fields["warc-payload-digest"] == sha1(body),
                 "payload digest")
    if own:
        check_own(fields, body, message)
    uri = fields.get("warc-target-uri", "-").strip("<>")
    return f"{kind} {uri} {hashlib.sha256(body).hexdigest()}"


def check_warcio(path, expected):
    try:
        from warcio.archiveiterator import ArchiveIterator
    except ImportError:
        return
    with open(path, "rb") as file:
        found = []
        for record in ArchiveIterator(file, check_digests="raise",
                                      no_record_parse=False):
            record.raw_stream.read()
            uri = record.rec_headers.get_header("WARC-Target-URI") or "-"
            found.append((record.rec_type, uri.strip("<>")))
    need(found == expected, "warcio reads other records")


def check_file(path, own):
    ids, named, lines = set(), set(), []
    with open(path, "rb") as file:
        data = file.read()
    packed = data.startswith(b"\x1f\x8b")
    need(packed or not own, "not packed")
    for text in members(data) if packed else [data]:
        at, count = 0, 0
        while at < len(text):
            fields, block, at = take_record(text, at)
            named.update(fields[name] for name in IDS if name in fields)
            lines.append(check(fields, block, ids, own))
            count += 1
        need(count == 1 or not own, f"{count} records in a member")
    need(named <= ids, "a record that is referred to is missing")
    need(not own or lines and lines[0].startswith("warcinfo "), "no warcinfo")
    check_warcio(path, [tuple(line.split(" ")[:2]) for line in lines])
    return lines


def main(arguments):
    own = "--any" not in arguments
    bad = 0
    for path in arguments:
        if path == "--any":
            continue
        try:
            for line in check_file(path, own):
                print(line)
        except (Bad, OSError, ValueError, zlib.error) as error:
            print(f"{path}: {error}", file=sys.stderr)
            bad = 1
    return bad


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
