import Glibc

/// A whole file in memory, read by the system as its pages are touched.
///
/// The mapping is private and read-only. A file that another process shortens meanwhile ends this process
/// (SIGBUS), so what is served is never written in place: writers replace files by renaming.
package final class MappedFile: Sendable {
  /// The file's path as it was given.
  package let path: String
  /// The number of bytes.
  package var count: Int { bytes.count }

  // Safe to share: a mapping that nobody writes and only deinit removes.
  nonisolated(unsafe) private let bytes: UnsafeRawBufferPointer

  /// Maps the file at `path`.
  ///
  /// - Throws: `FormatError` when it cannot be opened or is no regular file.
  package init(path: String) throws(FormatError) {
    self.path = path
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw .system("open the file", path) }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw .system("inspect the file", path) }
    guard status.st_mode & S_IFMT == S_IFREG else {
      throw FormatError(file: path, problem: "is not a regular file", cure: "name a file")
    }
    guard status.st_size > 0 else {
      bytes = UnsafeRawBufferPointer(start: nil, count: 0)
      return
    }
    let length = Int(status.st_size)
    let address = mmap(nil, length, PROT_READ, MAP_PRIVATE, descriptor, 0)
    guard let address, address != MAP_FAILED else { throw .system("map the file", path) }
    bytes = UnsafeRawBufferPointer(start: address, count: length)
  }

  /// Lends the content for the duration of the call.
  package func withBytes<Result, Failure: Error>(
    _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    defer { withExtendedLifetime(self) {} }
    return try body(bytes)
  }

  deinit {
    if let base = bytes.baseAddress { munmap(UnsafeMutableRawPointer(mutating: base), bytes.count) }
  }
}
