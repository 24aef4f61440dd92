import Dispatch
import Storage
import Synchronization
import Testing

@Suite struct GroupCommitTests {
  /// Commits nothing until opened, and remembers the sizes of its transactions.
  private final class Gate: Sendable {
    let isOpen = DispatchSemaphore(value: 0)
    let hasBegun = DispatchSemaphore(value: 0)
    let sizes = Mutex<[Int]>([])

    func commit(_ writes: [StoreWrite]) -> [WriteResult] {
      hasBegun.signal()
      isOpen.wait()
      sizes.withLock { $0.append(writes.count) }
      return writes.map { _ in .created }
    }
  }

  private func writes(_ count: Int) -> [StoreWrite] {
    (0..<count).map { .outcome(Sample.outcome($0, "benign")) }
  }

  @Test func `what waits during one commit goes into the next together`() {
    let gate = Gate()
    let commits = GroupCommit(limits: .init()) { gate.commit($0) }
    commits.submit(writes(1)) { _ in }
    gate.hasBegun.wait()
    for _ in 0..<10 { commits.submit(writes(3)) { _ in } }
    #expect(commits.statistics.waiting == 31)
    gate.isOpen.signal()
    gate.isOpen.signal()
    commits.close {}
    #expect(gate.sizes.withLock(\.self) == [1, 30])
    #expect(commits.statistics.transactions == 2)
    #expect(commits.statistics.writes == 31)
  }

  @Test func `a transaction takes whole submissions up to its limit`() {
    let gate = Gate()
    let commits = GroupCommit(limits: .init(waiting: 100, transaction: 4)) { gate.commit($0) }
    commits.submit(writes(1)) { _ in }
    gate.hasBegun.wait()
    for size in [3, 2, 2, 9, 1] { commits.submit(writes(size)) { _ in } }
    for _ in 0..<5 { gate.isOpen.signal() }
    commits.close {}
    #expect(gate.sizes.withLock(\.self) == [1, 3, 4, 9, 1])
  }

  @Test func `a full queue refuses at once and accepts again when it has drained`() {
    let gate = Gate()
    let commits = GroupCommit(limits: .init(waiting: 4)) { gate.commit($0) }
    commits.submit(writes(3)) { _ in }
    gate.hasBegun.wait()
    let refused = Mutex<[WriteResult]>([])
    commits.submit(writes(2)) { results in refused.withLock { $0 = results } }
    #expect(refused.withLock(\.self) == [.failed(.busy), .failed(.busy)])
    #expect(commits.statistics.refusals == 1)
    let accepted = DispatchSemaphore(value: 0)
    commits.submit(writes(1)) { _ in accepted.signal() }
    gate.isOpen.signal()
    gate.isOpen.signal()
    accepted.wait()
    commits.submit(writes(4)) { results in if results == self.created(4) { accepted.signal() } }
    gate.isOpen.signal()
    accepted.wait()
    commits.close {}
  }

  @Test func `a submission beyond the limit is let into an empty queue`() {
    let answered = Mutex(0)
    let commits = GroupCommit(limits: .init(waiting: 4)) { $0.map { _ in .created } }
    commits.submit(writes(50)) { results in answered.withLock { $0 = results.count } }
    commits.close {}
    #expect(answered.withLock(\.self) == 50)
  }

  @Test func `a failed commit fails its writes and no others`() {
    let attempts = Mutex(0)
    let commits = GroupCommit(limits: .init()) { writes throws(StoreError) in
      let attempt = attempts.withLock { attempts in
        attempts += 1
        return attempts
      }
      if attempt == 1 { throw .full("no space") }
      return writes.map { _ in .created }
    }
    let answers = Mutex<[[WriteResult]]>([])
    commits.submit(writes(2)) { results in
      answers.withLock { $0.append(results) }
      commits.submit(self.writes(1)) { results in answers.withLock { $0.append(results) } }
    }
    while answers.withLock(\.count) < 2 { try? commits.exclusively { () throws(StoreError) in } }
    commits.close {}
    #expect(
      answers.withLock(\.self) == [[.failed(.full("no space")), .failed(.full("no space"))], [.created]])
    #expect(commits.statistics.failures == 1)
    #expect(commits.statistics.transactions == 1)
    #expect(commits.statistics.writes == 1)
    #expect(commits.statistics.waiting == 0)
  }

  @Test func `results come back in the order of each submission`() {
    let commits = GroupCommit(limits: .init()) { writes in
      writes.map {
        guard case .outcome(let record) = $0 else { return .notFound }
        return .replaced(previous: record.label)
      }
    }
    let answers = Mutex<[Int: [WriteResult]]>([:])
    for submission in 0..<20 {
      let writes = (0...submission).map { StoreWrite.outcome(Sample.outcome(1, "\(submission)/\($0)")) }
      commits.submit(writes) { results in answers.withLock { $0[submission] = results } }
    }
    commits.close {}
    for submission in 0..<20 {
      let expected = (0...submission).map { WriteResult.replaced(previous: "\(submission)/\($0)") }
      #expect(answers.withLock { $0[submission] } == expected)
    }
  }

  private func created(_ count: Int) -> [WriteResult] {
    Array(repeating: .created, count: count)
  }
}
