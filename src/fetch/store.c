/*
 * This file keeps pages, robots.txt files and the pace of each host in a
 * database.  What is a page, and what the wait is for, is not its business.
 */
#include "fetch/store.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "fetch/database.h"
#include "fetch/pack.h"
#include "input/digest.h"

/* Seconds.  Nobody rests longer, whatever was asked for. */
#define DAY 86400.0

/* A start that lies less far ahead of now stays noted as it is. */
#define SLACK 1.0

/* When a host was last asked that never was. */
#define NEVER (-1e18)

/* Texts of one page that are held in memory. */
#define HELD 8

struct store {
	struct database database;
	char *held[HELD]; /* what the last page points to */
	size_t held_count;
};

/* One table for both: they are kept and found in the same way. */
enum kind { KIND_PAGE, KIND_ROBOTS };

enum statement {
	STATEMENT_FIND,
	STATEMENT_KEEP,
	STATEMENT_TOUCH,
	STATEMENT_EACH,
	STATEMENT_COUNT,
	STATEMENT_CLEAR,
	STATEMENT_PACE,
	STATEMENT_PACE_KEEP,
	STATEMENT_CHECK,
	STATEMENTS
};

enum column {
	COLUMN_KIND,
	COLUMN_KEY,
	COLUMN_ADDRESS, /* NULL: the key is it */
	COLUMN_LOCATION,
	COLUMN_STATUS,
	COLUMN_REQUEST,
	COLUMN_RESPONSE,
	COLUMN_ETAG,
	COLUMN_MODIFIED,
	COLUMN_FETCHED,
	COLUMN_CHECKED,
	COLUMN_SHA256,
	COLUMN_BYTES,  /* of the body */
	COLUMN_PACKED, /* is it made small? */
	COLUMN_BODY    /* the last, so that the others are read without it */
};

#define COLUMNS \
	"kind, key, address, location, status, request, response, etag, " \
	"modified, fetched, checked, sha256, bytes, packed, body"

static const char *const statements[STATEMENTS] = {
	[STATEMENT_FIND] =
	    "SELECT " COLUMNS " FROM page WHERE kind = ? AND key = ?",
	[STATEMENT_KEEP] =
	    "REPLACE INTO page (" COLUMNS
	    ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
	[STATEMENT_TOUCH] =
	    "UPDATE page SET checked = ? WHERE kind = 0 AND key = ?",
	[STATEMENT_EACH] =
	    "SELECT " COLUMNS " FROM page WHERE kind = 0 ORDER BY key",
	[STATEMENT_COUNT] = "SELECT count(*) FROM page WHERE kind = 0",
	[STATEMENT_CLEAR] = "DELETE FROM page",
	[STATEMENT_PACE] = "SELECT started, rest FROM pace WHERE host = ?",
	[STATEMENT_PACE_KEEP] =
	    "REPLACE INTO pace (host, started, rest) VALUES (?, ?, ?)",
	[STATEMENT_CHECK] = "PRAGMA integrity_check(1)",
};

_Static_assert(STATEMENTS <= DATABASE_STATEMENTS, "statements");

/* 0x70736372: "pscr". */
static const struct database_format format = {
	.application = 0x70736372,
	.version = 1,
	.schema = "PRAGMA application_id = 0x70736372;"
		  "PRAGMA user_version = 1;"
		  "CREATE TABLE page (kind INTEGER NOT NULL,"
		  " key TEXT NOT NULL, address TEXT, location TEXT,"
		  " status INTEGER NOT NULL, request TEXT, response TEXT,"
		  " etag TEXT, modified TEXT, fetched REAL NOT NULL,"
		  " checked REAL NOT NULL, sha256 TEXT NOT NULL,"
		  " bytes INTEGER NOT NULL, packed INTEGER NOT NULL,"
		  " body BLOB NOT NULL, PRIMARY KEY (kind, key));"
		  "CREATE TABLE pace (host TEXT NOT NULL PRIMARY KEY,"
		  " started REAL NOT NULL, rest REAL NOT NULL);",
	.sql = statements,
};

