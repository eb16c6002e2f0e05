import Testing

/// Rules in which ash differs from what one would expect; each was seen in busybox 1.35.0.
@Suite struct AshRulesTests {
  @Test(arguments: [
    ("set -- a b c; echo ${*:2} ${@:1:2} ${*#a} ${@%c}", "b c b b c a b\n"),
    ("set -- a b c; for i in \"${@#b}\"; do echo $i; done", "a\nb\nc\n"),
    ("set -- a b c; for i in \"${@%b}\"; do echo \"<$i>\"; done", "<a>\n<>\n"),
    ("x=/usr/lib; echo ${x////:} ${x//\\//:}", ":usr:lib :usr:lib\n"),
    ("x=éa; echo ${#x}; case $x in ???) echo bytes;; esac; touch é; echo ??", "2\nbytes\né\n"),
    ("if false; then echo ${x!y}; fi; echo ok", "ok\n"),
    ("x=12; echo $\\\nx ${x\\\n}", "12 12\n"),
  ])
  func `expands parameters`(script: String, expected: String) throws {
    #expect(try Sandbox().run(script).output == expected)
  }

  @Test(arguments: [
    ("echo $((6&3)) $((1&&0||1)) $((6|1))", "2 1 7\n"),
    (
      "echo $((18446744073709551615)) $((18446744073709551616)) $((0x1ffffffffffffffff))",
      "-1 0 0\n"
    ),
  ])
  func `calculates`(script: String, expected: String) throws {
    #expect(try Sandbox().run(script).output == expected)
  }

  @Test(arguments: [
    ("while getopts ab: o -a -b v w; do echo $o \"<$OPTARG>\" $OPTIND; done", "a <> 2\nb <v> 4\n"),
    ("set -- -ab; getopts ab o; echo $o $OPTIND; getopts ab o; echo $o $OPTIND", "a 2\nb 2\n"),
    ("set -- -a; getopts ab o; set -- -b; getopts ab o; echo $o", "b\n"),
    ("f() { getopts x o -x; echo $o; }; getopts ab o -ab; f; getopts ab o -ab; echo $o", "x\nb\n"),
  ])
  func `goes through options`(script: String, expected: String) throws {
    #expect(try Sandbox().run(script).output == expected)
  }

  @Test(arguments: [
    ("trap 'echo err $?' ERR; (exit 3); false || true; ! true; echo end", "err 3\nend\n"),
    ("trap 'echo err' ERR; f() { false; }; f; set -E; f", "err\nerr\nerr\n"),
    ("trap 'echo t' EXIT; x=$(trap); echo \"$x\"; (trap)", "trap -- 'echo t' EXIT\nt\n"),
    ("trap 'return 5' USR1; f() { kill -USR1 $$; echo no; }; f; echo $?", "5\n"),
    ("trap x; echo $?", "1\n"),
  ])
  func `runs traps`(script: String, expected: String) throws {
    #expect(try Sandbox().run(script).output == expected)
  }

  @Test(arguments: [
    ("readonly y=1; echo a | read y; echo $?; let x=1/0; echo $?", "2\n2\n"),
    ("(:) > /no/file; echo $?; set -o nosuch; echo $?; .; echo no", "2\n1\nno\n"),
    ("(exit 3) & (sleep 1; exit 4) & wait -n; echo $?; wait -n; echo $?", "129\n0\n"),
    ("sleep 1 & jobs -p | wc -l", "1\n"),
    ("kill -l 0 999; umask 1234; echo $?", "EXIT\n103\n2\n"),
    (
      "f() { echo $FUNCNAME; }; f; times; set + a; echo $1",
      "f\n0m0.000s 0m0.000s\n0m0.000s 0m0.000s\na\n"
    ),
    ("type ./f; >f; type ./f", "./f: not found\n./f is ./f\n"),
    ("alias q='echo \"a'\nq b\"", "a b\n"),
    ("pwd >&-; echo $?", "1\n"),
  ])
  func `answers from builtins`(script: String, expected: String) throws {
    #expect(try Sandbox().run(script).output == expected)
  }

  @Test(arguments: [
    ("[[ abc =~ ^a.c$ ]]", 0), ("[[ abc =~ x ]]", 1), ("[[ a =~ '(' ]]", 2),
    ("[[ 10.0.0.1 =~ ^[0-9]+\\.[0-9]+ && ! a =~ b ]]", 0), ("[ a =~ a ]", 2),
  ])
  func `matches regular expressions only in double brackets`(script: String, status: Int) throws {
    #expect(try Sandbox().run(script).status == status)
  }

  @Test(arguments: [
    (". nosuch", "sh: .: line 0: nosuch: not found\n"),
    ("echo ${x!y}", "sh: syntax error: bad substitution\n"),
    ("echo \"${x", "sh: syntax error: unterminated quoted string\n"),
    ("fg", "sh: fg: line 0: No current job\n"),
    ("sh -o nosuch", "sh: illegal option -o nosuch\n"),
  ])
  func `complains`(script: String, errors: String) throws {
    #expect(try Sandbox().run(script).errors == errors)
  }
}
