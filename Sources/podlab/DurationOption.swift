import ArgumentParser
import Diagrams

/// A length of time on the command line: `30s`, `2m`, `1m30s`, `500ms`, `1h`.
struct DurationOption: ExpressibleByArgument, Equatable {
  /// A day: longer is not simulated.
  private static let longest = Duration.seconds(86_400)

  let duration: Duration

  init(_ duration: Duration) { self.duration = duration }

  /// Numbers with their units, one behind the other; nil for anything else and beyond a day.
  init?(argument: String) {
    var rest = argument[...]
    var sum = Duration.zero
    while !rest.isEmpty {
      let digits = rest.prefix { $0.isASCII && $0.isNumber }
      guard digits.count <= 9, let number = Int(digits) else { return nil }
      rest = rest.dropFirst(digits.count)
      let unit = rest.prefix { $0.isLetter }
      rest = rest.dropFirst(unit.count)
      switch unit {
      case "h": sum += .seconds(number * 3600)
      case "m": sum += .seconds(number * 60)
      case "s": sum += .seconds(number)
      case "ms": sum += .milliseconds(number)
      default: return nil
      }
    }
    guard !argument.isEmpty, sum <= Self.longest else { return nil }
    duration = sum
  }

  var defaultValueDescription: String { duration.shortText }
}

/// A command to be run in a container at some moment: `20s sidecar wget -O- localhost`.
struct ExecOption: ExpressibleByArgument, Equatable {
  let time: Duration
  let container: String
  /// As a shell reads it.
  let command: String

  init?(argument: String) {
    let words = argument.split(separator: " ", maxSplits: 2, omittingEmptySubsequences: true)
    guard words.count == 3, let time = DurationOption(argument: String(words[0])),
      words[1].allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-") })
    else { return nil }
    self.time = time.duration
    container = String(words[1])
    command = String(words[2])
  }
}
