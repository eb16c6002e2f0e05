/// Numbers at the beginning of texts.
enum NumberText {
  /// The longest prefix that is a decimal number, its value and length; 0 and 0 if there is none.
  static func prefix(_ bytes: [UInt8], allowsExponent: Bool = true) -> (value: Double, length: Int)
  {
    var index = 0
    func isDigit(_ position: Int) -> Bool {
      position < bytes.count && bytes[position] >= 0x30 && bytes[position] <= 0x39
    }
    if index < bytes.count, bytes[index] == 0x2D || bytes[index] == 0x2B { index += 1 }
    let digits = index
    while isDigit(index) { index += 1 }
    var count = index - digits
    if index < bytes.count, bytes[index] == 0x2E {
      index += 1
      let fraction = index
      while isDigit(index) { index += 1 }
      count += index - fraction
    }
    if count == 0 { return (0, 0) }
    if allowsExponent, index < bytes.count, bytes[index] | 0x20 == UInt8(ascii: "e") {
      var exponent = index + 1
      if exponent < bytes.count, bytes[exponent] == 0x2D || bytes[exponent] == 0x2B {
        exponent += 1
      }
      if isDigit(exponent) {
        while isDigit(exponent) { exponent += 1 }
        index = exponent
      }
    }
    var text = String(decoding: bytes[..<index], as: UTF8.self)
    if text.hasPrefix("+") { text.removeFirst() }
    if text.hasSuffix(".") { text += "0" }
    if text.hasPrefix(".") { text = "0" + text }
    if text.hasPrefix("-.") { text = "-0" + text.dropFirst() }
    return (Double(text) ?? 0, index)
  }
}
