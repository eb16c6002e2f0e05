import Kernel

/// Hands out the addresses of Pods, the ones that were not used for the longest time first.
struct PodAddresses {
  private var last: UInt32 = 20
  private var taken: Set<IPAddress> = []

  /// The next free address.
  mutating func take() -> IPAddress {
    for _ in 1...254 {
      last += 1
      let address = IPAddress(rawValue: SimulatedCluster.podNetwork | (last % 254 + 1))
      if taken.insert(address).inserted { return address }
    }
    return IPAddress(rawValue: SimulatedCluster.podNetwork | (last % 254 + 1))
  }

  mutating func give(back address: IPAddress) { taken.remove(address) }
}
