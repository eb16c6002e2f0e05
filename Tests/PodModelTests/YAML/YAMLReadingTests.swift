import PodModel
import Testing

@Suite struct YAMLReadingTests {
  /// Source: kubectl v1.33, `label --local -o json`.
  @Test(arguments: [
    ("y", "true"), ("No", "false"), ("on", "true"), ("oN", #""oN""#), ("~", "null"),
    ("null", "null"), ("", "null"), ("017", "15"), ("0o17", "15"), ("0888", "888"),
    ("0x1F", "31"), ("-0x1", "-1"), ("0b101", "5"), ("1_000", "1000"), ("+1", "1"), ("-0", "0"),
    ("1e3", "1000"), ("1.0", "1"), (".5", "0.5"), ("1.", "1"), (".", #"".""#),
    ("1e400", #""1e400""#), ("1:30", #""1:30""#), ("2020-01-01", #""2020-01-01""#),
    ("9223372036854775808", "9223372036854776000"),
    ("99999999999999999999", "100000000000000000000"),
    ("-9223372036854775808", "-9223372036854775808"), ("1e-7", "1e-7"),
    ("!!str 12", #""12""#), ("!foo 12", #""12""#), ("! 12", "12"), ("!!float 3", "3"),
    ("!!binary aGk=", #""hi""#), (#""1""#, #""1""#), ("'it''s'", #""it's""#),
    (#""a\x41\u00e9\U0001F600\n""#, #""aAé😀\n""#), ("a\n\n  b\n  c", #""a\nb c""#),
    (">\n  a\n  b\n\n  c\n", #""a b\nc\n""#), ("|-\n  a\n  b\n", #""a\nb""#),
    ("|+\n  a\n", #""a\n\n""#), ("|2\n    a\n", #""  a\n""#), ("[a, b: c]", #"["a",{"b":"c"}]"#),
    ("{a, b: }", #"{"a":null,"b":null}"#), ("[http://a]", #"["http://a"]"#),
    ("{1: a, 1.5: b, true: c}", #"{"1":"a","1.5":"b","true":"c"}"#),
  ])
  func `gives scalars and collections go-yaml's meaning`(text: String, json: String) throws {
    let node = try YAML.document(in: "k: \(text)\n")
    #expect(node["k"]?.compactJSON == json)
  }

  /// Source: `GroundTruth/validation`, and kubectl v1.33.
  @Test(arguments: [
    ("a: b: c", "mapping values are not allowed in this context"),
    ("a: b\nc: d: e", "line 2: mapping values are not allowed in this context"),
    ("a:\n\tb: c", "line 2: found character that cannot start any token"),
    ("a: b\n\t\nc: d", "line 2: found a tab character that violates indentation"),
    ("a: [b", "line 1: did not find expected ',' or ']'"),
    ("\n\na: {b", "line 3: did not find expected ',' or '}'"),
    ("a: \"b", "line 2: found unexpected end of stream"),
    ("a: b\nc", "line 3: could not find expected ':'"),
    ("x:\n  a: b\n c: d", "line 2: did not find expected key"),
    ("a: @b", "found character that cannot start any token"),
    ("a: *b", "unknown anchor 'b' referenced"),
    ("a: &a [*a]", "anchor 'a' value contains itself"),
    ("a: \"\\q\"", "found unknown escape character"),
    ("a: \"\\/\"", "found unknown escape character"),
    ("a: [b?c]", "did not find expected ',' or ']'"),
    ("a: !!int b", "cannot decode !!str `b` as a !!int"),
    ("a: !!binary x", "!!binary value contains invalid base64 data"),
    ("<<: a", "map merge requires map or sequence of maps as the value"),
    ("%YAML 1.2\na: b", "found incompatible YAML document"),
    ("a: \u{07}", "control characters are not allowed"),
    (
      "a: {{ .b }}",
      #"invalid map key: map[interface {}]interface {}{".b":interface {}(nil)}"#
    ),
    ("? {a}: b\n: c", #"invalid map key: map[interface {}]interface {}{"a":interface {}(nil)}"#),
    ("a: b\n{? c : d} e\n\n", "line 1: did not find expected key"),
    ("a: .inf", "json: unsupported value: +Inf"),
    ("~: a", #"unsupported map key of type: %!s(<nil>), key: <nil>, value: "a""#),
    ("--- a: b", "invalid Yaml document separator: a: b"),
  ])
  func `words faults as go-yaml does`(text: String, message: String) {
    #expect {
      try YAML.documents(in: text.utf8)
    } throws: { error in
      (error as? YAML.ReadError)?.message == message
    }
  }

  @Test func `merges like go-yaml version 2`() throws {
    let text = """
      base: &base {a: 1, b: 2}
      more: &more {b: 3, c: 4}
      before: {a: x, <<: *base}
      after: {<<: *base, a: x}
      both: {<<: [*base, *more]}
      """
    let node = try YAML.document(in: text)
    #expect(node["before"]?.compactJSON == #"{"a":1,"b":2}"#)
    #expect(node["after"]?.compactJSON == #"{"a":"x","b":2}"#)
    #expect(node["both"]?.compactJSON == #"{"a":1,"b":2,"c":4}"#)
  }

  @Test func `takes the last of two equal keys`() throws {
    #expect(try YAML.document(in: "a: 1\nb: 2\na: 3").compactJSON == #"{"a":3,"b":2}"#)
  }

  @Test func `knows the place of every value in the whole file`() throws {
    let text = "a: 1\n---\n# note\nb:\n- é: [x, y]\n"
    let node = try #require(try YAML.documents(in: text.utf8).last)
    #expect(node.position(of: FieldPath([.field("b")])) == SourcePosition(line: 5, column: 1))
    let path = FieldPath([.field("b"), .index(0), .field("é"), .index(1)])
    #expect(node.position(of: path) == SourcePosition(line: 5, column: 10))
  }

  @Test func `places faults in the whole file`() {
    #expect {
      try YAML.documents(in: "a: 1\n---\nb: 1\nc: d: e\n".utf8)
    } throws: { error in
      guard let error = error as? YAML.ReadError else { return false }
      return error.message == "line 2: mapping values are not allowed in this context"
        && error.position == SourcePosition(line: 4, column: 5)
    }
  }

  @Test func `reads UTF-16 and replaces what is no character`() throws {
    let text: [UInt8] = [0xFF, 0xFE] + "a: é".utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
    #expect(try YAML.documents(in: text).first?.compactJSON == #"{"a":"é"}"#)
    #expect(
      try YAML.documents(in: [0x61, 0x3A, 0x20, 0xE9, 0xE9]).first?["a"]?.string
        == "\u{FFFD}\u{FFFD}")
  }
}
