package import PodModel

extension RequestURL {
  /// A parameter that is true or false; false where it is not given.
  ///
  /// Source: apimachinery `runtime/conversion.go`, `Convert_Slice_string_To_bool`: only `false` and
  /// `0` are false, also without a value.
  package func flag(_ name: String) -> Bool {
    guard let text = first(name) else { return false }
    return text.lowercased() != "false" && text != "0" && !(text.isEmpty)
  }

  /// A parameter that is a number; nil where it is not given or empty.
  ///
  /// - Throws: 400 with the words of Go's `strconv.ParseInt`.
  package func integer(_ name: String) throws(StatusError) -> Int64? {
    guard let text = first(name), !text.isEmpty else { return nil }
    if let number = Int64(text) { return number }
    let digits = text.drop { $0 == "-" || $0 == "+" }
    let isNumber =
      !digits.isEmpty && text.utf8.count - digits.utf8.count <= 1
      && digits.utf8.allSatisfy { (0x30...0x39).contains($0) }
    throw StatusError(
      code: 400, reason: "BadRequest",
      message: "strconv.ParseInt: parsing \(GoQuote.quoted(text)): "
        + (isNumber ? "value out of range" : "invalid syntax"))
  }
}
