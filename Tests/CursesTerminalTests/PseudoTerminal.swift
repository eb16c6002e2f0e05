import Glibc

/// A terminal whose screen side the test plays.
final class PseudoTerminal {
  /// The screen's and keyboard's side.
  let master: Int32
  /// The program's side.
  let slave: Int32

  init(width: UInt16 = 80, height: UInt16 = 24) {
    var master: Int32 = -1
    var slave: Int32 = -1
    var size = winsize(ws_row: height, ws_col: width, ws_xpixel: 0, ws_ypixel: 0)
    let result = openpty(&master, &slave, nil, nil, &size)
    precondition(result == 0, "the system has no pseudo-terminal left")
    self.master = master
    self.slave = slave
    _ = fcntl(master, F_SETFL, O_NONBLOCK)
  }

  deinit {
    close(master)
    close(slave)
  }

  func resize(width: UInt16, height: UInt16) {
    var size = winsize(ws_row: height, ws_col: width, ws_xpixel: 0, ws_ypixel: 0)
    _ = ioctl(master, UInt(TIOCSWINSZ), &size)
  }

  func type(_ text: String) {
    _ = write(master, Array(text.utf8), text.utf8.count)
  }

  /// What the program has sent since the last call.
  func takeOutput() -> String {
    var all: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 4096)
    while true {
      let count = read(master, &chunk, chunk.count)
      guard count > 0 else { return String(decoding: all, as: UTF8.self) }
      all += chunk[..<count]
    }
  }

  /// Input, output and local flags.
  var modes: [UInt32] {
    var modes = termios()
    tcgetattr(slave, &modes)
    return [modes.c_iflag, modes.c_oflag, modes.c_lflag]
  }
}
