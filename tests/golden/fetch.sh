#!/bin/bash
# Fetching, against a server on the loopback that misbehaves on order: what
# comes out, and by the server's own log what was asked.  Nothing here leaves
# the machine.
#
# shellcheck disable=SC2317 # tests are called by their names
# shellcheck disable=SC2154,SC2034 # what support.sh sets and reads
# shellcheck disable=SC2086,SC2012 # numbers, and names that are known
# shellcheck disable=SC2030,SC2031 # groups have a folder of their own
set -u

# shellcheck source=/dev/null
. tests/server/support.sh
needs openssl jq "$python" "$server"
cd "$work" || exit 1

# fetch NAME CODE ARGUMENT...: the command, asking that server for PubMed, as
# often as manners allow, with a cache of its own.
fetch() {
	local name=$1 code=$2
	shift 2
	XDG_CACHE_HOME=$work/$name.cache PUBSCOUR_BASE_URL=$(url "$name") \
		run "$code" "$@" --delay 0.334
}

# --- what is no page: its code, and that it is asked for once

# bad NAME CODE ORDER [OPTION]...: a page that comes like that is this error.
bad() {
	local name=$1 code=$2 words=$3 times=${times:-1}
	shift 3
	serve "$name"
	order "$name" "/90000004/* * $words"
	fetch "$name" 1 --format jsonl --retries 0 "$@" 90000004
	ok "$name: the code in the record" out_has \
		"\"error\": ?\\{\"code\": ?\"($code)\""
	ok "$name: the code in the message" err_has \
		"^pubscour: 90000004: .+ \\(($code)\\)$"
	ok "$name: asked once" is "$(asked "$name" /90000004/)" "$times"
	ok "$name: nothing is kept as a page" nothing_cached "$name"
}
nothing_cached() {
	XDG_CACHE_HOME=$work/$1.cache "$pubscour" cache list >cached 2>&1
	! grep -q 90000004 cached
}

cat >maintenance.html <<'END'
<!DOCTYPE html><html><head><title>Site maintenance</title></head><body>
<h1>PubMed is temporarily unavailable</h1><p>The site is down for scheduled
maintenance. Please try again later.</p></body></html>
END

# All at once: each has a server, so a pace, of its own.
bad_ones() {
	bad gone http-404 status=404
	bad gone-200 http-404 file=not-found.html
	bad forbidden blocked status=403
	bad captcha blocked file=captcha.html
	bad captcha-403 blocked 'file=captcha.html status=403'
	bad denied blocked file=denied.html
	bad often rate-limited status=429
	bad broken unavailable status=500
	bad busy unavailable status=503
	bad teapot http-error status=418
	bad choices http-error status=300
	bad by-proxy http-error status=305
	bad same http-error status=304
	mkdir -p closed
	cp maintenance.html "$fixtures/minimal/page.html" closed/
	bad closed unavailable file=maintenance.html
	bad nothing empty empty
}
broken_ones() {
	bad cut truncated cut
	bad cut-chunked truncated 'cut chunked'
	bad cut-open truncated 'open cut'
	mkdir -p cut-gzip bad-gzip bomb
	page 90000004 | gzip -n >cut-gzip/page.gz
	cp cut-gzip/page.gz bad-gzip/page.gz
	printf 'XXXXXXXXXXXXXXXXXXXX' |
		dd of=bad-gzip/page.gz bs=1 seek=500 conv=notrunc status=none
	bad cut-gzip truncated 'file=page.gz encoding=gzip cut'
	bad bad-gzip truncated 'file=page.gz encoding=gzip'
	mkdir half-gzip
	head -c 900 cut-gzip/page.gz >half-gzip/page.gz
	serve half-gzip
	order half-gzip '/* * file=page.gz encoding=gzip'
	fetch half-gzip 1 clean --format jsonl --retries 0 \
		"$(url half-gzip)/notes"
	ok 'half of what was packed' out_has '"code": ?"truncated"'
	bad too-long truncated length=50000
	bad too-short truncated length=5000
	bad reset truncated reset
	# libcurl asks again by itself where a connection that was used before
	# ends without a byte, as it does when the server was tired of waiting.
	times=2 bad refused network refuse
	times=2 bad dropped network drop
	head -c 90000000 /dev/zero | gzip -1 >bomb/page.gz
	bad bomb too-large 'file=page.gz encoding=gzip'
	bad large too-large ok --max-bytes 10k
}
slow_ones() {
	bad hang timeout hang --timeout 1
	bad stall timeout stall --stall-timeout 1
	bad drip timeout drip=200 --timeout 2
	bad garbage 'network|http-error|refused' garbage
	bad huge 'network|http-error|too-large|truncated' huge=3000000
}
redirected_ones() {
	bad loop http-error redirect=/90000004/?again --retries 0
	bad to-file refused redirect=file:///etc/passwd
	bad to-private refused redirect=http://10.0.0.1/
	serve elsewhere -b 127.0.0.2
	bad to-loopback refused \
		"redirect=http://127.0.0.2:$(port elsewhere)/90000004/"
	ok 'the other one is not asked' absent_or_empty elsewhere.log
	bad to-nowhere 'http-error|refused' status=302
}
# hosts that are spelled in two ways, or do not answer
host_ones() {
	local port
	serve spelled
	port=$(port spelled)
	order spelled '/robots.txt * status=404' \
		"/90000004/ 1 redirect=http://LOCALHOST:$port/90000005/"
	PUBSCOUR_BASE_URL=http://localhost:$port run 0 --compact --only pmid \
		--delay 0.5 --allow-private 90000004
	ok 'one host, one robots.txt' is "$(asked spelled /robots.txt)" 1
	ok 'and one pace' test "$(gap spelled)" -ge 400
	run 1 clean --verbose --allow-private --delay 0.334 \
		http://127.0.0.1:9/{1,2,3,4,5}
	ok 'three pages without answer' is "$(grep -c 'GET ' err)" 3
	ok 'are enough' is "$(grep -c 'left alone' err)" 2
	serve unsure
	PUBSCOUR_BASE_URL=$(url unsure) run 1 --ca-file none.pem 90000004
	ok 'no such file of authorities' err_has 'ca-file "none.pem"'
	ok 'before the first request' absent_or_empty unsure.log
}

