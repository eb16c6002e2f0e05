// The part of ncursesw that Swift cannot see by itself: macros, variadics and globals.
#ifndef PODLAB_CNCURSES_H
#define PODLAB_CNCURSES_H

#endif
