// A terminal description with direct colour, built from the terminal's own.
//
// Debian's basic set has no entry whose colours are 0xRRGGBB, and nobody sets TERM to one. But ncurses also accepts
// a compiled entry from the environment, as `TERMINFO=hex:…`. So this reads all capabilities of the terminal's
// entry, replaces the colours, and compiles the result.
#include "internal.h"

#include <stdlib.h>
#include <string.h>
#include <term.h>

enum { MAGIC_32_BIT_NUMBERS = 01036, LARGEST_ENTRY = 16 * 1024 };

// 0…7 and 8…15 stay palette colours; higher numbers are red, green, blue.
#define DIRECT(normal, bright, extended)                                               \
  "\033[%?%p1%{8}%<%t" normal "%p1%d%e%p1%{16}%<%t" bright "%p1%{8}%-%d%e" extended    \
  ";2;%p1%{65536}%/%d;%p1%{256}%/%{255}%&%d;%p1%{255}%&%d%;m"

struct bytes {
  unsigned char at[LARGEST_ENTRY];
  size_t count;
  bool is_full;
};

static void put(struct bytes *out, const void *from, size_t count) {
  if (out->count + count > sizeof out->at) {
    out->is_full = true;
    return;
  }
  memcpy(out->at + out->count, from, count);
  out->count += count;
}

static void put_short(struct bytes *out, int value) {
  put(out, (unsigned char[]){(unsigned)value & 255, (unsigned)value >> 8 & 255}, 2);
}

static void put_int(struct bytes *out, int value) {
  put_short(out, value);
  put_short(out, value >> 16);
}

static void align(struct bytes *out) {
  if (out->count % 2) put(out, "", 1);
}

static int flag(const char *name) {
  if (strcmp(name, "ccc") == 0) return 0;  // never change the palette
  return tigetflag((char *)name) == 1;
}

static int number(const char *name) {
  if (strcmp(name, "colors") == 0) return FG_COLORS_DIRECT;
  if (strcmp(name, "pairs") == 0) return 0x10000;
  int value = tigetnum((char *)name);
  return value < 0 ? -1 : value;
}

static const char *string(const char *name) {
  if (strcmp(name, "setaf") == 0) return DIRECT("3", "9", "38");
  if (strcmp(name, "setab") == 0) return DIRECT("4", "10", "48");
  if (strcmp(name, "initc") == 0 || strcmp(name, "oc") == 0) return NULL;
  if (strcmp(name, "setf") == 0 || strcmp(name, "setb") == 0) return NULL;
  const char *value = tigetstr((char *)name);
  return value == (char *)-1 ? NULL : value;
}

// Names missing from the standard table: that colours are RGB, and how to enable the mouse.
static void put_extensions(struct bytes *out) {
  static const char *const names[] = {"XM", "xm"};
  const char *values[2];
  int count = 0;
  const char *present[2];
  for (int i = 0; i < 2; i++) {
    const char *value = string(names[i]);
    if (!value) continue;
    values[count] = value;
    present[count++] = names[i];
  }
  static struct bytes table;
  table.count = 0;
  table.is_full = false;
  int value_offsets[2], name_offsets[2];
  for (int i = 0; i < count; i++) {
    value_offsets[i] = (int)table.count;
    put(&table, values[i], strlen(values[i]) + 1);
  }
  size_t names_begin = table.count;
  put(&table, "RGB", 4);
  for (int i = 0; i < count; i++) {
    name_offsets[i] = (int)(table.count - names_begin);
    put(&table, present[i], strlen(present[i]) + 1);
  }
  align(out);
  put_short(out, 1);              // flags
  put_short(out, 0);              // numbers
  put_short(out, count);          // strings
  put_short(out, 2 * count + 1);  // entries of the table
  put_short(out, (int)table.count);
  put(out, "\1", 1);
  align(out);
  for (int i = 0; i < count; i++) put_short(out, value_offsets[i]);
  put_short(out, 0);
  for (int i = 0; i < count; i++) put_short(out, name_offsets[i]);
  put(out, table.at, table.count);
  out->is_full = out->is_full || table.is_full;
}

static void put_entry(struct bytes *out, const char *term) {
  static struct bytes table;
  table.count = 0;
  table.is_full = false;
  int strings = 0;
  int offsets[STRCOUNT];
  for (int i = 0; i < STRWRITE && strnames[i]; i++) {
    const char *value = string(strnames[i]);
    offsets[i] = value ? (int)table.count : -1;
    if (!value) continue;
    put(&table, value, strlen(value) + 1);
    strings = i + 1;
  }
  put_short(out, MAGIC_32_BIT_NUMBERS);
  put_short(out, (int)strlen(term) + 1);
  put_short(out, BOOLWRITE);
  put_short(out, NUMWRITE);
  put_short(out, strings);
  put_short(out, (int)table.count);
  put(out, term, strlen(term) + 1);
  for (int i = 0; i < BOOLWRITE; i++) put(out, flag(boolnames[i]) ? "\1" : "\0", 1);
  align(out);
  for (int i = 0; i < NUMWRITE; i++) put_int(out, number(numnames[i]));
  for (int i = 0; i < strings; i++) put_short(out, offsets[i]);
  put(out, table.at, table.count);
  out->is_full = out->is_full || table.is_full;
  put_extensions(out);
}

char *fg_direct_description(const char *term, int descriptor) {
  int error = 0;
  if (setupterm((char *)term, descriptor, &error) != OK) return NULL;
  static struct bytes entry;
  entry.count = 0;
  entry.is_full = false;
  const char *foreground = tigetstr("setaf");
  bool has_colors = foreground && foreground != (char *)-1;
  if (has_colors) put_entry(&entry, term);
  del_curterm(cur_term);
  if (!has_colors || entry.is_full) return NULL;
  char *text = malloc(4 + 2 * entry.count + 1);
  if (!text) return NULL;
  strcpy(text, "hex:");
  static const char digits[] = "0123456789ABCDEF";
  for (size_t i = 0; i < entry.count; i++) {
    text[4 + 2 * i] = digits[entry.at[i] >> 4];
    text[5 + 2 * i] = digits[entry.at[i] & 15];
  }
  text[4 + 2 * entry.count] = 0;
  return text;
}