struct store *
store_open(const char *path, struct error *error)
{
	struct store *store = calloc(1, sizeof(*store));

	error_set(error, "no memory");
	if (store == NULL)
		return NULL;
	if (!database_open(&store->database, path, &format, error)) {
		store_close(store);
		return NULL;
	}
	error_set(error, "%s", "");
	return store;
}

struct store *
store_open_frozen(const char *path, struct error *error)
{
	struct store *store = calloc(1, sizeof(*store));

	error_set(error, "no memory");
	if (store == NULL)
		return NULL;
	if (!database_open_frozen(&store->database, path, &format, error)) {
		store_close(store);
		return NULL;
	}
	error_set(error, "%s", "");
	return store;
}

static void
let_go(struct store *store)
{
	while (store->held_count > 0)
		free(store->held[--store->held_count]);
}

void
store_close(struct store *store)
{
	if (store == NULL)
		return;
	let_go(store);
	database_close(&store->database);
	free(store);
}

char *
store_path(void)
{
	const char *cache = getenv("XDG_CACHE_HOME");
	const char *home = getenv("HOME");
	const char *between = "";

	/* "All paths set in these must be absolute", else they do not count
	   (XDG Base Directory Specification). */
	if (cache == NULL || cache[0] != '/') {
		cache = home;
		between = "/.cache";
	}
	if (cache == NULL || cache[0] == '\0')
		return NULL;
	size_t room = strlen(cache) + sizeof("/.cache/pubscour/cache.db");
	char *path = malloc(room);
	if (path != NULL)
		snprintf(path, room, "%s%s/pubscour/cache.db", cache, between);
	return path;
}

/* --- pages ----------------------------------------------------------------*/

static const char *
text_at(sqlite3_stmt *row, enum column column)
{
	return (const char *)sqlite3_column_text(row, (int)column);
}

/* The page of a row, without body; its texts live as long as the row. */
static void
view_row(sqlite3_stmt *row, struct store_page *page)
{
	const char *address = text_at(row, COLUMN_ADDRESS);
	const char *sha256 = text_at(row, COLUMN_SHA256);

	*page = (struct store_page){
		.address = address != NULL ? address : text_at(row, COLUMN_KEY),
		.location = text_at(row, COLUMN_LOCATION),
		.status = (long)sqlite3_column_int64(row, COLUMN_STATUS),
		.request = text_at(row, COLUMN_REQUEST),
		.response = text_at(row, COLUMN_RESPONSE),
		.etag = text_at(row, COLUMN_ETAG),
		.modified = text_at(row, COLUMN_MODIFIED),
		.fetched = sqlite3_column_double(row, COLUMN_FETCHED),
		.checked = sqlite3_column_double(row, COLUMN_CHECKED),
	};
	snprintf(page->sha256, sizeof(page->sha256), "%.64s",
	    sha256 == NULL ? "" : sha256);
}

/* Keeps `piece`, which is the store's from now on.  False: it is NULL. */
static bool
hold(struct store *store, char *piece)
{
	if (piece == NULL)
		return false;
	store->held[store->held_count++] = piece;
	return true;
}

/* The texts of a page become the store's. */
static bool
hold_texts(struct store *store, struct store_page *page)
{
	const char **texts[] = { &page->address, &page->location,
		&page->request, &page->response, &page->etag, &page->modified };
	bool held = true;

	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		if (*texts[i] == NULL)
			continue;
		char *copy = strdup(*texts[i]);
		held = hold(store, copy) && held;
		*texts[i] = copy;
	}
	return held;
}

/* The body of a row, unpacked; false: it cannot be. */
static bool
hold_body(struct store *store, sqlite3_stmt *row, struct span *body)
{
	sqlite3_int64 bytes = sqlite3_column_int64(row, COLUMN_BYTES);
	const char *blob = sqlite3_column_blob(row, COLUMN_BODY);
	size_t len = (size_t)sqlite3_column_bytes(row, COLUMN_BODY);
	struct span kept = { blob == NULL ? "" : blob, blob == NULL ? 0 : len };
	char *piece;

	if (bytes < 0)
		return false;
	if (sqlite3_column_int(row, COLUMN_PACKED) != 0) {
		piece = pack_whole(kept, (size_t)bytes);
		kept.len = (size_t)bytes;
	} else {
		piece = malloc(kept.len + 1);
		if (piece != NULL) {
			memcpy(piece, kept.ptr, kept.len);
			piece[kept.len] = '\0';
		}
	}
	*body = (struct span){ piece, kept.len };
	return hold(store, piece);
}

