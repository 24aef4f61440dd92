import HTTPServer
import Testing

struct InflaterTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let name: String
    let coding: ContentCoding
    let coded: [UInt8]
    let outcome: InflateOutcome
    var testDescription: String { name }
  }

  private static let text = prose(3000)

  static let sound = [
    Case(name: "gzip", coding: .gzip, coded: packed(text), outcome: .body(text)),
    Case(name: "zlib", coding: .deflate, coded: packed(text, windowBits: 15), outcome: .body(text)),
    Case(
      name: "zlib, fastest", coding: .deflate, coded: packed(text, windowBits: 15, level: 1),
      outcome: .body(text)),
    Case(
      name: "zlib, small window", coding: .deflate, coded: packed(text, windowBits: 9), outcome: .body(text)),
    Case(name: "raw deflate", coding: .deflate, coded: packed(text, windowBits: -15), outcome: .body(text)),
    Case(
      name: "raw deflate, stored", coding: .deflate, coded: packed(text, windowBits: -15, level: 0),
      outcome: .body(text)),
    Case(name: "stored", coding: .gzip, coded: packed(text, level: 0), outcome: .body(text)),
    Case(name: "nothing inside", coding: .gzip, coded: packed([]), outcome: .body([])),
    Case(
      name: "nothing inside, raw", coding: .deflate, coded: packed([], windowBits: -15), outcome: .body([])),
    Case(
      name: "nothing inside, zlib", coding: .deflate, coded: packed([], windowBits: 15), outcome: .body([])),
    Case(
      name: "two members", coding: .gzip, coded: packed(Array(text[..<9])) + packed(Array(text[9...])),
      outcome: .body(text)),
    Case(
      name: "an empty member between", coding: .gzip, coded: packed(text) + packed([]) + packed(text),
      outcome: .body(text + text)),
    Case(
      name: "a header with name and comment", coding: .gzip,
      coded: [0x1f, 0x8b, 8, 0x18, 0, 0, 0, 0, 0, 3] + Array("a.txt\0why\0".utf8)
        + packed(text).dropFirst(10),
      outcome: .body(text)),
  ]

  static let broken = [
    Case(name: "nothing at all", coding: .gzip, coded: [], outcome: .failure(400)),
    Case(name: "nothing at all, deflate", coding: .deflate, coded: [], outcome: .failure(400)),
    Case(name: "one byte", coding: .deflate, coded: [0x78], outcome: .failure(400)),
    Case(name: "no gzip", coding: .gzip, coded: Array("hello".utf8), outcome: .failure(400)),
    Case(
      name: "zlib where gzip is said", coding: .gzip, coded: packed(text, windowBits: 15),
      outcome: .failure(400)),
    Case(name: "gzip where deflate is said", coding: .deflate, coded: packed(text), outcome: .failure(400)),
    Case(name: "garbage behind gzip", coding: .gzip, coded: packed(text) + [0], outcome: .failure(400)),
    Case(
      name: "garbage behind zlib", coding: .deflate, coded: packed(text, windowBits: 15) + [1],
      outcome: .failure(400)),
    Case(
      name: "garbage behind raw", coding: .deflate, coded: packed(text, windowBits: -15) + [1],
      outcome: .failure(400)),
    Case(
      name: "half a member behind", coding: .gzip, coded: packed(text) + packed(text).dropLast(1),
      outcome: .failure(400)),
    Case(
      name: "a preset dictionary", coding: .deflate, coded: [0x78, 0xbb, 1, 2, 3, 4, 5],
      outcome: .failure(400)),
    Case(name: "a reserved flag", coding: .gzip, coded: [0x1f, 0x8b, 8, 0xe0], outcome: .failure(400)),
    Case(name: "a reserved block", coding: .deflate, coded: [0x07, 0x00], outcome: .failure(400)),
  ]

  private func check(_ body: Case) {
    let coded = body.coded
    #expect(Inflater.outcome(coded, body.coding) == body.outcome)
    let inflater = Inflater(limits: ServerLimits())
    for split in 0...coded.count {
      #expect(Inflater.outcome(coded, body.coding, splitAt: [split], with: inflater) == body.outcome)
    }
    for room in [1, 2, 7, 258, 1 << 16] {
      let bytewise = Array(0...coded.count)
      #expect(Inflater.outcome(coded, body.coding, splitAt: bytewise, room: room) == body.outcome)
      #expect(Inflater.outcome(coded, body.coding, room: room) == body.outcome)
    }
  }

  @Test(arguments: sound) func `a sound body comes out the same however it is split`(_ body: Case) {
    check(body)
  }

  @Test(arguments: broken) func `a broken body is refused however it is split`(_ body: Case) { check(body) }

  @Test(arguments: sound.map(\.coded).indices)
  func `a body that is cut short anywhere is refused`(_ index: Int) {
    let body = Self.sound[index]
    // Cut between its members, several members are fewer, and whole.
    guard !body.name.contains("member") else { return }
    for count in 0..<body.coded.count {
      #expect(Inflater.outcome(Array(body.coded[..<count]), body.coding) == .failure(400))
    }
  }

  @Test func `any changed byte is refused or leads to no other text`() {
    let coded = packed(Self.text)
    let inflater = Inflater(limits: ServerLimits())
    for index in coded.indices {
      var changed = coded
      changed[index] ^= 0x10
      let outcome = Inflater.outcome(changed, with: inflater)
      #expect(outcome == .body(Self.text) || outcome == .failure(400), "byte \(index)")
      #expect(Inflater.outcome(changed, splitAt: Array(0...changed.count), room: 3) == outcome)
    }
    #expect(Inflater.outcome(coded, with: inflater) == .body(Self.text))
  }

  @Test func `the limit counts inflated bytes, to the byte`() {
    for (coding, bits) in [(ContentCoding.gzip, Int32(31)), (.deflate, 15), (.deflate, -15)] {
      let coded = packed(Self.text, windowBits: bits)
      #expect(Inflater.outcome(coded, coding, bodyLimit: 3000) == .body(Self.text))
      #expect(Inflater.outcome(coded, coding, bodyLimit: 2999) == .failure(413))
      #expect(
        Inflater.outcome(coded, coding, splitAt: Array(0...coded.count), bodyLimit: 2999) == .failure(413))
    }
    #expect(Inflater.outcome(packed([]), bodyLimit: 0) == .body([]))
  }

  @Test func `beyond the allowance the ratio counts, however the body is split`() {
    let zeros = packed([UInt8](repeating: 0, count: 8 << 20))
    var limits = ServerLimits()
    for (ratio, outcome) in [(200, 413), (1000, 413), (1040, 200)] {
      limits.inflationRatio = ratio
      for room in [1000, 1 << 16] {
        #expect(Inflater.outcome(zeros, room: room, bodyLimit: .max, limits: limits).status == outcome)
      }
      let pieces = Array(stride(from: 0, to: zeros.count, by: 7))
      #expect(Inflater.outcome(zeros, splitAt: pieces, bodyLimit: .max, limits: limits).status == outcome)
    }
    let allowed = [UInt8](repeating: 0, count: 64 * 1024)
    #expect(Inflater.outcome(packed(allowed)) == .body(allowed))
  }

  @Test func `a bomb is given up early`() {
    let inflater = Inflater(limits: ServerLimits())
    inflater.begin(.gzip, bodyLimit: .max)
    let bomb = packed([UInt8](repeating: 0, count: 64 << 20))
    var inflated = 0
    #expect(throws: HTTPFailure.self) { try inflater.write(bomb, room: 4096) { inflated += $0.count } }
    #expect(inflated < 2 << 20)
  }
}
