package import PodModel

/// Why a folder is no lesson pack: every problem that was found, in the order of the files.
package struct LessonPackError: Error, Sendable, Hashable, CustomStringConvertible {
  package var problems: [PackProblem]

  package init(_ problems: [PackProblem]) { self.problems = problems }

  /// One line for each problem.
  package var description: String { problems.map(\.description).joined(separator: "\n") }
}

/// One thing that is wrong with a lesson pack.
package struct PackProblem: Sendable, Hashable, CustomStringConvertible {
  /// The file or folder, as the pack's folder was named by the caller.
  package var file: String
  package var position: SourcePosition?
  /// What is wrong and how to mend it.
  package var message: String

  package init(_ file: String, at position: SourcePosition? = nil, _ message: String) {
    self.file = file
    self.position = position
    self.message = message
  }

  /// Sorts by file, then from top to bottom.
  func precedes(_ other: PackProblem) -> Bool {
    let top = SourcePosition(line: 0, column: 0)
    return (file, position ?? top, message) < (other.file, other.position ?? top, other.message)
  }

  /// `file:line:column: message`.
  package var description: String {
    let place = position.map { ":\($0)" } ?? ""
    return "\(file.visible)\(place): \(message.visible)"
  }
}
