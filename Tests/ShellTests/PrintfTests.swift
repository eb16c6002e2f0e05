import Shell
import Testing

@Suite struct PrintfTests {
  @Test(arguments: [
    ("%s-%s|", ["a", "b", "c"], "a-b|c-|"),
    ("%5s|%-5s|%.2s", ["ab", "cd", "efg"], "   ab|cd   |ef"),
    ("%d %i %o %x %X", ["-3", "010", "8", "255", "0xff"], "-3 8 10 ff FF"),
    ("%05d|%+d|% d|%.3d", ["42", "5", "5", "5"], "00042|+5| 5|005"),
    ("%f %.0f %.2f %e", ["1.5", "2.5", "2.675", "12345.678"], "1.500000 2 2.67 1.234568e+04"),
    ("%g %g %g %g", ["0.0001", "0.00001", "100000", "1000000"], "0.0001 1e-05 100000 1e+06"),
    ("%b", ["a\\tb\\0101\\c x"], "a\tbA"), ("%%|%c", ["xyz"], "%|x"), ("%*d", ["4", "7"], "   7"),
    ("\\x41\\101\\n", [], "AA\n"), ("%d", ["'A"], "65"), ("plain", ["x"], "plain"),
  ])
  func `formats as busybox does`(format: String, arguments: [String], expected: String) {
    let result = Printf.format(format, arguments)
    #expect(String(decoding: result.output, as: UTF8.self) == expected)
    #expect(result.errors == [])
  }

  @Test(arguments: [
    ("%d", ["x"], "invalid number 'x'"), ("%d", [], "invalid number ''"),
    ("%q rest", ["a"], "%q rest: invalid format"),
  ])
  func `reports what it cannot format`(format: String, arguments: [String], message: String) {
    #expect(Printf.format(format, arguments).errors == [message])
  }

  @Test(arguments: [
    (0.0, "0.000000"), (0.1, "0.100000"), (1e21, "1000000000000000000000.000000"),
    (9.9999995, "9.999999"), (0.9999999, "1.000000"), (123456789.123456789, "123456789.123457"),
    (1e-300, "0.000000"), (1.7976931348623157e308, nil),
  ])
  func `writes floating-point numbers exactly`(value: Double, expected: String?) {
    let text = FloatingText.format(value, style: UInt8(ascii: "f"), precision: 6)
    if let expected {
      #expect(text == expected)
    } else {
      #expect(text.hasPrefix("17976931348623157081452742373170435679807056752584"))
      #expect(text.utf8.count == 316)
    }
  }

  @Test(arguments: [(-2.5, 0, "-2"), (-0.0, 1, "-0.0"), (1.005, 2, "1.00"), (.nan, 2, "nan")])
  func `keeps the sign of a number with fixed decimals`(value: Double, decimals: Int, text: String)
  {
    #expect(FloatingText.fixed(value, decimals: decimals) == text)
  }
}
