#include "CYAML.h"

#include <stdlib.h>
#include <string.h>
#include <yaml.h>

struct cyaml_reader {
  yaml_parser_t parser;
  yaml_event_t event;
};

cyaml_reader *cyaml_open(const uint8_t *bytes, size_t count) {
  cyaml_reader *reader = calloc(1, sizeof *reader);
  if (reader == NULL) return NULL;
  if (!yaml_parser_initialize(&reader->parser)) {
    free(reader);
    return NULL;
  }
  yaml_parser_set_encoding(&reader->parser, YAML_UTF8_ENCODING);
  yaml_parser_set_input_string(&reader->parser, bytes, count);
  return reader;
}

static void set_texts(cyaml_event *out, const yaml_char_t *anchor, const yaml_char_t *tag) {
  out->anchor = (const char *)anchor;
  out->tag = (const char *)tag;
}

// Copies what matters of libyaml's event; false for the events that do not.
static bool translate(const yaml_event_t *event, cyaml_event *out) {
  memset(out, 0, sizeof *out);
  out->line = event->start_mark.line;
  out->column = event->start_mark.column;
  switch (event->type) {
  case YAML_STREAM_END_EVENT: out->kind = CYAML_STREAM_END; return true;
  case YAML_DOCUMENT_START_EVENT: out->kind = CYAML_DOCUMENT_START; return true;
  case YAML_DOCUMENT_END_EVENT: out->kind = CYAML_DOCUMENT_END; return true;
  case YAML_SEQUENCE_END_EVENT: out->kind = CYAML_SEQUENCE_END; return true;
  case YAML_MAPPING_END_EVENT: out->kind = CYAML_MAPPING_END; return true;
  case YAML_ALIAS_EVENT:
    out->kind = CYAML_ALIAS;
    out->text = event->data.alias.anchor;
    out->length = strlen((const char *)out->text);
    return true;
  case YAML_SCALAR_EVENT:
    out->kind = CYAML_SCALAR;
    out->text = event->data.scalar.value;
    out->length = event->data.scalar.length;
    out->is_plain = event->data.scalar.plain_implicit;
    set_texts(out, event->data.scalar.anchor, event->data.scalar.tag);
    return true;
  case YAML_SEQUENCE_START_EVENT:
    out->kind = CYAML_SEQUENCE_START;
    out->is_flow = event->data.sequence_start.style == YAML_FLOW_SEQUENCE_STYLE;
    set_texts(out, event->data.sequence_start.anchor, event->data.sequence_start.tag);
    return true;
  case YAML_MAPPING_START_EVENT:
    out->kind = CYAML_MAPPING_START;
    out->is_flow = event->data.mapping_start.style == YAML_FLOW_MAPPING_STYLE;
    set_texts(out, event->data.mapping_start.anchor, event->data.mapping_start.tag);
    return true;
  case YAML_NO_EVENT:
  case YAML_STREAM_START_EVENT: return false;
  }
  return false;
}

bool cyaml_next(cyaml_reader *reader, cyaml_event *event) {
  do {
    yaml_event_delete(&reader->event);
    if (!yaml_parser_parse(&reader->parser, &reader->event)) return false;
    // Behind the end of the stream libyaml answers with empty events for ever.
    if (reader->event.type == YAML_NO_EVENT) reader->event.type = YAML_STREAM_END_EVENT;
  } while (!translate(&reader->event, event));
  return true;
}

cyaml_fault cyaml_fault_of(const cyaml_reader *reader) {
  const yaml_parser_t *parser = &reader->parser;
  cyaml_fault fault = {
      .message = parser->problem ? parser->problem : "unknown problem parsing YAML content",
      .is_scanner_fault = parser->error == YAML_SCANNER_ERROR,
      .line = parser->problem_mark.line,
      .column = parser->problem_mark.column,
      .context_line = parser->context_mark.line,
  };
  return fault;
}

void cyaml_close(cyaml_reader *reader) {
  if (reader == NULL) return;
  yaml_event_delete(&reader->event);
  yaml_parser_delete(&reader->parser);
  free(reader);
}
