// libyaml's event parser behind plain structs, for Swift.
#ifndef PODLAB_CYAML_H
#define PODLAB_CYAML_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// What an event says; each document of a stream is a tree of them.
typedef enum {
  CYAML_STREAM_END,
  CYAML_DOCUMENT_START,
  CYAML_DOCUMENT_END,
  CYAML_ALIAS,
  CYAML_SCALAR,
  CYAML_SEQUENCE_START,
  CYAML_SEQUENCE_END,
  CYAML_MAPPING_START,
  CYAML_MAPPING_END,
} cyaml_kind;

// One event. The texts belong to the reader and live until its next event.
typedef struct {
  cyaml_kind kind;
  // Whether a scalar's meaning depends on its text (plain, or tagged `!`).
  bool is_plain;
  // Whether a collection is written with brackets.
  bool is_flow;
  // Where the event starts; lines and columns count from 0, columns in characters.
  size_t line, column;
  // A scalar's text, or an alias's name.
  const uint8_t *text;
  size_t length;
  // NULL where there is none.
  const char *anchor;
  const char *tag;
} cyaml_event;

// What libyaml complains of.
typedef struct {
  const char *message;
  // Whether the scanner found the fault, not the parser or the reader.
  bool is_scanner_fault;
  // Where the fault is, and where the thing began that it is in; both count from 0.
  size_t line, column;
  size_t context_line;
} cyaml_fault;

typedef struct cyaml_reader cyaml_reader;

// Starts to read UTF-8; the bytes must outlive the reader. NULL when memory is short.
cyaml_reader *cyaml_open(const uint8_t *bytes, size_t count);

// Reads the next event; false at a fault.
bool cyaml_next(cyaml_reader *reader, cyaml_event *event);

// The fault that stopped the reader.
cyaml_fault cyaml_fault_of(const cyaml_reader *reader);

void cyaml_close(cyaml_reader *reader);

#endif
