#!/bin/sh
# What `make install` puts in place is enough to build on: a small program
# finds the library by pkg-config and reads a page, with the .so and the .a.
set -eu

: "${BUILD:=build}" "${CC:=cc}"

page=fixtures/everything/page.html
[ -e "$page" ] || page=fixtures/minimal/page.html

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
root=$work/root

# The same variables as the make that may have called this, but not its flags.
export BUILD CC
unset MAKEFLAGS MFLAGS MAKELEVEL
set -- PREFIX=/usr LIBDIR=/usr/lib DESTDIR="$root"
make install "$@" >"$work/log" 2>&1 || {
	cat "$work/log"
	exit 1
}

for file in bin/pubscour include/pubscour.h lib/libpubscour.a \
	lib/libpubscour.so lib/libpubscour.so.0 lib/pkgconfig/pubscour.pc \
	share/man/man1/pubscour.1 share/zsh/site-functions/_pubscour \
	share/bash-completion/completions/pubscour; do
	[ -s "$root/usr/$file" ] || {
		echo "not installed: $file"
		exit 1
	}
done

cat >"$work/title.c" <<'END'
#include <pubscour.h>
#include <stdio.h>

int
main(int argc, char **argv)
{
	struct psc *reader = psc_new();
	const char *json = "";
	size_t size = 0;
	enum psc_status status = PSC_BAD_ARGUMENT;

	if (argc == 2)
		status = psc_read_file(reader, argv[1], argv[1]);
	if (status == PSC_OK && psc_only(reader, "title") == PSC_OK)
		status = psc_json(reader, 0, &json, &size);
	printf("%.*s\n", (int)size, json);
	psc_free(reader);
	return status != PSC_OK;
}
END

PKG_CONFIG_PATH=$root/usr/lib/pkgconfig
PKG_CONFIG_SYSROOT_DIR=$root
export PKG_CONFIG_PATH PKG_CONFIG_SYSROOT_DIR
flags="${CFLAGS:-} $(pkg-config --cflags pubscour)"
shared="$(pkg-config --libs pubscour) ${LDFLAGS:-}"
# libpubscour.a with the system's shared libraries: what --static would add
# for a program wholly static (the C++ library, for one) need not be there.
static="-L$root/usr/lib -l:libpubscour.a $(env -u PKG_CONFIG_SYSROOT_DIR \
	pkg-config --libs gumbo libpcre2-8 jansson uchardet libcrypto zlib \
		libbrotlidec libzstd) -lm"
static="$static ${LDFLAGS:-}"
# shellcheck disable=SC2086 # flags are words
{
	$CC $flags -Wall -Werror -o "$work/shared" "$work/title.c" $shared
	$CC $flags -Wall -Werror -o "$work/static" "$work/title.c" $static
}

expected=$("$root/usr/bin/pubscour" --compact --only title "$page")
for kind in shared static; do
	got=$(LD_LIBRARY_PATH="$root/usr/lib" "$work/$kind" "$page")
	[ "$got" = "$expected" ] || {
		echo "$kind: $got"
		echo "expected: $expected"
		exit 1
	}
done

# The shared library shows its public names and no others.
others=$(nm -D --defined-only "$root/usr/lib/libpubscour.so" |
	awk '{ print $3 }' | grep -v '^psc_' || true)
case "${CFLAGS:-}" in
*-fsanitize*) ;;
*)
	[ -z "$others" ] || {
		echo "names that are not public: $others"
		exit 1
	}
	;;
esac

make uninstall "$@" >"$work/log" 2>&1
left=$(find "$root" ! -type d)
[ -z "$left" ] || {
	echo "left by uninstall: $left"
	exit 1
}
# The next build is for the usual places again.
make "$BUILD/pubscour.pc" >"$work/log" 2>&1
echo 'installed, built on, removed'
