import Kernel
import Programs
import Testing

/// What comes through pipes and sockets, and when.
@Suite struct StreamingTests {
  private func debian(_ script: String) throws -> Container.Outcome {
    try Container(Images.nginx).run("bash", "-c", script)
  }

  private static let slowly = "(echo a; sleep 1; echo b; sleep 1) | "
  private static let stamps = " | while read l; do date +%S | tr '\\n' ' '; echo $l; done"

  @Test(arguments: [
    // mawk waits for 4096 bytes or the end; flushing what it prints changes nothing.
    ("awk '{print; fflush()}'", 0),
    ("awk -W interactive '{print}'", 1),
    ("mawk -Wi '{print}'", 1),
    ("sed s/x/y/", 0),
    ("sed -u s/x/y/", 1),
    ("stdbuf -oL sed s/x/y/", 1),
    ("stdbuf --output=0 tr a a", 1),
    ("grep --line-buffered .", 1),
  ])
  func `Debian's tools hold lines back in pipes`(tool: String, seconds: Int) throws {
    let outcome = try debian(Self.slowly + tool + Self.stamps)
    let times = outcome.output.split(separator: "\n").compactMap { Int($0.prefix(2)) }
    #expect(times.count == 2)
    #expect(times.last.flatMap { last in times.first.map { last - $0 } } == seconds)
  }

  @Test func `stdbuf wants a mode and a program`() throws {
    #expect(try debian("stdbuf ls").status == 125)
    #expect(try debian("stdbuf -oX ls").errors == "stdbuf: invalid mode ‘X’\n")
    #expect(try debian("stdbuf -oL no-such").status == 127)
  }

  private static let growing = """
    cd /tmp; echo a > f; (sleep 1; echo b >> f) &
    awk 'BEGIN { for (i = 0; i < 4; i++) { while ((getline l < "f") > 0) print l; system("sleep 1") } }'
    """

  @Test func `only busybox's awk reads on where a file has grown`() throws {
    #expect(try Container().shell(Self.growing).output == "a\nb\n")
    #expect(try debian(Self.growing).output == "a\n")
  }

  @Test(arguments: [
    ("(nc -l -p 90 -e echo hi) & sleep 1; nc localhost 90", "hi\n"),
    ("nc -lk -p 90 -e cat & sleep 1; for i in 1 2; do echo $i | nc localhost 90; done", "1\n2\n"),
    ("nc -nlkp 90 -e cat & sleep 1; echo x | nc -w 1 localhost 90", "x\n"),
    ("(echo hi | nc -lp 90) & sleep 1; nc localhost 90 < /dev/null", "hi\n"),
    ("nc -lp 90 -w 2; echo $?", "1\n"),
    ("nc -lk -p 80 -e nc info.cern.ch 80 & sleep 1; wget -qO- localhost | grep -c title", "1\n"),
  ])
  func `nc listens and calls`(script: String, output: String) throws {
    #expect(try Container().shell(script + "; kill $! 2>/dev/null").output == output)
  }

  @Test(arguments: [
    ("printf 'Content-type: text/plain\\n\\n%s' \"$QUERY_STRING\"", "?q=1", "q=1"),
    ("printf 'Status: 404 Gone\\nContent-type: a/b\\n\\n'", "", ""),
    ("echo bare", "", "bare\n"),
  ])
  func `httpd runs scripts`(script: String, query: String, output: String) throws {
    let outcome = try Container().shell(
      """
      mkdir -p /www/cgi-bin; cd /www
      cat > cgi-bin/index.cgi <<'EOF'
      #!/bin/sh
      \(script)
      EOF
      chmod +x cgi-bin/index.cgi
      httpd -h /www; wget -q -O - 'localhost/cgi-bin/index.cgi\(query)'; wget -q -O - localhost/
      """)
    #expect(outcome.output == output + (query.isEmpty ? output : ""))
    #expect(outcome.errors.contains("404") == script.contains("404"))
  }

  @Test func `httpd hands requests on`() throws {
    let outcome = try Container().shell(
      """
      printf '# proxy\\nP:/cern/:http://info.cern.ch:80/\\n' > /etc/httpd.conf
      mkdir /www; echo own > /www/index.html
      httpd -h /www; wget -q -O - localhost/; wget -q -O - localhost/cern/ | grep -c title
      """)
    #expect(outcome.output == "own\n1\n")
  }

  @Test func `the files of another process are those that it sees`() throws {
    let outcome = try Container().shell(
      "echo x > /tmp/f; sleep 9 & cat /proc/$!/root/tmp/f; ls -d /proc/$!/root/proc/self")
    #expect(outcome.output.hasPrefix("x\n/proc/"))
  }
}
