import PodModel
import Testing

@Suite struct PrintedTableTests {
  private static let now =
    ClusterTime(rfc3339: "2026-11-21T02:00:00Z") ?? ClusterTime(nanoseconds: 0)

  /// Source: Kubernetes `pkg/printers/internalversion/printers_test.go`.
  @Test(arguments: [
    (
      "Service",
      "{spec: {type: NodePort, clusterIP: 10.0.0.1, ports: [{port: 80, nodePort: 30080}]}}",
      ["x", "NodePort", "10.0.0.1", "<none>", "80:30080/TCP", "5m", "<none>"]
    ),
    (
      "Service", "{spec: {type: LoadBalancer, clusterIP: None, selector: {b: c, a: b}}}",
      ["x", "LoadBalancer", "None", "<pending>", "<none>", "5m", "a=b,b=c"]
    ),
    (
      "Service", "{spec: {type: ExternalName, externalName: e.org}}",
      ["x", "ExternalName", "<none>", "e.org", "<none>", "5m", "<none>"]
    ),
    ("ConfigMap", "{data: {a: b}, binaryData: {c: d}}", ["x", "2", "5m"]),
    ("Secret", "{type: Opaque, data: {a: b}}", ["x", "Opaque", "1", "5m"]),
    ("Namespace", "{status: {phase: Active}}", ["x", "Active", "5m"]),
    ("Lease", "{}", ["x", "5m"]), ("ServiceAccount", "{}", ["x", "0", "5m"]),
    (
      "Endpoints",
      "{subsets: [{addresses: [{ip: 1.1.1.1}, {ip: 2.2.2.2}], ports: [{port: 80}, {port: 81}]}]}",
      ["x", "1.1.1.1:80,1.1.1.1:81,2.2.2.2:80 + 1 more...", "5m"]
    ),
    (
      "EndpointSlice",
      "{addressType: IPv4, endpoints: [{addresses: [1.1.1.1]}], ports: [{port: 80}, {name: a}]}",
      ["x", "IPv4", "80,*", "1.1.1.1", "5m"]
    ),
    ("EndpointSlice", "{addressType: IPv4}", ["x", "IPv4", "<unset>", "<unset>", "5m"]),
    (
      "Node",
      "{spec: {unschedulable: true}, status: {conditions: [{type: Ready, status: 'False'}], nodeInfo: {kubeletVersion: v1}}}",
      ["x", "NotReady,SchedulingDisabled", "<none>", "5m", "v1"]
    ),
  ])
  func `condenses objects into rows`(kind: String, text: String, cells: [String]) throws {
    var object = try YAML.document(in: text)
    object["metadata"] = ["name": "x", "creationTimestamp": "2026-11-21T01:55:00Z"]
    let table = PrintedTable(kind: kind, objects: [object], at: Self.now)
    let row = try #require(table.rows.first).compactMap(\.scalarText)
    #expect(row.count == table.columns.count)
    #expect(Array(row.prefix(cells.count)) == cells)
  }

  @Test func `takes the times of an event from where they are`() throws {
    let event = try YAML.document(
      in:
        "{eventTime: '2026-11-21T01:00:00.000001Z', series: {count: 4, lastObservedTime: '2026-11-21T01:59:00Z'}}"
    )
    let times = EventTimes(event)
    #expect(times.count == 4)
    #expect(HumanDuration.age(times.last, at: Self.now) == "60s")
    #expect(HumanDuration.age(times.first, at: Self.now) == "59m")
  }
}
