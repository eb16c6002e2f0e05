import Programs
import Testing

/// Corners that a comparison with busybox 1.35.0, applet by applet, brought to light.
@Suite struct AppletDifferencesTests {
  private static let setup = """
    cd /tmp; printf 'alpha 1\\nbeta 2\\ngamma 3\\nError one\\nerror two\\n' > f
    printf 'x,y,z\\n1,2,3\\n4,5,6\\n' > c.csv; mkdir d; printf one > d/a; printf two > d/b

    """

  private func check(_ script: String, _ output: String, _ errors: String = "") throws {
    let outcome = try Container().shell(Self.setup + script)
    #expect(outcome.output == output)
    #expect(outcome.errors == errors)
  }

  @Test(arguments: [
    ("grep -A x a f; echo $?", "2\n", "grep: invalid number 'x'\n"),
    ("grep -A 1 -m 1 a f; grep -Fo a f; fgrep -c a f", "alpha 1\na\na\na\n3\n", ""),
    ("sed p d/a; echo; sed 'w /dev/stdout' d/a", "one\none\noneone", ""),
    ("sed ':' d/a; echo; sed '1i\\  two' d/a; echo; sed 1a d/a", "one\n  two\none\none\n\n", ""),
    ("echo x=y | tr '[=x=]' z; printf 'a\\tb\\n' | fold -w 4", "z=y\na\n\t\nb\n", ""),
    ("fold -4 d/a; echo; echo abcdef | fold -4", "one\nabcd\nef\n", ""),
    ("seq 3 | paste -s -d '\\0'; paste -d '' f", "123\n", "paste: -d '' is not supported\n"),
    ("nl -b x d/a; nl -n ln f 2>&1 | head -n 1", "       one\nnl: invalid option -- 'n'\n", ""),
    ("head -n1 nope f", "\n==> f <==\nalpha 1\n", "head: nope: No such file or directory\n"),
    ("tail -n1 nope f", "error two\n", "tail: can't open 'nope': No such file or directory\n"),
    ("sort -k x f", "", "sort: bad field specification\n"),
    (
      "strings -t x f | head -n 2; strings -fo d/a f | head -n 1",
      "      0 alpha 1\n      8 beta 2\nf:       0 alpha 1\n", ""
    ),
    (
      "cat -n nope; cat -v nope", "",
      "cat: nope: No such file or directory\ncat: can't open 'nope': No such file or directory\n"
    ),
    (
      "md5sum -c f; echo $?; md5sum -c /dev/null; base64 nope", "1\n",
      "md5sum: WARNING: 5 of 5 computed checksums did NOT match\nmd5sum: /dev/null: no checksum lines found\nbase64: nope: No such file or directory\n"
    ),
    ("expr length; echo $?", "2\n", "expr: syntax error\n"),
  ])
  func `texts`(script: String, output: String, errors: String) throws {
    try check(script, output, errors)
  }

