import Formats
import Foundation

/// Simulated experts as one line, taken from the command line or from a JSON file.
struct ExpertSpecification {
  /// `name=kind(arguments)`, separated by `;`.
  let line: String

  /// Takes the line itself, or the path of a file that ends in `.json`.
  init(_ argument: String) throws(FormatError) {
    guard argument.hasSuffix(".json") else {
      line = argument
      return
    }
    let file = try MappedFile(path: argument)
    line = try file.withBytes { bytes throws(FormatError) in try Self.line(bytes, path: argument) }
  }

  private static func line(_ bytes: UnsafeRawBufferPointer, path: String) throws(FormatError) -> String {
    var parts: [String] = []
    do throws(JSONError) {
      try JSONParser().parse(bytes).forEachMember { key, value throws(JSONError) in
        parts.append("\(key.string)=\(try value.string)")
      }
    } catch {
      throw FormatError(
        file: path, place: error.pointer, problem: error.detail,
        cure: "write {\"name\": \"kind(arguments)\", ...}")
    }
    return parts.joined(separator: ";")
  }
}
