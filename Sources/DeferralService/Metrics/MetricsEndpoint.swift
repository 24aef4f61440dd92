import HTTPServer
import LearningToDefer
import Storage
import Synchronization

/// Collects every loop's counters and answers `GET /metrics`.
///
/// Each loop hands over its own counters in its own turn; the last one writes the page on a reader's queue.
final class MetricsEndpoint: Sendable {
  private struct Collection {
    var missing: Int
    var decisions: [DecisionCounters.Series: Int] = [:]
  }

  private let services: Services
  private let server = Mutex<Server<LoopHandler>?>(nil)

  init(services: Services) {
    self.services = services
  }

  /// Tells whose loops to ask; called once, before the server starts.
  func attach(_ server: Server<LoopHandler>) {
    self.server.withLock { $0 = server }
  }

  /// Lets go of the server, which holds this endpoint through its handlers.
  func detach() {
    server.withLock { $0 = nil }
  }

  /// Asks every loop, and answers through the loop that holds the exchange.
  func collect(from loop: Int, exchange: Exchange) {
    guard let server = server.withLock({ $0 }) else { return }
    let inboxes = server.inboxes
    let collection = Mutexed(Collection(missing: inboxes.count))
    for inbox in inboxes {
      inbox.post { [self] handler in
        let own = handler.counters.snapshot
        let complete = collection.value.withLock { collection -> [DecisionCounters.Series: Int]? in
          collection.decisions.merge(own, uniquingKeysWith: +)
          collection.missing -= 1
          return collection.missing == 0 ? collection.decisions : nil
        }
        guard let complete else { return }
        services.readers[0].async {
          let page = self.page(decisions: complete, server: server)
          inboxes[loop].post { $0.send(page, to: exchange) }
        }
      }
    }
  }

  private func page(decisions: [DecisionCounters.Series: Int], server: Server<LoopHandler>) -> Answer {
    var page = MetricsPage()
    page.begin("deferral_build_info", "gauge", "The running release.")
    page.sample("deferral_build_info", [("version", Release.version)], 1)
    page.decisions(decisions)
    page.model(services.registry.active)
    page.store(services.store.statistics)
    page.training(services.retrainer.results, running: services.retrainer.current != nil)
    page.server(server.statistics)
    page.certificates(server.certificates)
    return Answer(
      status: 200, contentType: "text/plain; version=0.0.4; charset=utf-8", body: Array(page.text.utf8))
  }
}

/// Shares a value under a lock between closures; a `Mutex` alone cannot be captured.
private final class Mutexed<Value: Sendable>: Sendable {
  let value: Mutex<Value>

  init(_ value: Value) {
    self.value = Mutex(value)
  }
}
