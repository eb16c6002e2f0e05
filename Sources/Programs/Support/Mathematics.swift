internal import Glibc

/// What needs the C library's mathematics: pure functions, the same on every machine.
enum Mathematics {
  static func power(_ base: Double, _ exponent: Double) -> Double { pow(base, exponent) }

  static func cubeRoot(_ value: Double) -> Double { cbrt(value) }

  /// A function of awk by its name; `second` is atan2's other argument.
  static func function(_ name: String, _ value: Double, _ second: Double?) -> Double {
    switch name {
    case "sin": sin(value)
    case "cos": cos(value)
    case "exp": exp(value)
    case "log": log(value)
    case "atan2": atan2(value, second ?? 0)
    default: 0
    }
  }
}
