/*
 * This file opens a SQLite database and runs statements on it, with patience
 * where other processes are at it.  It knows no table.
 */
#include "fetch/database.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

/* SQLite waits so long for a lock, in milliseconds. */
#define BUSY_MILLISECONDS 30000

/*
 * Some locks SQLite does not wait for (changing to WAL, recovery after a
 * crash, a reader that would write): these are asked for again so long, in
 * seconds, after such a pause, in nanoseconds.
 */
#define PATIENCE 60.0
#define PAUSE 10000000L

double
database_clock(void)
{
	struct timespec now = { 0, 0 };

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

/* Is it worth asking again, before `until`?  Then some time has passed. */
static bool
is_worth_waiting(int code, double until)
{
	code &= 0xff;
	if ((code != SQLITE_BUSY && code != SQLITE_PROTOCOL) ||
	    database_clock() > until)
		return false;
	nanosleep(&(struct timespec){ 0, PAUSE }, NULL);
	return true;
}

/* What the user should know and do. */
static const char *
advice(int code)
{
	switch (code & 0xff) {
	case SQLITE_CORRUPT:
	case SQLITE_NOTADB:
		return "is damaged or no cache of pubscour; `pubscour cache "
		       "clear` begins anew";
	case SQLITE_FULL:
		return "cannot be written, the disk is full";
	case SQLITE_READONLY:
	case SQLITE_PERM:
	case SQLITE_CANTOPEN:
		return "cannot be opened for writing";
	case SQLITE_BUSY:
	case SQLITE_PROTOCOL:
		return "has been in use by another process for too long";
	case SQLITE_NOMEM:
		return "needs more memory than there is";
	default:
		return "cannot be used";
	}
}

static void
explain(const struct database *database, int code, struct error *error)
{
	const char *detail = database->sqlite == NULL
				 ? sqlite3_errstr(code)
				 : sqlite3_errmsg(database->sqlite);

	error_set(error, "the cache '%.200s' %s (%.80s)", database->path,
	    advice(code), detail);
}

static sqlite3_stmt *
prepare(struct database *database, const char *sql, unsigned flags,
    struct error *error)
{
	sqlite3_stmt *statement = NULL;
	double until = database_clock() + PATIENCE;
	int code;

	do
		code = sqlite3_prepare_v3(
		    database->sqlite, sql, -1, flags, &statement, NULL);
	while (is_worth_waiting(code, until));
	if (code != SQLITE_OK)
		explain(database, code, error);
	return statement;
}

sqlite3_stmt *
database_statement(struct database *database, int number, struct error *error)
{
	sqlite3_stmt **statement = &database->statements[number];

	if (*statement == NULL)
		*statement = prepare(database, database->format->sql[number],
		    SQLITE_PREPARE_PERSISTENT, error);
	return *statement;
}

int
database_step(
    struct database *database, sqlite3_stmt *statement, struct error *error)
{
	double until = database_clock() + PATIENCE;
	int code = sqlite3_step(statement);

	while (is_worth_waiting(code, until)) {
		sqlite3_reset(statement);
		code = sqlite3_step(statement);
	}
	if (code != SQLITE_ROW && code != SQLITE_DONE)
		explain(database, code, error);
	return code;
}

void
database_done(sqlite3_stmt *statement)
{
	sqlite3_reset(statement);
	sqlite3_clear_bindings(statement);
}

bool
database_run(struct database *database, const char *sql, struct error *error)
{
	sqlite3_stmt *statement = prepare(database, sql, 0, error);
	int code;

	if (statement == NULL)
		return false;
	do
		code = database_step(database, statement, error);
	while (code == SQLITE_ROW);
	sqlite3_finalize(statement);
	return code == SQLITE_DONE;
}

bool
database_begin(struct database *database, struct error *error)
{
	return database_run(database, "BEGIN IMMEDIATE", error);
}

bool
database_end(struct database *database, bool keep, struct error *error)
{
	struct error ignored = { "" };

	if (keep && database_run(database, "COMMIT", error))
		return true;
	/* After some errors SQLite has undone it already. */
	if (!sqlite3_get_autocommit(database->sqlite))
		database_run(database, "ROLLBACK", &ignored);
	return !keep;
}

/* The number that a statement gives. */
static bool
ask(struct database *database, const char *sql, sqlite3_int64 *number,
    struct error *error)
{
	sqlite3_stmt *statement = prepare(database, sql, 0, error);

	if (statement == NULL)
		return false;
	bool known = database_step(database, statement, error) == SQLITE_ROW;
	if (known)
		*number = sqlite3_column_int64(statement, 0);
	sqlite3_finalize(statement);
	return known;
}

enum owner { OWNER_ERROR, OWNER_NOBODY, OWNER_US };

/* What find_owner() says; within a transaction it is seen at one moment. */
static enum owner
ask_owner(struct database *database, struct error *error)
{
	const struct database_format *format = database->format;
	sqlite3_int64 application, version, tables;

	if (!ask(database, "PRAGMA application_id", &application, error) ||
	    !ask(database, "PRAGMA user_version", &version, error) ||
	    !ask(
		database, "SELECT count(*) FROM sqlite_master", &tables, error))
		return OWNER_ERROR;
	if (application == 0 && version == 0 && tables == 0)
		return OWNER_NOBODY;
	if (application != format->application) {
		error_set(error,
		    "'%.200s' is another program's database; `pubscour cache "
		    "clear` removes it",
		    database->path);
		return OWNER_ERROR;
	}
	if (version == format->version)
		return OWNER_US;
	error_set(error,
	    "the cache '%.200s' was made by %s pubscour; `pubscour cache "
	    "clear` begins anew",
	    database->path, version > format->version ? "a newer" : "an older");
	return OWNER_ERROR;
}

/*
 * Whose is it?  Nobody's: a file without anything in it.  Seen at one moment:
 * another process may be about to make the tables.
 */
static enum owner
find_owner(struct database *database, struct error *error)
{
	const bool alone = sqlite3_get_autocommit(database->sqlite) != 0;
	struct error ignored = { "" };
	enum owner owner;

	if (alone && !database_run(database, "BEGIN", error))
		return OWNER_ERROR;
	owner = ask_owner(database, error);
	if (alone)
		(void)database_end(database, false, &ignored);
	return owner;
}

/* Makes the tables, unless another process just did. */
static bool
make_tables(struct database *database, struct error *error)
{
	if (!database_begin(database, error))
		return false;
	enum owner owner = find_owner(database, error);
	bool made = owner == OWNER_US;

	if (owner == OWNER_NOBODY) {
		int code = sqlite3_exec(database->sqlite,
		    database->format->schema, NULL, NULL, NULL);
		made = code == SQLITE_OK;
		if (!made)
			explain(database, code, error);
	}
	return database_end(database, made, error) && made;
}

/* Nothing is written before it is known whose it is. */
static bool
settle(struct database *database, struct error *error)
{
	enum owner owner = find_owner(database, error);

	if (owner == OWNER_ERROR)
		return false;
	if (sqlite3_db_readonly(database->sqlite, "main") == 1) {
		explain(database, SQLITE_READONLY, error);
		return false;
	}
	/* WAL: who reads does not wait for who writes; a process that is
	   killed leaves nothing half done, with NORMAL too.  Where the file
	   system cannot have it, SQLite keeps another journal. */
	return (owner == OWNER_US ||
		   database_run(
		       database, "PRAGMA auto_vacuum=INCREMENTAL", error)) &&
	       database_run(database, "PRAGMA journal_mode=WAL", error) &&
	       database_run(database, "PRAGMA synchronous=NORMAL", error) &&
	       database_run(
		   database, "PRAGMA journal_size_limit=16777216", error) &&
	       (owner == OWNER_US || make_tables(database, error));
}

/* A database may be damaged on purpose: none of this is needed here. */
static void
be_careful(sqlite3 *sqlite)
{
	sqlite3_extended_result_codes(sqlite, 1);
	sqlite3_busy_timeout(sqlite, BUSY_MILLISECONDS);
	sqlite3_db_config(sqlite, SQLITE_DBCONFIG_DEFENSIVE, 1, (int *)NULL);
	sqlite3_db_config(
	    sqlite, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, (int *)NULL);
	sqlite3_db_config(sqlite, SQLITE_DBCONFIG_ENABLE_VIEW, 0, (int *)NULL);
	sqlite3_db_config(
	    sqlite, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, (int *)NULL);
}

static bool
is_folder(const char *path)
{
	struct stat status;

	return stat(path, &status) == 0 && S_ISDIR(status.st_mode);
}

/* Makes the folders that `path` lies in. */
static bool
make_folders(char *path, struct error *error)
{
	for (char *at = path; *at != '\0'; at++) {
		if (*at != '/' || at == path)
			continue;
		*at = '\0';
		bool made = mkdir(path, 0700) == 0;
		int why = errno;
		made = made || is_folder(path);
		if (!made)
			error_set(error, "no folder '%.200s': %s", path,
			    strerror(why));
		*at = '/';
		if (!made)
			return false;
	}
	return true;
}

/*
 * Makes the file, for this user alone; SQLite gives its other files the same
 * mode.  One that is there is not even opened: closing it would end all locks
 * that this process has on it.
 */
static bool
make_file(const char *path, struct error *error)
{
	int fd = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);

	if (fd < 0 && errno != EEXIST) {
		error_set(error, "the cache '%.200s' cannot be made: %s", path,
		    strerror(errno));
		return false;
	}
	if (fd >= 0)
		close(fd);
	return true;
}