/* A page in the store's memory; it is what was kept, or there is none. */
static bool
read_row(struct store *store, sqlite3_stmt *row, struct store_page *page,
    struct error *error)
{
	char sha256[65];

	view_row(row, page);
	if (!hold_texts(store, page)) {
		error_set(error, "no memory");
		return false;
	}
	if (hold_body(store, row, &page->body) &&
	    digest_sha256(page->body, sha256) == PSC_OK &&
	    strcmp(sha256, page->sha256) == 0)
		return true;
	error_set(error, "the page in the cache '%.200s' is damaged",
	    store->database.path);
	return false;
}

static bool
find(struct store *store, enum kind kind, const char *key,
    struct store_page *page, struct error *error)
{
	bool found = false;

	error_set(error, "%s", "");
	*page = (struct store_page){ .status = 0 };
	sqlite3_stmt *row =
	    database_statement(&store->database, STATEMENT_FIND, error);
	if (row == NULL)
		return false;
	sqlite3_bind_int(row, 1, (int)kind);
	sqlite3_bind_text(row, 2, key, -1, SQLITE_STATIC);
	int code = database_step(&store->database, row, error);
	/* Not sooner: the key may be a text of the last page. */
	let_go(store);
	if (code == SQLITE_ROW)
		found = read_row(store, row, page, error);
	database_done(row);
	if (!found) {
		let_go(store);
		*page = (struct store_page){ .status = 0 };
	}
	return found;
}

bool
store_find(struct store *store, const char *address, struct store_page *page,
    struct error *error)
{
	return find(store, KIND_PAGE, address, page, error);
}

bool
store_robots_find(struct store *store, const char *host,
    struct store_page *page, struct error *error)
{
	return find(store, KIND_ROBOTS, host, page, error);
}

/* Runs a statement that writes, by itself. */
static bool
write_row(struct store *store, sqlite3_stmt *statement, struct error *error)
{
	bool written = false;

	if (database_begin(&store->database, error)) {
		written = database_step(&store->database, statement, error) ==
			  SQLITE_DONE;
		written =
		    database_end(&store->database, written, error) && written;
	}
	database_done(statement);
	return written;
}

static void
bind_text(sqlite3_stmt *statement, enum column column, const char *text)
{
	sqlite3_bind_text(statement, (int)column + 1, text, -1, SQLITE_STATIC);
}

static void
bind_page(sqlite3_stmt *statement, const struct store_page *page)
{
	bind_text(statement, COLUMN_LOCATION, page->location);
	sqlite3_bind_int64(statement, COLUMN_STATUS + 1, page->status);
	bind_text(statement, COLUMN_REQUEST, page->request);
	bind_text(statement, COLUMN_RESPONSE, page->response);
	bind_text(statement, COLUMN_ETAG, page->etag);
	bind_text(statement, COLUMN_MODIFIED, page->modified);
	sqlite3_bind_double(statement, COLUMN_FETCHED + 1, page->fetched);
	sqlite3_bind_double(statement, COLUMN_CHECKED + 1, page->checked);
}

static bool
keep(struct store *store, enum kind kind, const char *key,
    const struct store_page *page, struct error *error)
{
	char sha256[65];
	size_t packed_size = 0;
	sqlite3_stmt *statement =
	    database_statement(&store->database, STATEMENT_KEEP, error);

	if (statement == NULL)
		return false;
	if (digest_sha256(page->body, sha256) != PSC_OK) {
		error_set(error, "no SHA-256 can be made");
		return false;
	}
	char *packed = pack_small(page->body, &packed_size);
	const char *body = packed != NULL           ? packed
			   : page->body.ptr != NULL ? page->body.ptr
						    : "";
	bind_page(statement, page);
	sqlite3_bind_int(statement, COLUMN_KIND + 1, (int)kind);
	bind_text(statement, COLUMN_KEY, key);
	bind_text(statement, COLUMN_ADDRESS,
	    kind == KIND_PAGE ? NULL : page->address);
	bind_text(statement, COLUMN_SHA256, sha256);
	sqlite3_bind_int64(
	    statement, COLUMN_BYTES + 1, (sqlite3_int64)page->body.len);
	sqlite3_bind_int(statement, COLUMN_PACKED + 1, packed != NULL);
	/* What is too large to be bound stays NULL, and is then refused. */
	sqlite3_bind_blob64(statement, COLUMN_BODY + 1, body,
	    packed != NULL ? packed_size : page->body.len, SQLITE_STATIC);
	bool kept = write_row(store, statement, error);
	free(packed);
	return kept;
}