# what the other server does not do: odd headers, proxies
raw_ones() {
	{
		printf 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n'
		printf 'Content-Type: text/html\r\nETag: "head"\r\n\r\n'
		printf '%x\r\n' "$(page 90000004 | wc -c)"
		page 90000004
		printf '\r\n0\r\nETag: "tail"\r\nContent-Type: x/y\r\n\r\n'
	} >trailer
	serve_raw odd trailer
	run 0 fetch -d odd-pages --delay 0.334 --allow-private "$(url odd)/x"
	ok 'what follows the body is not its header' is \
		"$(jq -c '.headers[] | select(.[0] == "ETag")' \
			odd-pages/*.json)" '["ETag","\"head\""]'
	{
		printf 'HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n' \
			"$(page 90000004 | wc -c)"
		page 90000004
	} >proxied
	serve_raw proxy proxied
	http_proxy=http://me:secret@127.0.0.1:$(port proxy) run 0 clean -q \
		--delay 0.334 http://example.org/x
	ok 'by a proxy of this machine' grep -aq \
		'^GET http://example.org/x HTTP/1.1' proxy.log
	ok 'which knows us' grep -aq '^Proxy-Authorization: Basic' proxy.log
	ok 'whose password is not kept' not grep -rqi proxy-auth cache
	http_proxy=http://127.0.0.1:$(port proxy) run 1 clean --format jsonl \
		http://127.0.0.1.:1/x http://10.0.0.1/x
	ok 'it is not asked for private addresses' is \
		"$(grep -c '"code": *"refused"' out) $(grep -ac ^GET proxy.log)" \
		'2 2'
	serve_raw proxy6 proxied ::1
	[ -s proxy6.port ] || {
		: >proxy6.said
		return
	}
	http_proxy="http://[::1]:$(port proxy6)" run 0 clean -q --delay 0.334 \
		http://example.net/x
	ok 'by a proxy of IPv6' grep -aq '^GET http://example.net/x' proxy6.log
}
absent_or_empty() { [ ! -s "$work/$1" ]; }

# --- robots.txt

