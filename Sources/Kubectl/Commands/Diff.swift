import ByteText
import PodModel

extension Command {
  static var diff: Command {
    Command(
      name: "diff", summary: "Compare manifests with what the cluster has.",
      usage: "-f FILENAME",
      flags: Flag.files + [
        Flag.selector, Flag.fieldManager("kubectl-client-side-apply"), .bool("server-side"),
        .bool("force-conflicts"), .bool("show-managed-fields"), .bool("prune"),
        .stringArray("prune-allowlist"), .int("concurrency", initial: 1),
      ],
      run: { call throws(KubectlError) in try await Diff(call).run() })
  }
}

/// Shows what applying manifests would change.
///
/// Source: kubectl `cmd/diff/diff.go`, which runs `diff -u -N` over two folders.
struct Diff {
  private let call: Call

  init(_ call: Call) { self.call = call }

  /// An exit status of 1 says that something differs, so that every error counts one more.
  ///
  /// Source: kubectl `cmd/util/helpers.go`, `CheckDiffErr`.
  func run() async throws(KubectlError) {
    do {
      try await compare()
    } catch {
      if case .exit = error { throw error }
      throw .plain(error.message(of: call.path), exitStatus: error.exitStatus + 1)
    }
  }

  private func compare() async throws(KubectlError) {
    try call.requireFiles()
    var differs = false
    for item in try await ManifestReader(call: call).items() {
      if try await compare(try item.get()) { differs = true }
    }
    if differs { throw .exit(1) }
  }

  private func compare(_ info: ObjectInfo) async throws(KubectlError) -> Bool {
    guard let manifest = info.object else { return false }
    var live: Node?
    do {
      live = try await call.object(of: info)
    } catch {
      if !error.isNotFound { throw error }
    }
    let merged: Node
    if let live {
      let patch = StrategicMerge.threeWayPatch(
        original: LastApplied.manifest(of: live), modified: LastApplied.plain(manifest),
        current: live,
        kind: info.resource.kind)
      let cluster = call.cluster
      merged = try await asking { () async throws(StatusError) in
        try await cluster.patch(
          info.resource, named: info.name, with: .strategicMerge(patch), in: info.namespace,
          options: .unasked(isDryRun: true))
      }.object
    } else {
      merged = try await call.create(manifest, info, isDryRun: true)
    }
    let old = live.map { ObjectPrinter.withoutManagedFields($0).yaml } ?? ""
    let new = ObjectPrinter.withoutManagedFields(Call.typed(merged, info.resource)).yaml
    let hunks = LineDiff.unified(old, new)
    guard !hunks.isEmpty else { return false }
    let group = info.resource.group.isEmpty ? "" : "\(info.resource.group)."
    let file =
      "\(group)\(info.resource.versionName).\(info.resource.kind)."
      + "\(info.namespace ?? "").\(info.name)"
    let now = await call.cluster.now
    let fraction = now.rfc3339Nanoseconds.replacing("T", with: " ").replacing("Z", with: " +0000")
    let (left, right) = ("/tmp/LIVE-0/\(file)", "/tmp/MERGED-0/\(file)")
    await call.print(
      "diff -u -N \(left) \(right)\n--- \(left)\t\(fraction)\n+++ \(right)\t\(fraction)\n\(hunks)")
    return true
  }
}

/// Compares texts line by line.
enum LineDiff {
  private enum Edit {
    case same(Substring)
    case removed(Substring)
    case added(Substring)
  }

  /// Hunks with three lines of context, as `diff -u` prints them; empty for equal texts.
  static func unified(_ old: String, _ new: String) -> String {
    let left = old.split(at: "\n", omittingEmptySubsequences: false).dropLast()
    let right = new.split(at: "\n", omittingEmptySubsequences: false).dropLast()
    let edits = edits(Array(left), Array(right))
    var text = ""
    var index = 0
    while let first = edits[index...].firstIndex(where: isChange) {
      var last = first
      // Changes with at most six lines between them share a hunk.
      while let next = edits[(last + 1)...].firstIndex(where: isChange), next - last <= 7 {
        last = next
      }
      let start = max(index, first - 3)
      let end = min(edits.count, last + 4)
      text += hunk(edits, start..<end)
      index = end
    }
    return text
  }

  private static func isChange(_ edit: Edit) -> Bool {
    if case .same = edit { return false }
    return true
  }

  private static func hunk(_ edits: [Edit], _ range: Range<Int>) -> String {
    func counts(_ edits: ArraySlice<Edit>) -> (old: Int, new: Int) {
      edits.reduce(into: (old: 0, new: 0)) { counts, edit in
        switch edit {
        case .same:
          counts.old += 1
          counts.new += 1
        case .removed: counts.old += 1
        case .added: counts.new += 1
        }
      }
    }
    let before = counts(edits[..<range.lowerBound])
    let inside = counts(edits[range])
    func part(_ start: Int, _ count: Int) -> String {
      let line = count == 0 ? start : start + 1
      return count == 1 ? "\(line)" : "\(line),\(count)"
    }
    var text = "@@ -\(part(before.old, inside.old)) +\(part(before.new, inside.new)) @@\n"
    for edit in edits[range] {
      switch edit {
      case .same(let line): text += " \(line)\n"
      case .removed(let line): text += "-\(line)\n"
      case .added(let line): text += "+\(line)\n"
      }
    }
    return text
  }

  /// The longest common subsequence decides; texts too long for it differ as a whole.
  private static func edits(_ old: [Substring], _ new: [Substring]) -> [Edit] {
    guard old.count * new.count <= 4_000_000 else {
      return old.map(Edit.removed) + new.map(Edit.added)
    }
    var lengths = Array(
      repeating: Array(repeating: 0, count: new.count + 1), count: old.count + 1)
    for i in old.indices.reversed() {
      for j in new.indices.reversed() {
        lengths[i][j] =
          old[i] == new[j]
          ? lengths[i + 1][j + 1] + 1 : max(lengths[i + 1][j], lengths[i][j + 1])
      }
    }
    var edits: [Edit] = []
    var (i, j) = (0, 0)
    while i < old.count || j < new.count {
      if i < old.count, j < new.count, old[i] == new[j] {
        edits.append(.same(old[i]))
        i += 1
        j += 1
      } else if i < old.count, j >= new.count || lengths[i + 1][j] >= lengths[i][j + 1] {
        edits.append(.removed(old[i]))
        i += 1
      } else {
        edits.append(.added(new[j]))
        j += 1
      }
    }
    return edits
  }
}
