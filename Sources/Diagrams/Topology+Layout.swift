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
    // Every container and every mount takes a row at least.
    let leastHeight = units.reduce(0) { $0 + 1 + $1.mounts.count }
    for density in Density.allCases where leastHeight <= height {
      let drawing = layout(width: width, density: density).drawing
      if drawing.height <= height { return drawing }
    }
    var shorter = limited(toRows: height)
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

  /// Without what does not fit for certain, as every part takes a row.
  private func limited(toRows rows: Int) -> Topology {
    var shorter = self
    shorter.hidden.units = max(0, units.count - max(1, rows))
    shorter.units.removeLast(shorter.hidden.units)
    for (index, unit) in shorter.units.enumerated() where unit.mounts.count > max(1, rows) {
      shorter.hidden.mounts += unit.mounts.count - max(1, rows)
      shorter.units[index].mounts = Array(unit.mounts.prefix(max(1, rows)))
    }
    shorter.hidden.stores = max(0, stores.filter(\.isProblem).count - max(1, rows))
    return shorter
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
    switch role {
    case .initial: "\(title) · init"
    case .sidecar: "\(title) · sidecar"
    case .main: title
    }
  }
}

extension Topology.Store {
  /// Whether nobody mounts it, or it does not exist.
  var isProblem: Bool { !isDeclared || users == 0 }

  /// What it is and how many containers share it.
  var label: String {
    guard isDeclared else { return detail }
    switch users {
    case 0: return "\(detail) · not mounted"
    case 1: return "\(detail) · only \(firstUser)"
    default: return "\(detail) · shared by \(users)"
    }
  }

  func tone(_ index: Int) -> Drawing.Tone { isChanged ? .changed : wireTone(index) }

  func wireTone(_ index: Int) -> Drawing.Tone {
    isDeclared ? users == 0 ? .warning : .volume(index) : .bad
  }
}
