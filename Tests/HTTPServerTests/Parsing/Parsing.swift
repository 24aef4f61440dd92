import HTTPServer

/// What came of parsing a head, comparable and independent of the buffer.
enum HeadOutcome: Equatable, Sendable {
  case incomplete
  case head(RequestHead)
  case failure(Int)
}

extension RequestParser {
  /// Shows a fresh parser the first bytes of a message, then more, then all.
  static func outcome(
    _ message: [UInt8], splitAt splits: [Int] = [], limits: ServerLimits = ServerLimits()
  ) -> HeadOutcome {
    var parser = RequestParser(limits: limits)
    for end in splits + [message.count] {
      // A fresh allocation each time shows that nothing but offsets is kept between calls.
      let piece = Array(message[..<end])
      do {
        if try piece.withUnsafeBytes({ try parser.parse($0) }) { return .head(parser.head) }
      } catch {
        return .failure((error as? HTTPFailure)?.status ?? 0)
      }
    }
    return .incomplete
  }

  static func outcome(_ message: String, limits: ServerLimits = ServerLimits()) -> HeadOutcome {
    outcome(Array(message.utf8), limits: limits)
  }

  /// The head of a message that must be valid.
  static func head(_ message: String) -> RequestHead? {
    guard case .head(let head) = outcome(message) else { return nil }
    return head
  }
}

/// The bytes of a message that a range means.
func text(_ range: ByteRange?, of message: String) -> String? {
  guard let range else { return nil }
  return String(decoding: Array(message.utf8)[Int(range.start)..<range.end], as: UTF8.self)
}
