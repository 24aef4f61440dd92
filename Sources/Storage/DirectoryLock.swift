import CLinux
import Glibc

/// Keeps a second process out of a data directory for as long as it lives.
///
/// The kernel releases it when the process ends, however it ends, so nothing is left to clean up after `kill -9`.
package final class DirectoryLock: Sendable {
  private let descriptor: Int32

  /// Locks an existing directory, by its file `lock`.
  ///
  /// - Parameter path: the directory.
  /// - Throws: `.directoryInUse` with the other process's id, or `.inputOutput`.
  package init(path: String) throws(StoreError) {
    let file = path + "/lock"
    let descriptor = open(file, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw Self.failure("open \(file)") }
    do throws(StoreError) {
      try Self.lock(descriptor, file: file, directory: path)
      try Self.writeProcessID(to: descriptor, file: file)
    } catch {
      close(descriptor)
      throw error
    }
    self.descriptor = descriptor
  }

  deinit {
    close(descriptor)
  }

  private static func lock(_ descriptor: Int32, file: String, directory: String) throws(StoreError) {
    while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
      switch errno {
      case EINTR: continue
      case EWOULDBLOCK: throw .directoryInUse(directory: directory, process: processID(in: descriptor))
      default: throw failure("lock \(file)")
      }
    }
  }

  /// The id that the holder wrote; nil in the instant before it has.
  private static func processID(in descriptor: Int32) -> Int32? {
    var bytes = [UInt8](repeating: 0, count: 16)
    let count = pread(descriptor, &bytes, bytes.count, 0)
    guard count > 0 else { return nil }
    return Int32(String(decoding: bytes.prefix(count).prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self))
  }

  private static func writeProcessID(to descriptor: Int32, file: String) throws(StoreError) {
    let bytes = Array("\(getpid())\n".utf8)
    guard ftruncate(descriptor, 0) == 0, pwrite(descriptor, bytes, bytes.count, 0) == bytes.count else {
      throw failure("write \(file)")
    }
  }

  private static func failure(_ what: String) -> StoreError {
    let reason = String(cString: strerror(errno))
    return errno == ENOSPC ? .full("\(what): \(reason)") : .inputOutput("\(what): \(reason)")
  }
}
