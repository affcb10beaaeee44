#ifndef CSCAN_H
#define CSCAN_H

#include <stddef.h>
#include <stdint.h>

// Searches many bytes, sixteen or thirty-two at a time. Swift's vectors cannot report which lanes of a comparison
// are true without visiting them one by one, which costs what they save.

/// The first quote, backslash or control character from `at` on; `end` if there is none.
const uint8_t *fg_next_mark(const uint8_t *at, const uint8_t *end);

/// Where the `count` bytes of `text`, three to sixteen, first occur between `at` and `end`; NULL if nowhere.
const uint8_t *fg_find(
    const uint8_t *at, const uint8_t *end, const uint8_t *text, size_t count);

#endif
