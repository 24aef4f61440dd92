import COpenSSL
import Glibc

/// One of a certificate's names beside its subject (RFC 5280, section 4.2.1.6).
package enum AlternativeName: Sendable, Hashable, CustomStringConvertible {
  /// A host, perhaps with `*` as its first label.
  case host(String)
  /// An IPv4 or IPv6 address.
  case address(String)
  /// A mailbox.
  case email(String)
  /// A resource, such as a SPIFFE identity.
  case uri(String)

  /// The name with its kind, as OpenSSL writes it: `DNS:example.org`.
  package var description: String {
    switch self {
    case .host(let text): "DNS:\(text)"
    case .address(let text): "IP:\(text)"
    case .email(let text): "email:\(text)"
    case .uri(let text): "URI:\(text)"
    }
  }

  /// Reads a value by OpenSSL's kind; nil for other kinds and for addresses of no known length.
  init?(kind: Int32, _ bytes: UnsafeRawBufferPointer) {
    switch kind {
    case GEN_DNS: self = .host(Self.printable(bytes))
    case GEN_EMAIL: self = .email(Self.printable(bytes))
    case GEN_URI: self = .uri(Self.printable(bytes))
    case GEN_IPADD:
      guard let text = Self.address(bytes) else { return nil }
      self = .address(text)
    default: return nil
    }
  }

  /// These are ASCII by the standard; whatever else a certificate holds must not reach a log as it is.
  private static func printable(_ bytes: UnsafeRawBufferPointer) -> String {
    var text = ""
    for byte in bytes {
      if byte > 0x20 && byte < 0x7f && byte != UInt8(ascii: "\\") {
        text.unicodeScalars.append(Unicode.Scalar(byte))
      } else {
        text += "\\" + (byte < 16 ? "0" : "") + String(byte, radix: 16)
      }
    }
    return text
  }

  private static func address(_ bytes: UnsafeRawBufferPointer) -> String? {
    guard bytes.count == 4 || bytes.count == 16 else { return nil }
    var text = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN))
    let family = bytes.count == 4 ? AF_INET : AF_INET6
    guard inet_ntop(family, bytes.baseAddress, &text, socklen_t(text.count)) != nil else { return nil }
    return String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }
}
