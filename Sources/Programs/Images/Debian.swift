import Kernel
import Shell

/// Debian 12's tools, as far as the nginx image has them and the simulation models them.
enum Debian {
  /// Programs by the names under which executables know them.
  static let programs: [String: Program] = {
    var programs: [String: Program] = [:]
    for name in names {
      guard let applet = Busybox.applets[name] else { continue }
      programs["gnu/\(name)"] = { process in
        try await Dialect.$current.withValue(.gnu) { try await applet.run(process) }
      }
    }
    programs["dash"] = ShellProgram.program(.dash)
    programs["bash"] = ShellProgram.program(.bash)
    for name in notModelled {
      programs["gnu/\(name)"] = { process in
        try process.notModelled("the program '\(lastComponent(process.arguments.first ?? ""))'")
      }
    }
    return programs
  }()

  /// Tools whose messages and formats are those of busybox, but for what `Dialect` changes.
  private static let names = [
    "cat", "tac", "rev", "nl", "head", "tail", "wc", "uniq", "tee", "fold", "expand", "unexpand",
    "shuf", "cut", "paste", "tr", "sort", "grep", "egrep", "fgrep", "sed", "awk", "ls", "mkdir",
    "rmdir", "rm", "touch", "ln", "cp", "mv", "install", "date", "sleep", "timeout", "true",
    "false", "echo", "printf", "test", "[", "yes", "basename", "dirname", "pwd", "hostname",
    "uname",
    "nproc", "whoami", "id", "env", "printenv", "which", "nohup", "setsid", "nice", "tty", "stty",
    "sync",
    "seq", "expr", "chmod", "chown", "chgrp", "stat", "find", "xargs", "du", "df", "readlink",
    "realpath", "mktemp", "md5sum", "sha1sum", "sha256sum", "sha512sum", "base64", "od", "cmp",
    "diff", "comm", "split", "dd", "mkfifo", "truncate", "tar", "gzip", "gunzip", "zcat", "link",
    "unlink", "mount",
  ]

  /// What the real image has and the simulation does not.
  static let notModelled = [
    "perl", "openssl", "gettext", "envsubst", "dpkg", "apt", "apt-get", "apt-cache", "useradd",
    "usermod", "groupadd", "passwd", "su", "chroot", "script", "more", "join", "pr", "ptx",
    "csplit", "factor", "numfmt", "stdbuf", "tsort", "who", "users", "pinky", "logname",
    "hostid", "shred", "sum", "cksum", "b2sum", "sha224sum", "sha384sum", "base32", "basenc",
    "dircolors", "dir", "vdir", "runcon", "chcon", "mknod", "getent", "getconf", "iconv", "locale",
    "localedef", "ldd", "lsblk", "flock", "getopt", "logger", "mesg", "nsenter", "unshare",
    "taskset",
    "last", "wall", "tput", "tset", "clear", "reset", "infocmp", "tic", "run-parts", "tempfile",
    "savelog", "zgrep", "zmore", "zless", "zdiff", "bzip2", "xz", "perl5.36", "debconf",
  ]

  /// The names in /usr/bin and the programs behind them.
  static var executables: [String: FileTree] {
    var entries: [String: FileTree] = [:]
    for name in names where Busybox.applets[name] != nil { entries[name] = .program("gnu/\(name)") }
    for name in notModelled { entries[name] = .program("gnu/\(name)") }
    entries["mawk"] = .program("gnu/awk")
    entries["sh"] = .program("dash")
    entries["dash"] = .program("dash")
    entries["bash"] = .program("bash")
    return entries
  }
}
