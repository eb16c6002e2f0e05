/// Makes scripts as containers run them: what labs do, in any order.
struct ScriptGrammar {
  private static let simple: [String] = [
    "echo started", "echo oops >&2", "printf x", "date", "hostname", "id -u", "env | sort", "ps",
    "echo $$ > /data/pid", "echo line >> /data/log", "cat /data/log", "tail -n 2 /data/log",
    "wc -l < /data/log", "ls -l /data", "rm -f /data/log", "mkdir -p /data/a/b",
    "mv /data/log /data/old",
    "cp /etc/hostname /data/h", "wget -qO- localhost", "wget -T 1 -qO- web",
    "wget -qO- 10.96.0.1:443",
    "nc -z localhost 80", "nc -l -p 8080 < /etc/hostname", "httpd -p 8080 -h /data", "nslookup web",
    "grep -c line /data/log", "sed -i s/line/LINE/ /data/log",
    "awk '{ n++ } END { print n }' /data/log",
    "sort /data/log | uniq -c", "seq 5 | xargs -n 2", "touch /data/ready", "test -f /data/ready",
    "chmod 0 /data/log", "ln -sf log /data/link", "mkfifo /data/p", "echo hi > /data/p",
    "cat /data/p",
    "dd if=/dev/zero of=/data/z bs=1k count=64", "df /data", "du -s /data", "kill -TERM 1",
    "kill -9 $$",
    "kill $(cat /data/pid)", "kill %1", "wait", "exit 0", "exit 3", "false", "true",
    "nosuchprogram",
    "exec sleep 5", "set -e", "cd /data", "cat /etc/nginx/nginx.conf", "nginx -t",
    "nginx -s reload",
    "echo ${HOSTNAME:?unset}", "read x < /data/log", "timeout 2 sleep 9", "stat -c %s /data/log",
    "tee -a /data/log < /etc/hostname", "head -c 100 /dev/urandom | md5sum", "yes | head -n 3",
    "trap 'echo bye; exit 0' TERM", "trap '' TERM", "trap 'echo end' EXIT", "trap - TERM",
  ]

  private var random: Seeded

  init(seed: Int) { random = Seeded(seed &+ 7_919) }

  mutating func script() -> String {
    (0...random.number(below: 5)).map { _ in command(depth: 3) }.joined(separator: "\n")
  }

  /// One command, as a probe or hook runs it.
  mutating func command() -> String { command(depth: 1) }

  private mutating func command(depth: Int) -> String {
    guard depth > 0 else { return line() }
    switch random.number(below: 14) {
    case 0: return "while true; do \(command(depth: depth - 1)); \(pause()); done"
    case 1: return "until \(line()); do \(pause()); done"
    case 2: return "for i in 1 2 3; do \(command(depth: depth - 1)); done"
    case 3: return "if \(line()); then \(command(depth: depth - 1)); else \(line()); fi"
    case 4: return "(\(command(depth: depth - 1))) &"
    case 5: return "\(line()) && \(line()) || \(line())"
    case 6: return "\(line()) | \(line())"
    case 7: return "x=$(\(line())); echo \"got $x\""
    case 8: return "f() { \(command(depth: depth - 1)); }; f"
    case 9: return "{ \(line()); \(line()); } > /data/out 2>&1"
    case 10: return pause()
    default: return line()
    }
  }

  private mutating func line() -> String { random.pick(Self.simple) }

  private mutating func pause() -> String {
    random.pick([
      "sleep 1", "sleep 5", "sleep 0.2", "sleep 30", "usleep 100000", "sleep infinity", ":",
    ])
  }
}
