import Kernel
import Programs
import Testing

@Suite struct NginxTests {
  private func container(site: String? = nil) throws -> Container {
    var image = Images.nginx
    if let site { image.files["etc/nginx/conf.d/default.conf"] = .file(site) }
    return try Container(image)
  }

  private func serve(_ site: String? = nil, then script: String) throws -> Container.Outcome {
    let start = "nginx -g 'daemon off;' & sleep 0.1; "
    return try container(site: site).shell(start + script + "; kill $!; wait")
  }

  @Test func `logs its start as the real one does`() throws {
    let outcome = try serve(then: "true")
    let lines = outcome.errors.split(separator: "\n").map { $0.drop { $0 != "[" } }
    #expect(lines.prefix(2).map { $0.prefix(8) } == ["[notice]", "[notice]"])
    #expect(outcome.errors.contains(": using the \"epoll\" event method\n"))
    #expect(outcome.errors.contains(": start worker processes\n"))
    #expect(outcome.errors.contains(" exited with code 0\n"))
  }

  @Test func `serves the welcome page`() throws {
    let outcome = try serve(then: "curl -s localhost")
    #expect(outcome.output.contains("<!DOCTYPE html>\n<html>\n<head>\n<title>Welcome to nginx!"))
    #expect(outcome.output.contains("] \"GET / HTTP/1.1\" 200 615 \"-\" \"curl/"))
  }

  @Test func `logs what is not there`() throws {
    let outcome = try serve(then: "curl -s -o /dev/null -w '%{http_code}\\n' localhost/unknown")
    #expect(outcome.output.contains("404\n"))
    #expect(
      outcome.errors.contains(
        "*1 open() \"/usr/share/nginx/html/unknown\" failed (2: No such file or directory), "
          + "client: 127.0.0.1, server: localhost, request: \"GET /unknown HTTP/1.1\", "
          + "host: \"localhost\"\n"))
  }

  @Test(arguments: [
    ("deny all;", "403"), ("allow 127.0.0.1; deny all;", "200"), ("deny 10.0.0.0/8;", "200"),
    ("allow 10.0.0.0/8; deny all;", "403"), ("deny 127.0.0.0/8; allow all;", "403"),
  ])
  func `lets in whom it may`(rules: String, status: String) throws {
    let outcome = try serve(
      "server { listen 80; \(rules) location / { root /usr/share/nginx/html; } }",
      then: "curl -s -o /dev/null -w '%{http_code}\\n' localhost")
    #expect(outcome.output.contains(status + "\n"))
    #expect(outcome.errors.contains("access forbidden by rule") == (status == "403"))
  }

  @Test func `cannot reach what does not listen with TLS`() throws {
    let site = "server { listen 9000; location / { proxy_pass https://info.cern.ch; } }"
    let outcome = try serve(
      site, then: "curl -s -o /dev/null -w '%{http_code}\\n' localhost:9000")
    #expect(outcome.output.contains("502\n"))
  }

  @Test func `hands requests on`() throws {
    let site = "server { listen 9000; location / { proxy_pass http://info.cern.ch; } }"
    let outcome = try serve(site, then: "curl -s localhost:9000 | grep title")
    #expect(outcome.output.contains("<title>http://info.cern.ch</title>\n"))
  }

  @Test func `returns, rewrites and maps error pages`() throws {
    let site = """
      server {
        listen 80;
        location = /a { return 200 "hi $host\\n"; }
        location /old/ { rewrite ^/old/(.*)$ /new/$1 last; }
        location ~ ^/new/(.+)\\.txt$ { return 202 $1; }
        location /b { return 302 /a; }
      }
      """
    let outcome = try serve(
      site,
      then: "curl -s localhost/a; curl -s localhost/old/x.txt; echo; curl -sL localhost/b; "
        + "curl -sI localhost/b | grep Location")
    #expect(outcome.output.contains("hi localhost\n"))
    #expect(outcome.output.contains("x\n"))
    #expect(outcome.output.contains("Location: http://localhost/a\r\n"))
  }

  /// Source: nginx 1.22.1.
  @Test(arguments: [
    (
      "server { listen 80; lisen 81; }",
      "unknown directive \"lisen\" in /etc/nginx/conf.d/default.conf:1"
    ),
    (
      "server { listen 80",
      "unexpected end of file, expecting \";\" or \"}\" in /etc/nginx/conf.d/default.conf:1"
    ),
    (
      "server { location / { proxy_pass http://nope; } }",
      "host not found in upstream \"nope\" in /etc/nginx/conf.d/default.conf:1"
    ),
    (
      "server { listen 80\n root /x; }",
      "invalid parameter \"root\" in /etc/nginx/conf.d/default.conf:2"
    ),
    (
      "location / { }",
      "\"location\" directive is not allowed here in /etc/nginx/conf.d/default.conf:1"
    ),
    (
      "server { root; }",
      "invalid number of arguments in \"root\" directive in /etc/nginx/conf.d/default.conf:1"
    ),
  ]) func `refuses what the real one refuses`(_ example: (site: String, message: String)) throws {
    let outcome = try container(site: example.site).run("nginx", "-t")
    #expect(
      outcome.errors.drop { $0 != "[" }
        .drop { $0 != ":" }.dropFirst(2)
        == "\(example.message)\n"
        + "nginx: configuration file /etc/nginx/nginx.conf test failed\n")
    #expect(outcome.status == 1)
  }

  @Test func `gives up on an address in use`() throws {
    let outcome = try serve(then: "nginx")
    #expect(
      outcome.errors.contains(
        "nginx: [emerg] bind() to 0.0.0.0:80 failed (98: Address already in use)\n"))
    #expect(outcome.errors.contains("nginx: [emerg] still could not bind()\n"))
  }
}
