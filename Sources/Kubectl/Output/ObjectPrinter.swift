import ByteText
import PodModel

/// Prints objects in the formats of `-o` that show them as they are.
struct ObjectPrinter {
  let call: Call
  let format: OutputFormat
  /// How many documents were printed: YAML separates them.
  private var count = 0

  init(call: Call, format: OutputFormat) {
    self.call = call
    self.format = format
  }

  /// Prints an object or a `List` of objects.
  mutating func print(_ object: Node) async throws(KubectlError) {
    let object = call.flags.bool("show-managed-fields") ? object : Self.withoutManagedFields(object)
    count += 1
    switch format {
    case .json: await call.print(object.json)
    case .yaml: await call.print((count > 1 ? "---\n" : "") + object.yaml)
    case .kyaml: await call.print(KYAML.text(object))
    case .name: await call.print(names(object))
    case .jsonPath(let template, let asJSON):
      await call.print(try jsonPath(template, asJSON: asJSON, object))
    case .goTemplate(let template): await call.print(try goTemplate(template, object))
    case .customColumns, .plain, .wide: break
    }
  }

  private func names(_ object: Node) -> String {
    let isList = object["kind"]?.string?.hasSuffix("List") == true
    guard isList, let items = object["items"]?.list else { return name(object) }
    return items.map(name).joined()
  }

  private func name(_ object: Node) -> String {
    let kind = (object["kind"]?.string ?? "").lowercased()
    let parts = (object["apiVersion"]?.string ?? "").split(at: "/")
    let group = parts.count > 1 ? ".\(parts[0])" : ""
    return "\(kind)\(group)/\(object["metadata"]?["name"]?.string ?? "<unknown>")\n"
  }

  private func jsonPath(
    _ template: String, asJSON: Bool, _ object: Node
  ) throws(KubectlError) -> String {
    do {
      let path = try JSONPath(template)
      return try path.text(
        for: object, asJSON: asJSON,
        allowsMissingKeys: call.flags.bool("allow-missing-template-keys"))
    } catch {
      guard error.isFoundWhileRunning else {
        throw .text("error parsing jsonpath \(template), \(error.message)")
      }
      throw .text(
        "error executing jsonpath \(GoQuote.quoted(template)): Error executing template: "
          + "\(error.message). Printing more information for debugging the template:\n"
          + "\ttemplate was:\n\t\t\(template)\n\tobject given to jsonpath engine was:\n\t\t"
          + "\(GoSyntax.text(object))\n\n\n")
    }
  }

  private func goTemplate(_ template: String, _ object: Node) throws(KubectlError) -> String {
    do {
      return try GoTemplate(template).text(for: object)
    } catch {
      throw .text(error.message)
    }
  }

  /// The object, or the items of a list, without the bookkeeping of field owners.
  static func withoutManagedFields(_ object: Node) -> Node {
    var object = object
    if var metadata = object["metadata"], metadata["managedFields"] != nil {
      metadata["managedFields"] = nil
      object["metadata"] = metadata
    }
    if let items = object["items"]?.list, object["kind"]?.string?.hasSuffix("List") == true {
      object["items"] = Node(.list(items.map(withoutManagedFields)))
    }
    return object
  }
}

/// Prints what a command did to an object: a line, or the object where `-o` asks for it.
struct ResultPrinter {
  private let call: Call
  private let format: OutputFormat
  private var objects: ObjectPrinter

  private let showsDryRun: Bool

  /// - Parameter showsDryRun: whether a line tells that nothing was done; a few commands keep it
  ///   to themselves.
  init(_ call: Call, showsDryRun: Bool = true) async throws(KubectlError) {
    self.call = call
    self.showsDryRun = showsDryRun
    format = try await call.outputFormat(.results)
    objects = ObjectPrinter(call: call, format: format)
  }

  /// Whether the objects themselves are printed.
  var showsObjects: Bool { format != .plain && format != .name }

  /// Prints `pod/nx created`, or the object.
  mutating func print(
    _ object: Node, of resource: Resource, _ operation: String
  ) async throws(KubectlError) {
    guard format == .plain else { return try await objects.print(Call.typed(object, resource)) }
    let name = object["metadata"]?["name"]?.string ?? ""
    await call.print(
      "\(resource.kindName)/\(name) \(operation)\(showsDryRun ? call.dryRunNote : "")\n")
  }
}

/// Whether a command only tries.
enum DryRun {
  case none
  case client
  case server
}

extension Call {
  /// What `--dry-run` asks for.
  ///
  /// Source: kubectl `cmd/util/helpers.go`, `GetDryRunStrategy`.
  func dryRun() async throws(KubectlError) -> DryRun {
    let value = flags.string("dry-run")
    switch value {
    case "client": return .client
    case "server": return .server
    case "none", "": return .none
    case "unchanged":
      await warnInLog(
        "helpers.go:703", "--dry-run is deprecated and can be replaced with --dry-run=client.")
      return .client
    default:
      if let isDry = GoValue.bool(value) {
        let word = isDry ? "client" : "none"
        await warnInLog(
          "helpers.go:712",
          "--dry-run=\(value) is deprecated (boolean value) and can be replaced with "
            + "--dry-run=\(word).")
        return isDry ? .client : .none
      }
      throw .text(
        "Invalid dry-run value (\(value)). Must be \"none\", \"server\", or \"client\".")
    }
  }

  /// What results carry behind them.
  var dryRunNote: String {
    switch flags.string("dry-run") {
    case "server": " (server dry run)"
    case "none", "", "false", "0", "f", "F", "FALSE", "False": ""
    default: " (dry run)"
    }
  }
}
