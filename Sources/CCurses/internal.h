// Shared by the C files only; Swift never sees curses.
#ifndef FG_INTERNAL_H
#define FG_INTERNAL_H

#define _GNU_SOURCE
#define NCURSES_WIDECHAR 1

#include <curses.h>
#include <stdbool.h>
#include <termios.h>

#include "CCurses.h"

struct fg_state {
  SCREEN *screen;
  FILE *input_file, *output_file;
  int input, output;
  bool is_utf8;        // the terminal gets UTF-8
  bool has_colors;     // colours are wanted and available
  bool has_defaults;   // colour -1 is supported
  bool is_direct;      // colours from 16 on are 0xRRGGBB
  bool marks_paste;    // speaks ANSI: marks pasted text, or ignores the request
  bool has_termios;
  struct termios termios;  // as found
};

extern struct fg_state fg_state;

// A TERMINFO value that describes `term` with direct colour, or NULL. The caller frees it.
char *fg_direct_description(const char *term, int descriptor);

// Common UTF-8 locales, at least one of which most machines have; NULL after the last.
extern const char *const fg_utf8_locales[];

bool fg_start_signals(void);
void fg_stop_signals(void);
// Prepares, while that is safe, what a signal handler may have to send later.
void fg_prepare_restore(bool mouse);
void fg_forget_restore(void);

#endif
