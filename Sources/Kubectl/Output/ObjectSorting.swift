import PodModel

/// Puts objects in the order of one of their fields.
///
/// Source: kubectl `get/sorter.go`.
enum ObjectSorting {
  /// The objects in ascending order of the field; those that lack it come first.
  ///
  /// - Parameter isTable: whether the server has made a table of the objects.
  static func sorted(
    _ infos: [ObjectInfo], by field: String, isTable: Bool, at now: ClusterTime
  ) throws(KubectlError) -> [ObjectInfo] {
    guard infos.count > 1 else { return infos }
    var keyed: [(info: ObjectInfo, key: Node?)] = []
    let template: String
    do {
      template = (try? JSONPath.relaxed(field)) ?? field
      let path = try JSONPath(template)
      for info in infos {
        let values = try path.results(in: info.object ?? [:]).flatMap { $0 }
        keyed.append((info, values.first))
      }
    } catch {
      throw .text(error.message)
    }
    guard keyed.contains(where: { $0.key != nil }) else {
      throw .text(
        "couldn't find any field with path \(GoQuote.quoted(template)) in the list of objects")
    }
    if let type = keyed.lazy.compactMap({ $0.key.flatMap(unsortableType) }).first {
      let rows = isTable ? "[][][]reflect.Value" : "*unstructured.Unstructured"
      throw .plain(
        LogLine.text(
          .fatal, "sorter.go:\(isTable ? 375 : 322)",
          "Field \(template) in \(rows) is an unsortable type: interface, "
            + "err: unsortable type: \(type)", at: now), exitStatus: 1)
    }
    return insertionSorted(keyed).map(\.info)
  }

  /// Up to twelve elements move as Go's `sort.Sort` moves them, which shows where a field is
  /// missing: such an object comes before every other one, its like included.
  private static func insertionSorted(
    _ keyed: [(info: ObjectInfo, key: Node?)]
  ) -> [(info: ObjectInfo, key: Node?)] {
    guard keyed.count <= 12 else {
      return keyed.enumerated().sorted { left, right in
        if isLess(left.element.key, right.element.key) { return true }
        if isLess(right.element.key, left.element.key) { return false }
        return left.offset < right.offset
      }.map(\.element)
    }
    var sorted = keyed
    for start in sorted.indices.dropFirst() {
      var index = start
      while index > 0,
        sorted[index].key == nil || isLess(sorted[index].key, sorted[index - 1].key)
      {
        sorted.swapAt(index, index - 1)
        index -= 1
      }
    }
    return sorted
  }

  /// Go's name of a type that has no order; nil for those that have one.
  private static func unsortableType(_ node: Node) -> String? {
    switch node.content {
    case .bool: "bool"
    case .list: "[]interface {}"
    case .map: "map[string]interface {}"
    case .null, .integer, .float, .string: nil
    }
  }

  /// Source: kubectl `get/sorter.go`, `isLess`.
  private static func isLess(_ left: Node?, _ right: Node?) -> Bool {
    guard let left, !left.isNull else { return right != nil && right?.isNull == false }
    guard let right, !right.isNull else { return false }
    if let left = number(left), let right = number(right) { return left < right }
    let (first, second) = (left.string ?? "", right.string ?? "")
    if let left = try? Quantity(first), let right = try? Quantity(second) {
      return left < right
    }
    return isNaturallyLess(first, second)
  }

  private static func number(_ node: Node) -> Double? {
    switch node.content {
    case .integer(let value): Double(value)
    case .float(let value): value
    case .null, .bool, .string, .list, .map: nil
    }
  }

  /// Runs of digits count as numbers: `nx2` comes before `nx10`.
  private static func isNaturallyLess(_ left: String, _ right: String) -> Bool {
    let (a, b) = (Array(left.utf8), Array(right.utf8))
    var (i, j) = (0, 0)
    while i < a.count, j < b.count {
      let first = run(a, &i)
      let second = run(b, &j)
      if first.isNumber, second.isNumber {
        let x = first.bytes.drop { $0 == UInt8(ascii: "0") }
        let y = second.bytes.drop { $0 == UInt8(ascii: "0") }
        if x.count != y.count { return x.count < y.count }
        if !x.elementsEqual(y) { return x.lexicographicallyPrecedes(y) }
      } else if !first.bytes.elementsEqual(second.bytes) {
        return first.bytes.lexicographicallyPrecedes(second.bytes)
      }
    }
    return i >= a.count && j < b.count
  }

  private static func run(
    _ bytes: [UInt8], _ index: inout Int
  ) -> (bytes: ArraySlice<UInt8>, isNumber: Bool) {
    let isDigit: (UInt8) -> Bool = { (0x30...0x39).contains($0) }
    let start = index
    let isNumber = isDigit(bytes[start])
    while index < bytes.count, isDigit(bytes[index]) == isNumber { index += 1 }
    return (bytes[start..<index], isNumber)
  }
}
