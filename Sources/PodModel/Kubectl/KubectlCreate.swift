/// What `kubectl create --dry-run=server -f FILE` does with a file.
package enum KubectlCreate {
  /// Reads the objects of a file, hands each to the API server, and gathers the answers.
  ///
  /// - Parameters:
  ///   - bytes: the file's content.
  ///   - file: the file's name as it stands behind `-f`, which messages repeat.
  package static func dryRun(_ bytes: [UInt8], file: String) -> Admission {
    do {
      return Admission(accepted: true, objects: try YAML.documents(in: bytes))
    } catch {
      let message = "error: error parsing \(file): error converting YAML to JSON: yaml: \(error)\n"
      return Admission(
        accepted: false, message: message,
        problems: [Problem(error.message, position: error.position)])
    }
  }
}
