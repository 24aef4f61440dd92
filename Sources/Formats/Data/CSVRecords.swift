/// Reads CSV records (RFC 4180): fields in double quotes may hold commas, doubled quotes and line ends.
final class CSVRecords {
  /// The line that the record read last begins on.
  private(set) var line = 0

  private let lines: LineReader
  private var content: [UInt8] = []
  private var ends: [Int] = []

  init(path: String) throws(FormatError) { lines = try LineReader(path: path) }

  /// The number of fields of the record read last.
  var count: Int { ends.count }

  /// A field of the record read last, quotes resolved.
  subscript(index: Int) -> ArraySlice<UInt8> {
    content[(index == 0 ? 0 : ends[index - 1])..<ends[index]]
  }

  /// Reads the next record that is no blank line; false after the last.
  func next() throws(FormatError) -> Bool {
    repeat {
      guard let text = try lines.next() else { return false }
      line = lines.number
      content.removeAll(keepingCapacity: true)
      ends.removeAll(keepingCapacity: true)
      try split(text)
    } while ends.count == 1 && content.isEmpty
    return true
  }

  /// An error about the record read last.
  func failure(_ problem: String, cure: String) -> FormatError {
    FormatError(file: lines.path, place: "line \(line)", problem: problem, cure: cure)
  }

  private func split(_ text: UnsafeRawBufferPointer) throws(FormatError) {
    var text = text
    var position = 0
    while true {
      if position < text.count, text[position] == UInt8(ascii: "\"") {
        (text, position) = try quoted(text, from: position + 1)
      } else {
        while position < text.count, text[position] != UInt8(ascii: ",") {
          guard text[position] != UInt8(ascii: "\"") else {
            throw failure(
              "a quote stands inside field \(ends.count + 1)",
              cure: "put the field in quotes and double the quote")
          }
          content.append(text[position])
          position += 1
        }
      }
      ends.append(content.count)
      guard position < text.count else { return }
      position += 1
    }
  }

  /// Reads the rest of a quoted field, over line ends; returns the line that it ends on and the place behind it.
  private func quoted(
    _ text: UnsafeRawBufferPointer, from start: Int
  ) throws(FormatError) -> (UnsafeRawBufferPointer, Int) {
    var text = text
    var position = start
    while true {
      if position == text.count {
        guard let more = try lines.next() else {
          throw failure("the quotes of field \(ends.count + 1) are not closed", cure: "close them")
        }
        guard content.count < LineReader.lengthLimit else {
          throw failure(
            "field \(ends.count + 1) is longer than \(LineReader.lengthLimit >> 20) MiB",
            cure: "close its quotes")
        }
        content.append(0x0A)
        text = more
        position = 0
        continue
      }
      let byte = text[position]
      position += 1
      if byte != UInt8(ascii: "\"") {
        content.append(byte)
      } else if position < text.count, text[position] == byte {
        content.append(byte)
        position += 1
      } else {
        guard position == text.count || text[position] == UInt8(ascii: ",") else {
          throw failure(
            "text follows the quotes of field \(ends.count + 1)", cure: "put the whole field in quotes")
        }
        return (text, position)
      }
    }
  }
}
