import Programs
import Testing

@Suite struct AppletTests {
  /// Source: what busybox 1.35.0 answers.
  @Test(arguments: [
    ("printf 'b 2\\na 10\\n' | sort -k2 -n", "b 2\na 10\n"),
    ("printf 'one\\ntwo\\nthree\\n' | sed -n '/one/,/two/{s/o/0/g;p}'", "0ne\ntw0\n"),
    ("printf 'a\\nb\\nc\\n' | sed '$!N;s/\\n/-/;P;D'", "a-b\nc\n"),
    ("printf 'a b c\\n' | awk '{ $2 = \"X\"; print NF, $0 }'", "3 a X c\n"),
    ("echo x | awk 'BEGIN { while ((\"echo hi\" | getline l) > 0) print l } { print }'", "hi\nx\n"),
    ("awk 'function f(n) { return n < 2 ? n : f(n-1) + f(n-2) } BEGIN { print f(12) }'", "144\n"),
    ("awk 'BEGIN { printf \"%5.1f|%-4d|%s\\n\", 3.14159, 7, \"x\" }'", "  3.1|7   |x\n"),
    (
      "awk 'BEGIN { printf \"%#o|%+.3e|%x|%c|%5.2s|\\n\", 8, -1.5, 255, 65, \"abc\" }'",
      "010|-1.500e+00|ff|A|   ab|\n"
    ),
    ("seq -w 8 0.5 9", "8.0\n8.5\n9.0\n"),
    ("echo a.b.c | awk -F. '{ print $3 }'", "c\n"),
    ("echo hello | awk '{ gsub(/l/, \"[&]\"); print }'", "he[l][l]o\n"),
    ("seq 10 | tail -n +9", "9\n10\n"),
    ("seq 5 | head -n -2", "1\n2\n3\n"),
    ("printf 'a,b;c\\n' | tr ',;' '\\n\\n' | wc -l", "3\n"),
    ("printf 'x y\\n' | cut -d' ' -f2", "y\n"),
    ("date -u -d '2024-02-29 12:00:00' '+%a %j %V'", "Thu 060 09\n"),
    (
      "grep -n -A1 root /etc/passwd | head -2",
      "1:root:x:0:0:root:/root:/bin/sh\n2-daemon:x:1:1:daemon:/usr/sbin:/bin/false\n"
    ),
    ("expr abc : 'a\\(.\\)'", "b\n"),
    (
      "mkdir -p a/b; touch a/b/c.txt a/x; find a -name '*.txt' -o -type d | sort",
      "a\na/b\na/b/c.txt\n"
    ),
    ("printf 'a b\nc\n' | xargs -n1 echo -", "- a\n- b\n- c\n"),
    (
      "printf abc | sha1sum; printf abc | sha256sum",
      "a9993e364706816aba3e25717850c26c9cd0d89d  -\nba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad  -\n"
    ),
    (
      "printf abc | md5sum; printf abcd | base64", "900150983cd24fb0d6963f7d28e17f72  -\nYWJjZA==\n"
    ),
    (
      "printf 'a\nb\nc\n' > x; printf 'a\nB\nc\n' > y; diff x y",
      "--- x\n+++ y\n@@ -1,3 +1,3 @@\n a\n-b\n+B\n c\n"
    ),
    ("touch f; chmod 750 f; stat -c '%a %A %s' f", "750 -rwxr-x--- 0\n"),
    (
      "printf AB | od -An -tx1; printf AB | xxd",
      " 41 42\n00000000: 4142                                     AB\n"
    ),
    (
      "mkdir s t; echo hi > s/a; ln -s a s/l; tar cf - s | tar xvf - -C t; cat t/s/l",
      "s/\ns/l\ns/a\nhi\n"
    ),
    ("printf '1 2\\n' | awk '{ print > \"/dev/stderr\" }' 2>&1", "1 2\n"),
    ("id", "uid=0(root) gid=0(root)\n"),
  ]) func `prints what busybox prints`(_ example: (script: String, output: String)) throws {
    let outcome = try Container().shell(example.script)
    #expect(outcome.output == example.output)
    #expect(outcome.errors == "")
  }

  @Test(arguments: [
    ("cat nofile", "cat: can't open 'nofile': No such file or directory\n", 1),
    ("grep -Q x", "grep: invalid option -- 'Q'\n", 2),
    ("awk 'BEGIN { print 1 / 0 }'", "awk: cmd. line:1: Division by zero\n", 1),
    ("cut x", "cut: expected a list of bytes, characters, or fields\n", 1),
    ("wget -q nope.example", "wget: bad address 'nope.example'\n", 1),
    ("mkdir /a/b", "mkdir: can't create directory '/a/b': No such file or directory\n", 1),
  ]) func `complains as busybox does`(
    _ example: (script: String, errors: String, status: Int)
  ) throws {
    let outcome = try Container().shell(example.script)
    #expect(outcome.errors.hasPrefix(example.errors))
    #expect(outcome.status == example.status)
  }

  @Test func `tail -F follows a file that appears later`() throws {
    let script =
      "tail -n +1 -F log & sleep 3; echo one > log; sleep 3; echo two >> log; sleep 3; kill $!"
    let outcome = try Container().shell(script)
    #expect(outcome.output == "one\ntwo\n")
    #expect(
      outcome.errors == """
        tail: can't open 'log': No such file or directory
        tail: log has appeared; following end of new file

        """)
  }

  @Test func `what the real busybox has is not reported as missing`() throws {
    let container = try Container()
    let outcome = try container.shell("udhcpc; nosuch")
    #expect(outcome.errors == "sh: nosuch: not found\n")
    #expect(container.notModelled == ["the applet 'udhcpc'"])
  }

  @Test func `httpd serves what wget fetches`() throws {
    let script =
      "mkdir /www; echo hi > /www/index.html; httpd -p 8081 -h /www; wget -qO- localhost:8081"
    #expect(try Container().shell(script).output == "hi\n")
  }
}

@Suite struct DebianToolTests {
  /// Source: GNU coreutils 9.1, grep 3.8 and sed 4.9.
  @Test(arguments: [
    ("cat nofile", "cat: nofile: No such file or directory\n", 1),
    ("ls nofile", "ls: cannot access 'nofile': No such file or directory\n", 2),
    ("head nofile", "head: cannot open 'nofile' for reading: No such file or directory\n", 1),
    ("tail nofile", "tail: cannot open 'nofile' for reading: No such file or directory\n", 1),
    ("sed p nofile", "sed: can't read nofile: No such file or directory\n", 2),
    ("rm nofile", "rm: cannot remove 'nofile': No such file or directory\n", 1),
    ("grep x nofile", "grep: nofile: No such file or directory\n", 2),
    ("sort nofile", "sort: cannot read: nofile: No such file or directory\n", 2),
  ]) func `complain in their own words`(
    _ example: (script: String, errors: String, status: Int)
  ) throws {
    let outcome = try Container(Images.nginx).shell(example.script)
    #expect(outcome.errors == example.errors)
    #expect(outcome.status == example.status)
  }

  @Test func `list files in columns as wide as needed`() throws {
    let outcome = try Container(Images.nginx).shell("echo x > /tmp/f; ls -l /tmp/f")
    #expect(outcome.output.hasPrefix("-rw-r--r-- 1 root root 2 "))
  }
}
