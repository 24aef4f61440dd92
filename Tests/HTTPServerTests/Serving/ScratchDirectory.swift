import Foundation

/// A directory that goes away with its owner.
final class ScratchDirectory {
  let path: String

  init() throws {
    // Short, for the path of a Unix socket may have 107 bytes.
    var template = Array("\(NSTemporaryDirectory())/http-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else { throw RawClient.Failure(call: "mkdtemp", number: errno) }
    path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  func file(_ name: String) -> String { "\(path)/\(name)" }

  /// Writes a file, last modified an hour ago unless told otherwise.
  @discardableResult
  func write(_ name: String, _ bytes: [UInt8], modified: Date = Date(timeIntervalSinceNow: -3600)) throws
    -> String
  {
    let file = path + "/" + name
    let directory = (file as NSString).deletingLastPathComponent
    try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
    try Data(bytes).write(to: URL(fileURLWithPath: file))
    try FileManager.default.setAttributes([.modificationDate: modified], ofItemAtPath: file)
    return file
  }
}
