import ByteText

/// The rules for paths inside volumes.
///
/// Source: Kubernetes core `validateLocalDescendingPath`, `validatePathNoBacksteps`,
/// `ValidateLocalNonReservedPath`.
enum PathValidation {
  /// A path without `..` as one of its parts.
  static func noBacksteps(
    _ path: String, _ field: @autoclosure () -> FieldPath, _ errors: inout FieldErrors
  ) {
    if path.split(at: "/").contains("..") {
      errors.invalid(field(), .string(path), "must not contain '..'")
    }
  }

  /// A relative path that stays below where it starts.
  static func descending(
    _ path: String, _ field: @autoclosure () -> FieldPath, _ errors: inout FieldErrors
  ) {
    if path.hasPrefix("/") {
      errors.invalid(field(), .string(path), "must be a relative path")
    }
    noBacksteps(path, field(), &errors)
  }

  /// A descending path that does not start with `..` either, as the kubelet's own files do.
  static func notReserved(
    _ path: String, _ field: @autoclosure () -> FieldPath, _ errors: inout FieldErrors
  ) {
    descending(path, field(), &errors)
    if path.hasPrefix(".."), !path.hasPrefix("../") {
      errors.invalid(field(), .string(path), "must not start with '..'")
    }
  }

  /// A file mode from 0 to 0777.
  static func mode(
    _ mode: Int64?, _ field: @autoclosure () -> FieldPath, _ errors: inout FieldErrors
  ) {
    if let mode, !(0...0o777).contains(mode) {
      errors.invalid(
        field(), .number(mode), "must be a number between 0 and 0777 (octal), both inclusive")
    }
  }
}
