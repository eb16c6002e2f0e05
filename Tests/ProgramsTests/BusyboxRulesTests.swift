import Programs
import Testing

/// Rules in which busybox's tools differ from others; each was seen in busybox 1.35.0.
@Suite struct BusyboxRulesTests {
  private static let setup = "cd /tmp; mkdir d; printf 'b 2\\na 1\\n' > f; echo x > d/x; "

  @Test(arguments: [
    ("sed 'pd' f; sed '1~2d' f", "b 2\na 1\n", "sed: unsupported command ~\n"),
    ("echo aaa | sed 's/a/X/2g; y/X/12/'", "111\n", ""),
    ("echo a | sed 's/a/\\U&/'; sed -n l f", "Ua\n", ""),
    ("printf 'a\\r\\n\\r\\nb\\n' | sed '1,/^\\r$/d'", "b\n", ""),
    ("echo 0x1f 010 | awk '{print $1+0, $2+0, substr(\"hello\", 0, 2)}'", "31 8 he\n", ""),
    (
      "awk 'BEGIN {i = 2; print i > 1 ? \"a\" : \"b\"; print 2^62}'", "a\n4611686018427387904\n",
      ""
    ),
    ("cut -c 5-2 f; cut -f x f", "", "cut: 2<4\ncut: invalid number 'x'\n"),
    ("printf 'a\\n' > g; paste f g; echo; paste g f", "b 2\ta\na 1\t\na\tb 2\na 1\n", ""),
    ("printf 'é\\n' | wc; printf 'é\\n' | wc -m", "        1         0         3\n2\n", ""),
    ("sort d; sed p d; grep -L zzz f && echo none", "f\nnone\n", ""),
    ("uniq d; wc -l d", "0 d\n", "uniq: d: I/O error\nwc: d: Is a directory\n"),
    ("seq 3 -1 1; seq 0 0 0 | head -1", "3\n2\n1\n0\n", ""),
    ("expr; echo $?", "2\n", "expr: too few arguments\n"),
    (
      "echo \"a'\" | xargs; seq 5 | xargs -s 12 echo", "1 2 3\n4 5\n",
      "xargs: unmatched single quote\n"
    ),
    (
      "find . -user root -name f; find . -type z", "./f\n",
      "find: invalid argument 'z' to '-type'\n"
    ),
    (
      "mkdir e; echo y > e/x; diff -q d e; diff -r d e | tail -n 2",
      "Files d/x and e/x differ\n-x\n+y\n", ""
    ),
    ("printf '%40s' | hexdump -C | head -n 2 | tail -n 1", "*\n", ""),
    ("echo 6f6e65 | xxd -r -p; printf one | cksum; factor 12", "one2648632822 3\n12: 2 2 3\n", ""),
    ("cp -v f g; chmod -v 600 g", "'f' -> 'g'\nmode of 'g' changed to 0600 (rw-------)\n", ""),
  ])
  func `tools answer as busybox's`(script: String, output: String, errors: String) throws {
    let outcome = try Container().shell(Self.setup + script)
    #expect(outcome.output == output)
    #expect(outcome.errors == errors)
  }

  @Test func `a line without an end ends at the limit of memory`() throws {
    #expect(try Container().shell("sort /dev/zero; echo no").status == nil)
  }

  @Test func `help is no output`() throws {
    let outcome = try Container().run("factor", "--help")
    #expect(outcome.output.isEmpty)
    #expect(outcome.errors.contains("\n\nUsage: factor [NUMBER]...\n"))
    #expect(outcome.status == 0)
  }
}
