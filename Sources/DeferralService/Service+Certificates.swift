import Foundation
import HTTPServer
import Logging

extension Service {
  /// Reads certificates, keys and authorities anew, and nothing else; open connections go on undisturbed.
  ///
  /// Where that fails those in use stay, and the log says why.
  package func reloadCertificates() {
    guard server.configuration.tls != nil else {
      return logger.info("there are no certificates to reload; other settings need a restart")
    }
    notifier?.notify(.reloadingNow)
    do throws(TLSError) {
      try server.reloadCertificates()
      logger.info("certificates reloaded")
      logCertificates()
      notifier?.notify(.ready, .status("ready, with certificates reloaded"))
    } catch {
      logger.error("certificates are not reloaded, those in use stay", metadata: ["error": "\(error)"])
      notifier?.notify(.ready, .status("ready, but certificates were not reloaded: \(error)"))
    }
  }

  /// Logs which certificates are in use, and what an operator should know of them.
  func logCertificates() {
    let now = Int(Timestamp.now() / 1000)
    for certificate in server.certificates {
      logger.info(
        "certificate",
        metadata: [
          "file": "\(certificate.file)", "subject": "\(certificate.subject)",
          "hosts": "\(certificate.hostNames.joined(separator: ", "))",
          "expires": "\(Timestamp.text(milliseconds: Int64(certificate.notAfter) * 1000))",
        ])
      if let warning = certificate.warning(at: now) { logger.warning("\(warning)") }
    }
  }
}
