import ByteText
package import Kernel
import Shell

/// BusyBox 1.35.0 in its default configuration: one program that is many, by the name it is called.
package enum Busybox {
  /// The program of /bin/busybox and all its names.
  package static let program: Program = { process in
    let name = process.name
    if name == "busybox" { return try await runNamed(process) }
    return try await run(name.hasPrefix("-") ? String(name.dropFirst()) : name, process)
  }

  /// All names in /bin, in alphabetical order.
  package static let names: [String] =
    (Array(applets.keys) + shells + notModelled + ["busybox"]).sorted()

  private static let shells = ["sh", "ash"]

  private static func run(_ name: String, _ process: Process) async throws -> Int {
    if shells.contains(name) { return try await ShellProgram.main(process) }
    if let applet = applets[name] { return try await applet.run(process) }
    if notModelled.contains(name) { try process.notModelled("the applet '\(name)'") }
    try await process.output.flush()
    try await process.errors.write("\(name): applet not found\n")
    return 127
  }

  /// Runs `busybox NAME ARGUMENT…`.
  private static func runNamed(_ process: Process) async throws -> Int {
    guard let name = process.operands.first else {
      try await process.output.write(Applet.banner)
      return 0
    }
    if name == "--list" {
      for name in names { try await process.output.writeLine(name) }
      return 0
    }
    if name == "--help" {
      guard process.operands.count > 1 else {
        try await process.output.write(Applet.banner)
        return 0
      }
      if let applet = applets[process.operands[1]] {
        try await process.errors.write(applet.help)
        return 0
      }
    }
    let wanted = name == "--help" ? process.operands[1] : name
    guard names.contains(wanted), wanted == name else {
      try await process.errors.write("\(wanted): applet not found\n")
      return 127
    }
    try process.execute("/bin/" + lastComponent(name), arguments: process.operands)
  }

  /// The applets that are modelled.
  static let applets: [String: Applet] = Dictionary(
    uniqueKeysWithValues: (textApplets + fileApplets + systemApplets + networkApplets
      + Applet.smallApplets + Applet.compressionApplets).map {
        ($0.name, $0)
      })

  private static let textApplets: [Applet] = [
    .cat, .tac, .rev, .nl, .head, .tail, .wc, .uniq, .tee, .fold, .expand, .unexpand, .shuf, .cut,
    .paste, .tr, .sort, .grep, .egrep, .fgrep, .sed, .awk, .od, .hexdump, .hd, .xxd, .strings,
    .base64, .md5sum, .sha1sum, .sha256sum, .sha512sum, .sha3sum, .base32, .sum, .crc32, .uuencode,
    .uudecode, .dos2unix, .unix2dos, .ts, .getopt, .less, .more,
  ]

  private static let fileApplets: [Applet] = [
    .ls, .mkdir, .rmdir, .rm, .touch, .ln, .cp, .mv, .install, .find, .chmod, .chown, .chgrp, .stat,
    .readlink, .realpath, .truncate, .mkfifo, .unlink, .link, .mktemp, .cmp, .comm, .diff, .split,
    .df, .du, .mount, .dd, .tar, .mknod, .mountpoint, .fsync, .fallocate,
  ]

  private static let systemApplets: [Applet] = [
    .date, .sleep, .usleep, .timeout, .time, .watch, .trueApplet, .falseApplet, .echo, .printf,
    .test, Applet("[", body: Applet.test.body), Applet("[[", body: Applet.test.body), .yes,
    .basename, .dirname, .pwd, .hostname, .uname, .nproc, .whoami, .id, .env, .printenv, .which,
    .nohup, .setsid, .nice, .tty, .stty, .sync, .seq, .ps, .kill, .killall, .pidof, .pgrep,
    .pkill, .free, .uptime, .expr, .xargs, .top, .hostid, .nologin, .logger, .pwdx, .runParts,
  ]

  private static let networkApplets: [Applet] = [
    .wget, .nc, .nslookup, .ping, .netstat, .ifconfig, .ip, .ipaddr, .iplink, .iproute, .route,
    .httpd,
  ]

  /// What the real busybox has and the simulation does not.
  ///
  /// Source: `busybox --list` of 1.35.0 in its default configuration.
  private static let notModelled: [String] = {
    let all = """
      acpid add-shell addgroup adduser adjtimex arch arp arping ascii awk base32 base64 basename \
      bc beep blkdiscard blkid blockdev bootchartd brctl bunzip2 bzcat bzip2 cal cat chat chattr \
      chgrp chmod chown chpasswd chpst chroot chrt chvt cksum clear cmp comm conspy cp cpio crc32 \
      crond crontab cryptpw cttyhack cut date dc dd deallocvt delgroup deluser depmod devmem df \
      dhcprelay diff dirname dmesg dnsd dnsdomainname dos2unix dpkg dpkg-deb du dumpkmap \
      dumpleases echo ed egrep eject env envdir envuidgid ether-wake expand expr factor fakeidentd \
      fallocate false fatattr fbset fbsplash fdflush fdformat fdisk fgconsole fgrep find findfs \
      flock fold free freeramdisk fsck fsck.minix fsfreeze fstrim fsync ftpd ftpget ftpput fuser \
      getopt getty grep groups gunzip gzip halt hd hdparm head hexdump hexedit hostid hostname \
      httpd hush hwclock i2cdetect i2cdump i2cget i2cset i2ctransfer id ifconfig ifdown ifenslave \
      ifplugd ifup inetd init insmod install ionice iostat ip ipaddr ipcalc ipcrm ipcs iplink \
      ipneigh iproute iprule iptunnel kbd_mode kill killall killall5 klogd last less link linux32 \
      linux64 linuxrc ln loadfont loadkmap logger login logname logread losetup lpd lpq lpr ls \
      lsattr lsmod lsof lspci lsscsi lsusb lzcat lzma lzop makedevs makemime man md5sum mdev mesg \
      microcom mim mkdir mkdosfs mke2fs mkfifo mkfs.ext2 mkfs.minix mkfs.vfat mknod mkpasswd \
      mkswap mktemp modinfo modprobe more mount mountpoint mpstat mt mv nameif nanddump nandwrite \
      nbd-client nc netstat nice nl nmeter nohup nologin nproc nsenter nslookup ntpd od openvt \
      partprobe passwd paste patch pgrep pidof ping ping6 pipe_progress pivot_root pkill pmap \
      popmaildir poweroff powertop printenv printf ps pscan pstree pwd pwdx raidautorun rdate rdev \
      readahead readlink readprofile realpath reboot reformime remove-shell renice reset resize \
      resume rev rm rmdir rmmod route rpm rpm2cpio rtcwake run-init run-parts runlevel runsv \
      runsvdir rx script scriptreplay sed sendmail seq setarch setconsole setfattr setfont \
      setkeycodes setlogcons setpriv setserial setsid setuidgid sha1sum sha256sum sha3sum \
      sha512sum showkey shred shuf slattach sleep smemcap softlimit sort split ssl_client \
      start-stop-daemon stat strings stty su sulogin sum sv svc svlogd svok swapoff swapon \
      switch_root sync sysctl syslogd tac tail tar taskset tcpsvd tee telnet telnetd test tftp \
      tftpd time timeout top touch tr traceroute traceroute6 true truncate ts tty ttysize \
      tunctl ubiattach ubidetach ubimkvol ubirename ubirmvol ubirsvol ubiupdatevol udhcpc udhcpc6 \
      udhcpd udpsvd uevent umount uname unexpand uniq unix2dos unlink unlzma unshare unxz unzip \
      uptime users usleep uudecode uuencode vconfig vi vlock volname w wall watch watchdog wc wget \
      which who whoami whois xargs xxd xz xzcat yes zcat zcip
      """
    return all.split(at: " ").map(String.init).filter { applets[$0] == nil }
  }()
}
