import Kernel

extension Applet {
  /// GNU's stdbuf; busybox has none.
  ///
  /// Source: coreutils 9.1 `src/stdbuf.c`: it hands the modes on in the environment.
  static let stdbuf = Applet("stdbuf", failure: 125) { process in
    let options = try await process.options(
      "+i:o:e:",
      long: [
        LongOption(name: "input", option: "i", takesValue: true),
        LongOption(name: "output", option: "o", takesValue: true),
        LongOption(name: "error", option: "e", takesValue: true),
      ])
    guard !options.operands.isEmpty else {
      try await process.die("missing operand", status: 125)
    }
    guard !options.found.isEmpty else {
      try await process.die("you must specify a buffering mode option", status: 125)
    }
    var environment = process.environment
    for (option, value) in options.found {
      guard let value else { continue }
      if value == "L", option == "i" {
        try await process.die("line buffering stdin is meaningless", status: 125)
      }
      guard value == "L" || Int(value).map({ $0 >= 0 }) == true else {
        try await process.die("invalid mode ‘\(value)’", status: 125)
      }
      environment["_STDBUF_\(option.uppercased())"] = value
    }
    return try await become(options.operands, process, environment: environment)
  }
}

extension Process {
  /// Buffers standard output as stdbuf has asked for.
  ///
  /// Source: coreutils 9.1 `src/libstdbuf.c`; a size counts as a block, as podlab's blocks have one.
  func followBufferSettings() {
    switch environment["_STDBUF_O"] {
    case "0": output.mode = .unbuffered
    case "L": output.mode = .lines
    case .some, .none: break
    }
  }
}
