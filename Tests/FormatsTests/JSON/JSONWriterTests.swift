import Formats
import Foundation
import LearningToDefer
import Testing

struct JSONWriterTests {
  private func written(_ body: (inout JSONWriter) -> Void) -> String {
    var writer = JSONWriter()
    body(&writer)
    return String(decoding: writer.bytes, as: UTF8.self)
  }

  @Test func `commas and colons stand where they belong`() {
    let text = written { writer in
      writer.beginObject()
      writer.key("a")
      writer.int(1)
      writer.key("b")
      writer.beginArray()
      writer.bool(true)
      writer.null()
      writer.beginObject()
      writer.endObject()
      writer.beginArray()
      writer.endArray()
      writer.string("x")
      writer.endArray()
      writer.key("c" + "\n")
      writer.raw(Array("[0]".utf8))
      writer.key("d")
      writer.double(orNull: nil)
      writer.endObject()
    }
    #expect(text == #"{"a":1,"b":[true,null,{},[],"x"],"c\n":[0],"d":null}"#)
  }

  @Test(arguments: [
    "", "plain", "\"\\/\u{8}\t\n\u{c}\r\u{0}\u{1f}\u{7f}", "é日本😀", "line\u{2028}end", "tail\"",
  ])
  func `strings read back as they were`(value: String) throws {
    let text = written { $0.string(value) }
    #expect(try JSONParser().parse(Array(text.utf8)).string == value)
    let theirs = try JSONSerialization.jsonObject(with: Data(text.utf8), options: [.fragmentsAllowed])
    #expect(theirs as? String == value)
  }

  @Test func `a bridged or sliced string is written too`() {
    #expect(written { $0.string("prefix-rest".dropFirst(7)) } == "\"rest\"")
  }

  @Test func `doubles of any size read back bit for bit`() throws {
    var random = SeededGenerator(seed: 4)
    var values: [Double] = [
      0, -0.0, 1, 0.1, 1e16, 1e-5, .leastNonzeroMagnitude, .greatestFiniteMagnitude, 123_456_789,
    ]
    for _ in 0..<5000 { values.append(Double(bitPattern: random.next())) }
    for value in values where value.isFinite {
      let text = written { $0.double(value) }
      let read = try JSONParser().parse(Array(text.utf8)).double
      #expect(read.bitPattern == value.bitPattern, "\(text)")
    }
  }

  @Test func `floats of any size read back bit for bit`() throws {
    var random = SeededGenerator(seed: 5)
    for _ in 0..<5000 {
      let value = Float(bitPattern: UInt32(truncatingIfNeeded: random.next()))
      guard value.isFinite else { continue }
      let text = written { $0.float(value) }
      #expect(
        Float(try JSONParser().parse(Array(text.utf8)).double).bitPattern == value.bitPattern, "\(text)")
    }
  }

  @Test func `what is not finite is null`() {
    #expect(written { $0.double(.nan) } == "null")
    #expect(written { $0.float(-.infinity) } == "null")
  }

  @Test(arguments: [
    (Int64.min, "-9223372036854775808"), (.max, "9223372036854775807"), (0, "0"), (-10, "-10"),
  ])
  func `whole numbers are written in full`(value: Int64, text: String) {
    #expect(written { $0.int(value) } == text)
  }

  @Test func `a writer that is emptied starts anew`() {
    var writer = JSONWriter()
    writer.int(1)
    writer.removeAll()
    writer.int(2)
    #expect(writer.bytes == Array("2".utf8))
  }
}
