package import Lessons
package import PodModel

/// Everything that a learner handed in for one task, read and put in order.
package struct Evidence: Sendable {
  /// A manifest text, wherever it stood.
  package struct Manifest: Sendable {
    /// As they stand in the file, or as a script hands them to kubectl.
    package var bytes: [UInt8]
    /// The file of the submission that holds it.
    package var file: String
    /// What to add to a line of the text to have the line of the file.
    package var lineOffset: Int
    /// What to add to a column.
    package var columnOffset: Int

    package init(bytes: [UInt8], file: String, lineOffset: Int = 0, columnOffset: Int = 0) {
      self.bytes = bytes
      self.file = file
      self.lineOffset = lineOffset
      self.columnOffset = columnOffset
    }

    package init(text: String, file: String, lineOffset: Int = 0, columnOffset: Int = 0) {
      self.init(
        bytes: Array(text.utf8), file: file, lineOffset: lineOffset, columnOffset: columnOffset)
    }
  }

  /// An object that the learner's manifests leave in the cluster.
  package struct SubmittedObject: Sendable {
    /// As the API server accepted it, positions as in `manifest.text`.
    package var object: Node
    package var manifest: Manifest
  }

  /// A manifest that kubectl or the API server refused.
  package struct Refusal: Sendable {
    package var manifest: Manifest
    /// kubectl's words.
    package var message: String
    package var problems: [Problem]
    /// The objects that the text shows all the same, for what only their names decide.
    package var readable: [Node]
  }

  /// A shell script, or commands that stand without output.
  package struct Script: Sendable {
    package var file: String
    package var text: String
    package var lineOffset: Int
  }

  /// The manifests in the order in which they were applied.
  package var manifests: [Manifest] = []
  /// The objects in the order of their creation.
  package var objects: [SubmittedObject] = []
  package var refusals: [Refusal] = []
  /// Scripts in the order of their files' names; the cluster's part runs them.
  package var scripts: [Script] = []
  /// All files, where there are scripts to find them beside.
  package var files: [LessonFile] = []
  /// Why nobody knows what the scripts do; nil where that is known.
  package var scriptNote: String?
  package var transcript = Transcript()
  /// What could not be read and why, each with its file.
  package var notes: [String] = []
  /// Those of the notes that say that a file could not be read at all.
  package var unreadable: [String] = []

  package init() {}

  /// Whether nothing was handed in that could be read.
  package var isEmpty: Bool { manifests.isEmpty && scripts.isEmpty && transcript.isEmpty }
}

extension Evidence.Manifest {
  /// A position of the text as one of the file.
  package func position(_ position: SourcePosition?) -> SourcePosition? {
    guard let position else { return nil }
    return SourcePosition(
      line: position.line + lineOffset, column: position.column + columnOffset)
  }

  /// A place in the file for reports.
  package func location(
    _ position: SourcePosition?, field: FieldPath? = nil
  ) -> CheckResult.Location {
    CheckResult.Location(file: file, position: self.position(position), field: field)
  }
}

extension Evidence {
  /// Reads what a learner handed in; what cannot be read is noted, never thrown.
  ///
  /// Content decides what a file is, not its name: manifests, Markdown with fenced blocks, shell
  /// scripts, recorded sessions. `admit` answers what `kubectl create` would say of a manifest.
  package init(
    files: [LessonFile],
    admit: @escaping (_ bytes: [UInt8], _ file: String) -> Admission = KubectlCreate.dryRun
  ) {
    let submission = Submission(files: files)
    scripts = submission.scripts
    if !scripts.isEmpty { self.files = files }
    notes = submission.notes
    unreadable = submission.unreadable
    var replay = Replay(admit: admit)
    let hasActed = replay.run(scripts: submission.scripts, files: submission.manifests)
    if !hasActed {
      for manifest in submission.manifests { replay.apply(manifest, isCreate: false) }
    }
    if replay.manifests.isEmpty, !replay.hasObjects {
      // Nothing but a session: what was typed there as a here-document is the manifest.
      for manifest in submission.typedManifests { replay.apply(manifest, isCreate: false) }
    }
    manifests = replay.manifests
    objects = replay.objects
    refusals = replay.refusals
    let shapes =
      replay.refusals.flatMap(\.readable).compactMap { PodShape($0) }
      + replay.objects.compactMap { PodShape($0.object) }
    transcript = submission.transcript(shapes: shapes)
    notes += transcript.contradictions
    notes += Consistency(objects: replay.objects).notes(on: transcript)
  }
}
