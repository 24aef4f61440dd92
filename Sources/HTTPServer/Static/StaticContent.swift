/// Bytes that a server gives out unchanged for as long as it runs, such as a page that the program carries.
package struct StaticContent: Sendable {
  /// One coding of the bytes, with its own strong tag.
  struct Representation: Sendable {
    let bytes: [UInt8]
    let tag: EntityTag

    init(_ bytes: [UInt8]) {
      self.bytes = bytes
      tag = EntityTag(of: bytes)
    }
  }

  let mediaType: StaticString
  let cacheControl: String
  let identity: Representation
  /// There only where the bytes get smaller.
  let gzip: Representation?

  /// Prepares bytes once: their tags, and their gzip variant where the media type and the gain allow one.
  ///
  /// - Parameter cacheControl: by default caches keep it but ask each time, which costs a 304.
  package init(_ bytes: [UInt8], mediaType: StaticString, cacheControl: String = "no-cache") {
    self.mediaType = mediaType
    self.cacheControl = cacheControl
    identity = Representation(bytes)
    let packed = MediaType.isCompressible(mediaType) ? Deflater.gzip(bytes, level: 9) : bytes
    gzip = packed.count < bytes.count ? Representation(packed) : nil
  }

  /// The representation for a client; its tag stands for it in conditional requests.
  func representation(prefersGzip: Bool) -> Representation { prefersGzip ? gzip ?? identity : identity }

  /// Fields that a 304 carries as well (RFC 9110, section 15.4.5).
  func validators(_ tag: EntityTag) -> [(String, String)] {
    let fields = [("ETag", tag.text), ("Cache-Control", cacheControl)]
    return gzip == nil ? fields : fields + [("Vary", "Accept-Encoding")]
  }
}
