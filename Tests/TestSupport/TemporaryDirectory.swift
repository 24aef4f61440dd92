import Foundation

/// Makes a directory that is removed with the last reference to it.
package final class TemporaryDirectory: Sendable {
  /// Path of the directory.
  package let path: String

  /// Makes an empty directory.
  package init() throws {
    path = NSTemporaryDirectory() + "/deferral-test-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// Path of something in the directory.
  package func callAsFunction(_ name: String) -> String { "\(path)/\(name)" }
}
