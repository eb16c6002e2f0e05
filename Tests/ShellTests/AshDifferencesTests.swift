import Testing

/// Corners that a comparison with busybox 1.35.0 over thousands of scripts brought to light.
@Suite struct AshDifferencesTests {
  @Test(arguments: [
    ("echo $((64#@)) $((64#_)) $((64#A)) $((16#)) $((10#08))", "62 63 36 0 8\n"),
    ("x='a b'; (echo $((1:2))); (echo $((x:1))); (echo $((1?2:3:4))); echo $?", "2\n"),
  ])
  func `calculates`(script: String, expected: String) throws {
    #expect(try Sandbox().run(script).output == expected)
  }

  @Test(arguments: [
    ("$((1:2))", "malformed ?: operator"), ("$(((1:2)))", "malformed ?: operator"),
    ("$((1?2:3:4))", "malformed ?: operator"), ("$((1:2::3))", "arithmetic syntax error"),
    ("$((\"3\"+4))", "arithmetic syntax error"), ("${#%}", "syntax error: bad substitution"),
    ("${#:}", "syntax error: bad substitution"),
  ])
  func `complains about expansions`(word: String, message: String) throws {
    let outcome = try Sandbox().run("echo \(word); echo no")
    #expect(outcome.errors == "sh: \(message)\n")
    #expect(outcome.output.isEmpty)
    #expect(outcome.status == 2)
  }

  @Test(arguments: [
    (
      "> '*'; > q; x='\\*'; echo $x; x='\\q'; echo $x; x='\\?'; echo $x; x='q\\*'; echo $x",
      "\\*\n\\q\n\\?\nq\\*\n"
    ),
    ("> '?a'; > qqz; x='\\??'; echo $x; x='q\\q*'; echo $x", "?a\nqqz\n"),
  ])
  func `takes only bare wildcards for patterns`(script: String, expected: String) throws {
    #expect(try Sandbox().run(script).output == expected)
  }

  @Test(arguments: [
    ("echo \"${x:-\"}\"}\" \"${x:-\"a}b\"c}\" \"${x-'}'}\"", "} a}bc ''}\n"),
    ("cat <<E\n\"${x:-\"$ }\"*}\" ${x:-'a}b'}\nE", "\"$ }*\" 'ab'}\n"),
    ("x=a; echo \"${x/a/b\\c}\" \"${x/a/\\&}\" \"${x/a/'z'}\" \"${x/a/\"y z\"}\"", "bc & z y z\n"),
    ("HOME=; set -- ~ ~/x; echo $# $1", "1 /x\n"),
    ("printf %s $'\\400|\\777|a\\0b|\\1011'", " |?|ab|A1"),
    ("echo <(:) <(:)", "/dev/fd/64 /dev/fd/65\n"),
  ])
  func `reads quotes`(script: String, expected: String) throws {
    #expect(try Sandbox().run(script).output == expected)
  }

  /// A list is one text, whose parts end where C's strings end.
  @Test(arguments: [
    ("\"{${@/*/X}\"", "{X\n"), ("\"${@/?/X}\"", "X q\n"), ("\"${@//?/X}\"", "XXX\n"),
    ("\"${@/r/X}\"", "p q\nX\n"), ("a\"${@/r*/X}\"b", "ap q\nXb\n"),
    ("\"${@/*r/X}\"", "p q\nr\n"), ("${@/p*/X}", "X\n"),
  ])
  func `replaces in all parameters`(word: String, expected: String) throws {
    let script = "set -- 'p q' r; printf '%s\\n' \(word)"
    #expect(try Sandbox().run(script).output == expected)
  }

  @Test(arguments: [
    ("cd /; mkdir d; PWD=x; pwd; cd d; echo $PWD $OLDPWD; f() { pwd; }; PWD=y f", "/\n/d /\n/d\n"),
    ("LINENO=5; echo $LINENO; unset LINENO RANDOM; echo [$LINENO$RANDOM]", "5\n[]\n"),
    ("unset FUNCNAME; f() { echo \"[$FUNCNAME]\"; }; f", "[]\n"),
    ("echo -e -E 'a\\tb'; echo -E 'a\\tb'", "a\tb\na\\tb\n"),
  ])
  func `keeps what it knows itself`(script: String, expected: String) throws {
    #expect(try Sandbox().run(script).output == expected)
  }

  @Test(arguments: [
    ("cat <<E\n$((1+))\nE\necho $?", "1\n", "sh: arithmetic syntax error\n"),
    ("set -u; read x <<E\n$nope\nE\necho $?", "1\n", "sh: nope: parameter not set\n"),
    (": <<E\n${nope?x}\nE\necho no", "", "sh: nope: x\n"),
    ("cat < ${nope?x}; echo no", "", "sh: nope: x\n"),
    ("(echo) < ${nope?x}; echo no", "", "sh: nope: x\n"),
    ("i=1; cat <<E\n$((i+=1))\nE\necho $i", "2\n2\n", ""),
    ("i=1; cat </dev/null >o$((i+=1)); echo $i", "2\n", ""),
  ])
  func `expands redirections before it forks`(
    script: String, output: String, errors: String
  ) throws {
    let outcome = try Sandbox().run(script)
    #expect(outcome.output == output)
    #expect(outcome.errors == errors)
  }

  @Test(arguments: [
    ("export 1x=2", "sh: export: line 0: 1x: bad variable name\n"),
    ("export =x", "sh: export: line 0: : bad variable name\n"),
    ("unset 1=2", "sh: unset: line 0: 1: bad variable name\n"),
    ("f() { local 1x=2; }; f", "sh: 1x: bad variable name\n"),
    ("f() { local 1x; }; f", "sh: local: line 0: 1x: bad variable name\n"),
    ("set -m", "sh: set: line 0: can't access tty; job control turned off\n"),
    ("kill -s", "sh: bad signal name 's'\n"),
  ])
  func `names what is wrong`(script: String, errors: String) throws {
    #expect(try Sandbox().run(script).errors == errors)
  }
}
