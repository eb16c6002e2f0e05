import ByteText

/// Reads YAML 1.1 as kubectl does, and JSON, which kubectl takes for YAML as well.
///
/// Source: apimachinery `pkg/util/yaml`, `sigs.k8s.io/yaml` and its go-yaml v2.
package enum YAML {
  /// Why a text is no YAML.
  package struct ReadError: Error, Sendable, Hashable, CustomStringConvertible {
    /// Which step of kubectl's failed.
    package enum Step: Sendable, Hashable {
      /// Splitting the stream at lines of three hyphens.
      case splitting
      /// Reading YAML.
      case reading
      /// Turning what was read into JSON.
      case converting
    }

    package var step: Step
    /// What that step says, without `yaml: `.
    package var message: String
    /// Where the text is wrong.
    package var position: SourcePosition?
    /// Where the list, mapping or text begins that is wrong; nil where that is not known.
    package var opening: SourcePosition?

    package var description: String { message }

    package init(
      message: String, position: SourcePosition? = nil, opening: SourcePosition? = nil,
      step: Step = .reading
    ) {
      self.message = message
      self.position = position
      self.opening = opening
      self.step = step
    }

    /// The message without go-yaml's line number, which counts from the document's first line and
    /// is often one too small; `position` says it better.
    package var reason: String {
      guard message.hasPrefix("line "), let end = message.firstRange(ofText: ": ") else {
        return message
      }
      return String(message[end.upperBound...])
    }

    /// What kubectl prints behind `error parsing FILE: `.
    package var kubectlMessage: String {
      switch step {
      case .splitting: message
      case .reading: "error converting YAML to JSON: yaml: \(message)"
      case .converting: "error converting YAML to JSON: \(message)"
      }
    }
  }

  /// All documents of a stream, each with the positions of its values.
  ///
  /// Documents are separated by lines that begin with three hyphens; empty ones are left out. Keys
  /// keep their order and become strings; of two equal keys the last wins; aliases and merges are
  /// resolved. Numbers are what they are after a way through JSON: `1e3` and `1.0` are integers.
  /// What lies more than 1,000 levels deep is checked but left out.
  package static func documents(in bytes: some Sequence<UInt8>) throws(ReadError) -> [Node] {
    var stream = YAMLStream(text: TextEncoding.utf8(bytes))
    var documents: [Node] = []
    while let document = try stream.nextDocument() {
      if !document.isNull { documents.append(document) }
    }
    return documents
  }

  /// The first document of a text that is not empty; null when there is none.
  package static func document(in text: String) throws(ReadError) -> Node {
    try documents(in: text.utf8).first ?? Node(.null)
  }
}