# robots NAME CODE ERROR PAGES TEXT [ORDER [OPTION]...]: that robots.txt leads
# to that exit code and error, and so many requests for the page.
robots() {
	local name=$1 code=$2 error=$3 pages=$4 text=$5 orders=${6:-}
	shift 5
	[ $# -eq 0 ] || shift
	mkdir -p "$name"
	page 90000004 >"$name/90000004.html"
	printf '%b' "$text" >"$name/robots.txt"
	serve "$name"
	order "$name" "$orders"
	fetch "$name" "$code" --format jsonl --retries 0 "$@" 90000004
	[ -z "$error" ] || ok "$name: the code" out_has "\"code\": ?\"$error\""
	ok "$name: pages asked for" is "$(asked "$name" /90000004/)" "$pages"
	ok "$name: robots.txt, once" is "$(asked "$name" /robots.txt)" 1
}
robots_ones() {
	robots all-forbidden 1 robots 0 'User-agent: *\nDisallow: /\n'
	ok 'the rule is named' err_has 'Disallow: /'
	robots ours-forbidden 1 robots 0 \
		'User-agent: pubscour\nDisallow: /9\n\nUser-agent: *\nAllow: /\n'
	robots other-forbidden 0 '' 1 \
		'User-agent: evilbot\nDisallow: /\n\nUser-agent: *\nAllow: /\n'
	robots ours-allowed 0 '' 1 \
		'User-agent: *\nDisallow: /\n\nUser-agent: pubscour\nAllow: /\n'
	robots odd 0 '' 1 '\0\0\377\376 garbage\n\0Disallow: /\0\n::::\n'
	robots none 0 '' 1 '' '/robots.txt * status=404'
	robots sick 1 unavailable 0 '' '/robots.txt * status=503'
	robots led 0 '' 1 '' '/robots.txt 1 redirect=/robots.txt?2'
	robots large 0 '' 1 "$(yes 'Disallow: /n/' | head -n 300000)"
	robots old 0 '' 1 'User-agent: *\nAllow: /\n'
	"$python" -c 'import sqlite3, sys
with sqlite3.connect(sys.argv[1]) as cache:
    cache.execute("UPDATE page SET checked = checked - 172800")' \
		old.cache/pubscour/cache.db
	order old '/robots.txt * status=503'
	fetch old 0 --compact --only pmid --retries 0 --refresh 90000004
	ok 'an old one in place of none' is \
		"$(asked old /robots.txt) $(asked old /90000004/)" '2 2'
	robots far 1 timeout 0 '' '/robots.txt * hang' --timeout 1
}

# --- good pages, however they come

good() {
	local name=$1 words=$2
	shift 2
	serve "$name"
	order "$name" "/90000004/* * $words"
	fetch "$name" 0 --compact --only pmid,title "$@" 90000004
	ok "$name: the record" out_has \
		'^\{"pmid": ?"90000004", ?"title": ?"Note 90000004\.?"\}$'
}
good_ones() {
	good whole ok
	good chunked chunked
	good open open
	good hops hops=5
	ok 'five redirects' is "$(asked hops)" 7
	good dripping drip=20000
	good cookies 'cookie=a=b;%20Path=/'
	mkdir -p gzip brotli zstd
	page 90000004 | gzip -n >gzip/page
	good gzip 'file=page encoding=gzip'
	if command -v brotli >/dev/null; then
		page 90000004 | brotli -c >brotli/page
		good brotli 'file=page encoding=br'
	fi
	if command -v zstd >/dev/null; then
		page 90000004 | zstd -q >zstd/page
		good zstd 'file=page encoding=zstd'
	fi
	serve six
	order six '/90000004/* * hops=6'
	fetch six 1 --format jsonl 90000004
	ok 'six redirects are too many' out_has '"code": ?"http-error"'
}

# --- trouble that passes

again_ones() {
	serve later
	order later '/90000004/ 1 status=503' '/90000004/ 1 cut' \
		'/90000005/ 1 status=429 retry-after=2'
	fetch later 0 --compact --only pmid 90000004 90000005
	ok 'three attempts' is "$(asked later /90000004/)" 3
	ok 'two attempts' is "$(asked later /90000005/)" 2
	ok 'Retry-After in seconds' waited later /90000005/ 2000
	serve dated
	order dated '/90000004/ 1 status=503 retry-after=+3'
	fetch dated 0 --compact --only pmid 90000004
	ok 'Retry-After as a date' waited dated /90000004/ 2000
	serve noted
	order noted '/90000004/ 1 status=429 retry-after=3'
	fetch noted 1 --format jsonl --retries 0 90000004
	fetch noted 0 --compact --only pmid 90000004
	ok 'the next process obeys it' waited noted /90000004/ 2900
	serve alone
	order alone '/9* * status=503'
	fetch alone 1 --format jsonl --retries 1 90000004 90000005
	ok 'one new attempt' is "$(asked alone /90000004/)" 2
	ok 'then the host is left alone' is "$(asked alone /90000005/)" 0
	ok 'and it is said' err_has '^pubscour: 90000005: .*left alone'
	serve tired
	order tired '/9* * status=429 retry-after=86400'
	fetch tired 1 --format jsonl 90000004 90000005
	ok 'nobody waits a day' is "$(asked tired)" 2
	fetch tired 1 --format jsonl 90000005
	ok 'nor does the next process ask' is "$(asked tired)" 2
	ok 'and it is said' err_has '^pubscour: 90000005: .*\(rate-limited\)$'
	serve shared
	order shared '/90000004/ 1 status=429 retry-after=3'
	(fetch shared 0 --compact --only pmid 90000004) &
	sleep 1
	(fetch shared 0 --compact --only pmid 90000005)
	wait $!
	called='two processes'
	ok 'both obey Retry-After' holds '[., inputs | .time] |
		.[2] - .[1] >= 2.9 and length == 4' shared.log
}
# waited NAME TARGET MS: so long between the first two requests to it.
waited() {
	# shellcheck disable=SC2016 # of jq
	jq -en --arg target "$2" --argjson least "$3" \
		'[inputs | select(.target == $target) | .time] |
		(.[1] - .[0]) * 1000 >= $least' "$work/$1.log" >/dev/null
}

# --- TLS

tls() {
	local name=$1 code=$2 host=$3
	shift 3
	serve "tls-$name" -t "certs/$name.pem" -k "certs/$name.key"
	called="TLS: $name"
	PUBSCOUR_BASE_URL="https://$host:$(port "tls-$name")" \
		XDG_CACHE_HOME=$work/tls-$name.cache run "$code" \
		--format jsonl --retries 0 --delay 0.334 "$@" 90000004
}
tls_ones() {
	local name
	"$certs" certs
	tls good 0 localhost --ca-file certs/ca.pem
	ok 'the record' out_has '"pmid": ?"90000004"'
	for name in expired other self; do
		tls $name 1 localhost --ca-file certs/ca.pem
		ok "$name: the code" out_has '"code": ?"tls"'
		ok "$name: nothing is asked" absent_or_empty "tls-$name.log"
	done
	rm -r tls-good.port
	tls good 1 127.0.0.1
	ok 'a CA that is not known' out_has '"code": ?"tls"'
	serve open-door
	order tls-good "/9* * redirect=$(url open-door)/90000004/"
	PUBSCOUR_BASE_URL="https://localhost:$(port tls-good)" run 1 \
		--format jsonl --delay 0.334 --ca-file certs/ca.pem \
		--allow-private 90000004
	ok 'from https to http' out_has '"code": ?"refused"'
	ok 'the other one is not asked' absent_or_empty open-door.log
}

# --- who asks, and how

manner_ones() {
	serve plain
	fetch plain 0 --compact --only pmid 90000004 pmid:90000005 \
		--contact me@example.org
	ok 'robots.txt once' is "$(asked plain /robots.txt)" 1
	ok 'three requests' is "$(asked plain)" 3
	ok 'who asks' matches "$(header plain /90000004/ User-Agent)" \
		'pubscour/[0-9.]+ \(\+?(mailto:)?me@example\.org\)'
	ok 'what is understood' matches \
		"$(header plain /90000004/ Accept-Encoding)" '.*gzip.*'
	ok 'no cookie, no referrer' is "$(header plain /90000004/ Cookie) $(
		header plain /90000004/ Referer)" 'null null'
	ok 'one connection' is "$(jq -r .connection plain.log | sort -u)" 1
	# What a server sees of the pace is early or late by its own delays.
	ok 'the least delay' test "$(gap plain)" -ge 200
	ok 'on the whole, too' test "$(spare plain 334)" -ge -100
	fetch plain 0 --compact --only pmid 90000004 90000005
	ok 'from the cache' is "$(asked plain)" 3
	serve crawl
	printf 'User-agent: *\nCrawl-delay: 2\n' >crawl/robots.txt
	fetch crawl 0 --compact --only pmid 90000004
	ok 'robots.txt sets the pace' test "$(gap crawl)" -ge 1900
	serve hasty
	XDG_CACHE_HOME=$work/hasty.cache run 0 --compact --only pmid \
		--base-url "$(url hasty)" --delay 0.334 90000004
	ok '--base-url' is "$(asked hasty)" 2
	order hasty '/9* * cookie=who=me;%20Path=/;%20Max-Age=9999'
	fetch hasty 0 --compact --only pmid --refresh 90000004
	fetch hasty 0 --compact --only pmid --refresh 90000004
	ok 'cookies do not outlive a run' is \
		"$(header hasty /90000004/ Cookie)" null
	ok 'robots.txt does' is "$(asked hasty /robots.txt)" 1
	serve anonymous
	seq 91000001 91000101 >hundred
	fetch anonymous 2 fetch -d anyone --from hundred
	ok 'over a hundred pages need a contact' err_has '--contact'
	ok 'which is said before the first' absent_or_empty anonymous.log
	serve private
	run 1 clean --format jsonl --delay 0.334 "$(url private)/90000004/"
	ok 'addresses of this machine' out_has '"code": ?"refused"'
	ok 'are not asked' absent_or_empty private.log
	run 0 clean --delay 0.334 --allow-private "$(url private)/90000004/"
	ok 'unless that is allowed' out_has 'Note 90000004'
}
matches() { printf '%s\n' "$1" | grep -Exq -e "$2"; }