bool
store_keep(
    struct store *store, const struct store_page *page, struct error *error)
{
	return keep(store, KIND_PAGE, page->address, page, error);
}

bool
store_robots_keep(struct store *store, const char *host,
    const struct store_page *page, struct error *error)
{
	return keep(store, KIND_ROBOTS, host, page, error);
}

bool
store_touch(struct store *store, const char *address, double checked,
    struct error *error)
{
	sqlite3_stmt *statement =
	    database_statement(&store->database, STATEMENT_TOUCH, error);

	if (statement == NULL)
		return false;
	sqlite3_bind_double(statement, 1, checked);
	sqlite3_bind_text(statement, 2, address, -1, SQLITE_STATIC);
	return write_row(store, statement, error);
}

bool
store_each(
    struct store *store, store_visit *visit, void *context, struct error *error)
{
	struct store_page page;
	int code;
	sqlite3_stmt *row =
	    database_statement(&store->database, STATEMENT_EACH, error);

	if (row == NULL)
		return false;
	while ((code = database_step(&store->database, row, error)) ==
	       SQLITE_ROW) {
		sqlite3_int64 bytes = sqlite3_column_int64(row, COLUMN_BYTES);

		view_row(row, &page);
		if (!visit(context, &page, bytes < 0 ? 0 : (size_t)bytes))
			break;
	}
	database_done(row);
	return code == SQLITE_DONE || code == SQLITE_ROW;
}

/* --- all of it ------------------------------------------------------------*/

/* The number of pages; -1 and a message. */
static long
count_pages(struct store *store, struct error *error)
{
	long pages = -1;
	sqlite3_stmt *row =
	    database_statement(&store->database, STATEMENT_COUNT, error);

	if (row == NULL)
		return -1;
	if (database_step(&store->database, row, error) == SQLITE_ROW)
		pages = (long)sqlite3_column_int64(row, 0);
	database_done(row);
	return pages;
}

static bool
remove_pages(struct store *store, struct error *error)
{
	sqlite3_stmt *statement =
	    database_statement(&store->database, STATEMENT_CLEAR, error);

	if (statement == NULL)
		return false;
	int code = database_step(&store->database, statement, error);
	database_done(statement);
	/* The file gives its room back. */
	return code == SQLITE_DONE && database_run(&store->database,
					  "PRAGMA incremental_vacuum", error);
}

long
store_clear(struct store *store, struct error *error)
{
	struct error ignored = { "" };

	if (!database_begin(&store->database, error))
		return -1;
	long pages = count_pages(store, error);
	bool removed = pages >= 0 && remove_pages(store, error);
	if (!database_end(&store->database, removed, error) || !removed)
		return -1;
	database_run(
	    &store->database, "PRAGMA wal_checkpoint(PASSIVE)", &ignored);
	return pages;
}

bool
store_remove(const char *path, struct error *error)
{
	/* The database first: SQLite throws a WAL away that has none. */
	static const char *const ends[] = { "", "-wal", "-shm", "-journal" };
	size_t room = strlen(path) + sizeof("-journal");
	char *name = malloc(room);

	if (name == NULL) {
		error_set(error, "no memory");
		return false;
	}
	bool removed = true;
	for (size_t i = 0; i < sizeof(ends) / sizeof(ends[0]); i++) {
		snprintf(name, room, "%s%s", path, ends[i]);
		if (unlink(name) == 0 || errno == ENOENT || errno == ENOTDIR)
			continue;
		if (removed)
			error_set(error, "'%.200s' cannot be removed: %s", name,
			    strerror(errno));
		removed = false;
	}
	free(name);
	return removed;
}

