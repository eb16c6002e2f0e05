/// The secret that a client must know.
package struct AccessToken: Sendable {
  /// 64 hexadecimal digits; shown only to whoever may use the cluster.
  package let secret: String

  package init(secret: String) { self.secret = secret }

  /// A new secret: 256 bits of the system's randomness.
  package static func random() -> AccessToken {
    var generator = SystemRandomNumberGenerator()
    let digits = Array("0123456789abcdef")
    return AccessToken(
      secret: String((0..<64).map { _ in digits[Int.random(in: 0..<16, using: &generator)] }))
  }

  /// Whether a text is the secret, in a time that does not tell how much of it is right.
  func matches(_ text: some StringProtocol) -> Bool {
    let (expected, given) = (Array(secret.utf8), Array(text.utf8))
    var difference = expected.count ^ given.count
    for index in expected.indices {
      difference |= Int(expected[index] ^ (index < given.count ? given[index] : 0))
    }
    return difference == 0
  }
}

extension AccessToken: CustomStringConvertible {
  /// Never the secret.
  package var description: String { "AccessToken(…)" }
}
