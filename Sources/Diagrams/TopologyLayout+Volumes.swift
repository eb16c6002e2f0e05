import Cells

extension TopologyLayout {
  /// The volumes in a list below the containers.
  mutating func listStores() {
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
        marked(text, store.isChanged), x: density.isFramed ? 2 : 0,
        tone: store.tone(index))
    }
    guard density.isFramed else { return }
    y += 1
    drawing.boxes.append(
      Drawing.Box(rect: Rect(x: 0, y: top, width: width, height: y - top), title: "volumes"))
  }

  /// The volumes at the right, each as near as can be to its first mount, and the wires to them.
  mutating func wireStores(from top: Int) {
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
    let name = marked(store.name, store.isChanged)
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
