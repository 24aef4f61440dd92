import HTTPServer
import Testing

struct AcceptEncodingTests {
  @Test(arguments: [
    ("", false), ("gzip", true), ("GZIP", true), ("x-gzip", true), ("br", false), ("deflate", false),
    ("identity", false), ("*", true), ("gzip, deflate, br", true), ("br;q=1.0, gzip;q=0.8, *;q=0.1", true),
    ("gzip;q=0", false), ("gzip;q=0.0", false), ("gzip;q=0.000", false), ("gzip;q=0.001", true),
    ("gzip;q=1.000", true), ("gzip ; q=0.5", true), ("gzip;Q=0.5", true), ("gzip;q=0, *", false),
    ("*;q=0", false), ("*;q=0, gzip", true), ("identity;q=0", false), ("identity;q=0, *", true),
    ("gzip;q=0.5, identity", false), ("gzip, identity", true), ("gzip;q=0.5, identity;q=0.5", true),
    ("gzip;q=0.5, *", false), ("gzip;q=0.5, *;q=0.4", true), ("identity;q=0.2, *;q=0.3", true),
    ("gzip;q=2", false), ("gzip;q=1.5", false), ("gzip;q=0.1234", false), ("gzip;q=", false),
    ("gzip;q=a", false),
    ("gzip;q=1.", true), ("gzip;q=-1", false), ("gzip;level=1", false), (",,gzip,,", true),
    ("gzip;q=0,gzip", true),
    ("gzipped", false), ("g zip", false), ("\tgzip\t", true),
  ])
  func `gzip is taken where the weights say so`(_ field: String, _ expected: Bool) {
    #expect(AcceptEncoding.prefersGzip(field) == expected)
  }
}
