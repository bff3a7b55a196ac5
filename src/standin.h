/*
 * Stand-ins for rooms that are being built elsewhere; this file and standin.c
 * go when those are there.
 */
#ifndef STANDIN_H
#define STANDIN_H

#include "base/arena.h"
#include "base/span.h"

struct span thin_apply(struct arena *arena, struct span text);

struct span address_resolve(
    struct arena *arena, struct span base, struct span address);

#endif
