import CLinux
import Glibc

/// A directory whose files a server gives out.
///
/// Only regular files are, by plain names: nothing hidden, no listing, and no way out, by `..` or by a symbolic link.
package final class StaticDirectory: Sendable {
  /// What a path leads to.
  enum Found {
    case file(OpenFile, mediaType: StaticString)
    /// A directory, whose path must end in a slash so that relative links in its index are right.
    case directory
    case nothing
  }

  let cacheControl: String
  private let root: Int32
  private let usesSendfile: Bool

  /// Opens a directory, which stays the same one even if its path comes to mean another.
  ///
  /// The process ignores SIGPIPE from here on, where it had no answer to it: `sendfile` to a client that left would
  /// end it.
  /// - Parameters:
  ///   - cacheControl: by default caches keep files but ask each time, which costs a 304.
  ///   - usesSendfile: false for file systems that do not support it; files pass through the process then.
  /// - Returns: nil where the path is no directory or may not be read; `errno` tells why.
  package init?(path: String, cacheControl: String = "no-cache", usesSendfile: Bool = true) {
    root = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    self.cacheControl = cacheControl
    self.usesSendfile = usesSendfile
    guard root >= 0 else { return nil }
    BrokenPipes.areIgnored
  }

  deinit { close(root) }

  /// Opens what a path below the directory means, still percent-encoded and without its first slash.
  func find(_ path: UnsafeRawBufferPointer) -> Found {
    guard let (names, isDirectory) = StaticPath.names(path) else { return .nothing }
    let target = isDirectory ? names + ["index.html"] : names
    guard let name = target.last else { return .nothing }
    let descriptor = openBeneath(target)
    guard descriptor >= 0 else { return .nothing }
    if let file = OpenFile(descriptor, usesSendfile: usesSendfile) {
      return .file(file, mediaType: MediaType.ofFile(name))
    }
    return isDirectory || !hasIndex(names) ? .nothing : .directory
  }

  /// Whether a directory without its slash would be answered with one.
  private func hasIndex(_ names: [String]) -> Bool {
    let descriptor = openBeneath(names + ["index.html"])
    return descriptor >= 0 && OpenFile(descriptor) != nil
  }

  /// Without O_NONBLOCK opening a pipe would wait for its other end.
  private func openBeneath(_ names: [String]) -> Int32 {
    let flags = O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY
    let descriptor = linux_open_beneath(root, names.joined(separator: "/"), flags)
    // Kernels before 5.6 and some containers do not have the call.
    guard descriptor < 0, errno == ENOSYS || errno == EPERM else { return descriptor }
    return Self.walk(from: root, names, flags)
  }

  /// Opens a file step by step, following no symbolic link at all.
  ///
  /// - Returns: a descriptor, or -1.
  package static func walk(from root: Int32, _ names: [String], _ flags: Int32) -> Int32 {
    var directory = root
    for name in names.dropLast() {
      let next = openat(directory, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
      if directory != root { close(directory) }
      guard next >= 0 else { return -1 }
      directory = next
    }
    defer { if directory != root { close(directory) } }
    return names.last.map { openat(directory, $0, flags | O_NOFOLLOW) } ?? -1
  }
}
