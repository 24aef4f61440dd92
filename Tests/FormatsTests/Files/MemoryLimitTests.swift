import Formats
import Testing

private func limit(_ groups: String, _ files: [String: String]) -> Int {
  MemoryLimit(physical: 1000, groups: groups) { files[$0] }.bytes
}

struct MemoryLimitTests {
  @Test func `the least limit from the group to the root counts, in either version`() {
    #expect(limit("", [:]) == 1000)
    #expect(limit("0::/a/b\n", ["/sys/fs/cgroup/a/b/memory.max": "max\n"]) == 1000)
    #expect(limit("0::/a/b\n", ["/sys/fs/cgroup/a/memory.max": "700\n"]) == 700)
    #expect(limit("0::/\n", ["/sys/fs/cgroup/memory.max": "600\n"]) == 600)
    let first = "12:cpu,cpuacct:/x\n4:memory:/job\n0::/\n"
    let root = "/sys/fs/cgroup/memory"
    #expect(
      limit(
        first,
        [
          "\(root)/job/memory.limit_in_bytes": "500\n",
          "\(root)/memory.limit_in_bytes": "9223372036854771712\n",
        ])
        == 500)
  }

  @Test func `the machine has some memory`() {
    #expect(MemoryLimit().bytes > 1 << 20)
  }
}
