import Testing

@Suite struct ArithmeticTests {
  /// Source: recorded from busybox 1.35.
  @Test(arguments: [
    ("1+2*3", "7"), ("-7/2", "-3"), ("-7%2", "-1"), ("2**3**2", "512"), ("-2**2", "4"),
    ("1<<3|1", "9"), ("!0+1", "2"), ("~5", "-6"), ("5>3&&2>1", "1"), ("0x1f+010", "39"),
    ("2#101+36#z", "40"), ("1?2:3", "2"), ("a=5,a*2", "10"), ("x=3", "3"),
    ("9223372036854775807+1", "-9223372036854775808"), ("1==1==1", "1"), ("", "0"),
  ])
  func `computes as ash does`(expression: String, expected: String) throws {
    #expect(try Sandbox().run("echo $((\(expression)))").output == expected + "\n")
  }

  @Test(arguments: [
    ("1/0", "divide by zero"), ("1 +", "arithmetic syntax error"),
    ("08", "arithmetic syntax error"),
    ("1?2", "malformed ?: operator"), ("2**-1", "exponent less than 0"),
    ("x", "expression recursion loop detected"),
  ])
  func `refuses as ash does`(expression: String, message: String) throws {
    let outcome = try Sandbox().run("x=x; echo $((\(expression)))")
    #expect(outcome.errors == "sh: \(message)\n")
    #expect(outcome.status == 2)
  }

  @Test func `both sides of && and ?: take effect`() throws {
    let outcome = try Sandbox().run("x=1; echo $((0 && x++)) $x $((1 ? 2 : x++)) $x")
    #expect(outcome.output == "0 2 2 3\n")
  }
}
