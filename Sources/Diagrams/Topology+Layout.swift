import Cells

extension Topology {
  /// How much room a drawing takes.
  enum Density: CaseIterable {
    /// Frames with empty rows between them.
    case spacious
    case framed
    /// No frames.
    case dense
    /// No frames, and below the containers only volumes with which something is wrong.
    case tight

    var isFramed: Bool {
      switch self {
      case .spacious, .framed: true
      case .dense, .tight: false
      }
    }
  }

  /// The drawing for `width` columns that fits `height` rows; nil for all the rows it wants.
  func drawing(width: Int, height: Int?) -> Drawing {
    let width = max(1, min(width, TopologyLayout.widest))
    guard let height else { return layout(width: width, density: .spacious).drawing }
    for density in Density.allCases {
      let drawing = layout(width: width, density: density).drawing
      if drawing.height <= height { return drawing }
    }
    var shorter = self
    while true {
      let layout = shorter.layout(width: width, density: .tight)
      let drawing = layout.drawing
      guard drawing.height > height else { return drawing }
      let limit = layout.hasWires ? height : height * 2 / 3
      guard shorter.hideLast(preferringUnits: layout.unitsEnd >= limit) else { return drawing }
    }
  }

  private func layout(width: Int, density: Density) -> TopologyLayout {
    var layout = TopologyLayout(width: width, density: density, topology: self)
    layout.build()
    return layout
  }

