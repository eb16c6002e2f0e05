import Kernel
import RegularExpressions

extension Process {
  /// Charges what an expression has worked since this was last called.
  func work(of regex: Regex) async throws { try await work(on: regex.takeEffort() * 16) }

  /// Charges what it took to find out that an expression is too big.
  func work(ofRefusing error: RegexError) async throws {
    if case .tooBig = error { try await work(on: Regex.mostInstructions * 16) }
  }
}
