import Kernel
import Shell

extension Applet {
  /// Source: busybox 1.35.0 `networking/nslookup.c`, the large version.
  static let nslookup = Applet(
    "nslookup",
    usage: """
      [-type=QUERY_TYPE] [-debug] HOST [DNS_SERVER]

      Query DNS about HOST

      QUERY_TYPE: soa,ns,a,aaaa,cname,mx,txt,ptr,srv,any
      """
  ) { process in
    let operands = process.operands.filter { !$0.hasPrefix("-") }
    guard let host = operands.first else { throw UsageError() }
    let server = operands.count > 1 ? operands[1] : try await process.nameServer()
    let heading = "Server:\t\t\(server)\nAddress:\t\(server):53\n\n"
    switch try await process.lookUpName(host) {
    case .addresses(let addresses):
      try await process.output.write(heading)
      for address in addresses {
        try await process.output.write("Name:\t\(host)\nAddress: \(address)\n\n")
      }
      try await process.output.write("Non-authoritative answer:\n\n")
      return 0
    case .noSuchName:
      let line = "** server can't find \(host): NXDOMAIN\n\n"
      try await process.output.write(heading + line + line)
      return 1
    case .noServer:
      try await process.sleep(for: .seconds(10))
      try await process.output.write(";; connection timed out; no servers could be reached\n\n")
      return 1
    }
  }

  /// Source: busybox 1.35.0 `networking/ping.c`.
  static let ping = Applet(
    "ping",
    usage: """
      [OPTIONS] HOST

      Send ICMP ECHO_REQUESTs to HOST

      	-4,-6		Force IP or IPv6 name resolution
      	-c CNT		Send only CNT pings
      	-s SIZE		Send SIZE data bytes in packets (default 56)
      	-i SECS		Interval
      	-A		Ping as soon as reply is recevied
      	-t TTL		Set TTL
      	-I IFACE/IP	Source interface or IP address
      	-W SEC		Seconds to wait for the first response (default 10)
      			(after all -c CNT packets are sent)
      	-w SEC		Seconds until ping exits (default:infinite)
      			(can exit earlier with -c CNT)
      	-q		Quiet, only display output at start/finish
      	-p HEXBYTE	Payload pattern
      """
  ) {
    process in
    let options = try await process.options("qvAc:s:t:w:W:I:np:46i:", operands: 1...1)
    let host = options.operands[0]
    let address: IPAddress
    switch try await process.resolve(host) {
    case .address(let found): address = found
    case .unknown: try await process.die("bad address '\(host)'")
    }
    let size = try await process.number(options.value("s") ?? "56")
    let limit = try await options.value("c").asyncMap { try await process.number($0) } ?? Int.max
    let wait = Numbers.seconds(options.value("W") ?? "10") ?? .seconds(10)
    let pause = Numbers.seconds(options.value("i") ?? "1") ?? .seconds(1)
    let deadline = options.value("w").flatMap { Numbers.seconds($0) }.map { process.now + $0 }
    process.output.mode = .lines
    try await process.output.writeLine("PING \(host) (\(address)): \(size) data bytes")
    var times: [Duration] = []
    var sent = 0
    while sent < limit, deadline.map({ process.now < $0 }) != false {
      sent += 1
      if let time = try await process.ping(address, timeout: wait) {
        times.append(time)
        if !options.has("q") {
          try await process.output.writeLine(
            "\(size + 8) bytes from \(address): seq=\(sent - 1) ttl=64 time=\(milliseconds(time)) ms"
          )
        }
        if sent < limit { try await process.sleep(for: pause) }
      }
    }
    try await process.output.write(
      "\n--- \(host) ping statistics ---\n\(sent) packets transmitted, "
        + statistics(times, of: sent))
    return times.isEmpty ? 1 : 0
  }

  private static func statistics(_ times: [Duration], of sent: Int) -> String {
    let loss = sent == 0 ? 0 : (sent - times.count) * 100 / sent
    let received = "\(times.count) packets received, \(loss)% packet loss\n"
    guard let least = times.min(), let most = times.max() else { return received }
    let mean = times.reduce(.zero, +) / times.count
    return received + "round-trip min/avg/max = "
      + "\(milliseconds(least))/\(milliseconds(mean))/\(milliseconds(most)) ms\n"
  }

  private static func milliseconds(_ time: Duration) -> String {
    FloatingText.fixed(Double(time.wholeNanoseconds) / 1e6, decimals: 3)
  }

  /// Source: busybox 1.35.0 `networking/netstat.c`.
  static let netstat = Applet(
    "netstat",
    usage: """
      [-ral] [-tuwx] [-enWp]

      Display networking information

      	-r	Routing table
      	-a	All sockets
      	-l	Listening sockets
      		Else: connected sockets
      	-t	TCP sockets
      	-u	UDP sockets
      	-w	Raw sockets
      	-x	Unix sockets
      		Else: all socket types
      	-e	Other/more information
      	-n	Don't resolve names
      	-W	Wide display
      	-p	Show PID/program name for sockets
      """
  ) { process in
    let options = try await process.options("laentuwxrWp")
    let shows: String
    if options.has("l") {
      shows = "(only servers)"
    } else {
      shows = options.has("a") ? "(servers and established)" : "(w/o servers)"
    }
    try await process.output.write(
      "Active Internet connections \(shows)\n"
        + "Proto Recv-Q Send-Q Local Address           Foreign Address         State       \n")
    for socket in process.sockets {
      if socket.remote == nil, !options.has("l"), !options.has("a") { continue }
      if socket.remote != nil, options.has("l") { continue }
      let remote = socket.remote.map { "\($0)" } ?? "0.0.0.0:*"
      let state = socket.remote == nil ? "LISTEN" : "ESTABLISHED"
      try await process.output.writeLine(
        "tcp        0      0 \("\(socket.local)".left(23)) \(remote.left(23)) \(state.left(11)) ")
    }
    return 0
  }

  /// Source: busybox 1.35.0 `networking/ifconfig.c`.
  static let ifconfig = Applet(
    "ifconfig",
    usage: """
      [-a] [IFACE] [ADDRESS]

      Configure a network interface

      	[add ADDRESS[/PREFIXLEN]]
      	[del ADDRESS[/PREFIXLEN]]
      	[[-]broadcast [ADDRESS]] [[-]pointopoint [ADDRESS]]
      	[netmask ADDRESS] [dstaddr ADDRESS]
      	[outfill NN] [keepalive NN]
      	[hw ether|infiniband ADDRESS] [metric NN] [mtu NN]
      	[[-]trailers] [[-]arp] [[-]allmulti]
      	[multicast] [[-]promisc] [txqueuelen NN] [[-]dynamic]
      	[mem_start NN] [io_addr NN] [irq NN]
      	[up|down] ...
      """
  ) { process in
    var text = ""
    if let address = process.namespaces.network.address {
      text += """
        eth0      Link encap:Ethernet  HWaddr 0A:58:0A:00:00:02  
                  inet addr:\(address)  Bcast:0.0.0.0  Mask:255.255.255.0
                  UP BROADCAST RUNNING MULTICAST  MTU:1500  Metric:1


        """
    }
    text += """
      lo        Link encap:Local Loopback  
                inet addr:127.0.0.1  Mask:255.0.0.0
                UP LOOPBACK RUNNING  MTU:65536  Metric:1


      """
    try await process.output.write(text)
    return 0
  }
}
