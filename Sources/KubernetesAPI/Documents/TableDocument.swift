package import PodModel

/// Objects as rows, in the form that `kubectl get` asks for.
///
/// Source: apimachinery `meta/v1` Table; apiserver `registry/rest/table.go`,
/// `endpoints/handlers/response.go` (`asTable`).
package struct TableDocument: Sendable {
  /// What a row carries besides its cells.
  package enum IncludedObject: String, Sendable, Hashable, CaseIterable {
    case none = "None"
    case metadata = "Metadata"
    case object = "Object"
  }

  private let kind: String
  private let version: String
  private let included: IncludedObject
  private var toldColumns = false

  /// - Parameters:
  ///   - kind: the kind of the objects, which decides the columns.
  ///   - version: of `meta.k8s.io`, `v1` or `v1beta1`.
  package init(kind: String, version: String = "v1", included: IncludedObject = .metadata) {
    self.kind = kind
    self.version = version
    self.included = included
  }

  /// As a request asks for it by `includeObject`.
  ///
  /// - Throws: 400 for a value that there is not.
  package init(kind: String, version: String, _ url: RequestURL) throws(StatusError) {
    var included = IncludedObject.metadata
    if let text = url.first("includeObject"), !text.isEmpty {
      guard let known = IncludedObject(rawValue: text) else {
        throw StatusError(
          code: 400, reason: "BadRequest",
          message: "unrecognized includeObject value: \(GoQuote.quoted(text))")
      }
      included = known
    }
    self.init(kind: kind, version: version, included: included)
  }

  /// The table of a list.
  package func document(_ page: ObjectPage, at now: ClusterTime) -> Node {
    table(page.objects, metadata: page.metadata, showsColumns: true, at: now)
  }

  /// The table of one object.
  package func document(_ object: Node, at now: ClusterTime) -> Node {
    let version = object["metadata"]?["resourceVersion"]
    return table(
      [object], metadata: .object(["resourceVersion": version]), showsColumns: true, at: now)
  }

  /// The table of a watch's next object; only the first tells the columns.
  package mutating func nextDocument(_ object: Node, at now: ClusterTime) -> Node {
    defer { toldColumns = true }
    let version = object["metadata"]?["resourceVersion"]
    return table(
      [object], metadata: .object(["resourceVersion": version]), showsColumns: !toldColumns,
      at: now)
  }

  private func table(
    _ objects: [Node], metadata: Node, showsColumns: Bool, at now: ClusterTime
  ) -> Node {
    let printed = PrintedTable(kind: kind, objects: objects, at: now)
    let rows = zip(objects, printed.rows).map { object, cells in
      Node.object([
        "cells": Node(.list(cells)), "conditions": Self.conditions(of: object, kind: kind),
        "object": self.object(of: object),
      ])
    }
    return [
      "kind": "Table", "apiVersion": .text("meta.k8s.io/\(version)"), "metadata": metadata,
      "columnDefinitions": showsColumns
        ? Node(.list(printed.columns.map(Self.definition))) : Node(.null),
      "rows": Node(.list(rows)),
    ]
  }

  private func object(of object: Node) -> Node? {
    switch included {
    case .none: nil
    case .metadata: MetadataDocument.document(object, version: version)
    case .object: object
    }
  }

  private static func definition(_ column: PrintedTable.Column) -> Node {
    [
      "name": .text(column.name), "type": .text(column.type),
      "format": column.name == "Name" ? "name" : "",
      "description": .text(ColumnDescriptions.text(for: column.name)),
      "priority": .number(column.priority),
    ]
  }

  /// Pods that have ended are marked, so that clients can hide them.
  ///
  /// Source: Kubernetes `pkg/printers/internalversion/printers.go`, `podSuccessConditions`.
  private static func conditions(of object: Node, kind: String) -> Node? {
    guard kind == "Pod" else { return nil }
    let message: Node
    switch object["status"]?["phase"]?.string {
    case "Succeeded": message = "The pod has completed successfully."
    case "Failed": message = "The pod failed."
    default: return nil
    }
    return [
      [
        "type": "Completed", "status": "True", "reason": object["status"]?["phase"] ?? "",
        "message": message,
      ]
    ]
  }
}

/// What the columns of tables mean, in podlab's own words.
enum ColumnDescriptions {
  private static let texts = [
    "Name": "The object's name, unique for its kind within the namespace.",
    "Ready": "How many containers are ready, of how many.",
    "Status": "What the object is doing, in one word.",
    "Restarts": "How often containers were started again, and when last.",
    "Age": "How long ago the object was created.",
    "IP": "The address of the Pod.",
    "Node": "The node that runs the Pod.",
    "Data": "How many keys there are.",
    "Type": "Which kind of its kind the object is.",
    "Cluster-IP": "The address of the Service within the cluster.",
    "Port(s)": "The ports that are served.",
    "Endpoints": "The addresses behind the Service.",
    "Last Seen": "When it happened last.",
    "Reason": "What happened, in one word.",
    "Object": "What it happened to.",
    "Message": "What happened.",
  ]

  static func text(for column: String) -> String { texts[column] ?? "" }
}
