import Glibc

/// Makes room for connections among the descriptors that the system allows this process.
enum DescriptorLimit {
  /// Descriptors that files, the database, event loops and listeners may need.
  private static let reserve = 128

  /// Raises the soft limit to the hard one and returns how many connections fit.
  static func raise() -> Int {
    var limit = rlimit()
    let resource = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
    guard getrlimit(resource, &limit) == 0 else { return .max }
    if limit.rlim_cur < limit.rlim_max {
      limit.rlim_cur = limit.rlim_max
      _ = setrlimit(resource, &limit)
      getrlimit(resource, &limit)
    }
    return max(1, Int(clamping: limit.rlim_cur) - reserve)
  }
}
