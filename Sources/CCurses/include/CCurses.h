/// The only door to ncurses: plain integers and small structs, so that no macro, global or
/// variadic function of <curses.h> reaches Swift. One terminal at a time, used by one thread.
#ifndef FG_CCURSES_H
#define FG_CCURSES_H

#include <stdint.h>

// MARK: - Width and locale

/// Columns a scalar takes under a UTF-8 locale, whatever the process locale is: 0 for combining
/// marks, 1 or 2 for spacing ones, -1 for what cannot be drawn. Swift does not see `wcwidth`.
int32_t fg_scalar_width(uint32_t scalar);

enum { FG_CHARSET_ASCII = -1, FG_CHARSET_OF_LOCALE = 0, FG_CHARSET_UTF8 = 1 };

/// Takes over LC_CTYPE alone from the environment, or C.UTF-8 if that is asked for, and tells
/// whether the terminal gets UTF-8. C.UTF-8 also stands in for a UTF-8 locale that the environment names
/// and this machine has not got. Number formats stay those of the C locale. Before fg_open.
int32_t fg_set_locale(int32_t charset);

// MARK: - Opening and closing

enum {
  FG_OK = 0,
  FG_UNKNOWN_TERMINAL = 1,  ///< no description of that name
  FG_CANNOT_MOVE = 2,       ///< a description without cursor addressing
  FG_SYSTEM_ERROR = 3,      ///< no descriptor or memory left
  FG_ALREADY_OPEN = 4,
};

/// Colours the program wants to use.
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

/// Starts drawing; `initscr` would end the process where the terminal is unknown.
int32_t fg_open(const char *term, fg_options options);

/// Gives the terminal back; harmless where none is open.
void fg_close(void);

typedef struct {
  int32_t has_colors;
  int32_t colors;     ///< 0, 8, 16, 88, 256 or 0x1000000
  int32_t pairs;
  int32_t is_direct;  ///< 1: a colour number from 16 on is 0xRRGGBB
  int32_t rows;
  int32_t columns;
} fg_facts;

/// What the open terminal can do; `COLORS`, `LINES` and `COLS` are globals Swift refuses.
fg_facts fg_terminal_facts(void);

// MARK: - Drawing

enum { FG_BOLD = 1, FG_DIM = 2, FG_UNDERLINE = 4, FG_REVERSE = 8 };

/// Draws a run of cells in one style. `scalars` holds each spacing scalar followed by its marks.
/// Colour -1 is the terminal's own; one it does not have becomes the nearest it has, or -1.
/// `cchar_t` and the attribute macros are not importable.
void fg_put(int32_t row, int32_t column, const uint32_t *scalars, int32_t count,
            uint32_t attributes, int32_t foreground, int32_t background);

/// Blanks the frame that is being drawn; `stdscr` is a global Swift refuses.
void fg_erase(void);
/// Sends what has changed since the last flush.
void fg_flush(void);
/// Has the next flush send everything.
void fg_redraw(void);

typedef struct {
  uint32_t scalars[5];  ///< spacing scalar and marks, 0 after the last
  uint32_t attributes;
  int32_t foreground;
  int32_t background;
} fg_cell;

/// What curses believes to be at a place, for tests.
fg_cell fg_cell_at(int32_t row, int32_t column);

// MARK: - Input

/// Reads the bytes that wait at the input descriptor, without waiting: 0 where there are none, -1
/// where it is gone. Each is what one system call brought.
int32_t fg_read(uint8_t *bytes, int32_t room);
/// Bytes that wait at the input descriptor; -1 where it is gone.
int32_t fg_bytes_waiting(void);

/// What the description of the open terminal says, such as `kcuu1`: what the key "up" sends. NULL
/// where it says nothing. The return values of `tigetstr` need a cast that Swift does not have.
const char *fg_capability(const char *name);

// MARK: - Size, suspension, signals

/// Asks the kernel for the size and tells curses: 1 where it has changed.
int32_t fg_update_size(void);

/// Gives the terminal back, stops the process group as ^Z would, and takes the terminal again.
void fg_suspend(void);
/// Sets the modes again after someone else may have changed them, and redraws on the next flush.
void fg_resume(void);

/// The reading end of the pipe that gets the number of each signal (WINCH TERM HUP INT QUIT CONT
/// TSTP) as one byte; never blocks. -1 while no terminal is open. Whoever asks the program to end by
/// one of them and is not heard for some seconds ends it all the same; all other signals that end a
/// program do so at once, with the terminal in order.
int32_t fg_signal_descriptor(void);

/// A pipe that never blocks and is not inherited; 0 where there is none. `pipe2` is hidden from
/// Swift by feature macros.
int32_t fg_make_pipe(int32_t *reading_end, int32_t *writing_end);

/// From now on a crash first restores the terminal and writes `note` to the standard error.
void fg_guard_crashes(const char *note);

#endif