# --- the cache

cache_ones() {
	serve kept
	order kept '/9* * etag=one'
	fetch kept 0 --compact --only title 90000004
	fetch kept 0 --compact --only title --max-age 0 90000004
	ok 'asked whether it holds' is \
		"$(header kept /90000004/ If-None-Match)" '"one"'
	ok 'it does' is "$(last_status kept)" 304
	ok 'and is read' out_has 'Note 90000004'
	order kept '/9* * etag=two'
	sed -i 's/Note 90000004/Other 90000004/g' kept/90000004.html
	fetch kept 0 --compact --only title --max-age 0 90000004
	ok 'it does not' is "$(last_status kept)" 200
	ok 'the new one is read' out_has 'Other 90000004'
	ok 'three requests' is "$(asked kept /90000004/)" 3
	fetch kept 0 --compact --only title --refresh 90000004
	ok 'nothing from the cache' is \
		"$(header kept /90000004/ If-None-Match) $(last_status kept)" \
		'null 200'
	order kept '/9* * status=500'
	fetch kept 0 --compact --only title --offline 90000004
	ok 'nothing but the cache' out_has 'Other 90000004'
	fetch kept 1 --format jsonl --offline 90000004 90000005
	ok 'not in the cache' out_has '"code": ?"offline"'
	ok 'what can be done' err_has 'without --offline'
	ok 'still four requests' is "$(asked kept /90000004/)" 4
	ok 'and none' is "$(asked kept /90000005/)" 0
	XDG_CACHE_HOME=$work/kept.cache run 0 cache list
	ok 'it is listed' out_has '/90000004/'
	XDG_CACHE_HOME=$work/kept.cache run 0 cache clear
	XDG_CACHE_HOME=$work/kept.cache run 0 cache list
	ok 'it is gone' not out_has 90000004
	serve unkept
	order unkept '/9* * modified'
	fetch unkept 0 --compact --only pmid --no-cache 90000004
	ok 'not kept' nothing_cached unkept
	fetch unkept 0 --compact --only pmid 90000004
	fetch unkept 0 --compact --only pmid --max-age 0 90000004
	ok 'by its date' is "$(last_status unkept)" 304
	serve unsaid
	fetch unsaid 0 --compact --only pmid 90000004
	order unsaid '/9* * status=304'
	fetch unsaid 1 --format jsonl --max-age 0 90000004
	ok 'nobody asked whether it holds' out_has '"code": ?"http-error"'
}
nothing_kept() {
	XDG_CACHE_HOME=$work/$1.cache "$pubscour" cache list >cached 2>&1
	! grep -q "$2" cached
}
not() { ! "$@"; }
last_status() {
	jq -rn 'last(inputs) | .status' "$work/$1.log"
}

