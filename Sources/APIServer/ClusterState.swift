import Kernel
package import PodModel
package import PodSimulator

/// A cluster's objects on their way to and from a file.
package struct ClusterState: Sendable {
  /// The cluster's time when they were written down.
  package var time: ClusterTime
  package var objects: [Node]

  /// The state of a cluster as it is.
  package init(of cluster: SimulatedCluster) {
    time = cluster.kernel.now.clusterTime
    objects = cluster.keptObjects
  }

  /// Why a file is no state, in a part of a sentence.
  package struct Damage: Error, CustomStringConvertible {
    package let description: String
  }

  private static let format: Int64 = 1

  /// Reads what `bytes` wrote.
  package init(reading bytes: [UInt8]) throws(Damage) {
    let document: Node
    do throws(JSON.ReadError) {
      document = try JSON.node(in: bytes)
    } catch {
      throw Damage(description: "it is no JSON (\(error.message) in line \(error.position.line))")
    }
    guard let format = document["podlabState"]?.integer else {
      throw Damage(description: "it has no `podlabState`, so podlab did not write it")
    }
    guard format == Self.format else {
      throw Damage(description: "`podlabState` is \(format), which a newer podlab wrote")
    }
    guard let time = document["time"]?.string.flatMap({ ClusterTime(rfc3339: $0) }),
      let objects = document["objects"]?.list
    else { throw Damage(description: "it has no `time` or no `objects`") }
    self.time = time
    self.objects = objects
  }

  /// The file: JSON with one object a line.
  package var bytes: [UInt8] {
    var text = Array(
      "{\"podlabState\":\(Self.format),\"time\":\"\(time.rfc3339)\",\"objects\":[".utf8)
    for (index, object) in objects.enumerated() {
      text += Array((index == 0 ? "\n" : ",\n").utf8) + object.jsonBytes()
    }
    return text + Array("\n]}\n".utf8)
  }
}
