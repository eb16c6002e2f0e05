import ByteText
import Lessons
import PodModel

/// The files of a submission, sorted by what they hold.
struct Submission {
  /// Larger files are not read.
  static let maximumBytes = 8 << 20

  private(set) var manifests: [Evidence.Manifest] = []
  private(set) var scripts: [Evidence.Script] = []
  private(set) var notes: [String] = []
  /// Those of the notes that say that a file could not be read at all.
  private(set) var unreadable: [String] = []
  /// Sessions, divided into commands.
  private(set) var sessions: [Session] = []
  /// Texts by file name, for output that was written to a file.
  private var texts: [String: String] = [:]

  /// A recorded session of one file.
  struct Session {
    var file: String
    var reader: TranscriptReader
  }

  init(files: [LessonFile]) {
    let sorted = files.filter { !Self.isHidden($0.path) }.sorted { $0.path < $1.path }
    var plain: [Evidence.Manifest] = []
    for file in sorted {
      guard let text = readable(file) else { continue }
      texts[CommandLine.baseName(file.path)] = text
      switch FileContent(text, path: file.path) {
      case .manifest: plain.append(Evidence.Manifest(bytes: file.bytes, file: file.path))
      case .script: scripts.append(Evidence.Script(file: file.path, text: text, lineOffset: 0))
      case .session(let reader): addSession(reader, file: file.path)
      case .markdown: add(markdown: text, file: file.path)
      case .prose: notes.append("\(file.path): holds neither a manifest nor a recorded session")
      }
    }
    // Blocks of Markdown come first, then the files in the order of their names.
    manifests += plain
  }

  /// Whether a file belongs to the system that packed the submission, not to the learner.
  private static func isHidden(_ path: String) -> Bool {
    path.split(at: "/").contains { $0.hasPrefix(".") || $0 == "__MACOSX" }
  }

  /// The text of a file; nil, with a note, where it has none.
  private mutating func readable(_ file: LessonFile) -> String? {
    guard file.bytes.count <= Self.maximumBytes else {
      let limit = "\(Self.maximumBytes >> 20) MiB"
      refuse(file, "is larger than \(limit) and was not read; hand in the part that matters")
      return nil
    }
    if let text = Self.utf16(file.bytes) { return text }
    if file.bytes.contains(0) {
      refuse(file, "is a binary file and was not read; hand in text")
      return nil
    }
    var text = file.text
    if text.unicodeScalars.first == "\u{FEFF}" { text.unicodeScalars.removeFirst() }
    guard text.contains(where: { !$0.isWhitespace }) else {
      notes.append("\(file.path): is empty")
      // An empty manifest is a manifest that creates nothing.
      return FileContent.hasManifestName(file.path) ? text : nil
    }
    return text
  }

  private mutating func refuse(_ file: LessonFile, _ reason: String) {
    notes.append("\(file.path): \(reason)")
    unreadable.append("\(file.path) \(reason)")
  }

  /// UTF-16 with a byte order mark, as editors on Windows write it.
  private static func utf16(_ bytes: [UInt8]) -> String? {
    guard bytes.count >= 2 else { return nil }
    let isLittle = bytes[0] == 0xFF && bytes[1] == 0xFE
    guard isLittle || (bytes[0] == 0xFE && bytes[1] == 0xFF) else { return nil }
    let units = stride(from: 2, to: bytes.count - 1, by: 2).map { index in
      isLittle
        ? UInt16(bytes[index]) | UInt16(bytes[index + 1]) << 8
        : UInt16(bytes[index]) << 8 | UInt16(bytes[index + 1])
    }
    return String(decoding: units, as: UTF16.self)
  }

  private mutating func addSession(_ reader: TranscriptReader, file: String) {
    if reader.steps.isEmpty {
      notes.append("\(file): no command was found in it")
    }
    sessions.append(Session(file: file, reader: reader))
  }

  /// Blocks with manifests, scripts with here-documents, and everything else as one session.
  private mutating func add(markdown text: String, file: String) {
    var session: [TextLine] = []
    for block in MarkdownBlocks.blocks(of: text) {
      switch block.kind {
      case .manifest:
        manifests.append(
          Evidence.Manifest(
            text: block.text, file: file, lineOffset: block.line - 1,
            columnOffset: block.indentation))
      case .script:
        scripts.append(
          Evidence.Script(file: file, text: block.text, lineOffset: block.line - 1))
      case .other:
        session += Recording.lines(of: block.text).map {
          TextLine(text: $0.text, line: $0.line + block.line - 1)
        }
      }
    }
    if !session.isEmpty {
      sessions.append(Session(file: file, reader: TranscriptReader(lines: session)))
    }
    if manifests.isEmpty, scripts.isEmpty, session.isEmpty {
      notes.append("\(file): has no fenced block with a manifest or a recorded session")
    }
  }

  /// Manifests that a session holds: typed as here-documents, else printed or standing above it.
  var typedManifests: [Evidence.Manifest] {
    let typed = sessions.flatMap { session in
      session.reader.steps.flatMap { step in
        step.hereDocuments.filter { FileContent.looksLikeManifest($0.text) }.map {
          Evidence.Manifest(text: $0.text, file: session.file, lineOffset: $0.line - 1)
        }
      }
    }
    guard typed.isEmpty else { return typed }
    return sessions.flatMap { session in
      let printed = session.reader.steps.filter { step in
        step.commands.contains { ["cat", "less", "more"].contains($0.words.first) }
      }
      return ([session.reader.preamble] + printed.map(\.output)).compactMap {
        Self.manifest(in: $0, file: session.file)
      }
    }
  }

  /// The lines from the first `apiVersion` or `kind` on.
  private static func manifest(in lines: [TextLine], file: String) -> Evidence.Manifest? {
    let start = lines.firstIndex { $0.text.hasPrefix("apiVersion:") || $0.text.hasPrefix("kind:") }
    guard let start else { return nil }
    let text = lines[start...].map { $0.text + "\n" }.joined()
    return Evidence.Manifest(text: text, file: file, lineOffset: lines[start].line - 1)
  }

  /// The sessions as exchanges, read with the knowledge of the manifests' Pods.
  func transcript(shapes: [PodShape]) -> Transcript {
    var transcript = Transcript()
    for session in sessions {
      var builder = ExchangeBuilder(
        file: session.file, aliases: session.reader.aliases, shapes: shapes, files: texts)
      for step in session.reader.steps { builder.add(step) }
      transcript.files.append(session.file)
      transcript.exchanges += builder.exchanges
      transcript.contradictions += builder.exchanges.compactMap { exchange in
        exchange.contradiction.map { "\(exchange.file):\(exchange.line): \($0)" }
      }
    }
    return transcript
  }
}
