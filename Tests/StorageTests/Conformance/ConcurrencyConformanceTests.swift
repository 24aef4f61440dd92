import Dispatch
import Storage
import Synchronization
import Testing

@Suite struct ConcurrencyConformanceTests {
  @Test(arguments: StoreBackend.all)
  func `submissions from many threads are all stored, each answered once`(_ backend: StoreBackend)
    async throws
  {
    try await backend.withStore { store in
      let (threads, each) = (8, 250)
      let created = Mutex(0)
      let answers = DispatchGroup()
      DispatchQueue.concurrentPerform(iterations: threads) { thread in
        for n in 0..<each {
          answers.enter()
          let id = thread * each + n
          store.submit([.decision(Sample.decision(id), nil), .outcome(Sample.outcome(id, "benign"))]) {
            results in
            created.withLock { $0 += results == [.created, .created] ? 1 : 0 }
            answers.leave()
          }
        }
      }
      answers.wait()
      #expect(created.withLock(\.self) == threads * each)
      try #expect(store.decisionCounts().finished == threads * each)
      #expect(store.statistics.waiting == 0)
      #expect(store.statistics.writes == 2 * threads * each)
      #expect(store.statistics.transactions < threads * each, "writes that wait together share a transaction")
    }
  }

  @Test(arguments: StoreBackend.all)
  func `one of many who race with a key is created`(_ backend: StoreBackend) async throws {
    try await backend.withStore { store in
      let results = Mutex<[WriteResult]>([])
      let answers = DispatchGroup()
      DispatchQueue.concurrentPerform(iterations: 32) { n in
        answers.enter()
        store.submit([.decision(Sample.decision(n), Sample.key("k"))]) { answer in
          results.withLock { $0 += answer }
          answers.leave()
        }
      }
      answers.wait()
      let all = results.withLock(\.self)
      let winner = try #require(try store.finishedOrNot(0..<32).first)
      #expect(all.filter { $0 == .created }.count == 1)
      #expect(all.filter { $0 == .replayed(answer: winner.record.answer) }.count == 31)
    }
  }

  @Test(arguments: StoreBackend.all)
  func `readers see whole submissions while the writer writes`(_ backend: StoreBackend) async throws {
    try await backend.withStore { store in
      let writes = 400
      let answers = DispatchGroup()
      for n in 0..<writes {
        answers.enter()
        store.submit([
          .decision(Sample.decision(n), nil), .label(Sample.label(n, "ada", "benign"), replace: false),
        ]) {
          _ in answers.leave()
        }
      }
      var last = 0
      repeat {
        let counts = try store.decisionCounts()
        #expect(counts.labels == counts.total)
        #expect(counts.total >= last)
        last = counts.total
      } while answers.wait(timeout: .now()) == .timedOut
      try #expect(store.decisionCounts().total == writes)
    }
  }

  @Test(arguments: StoreBackend.all)
  func `other changes get their turn beside a stream of writes`(_ backend: StoreBackend) async throws {
    try await backend.withStore { store in
      for n in 0..<2_000 { store.submit([.decision(Sample.decision(n), nil)]) { _ in } }
      try store.insertModelVersion(ModelVersionRecord(version: 1, state: .candidate, createdAt: 1))
      try store.activateModelVersion(1)
      try #expect(store.modelVersions().map(\.state) == [.active])
    }
  }
}

extension Store {
  fileprivate func finishedOrNot(_ numbers: Range<Int>) throws -> [StoredDecision] {
    try numbers.compactMap { try decision(.sample($0)) }
  }
}
