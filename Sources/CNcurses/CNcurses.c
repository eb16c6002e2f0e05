#define _XOPEN_SOURCE 700
#define _DEFAULT_SOURCE 1
#include "CNcurses.h"

#include <sys/ioctl.h>
#include <wchar.h>

// <term.h> declares it together with macros for every capability.
extern int setupterm(const char *, int, int *);

enum cn_type cn_look_up(const char *type, int output) {
  int error = 0;
  if (setupterm(type, output, &error) != OK) return cn_unknown;
  const char *cup = tigetstr("cup");
  return cup == NULL || cup == (const char *)-1 ? cn_cannot_move_cursor : cn_usable;
}

WINDOW *cn_screen(void) { return stdscr; }

int cn_width(unsigned int scalar) { return wcwidth((wchar_t)scalar); }

void cn_put(WINDOW *window, int y, int x, const unsigned int *scalars, int count, int columns,
            unsigned int attributes, int pair) {
  wchar_t text[CCHARW_MAX + 1] = {L'?'};
  int length = 1;
  if (count > 0 && cn_width(scalars[0]) == columns) {
    text[0] = (wchar_t)scalars[0];
    for (int i = 1; i < count && length < CCHARW_MAX; i++) {
      wchar_t mark = (wchar_t)scalars[i];
      // Joiners and variation selectors: terminals disagree about their effect on the width.
      bool selects = mark == 0x200D || (mark >= 0xFE00 && mark <= 0xFE0F);
      if (!selects && wcwidth(mark) == 0) text[length++] = mark;
    }
  }
  cchar_t cell;
  if (setcchar(&cell, text, attributes, (short)pair, NULL) == OK)
    mvwadd_wchnstr(window, y, x, &cell, 1);
}

bool cn_size(int output, int *rows, int *columns) {
  struct winsize size;
  if (ioctl(output, TIOCGWINSZ, &size) != 0 || size.ws_row == 0 || size.ws_col == 0) return false;
  *rows = size.ws_row;
  *columns = size.ws_col;
  return true;
}
