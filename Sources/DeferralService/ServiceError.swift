import Formats
import HTTPServer
import Storage

/// Says in one line why the service cannot start.
package enum ServiceError: Error, Sendable, CustomStringConvertible {
  /// Settings contradict each other.
  case settings(SettingsError)
  /// The address can be reached from elsewhere and nothing authenticates callers.
  case publicAddress(String)
  /// The address cannot be listened on.
  case listen(ServerError)
  case store(StoreError)
  case registry(RegistryError)
  case format(FormatError)
  case unexpected(String)

  /// What is wrong, and the cure.
  package var description: String {
    switch self {
    case .publicAddress(let address):
      "\(address) can be reached from other machines and nothing authenticates clients; listen on 127.0.0.1, or "
        + "on https:// with tls.client_certificates: required, or set allow_unauthenticated: true if something "
        + "else guards the port"
    case .settings(let error): error.description
    case .listen(.invalidCertificates(.notConfigured)):
      "\(TLSError.notConfigured); set tls.certificate and tls.key"
    case .listen(let error):
      if case .cannotListen = error {
        "\(error); stop the program that listens there, or give another address by --listen"
      } else {
        error.description
      }
    case .store(let error): error.description
    case .registry(.format(let error)): error.description
    case .registry(.costsDoNotFit(let error)): error.description
    case .registry(.store(let error)): error.description
    case .registry(let error): "\(error)"
    case .format(let error): error.description
    case .unexpected(let problem): problem
    }
  }
}
