// The bytes the terminal sends, and its description of the keys. Curses is used only for drawing: its own input
// functions wait for the rest of an incomplete sequence, possibly forever.
#include "internal.h"

#include <errno.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <term.h>
#include <unistd.h>

int32_t fg_read(uint8_t *bytes, int32_t room) {
  if (!fg_state.screen) return 0;
  struct pollfd end = {.fd = fg_state.input, .events = POLLIN};
  if (poll(&end, 1, 0) <= 0) return 0;
  ssize_t count = read(fg_state.input, bytes, (size_t)room);
  if (count >= 0) return (int32_t)count;
  return errno == EAGAIN || errno == EINTR ? 0 : -1;
}

int32_t fg_bytes_waiting(void) {
  int count = 0;
  return fg_state.screen && ioctl(fg_state.input, FIONREAD, &count) == 0 ? count : -1;
}

const char *fg_capability(const char *name) {
  const char *text = fg_state.screen ? tigetstr((char *)name) : NULL;
  return text == (char *)-1 ? NULL : text;
}
