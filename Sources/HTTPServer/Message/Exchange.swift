/// A ticket for exactly one answer to one request.
///
/// Answering late, twice or after the client left does no harm: a ticket that is spent, or whose connection is
/// gone, is ignored. A ticket belongs to the loop that gave it out.
package struct Exchange: Sendable, Hashable {
  let loop: Int32
  let descriptor: Int32
  /// Never repeats on one loop.
  let number: UInt64
}
