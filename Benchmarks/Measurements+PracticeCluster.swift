import Glibc

extension Measurements {
  /// The practice cluster: start, requests, many watches, memory, rest.
  func practiceCluster() throws -> [Row] {
    let cluster = try PracticeCluster(binary: binary, scratch: scratch)
    defer { cluster.end() }
    let starts = try (0..<10).map { _ in
      let own = try Scratch()
      defer { own.remove() }
      let other = try PracticeCluster(binary: binary, scratch: own)
      defer { other.end() }
      return other.readyAfter
    }
    var rows = [
      Row(
        what: "practice cluster: start to ready",
        figure: "\((starts + [cluster.readyAfter]).percentile(50).milliseconds) median",
        budget: "100 ms"),
      Row(
        what: "practice cluster: resident after start",
        figure: "\(cluster.residentMemory >> 20) MiB",
        budget: "64 MiB"),
    ]
    if let row = try kubectl(cluster) { rows.append(row) }
    rows += try requests(cluster)
    let (time, watches) = try cluster.watched(pods: 1_000)
    rows.append(
      Row(
        what: "practice cluster: 1,000 Pods, a watch each",
        figure: "\(time.milliseconds), \(cluster.residentMemory >> 20) MiB", budget: "–"))
    for watch in watches { watch.close() }
    sleep(20)
    let before = cluster.processorTime
    sleep(60)
    let used = cluster.processorTime - before
    rows.append(
      Row(
        what: "practice cluster: a minute of rest", figure: "\(used * 10) ms of processor time",
        budget: "600 ms"))
    return rows
  }

  private func kubectl(_ cluster: PracticeCluster) throws -> Row? {
    let paths = String(cString: getenv("PATH")).split(separator: ":").map { "\($0)/kubectl" }
    guard let kubectl = paths.first(where: { access($0, X_OK) == 0 }) else { return nil }
    setenv("KUBECONFIG", cluster.kubeconfig, 1)
    setenv("KUBECACHEDIR", scratch.folder + "/cache", 1)
    let times = try (0..<10).map { _ in
      try ChildProcess([kubectl, "get", "pods"]).wait().wall
    }
    return Row(
      what: "kubectl get pods, whole process",
      figure: "\(times.percentile(50).milliseconds) median",
      budget: "180 ms")
  }

  private func requests(_ cluster: PracticeCluster) throws -> [Row] {
    let maps = "/api/v1/namespaces/default/configmaps"
    return try [1, 32].flatMap { count in
      let reads = try cluster.rate(connections: count, requests: 6_400) { _ in
        PracticeCluster.Request(path: "\(maps)/kube-root-ca.crt")
      }
      let writes = try cluster.rate(connections: count, requests: 3_200) { number in
        let name = "m\(number % count)-\(number / (2 * count))"
        return number / count % 2 == 0
          ? .init(method: "POST", path: maps, body: "{\"metadata\":{\"name\":\"\(name)\"}}")
          : .init(method: "DELETE", path: "\(maps)/\(name)")
      }
      let of = count == 1 ? "1 connection" : "\(count) connections"
      return [
        Row(what: "practice cluster: GET, \(of)", figure: "\(reads) requests/s", budget: "–"),
        Row(
          what: "practice cluster: create and delete, \(of)", figure: "\(writes) requests/s",
          budget: "–"),
      ]
    }
  }
}
