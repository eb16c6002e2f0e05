import Kernel
import Testing

@Suite struct ShellTests {
  @Test(arguments: [
    ("echo hi; echo $((6*7)) $(echo sub)", "hi\n42 sub\n"),
    ("for i in 1 2 3; do echo $i; done | while read x; do echo \"<$x>\"; done", "<1>\n<2>\n<3>\n"),
    ("f() { local x=2; echo $x $1; return 4; }; x=1; f a; echo $? $x", "2 a\n4 1\n"),
    ("x='a  b'; echo $x \"$x\"; set -- $x; echo $#", "a b a  b\n2\n"),
    ("set -- a 'b c'; for i in x\"$@\"z; do echo \"[$i]\"; done", "[xa]\n[b cz]\n"),
    ("IFS=:; x=a::b:; for i in $x; do echo \"[$i]\"; done", "[a]\n[]\n[b]\n"),
    (
      "x=hello.txt; echo ${x%.*} ${x#*l} ${x/l/L} ${x//l/_} ${x:1:3} ${#x}",
      "hello lo.txt heLlo.txt he__o.txt ell 9\n"
    ),
    ("cat <<E; echo after\nhi $((1+1))\nE", "hi 2\nafter\n"),
    ("cat <<-'E'\n\t$x\n\tE", "$x\n"),
    ("case abc in x) echo x;; a?c|z) echo m;; esac", "m\n"),
    (
      "i=0; while :; do i=$((i+1)); [ $i = 2 ] && continue; [ $i = 4 ] && break; echo $i; done",
      "1\n3\n"
    ),
    ("trap 'echo bye' EXIT; (trap 'echo sub' EXIT); echo hi", "sub\nhi\nbye\n"),
    (
      "touch b a .h; mkdir d; touch d/x; echo * .h* */x [ab] '*' \"*\" z*",
      "a b d .h d/x a b * * z*\n"
    ),
    ("echo a > f; cat < f 2>&1 > g; cat g; exec 3>h; echo b >&3; exec 3>&-; cat h", "a\nb\n"),
    ("set -e; false || echo ok; ! true; false; echo no", "ok\n"),
    ("echo 'a b' | { read x y; echo \"$y $x\"; }", "b a\n"),
    ("[ 1 -lt 2 -a a = a ] && [[ abc == a* ]] && test -d / && echo yes", "yes\n"),
    ("alias ll='echo L'\nll x", "L x\n"),
    ("getopts ab: o -b v; echo $o $OPTARG; printf '%s-%03d|' a 5 b 6; echo", "b v\na-005|b-006|\n"),
    ("sleep 100 & kill $!; wait $! 2>/dev/null; echo $?", "143\n"),
    ("(exit 7) & wait $!; echo $?; true | false; echo $?", "7\n1\n"),
    ("printf '#!/bin/sh\\necho run $1\\n' > s; chmod 755 s; ./s x; . ./s y", "run x\nrun y\n"),
    ("eval 'x=1; echo $x'; command -v cat; type type", "1\n/bin/cat\ntype is a shell builtin\n"),
    ("echo ${u:-d} ${u+s} \"${u-'q'}\"; x=; echo ${x:-e} ${x-f}.", "d 'q'\ne .\n"),
    ("cat <(echo one) <(echo two)", "one\ntwo\n"),
  ])
  func `prints what ash prints`(script: String, expected: String) throws {
    let outcome = try Sandbox().run(script)
    #expect(outcome.output == expected)
  }

  /// Source: recorded from busybox 1.35.
  @Test(arguments: [
    ("nosuch", 127, "sh: nosuch: not found\n"),
    ("cd nowhere", 2, "sh: cd: line 0: can't cd to nowhere: No such file or directory\n"),
    ("echo $((1/0))", 2, "sh: divide by zero\n"),
    ("if true; then fi", 2, "sh: syntax error: unexpected \"fi\"\n"),
    ("(", 2, "sh: syntax error: unexpected end of file (expecting \")\")\n"),
    ("for i in 1 2 do :; done", 2, "sh: syntax error: unexpected \"done\" (expecting \"do\")\n"),
    ("echo 'a", 2, "sh: syntax error: unterminated quoted string\n"),
    ("cat < nofile", 1, "sh: can't open nofile: no such file\n"),
    ("echo > /no/file", 1, "sh: can't create /no/file: nonexistent directory\n"),
    ("readonly r=1; r=2; echo no", 2, "sh: r: is read only\n"),
    ("echo ${u:?must be set}", 2, "sh: u: must be set\n"),
    ("[ a -eq 1 ]", 2, "sh: a: bad number\n"),
    ("set -x; x='a b'; : $x", 0, "+ x='a b'\n+ : a b\n"),
    ("eval nosuch", 127, "sh: eval: line 0: nosuch: not found\n"),
    ("sh -c 'kill -9 $$'", 137, "Killed\n"),
  ])
  func `complains as ash complains`(script: String, status: Int, errors: String) throws {
    // What comes last is run in the place of the shell, so that its end is not reported.
    let outcome = try Sandbox().run(status == 137 ? script + "; exit $?" : script)
    #expect(outcome.status == status)
    #expect(outcome.errors == errors)
  }

  @Test func `reads a script from standard input line by line`() throws {
    let outcome = try Sandbox().run(
      ["sh"], input: Array("if true\nthen\necho a\nfi\ncat <<E\nx\nE\nread y\necho $? $y".utf8))
    #expect(outcome.output == "a\nx\n1\n")
  }

  @Test func `the last command takes the place of the shell`() throws {
    let outcome = try Sandbox().run("echo $$; exec sh -c 'echo $$'")
    let pids = outcome.output.split(separator: "\n")
    #expect(pids.count == 2)
    #expect(pids.first == pids.last)
  }

  @Test func `a trap runs after the foreground command, and interrupts wait`() throws {
    let outcome = try Sandbox().run(
      """
      trap 'echo caught' TERM
      (sleep 1; kill $$) &
      sleep 3; echo slept
      (sleep 1; kill $$) &
      sleep 50 & wait $!; echo $?
      """)
    #expect(outcome.output == "caught\nslept\ncaught\n143\n")
  }

  @Test func `endless recursion, forking and output come to an end`() throws {
    #expect(try Sandbox().run("f() { f; }; f; echo no").status == 139)
    #expect(try Sandbox().run("yes > /dev/null").status == nil)
    var limits = Limits()
    limits.steps = 100_000
    limits.processes = 20
    let bomb = try Sandbox(limits: limits).run("b() { b | b; }; b")
    #expect(bomb.errors.contains("sh: can't fork: Resource temporarily unavailable\n"))
    #expect(try Sandbox(limits: limits).run("while :; do :; done").status == nil)
    limits.output = 1000
    #expect(try Sandbox(limits: limits).run("yes").status == nil)
  }
}
