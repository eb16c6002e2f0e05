/// The order in which go-yaml writes the keys of a mapping: numbers inside names count as numbers.
///
/// Example: `n9` stands before `n10`, `-x` before `a`.
/// Source: go-yaml v2 `sorter.go` (`keyList.Less`).
enum YAMLKeyOrder {
  static func precedes(_ left: String, _ right: String) -> Bool {
    let left = Array(left.unicodeScalars)
    let right = Array(right.unicodeScalars)
    for index in 0..<min(left.count, right.count) where left[index] != right[index] {
      return precedes(left, right, differingAt: index)
    }
    return left.count < right.count
  }

  private static func precedes(
    _ left: [Unicode.Scalar], _ right: [Unicode.Scalar], differingAt index: Int
  ) -> Bool {
    let leftIsLetter = isLetter(left[index])
    let rightIsLetter = isLetter(right[index])
    if leftIsLetter && rightIsLetter { return left[index] < right[index] }
    if leftIsLetter || rightIsLetter { return rightIsLetter }
    // Zeros in the middle of a number count: '101' and '11' differ behind their common '1'.
    let isInsideNumber =
      (left[index] == "0" || right[index] == "0")
      && left[..<index].reversed().prefix(while: isDigit).contains { $0 != "0" }
    let start: Int64 = isInsideNumber ? 1 : 0
    let leftNumber = number(in: left, from: index, start: start)
    let rightNumber = number(in: right, from: index, start: start)
    if leftNumber.value != rightNumber.value { return leftNumber.value < rightNumber.value }
    if leftNumber.end != rightNumber.end { return leftNumber.end < rightNumber.end }
    return left[index] < right[index]
  }

  private static func number(
    in scalars: [Unicode.Scalar], from index: Int, start: Int64
  ) -> (value: Int64, end: Int) {
    var value = start
    var end = index
    while end < scalars.count, isDigit(scalars[end]) {
      value = value &* 10 &+ (Int64(scalars[end].value) - 0x30)
      end += 1
    }
    return (value, end)
  }

  private static func isLetter(_ scalar: Unicode.Scalar) -> Bool {
    if scalar.isASCII { return (0x61...0x7A).contains(scalar.value | 0x20) }
    return scalar.properties.isAlphabetic
  }

  private static func isDigit(_ scalar: Unicode.Scalar) -> Bool {
    if scalar.isASCII { return (0x30...0x39).contains(scalar.value) }
    return scalar.properties.generalCategory == .decimalNumber
  }
}