# --- pubscour fetch

folder_ones() {
	local id=90000004 before
	serve raw
	fetch raw 0 fetch -d into $id 90000005 $id --warc all.warc.gz \
		--contact https://example.org/me
	ok 'byte by byte' same raw/$id.html into/$id.html
	ok 'each once' is "$(asked raw)" 3
	ok 'the sidecar' is "$(jq -r '[.address, .location, .status, .bytes,
		.sha256] | join(" ")' into/$id.meta.json)" \
		"$(url raw)/$id/ $(url raw)/$id/ 200 $(stat -c %s raw/$id.html) $(
			sum raw/$id.html)"
	ok 'its time and headers' holds '(.fetched_at | test("^[0-9-]{10}T[0-9:]{8}(\\.[0-9]+)?Z$"))
		and (.headers | tostring | test("text/html"))' into/$id.meta.json
	ok 'nothing else' is "$(ls -A into | paste -sd' ')" \
		'90000004.html 90000004.meta.json 90000005.html 90000005.meta.json'
	fetch raw 0 fetch -d into --no-cache $id 90000005
	ok 'what is there is not asked for' is "$(asked raw)" 3
	ok 'and that is said' err_has already
	echo x >>into/$id.html
	fetch raw 0 fetch -d into $id 90000005
	ok 'what was changed is mended' same raw/$id.html into/$id.html
	ok 'from the cache' is "$(asked raw)" 3
	fetch raw 0 fetch -d into --refresh $id 90000005
	ok '--refresh asks again' is "$(asked raw)" 5
	order raw '/90000005/ * status=404'
	fetch raw 1 fetch -d other --refresh 90000005 $id
	ok 'one that fails stops nothing' same raw/$id.html other/$id.html
	ok 'it leaves no file' absent other/90000005.html
	ok 'it is said' err_has '^pubscour: 90000005: .*\(http-404\)$'
	fetch raw 2 fetch $id
	ok 'nowhere to put it' err_has '^pubscour: .*-d'
	fetch raw 2 fetch --warc - $id
	ok 'a stream is no archive' absent ./-
	mkdir -p stuck/$id.html
	before=$(asked raw)
	fetch raw 1 fetch -d stuck --refresh $id 90000005
	ok 'what cannot be kept is not asked for' is "$(asked raw)" \
		$((before + 1))
	# Larger than the cache, which is to fit.
	for _ in {1..99}; do cat all.warc.gz; done >full.warc.gz
	cp full.warc.gz full.copy
	(
		ulimit -f $(($(stat -c %s full.warc.gz) / 1024 + 3))
		fetch raw 1 fetch --warc full.warc.gz --refresh $id 90000005
		exit $failed
	) || failed=1
	called='no room for a page'
	ok 'no half record is left' same full.warc.gz full.copy
	run 1 fetch -d nowhere --base-url http://127.0.0.1:1 --delay 0.334 -v \
		1 2 3 4 5
	ok 'who is not there is left alone' is "$(grep -c ' GET ' err)" 3
	ok 'and that is said' err_has '^pubscour: 5: .*left alone.*\(network\)$'
	called='WARC'
	ok 'it is one' read_warc
	ok 'its records' is "$(cut -d' ' -f1 records | paste -sd' ')" \
		'warcinfo request response metadata request response metadata'
	ok 'their targets' is "$(grep ^response records)" \
		"response $(url raw)/$id/ $(sum raw/$id.html)
