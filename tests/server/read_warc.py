"""Reads WARC files back without any code of the project: each record is a
gzip member of its own, its headers hold, and so do its digests.  Prints a line
of JSON for each record: type, target, date, status, and sha256 of what was
answered.  Ends with 1 and a line on stderr where a file is no such thing."""

import base64
import hashlib
import json
import re
import sys
import zlib


def members(data):
    """The gzip members of a file, unpacked; all of its bytes belong to one."""
    while data:
        unpacker = zlib.decompressobj(31)
        yield unpacker.decompress(data) + unpacker.flush()
        if not unpacker.eof:
            raise ValueError("a gzip member that is cut off")
        data = unpacker.unused_data


def parse(member):
    head, gap, rest = member.partition(b"\r\n\r\n")
    lines = head.decode().split("\r\n")
    if not gap or lines[0] != "WARC/1.1":
        raise ValueError("no WARC/1.1: %r" % lines[0])
    fields = {}
    for line in lines[1:]:
        name, colon, value = line.partition(":")
        if not colon or name.lower() in fields:
            raise ValueError("header %r" % line)
        fields[name.lower()] = value.strip()
    size = int(fields["content-length"])
    if rest[size:] != b"\r\n\r\n":
        raise ValueError("Content-Length %d, %d bytes" % (size, len(rest)))
    return fields, rest[:size]


def check_digest(text, block):
    name, value = text.split(":", 1)
    digest = hashlib.new(name.lower().replace("-", ""), block)
    if value.lower() == digest.hexdigest():
        return
    if value.rstrip("=") != base64.b32encode(
            digest.digest()).decode().rstrip("="):
        raise ValueError("digest %s" % text)


def answer(block):
    """The status and body of an answer of HTTP, as long as it says it is."""
    head, _, body = block.partition(b"\r\n\r\n")
    status = int(re.match(rb"HTTP/\d(?:\.\d)? (\d{3})", head).group(1))
    fields = [line.partition(b":") for line in head.split(b"\r\n")[1:]]
    for name, _, value in fields:
        name = name.lower()
        if name == b"content-length" and int(value) != len(body):
            raise ValueError("the answer's Content-Length")
        if name in (b"content-encoding", b"transfer-encoding"):
            raise ValueError("%s of a body that is unpacked" % name.decode())
    return status, body


def show(fields, block):
    line = {"type": fields["warc-type"],
            "target": fields.get("warc-target-uri"),
            "date": fields["warc-date"]}
    if not re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z",
                        line["date"]):
        raise ValueError("date " + line["date"])
    if not re.fullmatch(r"<urn:uuid:[0-9a-f-]{36}>",
                        fields["warc-record-id"]):
        raise ValueError("record id")
    if "warc-block-digest" in fields:
        check_digest(fields["warc-block-digest"], block)
    if line["type"] == "response":
        line["status"], body = answer(block)
        line["sha256"] = hashlib.sha256(body).hexdigest()
        if "warc-payload-digest" in fields:
            check_digest(fields["warc-payload-digest"], body)
    elif line["type"] == "request":
        line["first"] = block.split(b"\r\n")[0].decode()
    print(json.dumps(line))


def main():
    seen = set()
    for path in sys.argv[1:]:
        with open(path, "rb") as file:
            data = file.read()
        for member in members(data):
            fields, block = parse(member)
            if fields["warc-record-id"] in seen:
                raise ValueError("a record id twice")
            seen.add(fields["warc-record-id"])
            show(fields, block)


try:
    main()
except (ValueError, KeyError, AttributeError, zlib.error) as error:
    sys.exit("read_warc: %s: %s" % (type(error).__name__, error))