  /// Hides the last container or mount, or the last volume; false when only one of each is left.
  private mutating func hideLast(preferringUnits: Bool) -> Bool {
    let canHideStore = hidden.stores + 1 < stores.count
    if !preferringUnits, canHideStore {
      hidden.stores += 1
    } else if units.count > 1 {
      units.removeLast()
      hidden.units += 1
    } else if let unit = units.first, unit.mounts.count > 1 {
      units[0].mounts.removeLast()
      hidden.mounts += 1
    } else if canHideStore {
      hidden.stores += 1
    } else {
      return false
    }
    return true
  }
}

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
  private(set) var drawing: Drawing
  private var y = 0
  /// The row of each volume's mounts.
  private var mountRows: [Int: [Int]] = [:]
  /// Whether wires lead to the volumes; otherwise they stand below.
  let hasWires: Bool
  /// The first row below the containers.
  private(set) var unitsEnd = 0
  /// Columns of the containers, of the wires and of the volumes.
  private let columns: (units: Int, wires: Int, stores: Int)

  init(width: Int, density: Topology.Density, topology: Topology) {
    self.width = width
    self.density = density
    self.topology = topology
    drawing = Drawing(width: width, height: 0)
    let wired = topology.stores.filter { !$0.users.isEmpty }.count
    let wires = 2 * wired + 3
    hasWires = width >= 44 + wires && (1...Self.mostWires).contains(wired)
    let widestStore = topology.stores.map { store in
      density.isFramed
        ? max(store.name.displayWidth, store.label.displayWidth) + 4
        : store.name.displayWidth + store.label.displayWidth + 3
    }
    let stores = min(
      max(20, widestStore.max() ?? 0), max(20, (width - wires) * (density.isFramed ? 4 : 5) / 10))
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

  private mutating func line(_ text: String, x: Int = 0, tone: Drawing.Tone) {
    drawing.texts.append(Drawing.Text(x: x, y: y, width: width - x, text: text, tone: tone))
    y += 1
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

  // MARK: Containers

  private mutating func add(_ unit: Topology.Unit) {
    let isFramed = density.isFramed
    let top = y
    let inner = columns.units - (isFramed ? 4 : 2)
    let x = isFramed ? 2 : 0
    let ports = unit.ports.joined(separator: " ").truncated(to: inner / 2)
    let tone: Drawing.Tone = unit.isChanged ? .changed : .strong
    if isFramed {
      y += 1
    } else {
      let title = unit.fullTitle
      drawing.texts.append(Drawing.Text(x: 0, y: y, width: inner, text: title, tone: tone))
      let used = title.displayWidth + 2
      let rest = [unit.image, ports].filter { !$0.isEmpty }.joined(separator: " ")
      let imageTone: Drawing.Tone = unit.isImageChanged ? .changed : .dim
      drawing.texts.append(
        Drawing.Text(x: used, y: y, width: inner - used, text: rest, tone: imageTone))
      y += 1
    }
    if isFramed, !unit.image.isEmpty || !ports.isEmpty {
      let room = inner - (ports.isEmpty ? 0 : ports.displayWidth + 1)
      let imageTone: Drawing.Tone = unit.isImageChanged ? .changed : .dim
      let image = unit.image.truncatedInMiddle(to: max(room, 0))
      drawing.texts.append(Drawing.Text(x: x, y: y, width: room, text: image, tone: imageTone))
      drawing.texts.append(
        Drawing.Text(
          x: x + max(0, inner - ports.displayWidth), y: y, width: min(inner, ports.displayWidth),
          text: ports))
      y += 1
    }
    for mount in unit.mounts { add(mount, x: x, inner: inner) }
    guard isFramed else { return }
    y += 1
    drawing.boxes.append(
      Drawing.Box(
        rect: Rect(x: 0, y: top, width: columns.units, height: y - top), title: unit.fullTitle,
        titleTone: tone))
  }

  private mutating func add(_ mount: Topology.Mount, x: Int, inner: Int) {
    let store = topology.stores[mount.store]
    let tone: Drawing.Tone =
      mount.isChanged ? .changed : store.isDeclared ? .volume(mount.store) : .bad
    var remarks = mount.remarks
    if !hasWires {
      remarks.append("[\(store.name)]\(store.isDeclared ? "" : " ✗")")
    }
    let indent = density.isFramed ? 0 : 2
    let room = inner - indent
    let wanted = remarks.joined(separator: " ")
    let remark = wanted.truncatedInMiddle(to: max(room - min(mount.path.displayWidth, 12) - 1, 0))
    let remarkWidth = remark.displayWidth
    let mark = mount.isChanged ? "≠ " : ""
    let path = (mark + mount.path).truncatedInMiddle(
      to: max(1, room - (remarkWidth == 0 ? 0 : remarkWidth + 1)))
    drawing.texts.append(Drawing.Text(x: x + indent, y: y, width: room, text: path, tone: tone))
    drawing.texts.append(
      Drawing.Text(
        x: x + indent + room - remarkWidth, y: y, width: remarkWidth, text: remark,
        tone: hasWires ? .dim : tone))
    mountRows[mount.store, default: []].append(y)
    y += 1
  }

  // MARK: Volumes

  /// The volumes in a list below the containers.
  private mutating func listStores() {
    let listed = topology.stores.indices.filter {
      density != .tight || topology.stores[$0].isProblem
    }.dropLast(topology.hidden.stores)
    guard !listed.isEmpty else { return }
    if density == .spacious { y += 1 }
    let top = y
    if density.isFramed { y += 1 }
    for index in listed {
      let store = topology.stores[index]
      let text = "[\(store.name)] \(store.label)"
      line(
        (store.isChanged ? "≠ " : "") + text, x: density.isFramed ? 2 : 0,
        tone: store.tone(index))
    }
    guard density.isFramed else { return }
    y += 1
    drawing.boxes.append(
      Drawing.Box(rect: Rect(x: 0, y: top, width: width, height: y - top), title: "volumes"))
  }

  /// The volumes at the right, each as near as can be to its first mount, and the wires to them.
  private mutating func wireStores(from top: Int) {
    let isFramed = density.isFramed
    let owners = Dictionary(
      mountRows.flatMap { store, rows in rows.map { ($0, store) } }, uniquingKeysWith: { $1 })
    let order = topology.stores.indices.sorted { left, right in
      let rows = (mountRows[left]?.first ?? Int.max, mountRows[right]?.first ?? Int.max)
      return rows.0 == rows.1 ? left < right : rows.0 < rows.1
    }
    var next = top
    var track = columns.units + 1
    for index in order.dropLast(topology.hidden.stores) {
      let store = topology.stores[index]
      let rows = mountRows[index] ?? []
      var row = max(next + (isFramed ? 1 : 0), rows.first ?? 0)
      while let owner = owners[row], owner != index { row += 1 }
      place(store, index: index, row: row)
      next = row + (isFramed ? 2 : 1)
      guard !rows.isEmpty else { continue }
      drawing.wires.append(
        Drawing.Wire(
          starts: rows.map { Drawing.Wire.Point(x: columns.units - 1, y: $0) }, track: track,
          end: Drawing.Wire.Point(x: width - columns.stores, y: row), tone: store.wireTone(index),
          isDashed: !store.isDeclared, joinsFrames: isFramed))
      track += 2
    }
    y = max(y, next)
  }

  private mutating func place(_ store: Topology.Store, index: Int, row: Int) {
    let x = width - columns.stores
    let name = (store.isChanged ? "≠ " : "") + store.name
    guard density.isFramed else {
      let text = "\(name) \(store.label)"
      drawing.texts.append(
        Drawing.Text(
          x: x + 2, y: row, width: columns.stores - 2, text: text, tone: store.tone(index)))
      return
    }
    drawing.boxes.append(
      Drawing.Box(
        rect: Rect(x: x, y: row - 1, width: columns.stores, height: 3), title: name,
        titleTone: store.tone(index), tone: store.wireTone(index), isDashed: !store.isDeclared))
    drawing.texts.append(
      Drawing.Text(
        x: x + 2, y: row, width: columns.stores - 4, text: store.label,
        tone: store.isProblem ? store.tone(index) : .plain))
  }
}

extension Topology.Unit {
  /// The name with its step: `1 fetch`.
  var title: String {
    switch role {
    case .initial(let step), .sidecar(let step): "\(step) \(name)"
    case .main: name
    }
  }

  /// The title and what kind of container it is.
  var fullTitle: String {
    let mark = isChanged ? "≠ " : ""
    return switch role {
    case .initial: "\(mark)\(title) · init"
    case .sidecar: "\(mark)\(title) · sidecar"
    case .main: mark + title
    }
  }
}

extension Topology.Store {
  /// Whether nobody mounts it, or it does not exist.
  var isProblem: Bool { !isDeclared || users.isEmpty }

  /// What it is and how many containers share it.
  var label: String {
    guard isDeclared else { return detail }
    switch users.count {
    case 0: return "\(detail) · not mounted"
    case 1: return "\(detail) · only \(users[0])"
    default: return "\(detail) · shared by \(users.count)"
    }
  }

  func tone(_ index: Int) -> Drawing.Tone { isChanged ? .changed : wireTone(index) }

  func wireTone(_ index: Int) -> Drawing.Tone {
    isDeclared ? users.isEmpty ? .warning : .volume(index) : .bad
  }
}
