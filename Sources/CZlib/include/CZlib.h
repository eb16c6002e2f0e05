// zlib streams with a preset dictionary, each flushed after every call, for Swift.
#ifndef PODLAB_CZLIB_H
#define PODLAB_CZLIB_H

#include <stddef.h>
#include <stdint.h>

// A compressing or decompressing stream. zlib keeps a pointer to it: it never moves.
typedef struct podlab_zlib podlab_zlib;

// A stream that begins with `dictionary`, which must outlive it; NULL when there is no memory.
podlab_zlib *podlab_zlib_deflater(const uint8_t *dictionary, size_t length);
podlab_zlib *podlab_zlib_inflater(const uint8_t *dictionary, size_t length);
void podlab_zlib_free(podlab_zlib *stream);

// Hands over input; it must live until `podlab_zlib_next` has given its last piece.
void podlab_zlib_feed(podlab_zlib *stream, const uint8_t *input, size_t length);

// Writes up to `capacity` bytes and returns how many; 0 when all input is used; -1 for damaged input.
long podlab_zlib_next(podlab_zlib *stream, uint8_t *output, size_t capacity);

#endif
