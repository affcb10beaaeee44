// Opening, closing, size, suspension.
#include "internal.h"

#include <fcntl.h>
#include <langinfo.h>
#include <locale.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/ioctl.h>
#include <term.h>
#include <unistd.h>

#undef columns  // <term.h> has a macro of that name

struct fg_state fg_state;

static bool is_utf8(const char *codeset) {
  return strcasecmp(codeset, "UTF-8") == 0 || strcasecmp(codeset, "utf8") == 0;
}

// Whether the environment names a UTF-8 locale: "de_DE.UTF-8", "ca_ES.utf8@valencia", or "UTF-8" as on macOS.
static bool names_utf8(void) {
  static const char *const variables[] = {"LC_ALL", "LC_CTYPE", "LANG"};
  const char *name = NULL;
  for (int i = 0; i < 3 && (!name || !*name); i++) name = getenv(variables[i]);
  if (!name) return false;
  const char *point = strchr(name, '.');
  char codeset[16];
  strncpy(codeset, point ? point + 1 : name, sizeof codeset - 1);
  codeset[sizeof codeset - 1] = 0;
  codeset[strcspn(codeset, "@")] = 0;
  return is_utf8(codeset);
}

int32_t fg_set_locale(int32_t charset) {
  bool is_set = charset != FG_CHARSET_UTF8 && setlocale(LC_CTYPE, "");
  // A locale passed on by ssh from a machine that has it still shows what the terminal supports.
  if (charset == FG_CHARSET_UTF8 || (!is_set && names_utf8())) {
    for (int i = 0; fg_utf8_locales[i] && !is_set; i++)
      is_set = setlocale(LC_CTYPE, fg_utf8_locales[i]);
  }
  fg_state.is_utf8 = charset != FG_CHARSET_ASCII && is_utf8(nl_langinfo(CODESET));
  return fg_state.is_utf8;
}

static FILE *stream(int descriptor, const char *mode) {
  int copy = fcntl(descriptor, F_DUPFD_CLOEXEC, 3);
  if (copy < 0) return NULL;
  FILE *file = fdopen(copy, mode);
  if (!file) close(copy);
  return file;
}

// More than any screen shows. A terminal may claim 65,535 of each; curses cannot represent that, and would allocate
// cells that nobody sees.
enum { MOST_ROWS = 300, MOST_COLUMNS = 800 };

// A number from the environment, used if the kernel does not know the size.
static int said(const char *name) {
  const char *text = getenv(name);
  long value = text ? strtol(text, NULL, 10) : 0;
  return value > 0 && value < 65536 ? (int)value : 0;
}

// The size within bounds; false if it is unknown.
static bool bounded_size(int *rows, int *columns) {
  struct winsize size;
  bool is_known = ioctl(fg_state.output, TIOCGWINSZ, &size) == 0 && size.ws_row > 0 && size.ws_col > 0;
  *rows = is_known ? size.ws_row : said("LINES");
  *columns = is_known ? size.ws_col : said("COLUMNS");
  if (*rows == 0 || *columns == 0 || !isatty(fg_state.output)) return false;
  if (*rows > MOST_ROWS) *rows = MOST_ROWS;
  if (*columns > MOST_COLUMNS) *columns = MOST_COLUMNS;
  return true;
}

// Opens a screen. If the size is out of bounds, curses must not ask for it and starts with the description's;
// `fg_update_size` corrects it. Later curses asks nobody.
static SCREEN *open_bounded(const char *term) {
  struct winsize size;
  bool is_beyond = said("LINES") > MOST_ROWS || said("COLUMNS") > MOST_COLUMNS
    || (ioctl(fg_state.output, TIOCGWINSZ, &size) == 0
        && (size.ws_row > MOST_ROWS || size.ws_col > MOST_COLUMNS));
  use_env(!is_beyond);
  SCREEN *screen = newterm(term, fg_state.output_file, fg_state.input_file);
  use_env(FALSE);
  return screen;
}

// Opens a screen with our own description in TERMINFO; the environment is restored afterwards.
static SCREEN *open_direct(const char *term) {
  char *description = fg_direct_description(term, fg_state.output);
  if (!description) return NULL;
  const char *found = getenv("TERMINFO");
  char *saved = found ? strdup(found) : NULL;
  setenv("TERMINFO", description, 1);
  SCREEN *screen = open_bounded(term);
  if (saved)
    setenv("TERMINFO", saved, 1);
  else
    unsetenv("TERMINFO");
  free(saved);
  free(description);
  return screen;
}

static void start_colors(int32_t wanted) {
  fg_state.has_colors = wanted != FG_COLORS_NONE && has_colors() && start_color() == OK;
  fg_state.has_defaults = fg_state.has_colors && use_default_colors() == OK;
  fg_state.is_direct = fg_state.is_direct && fg_state.has_colors && COLORS == FG_COLORS_DIRECT;
}

// With a minimum of zero bytes no read blocks, whoever else may have read the input. Curses keeps this setting for
// when the terminal is taken again.
static void read_without_waiting(void) {
  struct termios modes;
  if (tcgetattr(fg_state.output, &modes) != 0) return;
  modes.c_cc[VMIN] = modes.c_cc[VTIME] = 0;
  tcsetattr(fg_state.output, TCSANOW, &modes);
  def_prog_mode();
}

