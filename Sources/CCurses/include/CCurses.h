/// The only interface to ncurses: plain integers and small structs, so that no macro, global or variadic function
/// of <curses.h> reaches Swift. One terminal at a time, used by one thread.
#ifndef FG_CCURSES_H
#define FG_CCURSES_H

#include <stdint.h>

// MARK: - Width and locale

/// The columns a scalar takes under a UTF-8 locale, whatever the process locale is: 0 for combining marks, 1 or 2
/// for spacing ones, -1 if it cannot be drawn. Swift does not see `wcwidth`.
int32_t fg_scalar_width(uint32_t scalar);

enum { FG_CHARSET_ASCII = -1, FG_CHARSET_OF_LOCALE = 0, FG_CHARSET_UTF8 = 1 };

/// Sets only LC_CTYPE, from the environment or to C.UTF-8 if requested, and returns whether the terminal gets
/// UTF-8. C.UTF-8 also replaces a UTF-8 locale that the environment names but this machine lacks. Number formats
/// stay those of the C locale. Call before fg_open.
int32_t fg_set_locale(int32_t charset);

// MARK: - Opening and closing

enum {
  FG_OK = 0,
  FG_UNKNOWN_TERMINAL = 1,  ///< no description of that name
  FG_CANNOT_MOVE = 2,       ///< a description without cursor addressing
  FG_SYSTEM_ERROR = 3,      ///< no descriptor or memory left
  FG_ALREADY_OPEN = 4,
};

/// The colours the program wants to use.
enum { FG_COLORS_NONE = 0, FG_COLORS_16 = 16, FG_COLORS_256 = 256, FG_COLORS_DIRECT = 0x1000000 };

typedef struct {
  int32_t input;         ///< descriptor that keys are read from
  int32_t output;        ///< descriptor that is drawn to
  int32_t colors;        ///< FG_COLORS_…; direct colour replaces the terminal's own description
  int32_t mouse;         ///< 1: report presses and the wheel
  int32_t rows;          ///< size where the output is no terminal, else ignored
  int32_t columns;
  int32_t allow_fixed;   ///< 1: accept a terminal that cannot move its cursor (tests)
} fg_options;

/// Starts drawing; `initscr` would exit the process for an unknown terminal.
int32_t fg_open(const char *term, fg_options options);

/// Releases the terminal; does nothing if none is open.
void fg_close(void);

typedef struct {
  int32_t has_colors;
  int32_t colors;     ///< 0, 8, 16, 88, 256 or 0x1000000
  int32_t pairs;
  int32_t is_direct;  ///< 1: a colour number from 16 on is 0xRRGGBB
  int32_t rows;
  int32_t columns;
} fg_facts;

/// What the open terminal supports; `COLORS`, `LINES` and `COLS` are globals that Swift rejects.
fg_facts fg_terminal_facts(void);

// MARK: - Drawing

enum { FG_BOLD = 1, FG_DIM = 2, FG_UNDERLINE = 4, FG_REVERSE = 8 };

/// Draws a run of cells in one style. `scalars` contains each spacing scalar followed by its marks. Colour -1 is
/// the terminal's own; a colour it lacks becomes the nearest it has, or -1. `cchar_t` and the attribute macros
/// cannot be imported.
void fg_put(int32_t row, int32_t column, const uint32_t *scalars, int32_t count,
            uint32_t attributes, int32_t foreground, int32_t background);

/// Blanks the frame being drawn; `stdscr` is a global that Swift rejects.
void fg_erase(void);
/// Sends what has changed since the last flush.
void fg_flush(void);
/// Makes the next flush send everything.
void fg_redraw(void);

typedef struct {
  uint32_t scalars[5];  ///< spacing scalar and marks, 0 after the last
  uint32_t attributes;
  int32_t foreground;
  int32_t background;
} fg_cell;

/// What curses believes is at a position, for tests.
fg_cell fg_cell_at(int32_t row, int32_t column);

// MARK: - Input

/// Reads the bytes waiting at the input descriptor, without blocking: 0 if there are none, -1 if it is gone. One
/// call is one system call.
int32_t fg_read(uint8_t *bytes, int32_t room);
/// How many bytes are waiting at the input descriptor; -1 if it is gone.
int32_t fg_bytes_waiting(void);

/// The open terminal's value of a capability such as `kcuu1`, what the "up" key sends. NULL if it has none. The
/// return values of `tigetstr` need a cast that Swift lacks.
const char *fg_capability(const char *name);

// MARK: - Size, suspension, signals

/// Gets the size from the kernel and passes it to curses; returns 1 if it has changed.
int32_t fg_update_size(void);

/// Releases the terminal, stops the process group as ^Z would, and takes the terminal again.
void fg_suspend(void);
/// Restores the terminal modes after someone else may have changed them; the next flush redraws.
void fg_resume(void);

/// The reading end of the pipe that receives the number of each signal (WINCH TERM HUP INT QUIT CONT TSTP) as one
/// byte; never blocks. -1 if no terminal is open. If one of them asks the program to end and is not handled for
/// some seconds, it ends the program anyway. All other signals that end a program do so at once, with the terminal
/// restored.
int32_t fg_signal_descriptor(void);

/// Creates a pipe that never blocks and is not inherited; returns 0 on failure. `pipe2` is hidden from Swift by
/// feature macros.
int32_t fg_make_pipe(int32_t *reading_end, int32_t *writing_end);

/// After this call, a crash first restores the terminal and prints `note` to standard error.
void fg_guard_crashes(const char *note);

#endif
