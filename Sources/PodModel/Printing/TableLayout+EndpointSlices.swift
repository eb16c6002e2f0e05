extension TableLayout {
  /// Source: Kubernetes `pkg/printers/internalversion/printers.go`, `printEndpointSlice`.
  static var endpointSlice: TableLayout {
    TableLayout(columns: [
      .init("Name"), .init("AddressType"), .init("Ports"), .init("Endpoints"), .init("Age"),
    ]) { slice, now in
      let addresses = (slice["endpoints"]?.list ?? []).flatMap { $0["addresses"]?.strings ?? [] }
      let ports = (slice["ports"]?.list ?? []).map { $0["port"]?.scalarText ?? "*" }
      return [
        name(slice), text(slice["addressType"]?.string), text(few(ports)), text(few(addresses)),
        age(slice, now),
      ]
    }
  }

  /// At most three, then how many more.
  private static func few(_ all: [String]) -> String {
    if all.isEmpty { return "<unset>" }
    let shown = all.prefix(3).joined(separator: ",")
    return all.count > 3 ? "\(shown) + \(all.count - 3) more..." : shown
  }
}
