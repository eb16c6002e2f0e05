import RegularExpressions

/// A parsed sed script.
struct SedScript {
  /// Where a command applies.
  enum Address {
    case line(Int)
    case last
    /// Nil: the last regular expression used.
    case regex(Regex?)
    /// `first~step`
    case step(first: Int, step: Int)
    /// `addr1,+N`
    case offset(Int)
    /// `addr1,~N`
    case multiple(Int)
  }

  /// A part of what `s` puts in.
  enum Replacement {
    case text([UInt8])
    /// 0: the whole match.
    case group(Int)
    /// `\u`, `\l`, `\U`, `\L`, `\E`
    case letterCase(UInt8)
  }

  /// The flags of `s`.
  struct Substitution {
    var regex: Regex?
    var replacement: [Replacement]
    var isGlobal = false
    /// Replace from this match on.
    var occurrence = 1
    var prints = false
    var executes = false
    var file: String?
  }

  enum Action {
    case blockStart(end: Int)
    case blockEnd
    case label
    case substitute(Substitution)
    case transliterate([UInt8])
    case text(UInt8, [UInt8])
    case branch(UInt8, target: Int)
    case file(UInt8, String)
    case quit(UInt8, status: Int)
    /// d D p P n N g G h H x l = z F
    case simple(UInt8)
  }

  struct Command {
    var first: Address?
    var second: Address?
    var isInverted = false
    var action: Action
  }

  var commands: [Command] = []
}

/// Why a script is none.
struct SedError: Error {
  let message: String
}
