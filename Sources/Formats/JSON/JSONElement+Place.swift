extension JSONElement {
  /// Makes an error about this value; `detail` is a clause that follows the place.
  package func failure(_ detail: String) -> JSONError {
    JSONError(pointer: pointer, detail: detail)
  }

  /// The value's JSON pointer, found by walking the tape down from the root.
  ///
  /// - Complexity: O(members and elements before it at each level); meant for errors.
  package var pointer: String {
    var pointer = "#"
    var place = at(1)
    while place.index != index, let child = place.child(holding: index, &pointer) { place = child }
    return pointer
  }

  /// The child that is or holds the value at `target`, its token appended to `pointer`.
  private func child(holding target: Int, _ pointer: inout String) -> JSONElement? {
    switch kind {
    case .object:
      var members = JSONMembers(of: self)
      while let (key, value) = members.next() {
        guard value.end > target else { continue }
        JSONPointer.append(key: key.utf8, to: &pointer)
        return value
      }
    case .array:
      var items = JSONItems(of: self)
      var position = 0
      while let item = items.next() {
        if item.end > target {
          JSONPointer.append(index: position, to: &pointer)
          return item
        }
        position += 1
      }
    default: break
    }
    return nil
  }
}
