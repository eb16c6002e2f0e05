import Kernel

/// What redirections have hidden: descriptors and where their old files are kept.
struct SavedDescriptors {
  var entries: [(descriptor: Int, copy: Int?)] = []
}

extension Interpreter {
  /// A redirection could not be made; its message has been printed.
  private struct RedirectionFailure: Error {}

  /// The redirections with their words expanded, which happens before a process is made for them;
  /// nil if a here-document could not be.
  ///
  /// Source: busybox `shell/ash.c`, `expredir`; here-documents follow in `redirectsafe`.
  func expand(_ redirections: [Redirection]) async throws -> [Redirection]? {
    guard redirections.contains(where: { $0.word.plainText == nil }) else { return redirections }
    var result = redirections
    for index in result.indices {
      if case .hereDocument = result[index].kind { continue }
      let text = try await expandText(result[index].word)
      if case .duplicate(_, let isOutput) = result[index].kind {
        try await requireDescriptor(text, isOutput: isOutput, as: result[index].descriptor)
      }
      result[index].word = Word(parts: [.quoted(text)])
    }
    do {
      for index in result.indices {
        guard case .hereDocument(let document) = result[index].kind else { continue }
        result[index].word = Word(parts: [.quoted(try await expandText(document.body))])
      }
    } catch let exit as ShellExit where exit.isFailure {
      return nil
    }
    return result
  }

  private func requireDescriptor(
    _ text: String, isOutput: Bool, as number: Int
  ) async throws {
    if text == "-" || isOutput && number == 1 { return }
    guard Int(text) != nil, text.utf8.allSatisfy(isDigit) else {
      try await fail(state.dialect.syntaxError("bad fd number"))
    }
  }

  /// Redirects, remembering what was there; nil after a failure, which has been reported.
  func redirectSafely(_ redirections: [Redirection]) async throws -> SavedDescriptors? {
    var saved = SavedDescriptors()
    do {
      guard let expanded = try await expand(redirections) else { return nil }
      for redirection in expanded { try await redirect(redirection, saving: &saved) }
      return saved
    } catch is RedirectionFailure {
      restore(saved)
      return nil
    }
  }

  /// Redirects for good; false after a failure, which has been reported.
  func redirectPermanently(_ redirections: [Redirection]) async throws -> Bool {
    guard let saved = try await redirectSafely(redirections) else { return false }
    forget(saved)
    return true
  }

  /// Gives up what redirections have hidden.
  func forget(_ saved: SavedDescriptors) {
    for entry in saved.entries {
      if let copy = entry.copy { try? process.close(copy) }
    }
  }

  /// Puts back what redirections have hidden.
  func restore(_ saved: SavedDescriptors) {
    for entry in saved.entries.reversed() {
      if let copy = entry.copy {
        try? process.duplicate(copy, to: entry.descriptor)
        try? process.close(copy)
      } else {
        try? process.close(entry.descriptor)
      }
    }
  }

  private func save(_ descriptor: Int, _ saved: inout SavedDescriptors) {
    guard !saved.entries.contains(where: { $0.descriptor == descriptor }) else { return }
    let copy = try? process.duplicate(descriptor, from: 10, closeOnExecute: true)
    saved.entries.append((descriptor, copy))
  }

  private func redirect(
    _ redirection: Redirection, saving saved: inout SavedDescriptors
  ) async throws {
    let number = redirection.descriptor
    switch redirection.kind {
    case .input(let word):
      try await open(word, .read, as: number, &saved)
    case .output(let word, let clobber):
      let path = try await expandText(word)
      var mode = OpenMode.rewrite
      if state.options.contains(.noclobber), !clobber {
        let isFile = (try? process.status(path))?.kind == .file
        if isFile {
          try await complain(state.dialect.cannotOpen(path, .exists, creates: true))
          throw RedirectionFailure()
        }
        mode = [.write, .create]
      }
      try await open(path: path, mode, as: number, &saved)
    case .append(let word): try await open(word, .extend, as: number, &saved)
    case .readWrite(let word):
      try await open(word, [.read, .write, .create], as: number, &saved)
    case .both(let word):
      try await open(word, .rewrite, as: 1, &saved)
      try await duplicate(1, as: 2, &saved)
    case .duplicate(let word, let isOutput):
      try await duplicate(try await expandText(word), isOutput, as: number, &saved)
    case .hereDocument(let document):
      let text = try await expandText(document.body)
      let pipe = Pipe()
      let file = OpenFile.input(from: pipe)
      pipe.append(text.rawBytes)
      save(number, &saved)
      process.install(file, at: number)
      pipe.closeInput()
    }
  }

  private func open(
    _ word: Word, _ mode: OpenMode, as number: Int, _ saved: inout SavedDescriptors
  ) async throws {
    try await open(path: try await expandText(word), mode, as: number, &saved)
  }

  private func open(
    path: String, _ mode: OpenMode, as number: Int, _ saved: inout SavedDescriptors
  ) async throws {
    do {
      let connection = try await connection(path)
      let descriptor = if let connection { connection } else { try await process.open(path, mode) }
      if descriptor == number {
        saved.entries.append((number, nil))
        return
      }
      save(number, &saved)
      try process.duplicate(descriptor, to: number)
      try process.close(descriptor)
    } catch let error as Errno {
      let creates = mode.contains(.write)
      try await complain(state.dialect.cannotOpen(path, error, creates: creates))
      throw RedirectionFailure()
    }
  }

  /// Connects to what bash calls /dev/tcp/HOST/PORT; nil for any other path.
  private func connection(_ path: String) async throws -> Int? {
    guard state.dialect == .bash, path.hasPrefix("/dev/tcp/") else { return nil }
    let parts = path.split(separator: "/")
    guard parts.count == 4, let port = Int(parts[3]), (0...65_535).contains(port) else {
      return nil
    }
    let known = parts[2] == "localhost" ? IPAddress.loopback : IPAddress(parts[2])
    guard let address = known else { try process.notModelled("bash: names in /dev/tcp") }
    return try await process.connect(to: SocketAddress(address, port: port), timeout: nil)
  }

  private func duplicate(
    _ text: String, _ isOutput: Bool, as number: Int, _ saved: inout SavedDescriptors
  ) async throws {
    if text == "-" {
      save(number, &saved)
      try? process.close(number)
    } else if let source = Int(text), text.utf8.allSatisfy(isDigit) {
      try await duplicate(source, as: number, &saved)
    } else if isOutput, number == 1 {
      try await open(path: text, .rewrite, as: 1, &saved)
      try await duplicate(1, as: 2, &saved)
    } else {
      try await requireDescriptor(text, isOutput: isOutput, as: number)
    }
  }

  private func duplicate(
    _ source: Int, as number: Int, _ saved: inout SavedDescriptors
  ) async throws {
    guard process.isOpen(source) else {
      try await complain("\(source): \(Errno.badDescriptor)")
      throw RedirectionFailure()
    }
    if source == number { return }
    save(number, &saved)
    try process.duplicate(source, to: number)
  }
}
