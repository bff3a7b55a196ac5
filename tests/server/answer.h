/* Answers a request with a page, as ordered. */
#ifndef SERVER_ANSWER_H
#define SERVER_ANSWER_H

#include <microhttpd.h>

#include "orders.h"
#include "pages.h"

/*
 * Brings `page` into the form that is ordered: another file, status, a
 * redirect, 304, without body.
 */
void answer_prepare(const char *folder, struct MHD_Connection *connection,
    const char *path, const struct order *order, struct page *page);

/*
 * Sends it, and takes its bytes.  MHD_NO: the connection is to be closed.  It
 * may take as long as the one who asks stays: each connection has a thread.
 */
enum MHD_Result answer_send(struct MHD_Connection *connection,
    const struct order *order, struct page *page);

/* Does that order lead to no answer of HTTP? */
bool answer_is_none(const struct order *order);

#endif
