import Kernel

extension Process {
  /// Ends a server that has to become another user and cannot.
  ///
  /// What each says then is not modelled.
  func demandChangeOfUser() throws {
    let needed: Capabilities = [.setUser, .setGroup]
    if user == 0, !has(needed) {
      try notModelled("\(name) without the capabilities SETUID and SETGID")
    }
  }
}