/* SQLite has a meaning of its own for ":memory:", "file:x" and "". */
static char *
plain_path(const char *path)
{
	size_t room = strlen(path) + sizeof("./");
	char *plain = malloc(room);

	if (plain != NULL)
		snprintf(plain, room, "%s%s", path[0] == '/' ? "" : "./", path);
	return plain;
}

bool
database_open(struct database *database, const char *path,
    const struct database_format *format, struct error *error)
{
	*database = (struct database){ .format = format };
	database->path = path == NULL ? strdup(":memory:") : plain_path(path);
	if (database->path == NULL) {
		error_set(error, "no memory");
		return false;
	}
	if (path != NULL && (!make_folders(database->path, error) ||
				!make_file(database->path, error)))
		return false;
	int code = sqlite3_open_v2(database->path, &database->sqlite,
	    SQLITE_OPEN_READWRITE | (path == NULL ? SQLITE_OPEN_CREATE : 0),
	    NULL);
	if (code != SQLITE_OK) {
		explain(database, code, error);
		return false;
	}
	be_careful(database->sqlite);
	return settle(database, error);
}

/* "file:/a%3fb?immutable=1": what SQLite takes for no writer's. */
static char *
frozen_uri(const char *path)
{
	static const char end[] = "?immutable=1";
	size_t room = 3 * strlen(path) + sizeof("file:") + sizeof(end), at = 5;
	char *uri = malloc(room);

	if (uri == NULL)
		return NULL;
	memcpy(uri, "file:", at);
	for (; *path != '\0'; path++)
		if (strchr("%?#", *path) == NULL)
			uri[at++] = *path;
		else
			at += (size_t)snprintf(uri + at, room - at, "%%%02x",
			    (unsigned)(unsigned char)*path);
	memcpy(uri + at, end, sizeof(end));
	return uri;
}

