import LearningToDefer

/// Reads and writes data files: JSON Lines, CSV and safetensors, told apart by their extension.
package enum ExamplesFile {
  /// Reads a data file.
  ///
  /// - Parameters:
  ///   - path: Ends in `.jsonl` or `.csv`, either with `.gz` behind it, or in `.safetensors`, which is memory-mapped.
  ///   - classes: The classes to match names with; nil takes the file's own, sorted where it gives no order.
  ///   - experts: The experts to match names with, as for classes; labels of others are counted and ignored.
  ///   - groupBy: Derives groups from ids, in place of the file's own groups.
  /// - Throws: `FormatError` that names the line or tensor; nothing is read from a file with any error.
  package static func read(
    _ path: String, classes: [String]? = nil, experts: [String]? = nil, groupBy: GroupRule? = nil
  ) throws(FormatError) -> ExamplesReading {
    let name = path.hasSuffix(".gz") ? path.dropLast(3) : path[...]
    if path.hasSuffix(".safetensors") {
      return try SafetensorsExamples(path, classes: classes, experts: experts, groupBy: groupBy).read()
    }
    var builder = ExamplesBuilder(path: path, classes: classes, experts: experts, groupBy: groupBy)
    if name.hasSuffix(".jsonl") {
      try JSONLinesReader(path: path).read(into: &builder)
    } else if name.hasSuffix(".csv") {
      try CSVReader(path: path).read(into: &builder)
    } else {
      throw FormatError(
        file: path, problem: "its name does not tell the format",
        cure: "end it in .jsonl, .csv (each also .gz) or .safetensors")
    }
    return try builder.finish()
  }
}

/// What was read from a data file.
package struct ExamplesReading: Sendable {
  /// The rows.
  package let examples: Examples
  /// The number of labels ignored for each expert that was not asked for.
  package let ignoredExperts: [String: Int]
}
