import Testing

/// How ash reads scripts and runs traps; each case was seen in busybox 1.35.0.
@Suite struct AshScriptTests {
  @Test(arguments: [
    ("echo 'a\nb'\ni\\\nf true; then echo \"c\n`echo d\necho e`\"; fi", "a\nb\nc\nd\ne\n"),
    ("cat <<E\na\\\nb\nE\necho end", "ab\nend\n"),
    ("f()\n{\necho $1\n}\nf x\necho a |\ncat", "x\na\n"),
    // The shell has read the whole block before its first command runs.
    ("read x\nhello\necho \"[$x]\"", "[]\n"),
    ("exec </dev/null\necho still $-", "still s\n"),
  ])
  func `reads standard input in blocks`(script: String, expected: String) throws {
    #expect(try Sandbox().run(["sh"], input: Array(script.utf8)).output == expected)
  }

  @Test func `a command reads what comes after the block of the script`() throws {
    let padding = String(repeating: "#\n", count: 508)
    let outcome = try Sandbox().run(["sh"], input: Array("cat\n\(padding)12\nrest\n".utf8))
    #expect(outcome.output == "rest\n")
  }

  @Test(arguments: [
    ("cat <\\\n<\\\n- E\n\ta\n\tE\necho a &\\\n& echo b\necho c |\\\n| echo d", "a\na\nb\nc\n"),
    ("ab=1; a=2; set -- x y; echo $a\\\nb $\\\n{\\\n#\\\n} $\\\n(\\\n(\\\n7)\\\n)", "1 2 7\n"),
    ("case w in a) echo a;\\\n; w) echo b;; esac; echo x >\\\n> o; cat o", "b\nx\n"),
  ])
  func `a continued line may break operators`(script: String, expected: String) throws {
    #expect(try Sandbox().run(script).output == expected)
  }

  @Test(arguments: [
    ("x=1; cat <<E`a`\n$x\nE`a`\ncat <<E$x\n$x\nE$x", "$x\n1\n"),
    ("cat <<E\na\\\nE\nE\ncat <<-E\n\ta\\\n\tb\n\tE", "aE\na\tb\n"),
    ("cat <<E\n$(echo '\nE\n')\nE", "\nE\n"),
    ("cat <<E\n`cat <<F\nf\nF\n`\nE\necho $?", "f\n0\n"),
  ])
  func `finds the end of here-documents`(script: String, expected: String) throws {
    #expect(try Sandbox().run(script).output == expected)
  }

  @Test(arguments: [
    ("alias e='echo ' a=b b=c\ne a", "c\n"),
    ("alias c='case x in ' b=x\nc\nb) echo no;; *) echo ok;; esac", "ok\n"),
  ])
  func `replaces aliases`(script: String, expected: String) throws {
    #expect(try Sandbox().run(script).output == expected)
  }

  @Test(arguments: [
    ("trap 'false; exit' EXIT; exit 3", 3), ("trap 'exit 5' EXIT; exit 3", 5),
    ("trap 'false; exit' TERM; (exit 6); kill $$ && echo no", 0),
    ("trap 'true; return' USR1; f() { (exit 4); kill -USR1 $$; }; f", 0),
    ("trap 'true; return 7' USR1; f() { kill -USR1 $$; }; f", 7),
    ("trap 'kill -INT $$; exit' TERM; trap 'true' INT; (kill $$; exit 4)", 4),
    ("trap 'exit 9' TERM; (sleep 1; kill $$) & while continue; do continue; done", 9),
    ("trap : ERR; false; true; exit", 1), ("f() { ! return 2; }; f", 0),
    ("for i in 1; do ! break; done", 1), ("echo $((1 ? 1 ? 2 : 3 : 4))", 2),
    ("echo $((1 ? (1 ? 2 : 3) : 4))", 0),
  ])
  func `a trap keeps the status`(script: String, status: Int) throws {
    #expect(try Sandbox().run(script).status == status)
  }

  @Test(arguments: [
    ("a=b exec 1>&1; echo $a; sh -c 'echo [$a]'", "b\n[]\n"),
    ("x=$(echo no >&2) true 2>/dev/null; x=$(echo no >&2) cat /dev/null 2>/dev/null", ""),
    ("readonly r=1; (r=2 cat /dev/null; echo no); echo $?", "2\n"),
    ("x=0; f() { local x=1; local x; echo $x; local x=2; echo $x; }; f; echo $x", "1\n2\n0\n"),
    ("export x=1; export -n x=2; sh -c 'echo $x'; export -n x; sh -c 'echo [$x]'", "2\n[]\n"),
    ("alias q=\"'a\" r=\"'\"; alias q; alias r", "q=''\"'\"'a'\nr=''\"'\"\n"),
    ("v=; echo ${v/*/w}; unset v; echo ${v/*/w}", "w\n\n"),
    ("x=old; sleep 2 | { read -t 1 x; echo $? $x; }", "1 old\n"),
    ("sleep 1 & while kill -0 $! 2>/dev/null; do :; done; echo over", "over\n"),
    ("command -pv ls; PATH=/no; command -p -v cat", "/bin/ls\n/bin/cat\n"),
  ])
  func `assigns, quotes and waits`(script: String, expected: String) throws {
    #expect(try Sandbox().run(script).output == expected)
  }

  @Test(arguments: [
    (
      "echo `nosuch`\necho\necho `nosuch`",
      ["line 0: nosuch: not found", "line 2: nosuch: not found"]
    ),
    ("echo\nx='a\nb", ["line 4: syntax error: unterminated quoted string"]),
    ("echo\necho ${^}\n", ["line 3: syntax error: bad substitution"]),
    ("set -v\necho # a\n", ["echo # a"]),
    ("set -x; f() { :; }; f 2>/dev/null", ["+ f"]),
    ("set -x; command -p -- echo a; command -v :", ["+ echo a", "+ command -v :"]),
    ("printf %d '  x'", ["sh: invalid number 'x'"]),
  ])
  func `names the lines of a script`(script: String, errors: [String]) throws {
    let written = try Sandbox().run("cat >s <<'END'\n\(script)\nEND\nsh ./s").errors
    let lines = written.split(separator: "\n").map { String($0.replacing("./s: ", with: "")) }
    #expect(lines == errors)
  }
}
