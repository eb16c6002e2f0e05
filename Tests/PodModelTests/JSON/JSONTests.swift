import PodModel
import Testing

@Suite struct JSONTests {
  /// Source: Go `encoding/json`.
  @Test(arguments: [
    ("", "unexpected end of JSON input", 0), ("{", "unexpected end of JSON input", 1),
    ("{a", "invalid character 'a' looking for beginning of object key string", 2),
    (#"{"a" 1"#, "invalid character '1' after object key", 6),
    (#"{"a":1 "b"#, #"invalid character '"' after object key:value pair"#, 8),
    (#"{"a":1,}"#, "invalid character '}' looking for beginning of object key string", 8),
    ("[1 2]", "invalid character '2' after array element", 4),
    ("[1,]", "invalid character ']' looking for beginning of value", 4),
    ("01", "invalid character '1' after top-level value", 2),
    ("-a", "invalid character 'a' in numeric literal", 2),
    ("1.a", "invalid character 'a' after decimal point in numeric literal", 3),
    ("1ea", "invalid character 'a' in exponent of numeric literal", 3),
    ("nul!", "invalid character '!' in literal null (expecting 'l')", 4),
    ("\"\n\"", #"invalid character '\n' in string literal"#, 2),
    (#""\q""#, "invalid character 'q' in string escape code", 3),
    (#""\u00g0""#, #"invalid character 'g' in \u hexadecimal character escape"#, 6),
    ("'", #"invalid character '\'' looking for beginning of value"#, 1),
    ("{} x", "invalid character 'x' after top-level value", 4),
  ])
  func `words faults as Go does`(text: String, message: String, offset: Int) {
    #expect {
      try JSON.node(in: text)
    } throws: { error in
      guard let error = error as? JSON.ReadError else { return false }
      return error.message == message && error.offset == offset
    }
  }

  @Test(arguments: [
    (#"{"b":1,"a":[true,null,-2.5e3,"x"]}"#, #"{"a":[true,null,-2500,"x"],"b":1}"#),
    (#""\ud83d\ude00\ud83d\/\b\f\u0001""#, #""😀�/\b\f\u0001""#),
    (#"{"a":1,"a":2}"#, #"{"a":2}"#), ("1E400", "+Inf"),
    (#""<&>""#, #""\u003c\u0026\u003e""#), ("\"\u{2028}\"", #""\u2028""#),
    ("9223372036854775807", "9223372036854775807"), ("1e21", "1e+21"), ("0.0000001", "1e-7"),
  ])
  func `reads and writes values`(text: String, written: String) throws {
    #expect(try JSON.node(in: text).compactJSON == written)
  }

  @Test func `indents by four spaces as kubectl does`() throws {
    #expect(
      try JSON.node(in: #"{"b":[],"a":{"c":[1,2],"d":{}}}"#).json
        == """
        {
            "a": {
                "c": [
                    1,
                    2
                ],
                "d": {}
            },
            "b": []
        }

        """)
  }

  @Test func `knows the place of every value`() throws {
    let node = try JSON.node(in: "{\n  \"é\": [1,\n 2]}")
    #expect(node["é"]?.position == SourcePosition(line: 2, column: 8))
    #expect(node["é"]?.list?[1].position == SourcePosition(line: 3, column: 2))
    #expect(node.entries?.first?.keyPosition == SourcePosition(line: 2, column: 3))
  }

  @Test func `gives up below ten thousand levels`() {
    let deep = String(repeating: "[", count: 10_001)
    #expect(throws: JSON.ReadError.self) { try JSON.node(in: deep) }
    let allowed = String(repeating: "[", count: 10_000) + String(repeating: "]", count: 10_000)
    #expect(throws: Never.self) { try JSON.node(in: allowed) }
  }
}
