/*
 * A SQLite database that several processes use at once: opening it, the
 * number of its format, statements, transactions, waiting for the others.
 * What stands in its tables is none of its business.
 */
#ifndef FETCH_DATABASE_H
#define FETCH_DATABASE_H

#include <sqlite3.h>
#include <stdbool.h>

#include "base/error.h"

/* So many statements may a format have. */
#define DATABASE_STATEMENTS 24

struct database_format {
	int application;        /* PRAGMA application_id: whose it is */
	int version;            /* PRAGMA user_version */
	const char *schema;     /* makes all of it, both numbers too */
	const char *const *sql; /* the statements, by number */
};

struct database {
	sqlite3 *sqlite;
	char *path; /* for messages */
	const struct database_format *format;
	sqlite3_stmt *statements[DATABASE_STATEMENTS]; /* NULL: not yet made */
};

/*
 * Opens the file `path`, which is made where there is none, readable for this
 * user alone, as are the folders it lies in; NULL: a database in memory.
 * False, and a message that names the file: it cannot be made or written, is
 * damaged, another program's, or of a version that is not known here.  Call
 * database_close() in any case.
 */
bool database_open(struct database *database, const char *path,
    const struct database_format *format, struct error *error);

/*
 * The same for reading alone, without a lock or a file beside it, so that it
 * may lie where nothing can be written.  False also where it has a journal
 * (WAL) that was not yet put into it.  Nobody must write to it meanwhile.
 */
bool database_open_frozen(struct database *database, const char *path,
    const struct database_format *format, struct error *error);

void database_close(struct database *database);

/* Statement `number`, ready to be bound.  NULL, and a message. */
sqlite3_stmt *database_statement(
    struct database *database, int number, struct error *error);

/*
 * As sqlite3_step(), but waits for other processes.  Anything but SQLITE_ROW
 * and SQLITE_DONE comes with a message.  The bound values stay.
 */
int database_step(
    struct database *database, sqlite3_stmt *statement, struct error *error);

/* Resets a statement, and forgets what was bound. */
void database_done(sqlite3_stmt *statement);

/* Runs a statement that gives no rows and has no values. */
bool database_run(
    struct database *database, const char *sql, struct error *error);

/* Begins to write: no other process does so until database_end(). */
bool database_begin(struct database *database, struct error *error);

/*
 * Ends what was begun: keeps it, or undoes it.  False: it was to be kept and
 * could not be, which `error` says, and it is undone.
 */
bool database_end(struct database *database, bool keep, struct error *error);

/* Seconds of a clock that never jumps. */
double database_clock(void);

#endif
