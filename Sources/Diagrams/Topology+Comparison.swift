package import PodModel

extension Topology {
  /// Reads what `pod` declares and marks with `≠` what `other` has not, or has otherwise.
  ///
  /// A volume may have another name: it counts as the same when the same containers mount it at the
  /// same paths.
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