// Makes the terminal mark pasted text, or stop doing so; see `fg_state.marks_paste`.
static void mark_paste(bool is_on) {
  const char *text = is_on ? "\033[?2004h" : "\033[?2004l";
  if (fg_state.marks_paste && write(fg_state.output, text, strlen(text)) < 0) {}
}

static void set_modes(bool mouse) {
  raw();
  noecho();
  nonl();
  nodelay(stdscr, TRUE);
  keypad(stdscr, TRUE);
  leaveok(stdscr, TRUE);
  curs_set(0);
  typeahead(-1);  // send whole frames even while keys are waiting
  read_without_waiting();
  if (mouse) {
    mouseinterval(0);
    mousemask(BUTTON1_PRESSED | BUTTON2_PRESSED | BUTTON3_PRESSED | BUTTON4_PRESSED
                | BUTTON5_PRESSED,
              NULL);
  }
}

// Until curses has left the terminal for the first time, it sends every cursor movement separately: one system call
// per changed spot, and half-drawn frames. So leave once at the start, unseen.
static void send_frames_whole(void) {
  int output = fileno(fg_state.output_file);
  int terminal = fcntl(output, F_DUPFD_CLOEXEC, 3);
  int nowhere = open("/dev/null", O_WRONLY | O_CLOEXEC);
  if (terminal >= 0 && nowhere >= 0 && dup3(nowhere, output, O_CLOEXEC) >= 0) {
    endwin();
    dup3(terminal, output, O_CLOEXEC);
    refresh();
  }
  if (nowhere >= 0) close(nowhere);
  if (terminal >= 0) close(terminal);
}

static void drop_streams(void) {
  if (fg_state.input_file) fclose(fg_state.input_file);
  if (fg_state.output_file) fclose(fg_state.output_file);
  fg_state.input_file = fg_state.output_file = NULL;
}

int32_t fg_open(const char *term, fg_options options) {
  if (fg_state.screen) return FG_ALREADY_OPEN;
  fg_state.input = options.input;
  fg_state.output = options.output;
  fg_state.has_termios = tcgetattr(options.output, &fg_state.termios) == 0;
  fg_state.input_file = stream(options.input, "r");
  fg_state.output_file = stream(options.output, "w");
  if (!fg_state.input_file || !fg_state.output_file) {
    drop_streams();
    return FG_SYSTEM_ERROR;
  }
  fg_state.is_direct = false;
  if (options.colors == FG_COLORS_DIRECT) {
    fg_state.screen = open_direct(term);
    fg_state.is_direct = fg_state.screen != NULL;
  }
  if (!fg_state.screen)
    fg_state.screen = open_bounded(term);
  if (!fg_state.screen) {
    drop_streams();
    return FG_UNKNOWN_TERMINAL;
  }
  if (!options.allow_fixed && !tigetstr("cup")) {
    endwin();
    delscreen(fg_state.screen);
    fg_state.screen = NULL;
    drop_streams();
    return FG_CANNOT_MOVE;
  }
  send_frames_whole();
  start_colors(options.colors);
  set_modes(options.mouse);
  if (!isatty(options.output) && options.rows > 0 && options.columns > 0)
    resizeterm(options.rows, options.columns);
  fg_update_size();
  const char *move = fg_capability("cup");
  fg_state.marks_paste = move && strncmp(move, "\033[", 2) == 0;
  mark_paste(true);
  fg_prepare_restore(options.mouse);
  if (!fg_start_signals()) {
    fg_close();
    return FG_SYSTEM_ERROR;
  }
  return FG_OK;
}

// A terminal without an alternate screen keeps the last frame, and the shell would write between its lines.
static void clear_where_it_would_stay(void) {
  const char *leave = tigetstr("rmcup");
  if (leave && leave != (char *)-1) return;
  erase();
  refresh();
}

void fg_close(void) {
  if (!fg_state.screen) return;
  // Keep handling signals until the terminal has accepted everything: one that no longer reads must not block us.
  mark_paste(false);
  clear_where_it_would_stay();
  endwin();
  fg_forget_restore();
  fg_stop_signals();
  delscreen(fg_state.screen);
  fg_state.screen = NULL;
  drop_streams();
}

fg_facts fg_terminal_facts(void) {
  if (!fg_state.screen) return (fg_facts){0};
  return (fg_facts){
    .has_colors = fg_state.has_colors,
    .colors = fg_state.has_colors ? COLORS : 0,
    .pairs = fg_state.has_colors ? COLOR_PAIRS : 0,
    .is_direct = fg_state.is_direct,
    .rows = getmaxy(stdscr),
    .columns = getmaxx(stdscr),
  };
}

int32_t fg_update_size(void) {
  int rows, columns;
  if (!fg_state.screen || !bounded_size(&rows, &columns)) return 0;
  if (rows == getmaxy(stdscr) && columns == getmaxx(stdscr)) return 0;
  resizeterm(rows, columns);
  return 1;
}

void fg_suspend(void) {
  if (!fg_state.screen) return;
  mark_paste(false);
  endwin();
  struct sigaction byDefault = {.sa_handler = SIG_DFL}, ours;
  sigaction(SIGTSTP, &byDefault, &ours);
  kill(0, SIGTSTP);  // the whole group, as the terminal driver does, so that a wrapper script stops too
  sigaction(SIGTSTP, &ours, NULL);
  fg_resume();
}

void fg_resume(void) {
  if (!fg_state.screen) return;
  reset_prog_mode();
  // The shell enables it at its prompt and disables it while a program runs.
  mark_paste(true);
  clearok(curscr, TRUE);
}
