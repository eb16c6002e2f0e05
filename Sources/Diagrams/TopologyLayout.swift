import Cells

/// Where everything goes.
///
/// Containers stand at the left, one below the other in the order of starting, with their mounts as
/// rows. Volumes stand at the right. A wire leads from each mount to its volume; every volume has a
/// column of its own for it, so that wires cross but never meet. Where there is no room for wires,
/// volumes stand below and mounts name them.
struct TopologyLayout {
  /// Columns beyond which a drawing only becomes harder to read.
  static let widest = 110
  private static let mostWires = 8

  let width: Int
  let density: Topology.Density
  let topology: Topology
  var drawing: Drawing
  /// The current row.
  var y = 0
  /// The row of each volume's mounts.
  var mountRows: [Int: [Int]] = [:]
  /// Whether wires lead to the volumes; otherwise they stand below.
  let hasWires: Bool
  /// The first row below the containers.
  private(set) var unitsEnd = 0
  /// Columns of the containers, of the wires and of the volumes.
  let columns: (units: Int, wires: Int, stores: Int)

  init(width: Int, density: Topology.Density, topology: Topology) {
    self.width = width
    self.density = density
    self.topology = topology
    drawing = Drawing(width: width, height: 0)
    let wired = topology.stores.filter { $0.users > 0 }.count
    let wires = 2 * wired + 3
    hasWires = width >= 44 + wires && (1...Self.mostWires).contains(wired)
    let widestStore = topology.stores.map { store in
      density.isFramed
        ? max(store.name.displayWidth, store.label.displayWidth) + 4
        : store.name.displayWidth + store.label.displayWidth + 3
    }
    let stores = min(
      max(20, widestStore.max() ?? 0), max(20, (width - wires) / 2))
    columns = hasWires ? (width - wires - stores, wires, stores) : (width, 0, width)
  }

  mutating func build() {
    heading()
    let top = y
    for (index, unit) in topology.units.enumerated() {
      if index > 0, density == .spacious { y += 1 }
      add(unit)
    }
    if topology.units.isEmpty {
      line("no containers: a Pod needs at least one", tone: .bad)
    }
    unitsEnd = y
    if hasWires { wireStores(from: top) } else { listStores() }
    let hidden = topology.hidden
    let more = [(hidden.units, "container"), (hidden.mounts, "mount"), (hidden.stores, "volume")]
      .filter { $0.0 > 0 }.map { "+\($0) more \($1)\($0 == 1 ? "" : "s")" }
    if !more.isEmpty { line(more.joined(separator: ", "), tone: .dim) }
    drawing.height = y
  }

  private mutating func heading() {
    line(topology.title, tone: .strong)
    let steps = topology.units.filter { $0.role != .main }
    if density.isFramed, !steps.isEmpty {
      let mains = topology.units.filter { $0.role == .main }.map(\.name)
      let last = mains.isEmpty ? [] : [mains.joined(separator: " + ")]
      let chain = (steps.map(\.title) + last).joined(separator: " ─▶ ")
      line(chain, tone: .plain)
    }
    if density == .spacious { y += 1 }
  }

  private mutating func add(_ unit: Topology.Unit) {
    let top = y
    let title = marked(unit.fullTitle, unit.isChanged)
    let tone: Drawing.Tone = unit.isChanged ? .changed : .strong
    guard density.isFramed else {
      add(title, x: 0, width: innerWidth, tone: tone)
      let used = title.displayWidth + 2
      addImage(of: unit, x: used, width: innerWidth - used, ports: .behind)
      y += 1
      for mount in unit.mounts { add(mount, x: 2, width: innerWidth - 2) }
      return
    }
    y += 1
    if !unit.image.isEmpty || !unit.ports.isEmpty {
      addImage(of: unit, x: 2, width: innerWidth, ports: .atTheRight)
      y += 1
    }
    for mount in unit.mounts { add(mount, x: 2, width: innerWidth) }
    y += 1
    drawing.boxes.append(
      Drawing.Box(
        rect: Rect(x: 0, y: top, width: columns.units, height: y - top), title: title,
        titleTone: tone))
  }

  /// Columns for the text about a container.
  private var innerWidth: Int { columns.units - (density.isFramed ? 4 : 2) }

  private enum PortsPlace { case behind, atTheRight }

  private mutating func addImage(
    of unit: Topology.Unit, x: Int, width: Int, ports place: PortsPlace
  ) {
    let ports = marked(unit.ports.joined(separator: " "), unit.arePortsChanged)
      .truncated(to: width / 2)
    let room = max(0, width - (ports.isEmpty ? 0 : ports.displayWidth + 1))
    let image = marked(unit.image, unit.isImageChanged).truncatedInMiddle(to: room)
    add(image, x: x, width: room, tone: unit.isImageChanged ? .changed : .dim)
    let end =
      switch place {
      case .behind: image.displayWidth + (image.isEmpty ? 0 : 1)
      case .atTheRight: max(0, width - ports.displayWidth)
      }
    add(ports, x: x + end, width: width - end, tone: unit.arePortsChanged ? .changed : .plain)
  }

  private mutating func add(_ mount: Topology.Mount, x: Int, width: Int) {
    let store = topology.stores[mount.store]
    let tone: Drawing.Tone =
      mount.isChanged ? .changed : store.isDeclared ? .volume(mount.store) : .bad
    var remarks = mount.remarks
    if !hasWires { remarks.append("[\(store.name)]\(store.isDeclared ? "" : " ✗")") }
    let path = marked(mount.path, mount.isChanged)
    let remark = remarks.joined(separator: " ")
      .truncatedInMiddle(to: max(0, width - min(path.displayWidth, 12) - 1))
    let end = width - remark.displayWidth
    let shown = path.truncatedInMiddle(to: max(1, remark.isEmpty ? width : end - 1))
    add(shown, x: x, width: width, tone: tone)
    add(remark, x: x + end, width: remark.displayWidth, tone: hasWires ? .dim : tone)
    mountRows[mount.store, default: []].append(y)
    y += 1
  }

  /// Adds text to the current row.
  mutating func add(_ text: String, x: Int, width: Int, tone: Drawing.Tone) {
    guard !text.isEmpty, width > 0 else { return }
    drawing.texts.append(Drawing.Text(x: x, y: y, width: width, text: text, tone: tone))
  }

  /// Adds a row of text.
  mutating func line(_ text: String, x: Int = 0, tone: Drawing.Tone) {
    add(text, x: x, width: width - x, tone: tone)
    y += 1
  }

  /// The text, with a sign before it that is seen without colours, too.
  func marked(_ text: String, _ isChanged: Bool) -> String {
    isChanged && !text.isEmpty ? "≠ \(text)" : text
  }
}
