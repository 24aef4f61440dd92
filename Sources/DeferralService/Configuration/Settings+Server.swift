import Foundation
import HTTPServer
import Logging

extension Settings {
  /// What the server takes, checked as far as it can be before it starts.
  ///
  /// - Throws: `ServiceError` for addresses, certificates or limits that cannot be.
  func serverConfiguration(_ logger: Logger) throws(ServiceError) -> ServerConfiguration {
    let cores = ProcessInfo.processInfo.activeProcessorCount
    let limits = limits.serverLimits(connections: possibleConnections(logger), compression: compression)
    var configuration = ServerConfiguration(
      listen: listen, loops: eventLoops > 0 ? eventLoops : cores, limits: limits, tls: try tlsConfiguration)
    configuration.socketMode = socketMode
    // So that whoever reports a problem can name the request.
    configuration.identifiesAnswers = true
    do throws(ServerError) {
      try configuration.checkAddresses()
      try configuration.checkCertificates()
    } catch {
      throw .listen(error)
    }
    if let address = listen.first(where: { !isAllowed($0) }) { throw .publicAddress(address) }
    if configuration.tls != nil, !listen.contains(where: ListenAddress.isSecure) {
      logger.warning("certificates are set, and no address in listen begins with https://")
    }
    return configuration
  }

  private var tlsConfiguration: TLSConfiguration? {
    get throws(ServiceError) {
      do throws(SettingsError) { return try tls.configuration() } catch { throw .settings(error) }
    }
  }

  /// A client that must show a certificate is authenticated; any other only by being on this machine.
  private func isAllowed(_ address: String) -> Bool {
    allowUnauthenticated || ListenAddress.isLocal(address)
      || ListenAddress.isSecure(address) && tls.clientCertificates == .required
  }

  private func possibleConnections(_ logger: Logger) -> Int {
    let possible = DescriptorLimit.raise()
    if possible < limits.connections {
      logger.warning(
        "the system allows fewer connections than limits.connections; raise its limit of open files",
        metadata: ["possible": "\(possible)", "limits.connections": "\(limits.connections)"])
    }
    return min(limits.connections, possible)
  }
}
