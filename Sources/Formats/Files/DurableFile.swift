import Glibc

/// A new file whose content is on the disk once it is finished.
final class DurableFile {
  private let path: String
  private let descriptor: CInt

  /// Creates the file at `path`, emptying any that is there.
  init(path: String) throws(FormatError) {
    self.path = path
    descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw .system("create the file", path) }
  }

  deinit { if descriptor >= 0 { close(descriptor) } }

  /// Appends bytes.
  func write(_ bytes: UnsafeRawBufferPointer) throws(FormatError) {
    var rest = bytes
    while !rest.isEmpty {
      let count = Glibc.write(descriptor, rest.baseAddress, rest.count)
      if count >= 0 {
        rest = UnsafeRawBufferPointer(rebasing: rest[count...])
      } else if errno != EINTR {
        throw .system("write the file", path)
      }
    }
  }

  /// Appends an array.
  func write(_ bytes: [UInt8]) throws(FormatError) {
    let result = bytes.withUnsafeBytes { raw in Result { () throws(FormatError) in try write(raw) } }
    try result.get()
  }

  /// Waits until the content is on the disk.
  func sync() throws(FormatError) {
    guard fsync(descriptor) == 0 else { throw .system("sync the file", path) }
  }

  /// Writes a file beside `path` and renames it there: readers see the old content or the new.
  static func replace(
    _ path: String, with content: (DurableFile) throws(FormatError) -> Void
  ) throws(FormatError) {
    let beside = path + ".writing-\(getpid())"
    do throws(FormatError) {
      let file = try DurableFile(path: beside)
      try content(file)
      try file.sync()
      guard rename(beside, path) == 0 else { throw .system("rename the new file to", path) }
    } catch {
      unlink(beside)
      throw error
    }
    try syncDirectory(DirectoryPath.parent(of: path))
  }

  /// Makes new and renamed entries of a directory survive a power cut.
  static func syncDirectory(_ path: String) throws(FormatError) {
    let descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { throw .system("open the directory", path) }
    defer { close(descriptor) }
    guard fsync(descriptor) == 0 else { throw .system("sync the directory", path) }
  }
}
