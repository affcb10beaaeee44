// Cells and colours.
#include "internal.h"

#include <string.h>

enum { CHUNK = 128 };

// Colours the terminal lacks are replaced: bright ones by the normal ones in bold.
static int available(int color, attr_t *attributes, bool is_foreground) {
  if (color < 0) return fg_state.has_defaults ? -1 : is_foreground ? COLOR_WHITE : COLOR_BLACK;
  if (color < COLORS) return color;
  if (color < 16 && COLORS >= 8) {
    if (is_foreground) *attributes |= A_BOLD;
    return color - 8;
  }
  return available(-1, attributes, is_foreground);
}

// A negative pair, or a pair without colour support, would corrupt memory in `setcchar`, so use 0.
static int pair_of(int foreground, int background, attr_t *attributes) {
  if (!fg_state.has_colors || (foreground < 0 && background < 0)) return 0;
  foreground = available(foreground, attributes, true);
  background = available(background, attributes, false);
  int pair = alloc_pair(foreground, background);
  return pair < 0 ? 0 : pair;
}

static attr_t attributes_of(uint32_t bits) {
  attr_t attributes = A_NORMAL;
  if (bits & FG_BOLD) attributes |= A_BOLD;
  if (bits & FG_DIM) attributes |= A_DIM;
  if (bits & FG_UNDERLINE) attributes |= A_UNDERLINE;
  if (bits & FG_REVERSE) attributes |= A_REVERSE;
  return attributes;
}

static bool is_mark(uint32_t scalar) { return scalar >= 0x300 && fg_scalar_width(scalar) == 0; }

// Fills `cells` from the scalars of one character; returns the number of cells, 0 if none fits.
static int compose(const wchar_t *character, attr_t attributes, int pair, cchar_t *cells) {
  wchar_t base = character[0];
  if (fg_state.is_utf8 || (base >= 0x20 && base < 0x7f)) {
    if (setcchar(cells, character, attributes, 0, &pair) == OK) return 1;
  }
  // Without UTF-8 keep the position, so that what follows stays aligned.
  wchar_t substitute[2] = {base == 0xb7 ? L'.' : L'?', 0};
  int width = fg_scalar_width((uint32_t)base) == 2 ? 2 : 1;
  for (int i = 0; i < width; i++)
    if (setcchar(&cells[i], substitute, attributes, 0, &pair) != OK) return 0;
  return width;
}

void fg_put(int32_t row, int32_t column, const uint32_t *scalars, int32_t count,
            uint32_t bits, int32_t foreground, int32_t background) {
  if (!fg_state.screen) return;
  attr_t attributes = attributes_of(bits);
  int pair = pair_of(foreground, background, &attributes);
  // Composing is slower than copying: most cells of a run differ only in their character.
  cchar_t blank;
  if (setcchar(&blank, L" ", attributes, 0, &pair) != OK) return;
  cchar_t cells[CHUNK + 2];
  int filled = 0, columns = 0;
  for (int32_t i = 0; i < count;) {
    wchar_t character[CCHARW_MAX + 1] = {(wchar_t)scalars[i]};
    int width = scalars[i] < 0x300 ? 1 : fg_scalar_width(scalars[i]);
    int length = 1;
    for (i++; i < count && is_mark(scalars[i]); i++)
      if (length < CCHARW_MAX) character[length++] = (wchar_t)scalars[i];
    bool is_ascii = character[0] >= 0x20 && character[0] < 0x7f;
    if (length == 1 && (is_ascii || (fg_state.is_utf8 && scalars[i - 1] >= 0xa0 && width > 0))) {
      cells[filled] = blank;
      cells[filled++].chars[0] = character[0];
    } else {
      filled += compose(character, attributes, pair, &cells[filled]);
    }
    columns += width == 2 ? 2 : 1;
    if (filled >= CHUNK || i >= count) {
      mvadd_wchnstr(row, column, cells, filled);
      column += columns;
      filled = columns = 0;
    }
  }
}

void fg_erase(void) {
  if (fg_state.screen) erase();
}

void fg_flush(void) {
  if (fg_state.screen) refresh();
}

void fg_redraw(void) {
  if (fg_state.screen) clearok(curscr, TRUE);
}

fg_cell fg_cell_at(int32_t row, int32_t column) {
  fg_cell result = {.foreground = -1, .background = -1};
  cchar_t cell;
  if (!fg_state.screen || mvin_wch(row, column, &cell) == ERR) return result;
  wchar_t characters[CCHARW_MAX + 1] = {0};
  attr_t attributes = 0;
  short narrow = 0;
  int pair = 0;
  if (getcchar(&cell, characters, &attributes, &narrow, &pair) == ERR) return result;
  for (int i = 0; i < CCHARW_MAX && characters[i]; i++) result.scalars[i] = (uint32_t)characters[i];
  if (attributes & A_BOLD) result.attributes |= FG_BOLD;
  if (attributes & A_DIM) result.attributes |= FG_DIM;
  if (attributes & A_UNDERLINE) result.attributes |= FG_UNDERLINE;
  if (attributes & A_REVERSE) result.attributes |= FG_REVERSE;
  if (pair > 0) extended_pair_content(pair, &result.foreground, &result.background);
  return result;
}
