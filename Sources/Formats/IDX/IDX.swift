import LearningToDefer

/// Reads IDX files, the format of the MNIST family, packed with gzip or not.
package enum IDX {
  /// The names of the classes that labels stand for: "0" to "9".
  package static let classes = (0...9).map(String.init)

  /// Reads images: pixels become value / 255, row by row, `[images, height · width]`.
  ///
  /// - Throws: `FormatError` when the file is not exactly what its header says.
  package static func images(_ path: String) throws(FormatError) -> FeatureTable {
    let file = try IDXFile(path: path, dimensions: 3, content: "images")
    let scaled = (0...255).map { Float($0) / 255 }
    let pixels = try file.elements()
    return FeatureTable(pixels.map { scaled[Int($0)] }, columns: file.shape[1] * file.shape[2])
  }

  /// Reads labels, `[labels]`, each 0 to 9.
  ///
  /// - Throws: `FormatError` when the file is not exactly what its header says, or a label is above 9.
  package static func labels(_ path: String) throws(FormatError) -> [Int32] {
    let labels = try IDXFile(path: path, dimensions: 1, content: "labels").elements()
    if let place = labels.firstIndex(where: { $0 > 9 }) {
      throw FormatError(
        file: path, place: "label \(place)", problem: "is \(labels[place]), beyond the ten classes 0 to 9",
        cure: "use a file of the MNIST family")
    }
    return labels.map(Int32.init)
  }
}
