import ByteText

/// The directives nginx knows, where they may stand and how many arguments they take.
///
/// Source: nginx 1.22.1, the command tables of its standard modules.
enum NginxDirectives {
  enum Context: Unicode.Scalar {
    case main = "m", events = "e", http = "h", server = "s", location = "l"
    case upstream = "u", ifBlock = "i", types = "t", map = "p", limitExcept = "x"
  }

  struct Rule {
    var contexts: String
    var arguments: ClosedRange<Int>
    /// Nil: either form.
    var hasBlock: Bool?
  }

  /// One line each: contexts, least and most arguments, "{" for a block, names.
  private static let table = """
    m 0 0 { events
    m 0 0 { http
    m 1 2 - user
    m 1 1 - worker_processes pid daemon master_process worker_rlimit_nofile timer_resolution \
    worker_shutdown_timeout working_directory load_module thread_pool lock_file pcre_jit \
    worker_priority debug_points ssl_engine
    m 1 9 - worker_cpu_affinity env
    e 1 1 - worker_connections multi_accept use accept_mutex accept_mutex_delay
    mehsl 1 9 - error_log
    h 0 0 { server
    sl 1 2 { location
    sli 1 9 { if
    h 2 2 { map
    h 1 2 { geo
    h 1 2 { split_clients
    h 1 1 { upstream
    hsl 0 0 { types
    l 1 9 { limit_except
    s 1 9 - listen
    s 1 20 - server_name
    u 1 9 - server
    u 0 0 - ip_hash least_conn
    u 1 2 - keepalive hash random zone keepalive_timeout keepalive_requests
    hsli 1 1 - root
    l 1 1 - alias internal_redirect
    hsl 1 20 - index
    sli 1 2 - return
    sli 2 3 - rewrite
    sli 2 2 - set
    sli 0 0 - break
    sl 2 20 - try_files
    hsli 2 20 - error_page
    li 1 1 - proxy_pass fastcgi_pass uwsgi_pass scgi_pass grpc_pass
    hsli 2 3 - proxy_set_header add_header
    hsli 1 6 - access_log
    h 2 20 - log_format
    hsli 1 1 - default_type sendfile sendfile_max_chunk autoindex
    hsli 1 2 - expires limit_rate limit_rate_after
    l 0 0 - internal stub_status
    hsl 1 2 - keepalive_timeout client_body_timeout client_header_timeout send_timeout \
    lingering_timeout autoindex_exact_size autoindex_localtime autoindex_format charset
    hsl 1 1 - tcp_nopush tcp_nodelay server_tokens client_max_body_size client_body_buffer_size \
    client_header_buffer_size keepalive_requests reset_timedout_connection etag if_modified_since \
    absolute_redirect port_in_redirect server_name_in_redirect log_not_found msie_padding \
    merge_slashes underscores_in_headers ignore_invalid_headers types_hash_max_size \
    types_hash_bucket_size server_names_hash_bucket_size server_names_hash_max_size \
    variables_hash_max_size variables_hash_bucket_size resolver_timeout satisfy aio directio \
    open_file_cache_valid open_file_cache_min_uses gzip gzip_vary gzip_comp_level gzip_min_length \
    gzip_http_version gzip_disable gzip_static proxy_buffering proxy_buffer_size \
    proxy_connect_timeout proxy_read_timeout proxy_send_timeout proxy_http_version \
    proxy_request_buffering proxy_intercept_errors proxy_pass_request_headers \
    proxy_pass_request_body proxy_ssl_server_name proxy_ssl_verify proxy_ssl_name proxy_method \
    proxy_hide_header proxy_pass_header proxy_set_body proxy_max_temp_file_size \
    proxy_busy_buffers_size proxy_ignore_client_abort proxy_socket_keepalive proxy_cache \
    proxy_cache_key proxy_next_upstream_timeout proxy_next_upstream_tries proxy_temp_file_write_size \
    recursive_error_pages chunked_transfer_encoding client_body_in_file_only max_ranges \
    large_client_header_buffers_ auth_basic auth_basic_user_file ssi sub_filter_once \
    connection_pool_size request_pool_size output_buffers_ postpone_output read_ahead \
    disable_symlinks map_hash_bucket_size map_hash_max_size real_ip_header real_ip_recursive \
    set_real_ip_from
    hsl 1 9 - resolver gzip_types gzip_proxied gzip_buffers proxy_buffers proxy_next_upstream \
    proxy_redirect proxy_cookie_path proxy_cookie_domain proxy_temp_path client_body_temp_path \
    proxy_cache_path proxy_cache_valid proxy_no_cache proxy_cache_bypass proxy_store proxy_bind \
    fastcgi_param open_file_cache sub_filter sub_filter_types limit_req limit_req_zone limit_conn \
    limit_conn_zone large_client_header_buffers output_buffers fastcgi_index uwsgi_temp_path \
    scgi_temp_path fastcgi_temp_path mirror auth_request ssl_certificate ssl_certificate_key \
    ssl_protocols ssl_ciphers ssl_session_cache ssl_session_timeout ssl_prefer_server_ciphers \
    ssl_verify_client open_log_file_cache random_index valid_referers referer_hash_max_size \
    allow_ deny_ proxy_ignore_headers add_trailer
    hslx 1 1 - allow deny
    """

  private static let rules: [String: Rule] = {
    var rules: [String: Rule] = [:]
    for line in table.split(at: "\n") {
      let words = line.split(at: " ")
      guard words.count > 4, let least = Int(words[1]), let most = Int(words[2]) else { continue }
      for name in words.dropFirst(4) {
        // "server" is a block in http and a plain directive in upstream.
        let key = name == "server" && words[3] == "-" ? "upstream server" : String(name)
        rules[key] = Rule(
          contexts: String(words[0]), arguments: least...most, hasBlock: words[3] == "{")
      }
    }
    return rules
  }()

  /// Checks one directive in its context, with nginx's messages.
  static func check(_ directive: NginxDirective, in context: Context) throws(NginxError) {
    if context == .types || context == .map { return }
    let key =
      directive.name == "server" && context == .upstream ? "upstream server" : directive.name
    guard let rule = rules[key] else {
      throw NginxError("unknown directive \"\(directive.name)\"", at: directive)
    }
    guard rule.contexts.unicodeScalars.contains(context.rawValue) else {
      throw NginxError("\"\(directive.name)\" directive is not allowed here", at: directive)
    }
    if rule.hasBlock == true, directive.block == nil {
      throw NginxError("directive \"\(directive.name)\" has no opening \"{\"", at: directive)
    }
    if rule.hasBlock == false, directive.block != nil {
      throw NginxError(
        "directive \"\(directive.name)\" is not terminated by \";\"", at: directive)
    }
    guard rule.arguments.contains(directive.arguments.count) else {
      throw NginxError(
        "invalid number of arguments in \"\(directive.name)\" directive", at: directive)
    }
  }
}