/* Is there a journal with something in it? */
static bool
has_journal(const char *path)
{
	size_t room = strlen(path) + sizeof("-wal");
	char *name = malloc(room);
	struct stat status;
	bool has = true;

	if (name != NULL) {
		snprintf(name, room, "%s-wal", path);
		has = stat(name, &status) == 0 && status.st_size > 0;
	}
	free(name);
	return has;
}

bool
database_open_frozen(struct database *database, const char *path,
    const struct database_format *format, struct error *error)
{
	*database = (struct database){ .format = format };
	database->path = plain_path(path);
	char *uri = database->path == NULL ? NULL : frozen_uri(database->path);
	int code = SQLITE_NOMEM;

	if (uri != NULL)
		code = has_journal(database->path)
			   ? SQLITE_READONLY
			   : sqlite3_open_v2(uri, &database->sqlite,
				 SQLITE_OPEN_READONLY | SQLITE_OPEN_URI, NULL);
	free(uri);
	if (code != SQLITE_OK) {
		explain(database, code, error);
		return false;
	}
	be_careful(database->sqlite);
	enum owner owner = find_owner(database, error);
	if (owner == OWNER_NOBODY)
		explain(database, SQLITE_READONLY, error);
	return owner == OWNER_US;
}

void
database_close(struct database *database)
{
	for (size_t i = 0; i < DATABASE_STATEMENTS; i++)
		sqlite3_finalize(database->statements[i]);
	sqlite3_close(database->sqlite);
	free(database->path);
	*database = (struct database){ .path = NULL };
}
