#include "CSimdJSON.h"
#include <new>
#include <simdjson.h>

struct simdjson_parser {
  simdjson::dom::parser parser;
};

simdjson_parser *simdjson_create(size_t depth) {
  auto *handle = new (std::nothrow) simdjson_parser;
  if (handle && handle->parser.allocate(4096, depth) != simdjson::SUCCESS) {
    delete handle;
    return nullptr;
  }
  return handle;
}

void simdjson_destroy(simdjson_parser *handle) { delete handle; }

int simdjson_parse(simdjson_parser *handle, const void *bytes, size_t length) {
  return handle->parser.parse(static_cast<const uint8_t *>(bytes), length, true).error();
}

const uint64_t *simdjson_tape(const simdjson_parser *handle) { return handle->parser.doc.tape.get(); }

const uint8_t *simdjson_strings(const simdjson_parser *handle) { return handle->parser.doc.string_buf.get(); }
