/// A value of a cluster that other threads may hold, and hand back to the cluster's own.
///
/// It is looked into by tasks of that cluster alone, such as `LiveCluster.run` starts.
package struct Confined<Value>: @unchecked Sendable {
  package let value: Value

  package init(_ value: Value) { self.value = value }
}
