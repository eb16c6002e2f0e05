import Kernel
import Shell

/// Debian 12's tools, as far as the nginx image has them and the simulation models them.
enum Debian {
  /// Programs by the names under which executables know them.
  static let programs: [String: Program] = {
    var programs: [String: Program] = [:]
    for name in names {
      guard let applet = own[name] ?? Busybox.applets[name] else { continue }
      programs["gnu/\(name)"] = { process in
        try await Dialect.$current.withValue(.gnu) {
          process.followBufferSettings()
          return try await applet.run(process)
        }
      }
    }
    programs["dash"] = ShellProgram.dash
    programs["bash"] = ShellProgram.bash
    for name in notModelled {
      programs["gnu/\(name)"] = { process in
        try process.notModelled("the program '\(lastComponent(process.arguments.first ?? ""))'")
      }
    }
    return programs
  }()

  /// Tools that busybox does not have.
  private static let own: [String: Applet] = ["stdbuf": .stdbuf]

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
    "unlink", "mount", "stdbuf",
  ]

  /// What the real image has and the simulation does not.
  static let notModelled = [
    "perl", "openssl", "gettext", "envsubst", "dpkg", "apt", "apt-get", "apt-cache", "useradd",
    "usermod", "groupadd", "passwd", "su", "chroot", "script", "more", "join", "pr", "ptx",
    "csplit", "factor", "numfmt", "tsort", "who", "users", "pinky", "logname",
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
    for name in names where programs["gnu/\(name)"] != nil {
      entries[name] = .program("gnu/\(name)")
    }
    for name in notModelled { entries[name] = .program("gnu/\(name)") }
    entries["mawk"] = .program("gnu/awk")
    entries["sh"] = .program("dash")
    entries["dash"] = .program("dash")
    entries["bash"] = .program("bash")
    return entries
  }
}

extension Debian {
  /// The search path of Docker's images.
  static let path = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"

  /// A system with Debian's tools.
  enum Release {
    case debian, ubuntu

    var release: String {
      switch self {
      case .debian:
        """
        PRETTY_NAME="Debian GNU/Linux 12 (bookworm)"
        NAME="Debian GNU/Linux"
        VERSION_ID="12"
        VERSION="12 (bookworm)"
        VERSION_CODENAME=bookworm
        ID=debian

        """
      case .ubuntu:
        """
        PRETTY_NAME="Ubuntu 24.04.1 LTS"
        NAME="Ubuntu"
        VERSION_ID="24.04"
        VERSION="24.04.1 LTS (Noble Numbat)"
        VERSION_CODENAME=noble
        ID=ubuntu
        ID_LIKE=debian

        """
      }
    }

    var version: String {
      switch self {
      case .debian: "12.11\n"
      case .ubuntu: "trixie/sid\n"
      }
    }
  }

  /// The root file system of an image that has nothing of its own.
  static func files(named release: Release) -> FileTree {
    var tree = FileTree.directory([
      "bin": .link(to: "usr/bin"), "sbin": .link(to: "usr/sbin"), "lib": .link(to: "usr/lib"),
      "lib64": .link(to: "usr/lib64"),
    ])
    for name in ["boot", "dev", "home", "media", "mnt", "opt", "proc", "run", "srv", "sys"] {
      tree[name] = .directory()
    }
    tree["root"] = .directory(mode: 0o700)
    tree["tmp"] = .directory(mode: 0o1777)
    tree["var/tmp"] = .directory(mode: 0o1777)
    tree["usr/bin"] = .directory(executables)
    tree["usr/sbin"] = .directory()
    tree["usr/lib"] = .directory()
    tree["usr/lib64"] = .directory()
    tree["var/run"] = .link(to: "/run")
    tree["etc/debian_version"] = .file(release.version)
    tree["etc/os-release"] = .file(release.release)
    tree["etc/passwd"] = accounts(with: "")
    tree["etc/group"] = groups(with: "")
    return tree
  }

  /// /etc/passwd with more lines at its end.
  static func accounts(with lines: String) -> FileTree {
    .file(
      """
      root:x:0:0:root:/root:/bin/bash
      daemon:x:1:1:daemon:/usr/sbin:/usr/sbin/nologin
      bin:x:2:2:bin:/bin:/usr/sbin/nologin
      sys:x:3:3:sys:/dev:/usr/sbin/nologin
      www-data:x:33:33:www-data:/var/www:/usr/sbin/nologin
      nobody:x:65534:65534:nobody:/nonexistent:/usr/sbin/nologin

      """ + lines)
  }

  /// /etc/group with more lines at its end.
  static func groups(with lines: String) -> FileTree {
    .file(
      "root:x:0:\ndaemon:x:1:\nbin:x:2:\nsys:x:3:\nadm:x:4:\ntty:x:5:\nwww-data:x:33:\n"
        + "nogroup:x:65534:\n" + lines)
  }
}