  @Test(arguments: [
    (
      "cp f g; cp -i f g < /dev/null; echo y | mv -i f g; ls", "c.csv\nd\ng\n",
      "cp: overwrite 'g'? mv: overwrite 'g'? "
    ),
    (
      "echo n | rm -i f; ls f; mkdir d/e; touch d/e/x; echo y | rm -ri d/e; ls d", "f\na\nb\ne\n",
      "rm: remove 'f'? rm: descend into directory 'd/e'? rm: remove 'd/e/x'? rm: remove directory 'd/e'? "
    ),
    (
      "cp -T f d; mv d/a d/b c.csv", "",
      "cp: 'd' is a directory\nmv: can't stat 'c.csv/a': Path has non-directory component\nmv: can't stat 'c.csv/b': Path has non-directory component\n"
    ),
    (
      "mkdir -pv v/w; mkdir -p f/x; rmdir -v v/w; rmdir --ignore-fail-on-non-empty d",
      "created directory: 'v/'\ncreated directory: 'v/w'\nrmdir: removing directory, 'v/w'\n",
      "mkdir: can't create directory 'f/': Not a directory\n"
    ),
    (
      "stat -c '%8s|%-4s|%06s|%N|%q %%' d/a; stat -c %F f",
      "       3|3   |000003|d/a|q %\nregular file\n", ""
    ),
    (
      "readlink -f nope; echo $?; readlink -v f; realpath nope", "1\n",
      "readlink: f: cannot read link: not a symlink\nrealpath: nope: No such file or directory\n"
    ),
    (
      "mkfifo -m 600 p; ls -l p | cut -c1-10; truncate -s +3 z", "prw-------\n",
      "truncate: invalid number '+3'\n"
    ),
    ("ls -l | head -n 1; ls -lg f | wc -w", "total 12\n8\n", ""),
    (
      "df -P | head -n 1; df -i | head -n 1",
      "Filesystem           1024-blocks    Used Available Capacity Mounted on\nFilesystem              Inodes      Used Available Use% Mounted on\n",
      ""
    ),
    (
      "find . -size 3c | sort; find . -size 1; find . -size -1k -type f | wc -l",
      "./d/a\n./d/b\n4\n", ""
    ),
    (
      "find . -samefile f; find f -type f -o; find f ! ; find -name f -exec a{} {} +",
      "./f\nf\nf\n",
      "find: only one '{}' allowed for -exec +\n"
    ),
    (
      "dd if=f conv=swab status=none | head -n 1",
      "lahp a\n", ""
    ),
    (
      "dd if=f ibs=5 obs=7 status=noxfer >/dev/null; dd if=f conv=ucase", "",
      "8+1 records in\n6+1 records out\ndd: invalid argument 'ucase' to 'conv'\n"
    ),
    (
      "dd if=/dev/zero of=s bs=1k count=0 seek=4 status=none; wc -c s; dd if=f bs=2 skip=9223372036854775807",
      "4096 s\n", "dd: invalid number '9223372036854775807'\n"
    ),
    (
      "sed 's/a/A/' f > g; cmp -l f g | head -n 1; cmp -n 1 f g; cmp f g 1 0; cmp f g 1 1",
      "1 141 101\nf g differ: char 1, line 1\nf g differ: char 1, line 1\nf g differ: char 11, line 2\n",
      ""
    ),
    (
      "sed 's/beta/BETA /' f > g; diff -i f g | wc -l; diff -ib f g; diff -iw f g; diff -s f f; echo >> g; diff -iBw f g",
      "9\n", ""
    ),
  ])
  func `files`(script: String, output: String, errors: String) throws {
    try check(script, output, errors)
  }

  @Test(arguments: [
    ("TZ=EST5EDT date -d @0", "Wed Dec 31 19:00:00 EST 1969\n"),
    ("TZ=EST5EDT date -d '2020-07-01 12:00:00' +%s%Z", "1593619200EDT\n"),
    ("TZ=CET-1CEST date -d @1600000000", "Sun Sep 13 14:26:40 CEST 2020\n"),
    ("TZ=CET-1CEST,M3.5.0,M10.5.0/3 date -d @1603587599 +%T%Z", "02:59:59CEST\n"),
    ("TZ=CET-1CEST,M3.5.0,M10.5.0/3 date -d @1603587600 +%T%Z", "02:00:00CET\n"),
    ("TZ='<+05>-5' date -d @0 '+%T %Z %z'", "05:00:00 +05 +0500\n"),
    ("TZ=UTC+4:30 date -d @0 +%T; TZ=Nowhere date -d @0 +%T%Z", "19:30:00\n00:00:00UTC\n"),
    (
      "TZ=XYZ3 date -u -d @0 +%H%Z; TZ=XYZ3 date -Iminutes -d @0", "00UTC\n1969-12-31T21:00-03:00\n"
    ),
    (
      "export TZ=XYZ-3; touch -d '2020-01-01 00:00' f; date -u -r f; ls --full-time f | cut -c60-",
      "Tue Dec 31 21:00:00 UTC 2019\n0:00 +0300 f\n"
    ),
    (
      "date -D '%d/%m/%Y' -d '03/02/2021' +%F; date -D '%b %d %Y %T' -d 'Mar 4 2020 05:06:07' +%s",
      "2021-02-03\n1583298367\n"
    ),
    (
      "date -d '2020.01.02-03:04:05' +%s; date -d '2020-01-02T03:04:05' 2>&1",
      "1577934245\ndate: invalid date '2020-01-02T03:04:05'\n"
    ),
    ("date -d @-1 2>&1; date -s x 2>&1", "date: invalid date '@-1'\ndate: invalid date 'x'\n"),
  ])
  func `clocks`(script: String, output: String) throws { try check(script, output) }

