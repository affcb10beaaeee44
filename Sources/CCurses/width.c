#include "internal.h"

#include <locale.h>
#include <pthread.h>
#include <wchar.h>

static locale_t utf8_locale;
static pthread_once_t utf8_once = PTHREAD_ONCE_INIT;

const char *const fg_utf8_locales[] = {"C.UTF-8", "C.utf8", "en_US.UTF-8", NULL};

static void find_utf8_locale(void) {
  for (int i = 0; fg_utf8_locales[i] && !utf8_locale; i++)
    utf8_locale = newlocale(LC_CTYPE_MASK, fg_utf8_locales[i], (locale_t)0);
}

static int32_t ask(uint32_t scalar) {
  pthread_once(&utf8_once, find_utf8_locale);
  if (!utf8_locale) return wcwidth((wchar_t)scalar);
  locale_t previous = uselocale(utf8_locale);
  int width = wcwidth((wchar_t)scalar);
  uselocale(previous);
  return width;
}

// Changing the thread's locale is slower than drawing the cell, so answers are cached, plus 2, so that 0 means not
// asked yet. Threads that ask at the same time write the same answer.
int32_t fg_scalar_width(uint32_t scalar) {
  static _Atomic signed char known[0x20000];
  if (scalar >= sizeof known) return ask(scalar);
  int32_t width = known[scalar] - 2;
  if (width > -2) return width;
  width = ask(scalar);
  known[scalar] = (signed char)(width + 2);
  return width;
}
