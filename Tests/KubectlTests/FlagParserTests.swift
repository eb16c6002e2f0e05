import Testing

@testable import Kubectl

@Suite struct FlagParserTests {
  private static let flags: [Flag] = [
    .string("container", "c"), .bool("stdin", "i"), .bool("tty", "t"),
    .int("tail", initial: -1), .duration("since"), .stringSlice("filename", "f"),
    .stringArray("env"), .string("dry-run", initial: "none", bare: "unchanged"),
  ]

  /// Source: pflag `flag.go`.
  @Test func `reads flags in all their forms`() throws {
    let parsed = try FlagParser.parse(
      [
        "a", "-it", "-c", "x", "--tail=-2", "-fy", "-f=z", "--env", "A=1,2", "--env=B=3",
        "--dry-run", "b", "--since", "1m30s", "--", "-c", "d",
      ], flags: Self.flags)
    let values = parsed.values
    #expect(parsed.arguments == ["a", "b", "-c", "d"])
    #expect(parsed.argumentsBeforeDash == 2)
    #expect(values.bool("stdin") && values.bool("tty"))
    #expect(values.string("container") == "x")
    #expect(values.int("tail") == -2)
    #expect(values.strings("filename") == ["y", "z"])
    #expect(values.strings("env") == ["A=1,2", "B=3"])
    #expect(values.string("dry-run") == "unchanged")
    #expect(values.duration("since") == .seconds(90))
    #expect(values.isSet("tail") && !values.isSet("x"))
  }

  @Test(arguments: [
    (["--bogus"], "unknown flag: --bogus"),
    (["-ix"], "unknown shorthand flag: 'x' in -x"),
    (["-xi"], "unknown shorthand flag: 'x' in -xi"),
    (["--container"], "flag needs an argument: --container"),
    (["-ic"], "flag needs an argument: 'c' in -c"),
    (
      ["--tail=x"],
      #"invalid argument "x" for "--tail" flag: strconv.ParseInt: parsing "x": invalid syntax"#
    ),
    (
      ["--stdin=maybe"],
      #"invalid argument "maybe" for "-i, --stdin" flag: strconv.ParseBool: parsing "maybe": invalid syntax"#
    ),
    (
      ["--since=5"],
      #"invalid argument "5" for "--since" flag: time: missing unit in duration "5""#
    ),
    (["--=x"], "bad flag syntax: --=x"),
  ])
  func `words wrong flags as pflag does`(words: [String], message: String) {
    let error = #expect(throws: KubectlError.self) {
      try FlagParser.parse(words, flags: Self.flags)
    }
    guard case .text(let text) = error else { return #expect(Bool(false)) }
    #expect(text == message)
  }
}
