import Glibc

/// The learner's editor.
enum Editor {
  /// Opens a file in the editor that a variable names, or the first usual one that is there.
  ///
  /// Waits for its end. The first variable that is set counts.
  /// Returns what went wrong in one sentence, or nil.
  static func open(
    _ path: String, variables: [String] = ["VISUAL", "EDITOR"]
  ) -> String? {
    guard let command = command(of: variables) else {
      return "No editor was found: set $EDITOR, or save '\(path)' from any other program."
    }
    // The editor handles ^C and ^\ by itself; podlab must survive them.
    let interrupt = signal(SIGINT, SIG_IGN)
    let quit = signal(SIGQUIT, SIG_IGN)
    defer {
      signal(SIGINT, interrupt)
      signal(SIGQUIT, quit)
    }
    // $EDITOR may carry options, so a shell splits it; the path is handed over whole.
    let status = run(["/bin/sh", "-c", "\(command) \"$1\"", "sh", path])
    guard status != 0 else { return nil }
    return
      "The editor '\(command)' ended with status \(status): set $EDITOR to one that works here."
  }

  private static func command(of variables: [String]) -> String? {
    for name in variables {
      if let value = LiveWorld.environment[name], !value.allSatisfy(\.isWhitespace) { return value }
    }
    let folders = (LiveWorld.environment["PATH"] ?? "/usr/bin:/bin").split(separator: ":")
    return ["sensible-editor", "nano", "vim", "vi", "emacs"].first { name in
      folders.contains { access("\($0)/\(name)", X_OK) == 0 }
    }
  }

  /// Runs a program on the same terminal and returns its exit status.
  private static func run(_ arguments: [String]) -> Int32 {
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var defaults = sigset_t()
    sigemptyset(&defaults)
    sigaddset(&defaults, SIGINT)
    sigaddset(&defaults, SIGQUIT)
    posix_spawnattr_setsigdefault(&attributes, &defaults)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGDEF))
    var words = arguments.map { strdup($0) } + [nil]
    defer { for word in words { free(word) } }
    var child: pid_t = 0
    guard posix_spawn(&child, arguments[0], nil, &attributes, &words, environ) == 0 else {
      return 127
    }
    var status: Int32 = 0
    while waitpid(child, &status, 0) < 0 && errno == EINTR {}
    return status & 0x7F == 0 ? (status >> 8) & 0xFF : 128 + (status & 0x7F)
  }
}
