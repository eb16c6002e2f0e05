import ByteText

/// Where a learner's files and progress are kept.
package struct LearnerFolders: Sendable, Equatable {
  /// Holds one folder for each task.
  package var workspace: String
  package var progress: String
  /// The journal of the practice cluster.
  package var practice: String

  /// Remembers which real clusters podlab may write to.
  package var clusters: String {
    let name = progress.split(at: "/").last ?? ""
    let folder = progress.dropLast(name.count)
    return folder + (name.hasPrefix(".") ? ".clusters.json" : "clusters.json")
  }

  /// Follows `--workspace`, $PODLAB_WORKSPACE, $XDG_DATA_HOME and $HOME, in this order.
  ///
  /// Nil when none of them is set. A named workspace carries its progress with it.
  /// Source: XDG Base Directory Specification, which ignores relative paths.
  package init?(option: String?, environment: [String: String], workingDirectory: String) {
    let variable = environment["PODLAB_WORKSPACE"].flatMap { $0.isEmpty ? nil : $0 }
    if let named = option ?? variable {
      let folder = named.resolved(against: workingDirectory)
      self.init(
        workspace: folder, progress: "\(folder)/.progress.json",
        practice: "\(folder)/.practice.json")
      return
    }
    func absolute(_ key: String) -> String? {
      environment[key].flatMap { $0.hasPrefix("/") ? $0 : nil }
    }
    guard let data = absolute("XDG_DATA_HOME") ?? absolute("HOME").map({ "\($0)/.local/share" })
    else { return nil }
    let state = absolute("XDG_STATE_HOME") ?? absolute("HOME").map { "\($0)/.local/state" } ?? data
    self.init(
      workspace: "\(data)/podlab/workspace", progress: "\(data)/podlab/progress.json",
      practice: "\(state)/podlab/practice.json")
  }

  private init(workspace: String, progress: String, practice: String) {
    self.workspace = workspace
    self.progress = progress
    self.practice = practice
  }
}
