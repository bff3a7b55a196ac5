# pubscour.  `make help` lists what can be asked for.
#
# Sources are found by their place: src/ROOM/*.c and src/*.c are the library,
# src/main.c, src/command/*.c, src/fetch/*.c and src/bulk/*.c the command.
# Everything made goes into $(BUILD).

BUILD   ?= build
PREFIX  ?= /usr/local
LIBDIR  ?= $(PREFIX)/lib
CC      ?= cc
CFLAGS  ?= -O2 -g

FUZZ_SECONDS ?= 60
FUZZ_BUILD   ?= build-fuzz
ASAN_BUILD   ?= build-asan
ASAN_OPTIONS ?= abort_on_error=1:detect_leaks=1
BENCH_ROUNDS ?= 5
# What `make deps` sees to: build, test, lint, fuzz, valgrind, scale, cite or all.
FOR          ?= test
# A folder of real pages: pubmed/*.html.gz and pubmed/expected.jsonl, for
# corpus, bench and valgrind; web/html/*.html.gz and web/truth.jsonl, for
# clean-score and bench.
CORPUS       ?=

# For `make fit`: a python3 with numpy and scikit-learn.
FIT_PYTHON   ?= python3

VERSION := $(shell sed -n 's/^.define PSC_VERSION "\(.*\)"/\1/p' \
	include/pubscour.h)
SONAME  := libpubscour.so.0

# --- what there is ----------------------------------------------------------