bool
store_check(struct store *store, struct error *error)
{
	sqlite3_stmt *row =
	    database_statement(&store->database, STATEMENT_CHECK, error);
	bool sound = false;

	if (row == NULL)
		return false;
	if (database_step(&store->database, row, error) == SQLITE_ROW) {
		const char *found = (const char *)sqlite3_column_text(row, 0);
		sound = found != NULL && strcmp(found, "ok") == 0;
		if (!sound)
			error_set(error,
			    "the cache '%.200s' is damaged: %.100s",
			    store->database.path, found == NULL ? "" : found);
	}
	database_done(row);
	return sound;
}

/* --- the pace -------------------------------------------------------------*/

struct pace {
	double started; /* when the host was last asked */
	double rest;    /* until when it is not asked */
};

static bool
read_pace(struct store *store, const char *host, struct pace *pace,
    struct error *error)
{
	sqlite3_stmt *row =
	    database_statement(&store->database, STATEMENT_PACE, error);

	*pace = (struct pace){ NEVER, NEVER };
	if (row == NULL)
		return false;
	sqlite3_bind_text(row, 1, host, -1, SQLITE_STATIC);
	int code = database_step(&store->database, row, error);
	if (code == SQLITE_ROW) {
		pace->started = sqlite3_column_double(row, 0);
		pace->rest = sqlite3_column_double(row, 1);
	}
	database_done(row);
	return code == SQLITE_ROW || code == SQLITE_DONE;
}

static bool
keep_pace(struct store *store, const char *host, const struct pace *pace,
    struct error *error)
{
	sqlite3_stmt *statement =
	    database_statement(&store->database, STATEMENT_PACE_KEEP, error);

	if (statement == NULL)
		return false;
	sqlite3_bind_text(statement, 1, host, -1, SQLITE_STATIC);
	sqlite3_bind_double(statement, 2, pace->started);
	sqlite3_bind_double(statement, 3, pace->rest);
	int code = database_step(&store->database, statement, error);
	database_done(statement);
	return code == SQLITE_DONE;
}

/*
 * The wait that `pace` asks for; 0: it notes a start now.  A time that cannot
 * be true, since the clock was set back, is corrected in `pace`: nobody would
 * get through before it otherwise.
 */
static double
wait_for(struct pace *pace, double now, double delay)
{
	double wait = pace->started > now ? delay : pace->started + delay - now;

	if (pace->started > now + SLACK)
		pace->started = now;
	if (pace->rest > now + DAY)
		pace->rest = now + DAY;
	if (pace->rest - now > wait)
		wait = pace->rest - now;
	if (wait > 0)
		return wait;
	pace->started = now;
	return 0;
}

double
store_start(struct store *store, const char *host, double now, double delay,
    struct error *error)
{
	double asked = database_clock();
	struct pace pace;
	double wait = -1;

	if (!isfinite(now) || !isfinite(delay)) {
		error_set(error, "no such time");
		return -1;
	}
	if (!database_begin(&store->database, error))
		return -1;
	/* Others may have started while this one waited for its turn. */
	now += database_clock() - asked;
	if (read_pace(store, host, &pace, error)) {
		struct pace before = pace;

		wait = wait_for(&pace, now, delay);
		if ((pace.started != before.started ||
			pace.rest != before.rest) &&
		    !keep_pace(store, host, &pace, error))
			wait = -1;
	}
	if (!database_end(&store->database, wait >= 0, error))
		return -1;
	return wait;
}

bool
store_rest(
    struct store *store, const char *host, double until, struct error *error)
{
	struct pace pace;

	if (isnan(until)) {
		error_set(error, "no such time");
		return false;
	}
	if (!database_begin(&store->database, error))
		return false;
	bool noted = read_pace(store, host, &pace, error);
	if (noted && until > pace.rest) {
		pace.rest = until;
		noted = keep_pace(store, host, &pace, error);
	}
	return database_end(&store->database, noted, error) && noted;
}
