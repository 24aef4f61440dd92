import Glibc

extension FormatError {
  /// The error of a system call on `file`, from `errno`.
  static func system(_ action: String, _ file: String) -> FormatError {
    let code = errno
    let cure =
      switch code {
      case ENOENT: "check the path"
      case EACCES, EPERM: "check the permissions"
      case EISDIR, ENOTDIR: "check whether a file or a directory is meant"
      case ENOSPC: "free some space"
      default: "check the file and its disk"
      }
    return FormatError(
      file: file, problem: "cannot \(action): \(String(cString: strerror(code)))", cure: cure)
  }
}
