// Keys and mouse, translated into our own numbers.
#include "internal.h"

#include <sys/ioctl.h>

static fg_event key(uint32_t value) { return (fg_event){.kind = FG_EVENT_KEY, .value = value}; }

static fg_event none(void) { return (fg_event){.kind = FG_EVENT_NONE}; }

static fg_event mouse(void) {
  MEVENT found;
  if (getmouse(&found) != OK) return none();
  fg_event event = {.row = found.y, .column = found.x};
  if (found.bstate & BUTTON4_PRESSED)
    event.kind = FG_EVENT_WHEEL_UP;
  else if (found.bstate & BUTTON5_PRESSED)
    event.kind = FG_EVENT_WHEEL_DOWN;
  else if (found.bstate & (BUTTON1_PRESSED | BUTTON2_PRESSED | BUTTON3_PRESSED)) {
    event.kind = FG_EVENT_PRESS;
    event.button = found.bstate & BUTTON1_PRESSED ? 1 : found.bstate & BUTTON2_PRESSED ? 2 : 3;
  }
  return event;
}

static fg_event special(wint_t code) {
  if (code > KEY_F0 && code <= KEY_F(63))
    return (fg_event){.kind = FG_EVENT_FUNCTION, .value = code - KEY_F0};
  switch (code) {
  case KEY_ENTER: return key(FG_KEY_ENTER);
  case KEY_BTAB: return key(FG_KEY_BACK_TAB);
  case KEY_UP: return key(FG_KEY_UP);
  case KEY_DOWN: return key(FG_KEY_DOWN);
  case KEY_LEFT: return key(FG_KEY_LEFT);
  case KEY_RIGHT: return key(FG_KEY_RIGHT);
  case KEY_HOME:
  case KEY_FIND: return key(FG_KEY_HOME);
  case KEY_END:
  case KEY_SELECT: return key(FG_KEY_END);
  case KEY_PPAGE: return key(FG_KEY_PAGE_UP);
  case KEY_NPAGE: return key(FG_KEY_PAGE_DOWN);
  case KEY_BACKSPACE: return key(FG_KEY_BACKSPACE);
  case KEY_DC: return key(FG_KEY_DELETE);
  case KEY_MOUSE: return mouse();
  default: return none();  // KEY_RESIZE among them: the size comes from the kernel
  }
}

// What follows an escape character at once was sent by the terminal, not typed: a key with Alt,
// or a sequence that its description does not name. The letters of the latter must not be taken
// for commands.
static fg_event after_escape(void) {
  wint_t next;
  int result = get_wch(&next);
  if (result == ERR) return key(FG_KEY_ESCAPE);
  if (result == KEY_CODE_YES) return none();
  if (next == 27) {
    unget_wch(27);
    return key(FG_KEY_ESCAPE);
  }
  if (next == '[') {
    for (int i = 0; i < 64 && get_wch(&next) == OK; i++)
      if (next >= 0x40 && next <= 0x7e) break;
    return none();
  }
  if (next == 'O') {
    get_wch(&next);
    return none();
  }
  if (next < 0x20 || next == 0x7f) return none();
  return (fg_event){.kind = FG_EVENT_ALT, .value = next};
}

static fg_event plain(wint_t scalar) {
  switch (scalar) {
  case 27: return after_escape();
  case 9: return key(FG_KEY_TAB);
  case 10:
  case 13: return key(FG_KEY_ENTER);
  case 8:
  case 127: return key(FG_KEY_BACKSPACE);
  default: break;
  }
  if (scalar >= 1 && scalar <= 26)
    return (fg_event){.kind = FG_EVENT_CONTROL, .value = 'a' + scalar - 1};
  if (scalar < 0x20) return none();
  return (fg_event){.kind = FG_EVENT_CHARACTER, .value = scalar};
}

int32_t fg_read_event(fg_event *event) {
  if (!fg_state.screen) return 0;
  wint_t code;
  switch (get_wch(&code)) {
  case ERR: return 0;
  case KEY_CODE_YES: *event = special(code); return 1;
  default: *event = plain(code); return 1;
  }
}

int32_t fg_bytes_waiting(void) {
  int count = 0;
  return fg_state.screen && ioctl(fg_state.input, FIONREAD, &count) == 0 ? count : -1;
}
