/// Why a file or folder could not be used: what was tried, where, why, and how to go on.
package struct FileError: Error, Sendable, Hashable, CustomStringConvertible {
  /// What was tried.
  package enum Action: String, Sendable, Hashable {
    case list, read, write, remove, move, lock
    case makeFolder = "make the folder"
  }

  /// What stood in the way.
  package enum Reason: Sendable, Hashable {
    case missing
    case notPermitted
    case readOnlyFileSystem
    case diskFull
    case quotaExceeded
    case isFolder
    case notFolder
    case alreadyThere
    case tooLarge(limit: Int)
    case tooManyLinks
    case nameTooLong
    case tooManyOpenFiles
    case inUse
    /// The file was written by a newer podlab, whose format this one does not know.
    case newerVersion(Int)
    /// Anything else, as the operating system names it.
    case system(String)
  }

  package var action: Action
  package var path: String
  package var reason: Reason

  package init(_ action: Action, _ path: String, _ reason: Reason) {
    self.action = action
    self.path = path
    self.reason = reason
  }

  package var description: String {
    let fix = reason.fix(of: action).map { "; \($0)" } ?? ""
    return "cannot \(action.rawValue) '\(path.visible)': \(reason.cause)\(fix)"
  }
}

extension FileError.Reason {
  /// What stood in the way, in words that continue a sentence.
  fileprivate var cause: String {
    switch self {
    case .missing: "there is no such file or folder"
    case .notPermitted: "permission denied"
    case .readOnlyFileSystem: "the file system is read-only"
    case .diskFull: "the disk is full"
    case .quotaExceeded: "the disk quota is used up"
    case .isFolder: "it is a folder, not a file"
    case .notFolder: "a part of the path is a file, not a folder"
    case .alreadyThere: "something of that name is already there"
    case .tooLarge(let limit): "it is larger than \(limit) bytes"
    case .tooManyLinks: "its symbolic links lead in a circle"
    case .nameTooLong: "the name is too long"
    case .tooManyOpenFiles: "too many files are open"
    case .inUse: "another podlab holds it"
    case .newerVersion(let version): "a newer podlab wrote it (format version \(version))"
    case .system(let text): text
    }
  }

  /// What the reader can do about it; nil where the cause says it all.
  fileprivate func fix(of action: FileError.Action) -> String? {
    switch self {
    case .missing: "check the spelling"
    case .notPermitted where action == .read || action == .list: "change its permissions"
    case .notPermitted:
      "change its permissions, or name another folder with `--workspace` or $PODLAB_WORKSPACE"
    case .readOnlyFileSystem: "name a writable folder with `--workspace` or $PODLAB_WORKSPACE"
    case .diskFull, .quotaExceeded: "free some space and try again; nothing was changed"
    case .isFolder: "name a file"
    case .notFolder: "move that file away or name another folder"
    case .alreadyThere: "move it away or name another folder"
    case .tooLarge: "make it smaller"
    case .tooManyLinks: "remove the links"
    case .nameTooLong: "use a shorter one"
    case .tooManyOpenFiles: "close some programs and try again"
    case .inUse: "close the other one, or wait until it is done"
    case .newerVersion: "update podlab, or move the file away"
    case .system: nil
    }
  }
}

extension String {
  /// The text with everything that a terminal would act on replaced by U+FFFD.
  var visible: String {
    guard unicodeScalars.contains(where: \.isTerminalControl) else { return self }
    return String(
      String.UnicodeScalarView(unicodeScalars.map { $0.isTerminalControl ? "\u{FFFD}" : $0 }))
  }
}

extension Unicode.Scalar {
  /// Whether a terminal acts on the scalar: C0, DEL, C1 and the marks that turn the writing direction.
  var isTerminalControl: Bool {
    switch value {
    case 0..<0x20, 0x7F..<0xA0, 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069: true
    default: false
    }
  }
}
