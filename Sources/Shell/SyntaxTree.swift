import Synchronization

/// A parsed command of any form.
indirect enum Command: Sendable {
  case simple(SimpleCommand)
  /// Commands joined by `|`.
  case pipeline([Command])
  /// Commands one after the other.
  case sequence([Command])
  case and(Command, Command)
  case or(Command, Command)
  /// `! command`.
  case negated(Command)
  /// `command &`.
  case background(Command)
  /// `( commands )`.
  case subshell(Command, [Redirection])
  /// A compound command with redirections, or `{ commands }` with any.
  case redirected(Command, [Redirection])
  case conditional(condition: Command, then: Command, otherwise: Command?)
  /// `while`, or `until` if `isUntil`.
  case loop(condition: Command, body: Command, isUntil: Bool)
  /// `for name in words`; nil words stand for "$@".
  case iteration(name: String, words: [Word]?, body: Command, line: Int)
  case selection(Word, [CaseItem], line: Int)
  case function(name: String, body: FunctionBody)
  /// bash's `[[ … ]]`.
  case test(Condition, line: Int)
  /// bash's `(( … ))`.
  case calculation([WordPart], line: Int)
  /// bash's `for (( … ))`.
  case counting(CountingLoop, line: Int)
  /// bash's `time command`.
  case timed(Command)
  /// Nothing at all, as in `then ;` of a case.
  case empty
}

extension Command {
  /// Whether `set -e` ends the shell when it fails, rather than when a command in it does.
  var failureEndsShell: Bool {
    switch self {
    case .simple, .pipeline, .subshell, .test, .calculation: true
    case .sequence, .and, .or, .negated, .background, .redirected, .conditional, .loop, .iteration,
      .selection, .function, .counting, .timed, .empty:
      false
    }
  }
}

extension Command {
  /// Whether it is a simple command of that name, which `jobs` and `trap` in subshells hang on.
  func isCall(of name: String, withoutArguments: Bool = false) -> Bool {
    guard case .simple(let command) = self, command.words.first?.plainText == name else {
      return false
    }
    return !withoutArguments || command.words.count == 1
  }
}

/// One alternative of a `case`.
struct CaseItem: Sendable {
  var patterns: [Word]
  var body: Command?
  var ending = Ending.leave

  /// What comes after its body.
  enum Ending: Sendable {
    /// `;;`.
    case leave
    /// bash's `;&`: the next body, too.
    case fallThrough
    /// bash's `;;&`: the next item that matches, too.
    case lookOn
  }
}

/// A function's body; a class, so that calling it copies nothing.
final class FunctionBody: Sendable {
  let command: Command
  init(_ command: Command) { self.command = command }
}

/// Assignments, words and redirections.
struct SimpleCommand: Sendable {
  var assignments: [Assignment] = []
  var words: [Word] = []
  var redirections: [Redirection] = []
  /// Arrays among the arguments of bash's `declare` and its kin, whose names are in `words`.
  var arrays: [Assignment] = []
  var line: Int
}

/// An assignment in front of a command: `name=value`.
struct Assignment: Sendable {
  var name: String
  var value: Word
  /// bash's `name[element]=value`.
  var element: Word?
  /// bash's `name+=value`.
  var appends = false
  /// bash's `name=(items)`.
  var items: [Word]?

  /// Whether it is `name=value` and no more.
  var isPlain: Bool { element == nil && !appends && items == nil }
}

/// A word before expansion.
struct Word: Sendable {
  var parts: [WordPart] = []

  /// Its text when nothing in it is quoted or expanded.
  var plainText: String? {
    switch parts.count {
    case 0: ""
    case 1: if case .literal(let text) = parts[0] { text } else { nil }
    default: nil
    }
  }
}

/// A part of a word.
indirect enum WordPart: Sendable {
  /// Unquoted text: patterns, tildes and assignments in it count.
  case literal(String)
  /// Quoted text, which stands for itself.
  case quoted(String)
  /// What is between double quotes.
  case doubleQuoted([WordPart])
  case parameter(ParameterExpansion)
  case command(Command)
  case arithmetic([WordPart])
  /// `<(command)` or `>(command)`.
  case process(Command, isInput: Bool)
}

/// `$name` or `${name…}`.
struct ParameterExpansion: Sendable {
  /// What is expanded.
  enum Name: Sendable {
    case variable(String)
    case positional(Int)
    /// One of `@*#?-$!`
    case special(UInt8)
    /// bash's `name[element]`.
    case element(String, Word)
    /// bash's `name[@]` and `name[*]`.
    case all(String, isAt: Bool)
    /// bash's `!name[@]` and `!name[*]`.
    case keys(String, isAt: Bool)
    /// bash's `!name`: what the value names.
    case indirect(String)
  }

  /// What is done with the value.
  enum Operation: Sendable {
    case value
    /// `${#name}`.
    case length
    /// `-`, `:-`
    case defaultValue(Word)
    /// `=`, `:=`
    case assignment(Word)
    /// `?`, `:?`
    case failure(Word)
    /// `+`, `:+`
    case alternative(Word)
    /// `#`, `##`
    case withoutPrefix(Word, longest: Bool)
    /// `%`, `%%`
    case withoutSuffix(Word, longest: Bool)
    /// `/`, `//`
    case replacement(Word, with: Word, all: Bool)
    /// `:offset:length`.
    case substring(offset: Word, length: Word?)
    /// bash's `^`, `^^`, `,` and `,,`.
    case letters(isUpper: Bool, all: Bool)
    /// bash's `@Q`.
    case quoted
    /// A form that the shell does not have.
    case bad
  }

  var name: Name
  var operation: Operation
  /// Whether an empty value counts as unset.
  var colon = false

  var nameText: String {
    switch name {
    case .variable(let name): name
    case .positional(let number): String(number)
    case .special(let byte): String(UnicodeScalar(byte))
    case .element(let name, _), .all(let name, _), .keys(let name, _), .indirect(let name): name
    }
  }
}

/// One redirection.
struct Redirection: Sendable {
  enum Kind: Sendable {
    case input(Word)
    case output(Word, clobber: Bool)
    case append(Word)
    case readWrite(Word)
    /// `>&word` and `<&word`; `isOutput` says which.
    case duplicate(Word, isOutput: Bool)
    /// `&>word`.
    case both(Word)
    case hereDocument(HereDocument)
  }

  var descriptor: Int
  var kind: Kind

  /// What is expanded: a file's name, a descriptor or the text of a here-document.
  var word: Word {
    get {
      switch kind {
      case .input(let word), .output(let word, _), .append(let word), .readWrite(let word),
        .duplicate(let word, _), .both(let word):
        word
      case .hereDocument(let document): document.body
      }
    }
    set {
      switch kind {
      case .input: kind = .input(newValue)
      case .output(_, let clobber): kind = .output(newValue, clobber: clobber)
      case .append: kind = .append(newValue)
      case .readWrite: kind = .readWrite(newValue)
      case .duplicate(_, let isOutput): kind = .duplicate(newValue, isOutput: isOutput)
      case .both: kind = .both(newValue)
      case .hereDocument:
        let document = HereDocument()
        document.fill(newValue)
        kind = .hereDocument(document)
      }
    }
  }
}

/// The text of a here-document, which is read after the command that it belongs to.
final class HereDocument: Sendable {
  private let word = Mutex(Word())

  var body: Word { word.withLock { $0 } }

  func fill(_ body: Word) { word.withLock { $0 = body } }
}
