#ifndef CSCAN_H
#define CSCAN_H

#include <stddef.h>
#include <stdint.h>

// Looks through many bytes, sixteen or thirty-two at a time. Swift's vectors have no way to ask which
// lanes of a comparison are true without going through them one by one, which costs what they save.

/// The first byte from `at` on that is a quote, a backslash or a control character; `end` if none is.
const uint8_t *fg_next_mark(const uint8_t *at, const uint8_t *end);

/// Where the `count` bytes of `text`, three to sixteen, occur first from `at` to `end`; NULL if
/// nowhere.
const uint8_t *fg_find(
    const uint8_t *at, const uint8_t *end, const uint8_t *text, size_t count);

#endif
