import ByteText
import PodModel

/// The containers of a Pod, as far as a manifest or kubectl's output names them.
struct PodShape: Sendable, Hashable {
  enum ContainerKind: String, Sendable { case regular, `init`, sidecar, ephemeral }

  var name: String
  var containers: [(name: String, kind: ContainerKind)] {
    zip(names, kinds).map { ($0, $1) }
  }
  /// The container that kubectl takes where none is named.
  var defaultContainer: String?

  private var names: [String] = []
  private var kinds: [ContainerKind] = []

  /// The containers of a Pod object; nil for other objects.
  init?(_ object: Node) {
    guard object["kind"]?.string == "Pod", let name = object["metadata"]?["name"]?.string else {
      return nil
    }
    self.name = name
    let spec = object["spec"]
    for container in spec?["containers"]?.list ?? [] {
      add(container["name"]?.string, .regular)
    }
    let annotation = object["metadata"]?["annotations"]?["kubectl.kubernetes.io/default-container"]
    defaultContainer = annotation?.string ?? names.first
    for container in spec?["initContainers"]?.list ?? [] {
      let isSidecar = container["restartPolicy"]?.string == "Always"
      add(container["name"]?.string, isSidecar ? .sidecar : .`init`)
    }
  }

  /// The Pod that `kubectl run NAME` makes: one container of the same name.
  init(runNamed name: String) {
    self.name = name
    defaultContainer = name
    add(name, .regular)
  }

  private mutating func add(_ name: String?, _ kind: ContainerKind) {
    guard let name else { return }
    names.append(name)
    kinds.append(kind)
  }

  func kind(of container: String) -> ContainerKind? {
    containers.first { $0.name == container }?.kind
  }
}

/// The line `Defaulted container "nginx" out of: nginx, init-index (init)`.
///
/// Source: kubectl v1.36 `pkg/cmd/util/podcmd/podcmd.go`; it goes to standard error.
struct DefaultedContainer {
  var name: String
  private var kinds: [String: PodShape.ContainerKind] = [:]

  init?(_ line: String) {
    guard line.hasPrefix("Defaulted container \""),
      let end = line.dropFirst(21).firstIndex(ofASCII: "\""),
      let list = line.firstRange(ofText: "out of: ")
    else { return nil }
    name = String(line.dropFirst(21)[..<end])
    kinds = Self.kinds(in: line[list.upperBound...])
  }

  func kind(of container: String) -> PodShape.ContainerKind? { kinds[container] }

  /// Names with `(init)` or `(ephem)` behind those that are.
  static func kinds(in list: Substring) -> [String: PodShape.ContainerKind] {
    var kinds: [String: PodShape.ContainerKind] = [:]
    for item in list.split(at: ",") {
      let words = item.split(at: " ")
      guard let name = words.first else { continue }
      kinds[String(name)] =
        words.count == 1 ? .regular : words[1] == "(init)" ? .`init` : .ephemeral
    }
    return kinds
  }
}
