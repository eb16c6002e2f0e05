import Testing

@testable import PodModel

@Suite struct QuantityTests {
  @Test(arguments: [
    ("0.5", "500m"), ("1000m", "1"), ("1500m", "1500m"), ("2", "2"), ("0", "0"), ("0.000", "0"),
    ("1024Mi", "1Gi"), ("1.5Gi", "1536Mi"), ("100000k", "100M"), ("1e3", "1e3"), ("128m", "128m"),
    ("0.0000000001", "1n"), ("-1", "-1"), ("0.1Ki", "102400m"), ("1Ki", "1Ki"), ("512", "512"),
    ("9999999999Gi", "9223372036854775807"),
  ])
  func `is written canonically`(text: String, canonical: String) throws {
    #expect(try Quantity(text).description == canonical)
  }

  /// The server keeps a text that looks canonical: `+1` for one.
  @Test(arguments: ["+1", "1.500", "+65Mi", "1E3"])
  func `keeps texts that the server takes for canonical`(text: String) throws {
    #expect(try Quantity(text).description == text)
  }

  @Test(arguments: ["", " ", "1 Gi", "one", "true", "1.2.3", "1Gi5x", "{"])
  func `refuses what is no number`(text: String) {
    #expect(throws: Quantity.ParseError.wrongFormat) { try Quantity(text) }
  }

  @Test(arguments: ["1g", "64mi", "1Kk", "5EE", "1gi", "2mM", "--1"])
  func `refuses unknown suffixes`(text: String) {
    // A letter outside of the known ones is a wrong format instead.
    let expected: Quantity.ParseError =
      text.allSatisfy { "-0123456789eEinumkKMGTP".contains($0) } ? .unknownSuffix : .wrongFormat
    #expect(throws: expected) { try Quantity(text) }
  }

  @Test func `compares amounts across suffixes`() throws {
    #expect(try Quantity("1Gi") > Quantity("1G"))
    #expect(try Quantity("1000m") == Quantity("1"))
    #expect(try Quantity("1500m").value == 2)
    #expect(try Quantity("0.0005").milliValue == 1)
  }
}
