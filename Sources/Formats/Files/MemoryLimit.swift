import Glibc

/// The memory that this process may use: the machine's, or its control group's where that has less.
package struct MemoryLimit: Sendable {
  /// Bytes.
  package let bytes: Int

  /// Asks the system.
  package init() {
    let physical = Int(sysconf(Int32(_SC_PHYS_PAGES))) * Int(sysconf(Int32(_SC_PAGESIZE)))
    self.init(physical: physical, groups: Self.text("/proc/self/cgroup") ?? "", read: Self.text)
  }

  /// Takes what the system says; `read` gives a file's text, or nil.
  ///
  /// - Parameter groups: The content of `/proc/self/cgroup`: lines as `4:memory:/path` (version 1) or `0::/path` (2).
  package init(physical: Int, groups: String, read: (String) -> String?) {
    var least = physical
    for line in groups.split(separator: "\n") {
      let fields = line.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
      guard fields.count == 3 else { continue }
      if fields[0] == "0", fields[1].isEmpty {
        least = min(least, Self.limit("/sys/fs/cgroup", String(fields[2]), "memory.max", read))
      } else if fields[1].split(separator: ",").contains("memory") {
        least = min(
          least, Self.limit("/sys/fs/cgroup/memory", String(fields[2]), "memory.limit_in_bytes", read))
      }
    }
    bytes = least
  }

  /// The least limit from a group up to the root, which inside a container is the container's own.
  private static func limit(_ root: String, _ group: String, _ file: String, _ read: (String) -> String?)
    -> Int
  {
    var parts = group.split(separator: "/")
    var least = Int.max
    while true {
      let path = ([root] + parts.map(String.init) + [file]).joined(separator: "/")
      // "max" is no number: no limit.
      if let text = read(path), let limit = Int(text.prefix { !$0.isNewline }) { least = min(least, limit) }
      if parts.popLast() == nil { return least }
    }
  }

  private static func text(_ path: String) -> String? {
    guard let file = fopen(path, "r") else { return nil }
    defer { fclose(file) }
    var bytes = [UInt8](repeating: 0, count: 4096)
    let count = fread(&bytes, 1, bytes.count, file)
    return String(decoding: bytes[..<count], as: UTF8.self)
  }
}
