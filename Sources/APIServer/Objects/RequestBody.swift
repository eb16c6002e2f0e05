import KubernetesAPI
import PodModel

/// Reads the bodies of requests.
///
/// Source: apiserver `endpoints/handlers/negotiation/negotiate.go`, `endpoints/handlers/create.go`.
struct RequestBody {
  /// The media types that a server reads.
  static let accepted = [
    "application/json", "application/yaml", ProtobufBody.mediaType,
  ]

  private let bytes: [UInt8]
  private let type: String

  init(_ request: Request) {
    bytes = request.body
    let header = request.head.header("Content-Type")
    type = MediaType(header)?.name ?? header
  }

  /// The object of a create or update, with the kind and version it has by its path where it tells
  /// none.
  ///
  /// - Parameter kind: the kind that the request's path is for.
  /// - Throws: 400 for what cannot be read, 415 for what nobody reads.
  func object(_ kind: String, _ apiVersion: String) throws(StatusError) -> Node {
    var object = try node(as: kind)
    guard object.entries != nil else { throw unrecognized(kind, Self.notAnObject) }
    for (key, value) in [("apiVersion", apiVersion), ("kind", kind)] {
      guard object[key]?.string ?? "" == "" else { continue }
      object[key] = Node(.string(value))
    }
    return object
  }

  /// The options of a delete; nil where there are none.
  func options() throws(StatusError) -> Node? {
    bytes.isEmpty ? nil : try node(as: "DeleteOptions")
  }

  private func node(as kind: String) throws(StatusError) -> Node {
    switch type {
    case "", "application/json": return try json(as: kind)
    case "application/yaml": return try yaml(as: kind)
    case ProtobufBody.mediaType: return try ProtobufBody.decode(bytes)
    default: throw StatusError.unsupportedMediaType(accepted: Self.accepted)
    }
  }

  private func json(as kind: String) throws(StatusError) -> Node {
    do throws(JSON.ReadError) {
      return try JSON.node(in: bytes)
    } catch {
      throw unrecognized(kind, "couldn't get version/kind; json parse error: \(error.message)")
    }
  }

  private func yaml(as kind: String) throws(StatusError) -> Node {
    do throws(YAML.ReadError) {
      return try YAML.documents(in: bytes).first ?? Node(.null)
    } catch {
      throw unrecognized(kind, "yaml: \(error.message)")
    }
  }

  private static let notAnObject =
    "couldn't get version/kind; json parse error: json: cannot unmarshal into Go value of type "
    + "struct { APIVersion string \"json:\\\"apiVersion,omitempty\\\"\"; Kind string "
    + "\"json:\\\"kind,omitempty\\\"\" }"

  /// Source: apiserver `endpoints/handlers/create.go`, `transformDecodeError`, `summarizeData`.
  private func unrecognized(_ kind: String, _ why: String) -> StatusError {
    let start = bytes.prefix(30)
    let end = bytes.count > start.count ? " ..." : ""
    let summary: String
    if bytes.isEmpty {
      summary = "<empty>"
    } else if bytes.first == UInt8(ascii: "{") {
      summary = String(decoding: start, as: UTF8.self) + end
    } else {
      let digits = Array("0123456789abcdef")
      summary = String(start.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }) + end
    }
    return StatusError(
      code: 400, reason: "BadRequest",
      message: "the object provided is unrecognized (must be of type \(kind)): \(why) (\(summary))")
  }

  // MARK: Patches

  /// The media types of patches.
  private static let patches = [
    "application/json-patch+json", "application/merge-patch+json",
    "application/strategic-merge-patch+json", "application/apply-patch+yaml",
  ]

  /// Whether the request is a server-side apply.
  var isApply: Bool { type == "application/apply-patch+yaml" }

  /// A patch.
  ///
  /// - Throws: 400 for what cannot be read, 415 for another media type.
  ///
  /// Source: apiserver `endpoints/handlers/patch.go`.
  func patch(_ write: WriteRequest, kind: String) throws(StatusError) -> ObjectPatch {
    switch type {
    case "application/json-patch+json":
      let operations = try patchJSON()
      guard let list = operations.list else {
        throw Self.badPatch("json: cannot unmarshal object into Go value of type jsonpatch.Patch")
      }
      guard list.count <= Self.mostOperations else {
        throw StatusError(
          code: 413, reason: "RequestEntityTooLarge",
          message: "The allowed maximum operations in a JSON patch is \(Self.mostOperations), got "
            + "\(list.count)")
      }
      return .json(operations)
    case "application/merge-patch+json": return .merge(try patchObject())
    case "application/strategic-merge-patch+json": return .strategicMerge(try patchObject())
    case "application/apply-patch+yaml":
      let manifest = try yaml(as: kind)
      guard manifest.entries != nil else { throw Self.badPatch("error decoding YAML") }
      guard manifest["metadata"]?["managedFields"] == nil else {
        throw Self.badPatch("metadata.managedFields must be nil")
      }
      return .apply(manifest, fieldManager: write.fieldManager, force: write.force)
    default: throw StatusError.unsupportedMediaType(accepted: Self.patches)
    }
  }

  /// Source: as above, `maxJSONPatchOperations`.
  private static let mostOperations = 10_000

  private func patchObject() throws(StatusError) -> Node {
    let node = try patchJSON()
    guard node.entries != nil else {
      throw Self.badPatch(
        "json: cannot unmarshal \(node.jsonKind) into Go value of type "
          + "map[string]interface {}")
    }
    return node
  }

  private func patchJSON() throws(StatusError) -> Node {
    do throws(JSON.ReadError) {
      return try JSON.node(in: bytes)
    } catch {
      throw Self.badPatch("error decoding patch: \(error.message)")
    }
  }

  private static func badPatch(_ message: String) -> StatusError {
    StatusError(code: 400, reason: "BadRequest", message: message)
  }
}
