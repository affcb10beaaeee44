#include "CScan.h"

#include <stdbool.h>
#include <string.h>

static bool is_mark(uint8_t byte) { return byte == '"' || byte == '\\' || byte < 0x20; }

static const uint8_t *next_mark_slowly(const uint8_t *at, const uint8_t *end) {
  while (at < end && !is_mark(*at)) at++;
  return at;
}

static const uint8_t *find_slowly(
    const uint8_t *at, const uint8_t *end, const uint8_t *text, size_t count) {
  for (; end - at >= (ptrdiff_t)count; at++) {
    at = memchr(at, text[0], (size_t)(end - at) - count + 1);
    if (at == NULL) return NULL;
    if (memcmp(at, text, count) == 0) return at;
  }
  return NULL;
}

#if defined(__x86_64__)
#include <immintrin.h>

const uint8_t *fg_next_mark(const uint8_t *at, const uint8_t *end) {
  const __m128i quote = _mm_set1_epi8('"');
  const __m128i slash = _mm_set1_epi8('\\');
  const __m128i last_control = _mm_set1_epi8(0x1f);
  for (; end - at >= 16; at += 16) {
    __m128i bytes = _mm_loadu_si128((const __m128i *)at);
    __m128i found = _mm_or_si128(
        _mm_or_si128(_mm_cmpeq_epi8(bytes, quote), _mm_cmpeq_epi8(bytes, slash)),
        _mm_cmpeq_epi8(_mm_min_epu8(bytes, last_control), bytes));
    int lanes = _mm_movemask_epi8(found);
    if (lanes != 0) return at + __builtin_ctz((unsigned)lanes);
  }
  return next_mark_slowly(at, end);
}

// Compares three bytes of the text at thirty-two positions at once; if all three match, it looks closer.
__attribute__((target("avx2"))) static const uint8_t *find_by_32(
    const uint8_t *at, const uint8_t *end, const uint8_t *text, size_t count) {
  const size_t middle = count / 2;
  const __m256i first = _mm256_set1_epi8((char)text[0]);
  const __m256i between = _mm256_set1_epi8((char)text[middle]);
  const __m256i last = _mm256_set1_epi8((char)text[count - 1]);
  for (; end - at >= (ptrdiff_t)(32 + count); at += 32) {
    __m256i hits = _mm256_and_si256(
        _mm256_cmpeq_epi8(_mm256_loadu_si256((const __m256i *)(at + middle)), between),
        _mm256_and_si256(
            _mm256_cmpeq_epi8(_mm256_loadu_si256((const __m256i *)at), first),
            _mm256_cmpeq_epi8(_mm256_loadu_si256((const __m256i *)(at + count - 1)), last)));
    for (unsigned lanes = (unsigned)_mm256_movemask_epi8(hits); lanes != 0; lanes &= lanes - 1) {
      const uint8_t *place = at + __builtin_ctz(lanes);
      if (memcmp(place, text, count) == 0) return place;
    }
  }
  return find_slowly(at, end, text, count);
}

const uint8_t *fg_find(
    const uint8_t *at, const uint8_t *end, const uint8_t *text, size_t count) {
  if (__builtin_cpu_supports("avx2")) return find_by_32(at, end, text, count);
  return find_slowly(at, end, text, count);
}

#else

const uint8_t *fg_next_mark(const uint8_t *at, const uint8_t *end) {
  return next_mark_slowly(at, end);
}

const uint8_t *fg_find(
    const uint8_t *at, const uint8_t *end, const uint8_t *text, size_t count) {
  return find_slowly(at, end, text, count);
}

#endif
