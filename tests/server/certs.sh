#!/bin/sh
# Makes what the tests of TLS need, into the given folder: a test CA (ca.pem),
# and certificates (NAME.pem, NAME.key) of it: `good` for localhost and
# 127.0.0.1, `expired`, `other` for another name; and `self`, signed by itself.
# They are good for a few days, and never part of the repository.
set -eu

folder=${1:?usage: certs.sh FOLDER}
mkdir -p "$folder"
cd "$folder"
umask 077

key() {
	openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 \
		-out "$1" 2>/dev/null
}

key ca.key
openssl req -x509 -new -key ca.key -days 7 -subj '/CN=pubscour test CA' \
	-addext basicConstraints=critical,CA:TRUE \
	-addext keyUsage=critical,keyCertSign,cRLSign -out ca.pem

# The records `openssl ca` keeps; it alone can set both dates.
mkdir -p records
: >records/index
echo 01 >records/serial
cat >ca.conf <<-'END'
	[ca]
	default_ca = test
	[test]
	database = records/index
	serial = records/serial
	new_certs_dir = records
	default_md = sha256
	policy = any
	[any]
	commonName = supplied
END

# certificate NAME ALTERNATIVE-NAMES FROM TO
certificate() {
	key "$1.key"
	openssl req -new -key "$1.key" -subj "/CN=$1.test" -out "$1.csr"
	printf 'subjectAltName=%s\nextendedKeyUsage=serverAuth\n' "$2" >"$1.ext"
	openssl ca -batch -notext -config ca.conf -cert ca.pem -keyfile ca.key \
		-in "$1.csr" -extfile "$1.ext" -startdate "$3" -enddate "$4" \
		-out "$1.pem" 2>/dev/null
	rm -f "$1.csr" "$1.ext"
}

day() { date -u -d "$1" +%Y%m%d%H%M%SZ; }
here=DNS:localhost,IP:127.0.0.1
certificate good "$here" "$(day '1 day ago')" "$(day '6 days')"
certificate expired "$here" "$(day '9 days ago')" "$(day '2 days ago')"
certificate other DNS:other.example "$(day '1 day ago')" "$(day '6 days')"

key self.key
openssl req -x509 -new -key self.key -days 6 -subj '/CN=localhost' \
	-addext "subjectAltName=$here" -out self.pem
rm -rf records ca.conf
