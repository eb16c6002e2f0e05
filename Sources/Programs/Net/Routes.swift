import Kernel

/// What a container's network looks like: the loopback, and one interface if it has an address.
private struct Interfaces {
  let address: String?

  init(_ process: Process) { address = process.namespaces.network.address.map { "\($0)" } }

  /// The address with another last number.
  private func neighbour(_ last: Int) -> String {
    let parts = (address ?? "").split(separator: ".").dropLast()
    return (parts.map(String.init) + [String(last)]).joined(separator: ".")
  }

  var gateway: String { neighbour(1) }
  var network: String { neighbour(0) }

  private struct Interface {
    let name: String
    let heading: String
    let hardware: String
    let addresses: [(family: String, text: String)]
  }

  private var all: [Interface] {
    let loopback = Interface(
      name: "lo", heading: "1: lo: <LOOPBACK,UP,LOWER_UP> mtu 65536 qdisc noqueue qlen 1000",
      hardware: "link/loopback 00:00:00:00:00:00 brd 00:00:00:00:00:00",
      addresses: [("inet", "127.0.0.1/8 scope host lo"), ("inet6", "::1/128 scope host ")])
    guard let address else { return [loopback] }
    let flags = "<BROADCAST,MULTICAST,UP,LOWER_UP,M-DOWN>"
    return [
      loopback,
      Interface(
        name: "eth0", heading: "2: eth0@if3: \(flags) mtu 1500 qdisc noqueue ",
        hardware: "link/ether 0a:58:0a:00:00:02 brd ff:ff:ff:ff:ff:ff",
        addresses: [("inet", "\(address)/24 brd \(neighbour(255)) scope global eth0")]),
    ]
  }

  /// Source: busybox 1.35.0 `networking/libiproute/ipaddress.c`.
  func text(addresses: Bool, only name: String?, family: String?, isShort: Bool) -> String? {
    let chosen = all.filter { name == nil || $0.name == name }
    if chosen.isEmpty { return nil }
    let life = "       valid_lft forever preferred_lft forever"
    var lines: [String] = []
    for interface in chosen {
      let shown = interface.addresses.filter { addresses && (family ?? $0.family) == $0.family }
      if isShort, addresses {
        let number = interface.heading.prefix { $0 != " " }
        lines += shown.map { "\(number) \(interface.name)    \($0.family) \($0.text)\\\(life)" }
        continue
      }
      if family != nil, shown.isEmpty { continue }
      let hardware = "    \(interface.hardware)"
      if isShort {
        lines.append("\(interface.heading)\\\(hardware)")
      } else {
        lines.append(interface.heading)
        if family == nil { lines.append(hardware) }
      }
      lines += shown.flatMap { ["    \($0.family) \($0.text)", life] }
    }
    return lines.map { $0 + "\n" }.joined()
  }
}

extension Applet {
  static let ip = ipApplet("ip", object: nil)
  static let ipaddr = ipApplet("ipaddr", object: "address")
  static let iplink = ipApplet("iplink", object: "link")
  static let iproute = ipApplet("iproute", object: "route")

  /// Source: busybox 1.35.0 `networking/ip.c`; containers may look, and change nothing.
  private static func ipApplet(_ name: String, object: String?) -> Applet {
    Applet(
      name,
      usage: """
        [OPTIONS] address|route|link|tunnel|neigh|rule [ARGS]

        OPTIONS := -f[amily] inet|inet6|link | -o[neline]

        ip addr add|del IFADDR dev IFACE | show|flush [dev IFACE] [to PREFIX]
        ip route list|flush|add|del|change|append|replace|test ROUTE
        ip link set IFACE [up|down] [arp on|off] [multicast on|off]
        	[promisc on|off] [mtu NUM] [name NAME] [qlen NUM] [address MAC]
        	[master IFACE | nomaster] [netns PID]
        ip tunnel add|change|del|show [NAME]
        	[mode ipip|gre|sit] [remote ADDR] [local ADDR] [ttl TTL]
        ip neigh show|flush [to PREFIX] [dev DEV] [nud STATE]
        ip rule [list] | add|del SELECTOR ACTION
        """
    ) { process in
      var words = process.operands[...]
      var family: String?
      var isShort = false
      while let option = words.first, option.hasPrefix("-") {
        words.removeFirst()
        switch option {
        case "-4": family = "inet"
        case "-6": family = "inet6"
        case "-0": family = "link"
        case "-o", "-oneline": isShort = true
        case "-f", "-family": family = words.popFirst()
        default: throw UsageError()
        }
      }
      guard let asked = object ?? words.popFirst(),
        let kind = ["address", "route", "link", "neigh", "rule"].first(where: {
          $0.hasPrefix(asked) || asked == "addr" && $0 == "address"
        })
      else { throw UsageError() }
      let action = words.popFirst() ?? "show"
      guard ["show", "list", "lst"].contains(where: { $0.hasPrefix(action) }) else {
        try await process.die("RTNETLINK answers: Operation not permitted", status: 2)
      }
      if words.first == "dev" { words.removeFirst() }
      let interfaces = Interfaces(process)
      switch kind {
      case "route":
        guard let address = interfaces.address, family != "inet6" else { return 0 }
        try await process.output.write(
          "default via \(interfaces.gateway) dev eth0 \n"
            + "\(interfaces.network)/24 dev eth0 scope link  src \(address) \n")
      case "rule":
        try await process.output.write(
          "0:\tfrom all lookup local \n32766:\tfrom all lookup main \n"
            + "32767:\tfrom all lookup default \n")
      case "neigh": break
      default:
        guard
          let text = interfaces.text(
            addresses: kind == "address", only: words.first, family: family, isShort: isShort)
        else { try await process.die("can't find device '\(words.first ?? "")'") }
        try await process.output.write(text)
      }
      return 0
    }
  }

  /// Source: busybox 1.35.0 `networking/route.c`.
  static let route = Applet(
    "route",
    usage: """
      [-ne] [-A inet[6]] [{add|del} TARGET [netmask MASK]
      	[gw GATEWAY] [metric N] [mss BYTES] [window BYTES] [reject] [IFACE]]

      Show or edit kernel routing tables

      	-n	Don't resolve names
      	-e	Display other/more information
      	-A inet[6]	Select address family
      """
  ) { process in
    let options = try await process.options("A:ne")
    guard options.operands.isEmpty else {
      try await process.die("SIOCADDRT: Operation not permitted")
    }
    var text = "Kernel IP routing table\n"
    text += "Destination     Gateway         Genmask         Flags Metric Ref    Use Iface\n"
    let interfaces = Interfaces(process)
    if interfaces.address != nil {
      let (anywhere, nobody) = options.has("n") ? ("0.0.0.0", "0.0.0.0") : ("default", "*")
      let rows = [
        (anywhere, interfaces.gateway, "0.0.0.0", "UG   "),
        (interfaces.network, nobody, "255.255.255.0", "U    "),
      ]
      for (target, gateway, mask, flags) in rows {
        text += "\(target.left(15)) \(gateway.left(15)) \(mask.left(15)) \(flags) 0      0        0"
        text += " eth0\n"
      }
    }
    try await process.output.write(text)
    return 0
  }
}
