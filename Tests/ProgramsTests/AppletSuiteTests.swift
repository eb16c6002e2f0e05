import Programs
import Testing

/// What busybox's own test suite asks of its applets; each answer is busybox 1.35.0's.
@Suite struct AppletSuiteTests {
  private static let setup = """
    cd /tmp; printf 'hello\\nworld\\n' > g; mkdir d; printf one > d/a; printf two > d/b

    """

  private func check(_ script: String, _ output: String) throws {
    #expect(try Container().shell(Self.setup + script).output == output)
  }

  @Test(arguments: [
    ("seq 5 | sed -n '1,3p;2{N;N}'", "1\n2\n5\n"),
    ("seq 4 | sed -n '1d;1,3p'; seq 4 | sed -n '2d;2,1p'", "2\n3\n3\n"),
    ("sed -i s/a/b/ 2>/dev/null; echo $?; echo x | sed 'i a\\rb' | tr '\\r' '!'", "1\na!b\nx\n"),
    ("printf 'a:b c:d\\ne:f g:h\\n' | awk '{FS=\":\"; print $1}'", "a:b\ne\n"),
    ("awk 'function f(){print \"F\"}; function g(){print \"G\"}; BEGIN{f(g(),g())}'", "G\nG\nF\n"),
    ("seq -w 003; seq -w 8 -3 04; seq -w 03 .3 3.4", "001\n002\n003\n08\n05\n03.0\n03.3\n"),
    (
      "printf '123 \\t 456\\n' | unexpand; printf '    a   b\\n' | unexpand -t4",
      "123\t 456\n\ta\tb\n"
    ),
    ("printf ' \\v2 \\n\\n\\t\\n' | xargs -I% echo '[%]'", "[2 ]\n"),
    ("printf '%.*f %.2f\\n' -1 5.25 ' .5'", "5.250000 0.50\n"),
    ("test ! ! = !; echo $?; printf 'a\\nb\\n' | uniq - -", "1\na\nb\n"),
    ("dd if=g count=3 bs=2 iflag=count_bytes 2>/dev/null", "hel"),
  ])
  func `lines and numbers`(script: String, output: String) throws {
    try check(script, output)
  }

  @Test(arguments: [
    (
      "realpath /no /tmp/no/; ln -s no l; readlink -f l; realpath no 2>&1",
      "/no\n/tmp/no\n/tmp/no\nrealpath: no: No such file or directory\n"
    ),
    (
      "ln g h; mkdir e; cp -a g h e; [ e/g -ef e/h ] && echo one; cp --parents d/a e; ls e",
      "one\nd\ng\nh\n"
    ),
    (
      "tar cfz z.tgz d; tar tf z.tgz | sort; echo d/a > x; tar cf - -X x d | tar t",
      "d/\nd/a\nd/b\nd/\nd/b\n"
    ),
    ("ln g h; tar cf t g h; mkdir e; tar xf t -C e; [ e/g -ef e/h ] && echo one", "one\n"),
    ("echo d/a > x; tar cf t -T x; tar tf t", "d/a\n"),
    (
      "cd d; tar cf ../t ../d/a; cd ..; tar xvf t 2>&1",
      "tar: removing leading '../' from member names\nd/a\n"
    ),
    (
      "mkdir e; mkfifo d/p; echo > e/p; diff -r d e | tail -n 1",
      "File d/p is not a regular file or directory and was skipped\n"
    ),
    (
      "mountpoint /proc; mountpoint d; mknod p p; ls -l p | cut -c1-10",
      "/proc is a mountpoint\nd is not a mountpoint\nprw-r--r--\n"
    ),
    ("fallocate -o 5 -l 15 g; wc -c < g; fallocate -l 2 g; wc -c < g", "20\n20\n"),
  ])
  func `files`(script: String, output: String) throws {
    try check(script, output)
  }

  @Test(arguments: [
    (
      "sha512sum",
      "cc83ae95e791a802a4305a12b4c560143f6d18f47ea3d87ee2f55fa012d48447af61ab2bd243eb6cc97188a8f2f8141792fc2df18f4623561731d19deddd905a"
    ),
    ("sha3sum", "11690ba263dc853fc5cd1294da7940e55df40030aced9cabde974cc7"),
    ("sha3sum -a 256", "42366f7492799a0ff46db61534f8315718232a8c1f5347bb8e47fe3ececbfffe"),
  ])
  func `digests`(command: String, digest: String) throws {
    try check("seq 40 | \(command)", digest + "  -\n")
  }

  @Test(arguments: [
    ("sum g; sum -s g d/a; crc32 g", "46769     1 \n1104 1 g\n322 1 d/a\nc4c55dff g\n"),
    ("base32 g; base32 g | base32 -d", "NBSWY3DPBJ3W64TMMQFA====\nhello\nworld\n"),
    (
      "uuencode g n; uuencode -m g n",
      "begin 644 n\n,:&5L;&\\*=V]R;&0*\n`\nend\nbegin-base64 644 n\naGVsbG8Kd29ybGQK\n====\n"
    ),
    ("seq 99 > s; uuencode s t | uudecode; cmp s t && echo same", "same\n"),
    (
      "unix2dos g; od -An -c g | head -n 1; dos2unix < g",
      "   h   e   l   l   o  \\r  \\n   w   o   r   l   d  \\r  \\n\nhello\nworld\n"
    ),
    (
      "getopt -o ab: -l bb: -- -a --bb=1 'x y' -b 'it'\"'\"'s'; getopt ab: -b x -a y",
      " -a --bb '1' -b 'it'\\''s' -- 'x y'\n -b x -a -- y\n"
    ),
    (
      "mkdir r; printf '#!/bin/sh\\necho $1' > r/x; chmod +x r/x; cp r/x r/x~; run-parts -a A r; run-parts --test r",
      "A\nr/x\n"
    ),
    (
      "logger -s -t tag hi 2>&1; nologin; echo a | ts -s",
      "tag: hi\nThis account is not available\n00:00:00 a\n"
    ),
    (
      "ip -o -4 a s lo",
      "1: lo    inet 127.0.0.1/8 scope host lo\\       valid_lft forever preferred_lft forever\n"
    ),
    ("top -b -n 2 | grep -c '^Mem: '", "2\n"),
  ])
  func `conversions and looks around`(script: String, output: String) throws {
    try check(script, output)
  }
}
