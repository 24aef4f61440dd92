import CLinux
import Glibc

/// The file of a Unix socket that this process listens on.
struct SocketFile: Sendable {
  let path: String
  private let device: UInt64
  private let node: UInt64

  /// Remembers the file that is at a path now; nil if there is none.
  init?(path: String) {
    var status = stat()
    guard lstat(path, &status) == 0 else { return nil }
    self.path = path
    device = UInt64(status.st_dev)
    node = UInt64(status.st_ino)
  }

  /// Removes the file, unless another has taken its place.
  func remove() {
    guard let present = SocketFile(path: path), present.device == device, present.node == node else { return }
    unlink(path)
  }

  /// What is at a path where somebody wants to listen.
  enum Occupant {
    case nothing
    /// A socket on which nobody listens: its process died.
    case stale(SocketFile)
  }

  /// Looks at a path, and fails where its place is not to be had.
  ///
  /// - Throws: `ServerError.notASocket`, `.cannotListen`
  static func occupant(of path: String, _ address: SocketAddress) throws(ServerError) -> Occupant {
    var status = stat()
    guard lstat(path, &status) == 0, let file = SocketFile(path: path) else {
      try address.check(errno == ENOENT ? 0 : -1, "lstat")
      return .nothing
    }
    guard status.st_mode & S_IFMT == S_IFSOCK else { throw .notASocket(path: path) }
    let descriptor = try address.makeSocket()
    defer { close(descriptor) }
    let isAnswered = address.withSockaddr { connect(descriptor, $0, $1) } == 0
    // A full queue of clients is a sign of life, too.
    let number = isAnswered || errno == EAGAIN ? EADDRINUSE : errno
    guard number == ECONNREFUSED else {
      throw .cannotListen(address: address.text, call: "bind", errno: number)
    }
    return .stale(file)
  }
}

extension Listener {
  /// Binds a Unix socket, in the place of one that a dead process left behind.
  ///
  /// - Throws: `ServerError`
  init(unix address: SocketAddress, path: String, mode: UInt32) throws(ServerError) {
    self.init(try address.makeSocket(), address: address.text)
    isShared = true
    do {
      if path.hasPrefix("@") {
        try address.check(address.withSockaddr { bind(descriptor, $0, $1) }, "bind")
        try address.check(listen(descriptor, Self.backlog), "listen")
      } else {
        try occupy(address, path, mode)
      }
    } catch {
      close()
      throw error
    }
  }

  /// The directory is locked meanwhile, so that of two processes that find a stale file only one replaces it.
  private mutating func occupy(
    _ address: SocketAddress, _ path: String, _ mode: UInt32
  ) throws(ServerError) {
    let directory = open(Self.directory(of: path), O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    if directory >= 0 { _ = flock(directory, LOCK_EX) }
    defer { if directory >= 0 { Glibc.close(directory) } }
    if case .stale(let file) = try SocketFile.occupant(of: path, address) { file.remove() }
    // The file never has a wider mode than asked for (before), and not a narrower one by the umask (after).
    try address.check(fchmod(descriptor, mode), "fchmod")
    try address.check(address.withSockaddr { bind(descriptor, $0, $1) }, "bind")
    file = SocketFile(path: path)
    try address.check(chmod(path, mode), "chmod")
    try address.check(listen(descriptor, Self.backlog), "listen")
  }

  private static func directory(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }
}