LIB_SRC     := $(filter-out src/command/% src/fetch/% src/bulk/%,$(wildcard src/*/*.c)) \
	$(filter-out src/main.c,$(wildcard src/*.c))
FETCH_SRC   := $(wildcard src/fetch/*.c)
BULK_SRC    := $(wildcard src/bulk/*.c)
COMMAND_SRC := $(wildcard src/command/*.c)
UNIT_SRC    := $(wildcard tests/unit/test_*.c)
FUZZ_SRC    := $(wildcard tests/fuzz/fuzz_*.c)
BENCH_SRC   := $(wildcard tests/bench/bench_*.c)
BENCH_SHARED := tests/bench/bench.c
SOURCES     := $(LIB_SRC) $(FETCH_SRC) $(BULK_SRC) $(COMMAND_SRC) \
	$(wildcard src/main.c) $(UNIT_SRC) $(FUZZ_SRC) $(BENCH_SRC) \
	$(BENCH_SHARED) tests/scale/trigger.c
HEADERS     := $(wildcard include/*.h src/*.h src/*/*.h tests/*/*.h)
SCRIPTS     := $(wildcard .ci/*) $(wildcard tests/*/*.sh)

obj          = $(patsubst %.c,$(BUILD)/obj/%.o,$(1))
LIB_OBJ     := $(call obj,$(LIB_SRC)) $(BUILD)/obj/schema.o
COMMAND_OBJ := $(call obj,$(COMMAND_SRC))
FETCH_OBJ   := $(call obj,$(FETCH_SRC))
BULK_OBJ    := $(call obj,$(BULK_SRC))
UNIT_OBJ    := $(call obj,$(UNIT_SRC))
SERVER_SRC  := $(wildcard tests/server/*.c)
SERVER      := $(BUILD)/server
FUZZ_BIN    := $(FUZZ_SRC:tests/fuzz/%.c=$(BUILD)/%)
BENCH_BIN   := $(BENCH_SRC:tests/bench/%.c=$(BUILD)/%)
BIN         := $(BUILD)/pubscour
LIB         := $(BUILD)/libpubscour.a
# The command without its main(), for unit tests of the option table.
COMMAND_LIB := $(BUILD)/command.a
# The library itself never asks the network, and has no processes: only the
# command has these.
FETCH_LIB   := $(BUILD)/fetch.a
BULK_LIB    := $(BUILD)/bulk.a
# The command in which pages can do harm by a word in them, for tests.
HOSTILE     := $(BUILD)/pubscour-hostile

# --- how it is compiled -----------------------------------------------------

PKGS      := gumbo libpcre2-8 jansson uchardet libcrypto zlib libbrotlidec \
	libzstd
TEST_PKGS := criterion
SERVER_PKGS := libmicrohttpd
# Of the command; libcurl is loaded when a page is fetched, not before.
FETCH_PKGS := sqlite3
ifeq ($(shell uname),Linux)
FETCH_PKGS += libseccomp
endif

# Asked once, and only when something is compiled: `make deps` may come first.
ask         = $(eval $(1) := $$(shell pkg-config $(2)) $(3))$($(1))
PKG_CFLAGS  = $(call ask,PKG_CFLAGS,--cflags $(PKGS))
PKG_LIBS    = $(call ask,PKG_LIBS,--libs $(PKGS),-lm)
FETCH_LIBS  = $(call ask,FETCH_LIBS,--libs $(FETCH_PKGS),-ldl)
FETCH_CFLAGS = $(call ask,FETCH_CFLAGS,--cflags $(FETCH_PKGS) libcurl)
TEST_CFLAGS = $(call ask,TEST_CFLAGS,--cflags $(TEST_PKGS))
TEST_LIBS   = $(call ask,TEST_LIBS,--libs $(TEST_PKGS))
SERVER_CFLAGS = $(call ask,SERVER_CFLAGS,--cflags $(SERVER_PKGS))
SERVER_LIBS   = $(call ask,SERVER_LIBS,--libs $(SERVER_PKGS))

WARNINGS := -Wall -Wextra -Wpedantic -Wshadow -Wconversion \
	-Wstrict-prototypes -Wmissing-prototypes -Wvla
STANDARD := -std=c11 -D_POSIX_C_SOURCE=200809L -fvisibility=hidden -fPIC \
	-Isrc -Iinclude -I$(BUILD)
COMPILE   = $(CC) $(STANDARD) $(WARNINGS) $(PKG_CFLAGS) $(FETCH_CFLAGS) \
	$(CPPFLAGS) $(CFLAGS)
LINK      = $(CC) $(CFLAGS) $(LDFLAGS)

# One word a file; V=1 shows the whole commands.
ifeq ($(V),)
say = @echo '  $(1) $@';
endif

# Before anything is compiled: goals that promise to work on a bare machine
# install what is missing, all others only say so.
ifneq ($(filter demo test deps,$(MAKECMDGOALS)),)
READY := deps
else
READY := have
endif

.DELETE_ON_ERROR:
.SUFFIXES:
.SECONDARY:
.PHONY: FORCE have all demo test install uninstall deps asan valgrind-run lint fuzz \
	fuzz-run golden scale corpus clean-score fit bench valgrind dist clean help

# --- build ------------------------------------------------------------------

all: $(BIN) $(LIB) $(BUILD)/libpubscour.so $(BUILD)/pubscour.pc ## build the command and the library (the default)

have:
	@.ci/deps -n build

$(BIN): $(call obj,src/main.c) $(COMMAND_LIB) $(BULK_LIB) $(FETCH_LIB) $(LIB)
	$(call say,link   )$(LINK) -o $@ $^ $(PKG_LIBS) $(FETCH_LIBS)

# The first trigger_pull() that is found is taken.
$(HOSTILE): $(call obj,src/main.c tests/scale/trigger.c) $(COMMAND_LIB) \
		$(BULK_LIB) $(FETCH_LIB) $(LIB)
	$(call say,link   )$(LINK) -o $@ $^ $(PKG_LIBS) $(FETCH_LIBS)

$(LIB): $(LIB_OBJ) $(BUILD)/sources
	@rm -f $@
	$(call say,pack   )$(AR) rcs $@ $(filter %.o,$^)

$(COMMAND_LIB): $(COMMAND_OBJ) $(BUILD)/sources
	@rm -f $@
	$(call say,pack   )$(AR) rcs $@ $(filter %.o,$^)

$(FETCH_LIB): $(FETCH_OBJ) $(BUILD)/sources
	@rm -f $@
	$(call say,pack   )$(AR) rcs $@ $(filter %.o,$^)

$(BULK_LIB): $(BULK_OBJ) $(BUILD)/sources
	@rm -f $@
	$(call say,pack   )$(AR) rcs $@ $(filter %.o,$^)

$(BUILD)/$(SONAME): $(LIB_OBJ) $(BUILD)/sources
	$(call say,link   )$(LINK) -shared -Wl,-soname,$(SONAME) -o $@ $(filter %.o,$^) $(PKG_LIBS)

$(BUILD)/libpubscour.so: $(BUILD)/$(SONAME)
	@ln -sf $(SONAME) $@

$(BUILD)/unit_tests: $(UNIT_OBJ) $(COMMAND_LIB) $(BULK_LIB) $(FETCH_LIB) \
		$(LIB) $(BUILD)/sources
	$(call say,link   )$(LINK) -o $@ $(filter %.o %.a,$^) $(PKG_LIBS) \
		$(FETCH_LIBS) $(TEST_LIBS)

# The web server that the tests of fetching ask.
$(SERVER): $(call obj,$(SERVER_SRC)) $(BUILD)/flags
	$(call say,link   )$(LINK) -pthread -o $@ $(filter %.o,$^) $(SERVER_LIBS)

$(BUILD)/fuzz_%: $(BUILD)/obj/tests/fuzz/fuzz_%.o $(COMMAND_LIB) $(BULK_LIB) \
		$(FETCH_LIB) $(LIB)
	$(call say,link   )$(LINK) -fsanitize=fuzzer -o $@ $^ $(PKG_LIBS) \
		$(FETCH_LIBS)

$(BUILD)/bench_%: $(BUILD)/obj/tests/bench/bench_%.o \
		$(call obj,$(BENCH_SHARED)) $(LIB)
	$(call say,link   )$(LINK) -o $@ $^ $(PKG_LIBS)

# What learns the weights of src/clean/weights.c.
$(BUILD)/dump_units: $(BUILD)/obj/tests/fit/dump_units.o $(LIB)
	$(call say,link   )$(LINK) -o $@ $^ $(PKG_LIBS)

$(BUILD)/align.so: tests/fit/align.c $(BUILD)/flags
	$(call say,link   )$(COMPILE) -fvisibility=default -shared -o $@ $<

$(BUILD)/obj/tests/unit/%.o: tests/unit/%.c $(BUILD)/flags | $(READY)
	@mkdir -p $(@D)
	$(call say,compile)$(COMPILE) $(TEST_CFLAGS) -MMD -MP -c -o $@ $<

$(BUILD)/obj/tests/server/%.o: tests/server/%.c $(BUILD)/flags | $(READY)
	@mkdir -p $(@D)
	$(call say,compile)$(COMPILE) $(SERVER_CFLAGS) -MMD -MP -c -o $@ $<

$(BUILD)/obj/%.o: %.c $(BUILD)/flags | $(READY)
	@mkdir -p $(@D)
	$(call say,compile)$(COMPILE) -MMD -MP -c -o $@ $<

$(BUILD)/obj/schema.o: $(BUILD)/schema.c $(BUILD)/flags | $(READY)
	@mkdir -p $(@D)
	$(call say,compile)$(COMPILE) -MMD -MP -c -o $@ $<

# The schemas as arrays: C11 promises string literals of 4095 bytes only.
array = echo 'const char $(1)[] = {'; od -An -v -tx1 $(2) | \
	sed "s/ *\([0-9a-f][0-9a-f]\)/'\\\\x\1',/g"; echo "'\\\\0' };"
$(BUILD)/schema.c: src/record/article.schema.json src/record/cleaned.schema.json
	@mkdir -p $(@D)
	@{ echo '#include "record/schema.h"'; \
	$(call array,schema_text,$<); \
	$(call array,schema_cleaned_text,$(word 2,$^)); } > $@

# These change only when what they hold does.
keep = @mkdir -p $(@D); printf '%s\n' $(1) > $@.new; \
	if cmp -s $@.new $@; then rm -f $@.new; else mv -f $@.new $@; fi

$(BUILD)/flags: FORCE | $(READY)
	$(call keep,'$(COMPILE) $(LDFLAGS)')

$(BUILD)/sources: FORCE
	$(call keep,'$(SOURCES)')

$(BUILD)/pubscour.pc: src/pubscour.pc.in FORCE
	$(call keep,"$$(sed -e 's|@PREFIX@|$(PREFIX)|' \
		-e 's|@LIBDIR@|$(LIBDIR)|' -e 's|@VERSION@|$(VERSION)|' \
		-e 's|@REQUIRES@|$(PKGS)|' $<)")

-include $(shell find $(BUILD)/obj -name '*.d' 2>/dev/null)

# --- use --------------------------------------------------------------------

demo: deps $(BIN) ## build, then print the record of a fixture page
	@page=fixtures/everything/page.html; \
	[ -e $$page ] || page=fixtures/minimal/page.html; \
	$(BIN) $$page

install: all ## install below DESTDIR and PREFIX (/usr/local)
	$(BIN) completion bash > $(BUILD)/pubscour.bash
	$(BIN) completion zsh > $(BUILD)/_pubscour
	install -d $(DESTDIR)$(PREFIX)/bin $(DESTDIR)$(PREFIX)/include \
		$(DESTDIR)$(LIBDIR)/pkgconfig \
		$(DESTDIR)$(PREFIX)/share/man/man1 \
		$(DESTDIR)$(PREFIX)/share/bash-completion/completions \
		$(DESTDIR)$(PREFIX)/share/zsh/site-functions
	install -m 755 $(BIN) $(DESTDIR)$(PREFIX)/bin/pubscour
	install -m 644 include/pubscour.h $(DESTDIR)$(PREFIX)/include/
	install -m 644 $(LIB) $(DESTDIR)$(LIBDIR)/
	install -m 755 $(BUILD)/$(SONAME) $(DESTDIR)$(LIBDIR)/
	ln -sf $(SONAME) $(DESTDIR)$(LIBDIR)/libpubscour.so
	install -m 644 $(BUILD)/pubscour.pc $(DESTDIR)$(LIBDIR)/pkgconfig/
	install -m 644 src/man/pubscour.1 $(DESTDIR)$(PREFIX)/share/man/man1/
	install -m 644 $(BUILD)/pubscour.bash \
		$(DESTDIR)$(PREFIX)/share/bash-completion/completions/pubscour
	install -m 644 $(BUILD)/_pubscour \
		$(DESTDIR)$(PREFIX)/share/zsh/site-functions/_pubscour

uninstall: ## remove what install put there
	rm -f $(DESTDIR)$(PREFIX)/bin/pubscour \
		$(DESTDIR)$(PREFIX)/include/pubscour.h \
		$(DESTDIR)$(LIBDIR)/libpubscour.a \
		$(DESTDIR)$(LIBDIR)/libpubscour.so \
		$(DESTDIR)$(LIBDIR)/$(SONAME) \
		$(DESTDIR)$(LIBDIR)/pkgconfig/pubscour.pc \
		$(DESTDIR)$(PREFIX)/share/man/man1/pubscour.1 \
		$(DESTDIR)$(PREFIX)/share/bash-completion/completions/pubscour \
		$(DESTDIR)$(PREFIX)/share/zsh/site-functions/_pubscour

deps: ## install what is missing (FOR="test lint fuzz valgrind scale" or all)
	@.ci/deps $(FOR)

# --- test -------------------------------------------------------------------

test: deps all $(SERVER) $(HOSTILE) $(if $(UNIT_SRC),$(BUILD)/unit_tests) ## run the unit, golden and script tests
	@BUILD='$(BUILD)' PUBSCOUR='$(BIN)' .ci/test

scale: $(BIN) $(HOSTILE) ## test pages in bulk, over processes and machines (minutes)
	@BUILD='$(BUILD)' PUBSCOUR='$(BIN)' CORPUS='$(CORPUS)' tests/scale/run.sh

SANITIZE := -O1 -g -fno-omit-frame-pointer -fsanitize=address,undefined \
	-fno-sanitize-recover=all
asan: ## run the same tests with the address and undefined sanitizers
	+ASAN_OPTIONS='$(ASAN_OPTIONS)' PAGES=$${PAGES:-40} \
		SKIP="$${SKIP:-cite install options readme}" \
		$(MAKE) --no-print-directory test \
		BUILD='$(ASAN_BUILD)' CFLAGS='$(SANITIZE)'

fuzz: ## run every fuzz target for FUZZ_SECONDS (60) each
	@.ci/deps -n fuzz
	+$(MAKE) --no-print-directory fuzz-run BUILD='$(FUZZ_BUILD)' CC=clang \
		CFLAGS='$(SANITIZE) -fsanitize=fuzzer-no-link'

fuzz-run: $(FUZZ_BIN)
	@BUILD='$(BUILD)' FUZZ_SECONDS='$(FUZZ_SECONDS)' .ci/fuzz $(FUZZ_BIN)

golden: $(BIN) ## write fixtures/*/expected.json anew; read the diff!
	@$(BIN) check --update fixtures || [ $$? -eq 1 ]
	@git --no-pager diff --stat fixtures

corpus: $(BIN) ## score what is made of real pages (CORPUS=folder)
	@BUILD='$(BUILD)' PUBSCOUR='$(BIN)' .ci/corpus '$(CORPUS)'
	@BUILD='$(BUILD)' PUBSCOUR='$(BIN)' .ci/clean '$(CORPUS)'

fit: $(BUILD)/dump_units $(BUILD)/align.so ## learn the weights of cleaning anew (CORPUS=folder; minutes)
	$(BUILD)/dump_units $(CORPUS)/web/html/*.html.gz >$(BUILD)/units.jsonl
	$(FIT_PYTHON) tests/fit/fit.py --out src/clean/weights.c \
		$(BUILD)/align.so $(CORPUS)/web/truth.jsonl $(BUILD)/units.jsonl

clean-score: $(BIN) ## score the cleaned text of real pages (CORPUS=folder)
	@if [ ! -e '$(CORPUS)/web/truth.jsonl' ]; then \
		echo "clean-score: skipped: no web/truth.jsonl in '$(CORPUS)'"; \
	else \
		python3 '$(CORPUS)/../tools/clean_score.py' '$(CORPUS)/web' \
			--worst 20 --json $(BUILD)/clean-score.json -- \
			$(BIN) clean --format text --width 0 -; \
	fi

BENCH_PAGES = $(if $(CORPUS),$(CORPUS)/pubmed,$(wildcard fixtures/*/page.html))
BENCH_WEB = $(if $(CORPUS),$(CORPUS)/web/html,$(BENCH_PAGES))
bench: $(BENCH_BIN) $(BIN) ## time the program against gumbo's bare parse
	@set -e; for bench in ratio stages growth; do \
		$(BUILD)/bench_$$bench -r $(BENCH_ROUNDS) \
			-j $(BUILD)/bench-$$bench.json $(BENCH_PAGES); done
	@$(BUILD)/bench_clean -r $(BENCH_ROUNDS) \
		-j $(BUILD)/bench-clean.json $(BENCH_WEB)
	@PUBSCOUR='$(BIN)' tests/bench/compare.sh -r $(BENCH_ROUNDS) \
		-j $(BUILD)/bench-compare.json $(BENCH_PAGES)

