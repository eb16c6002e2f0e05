import Kernel

extension Images {
  /// Docker's nginx image: nginx 1.22.1 on Debian 12, with curl.
  package static let nginx = ContainerImage(
    repository: "library/nginx", files: nginxFiles, entrypoint: ["/docker-entrypoint.sh"],
    command: ["nginx", "-g", "daemon off;"],
    exposedPorts: [80], stopSignal: .quit, size: 60_310_351,
    digest: "c15cc9b0a61cb7a0d90c23dea5775953add2aa0e8ce90455ca34dc26f6898ab8")

  private static let nginxFiles: FileTree = {
    var tree = Debian.files(named: .debian)
    tree["etc/passwd"] = Debian.accounts(with: "nginx:x:999:999::/home/nginx:/bin/false\n")
    tree["etc/group"] = Debian.groups(with: "nginx:x:999:\n")
    tree["usr/bin/curl"] = .program("curl")
    tree["usr/sbin/nginx"] = .program("nginx")
    tree["var/cache/nginx"] = .directory()
    tree["var/log/nginx/access.log"] = .link(to: "/dev/stdout")
    tree["var/log/nginx/error.log"] = .link(to: "/dev/stderr")
    tree["usr/share/nginx/html/index.html"] = .file(NginxDefaults.welcomePage)
    tree["usr/share/nginx/html/50x.html"] = .file(NginxDefaults.errorPage)
    tree["etc/nginx/nginx.conf"] = .file(NginxDefaults.configuration)
    tree["etc/nginx/conf.d/default.conf"] = .file(NginxDefaults.site)
    tree["etc/nginx/mime.types"] = .file(NginxDefaults.types)
    tree["docker-entrypoint.sh"] = FileTree(
      .file(Array("#!/bin/sh\nexec \"$@\"\n".utf8)), mode: 0o755)
    return tree
  }()
}

/// The files that come with nginx's image.
enum NginxDefaults {
  /// Source: nginx 1.22, `html/index.html`: what the server answers until it has other pages.
  static let welcomePage = """
    <!DOCTYPE html>
    <html>
    <head>
    <title>Welcome to nginx!</title>
    <style>
    html { color-scheme: light dark; }
    body { width: 35em; margin: 0 auto;
    font-family: Tahoma, Verdana, Arial, sans-serif; }
    </style>
    </head>
    <body>
    <h1>Welcome to nginx!</h1>
    <p>If you see this page, the nginx web server is successfully installed and
    working. Further configuration is required.</p>

    <p>For online documentation and support please refer to
    <a href="http://nginx.org/">nginx.org</a>.<br/>
    Commercial support is available at
    <a href="http://nginx.com/">nginx.com</a>.</p>

    <p><em>Thank you for using nginx.</em></p>
    </body>
    </html>

    """

  static let errorPage = """
    <!DOCTYPE html>
    <html>
    <head>
    <title>Error</title>
    <style>
    html { color-scheme: light dark; }
    body { width: 35em; margin: 0 auto;
    font-family: Tahoma, Verdana, Arial, sans-serif; }
    </style>
    </head>
    <body>
    <h1>An error occurred.</h1>
    <p>Sorry, the page you are looking for is currently unavailable.<br/>
    Please try again later.</p>
    <p>If you are the system administrator of this resource then you should check
    the error log for details.</p>
    <p><em>Faithfully yours, nginx.</em></p>
    </body>
    </html>

    """

  static let configuration = """

    user  nginx;
    worker_processes  auto;

    error_log  /var/log/nginx/error.log notice;
    pid        /var/run/nginx.pid;


    events {
        worker_connections  1024;
    }


    http {
        include       /etc/nginx/mime.types;
        default_type  application/octet-stream;

        log_format  main  '$remote_addr - $remote_user [$time_local] "$request" '
                          '$status $body_bytes_sent "$http_referer" '
                          '"$http_user_agent" "$http_x_forwarded_for"';

        access_log  /var/log/nginx/access.log  main;

        sendfile        on;
        #tcp_nopush     on;

        keepalive_timeout  65;

        #gzip  on;

        include /etc/nginx/conf.d/*.conf;
    }

    """

  static let site = """
    server {
        listen       80;
        listen  [::]:80;
        server_name  localhost;

        location / {
            root   /usr/share/nginx/html;
            index  index.html index.htm;
        }
        error_page   500 502 503 504  /50x.html;
    }

    """

  static let types = """

    types {
        text/html                                        html htm shtml;
        text/css                                         css;
        text/xml                                         xml;
        image/gif                                        gif;
        image/jpeg                                       jpeg jpg;
        application/javascript                           js;
        text/plain                                       txt;
        image/png                                        png;
        image/svg+xml                                    svg svgz;
        image/webp                                       webp;
        image/x-icon                                     ico;
        font/woff                                        woff;
        font/woff2                                       woff2;
        application/json                                 json;
        application/pdf                                  pdf;
        application/zip                                  zip;
        video/mp4                                        mp4;
    }

    """
}