response $(url raw)/90000005/ $(sum raw/90000005.html)"
	ok 'the request' pack_has "^GET /$id/ HTTP/1.1"
	ok 'who asked' pack_has '^User-Agent: pubscour/.*example\.org/me'
	cp all.warc.gz before.gz
	fetch raw 0 fetch --warc all.warc.gz $id 90000005
	ok 'what is in the archive is not added again' same all.warc.gz before.gz
	ok 'and that is said' err_has 'fetched 0, already there 2'
	fetch raw 0 fetch -d into --warc late.warc.gz $id 90000005
	ok 'what is in the folder alone is' is "$(gzip -dc late.warc.gz |
		grep -ac '^WARC-Type: response')" 2
	gzip -c raw/$id.html >page.gz
	cp page.gz page.copy
	fetch raw 1 fetch --warc page.gz $id
	ok 'no file of somebody is written to' same page.gz page.copy
	ok 'for a reason' err_has '^pubscour: cannot write page.gz: .*no WARC'
	fetch raw 0 fetch --warc all.warc.gz --refresh $id
	ok 'more is added at its end' read_warc
	ok 'it is one more' is "$(grep -c ^response records)" 3
	run 0 --compact --only pmid all.warc.gz
	ok 'we read it, too' is "$(grep -o '9000000[45]' out |
		paste -sd' ')" '90000004 90000005 90000004'
}
read_warc() { "$python" "$tools/warc_check.py" all.warc.gz >records; }
pack_has() { gzip -dc all.warc.gz | grep -aEq -e "$1"; }

# --- what leads to articles

lookup_ones() {
	serve found
	printf '%s\n' '10.5555/n.1[doi] 90000004' 'PMC1234567[pmcid] 90000005' \
		'PMC1234567[pmc] 90000005' 'PMC1234567 90000005' >found/map
	fetch found 0 --compact --only pmid doi:10.5555/n.1
	ok 'a DOI' out_has '"90000004"'
	fetch found 0 --compact --only pmid PMC1234567
	ok 'a PMCID' out_has '"90000005"'
	fetch found 0 --compact --only pmid \
		'https://www.ncbi.nlm.nih.gov/pubmed/90000004#abstract'
	ok 'an old address' out_has '"90000004"'
	fetch found 1 --format jsonl doi:10.5555/none
	ok 'no article' out_has '"code": ?"not-an-article"'
	fetch found 0 fetch -d looked doi:10.5555/n.1
	sed -i 's/Note 90000004/A longer note/' found/90000004.html
	fetch found 0 fetch -d looked --refresh doi:10.5555/n.1
	ok 'fetched again, it is kept' same {found,looked}/90000004.html
	printf '%s\n' '10.5555/none[doi] 90000004' >>found/map
	fetch found 0 --compact --only pmid doi:10.5555/none
	ok 'until there is one' out_has '"90000004"'
	serve moved
	cp "$fixtures/minimal/page.html" moved/news.html
	order moved '/90000004/ * redirect=/90000005/' \
		'/90000006/ * redirect=/about/' '/about/ * file=news.html'
	fetch moved 0 --compact --only pmid 90000004
	ok 'another article, which is told' out_has '"90000005"'
	ok 'on standard error' err_has '^pubscour: 90000004: .* 90000005$'
	fetch moved 1 fetch -d moved-pages 90000006 90000004
	ok 'no article' err_has '^pubscour: 90000006: .*\(not-an-article\)$'
	ok 'is not kept' is "$(ls moved-pages | paste -sd' ')" \
		'90000004.html 90000004.meta.json'
	ok 'nor cached' nothing_kept moved 90000006
	echo '<!DOCTYPE html><title>News</title><p>News.</p></html>' \
		>moved/other.html
	order moved '/90000005/ 1 file=other.html'
	fetch moved 1 --compact --refresh 90000005
	ok 'a page of a new kind' err_has '\(not-an-article\)$'
	fetch moved 0 --compact --only pmid 90000005
	ok 'is asked for again' out_has '"90000005"'
	cp found/90000004.html 90000005
	fetch found 0 --compact --only pmid 90000005
	ok 'a file of that name wins' out_has '"90000004"'
	rm 90000005
	printf '90000004\n\n \t\r\n90000005\n' >names
	fetch found 0 --compact --only pmid --from names
	ok 'a list of names' is "$(wc -l <out)" 2
}

