/// The rules for `matchLabelKeys` and `mismatchLabelKeys`, which affinity terms and spread
/// constraints share.
///
/// Source: Kubernetes core `validateMatchLabelKeysAndMismatchLabelKeys`.
enum LabelKeyValidation {
  /// - Parameter holder: the term or constraint. ``PodStrategy`` has already added an expression
  ///   to its `labelSelector` for each key, so that a key found there twice was written twice.
  static func validate(_ holder: Node, _ path: FieldPath, _ errors: inout FieldErrors) {
    let (matching, differing) = (
      holder.strings("matchLabelKeys"), holder.strings("mismatchLabelKeys")
    )
    let selector = holder.object("labelSelector")
    validateNames(matching, selector, path.field("matchLabelKeys"), &errors)
    validateNames(differing, selector, path.field("mismatchLabelKeys"), &errors)
    if let selector { validateOverlap(matching, selector, path, &errors) }
    for (index, key) in matching.enumerated() where differing.contains(key) {
      errors.invalid(
        path.field("matchLabelKeys").index(index), .string(key),
        "exists in both matchLabelKeys and mismatchLabelKeys")
    }
  }

  private static func validateNames(
    _ keys: [String], _ selector: Node?, _ path: FieldPath, _ errors: inout FieldErrors
  ) {
    guard !keys.isEmpty else { return }
    guard selector != nil else {
      return errors.forbidden(path, "must not be specified when labelSelector is not set")
    }
    for (index, key) in keys.enumerated() {
      ObjectMetaValidation.labelName(key, path.index(index), &errors)
    }
  }

  /// The index in the message counts keys, but stands behind the term: so does the server's.
  private static func validateOverlap(
    _ keys: [String], _ selector: Node, _ path: FieldPath, _ errors: inout FieldErrors
  ) {
    guard !keys.isEmpty else { return }
    var seen = Set(selector.fields("matchLabels").map(\.key))
    for expression in selector.items("matchExpressions") {
      let key = expression.text("key")
      if !seen.insert(key).inserted, let index = keys.lastIndex(of: key) {
        errors.invalid(
          path.index(index), .string(key), "exists in both matchLabelKeys and labelSelector")
      }
    }
  }
}
