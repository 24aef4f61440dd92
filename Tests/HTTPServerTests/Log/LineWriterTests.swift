import Dispatch
import Glibc
import HTTPServer
import Testing

struct LineWriterTests {
  private func append(_ line: String, to writer: LineWriter) {
    Array("\(line)\n".utf8).withUnsafeBytes { writer.append($0) }
  }

  @Test func `lines arrive in order and are there after a flush`() throws {
    let pipe = try PipeEnds()
    let writer = LineWriter(descriptor: pipe.write)
    for number in 0..<1000 { append("line \(number)", to: writer) }
    writer.flush()
    #expect(try pipe.lines(1000) == (0..<1000).map { "line \($0)" })
  }

  @Test func `nobody waits for a blocked reader, and what is dropped is counted and told`() throws {
    let pipe = try PipeEnds()
    let writer = LineWriter(descriptor: pipe.write, limit: 10_000) { "dropped \($0)" }
    let line = String(repeating: "x", count: 99)
    // More than a pipe and the writer's buffer hold; were this to block, it would block for ever.
    for _ in 0..<5000 { append(line, to: writer) }
    #expect(writer.dropped > 0)
    var seen = 0
    var told = 0
    while seen + told < 5000 {
      let text = try pipe.lines(1)[0]
      if let count = text.hasPrefix("dropped ") ? Int(text.dropFirst(8)) : nil {
        told += count
      } else {
        #expect(text == line)
        seen += 1
      }
    }
    #expect(seen + told == 5000)
    // The writer takes lines again.
    append("after", to: writer)
    #expect(try pipe.lines(1) == ["after"])
    #expect(writer.dropped == 0)
  }

  @Test func `a reader that is gone does no harm`() throws {
    var ends: [Int32] = [0, 0]
    try #require(pipe(&ends) == 0)
    close(ends[0])
    let writer = LineWriter(descriptor: ends[1])
    append("nobody reads this", to: writer)
    writer.flush()
    close(ends[1])
  }
}