VALGRIND := valgrind -q --error-exitcode=99 --leak-check=full \
	--errors-for-leak-kinds=definite,indirect,possible
valgrind: ## run over fixtures (and CORPUS) under valgrind
	@.ci/deps -n valgrind
	+@$(MAKE) --no-print-directory valgrind-run BUILD=build-valgrind \
		CFLAGS='-O1 -g -DPATTERN_WITHOUT_JIT'

valgrind-run: $(BIN)
	@quiet() { "$$@" > $(BUILD)/valgrind.out 2> $(BUILD)/valgrind.err && \
		return; code=$$?; [ $$code -eq 1 ] && return; \
		cat $(BUILD)/valgrind.err; exit $$code; }; \
	quiet $(VALGRIND) $(BIN) --format jsonl fixtures/*/page.*; \
	quiet $(VALGRIND) $(BIN) --format json $(firstword \
		$(wildcard fixtures/*/page.html)); \
	quiet $(VALGRIND) $(BIN) check fixtures; \
	for page in fixtures/*/page.*; do \
		quiet $(VALGRIND) $(BIN) explain $$page; done; \
	if [ -n '$(CORPUS)' ]; then \
		quiet $(VALGRIND) $(BIN) --format jsonl '$(CORPUS)/pubmed'; fi; \
	echo 'valgrind: silent'

# --- lint -------------------------------------------------------------------

LINTS := format gcc clang cppcheck tidy man shell words columns size
.PHONY: $(LINTS:%=lint-%)
lint: $(LINTS:%=lint-%) ## check format, warnings, scripts, the man page and the house rules

$(LINTS:%=lint-%): lint-tools
.PHONY: lint-tools
lint-tools: have
	@.ci/deps -n lint

LINT_C   := $(sort $(SOURCES) $(HEADERS) $(wildcard tests/*/*.c))
CORES    := $(shell nproc 2>/dev/null || echo 2)
PARALLEL := xargs -P $(CORES)
each      = printf '%s\n' $(1) | $(PARALLEL)
LINT_CC   = $(STANDARD) $(WARNINGS) -Werror $(PKG_CFLAGS) $(FETCH_CFLAGS) \
	$(TEST_CFLAGS) $(SERVER_CFLAGS)