# --- the rest of lists

complete_ones() {
	local id=90000120
	mkdir lists
	cp "$fixtures/complete-references/page.html" lists/$id.html
	cp "$fixtures/complete-references/references.html" \
		lists/$id.references.html
	cp "$fixtures/complete-authors/page.html" lists/90000121.html
	cp "$fixtures/complete-authors/authors.html" \
		lists/90000121.long-authors.html
	cp "$fixtures/complete-articles/page.html" lists/90000122.html
	cp "$fixtures/complete-articles/similar.html" \
		lists/90000122.pubmed_pubmed.html
	cp "$fixtures/complete-articles/similar-2.html" \
		lists/90000122.pubmed_pubmed.2.html
	cp "$fixtures/complete-articles/cited_by.html" \
		lists/90000122.pubmed_pubmed_citedin.html
	serve lists
	fetch lists 0 --compact --complete $id
	ok 'fourteen of fourteen' is "$(jq -c '.references |
		[.total, (.items | length), .complete]' out)" '[14,14,true]'
	ok 'in order, none twice' is "$(jq -c '.references.items' out)" \
		"$(whole references .references.items)"
	ok 'one request for them' is "$(asked lists /$id/references/)" 1
	ok 'no warning' holds '.warnings == []' out
	fetch lists 0 --compact $id
	ok 'without --complete' is "$(jq '.references.items | length' out)" 5
	fetch lists 0 --compact --complete 90000121
	ok 'all authors' is "$(jq -c '[.authors, .affiliations,
		.collaborators]' out)" \
		"$(whole authors '[.authors, .affiliations, .collaborators]')"
	fetch lists 0 --compact --complete 90000122
	ok 'similar and citing articles' is "$(jq -c '[.similar_articles.items,
		.cited_by.items]' out)" "$(whole articles \
		'[.similar_articles.items, .cited_by.items]')"
	ok 'they are complete' holds \
		'.similar_articles.complete and .cited_by.complete' out
	ok 'nothing is said' is "$(cat err)" ''
	fetch lists 0 --compact --complete --strict --max-list 3 90000122
	ok 'what is missing is said' err_has \
		'^pubscour: 90000122: warning: truncated-list: cited_by: 3 of 4'
	ok '--max-list' is "$(jq '.similar_articles.items | length' out)" 3
	fetch lists 0 --compact --complete --refresh \
		--only pmid,cited_by.items.pmid 90000122
	ok 'the list that is written' is \
		"$(jq '.cited_by.items | length' out)" 4
	ok 'no other is asked for' is "$(asked lists \
		'/?linkname=pubmed_pubmed&from_uid=90000122')" 1
	fetch lists 0 fetch --complete -d kept-lists $id
	ok 'they are kept beside the page' same lists/$id.references.html \
		kept-lists/$id.references.html
	serve list-gone
	cp lists/$id.html list-gone/
	fetch list-gone 0 --compact --complete --retries 0 $id
	ok 'the list of the page is kept' is "$(jq -c '.references |
		[.total, (.items | length), .complete]' out)" '[14,5,false]'
	ok 'with a warning' holds '.warnings | length > 0' out
	ok 'that is said' err_has "^pubscour: $id: warning: .*status 404"
	fetch list-gone 1 --compact --complete --retries 0 --strict $id
	ok 'the record is there' holds '.references.total == 14' out
	fetch list-gone 0 --compact --complete --retries 0 --quiet $id
	ok 'nothing is said' is "$(cat err)" ''
	complete_wrong
}
# What is no part of that list is neither kept nor believed the next time.
complete_wrong() {
	local id=90000120
	serve wrong
	cp lists/$id.html lists/$id.references.html wrong/
	cp "$fixtures/complete-authors/page.html" wrong/other.html
	order wrong "/$id/references/ * file=other.html"
	fetch wrong 1 fetch --complete -d wrong-kept $id
	ok 'another article' err_has "^pubscour: $id.references: .*another"
	ok 'the page alone is kept' is "$(ls wrong-kept | paste -sd' ')" \
		"$id.html $id.meta.json"
	fetch wrong 1 --compact --complete --strict $id
	ok 'not as a record' holds '.references.complete | not' out
	order wrong
	fetch wrong 0 --compact --complete --strict $id
	ok 'asked for again' holds '.references.complete' out
	fetch wrong 0 fetch --complete -d wrong-kept $id
	ok 'and kept' same wrong/$id.references.html \
		wrong-kept/$id.references.html
	printf '<ol class="references-list"><li>Elsewhere.</li></ol>' \
		>wrong/90000129.references.html
	order wrong "/$id/references/ * redirect=/90000129/references/"
	fetch wrong 1 --compact --complete --strict --refresh $id
	ok 'nor what is elsewhere' holds '.references.items | length == 5' out
	order wrong
	fetch wrong 0 --compact --complete --strict $id
	ok 'asked for again' holds '.references.complete' out
}
whole() { jq -c "$2" "$fixtures/complete-$1-whole/expected.json"; }

