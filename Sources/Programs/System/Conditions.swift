import Kernel
import Shell

/// Applets whose exit status is all they have to say.
extension Applet {
  static let trueApplet = Applet("true") { _ in 0 }
  static let falseApplet = Applet("false") { _ in 1 }

  static let test = Applet("test") { process in
    do {
      var arguments = process.arguments
      arguments[0] = process.name
      return try TestExpression.evaluate(arguments, in: process) ? 0 : 1
    } catch let failure as TestExpression.Failure {
      try await process.warn(failure.message)
      return 2
    }
  }

  static let sync = Applet(
    "sync",
    usage: """
      [-df] [FILE]...

      Write all buffered blocks (in FILEs) to disk
      	-d	Avoid syncing metadata
      	-f	Sync filesystems underlying FILEs
      """
  ) { _ in 0 }
}
