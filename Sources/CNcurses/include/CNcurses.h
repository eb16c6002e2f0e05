// The part of ncursesw that Swift cannot see by itself (macros, globals), and signal handlers,
// which must be written in C to be safe.
#ifndef PODLAB_CNCURSES_H
#define PODLAB_CNCURSES_H

#define NCURSES_WIDECHAR 1
#define NCURSES_NOMACROS 1
#include <curses.h>
#include <stdbool.h>
#include <stddef.h>

static const unsigned int cn_bold = A_BOLD;
static const unsigned int cn_dim = A_DIM;
static const unsigned int cn_underline = A_UNDERLINE;
static const unsigned int cn_reverse = A_REVERSE;
static const unsigned int cn_italic = A_ITALIC;

/// What the terminal database says about a type of terminal.
enum cn_type { cn_unknown, cn_cannot_move_cursor, cn_usable };
enum cn_type cn_look_up(const char *type, int output);

/// The window that covers the whole screen.
WINDOW *cn_screen(void);

/// Columns that the C library gives a scalar: 0, 1 or 2; -1 for what it does not know.
int cn_width(unsigned int scalar);

/// Puts a character of `columns` columns: a base scalar and marks that combine with it.
///
/// What the C library measures differently shows as '?', or the line would shift.
void cn_put(WINDOW *window, int y, int x, const unsigned int *scalars, int count, int columns,
            unsigned int attributes, int pair);

/// The terminal's rows and columns in one call to the kernel; false where it does not know them.
bool cn_size(int output, int *rows, int *columns);

/// Notes the terminal's modes, installs the handlers and returns the pipe's end from which each signal's number can be read as
/// a byte; -1 on failure.
///
/// SIGWINCH, SIGTSTP, SIGCONT, SIGINT, SIGTERM and SIGHUP arrive there; the second SIGINT, SIGTERM
/// or SIGHUP ends the process. Signals of a crash restore the terminal and then do
/// what they did before. At exit the terminal is restored, too.
int cn_signals_open(int terminal, const char *bytes, size_t length);

/// Whether the terminal is in curses' hands now, so that an end must restore it.
///
/// Otherwise SIGINT is not reported, as another program has the terminal, and SIGTSTP stops.
void cn_signals_activate(bool active);

/// Sets the terminal's first modes, takes the handlers away and closes the pipe.
void cn_signals_close(void);

/// Writes the restoring bytes and sets the modes that the terminal had, once.
void cn_restore(void);

#endif
