// Access to simdjson's DOM parser through plain C: parse, then read its tape. No logic.
#pragma once
#include <stddef.h>
#include <stdint.h>
#ifdef __cplusplus
extern "C" {
#endif

typedef struct simdjson_parser simdjson_parser;

/// Makes a parser that refuses nesting deeper than `depth`; null without memory.
simdjson_parser *_Nullable simdjson_create(size_t depth);
void simdjson_destroy(simdjson_parser *_Nonnull parser);
/// Parses a copy of `bytes` (simdjson wants padding behind them); 0, or simdjson's error code.
int simdjson_parse(simdjson_parser *_Nonnull parser, const void *_Nonnull bytes, size_t length);
/// The tape of the last document (simdjson's doc/tape.md), valid until the next parse.
const uint64_t *_Nullable simdjson_tape(const simdjson_parser *_Nonnull parser);
/// The strings of the last document: 4 bytes of length, then UTF-8.
const uint8_t *_Nullable simdjson_strings(const simdjson_parser *_Nonnull parser);

#ifdef __cplusplus
}
#endif
