import Foundation
import HTTPServer
import Testing

struct SSLScanTests {
  @Test(arguments: [["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"], ["-newkey", "rsa:2048"]])
  func `sslscan finds nothing weak`(key: [String]) throws {
    let authority = try TestAuthority()
    let secure = try SecureServer(
      authority, certificates: [CertificateFiles(authority.issue("server", key: key))])
    let report = try Command.run(["sslscan", "--xml=-", "--no-colour", "127.0.0.1:\(secure.port)"]).output
    let document = try XMLReport(report)
    let enabled = document["protocol"].filter { $0["enabled"] == "1" }.map {
      ($0["type"] ?? "") + ($0["version"] ?? "")
    }
    #expect(enabled.sorted() == ["tls1.2", "tls1.3"], "\(report)")
    let ciphers = document["cipher"]
    #expect(ciphers.count >= 6)
    for cipher in ciphers {
      // The scanner calls the suites of TLS 1.3 acceptable, for want of a rule that knows their names.
      let expected = cipher["sslversion"] == "TLSv1.3" ? ["strong", "acceptable"] : ["strong"]
      #expect(expected.contains(cipher["strength"] ?? "") && (cipher["bits"].flatMap { Int($0) } ?? 0) >= 128)
      let name = cipher["cipher"] ?? ""
      #expect(name.hasPrefix("TLS_") || name.hasPrefix("ECDHE-"), "\(name)")
    }
    // Left out of the report where the scanner's own OpenSSL cannot compress.
    #expect(document["compression"].allSatisfy { $0["supported"] == "0" })
    #expect(document["renegotiation"].allSatisfy { $0["supported"] == "0" || $0["secure"] == "1" })
    let heartbleed = document["heartbleed"]
    #expect(!heartbleed.isEmpty && heartbleed.allSatisfy { $0["vulnerable"] == "0" })
    let groups = Set(document["group"].compactMap { $0["name"] })
    #expect(groups.isSubset(of: ["x25519", "secp256r1 (NIST P-256)", "secp384r1 (NIST P-384)"]), "\(groups)")
  }
}

/// The attributes of a report's elements, by their names.
private struct XMLReport {
  private var elements: [String: [[String: String]]] = [:]

  init(_ text: String) throws {
    let element = try Regex(#"<([a-z-]+)((?:\s+[a-zA-Z_-]+="[^"]*")*)\s*/?>"#)
    let attribute = try Regex(#"([a-zA-Z_-]+)="([^"]*)""#)
    for match in text.matches(of: element) {
      var attributes: [String: String] = [:]
      for pair in String(match.output[2].substring ?? "").matches(of: attribute) {
        attributes[String(pair.output[1].substring ?? "")] = String(pair.output[2].substring ?? "")
      }
      elements[String(match.output[1].substring ?? ""), default: []].append(attributes)
    }
  }

  subscript(name: String) -> [[String: String]] { elements[name] ?? [] }
}
