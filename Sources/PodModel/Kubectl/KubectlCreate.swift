/// What `kubectl create --dry-run=server -f FILE` does with a file.
///
/// Source: kubectl `cmd/create/create.go`, cli-runtime `resource/visitor.go`.
package enum KubectlCreate {
  /// Creates the objects of a file in a new cluster.
  package static func dryRun(_ bytes: [UInt8], file: String) -> Admission {
    dryRun(bytes, file: file, in: AdmissionContext())
  }

  /// Reads the objects of a file, hands each to the API server, and gathers the answers.
  ///
  /// - Parameters:
  ///   - bytes: the file's content.
  ///   - file: the file's name as it stands behind `-f`, which messages repeat.
  ///   - context: what the API server knows of the cluster.
  package static func dryRun(
    _ bytes: [UInt8], file: String, in context: AdmissionContext
  ) -> Admission {
    var run = KubectlRun(.create, file: file, context: context)
    return run.admission(of: bytes)
  }
}

/// What `kubectl apply --dry-run=server -f FILE` does with a file whose objects do not exist yet.
///
/// Source: kubectl `cmd/apply/apply.go`: all documents are read before the first object is sent,
/// and every object needs a name.
package enum KubectlApply {
  /// Reads the objects of a file, hands each to the API server, and gathers the answers.
  ///
  /// - Parameters:
  ///   - bytes: the file's content.
  ///   - file: the file's name as it stands behind `-f`, which messages repeat.
  ///   - context: what the API server knows of the cluster.
  package static func dryRun(
    _ bytes: [UInt8], file: String, in context: AdmissionContext = AdmissionContext()
  ) -> Admission {
    var run = KubectlRun(.apply, file: file, context: context)
    return run.admission(of: bytes)
  }
}