  @Test(arguments: [
    (
      "gzip -k f; ls; gunzip -c f.gz | cmp - f; gzip -c c.csv | zcat; zcat f.gz f.gz | wc -l",
      "c.csv\nd\nf\nf.gz\nx,y,z\n1,2,3\n4,5,6\n10\n", ""
    ),
    (
      "gunzip c.csv; gzip f; gzip c.csv; cp f.gz c.csv; gunzip c.csv.gz; zcat d/a; gzip -t f.gz; ls",
      "c.csv\nc.csv.gz\nd\nf.gz\n",
      "gunzip: c.csv: unknown suffix - ignored\ngunzip: can't open 'c.csv': File exists\nzcat: no gzip/bzip2/xz magic\n"
    ),
    (
      "printf '' | gzip | wc -c; gzip -c f | head -c 30 | zcat > o; echo $?; gunzip -c d/a; echo $?",
      "20\n0\n1\n", "zcat: unexpected end of file\ngunzip: invalid magic\n"
    ),
    (
      "seq 5000 | gzip | gunzip | cmp - g || seq 5000 > g; gzip -k g; zcat g.gz | cmp - g && echo same",
      "same\n", "cmp: g: No such file or directory\n"
    ),
  ])
  func `gzip`(script: String, output: String, errors: String) throws {
    try check(script, output, errors)
  }

  @Test func `what gzip has packed with its best codes is read`() throws {
    let packed = """
      H4sIAAAAAAACA4XTsQ3CQBBE0ZwqtgR2Bowp54JDIFkY2Ru4fEQB/It/9jSzvN49zrE+okX1o6KerWLrn95qPy2/mliF1V\
      gvWK9YJ6w3rDPWO2sMsFgrmSvZKxksWSyZLNksGS1ZTaymwcZYTawmVhOridXEamI1sZpZzazmwTVZzaxmVjOrmdXMav6r9gXTJeskzgQAAA==
      """
    try check("echo \(packed) | base64 -d | zcat | md5sum", "30dde64aa6cbda0760a43030324a57bd  -\n")
    try check("echo H4sIAAAAAAAEAwEHAPj/c3RvcmVkCuKcU6UHAAAA | base64 -d | zcat", "stored\n")
  }

  @Test(arguments: [
    (
      "tar czf a.tgz f d; tar tf a.tgz | sort; mkdir x; tar xzf a.tgz -C x; cat x/d/a; tar cvf b f",
      "d/\nd/a\nd/b\nf\nonef\n", ""
    ),
    (
      "tar cf b f; tar tzf b; echo $?; tar xf b f nope; echo $?", "1\n1\n",
      "tar: invalid magic\ntar: short read\ntar: nope: not found in archive\n"
    ),
    (
      "touch -d '2020-01-02 03:04:05' f; tar cf b f; tar tvf b",
      "-rw-r--r-- root/root        43 2020-01-02 03:04:05 f\n", ""
    ),
    (
      "tar cf b --exclude=a d; tar tf b; mkdir x; tar xf b -C x --strip-components=1; ls x",
      "d/\nd/b\nb\n", ""
    ),
  ])
  func `archives`(script: String, output: String, errors: String) throws {
    try check(script, output, errors)
  }
}
