import ByteText
import PodModel

/// How `-o` says objects are to be printed.
enum OutputFormat: Equatable {
  /// A table, or a line about what was done.
  case plain
  case wide
  case json
  case yaml
  case kyaml
  case name
  case jsonPath(String, asJSON: Bool)
  case goTemplate(String)
  case customColumns(String)

  /// The formats of a command, as its error lists them.
  enum Family {
    /// `kubectl get`.
    case tables
    /// Commands that change objects.
    case results

    fileprivate var names: [String] {
      let templates = [
        "go-template", "go-template-file", "json", "jsonpath", "jsonpath-as-json",
        "jsonpath-file",
      ]
      switch self {
      case .tables:
        return ["custom-columns", "custom-columns-file"] + templates
          + ["name", "template", "templatefile", "wide", "yaml"]
      case .results: return templates + ["name", "template", "templatefile", "yaml"]
      }
    }
  }
}

extension Call {
  /// The format of the call's `-o`.
  ///
  /// Source: cli-runtime `genericclioptions/print_flags.go`, kubectl `get/get_flags.go`.
  func outputFormat(_ family: OutputFormat.Family) async throws(KubectlError) -> OutputFormat {
    let text = flags.string("output")
    var template = flags.string("template")
    if text.isEmpty { return template.isEmpty ? .plain : .goTemplate(template) }
    switch text {
    case "json": return .json
    case "yaml": return .yaml
    case "kyaml" where version == .minor36: return .kyaml
    case "name": return .name
    case "wide" where family == .tables: return .wide
    default: break
    }
    let parts = text.split(at: "=", maxSplits: 1, omittingEmptySubsequences: false)
    let kind = String(parts[0])
    if parts.count > 1 { template = String(parts[1]) }
    if let format = try await templated(kind, template, family) { return format }
    let known = family.knownNames(version)
    throw .text(
      "unable to match a printer suitable for the output format \(GoQuote.quoted(text)), "
        + "allowed formats are: \(known.joined(separator: ","))")
  }

  private func templated(
    _ kind: String, _ template: String, _ family: OutputFormat.Family
  ) async throws(KubectlError) -> OutputFormat? {
    if family == .tables, kind == "custom-columns" || kind == "custom-columns-file" {
      if template.isEmpty {
        throw .text("custom-columns format specified but no custom columns given")
      }
      return .customColumns(
        kind == "custom-columns" ? template : try await columns(inFile: template))
    }
    let isFile = kind.hasSuffix("file")
    switch kind {
    case "jsonpath", "jsonpath-as-json", "jsonpath-file", "go-template", "go-template-file",
      "template", "templatefile":
      if template.isEmpty { throw .text("template format specified but no template given") }
      let text = isFile ? try await read(template) : template
      return kind.hasPrefix("jsonpath")
        ? .jsonPath(text, asJSON: kind == "jsonpath-as-json") : .goTemplate(text)
    default: return nil
    }
  }

  private func read(_ path: String) async throws(KubectlError) -> String {
    do {
      return String(decoding: try await console.readFile(path), as: UTF8.self)
    } catch {
      throw .text("error reading --template \(path), open \(path): \(error.reason)\n")
    }
  }

  /// A file of columns holds the headers in its first line and the paths in its second.
  private func columns(inFile path: String) async throws(KubectlError) -> String {
    let lines: [Substring]
    do {
      lines = String(decoding: try await console.readFile(path), as: UTF8.self)
        .split(at: "\n")
    } catch {
      throw .text("error reading template \(path), open \(path): \(error.reason)\n")
    }
    let headers = lines.first?.split(whereSeparator: \.isWhitespace) ?? []
    let paths = lines.dropFirst().first?.split(whereSeparator: \.isWhitespace) ?? []
    guard headers.count == paths.count, !headers.isEmpty else {
      throw .text(
        "number of headers (\(headers.count)) and field specifications (\(paths.count)) don't "
          + "match")
    }
    return zip(headers, paths).map { "\($0):\($1)" }.joined(separator: ",")
  }
}

extension OutputFormat.Family {
  /// The names that an error lists; `kyaml` came with v1.34.
  func knownNames(_ version: KubectlVersion) -> [String] {
    (version == .minor36 ? names + ["kyaml"] : names).sorted()
  }
}
