/// One logical line of a recorded text, with the line of the file that it starts on.
struct TextLine: Sendable, Hashable {
  var text: String
  /// Line of the file, counted from 1.
  var line: Int
}