# --- an end in between

stop_ones() {
	stop INT 130
	stop TERM 143
	ok 'and asks for nothing twice' is "$(asked slow-INT /90000004/)" 1
}
# stop SIGNAL CODE: while the second page is waited for.
stop() {
	local name=slow-$1 process code=0 tries=200
	serve "$name"
	order "$name" '/90000005/ * hang'
	XDG_CACHE_HOME=$work/$name.cache env --default-signal="$1" \
		"$pubscour" fetch --base-url "$(url "$name")" --delay 0.334 \
		-d "part-$1" 90000004 90000005 2>err &
	process=$!
	until [ "$(asked "$name" /90000005/)" -eq 1 ] || [ $tries -eq 0 ]; do
		tries=$((tries - 1))
		sleep 0.05
	done
	kill -s "$1" $process
	wait $process || code=$?
	called="stopped by $1"
	ok 'exit code' is $code $2
	ok 'how to go on' err_has '^pubscour: stopped after 1 of 2;.*goes on'
	ok 'what was there is whole' same "$name/90000004.html" \
		"part-$1/90000004.html"
	ok 'nothing is half' is "$(ls -A "part-$1" | paste -sd' ')" \
		'90000004.html 90000004.meta.json'
	order "$name"
	fetch "$name" 0 fetch -d "part-$1" 90000004 90000005
	ok 'it goes on' same "$name/90000005.html" "part-$1/90000005.html"
}

# Nobody is told that it goes on where it would begin anew.
anew() {
	called="stopped with $1"
	XDG_CACHE_HOME=$work/$2.cache timeout 8 "$pubscour" "$1" --only pmid \
		--base-url "$(url "$2")" 90000004 >out 2>err
	ok 'it is said' err_has '^pubscour: stopped after 0 of 1'
	ok 'and how to go on' is "$(sed 's/.*of 1;* *//' err)" "$3"
}
anew_ones() {
	serve anew
	order anew '/9* * hang'
	anew --no-cache anew ''
	anew --refresh anew \
		'the same command without --refresh goes on from there'
}

# Groups run at the same time, each in a folder of its own below $work, and
# say what failed; most of the time they wait for the pace.
group() {
	local name=$1
	(
		mkdir "$work/$name"
		cd "$work/$name" || exit 1
		work=$work/$name
		started=()
		export HOME=$work XDG_CACHE_HOME=$work/cache
		trap 'kill "${started[@]}" 2>/dev/null' EXIT
		cp "$work/../maintenance.html" .
		"$name"
		finish
	) >"$work/$name.out" 2>&1 &
	groups+=("$name:$!")
}

groups=()
for name in bad_ones broken_ones slow_ones redirected_ones host_ones \
	raw_ones robots_ones \
	good_ones again_ones tls_ones manner_ones cache_ones folder_ones \
	lookup_ones complete_ones stop_ones anew_ones; do
	if [ $# -eq 0 ] || [ "$1" = "$name" ]; then
		group "$name"
	fi
done
for name in "${groups[@]}"; do
	wait "${name#*:}" || {
		failed=1
		grep -v 'assertions hold$' "$work/${name%:*}.out"
	}
	asserted=$((asserted + $(sed -n 's/.*: \([0-9]*\) assertions hold$/\1/p' \
		"$work/${name%:*}.out" | grep . || echo 0)))
done
[ $failed -ne 0 ] || echo "fetch: $asserted assertions hold"
exit $failed
