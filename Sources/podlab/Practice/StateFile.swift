import APIServer
import Glibc

/// The file in which a practice cluster's objects outlive it.
struct StateFile {
  let path: String

  init(_ path: String) {
    self.path = path.hasPrefix("/") ? path : "\(LiveWorld.workingDirectory)/\(path)"
  }

  /// What the file holds; nil where there is none yet.
  ///
  /// A file that cannot be read is put aside, so that it is not overwritten.
  func read() throws -> ClusterState? {
    guard access(path, F_OK) == 0 else { return nil }
    switch InputFile.read(path) {
    case .success(let bytes):
      do throws(ClusterState.Damage) {
        return try ClusterState(reading: bytes)
      } catch {
        try putAside(error)
        return nil
      }
    case .failure(let error): throw PracticeCluster.Failure("\(error)")
    }
  }

  private func putAside(_ damage: ClusterState.Damage) throws {
    let names = [".damaged"] + (2..<1000).map { ".damaged-\($0)" }
    guard let suffix = names.first(where: { access(path + $0, F_OK) != 0 }),
      rename(path, path + suffix) == 0
    else {
      throw PracticeCluster.Failure(
        "'\(path)' cannot be used: \(damage); move it away or name another file with --state")
    }
    OutputBuffer.complain(
      "podlab: '\(path)' cannot be used: \(damage). It is kept as '\(path)\(suffix)', and the cluster "
        + "begins empty.")
  }

  /// Puts a state in the file's place, at once and as a whole.
  func write(_ state: ClusterState) {
    let draft = "\(path).new"
    do {
      try PrivateFolder.write(
        String(decoding: state.bytes, as: UTF8.self), to: draft, replacing: true)
      guard rename(draft, path) == 0 else {
        throw PrivateFolder.Failure("cannot replace", path)
      }
    } catch {
      unlink(draft)
      OutputBuffer.complain("podlab: the cluster's objects are not kept: \(error)")
    }
  }
}
