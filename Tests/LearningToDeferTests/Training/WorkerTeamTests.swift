import LearningToDefer
import Synchronization
import Testing

struct WorkerTeamTests {
  @Test(arguments: [1, 2, 7])
  func `each worker works once in each run`(count: Int) {
    let team = WorkerTeam(count: count)
    let calls = Mutex<[Int: Int]>([:])
    for _ in 0..<200 { team.run { worker in calls.withLock { $0[worker, default: 0] += 1 } } }
    let seen = calls.withLock { $0 }
    #expect(seen == Dictionary(uniqueKeysWithValues: (0..<count).map { ($0, 200) }))
  }

  @Test func `a team that never worked ends`() {
    for _ in 0..<50 { _ = WorkerTeam(count: 4) }
  }
}
