import Formats
import TestSupport
import Testing

struct IDXTests {
  private static func images(_ shape: [UInt32], _ pixels: [UInt8], magic: UInt32 = 0x803) -> [UInt8] {
    var bytes: [UInt8] = []
    for word in [magic] + shape { withUnsafeBytes(of: word.bigEndian) { bytes += $0 } }
    return bytes + pixels
  }

  @Test func `pixels become shares of 255, row by row, packed or not`() throws {
    let directory = try TemporaryDirectory()
    let bytes = Self.images([2, 1, 3], [0, 51, 255, 1, 2, 3])
    let expected: [[Float]] = [[0, 0.2, 1], [1.0 / 255, 2.0 / 255, 3.0 / 255]]
    for path in [try directory.write("i-idx3-ubyte", bytes), try directory.writePacked("i.gz", bytes)] {
      let table = try IDX.images(path)
      #expect(table.rows == 2 && table.columns == 3)
      #expect((0..<2).map { table.withRow($0, Array.init) } == expected)
    }
    let labels = try directory.write("l-idx1-ubyte", Self.images([3], [0, 9, 4], magic: 0x801))
    #expect(try IDX.labels(labels) == [0, 9, 4])
  }

  @Test func `the Fashion-MNIST of Debian is read`() throws {
    let directory = "/usr/share/datasets/fashion-mnist"
    let images = try IDX.images("\(directory)/t10k-images-idx3-ubyte.gz")
    let labels = try IDX.labels("\(directory)/t10k-labels-idx1-ubyte.gz")
    #expect(images.rows == 10_000 && images.columns == 784 && labels.count == 10_000)
    #expect((0..<10).allSatisfy { digit in labels.count { $0 == digit } == 1000 })
  }

  @Test(arguments: [
    Malformed([], at: "the magic number", "the file ends before it"),
    Malformed([0, 0, 8], at: "the magic number", "the file ends before it"),
    Malformed(images([1], [0], magic: 0x801), at: "byte 0", "the magic number is 2049, IDX images have 2051"),
    Malformed(Array("\u{1F}not idx".utf8), at: "byte 0", "the magic number is"),
    Malformed(images([1, 1], []), at: "the length of dimension 2", "the file ends before it"),
    Malformed(images([2, 1, 3], [0, 0, 0, 0, 0]), at: "", "promises 6 elements, 5 are there"),
    Malformed(images([1, 1, 3], [0, 0, 0, 0]), at: "", "more bytes follow the 3 elements"),
    Malformed(images([0, 28, 28], []), at: "", "the header's shape [0, 28, 28] cannot be"),
    Malformed(images([.max, .max, .max], []), at: "", "cannot be"),
    Malformed(images([1 << 20, 64, 64], [0]), at: "", "promises 4294967296 elements, 1 are there"),
  ])
  func `a malformed file is refused with its place`(row: Malformed) throws {
    let directory = try TemporaryDirectory()
    let path = try directory.write("images", row.content)
    row.expect(formatError { _ = try IDX.images(path) }, file: path)
  }

  @Test func `a label beyond the ten classes is told by its number`() throws {
    let directory = try TemporaryDirectory()
    let path = try directory.write("labels", Self.images([3], [0, 10, 1], magic: 0x801))
    #expect(formatError { _ = try IDX.labels(path) }?.place == "label 1")
  }
}
