import ArgumentParser
import Glibc

/// How a practice cluster is to be.
struct PracticeOptions: ParsableArguments {
  @Option(help: "Port to listen on; a free one if none is named.")
  var port: Int?

  @Option(
    help: ArgumentHelp(
      "How much faster than the clock its time passes, up to 1000x: 10x, 0.5x.", valueName: "factor"
    ))
  var speed = SpeedOption(factor: 1)

  @Option(
    help: ArgumentHelp(
      "Create the objects of a manifest, or of all manifests in a folder.", valueName: "path"))
  var load: [String] = []

  @OptionGroup var place: LessonsOption

  @Option(help: ArgumentHelp("Keep the objects in a file for the next time.", valueName: "file"))
  var state: String?

  @Option(help: ArgumentHelp("Where to write the kubeconfig.", valueName: "file"))
  var kubeconfig: String?

  @Option(
    help: ArgumentHelp(
      "Address to listen on; other machines may then use the cluster.", valueName: "address"))
  var listen = "127.0.0.1"

  func validate() throws {
    guard speed.factor > 0, speed.factor <= 1000 else {
      throw ValidationError("'--speed' must be more than 0 and at most 1000, such as 10x or 0.5x.")
    }
    if let port, !(0...65_535).contains(port) {
      throw ValidationError("'--port' must be between 0 and 65535.")
    }
    var ignored = in6_addr()
    guard
      inet_pton(AF_INET, listen, &ignored) == 1 || inet_pton(AF_INET6, listen, &ignored) == 1
    else { throw ValidationError("'--listen' must be an IP address, such as 127.0.0.1.") }
  }
}

/// A factor on the command line: `10x`, `0.5x`, `60`.
struct SpeedOption: ExpressibleByArgument, Equatable {
  let factor: Double

  init(factor: Double) { self.factor = factor }

  /// Nil for what is no number.
  init?(argument: String) {
    let digits = argument.hasSuffix("x") ? argument.dropLast() : argument[...]
    guard !digits.isEmpty, digits.allSatisfy({ $0.isASCII && ($0.isNumber || $0 == ".") }),
      let factor = Double(digits)
    else { return nil }
    self.factor = factor
  }

  var defaultValueDescription: String { "1x" }
}
