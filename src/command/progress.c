/*
 * Draws the line and takes it away.  Knows nothing of what is done, and does
 * not decide when to draw.
 */
#include "command/progress.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

#include "command/duration.h"

/* A bar is worth its place from here on, and not longer than that. */
#define LEAST_BAR 10
#define LONGEST_BAR 40

/* So many pages tell the pace. */
#define LATELY 5

/* A rate of less time than this says nothing, in seconds. */
#define LEAST_TIME 0.5

double
progress_clock(void)
{
	struct timespec now;

	if (clock_gettime(CLOCK_MONOTONIC, &now) != 0)
		return 0;
	return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

void
progress_begin(struct progress *progress, size_t total)
{
	double now = progress_clock();

	*progress =
	    (struct progress){ .total = total, .start = now, .last = now };
}

void
progress_enable(struct progress *progress)
{
	const char *terminal = getenv("TERM");

	progress->on = progress->total != 1 && isatty(STDERR_FILENO) == 1 &&
		       (terminal == NULL || strcmp(terminal, "dumb") != 0);
}

/* The columns of the terminal; in the last one some wrap. */
static size_t
columns(void)
{
	struct winsize size;

	if (ioctl(STDERR_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col < 2)
		return 79;
	return size.ws_col - 1u;
}

void
progress_show(struct progress *progress)
{
	char line[PROGRESS_ROOM];

	if (!progress->on)
		return;
	progress_line(progress, progress_clock(), columns(), line);
	/* Clears what stood there: to the end of the line. */
	fprintf(stderr, "\r%s\x1b[K", line);
	fflush(stderr);
	progress->shown = true;
}

void
progress_hide(struct progress *progress)
{
	if (!progress->shown)
		return;
	fputs("\r\x1b[K", stderr);
	fflush(stderr);
	progress->shown = false;
}

void
progress_more(struct progress *progress, const char *text, size_t bytes)
{
	char memory[32] = "";

	if (bytes > 0)
		snprintf(memory, sizeof(memory), "%s%zu MB",
		    text[0] == '\0' ? "" : "  ", bytes >> 20);
	snprintf(progress->more, sizeof(progress->more), "%s%s", text, memory);
}

/*
 * Pages that are there already are done at once, and those that are fetched
 * after them are not: what counts is the pace of late.
 */
void
progress_step(struct progress *progress, bool good, double now)
{
	double share;

	progress->done++;
	if (!good)
		progress->failed++;
	share = progress->done < LATELY ? 1.0 / (double)progress->done
					: 1.0 / LATELY;
	progress->pace += (now - progress->last - progress->pace) * share;
	progress->last = now;
	if (progress->steady)
		progress->pace =
		    (now - progress->start) / (double)progress->done;
}

/* Adds a part where it fits into `width`. */
static void
add_part(char *line, size_t width, const char *part)
{
	size_t used = strlen(line);
	size_t gap = used == 0 ? 0 : 2;
	size_t length = strlen(part);

	if (part[0] == '\0' || used + gap + length > width)
		return;
	memcpy(line + used, "  ", gap);
	memcpy(line + used + gap, part, length + 1);
}

/* Puts the bar before the line, as long as there is room for. */
static void
add_bar(char *line, size_t width, size_t done, size_t total)
{
	size_t used = strlen(line);
	size_t room = width > used + 3 ? width - used - 3 : 0;
	size_t bar = room < LONGEST_BAR ? room : LONGEST_BAR;
	size_t full;

	if (bar < LEAST_BAR)
		return;
	full = (size_t)((double)bar * (double)done / (double)total);
	if (full > bar)
		full = bar;
	memmove(line + bar + 3, line, used + 1);
	line[0] = '[';
	memset(line + 1, '#', full);
	memset(line + 1 + full, '-', bar - full);
	line[bar + 1] = ']';
	line[bar + 2] = ' ';
}

/* "3m 12s left" */
static void
make_left(char *text, size_t size, const struct progress *progress)
{
	char left[32];
	size_t more;

	text[0] = '\0';
	if (progress->done == 0 || progress->done >= progress->total)
		return;
	more = progress->total - progress->done;
	duration_write(left, sizeof(left), progress->pace * (double)more);
	snprintf(text, size, "%s left", left);
}

void
progress_line(const struct progress *progress, double now, size_t width,
    char line[static PROGRESS_ROOM])
{
	double elapsed = now - progress->start;
	char part[64];

	line[0] = '\0';
	if (width >= PROGRESS_ROOM)
		width = PROGRESS_ROOM - 1;
	if (progress->total == 0)
		snprintf(part, sizeof(part), "%zu done", progress->done);
	else
		snprintf(part, sizeof(part), "%zu/%zu", progress->done,
		    progress->total);
	add_part(line, width, part);
	if (progress->failed > 0) {
		snprintf(part, sizeof(part), "%zu failed", progress->failed);
		add_part(line, width, part);
	}
	if (elapsed >= LEAST_TIME && progress->pace > 0) {
		make_left(part, sizeof(part), progress);
		add_part(line, width, part);
		snprintf(part, sizeof(part), "%.1f/s", 1 / progress->pace);
		add_part(line, width, part);
	}
	add_part(line, width, progress->more);
	if (progress->total > 0)
		add_bar(line, width, progress->done, progress->total);
}
