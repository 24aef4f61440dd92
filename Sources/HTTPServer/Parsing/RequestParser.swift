import Glibc

/// Parses a request's head, strictly and incrementally (RFC 9112).
///
/// A pure value: it is shown all bytes of the message so far, remembers how far it has looked, and any split of the
/// bytes into pieces gives the same head or the same failure. RFC 9112, section 2.2 lets a recipient take a bare LF
/// for a line's end; this one refuses it, for two parsers that disagree about a line's end can be played off.
package struct RequestParser: Sendable {
  private enum Stage { case start, requestLine, fields, complete }

  /// The head; complete once `parse` has returned true.
  package private(set) var head = RequestHead()
  private let limits: ServerLimits
  private var stage = Stage.start
  private var framing = FramingFields()
  private var lineStart = 0
  private var fieldsStart = 0
  /// Bytes in which no line end was found.
  private var searched = 0

  /// Creates a parser at the beginning of a message.
  package init(limits: ServerLimits) { self.limits = limits }

  /// Begins with the next message.
  package mutating func reset() {
    head.removeAll()
    framing = FramingFields()
    stage = .start
    lineStart = 0
    fieldsStart = 0
    searched = 0
  }

  /// Looks at a message's bytes from its first one on; those seen before must be the same.
  ///
  /// - Returns: whether the head is complete; `head.length` bytes belong to it.
  /// - Throws: the failure to answer with before the connection closes.
  /// - Complexity: O(bytes not seen before).
  package mutating func parse(_ bytes: UnsafeRawBufferPointer) throws(HTTPFailure) -> Bool {
    if stage == .start { guard try skipEmptyLine(bytes) else { return false } }
    while stage != .complete {
      guard let lineFeed = try lineEnd(bytes) else { return false }
      let line = UnsafeRawBufferPointer(rebasing: bytes[lineStart..<lineFeed - 1])
      if stage == .requestLine {
        try RequestLine.parse(line, at: lineStart, into: &head)
        stage = .fields
        fieldsStart = lineFeed + 1
      } else if line.isEmpty {
        try framing.finish(&head)
        head.length = lineFeed + 1
        stage = .complete
      } else {
        try parseField(line)
      }
      lineStart = lineFeed + 1
      searched = lineStart
    }
    return true
  }

  /// One empty line before a request is skipped (RFC 9112, section 2.2).
  private mutating func skipEmptyLine(_ bytes: UnsafeRawBufferPointer) throws(HTTPFailure) -> Bool {
    guard let first = bytes.first else { return false }
    if first == UInt8(ascii: "\r") {
      guard bytes.count > 1 else { return false }
      guard bytes[1] == UInt8(ascii: "\n") else { throw .notARequest }
      lineStart = 2
      searched = 2
    }
    stage = .requestLine
    return true
  }

  /// Finds the line feed that ends the line at `lineStart`, within the limits; nil if it is not here yet.
  private mutating func lineEnd(_ bytes: UnsafeRawBufferPointer) throws(HTTPFailure) -> Int? {
    guard lineStart < bytes.count else { return nil }
    if stage == .requestLine, !CharacterClass.isToken(bytes[lineStart]) { throw .notARequest }
    guard let base = bytes.baseAddress,
      let found = memchr(base + searched, 0x0a, bytes.count - searched)
    else {
      searched = bytes.count
      try checkLength(upTo: bytes.count)
      return nil
    }
    let lineFeed = UnsafeRawPointer(found) - base
    try checkLength(upTo: lineFeed)
    guard lineFeed > lineStart, bytes[lineFeed - 1] == UInt8(ascii: "\r") else {
      throw .malformed("A line of the request's head ends in LF without CR.")
    }
    return lineFeed
  }

  /// Checks the bytes before the line feed, found or not; the carriage return does not count.
  private func checkLength(upTo end: Int) throws(HTTPFailure) {
    if stage == .requestLine {
      guard end - lineStart <= limits.requestLine + 1 else {
        throw HTTPFailure(status: 414, detail: "The request line is longer than \(limits.requestLine) bytes.")
      }
    } else {
      guard end - fieldsStart <= limits.headerBytes + 1 else {
        throw HTTPFailure(
          status: 431, detail: "The header fields are longer than \(limits.headerBytes) bytes in all.")
      }
    }
  }

  private mutating func parseField(_ line: UnsafeRawBufferPointer) throws(HTTPFailure) {
    guard head.fields.count < limits.headerCount else {
      throw HTTPFailure(status: 431, detail: "The request has more than \(limits.headerCount) header fields.")
    }
    let parts = try FieldLine.parse(line)
    let value = ByteRange(lineStart + parts.valueStart, lineStart + parts.valueEnd)
    head.fields.append(HeaderField(name: ByteRange(lineStart, lineStart + parts.nameEnd), value: value))
    try framing.note(
      name: UnsafeRawBufferPointer(rebasing: line[..<parts.nameEnd]),
      value: UnsafeRawBufferPointer(rebasing: line[parts.valueStart..<parts.valueEnd]), at: value)
  }
}

extension HTTPFailure {
  static func malformed(_ detail: String) -> HTTPFailure { HTTPFailure(status: 400, detail: detail) }

  fileprivate static var notARequest: HTTPFailure {
    .malformed("What arrived does not begin with the method of an HTTP request.")
  }
}
