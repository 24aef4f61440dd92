extension JSONValue {
  /// Says where two documents differ first, as `settings.epochs is 10 there and 20 here`; nil if nowhere.
  ///
  /// - Parameter here: The other document; this one is "there".
  package func difference(from here: JSONValue, at place: String = "") -> String? {
    guard let members, let others = here.members else {
      return self == here ? nil : "\(place.isEmpty ? "it" : place) is \(short) there and \(here.short) here"
    }
    let added = others.map(\.key).filter { self[$0] == nil }
    for key in members.map(\.key) + added {
      let inner = place.isEmpty ? key : "\(place).\(key)"
      if let found = (self[key] ?? .null).difference(from: here[key] ?? .null, at: inner) { return found }
    }
    return nil
  }

  private var short: String {
    let text = String(decoding: serialise(), as: UTF8.self)
    return text.count <= 80 ? text : text.prefix(79) + "…"
  }
}
