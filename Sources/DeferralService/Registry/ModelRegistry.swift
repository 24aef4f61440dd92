import Dispatch
import Formats
import LearningToDefer
import Storage
import Synchronization

/// Says why a model version cannot be added or activated.
package enum RegistryError: Error, Sendable {
  /// No version of that name.
  case unknownVersion(String)
  /// The version takes other inputs or answers with other classes than the active one.
  case notInterchangeable(version: String, active: String)
  /// The costs in the settings are of other classes than the version's.
  case costsDoNotFit(FormatError)
  /// Another version than the one expected is active.
  case championChanged(active: String)
  /// The version's files or the bundle cannot be read or written.
  case format(FormatError)
  /// The store refused.
  case store(StoreError)
}

/// The active model, and which activation made it so.
///
/// Activating the active version again counts too: it says that an operator wants this one.
package struct Champion: Sendable {
  /// The model.
  package let model: ServingModel
  /// Counts activations since the start.
  package let activation: Int
}

/// Keeps the versions of the model and publishes the active one.
///
/// Versions are directories `1`, `2`, ... below `directory`, each written beside, synced and renamed before the
/// store names it, so that a stop at any instant leaves either the old active version or the new one.
/// Everything that blocks runs on the caller; never call it from an event loop.
package final class ModelRegistry: Sendable {
  private struct State {
    var active: ServingModel?
    var activations = 0
    var announce: [@Sendable (ServingModel) -> Void] = []
  }

  private let directory: String
  private let store: any Store
  private let costs: TeamCosts
  private let budget: DeferralWish?
  private let state = Mutex(State())
  /// Orders publications: without it two activations could reach the loops in different orders.
  private let publishing = DispatchQueue(label: "deferral.registry")

  /// Opens the registry and loads its active version, if there is one.
  ///
  /// - Parameters:
  ///   - costs: what every version is served with.
  ///   - budget: the share of inputs that every version is wished to defer; nil for its own.
  /// - Throws: `RegistryError` if the active version cannot be read.
  package init(
    directory: String, store: any Store, costs: TeamCosts = TeamCosts(), budget: DeferralWish? = nil
  ) throws(RegistryError) {
    self.directory = directory
    self.store = store
    self.costs = costs
    self.budget = budget
    guard let record = try versions().first(where: { $0.state == .active }) else { return }
    let model = try load(version: record.version)
    state.withLock { $0.active = model }
  }

  /// The active version and the activation that made it so; nil while the registry is empty.
  package var champion: Champion? {
    state.withLock { state in state.active.map { Champion(model: $0, activation: state.activations) } }
  }

  /// Version that serves now; nil while the registry is empty.
  package var active: ServingModel? { state.withLock { $0.active } }

  /// Calls `announce` with every version that becomes active from now on, in order.
  package func onPublish(_ announce: @escaping @Sendable (ServingModel) -> Void) {
    state.withLock { $0.announce.append(announce) }
  }

  /// Returns every version, oldest first.
  package func versions() throws(RegistryError) -> [ModelVersionRecord] {
    do { return try store.modelVersions() } catch { throw .store(error) }
  }

  /// Writes a bundle as the next version without activating it.
  ///
  /// - Returns: the version's number.
  package func add(
    _ bundle: ModelBundle, state: ModelState, parent: String?, reason: String?, metrics: String,
    at time: Int64
  ) throws(RegistryError) -> Int {
    let version = (try versions().map(\.version).max() ?? 0) + 1
    var numbered = bundle
    numbered.manifest.sourceVersion = bundle.manifest.version ?? bundle.manifest.sourceVersion
    numbered.manifest.version = String(version)
    do { try numbered.write(to: path(of: version)) } catch { throw .format(error) }
    let record = ModelVersionRecord(
      version: version, state: state, sourceVersion: numbered.manifest.sourceVersion, parent: parent,
      reason: reason, metrics: metrics, createdAt: time)
    do { try store.insertModelVersion(record) } catch { throw .store(error) }
    return version
  }

  /// Makes a version the active one, on disk first and then on every loop.
  ///
  /// - Parameters:
  ///   - force: whether other inputs or classes than the active version's are accepted.
  ///   - champion: what must still be the last activation, so that nobody's choice is undone; nil for any.
  package func activate(
    _ name: String, force: Bool = false, replacing champion: Champion? = nil
  ) throws(RegistryError) {
    let result = publishing.sync { () -> Result<Void, RegistryError> in
      do throws(RegistryError) {
        if let champion, let now = self.champion, now.activation != champion.activation {
          throw .championChanged(active: now.model.version)
        }
        return .success(try self.activateInOrder(name, force: force))
      } catch {
        return .failure(error)
      }
    }
    try result.get()
  }

  private func activateInOrder(_ name: String, force: Bool) throws(RegistryError) {
    guard let version = Int(name), String(version) == name,
      try versions().contains(where: { $0.version == version })
    else { throw .unknownVersion(name) }
    let model = try load(version: version)
    if let active, !force, !model.isInterchangeable(with: active) {
      throw .notInterchangeable(version: name, active: active.version)
    }
    do { try store.activateModelVersion(version) } catch { throw .store(error) }
    let listeners = state.withLock { state in
      state.active = model
      state.activations += 1
      return state.announce
    }
    for announce in listeners { announce(model) }
  }

  /// Marks a version as judged and not wanted.
  package func reject(_ version: Int, reason: String) throws(RegistryError) {
    guard var record = try versions().first(where: { $0.version == version }) else {
      throw .unknownVersion(String(version))
    }
    record.state = .rejected
    record.reason = reason
    do { try store.updateModelVersion(record) } catch { throw .store(error) }
  }

  private func load(version: Int) throws(RegistryError) -> ServingModel {
    let bundle: ModelBundle
    do { bundle = try ModelBundle.read(path(of: version)) } catch { throw .format(error) }
    do {
      return ServingModel(
        version: String(version), bundle: bundle, policy: try costs.policy(for: bundle), budget: budget)
    } catch {
      throw .costsDoNotFit(error)
    }
  }

  private func path(of version: Int) -> String { "\(directory)/\(version)" }
}