lint-format:
	@echo 'lint: clang-format'
	@clang-format --dry-run -Werror $(LINT_C)

# What gcc warns of depends on what it optimizes.
lint-gcc: COMPILE_ONLY := -O2 -c -o /dev/null
lint-clang: COMPILE_ONLY := -fsyntax-only
lint-gcc lint-clang: lint-%:
	@echo 'lint: warnings of $*'
	@$(call each,$(filter %.c,$(LINT_C))) -I '{}' \
		$* $(LINT_CC) $(COMPILE_ONLY) '{}'

lint-cppcheck:
	@echo 'lint: cppcheck'
	@cppcheck -q --std=c11 --enable=warning,performance,portability \
		--inline-suppr --error-exitcode=1 --library=posix -Isrc -Iinclude \
		-D_POSIX_C_SOURCE=200809L -D__GNUC__ --suppress=missingIncludeSystem \
		$(filter src/%.c,$(SOURCES))

# LINT_NODES: so far is each function followed; nothing: as far as clang does.
LINT_NODES ?=
TIDY_DEPTH := $(if $(LINT_NODES),-Xclang -analyzer-config -Xclang \
	max-nodes=$(LINT_NODES))
lint-tidy:
	@echo 'lint: clang-tidy'
	@$(call each,$(filter src/%.c,$(SOURCES))) -n 4 sh -c \
		'clang-tidy --quiet "$$@" -- $(STANDARD) $(PKG_CFLAGS) $(FETCH_CFLAGS) $(TIDY_DEPTH) 2>&1 | \
		sed "/warnings\{0,1\} generated/d;/^Suppressed /d;/^Use -header/d" | \
		{ ! grep .; }' tidy

