#include "CZlib.h"

#include <stdlib.h>
#include <zlib.h>

struct podlab_zlib {
  z_stream state;
  const uint8_t *dictionary;
  size_t length;
  int deflates;
  int has_more;
};

static podlab_zlib *make(const uint8_t *dictionary, size_t length, int deflates) {
  podlab_zlib *stream = calloc(1, sizeof *stream);
  if (!stream) return NULL;
  stream->dictionary = dictionary;
  stream->length = length;
  stream->deflates = deflates;
  int result = deflates ? deflateInit(&stream->state, Z_DEFAULT_COMPRESSION)
                        : inflateInit(&stream->state);
  if (result == Z_OK && deflates) {
    result = deflateSetDictionary(&stream->state, dictionary, (uInt)length);
  }
  if (result == Z_OK) return stream;
  podlab_zlib_free(stream);
  return NULL;
}

podlab_zlib *podlab_zlib_deflater(const uint8_t *dictionary, size_t length) {
  return make(dictionary, length, 1);
}

podlab_zlib *podlab_zlib_inflater(const uint8_t *dictionary, size_t length) {
  return make(dictionary, length, 0);
}

void podlab_zlib_free(podlab_zlib *stream) {
  if (!stream) return;
  if (stream->deflates) deflateEnd(&stream->state);
  else inflateEnd(&stream->state);
  free(stream);
}

void podlab_zlib_feed(podlab_zlib *stream, const uint8_t *input, size_t length) {
  stream->state.next_in = (Bytef *)input;
  stream->state.avail_in = (uInt)length;
  stream->has_more = 1;
}

long podlab_zlib_next(podlab_zlib *stream, uint8_t *output, size_t capacity) {
  z_stream *state = &stream->state;
  if (!stream->has_more) return 0;
  state->next_out = output;
  state->avail_out = (uInt)capacity;
  int result;
  if (stream->deflates) {
    result = deflate(state, Z_SYNC_FLUSH);
  } else {
    result = inflate(state, Z_SYNC_FLUSH);
    if (result == Z_NEED_DICT
        && inflateSetDictionary(state, stream->dictionary, (uInt)stream->length) == Z_OK) {
      result = inflate(state, Z_SYNC_FLUSH);
    }
  }
  // Z_BUF_ERROR only says that nothing was left to do.
  if (result != Z_OK && result != Z_BUF_ERROR && result != Z_STREAM_END) return -1;
  stream->has_more = state->avail_out == 0;
  return (long)(capacity - state->avail_out);
}
