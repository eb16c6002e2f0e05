import Glibc

/// The user's own shell, set up for a practice cluster.
struct PracticeShell {
  private let path: String
  private let environment: [String: String]
  private let folder: PrivateFolder
  /// Whether there is a kubectl that it can complete.
  let hasKubectl: Bool

  init(folder: PrivateFolder, kubeconfig: String) {
    let given = LiveWorld.environment
    path = given["SHELL"].flatMap { access($0, X_OK) == 0 ? $0 : nil } ?? "/bin/sh"
    let folders = (given["PATH"] ?? "/usr/local/bin:/usr/bin:/bin").split(separator: ":")
    hasKubectl = folders.contains { access("\($0)/kubectl", X_OK) == 0 }
    self.folder = folder
    environment = given.merging([
      "KUBECONFIG": kubeconfig, "KUBECACHEDIR": "\(folder.path)/cache", "PODLAB_SHELL": "1",
    ]) { $1 }
  }

  /// Runs it on this terminal until it ends, and returns its exit status.
  func run(_ signals: inout EndingSignals) throws -> Int32 {
    var variables = environment
    let arguments = try self.arguments(&variables)
    guard let child = spawn(arguments, variables) else {
      throw PracticeCluster.Failure("the shell '\(path)' cannot be started")
    }
    let status = signals.wait(for: child)
    // The shell took the terminal for itself.
    signal(SIGTTOU, SIG_IGN)
    tcsetpgrp(0, getpgrp())
    return status
  }

  // MARK: Setting it up

  /// The command line; what each shell reads first is written for it.
  private func arguments(_ variables: inout [String: String]) throws -> [String] {
    guard isatty(0) == 1 else { return [] }
    switch path.split(separator: "/").last.map(String.init) ?? "" {
    case "bash": return ["--rcfile", try write("bashrc", bashStart), "-i"]
    case "zsh":
      let own = variables["ZDOTDIR"] ?? variables["HOME"] ?? "/"
      _ = try write(".zshrc", "ZDOTDIR=\(ShellQuote.quoted(own))\n" + zshStart)
      variables["ZDOTDIR"] = folder.path
      return ["-i"]
    case "fish": return ["-i", "-C", fishStart]
    case _:
      variables["ENV"] = try write("shrc", "PS1='(podlab) $ '\n")
      return ["-i"]
    }
  }

  /// kubectl's completion for bash needs the functions of bash-completion.
  private var bashStart: String {
    """
    [ -f ~/.bashrc ] && . ~/.bashrc
    PS1="(podlab) $PS1"
    if command -v kubectl >/dev/null; then
      if ! command -v _get_comp_words_by_ref >/dev/null; then
        for file in /usr/share/bash-completion/bash_completion /etc/bash_completion; do
          [ -f "$file" ] && . "$file" && break
        done
      fi
      command -v _get_comp_words_by_ref >/dev/null && . <(kubectl completion bash 2>/dev/null)
    fi

    """
  }

  private var zshStart: String {
    """
    [ -f "$ZDOTDIR/.zshrc" ] && . "$ZDOTDIR/.zshrc"
    PROMPT="(podlab) $PROMPT"
    if command -v kubectl >/dev/null; then
      autoload -Uz compinit && compinit -d "$KUBECACHEDIR.zcompdump"
      . <(kubectl completion zsh 2>/dev/null)
    fi

    """
  }

  private var fishStart: String {
    """
    functions -c fish_prompt podlab_prompt
    function fish_prompt; echo -n '(podlab) '; podlab_prompt; end
    command -q kubectl; and kubectl completion fish 2>/dev/null | source
    """
  }

  private func write(_ name: String, _ text: String) throws -> String {
    let file = "\(folder.path)/\(name)"
    try PrivateFolder.write(text, to: file)
    return file
  }

  // MARK: Running it

  private func spawn(_ arguments: [String], _ variables: [String: String]) -> pid_t? {
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var none = sigset_t()
    sigemptyset(&none)
    var all = sigset_t()
    sigfillset(&all)
    posix_spawnattr_setsigmask(&attributes, &none)
    posix_spawnattr_setsigdefault(&attributes, &all)
    posix_spawnattr_setflags(
      &attributes, Int16(POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK))
    // The cluster's sockets are no business of the shell's.
    for descriptor: Int32 in 3..<1024 { _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC) }
    var words = ([path] + arguments).map { strdup($0) } + [nil]
    var settings = variables.sorted { $0.key < $1.key }.map { strdup("\($0.key)=\($0.value)") }
    settings.append(nil)
    defer { for text in words + settings { free(text) } }
    var child: pid_t = 0
    return posix_spawn(&child, path, nil, &attributes, &words, &settings) == 0 ? child : nil
  }
}
