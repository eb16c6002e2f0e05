/// Objects as rows of a table, as an API server prints them for its clients.
///
/// Source: apimachinery `meta/v1` Table; the columns are those of Kubernetes
/// `pkg/printers/internalversion/printers.go`.
package struct PrintedTable: Sendable, Equatable {
  /// One column of a table.
  package struct Column: Sendable, Hashable {
    /// Such as `Nominated Node`; clients print it in capitals.
    package var name: String
    /// `string` or `integer`.
    package var type: String
    /// 0 for columns that always show, 1 for those of `-o wide`.
    package var priority: Int

    package init(_ name: String, type: String = "string", priority: Int = 0) {
      self.name = name
      self.type = type
      self.priority = priority
    }

    /// A column that shows with `-o wide` only.
    static func wide(_ name: String, type: String = "string") -> Column {
      Column(name, type: type, priority: 1)
    }
  }

  package var columns: [Column]
  /// One row an object, each with as many strings and integers as there are columns.
  package var rows: [[Node]]

  package init(columns: [Column], rows: [[Node]] = []) {
    self.columns = columns
    self.rows = rows
  }

  /// The table of some objects of one kind as they stand at `now`.
  ///
  /// Kinds that podlab knows nothing of show their name and age.
  package init(kind: String, objects: [Node], at now: ClusterTime) {
    let layout = TableLayout.layout(of: kind)
    columns = layout.columns
    rows = objects.map { layout.row($0, now) }
  }
}

/// How the objects of one kind become rows.
struct TableLayout {
  let columns: [PrintedTable.Column]
  let row: (_ object: Node, _ now: ClusterTime) -> [Node]

  static func layout(of kind: String) -> TableLayout {
    switch kind {
    case "Pod": .pod
    case "Service": .service
    case "Endpoints": .endpoints
    case "EndpointSlice": .endpointSlice
    case "ConfigMap": .configMap
    case "Secret": .secret
    case "Namespace": .namespace
    case "Node": .node
    case "Event": .event
    case "ServiceAccount": .serviceAccount
    case "PersistentVolumeClaim": .claim
    case "PersistentVolume": .volume
    default: .other
    }
  }

  static var pod: TableLayout {
    TableLayout(columns: [
      .init("Name"), .init("Ready"), .init("Status"), .init("Restarts"), .init("Age"),
      .wide("IP"), .wide("Node"), .wide("Nominated Node"), .wide("Readiness Gates"),
    ]) { pod, now in
      let columns = PodPrinter.columns(pod, at: now)
      return [
        columns.name, columns.ready, columns.status, columns.restarts, columns.age, columns.ip,
        columns.node, columns.nominatedNode, columns.readinessGates,
      ].map { Node(.string($0)) }
    }
  }

  static var configMap: TableLayout {
    TableLayout(columns: [.init("Name"), .init("Data", type: "integer"), .init("Age")]) {
      object, now in
      let count =
        (object["data"]?.entries?.count ?? 0) + (object["binaryData"]?.entries?.count ?? 0)
      return [name(object), integer(count), age(object, now)]
    }
  }

  static var secret: TableLayout {
    TableLayout(columns: [
      .init("Name"), .init("Type"), .init("Data", type: "integer"), .init("Age"),
    ]) { object, now in
      [
        name(object), text(object["type"]?.string), integer(object["data"]?.entries?.count ?? 0),
        age(object, now),
      ]
    }
  }

  static var namespace: TableLayout {
    TableLayout(columns: [.init("Name"), .init("Status"), .init("Age")]) { object, now in
      [name(object), text(object["status"]?["phase"]?.string), age(object, now)]
    }
  }

  static var serviceAccount: TableLayout {
    TableLayout(columns: [.init("Name"), .init("Secrets"), .init("Age")]) { object, now in
      [name(object), integer(object["secrets"]?.list?.count ?? 0), age(object, now)]
    }
  }

  static var claim: TableLayout {
    TableLayout(columns: [
      .init("Name"), .init("Status"), .init("Volume"), .init("Capacity"), .init("Access Modes"),
      .init("StorageClass"), .init("VolumeAttributesClass"), .init("Age"), .wide("VolumeMode"),
    ]) { object, now in
      let isBound = object["spec"]?["volumeName"]?.string?.isEmpty == false
      let isDeleted = object["metadata"]?["deletionTimestamp"] != nil
      let phase = isDeleted ? "Terminating" : object["status"]?["phase"]?.string
      return [
        name(object), text(phase), text(object["spec"]?["volumeName"]?.string),
        text(isBound ? object["status"]?["capacity"]?["storage"]?.scalarText : ""),
        text(isBound ? accessModes(object["status"]?["accessModes"]) : ""),
        text(object["spec"]?["storageClassName"]?.string),
        text(object["spec"]?["volumeAttributesClassName"]?.string ?? "<unset>"),
        age(object, now), text(object["spec"]?["volumeMode"]?.string ?? "<unset>"),
      ]
    }
  }

  static var volume: TableLayout {
    TableLayout(columns: [
      .init("Name"), .init("Capacity"), .init("Access Modes"), .init("Reclaim Policy"),
      .init("Status"), .init("Claim"), .init("StorageClass"), .init("VolumeAttributesClass"),
      .init("Reason"), .init("Age"), .wide("VolumeMode"),
    ]) { object, now in
      let spec = object["spec"]
      let isDeleted = object["metadata"]?["deletionTimestamp"] != nil
      let claim = spec?["claimRef"].map {
        "\($0["namespace"]?.string ?? "")/\($0["name"]?.string ?? "")"
      }
      return [
        name(object), text(spec?["capacity"]?["storage"]?.scalarText),
        text(accessModes(spec?["accessModes"])),
        text(spec?["persistentVolumeReclaimPolicy"]?.string),
        text(isDeleted ? "Terminating" : object["status"]?["phase"]?.string), text(claim),
        text(spec?["storageClassName"]?.string),
        text(spec?["volumeAttributesClassName"]?.string ?? "<unset>"),
        text(object["status"]?["reason"]?.string), age(object, now),
        text(spec?["volumeMode"]?.string ?? "<unset>"),
      ]
    }
  }

  static var other: TableLayout {
    TableLayout(columns: [.init("Name"), .init("Age")]) { object, now in
      [name(object), age(object, now)]
    }
  }

  static func name(_ object: Node) -> Node { text(object["metadata"]?["name"]?.string) }

  static func age(_ object: Node, _ now: ClusterTime) -> Node {
    text(HumanDuration.age(object["metadata"]?["creationTimestamp"], at: now))
  }

  static func text(_ text: String?) -> Node { Node(.string(text ?? "")) }

  static func integer(_ value: Int) -> Node { Node(.integer(Int64(value))) }

  /// `RWO,ROX`.
  private static func accessModes(_ modes: Node?) -> String {
    let short = [
      "ReadWriteOnce": "RWO", "ReadOnlyMany": "ROX", "ReadWriteMany": "RWX",
      "ReadWriteOncePod": "RWOP",
    ]
    return (modes?.strings ?? []).map { short[$0] ?? $0 }.joined(separator: ",")
  }
}
