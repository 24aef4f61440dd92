import HTTPServer
import Testing

@Suite struct ChunkedDecoderTests {
  enum Outcome: Equatable {
    case incomplete
    case body(String, rest: String)
    case failure(Int)
  }

  /// Feeds pieces that end at `splits`, keeping what was not consumed, as a connection does.
  private func decode(
    _ message: [UInt8], splitAt splits: [Int] = [], bodyLimit: Int = 1000,
    limits: ServerLimits = ServerLimits()
  ) -> Outcome {
    var decoder = ChunkedDecoder(bodyLimit: bodyLimit, limits: limits)
    var body: [UInt8] = []
    var consumed = 0
    for end in splits + [message.count] {
      do {
        pieces: while true {
          let waiting = Array(message[consumed..<end])
          switch try waiting.withUnsafeBytes({ try decoder.next($0) }) {
          case .needsMore: break pieces
          case .framing(let count): consumed += count
          case .data(let count):
            body += waiting[..<count]
            consumed += count
          case .end(let count):
            let rest = message[(consumed + count)...]
            return .body(String(decoding: body, as: UTF8.self), rest: String(decoding: rest, as: UTF8.self))
          }
        }
      } catch {
        return .failure((error as? HTTPFailure)?.status ?? 0)
      }
    }
    return .incomplete
  }

  static let accepted: [(String, String)] = [
    ("0\r\n\r\n", ""), ("5\r\nhello\r\n0\r\n\r\n", "hello"), ("1\r\na\r\n2\r\nbc\r\n0\r\n\r\n", "abc"),
    ("A\r\n0123456789\r\n000\r\n\r\n", "0123456789"), ("a\r\n0123456789\r\n0\r\n\r\n", "0123456789"),
    ("0000000000000000000000003\r\nabc\r\n0\r\n\r\n", "abc"), ("2\r\n\r\n\r\n0\r\n\r\n", "\r\n"),
    ("1;x\r\na\r\n0\r\n\r\n", "a"), ("1;x=y;z\r\na\r\n0;q\r\n\r\n", "a"),
    ("1;x=\"a;b\\\"c\"\r\na\r\n0\r\n\r\n", "a"), ("1 ; x = y\r\na\r\n0\r\n\r\n", "a"),
    ("1\r\na\r\n0\r\nX: y\r\nZ:\r\n\r\n", "a"),
    ("1\r\na\r\n0\r\nContent-Length: 99\r\nTransfer-Encoding: gzip\r\n\r\n", "a"),
  ]

  static let refused: [(section: String, message: String, status: Int)] = [
    ("9112 7.1 no size", "\r\n\r\n", 400), ("9112 7.1 no digit", "g\r\n", 400),
    ("9112 7.1 sign", "+5\r\nhello\r\n", 400), ("9112 7.1 sign", "-1\r\n", 400),
    ("9112 7.1 prefix", "0x5\r\nhello\r\n", 400), ("9112 7.1 leading space", " 5\r\nhello\r\n", 400),
    ("9112 7.1 trailing space", "5 \r\nhello\r\n", 400), ("9112 7.1 trailing tab", "5\t\r\nhello\r\n", 400),
    ("9112 7.1 bare LF", "5\nhello\r\n", 400), ("9112 7.1 bare CR", "5\rhello\r\n", 400),
    ("9112 7.1 two numbers", "5 5\r\nhello\r\n", 400), ("9112 7.1 comma", "5,5\r\nhello\r\n", 400),
    ("9112 7.1 data too long", "5\r\nhellox\r\n", 400), ("9112 7.1 data end bare LF", "5\r\nhello\n", 400),
    ("9112 7.1 data end bare CR", "5\r\nhello\rx", 400),
    ("9112 7.1.1 no name", "1;\r\na\r\n", 400), ("9112 7.1.1 no value", "1;x=\r\na\r\n", 400),
    ("9112 7.1.1 open quote", "1;x=\"y\r\na\r\n", 400), ("9112 7.1.1 open escape", "1;x=\"y\\\r\na\r\n", 400),
    ("9112 7.1.1 control character", "1;x=\"\u{1}\"\r\na\r\n", 400),
    ("9112 7.1.1 after the quote", "1;x=\"y\"z\r\na\r\n", 400),
    ("9112 7.1.1 bare CR", "1;x\ry\r\na\r\n", 400),
    ("9112 7.1.2 space before the colon", "0\r\nX : y\r\n\r\n", 400),
    ("9112 7.1.2 folding", "0\r\nX: y\r\n z\r\n\r\n", 400), ("9112 7.1.2 no colon", "0\r\nX\r\n\r\n", 400),
    ("9112 7.1.2 bare LF", "0\r\nX: y\n\r\n", 400), ("9112 7.1.2 bare LF at the end", "0\r\n\n", 400),
    ("9112 7.1.2 NUL", "0\r\nX: \0\r\n\r\n", 400),
    ("9112 7.1 size overflows", "ffffffffffffffff\r\n", 413),
    ("9112 7.1 size overflows", "10000000000000000000000\r\n", 413),
    ("9112 7.1 size is the largest", "7fffffffffffffff\r\n", 413),
    ("9110 15.5.14 size", "3e9\r\n", 413),
    ("9110 15.5.14 sum of sizes", "1\r\na\r\n3e8\r\n", 413),
    ("9112 7.1.1 long extension", "1;" + String(repeating: "x", count: 300) + "\r\n", 400),
    ("9112 7.1.1 endless extension", "1;" + String(repeating: "x", count: 300), 400),
    ("9112 7.1.2 long trailer", "0\r\nX: " + String(repeating: "y", count: 9000) + "\r\n\r\n", 431),
    ("9112 7.1.2 endless trailer", "0\r\nX: " + String(repeating: "y", count: 9000), 431),
    ("9112 7.1.2 many trailers", "0\r\n" + String(repeating: "X: y\r\n", count: 2000) + "\r\n", 431),
  ]

  @Test(arguments: accepted)
  func `chunks are joined, extensions and trailers dropped`(_ message: String, _ body: String) {
    #expect(decode(Array((message + "NEXT").utf8)) == .body(body, rest: "NEXT"))
    #expect(decode(Array(message.utf8.dropLast())) == .incomplete)
  }

  @Test(arguments: refused)
  func `bad chunks are refused`(_ row: (section: String, message: String, status: Int)) {
    #expect(decode(Array(row.message.utf8)) == .failure(row.status), "\(row.section)")
  }

  @Test(arguments: accepted.map(\.0) + refused.map(\.message).filter { $0.utf8.count < 400 })
  func `chunks are the same however they are split`(_ message: String) {
    let bytes = Array(message.utf8)
    let whole = decode(bytes)
    for split in 0...bytes.count { #expect(decode(bytes, splitAt: [split]) == whole) }
    #expect(decode(bytes, splitAt: Array(0...bytes.count)) == whole)
  }

  @Test func `a body of exactly the limit is taken`() {
    #expect(decode(Array("3\r\nabc\r\n0\r\n\r\n".utf8), bodyLimit: 3) == .body("abc", rest: ""))
    #expect(decode(Array("4\r\nabcd\r\n0\r\n\r\n".utf8), bodyLimit: 3) == .failure(413))
  }
}
