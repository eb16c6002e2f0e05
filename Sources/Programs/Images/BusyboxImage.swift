import Kernel

extension Images {
  /// Docker's busybox image: BusyBox 1.35.0, all applets in /bin, users in /etc.
  package static let busybox = ContainerImage(
    repository: "library/busybox", files: busyboxFiles, command: ["sh"], size: 1_270_953,
    digest: "1794ce0313ff0643c7a3b253da206c193d187aa8570ff92d960a684a15fa8f4f")

  private static let busyboxFiles: FileTree = {
    var tree = FileTree.directory([
      "dev": .directory(), "home": .directory(), "lib": .directory(), "proc": .directory(),
      "root": .directory(mode: 0o700), "sbin": .directory(), "sys": .directory(),
      "tmp": .directory(mode: 0o1777), "lib64": .link(to: "lib"),
    ])
    var commands: [String: FileTree] = [:]
    for name in Busybox.names { commands[name] = .program("busybox") }
    tree["bin"] = .directory(commands)
    tree["usr"] = .directory([
      "bin": .directory(["env": .program("busybox")]), "sbin": .directory(),
    ])
    tree["var"] = .directory([
      "spool": .directory(["mail": .directory()]), "www": .directory(), "tmp": .directory(),
    ])
    tree["etc/passwd"] = .file(
      """
      root:x:0:0:root:/root:/bin/sh
      daemon:x:1:1:daemon:/usr/sbin:/bin/false
      bin:x:2:2:bin:/bin:/bin/false
      sys:x:3:3:sys:/dev:/bin/false
      sync:x:4:100:sync:/bin:/bin/sync
      mail:x:8:8:mail:/var/spool/mail:/bin/false
      www-data:x:33:33:www-data:/var/www:/bin/false
      operator:x:37:37:Operator:/var:/bin/false
      nobody:x:65534:65534:nobody:/home:/bin/false

      """)
    tree["etc/group"] = .file(
      """
      root:x:0:
      daemon:x:1:
      bin:x:2:
      sys:x:3:
      adm:x:4:
      tty:x:5:
      disk:x:6:
      wheel:x:10:root
      mail:x:8:
      www-data:x:33:
      operator:x:37:
      users:x:100:
      nogroup:x:65534:

      """)
    tree["etc/shadow"] = .file("root:*:::::::\n", mode: 0o640)
    tree["etc/nsswitch.conf"] = .file("hosts:\t\tfiles dns\n")
    return tree
  }()
}