lint-man:
	@echo 'lint: mandoc'
	@mandoc -T lint -W warning src/man/pubscour.1

lint-shell:
	@echo 'lint: shellcheck'
	@shellcheck $(SCRIPTS)

# Functions that write without a bound, hide errors or ask the locale.
BANNED := strcpy|stpcpy|strcat|sprintf|vsprintf|strtok|atoi|atol|atoll|atof|gets
BANNED := $(BANNED)|isspace|isalpha|isdigit|isalnum|isupper|islower|ispunct
BANNED := $(BANNED)|isprint|isgraph|iscntrl|isxdigit|isblank|tolower|toupper
lint-words:
	@echo 'lint: functions that are not used here'
	@! grep -rnE --include='*.[ch]' '\<($(BANNED))[[:space:]]*\(' \
		src include

lint-columns:
	@echo 'lint: 80 columns'
	@for file in $(filter src/% include/% tests/%,$(LINT_C)); do \
		expand "$$file" | LC_ALL=C.UTF-8 grep -nE '^.{81}' | \
		sed "s|^|$$file:|"; done | { ! grep .; }

lint-size:
	@echo 'lint: no file over 300 kB'
	@git ls-files -z | xargs -0 -r ls -ld 2>/dev/null | \
		awk '$$5 > 300000 { print $$NF ": " $$5 " bytes"; bad = 1 } \
		END { exit bad }'

# --- the rest ---------------------------------------------------------------

dist: ## pack the last commit as a tar.gz in build/
	@mkdir -p $(BUILD)
	git archive --format=tar.gz --prefix=pubscour-$(VERSION)/ \
		-o $(BUILD)/pubscour-$(VERSION).tar.gz HEAD

clean: ## remove everything made
	rm -rf $(BUILD) $(ASAN_BUILD) $(FUZZ_BUILD)

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-11s %s\n", $$1, $$2 }' \
		Makefile
