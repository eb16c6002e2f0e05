import Kernel

extension Images {
  /// Alpine Linux: busybox's tools under another name.
  package static let alpine = ContainerImage(
    repository: "library/alpine", files: alpineFiles, command: ["/bin/sh"], size: 3_626_897,
    digest: "1e42bbe2508154c9126d48c2b8a75420c3544343bf86fd041fb7527e017a4b4a")

  /// Debian 12.
  package static let debian = ContainerImage(
    repository: "library/debian", files: Debian.files(named: .debian), command: ["bash"],
    size: 48_491_000,
    digest: "10901ccd8d249047f9761845b4594f121edef079cfd8224edebd9ea726f0a7f6")

  /// Ubuntu 24.04, with Debian's tools.
  package static let ubuntu = ContainerImage(
    repository: "library/ubuntu", files: Debian.files(named: .ubuntu), command: ["/bin/bash"],
    size: 29_755_000,
    digest: "80dd3c3b9c6cecb9f1667e9290b3bc61b78c2678c02cbdae5f0fea92cc6734ab")

  /// Docker's image of Apache 2.4.
  package static let httpd = ContainerImage(
    repository: "library/httpd", files: httpdFiles, command: ["httpd-foreground"],
    environment: [
      ("PATH", "/usr/local/apache2/bin:" + Debian.path), ("HTTPD_PREFIX", "/usr/local/apache2"),
      ("HTTPD_VERSION", "2.4.62"),
    ],
    workingDirectory: "/usr/local/apache2", exposedPorts: [80], stopSignal: .winch,
    size: 58_278_000,
    digest: "bbea29057f25d9543e6a96a8e3cc7c7c937206d20eab2323f478fdb2469d536d")

  /// Docker's image of redis 7.
  package static let redis = ContainerImage(
    repository: "library/redis", files: redisFiles, entrypoint: ["docker-entrypoint.sh"],
    command: ["redis-server"],
    environment: [("PATH", Debian.path), ("REDIS_VERSION", "7.4.1")], workingDirectory: "/data",
    exposedPorts: [6379], size: 45_006_000,
    digest: "bb142a9c18ac18a16713c1491d779697b4e107c22a97266616099d288237ef47")

  private static let alpineFiles: FileTree = {
    var tree = busybox.files
    tree["etc/alpine-release"] = .file("3.20.3\n")
    tree["etc/os-release"] = .file(
      """
      NAME="Alpine Linux"
      ID=alpine
      VERSION_ID=3.20.3
      PRETTY_NAME="Alpine Linux v3.20"
      HOME_URL="https://alpinelinux.org/"
      BUG_REPORT_URL="https://gitlab.alpinelinux.org/alpine/aports/-/issues"

      """)
    tree["etc/hostname"] = .file("localhost\n")
    for name in ["media", "mnt", "opt", "run", "srv"] { tree[name] = .directory() }
    return tree
  }()

  private static let httpdFiles: FileTree = {
    var tree = Debian.files(named: .debian)
    let root = "usr/local/apache2/"
    tree[root + "htdocs/index.html"] = .file("<html><body><h1>It works!</h1></body></html>\n")
    tree[root + "conf/httpd.conf"] = .file(
      "ServerRoot \"/usr/local/apache2\"\nListen 80\n"
        + "DocumentRoot \"/usr/local/apache2/htdocs\"\n")
    tree[root + "logs"] = .directory()
    tree[root + "bin/httpd"] = .program("apache")
    tree["usr/local/bin/httpd-foreground"] = .program("apache")
    return tree
  }()

  private static let redisFiles: FileTree = {
    var tree = Debian.files(named: .debian)
    tree["data"] = .directory()
    tree["usr/local/bin/docker-entrypoint.sh"] = .file("#!/bin/sh\nexec \"$@\"\n", mode: 0o755)
    tree["usr/local/bin/redis-server"] = .program("redis-server")
    tree["usr/local/bin/redis-cli"] = .program("redis-cli")
    return tree
  }()
}
