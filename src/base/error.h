/* Why something failed, in words for the user: one line, no line end. */
#ifndef BASE_ERROR_H
#define BASE_ERROR_H

struct error {
	char message[400];
};

/* Sets the message as by printf; what does not fit is cut off. */
void error_set(struct error *error, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

#endif
