package import Cells
package import PodModel

/// A learner's Pod beside the expected one; what differs is marked with `≠` on both sides.
///
/// A volume may have another name: it counts as the same when the same containers mount it at the
/// same paths.
package struct TopologyComparison: Sendable, Equatable {
  private static let gap = 3
  /// Columns below which the expected Pod stands under the learner's.
  private static let narrowest = 72

  private var learner: Topology
  private var expected: Topology

  /// Compares containers by name, mounts by path, and what they are made of.
  package init(learner: Pod, expected: Pod) {
    self.learner = Topology(pod: learner, comparedWith: expected)
    self.expected = Topology(pod: expected, comparedWith: learner)
    self.learner.title = "Yours: \(self.learner.title)"
    self.expected.title = "Expected: \(self.expected.title)"
  }

  /// Columns and rows that the drawing takes when it may be `width` columns wide and has all the
  /// height it wants.
  package func size(fitting width: Int) -> (width: Int, height: Int) {
    drawing(width: width, height: nil).size
  }

  /// Draws at the top left of `area`, side by side where that is wide enough.
  package func draw(into buffer: inout CellBuffer, in area: Rect) {
    guard !area.isEmpty else { return }
    buffer.copy(drawing(width: area.width, height: area.height).cells(), into: area)
  }

  /// The comparison as an SVG document that follows the reader's light or dark colours.
  package func svg() -> String {
    drawing(width: 164, height: nil).svg(title: "\(learner.title). \(expected.title)")
  }

  private func drawing(width: Int, height: Int?) -> Drawing {
    if width >= Self.narrowest {
      let column = min((width - Self.gap) / 2, TopologyLayout.widest)
      return learner.drawing(width: column, height: height).joined(
        with: expected.drawing(width: column, height: height), x: column + Self.gap, y: 0)
    }
    // One row stays empty between the two.
    let first = learner.drawing(width: width, height: height.map { max(1, ($0 - 1) / 2) })
    let rest = height.map { max(1, $0 - first.height - 1) }
    return first.joined(
      with: expected.drawing(width: width, height: rest), x: 0, y: first.height + 1)
  }
}

extension Topology {
  /// Reads what `pod` declares and marks with `≠` what `other` has not, or has otherwise.
  package init(pod: Pod, comparedWith other: Pod) {
    self.init(pod: pod)
    mark(differingFrom: Topology(pod: other))
  }

  /// Where a volume appears.
  private struct Place: Hashable {
    var container: String
    var path: String
  }

  /// Marks what `other` has not, or has otherwise.
  private mutating func mark(differingFrom other: Topology) {
    let pairs = storePairs(with: other)
    for index in stores.indices {
      let twin = pairs[index].map { other.stores[$0] }
      stores[index].isChanged =
        twin?.detail != stores[index].detail || twin?.isDeclared != stores[index].isDeclared
    }
    let twins = Dictionary(
      other.units.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    for index in units.indices {
      guard let twin = twins[units[index].name] else {
        units[index].isChanged = true
        continue
      }
      units[index].mark(differingFrom: twin) { pairs[$0] }
    }
    markOrder(differingFrom: other)
  }

  /// Marks init containers that come before or after others than they do in `other`.
  private mutating func markOrder(differingFrom other: Topology) {
    let names = Set(initialNames).intersection(other.initialNames)
    let order = initialNames.filter(names.contains)
    let otherOrder = other.initialNames.filter(names.contains)
    let misplaced = Set(zip(order, otherOrder).filter { $0 != $1 }.map(\.0))
    for index in units.indices where misplaced.contains(units[index].name) {
      units[index].isChanged = true
    }
  }

  /// Names of the init containers, native sidecars among them, in order.
  private var initialNames: [String] { units.filter { $0.role != .main }.map(\.name) }

  /// The volume of `other` that stands for each volume: of the same name, else in the same places.
  private func storePairs(with other: Topology) -> [Int: Int] {
    var pairs: [Int: Int] = [:]
    for index in stores.indices {
      pairs[index] = other.stores.firstIndex { $0.name == stores[index].name }
    }
    var taken = Set(pairs.values)
    let (places, others) = (self.places, other.places)
    for index in stores.indices where pairs[index] == nil && places[index] != nil {
      let twin = other.stores.indices.first {
        !taken.contains($0) && others[$0] == places[index]
          && other.stores[$0].isDeclared == stores[index].isDeclared
      }
      pairs[index] = twin
      if let twin { taken.insert(twin) }
    }
    return pairs
  }

  /// The places of each volume that is mounted.
  private var places: [Int: Set<Place>] {
    var places: [Int: Set<Place>] = [:]
    for unit in units {
      for mount in unit.mounts {
        places[mount.store, default: []].insert(Place(container: unit.name, path: mount.path))
      }
    }
    return places
  }
}

extension Topology.Unit {
  fileprivate mutating func mark(
    differingFrom other: Topology.Unit, twin: (_ store: Int) -> Int?
  ) {
    isChanged = !role.isSameKind(as: other.role)
    isImageChanged = image != other.image
    arePortsChanged = ports != other.ports
    for index in mounts.indices {
      let mount = mounts[index]
      mounts[index].isChanged = !other.mounts.contains {
        $0.path == mount.path && $0.remarks == mount.remarks && $0.store == twin(mount.store)
      }
    }
  }
}

extension Topology.Unit.Role {
  /// Whether both are init containers, sidecars or neither.
  fileprivate func isSameKind(as other: Self) -> Bool {
    switch (self, other) {
    case (.initial, .initial), (.sidecar, .sidecar), (.main, .main): true
    case (.initial, _), (.sidecar, _), (.main, _): false
    }
  }
}
