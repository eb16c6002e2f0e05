#define _XOPEN_SOURCE 700
#define _DEFAULT_SOURCE 1
#include "CNcurses.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

enum { told = 6, fatal = 7, count = told + fatal };
static const int numbers[count] = {SIGWINCH, SIGTSTP, SIGCONT, SIGINT,  SIGTERM, SIGHUP, SIGSEGV,
                                   SIGILL,   SIGTRAP, SIGABRT, SIGBUS,  SIGFPE,  SIGQUIT};

static struct sigaction before[count];
static int ends[2] = {-1, -1};
static int terminal_descriptor = -1;
static struct termios modes_before;
static char restoring[512], stack_of_handlers[65536];
static size_t restoring_length;
static volatile sig_atomic_t is_active, is_waiting[65];

void cn_restore(void) {
  if (!is_active) return;
  is_active = 0;
  // Stopped or in the background, the terminal belongs to the shell.
  pid_t owner = tcgetpgrp(terminal_descriptor);
  if (owner > 0 && owner != getpgrp()) return;
  ssize_t written = write(terminal_descriptor, restoring, restoring_length);
  (void)written;
  tcsetattr(terminal_descriptor, TCSANOW, &modes_before);
}

static void end_by(int number) {
  cn_restore();
  // After a crash not even the runtime's own handler may run: it would ask questions on the terminal.
  for (int i = 0; i < told; i++)
    if (numbers[i] == number) sigaction(number, &before[i], NULL);
  for (int i = told; i < count; i++)
    if (numbers[i] == number) signal(number, SIG_DFL);
  raise(number);
}

static void report(int number) {
  // These are meant for the program that has the terminal.
  if (!is_active && (number == SIGINT || number == SIGCONT)) return;
  int error = errno;
  bool ends_process = number == SIGINT || number == SIGTERM || number == SIGHUP;
  if (ends_process && is_waiting[number]) end_by(number);
  is_waiting[number] = 1;
  unsigned char byte = (unsigned char)number;
  ssize_t written = write(ends[1], &byte, 1);
  (void)written;
  errno = error;
}

static void crash(int number) {
  if (is_active || number != SIGQUIT) end_by(number);
}

int cn_signals_open(int terminal, const char *bytes, size_t length) {
  static bool registered;
  if (length > sizeof restoring || tcgetattr(terminal, &modes_before) != 0) return -1;
  if (pipe(ends) != 0) return -1;
  for (int i = 0; i < 2; i++) {
    fcntl(ends[i], F_SETFL, O_NONBLOCK);
    fcntl(ends[i], F_SETFD, FD_CLOEXEC);
  }
  terminal_descriptor = terminal;
  memcpy(restoring, bytes, length);
  restoring_length = length;
  stack_t stack = {.ss_sp = stack_of_handlers, .ss_size = sizeof stack_of_handlers};
  sigaltstack(&stack, NULL);
  for (int i = 0; i < count; i++) {
    is_waiting[numbers[i]] = 0;
    struct sigaction action = {.sa_handler = i < told ? report : crash,
                               .sa_flags = SA_ONSTACK | (i < told ? SA_RESTART : 0)};
    sigaction(numbers[i], &action, &before[i]);
  }
  if (!registered) registered = atexit(cn_restore) == 0;
  return ends[0];
}

void cn_signals_activate(bool active) {
  is_active = active;
  struct sigaction action = {.sa_handler = active ? report : SIG_DFL,
                             .sa_flags = SA_ONSTACK | SA_RESTART};
  sigaction(SIGTSTP, &action, NULL);
}

void cn_signals_close(void) {
  tcsetattr(terminal_descriptor, TCSANOW, &modes_before);
  for (int i = 0; i < count; i++) sigaction(numbers[i], &before[i], NULL);
  close(ends[0]);
  close(ends[1]);
  ends[0] = ends[1] = -1;
}
