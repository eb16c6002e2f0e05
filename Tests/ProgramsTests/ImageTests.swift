import Kernel
import Programs
import Testing

@Suite struct ImageTests {
  @Test(arguments: [
    ("alpine", "Alpine Linux v3.20"), ("debian", "Debian GNU/Linux 12 (bookworm)"),
    ("ubuntu", "Ubuntu 24.04.1 LTS"), ("httpd", "Debian GNU/Linux 12 (bookworm)"),
    ("redis", "Debian GNU/Linux 12 (bookworm)"), ("nginx", "Debian GNU/Linux 12 (bookworm)"),
  ])
  func `a shell runs and knows its system`(name: String, system: String) throws {
    let image = try #require(Images.image("library/\(name)"))
    let outcome = try Container(image).shell(". /etc/os-release; echo $PRETTY_NAME; ls -d /tmp")
    #expect(outcome == Container.Outcome(output: "\(system)\n/tmp\n", errors: "", status: 0))
  }

  @Test(arguments: [
    ("sh", "nosuch", "sh: 1: nosuch: not found\n", 127),
    ("sh", "true\ncd /nosuch", "sh: 2: cd: can't cd to /nosuch\n", 2),
    ("sh", "if", "sh: 1: Syntax error: end of file unexpected (expecting \"then\")\n", 2),
    ("sh", "[[ a ]]", "sh: 1: [[: not found\n", 127),
    ("sh", "cat < /nosuch", "sh: 1: cannot open /nosuch: No such file\n", 2),
    ("sh", "echo ${x/a/b}", "sh: 1: Bad substitution\n", 2),
    ("sh", "[ a -eq 1 ]", "sh: 1: [: Illegal number: a\n", 2),
    ("sh", "echo $((1/0))", "sh: 1: arithmetic expression: division by zero: \"1/0\"\n", 2),
    ("bash", "nosuch", "bash: line 1: nosuch: command not found\n", 127),
    ("bash", "cd /nosuch", "bash: line 1: cd: /nosuch: No such file or directory\n", 1),
  ])
  func `Debian's shells complain in their own words`(
    shell: String, script: String, errors: String, status: Int
  ) throws {
    let outcome = try Container(Images.nginx).run(shell, "-c", script)
    #expect(outcome == Container.Outcome(output: "", errors: errors, status: status))
  }

  @Test func `dash's echo decodes escapes, and bash's does not`() throws {
    let container = try Container(Images.debian)
    #expect(try container.run("sh", "-c", "echo 'a\\tb'").output == "a\tb\n")
    #expect(try container.run("bash", "-c", "echo 'a\\tb'").output == "a\\tb\n")
  }

  @Test func `Apache shows its page, logs and ends gracefully`() throws {
    let outcome = try Container(Images.httpd).shell(
      """
      httpd-foreground & sleep 1
      grep -c works /usr/local/apache2/htdocs/index.html
      kill -WINCH $!; wait $!; echo $?
      """)
    #expect(outcome.output == "1\n0\n")
    #expect(outcome.errors.contains("AH00489: Apache/2.4.62 (Unix) configured"))
    #expect(outcome.errors.hasSuffix("AH00492: caught SIGWINCH, shutting down gracefully\n"))
  }

  @Test func `redis keeps what it is told`() throws {
    let outcome = try Container(Images.redis).shell(
      """
      redis-cli ping; redis-server > /tmp/log & sleep 1
      redis-cli ping; redis-cli set a 1; redis-cli incr a; redis-cli get b; redis-cli keys '*'
      redis-cli nosuch x; kill $!; wait $!; grep -c 'bye bye' /tmp/log
      """)
    #expect(
      outcome.output
        == "PONG\nOK\n2\n\na\nERR unknown command 'nosuch', with args beginning with: 'x' \n"
        + "1\n")
    #expect(
      outcome.errors == "Could not connect to Redis at 127.0.0.1:6379: Connection refused\n")
  }
}
