package import Cells
package import PodModel

/// Which containers a Pod has, in what order they start, and which volumes they share.
package struct Topology: Sendable, Equatable {
  /// A container in the order of starting.
  struct Unit: Sendable, Equatable {
    enum Role: Sendable, Equatable {
      /// Runs to its end before the next one; counted from 1.
      case initial(step: Int)
      /// A native sidecar: an init container that keeps running.
      case sidecar(step: Int)
      case main
    }
    var name: String
    var role: Role
    var image: String
    var ports: [String]
    var mounts: [Mount]
    var isChanged = false
    var isImageChanged = false
    var arePortsChanged = false
  }

  struct Mount: Sendable, Equatable {
    var path: String
    /// `ro`, sub-path.
    var remarks: [String]
    /// Index of the volume.
    var store: Int
    var isChanged = false
  }

  /// A volume, or the name of one that is mounted and not declared.
  struct Store: Sendable, Equatable {
    var name: String
    /// What it is: `configMap web`.
    var detail: String
    var isDeclared: Bool
    /// How many containers mount it.
    var users = 0
    /// The first container that mounts it.
    var firstUser = ""
    var isChanged = false
  }

  var title: String
  var units: [Unit]
  var stores: [Store]
  /// How much is left out for lack of room.
  var hidden = Hidden()

  struct Hidden: Sendable, Equatable {
    var units = 0
    var mounts = 0
    var stores = 0
  }

  /// Reads what `pod` declares; a half-written Pod is shown as far as it goes.
  package init(pod: Pod) {
    title = pod.metadata.name.isEmpty ? "Pod" : "Pod \(pod.metadata.name)"
    stores = pod.spec.volumes.map {
      Store(name: $0.name, detail: $0.source.summary, isDeclared: true)
    }
    var storeIndex = Dictionary(
      stores.enumerated().map { ($1.name, $0) }, uniquingKeysWith: { first, _ in first })
    units = []
    for (index, container) in pod.spec.initContainers.enumerated() {
      let step = index + 1
      let role = container.isNativeSidecar ? Unit.Role.sidecar(step: step) : .initial(step: step)
      add(container, as: role, &storeIndex)
    }
    for container in pod.spec.containers { add(container, as: .main, &storeIndex) }
  }

  private mutating func add(
    _ container: Container, as role: Unit.Role, _ storeIndex: inout [String: Int]
  ) {
    var mounts: [Mount] = []
    for mount in container.volumeMounts {
      let index = storeIndex[mount.name] ?? stores.count
      if index == stores.count {
        storeIndex[mount.name] = index
        stores.append(Store(name: mount.name, detail: "no such volume", isDeclared: false))
      }
      if !mounts.contains(where: { $0.store == index }) { stores[index].users += 1 }
      if stores[index].firstUser.isEmpty { stores[index].firstUser = container.name }
      let subPath = mount.subPath ?? mount.subPathExpr
      mounts.append(
        Mount(
          path: mount.mountPath.isEmpty ? "no mountPath" : mount.mountPath,
          remarks: (subPath.map { ["subPath \($0)"] } ?? []) + (mount.readOnly ? ["ro"] : []),
          store: index))
    }
    units.append(
      Unit(
        name: container.name.isEmpty ? "no name" : container.name, role: role,
        image: container.image, ports: container.ports.map(\.summary), mounts: mounts))
  }
}

extension Topology {
  /// Columns and rows that the drawing takes when it may be `width` columns wide and has all the
  /// height it wants.
  package func size(fitting width: Int) -> (width: Int, height: Int) {
    drawing(width: width, height: nil).size
  }

  /// Draws at the top left of `area`: with frames where there is room, else without, else the first
  /// containers and how many more there are.
  package func draw(into buffer: inout CellBuffer, in area: Rect) {
    guard !area.isEmpty else { return }
    buffer.copy(drawing(width: area.width, height: area.height).cells(), into: area)
  }

  /// The drawing as an SVG document that follows the reader's light or dark colours.
  package func svg() -> String { Self.svg(of: [self]) }

  /// Several Pods as one SVG document, one below the other.
  package static func svg(of pods: [Topology]) -> String {
    Drawing.stacked(pods.map { $0.drawing(width: 104, height: nil) })?
      .svg(title: pods.map(\.title).joined(separator: ". ")) ?? ""
  }
}

extension CellBuffer {
  /// Copies as much of `other` as fits into `area`.
  mutating func copy(_ other: CellBuffer, into area: Rect) {
    for y in 0..<min(other.height, area.height) {
      for x in 0..<min(other.width, area.width) {
        self[area.x + x, area.y + y] = other[x, y]
      }
    }
  }
}

extension VolumeSource {
  /// The kind and what it is made from.
  fileprivate var summary: String {
    switch self {
    case .emptyDir(let medium, _): medium.isEmpty ? kind : "\(kind) \(medium)"
    case .configMap(let files), .secret(let files): "\(kind) \(files.name)"
    case .hostPath(let path, _): "\(kind) \(path)"
    case .persistentVolumeClaim(let claim, _): "PVC \(claim)"
    case .downwardAPI, .projected, .other: kind
    }
  }
}

extension ContainerPort {
  fileprivate var summary: String {
    networkProtocol == "TCP" ? ":\(containerPort)" : ":\(containerPort)/\(networkProtocol)"
  }
}
