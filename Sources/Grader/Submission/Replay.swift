import Lessons
import PodModel

/// Applies manifests one after the other and keeps the objects that are left.
///
/// Only what decides which manifest counts is modelled: creation, deletion, and that a Pod that is
/// there already keeps its spec. Running scripts in full is the simulator's task.
struct Replay {
  private let admit: ([UInt8], String) -> Admission
  private(set) var manifests: [Evidence.Manifest] = []
  private(set) var refusals: [Evidence.Refusal] = []
  private(set) var objects: [Evidence.SubmittedObject] = []

  init(admit: @escaping ([UInt8], String) -> Admission) { self.admit = admit }

  var hasObjects: Bool { !objects.isEmpty }

  /// Applies a manifest as `kubectl apply` does, or creates its objects.
  mutating func apply(_ manifest: Evidence.Manifest, isCreate: Bool) {
    manifests.append(manifest)
    let name = CommandLine.baseName(manifest.file)
    let admission = admit(manifest.bytes, name)
    if !admission.accepted {
      let readable = Self.readableObjects(of: manifest)
      refusals.append(
        Evidence.Refusal(
          manifest: manifest, message: admission.message.trimmed, problems: admission.problems,
          readable: readable))
    }
    for object in admission.objects {
      add(Evidence.SubmittedObject(object: object, manifest: manifest), isCreate: isCreate)
    }
  }

  /// What is there already stays when it is created again; a Pod stays as it is when applied.
  private mutating func add(_ new: Evidence.SubmittedObject, isCreate: Bool) {
    let index = objects.firstIndex { Self.identity($0.object) == Self.identity(new.object) }
    guard let index else {
      objects.append(new)
      return
    }
    let isPod = new.object["kind"]?.string == "Pod"
    if !isCreate, !isPod { objects[index] = new }
  }

  private mutating func delete(kind: String, name: String) {
    objects.removeAll {
      KubectlCommand.plural($0.object["kind"]?.string ?? "") == kind
        && $0.object["metadata"]?["name"]?.string == name
    }
  }

  private mutating func deleteObjects(of manifest: Evidence.Manifest) {
    let named = Self.readableObjects(of: manifest)
    let identities = named.map(Self.identity)
    objects.removeAll { identities.contains(Self.identity($0.object)) }
  }

  /// The objects that a text shows, whether or not a server would take them; lists are opened.
  private static func readableObjects(of manifest: Evidence.Manifest) -> [Node] {
    let documents = (try? YAML.documents(in: manifest.bytes)) ?? []
    return documents.flatMap { document in
      document["kind"]?.string == "List" ? document["items"]?.list ?? [] : [document]
    }
  }

  private static func identity(_ object: Node) -> [String] {
    [object["kind"]?.string ?? "", object["metadata"]?["name"]?.string ?? ""]
  }
}

extension Replay {
  /// Takes the steps of scripts; false where they applied nothing that is there.
  mutating func run(scripts: [Evidence.Script], files: [Evidence.Manifest]) -> Bool {
    var hasActed = false
    var known: [String: Evidence.Manifest] = [:]
    for file in files { known[CommandLine.baseName(file.file)] = file }
    for script in scripts {
      var reader = ScriptReader(script)
      while let step = reader.next() {
        for command in step.commands {
          let line = CommandLine(command.words, aliases: CommandLine.usualAliases)
          let document = step.hereDocument.map { body in
            Evidence.Manifest(
              text: body.text, file: script.file, lineOffset: body.line - 1 + script.lineOffset)
          }
          if let document, let target = command.outputFiles.first {
            known[CommandLine.baseName(target)] = document
          }
          if let kubectl = line.kubectl {
            hasActed = take(kubectl, document: document, files: known) || hasActed
          }
        }
      }
    }
    return hasActed
  }

  /// Does what one kubectl command does; false where it applies nothing that is known.
  private mutating func take(
    _ kubectl: KubectlCommand, document: Evidence.Manifest?, files: [String: Evidence.Manifest]
  ) -> Bool {
    guard kubectl.flags["dry-run"] == nil || kubectl.flags["dry-run"] == "none" else {
      return false
    }
    let named = kubectl.files.flatMap { Self.manifests(named: $0, document, files) }
    switch kubectl.verb {
    case "apply", "create":
      for manifest in named { apply(manifest, isCreate: kubectl.verb == "create") }
      return !named.isEmpty
    case "replace":
      for manifest in named {
        if kubectl.flags["force"] == "true" { deleteObjects(of: manifest) }
        apply(manifest, isCreate: false)
      }
      return !named.isEmpty
    case "delete":
      for manifest in named { deleteObjects(of: manifest) }
      for name in kubectl.names { delete(kind: kubectl.resources.first ?? "", name: name) }
      return false
    case "run":
      guard let name = kubectl.names.first else { return false }
      let container: Node = [
        "name": Node(.string(name)), "image": Node(.string(kubectl.flags["image"] ?? "")),
      ]
      let pod: Node = [
        "apiVersion": "v1", "kind": "Pod", "metadata": ["name": Node(.string(name))],
        "spec": ["containers": Node(.list([container]))],
      ]
      let manifest = Evidence.Manifest(text: "", file: "kubectl run \(name)")
      add(Evidence.SubmittedObject(object: pod, manifest: manifest), isCreate: true)
      return true
    default: return false
    }
  }

  /// The manifests behind `-f`: `-` is the here-document, a folder all files.
  private static func manifests(
    named name: String, _ document: Evidence.Manifest?, _ files: [String: Evidence.Manifest]
  ) -> [Evidence.Manifest] {
    if name == "-" || name == "/dev/stdin" { return document.map { [$0] } ?? [] }
    if name == "." || name.hasSuffix("/") {
      return files.sorted { $0.key < $1.key }.map(\.value)
    }
    return files[CommandLine.baseName(name)].map { [$0] } ?? []
  }
}
