#define _GNU_SOURCE
#include "CCurses.h"

#include <locale.h>
#include <pthread.h>
#include <wchar.h>

static locale_t utf8_locale;
static pthread_once_t utf8_once = PTHREAD_ONCE_INIT;

static void find_utf8_locale(void) {
  static const char *const names[] = {"C.UTF-8", "C.utf8", "en_US.UTF-8"};
  for (unsigned i = 0; i < sizeof names / sizeof *names && !utf8_locale; i++)
    utf8_locale = newlocale(LC_CTYPE_MASK, names[i], (locale_t)0);
}

int32_t fg_scalar_width(uint32_t scalar) {
  pthread_once(&utf8_once, find_utf8_locale);
  if (!utf8_locale) return wcwidth((wchar_t)scalar);
  locale_t previous = uselocale(utf8_locale);
  int width = wcwidth((wchar_t)scalar);
  uselocale(previous);
  return width;
}
