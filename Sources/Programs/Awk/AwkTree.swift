import RegularExpressions

/// A parsed awk program.
struct AwkProgram {
  enum Pattern {
    case always
    case expression(AwkExpression)
    case range(AwkExpression, AwkExpression, index: Int)
  }

  struct Rule {
    var pattern: Pattern
    /// Nil: print the record.
    var body: [AwkStatement]?
  }

  struct Function {
    var parameters: [String]
    var body: [AwkStatement]
  }

  var begin: [[AwkStatement]] = []
  var end: [[AwkStatement]] = []
  var rules: [Rule] = []
  var functions: [String: Function] = [:]
}

indirect enum AwkStatement {
  case expression(AwkExpression)
  case print([AwkExpression], AwkRedirection?)
  case printf([AwkExpression], AwkRedirection?)
  case condition(AwkExpression, [AwkStatement], [AwkStatement])
  case whileLoop(AwkExpression, [AwkStatement])
  case doLoop([AwkStatement], AwkExpression)
  case forLoop(AwkStatement?, AwkExpression?, AwkStatement?, [AwkStatement])
  case forIn(String, String, [AwkStatement])
  case block([AwkStatement])
  case breakLoop, continueLoop, next, nextFile
  case exit(AwkExpression?)
  case returnValue(AwkExpression?)
  case delete(String, [AwkExpression]?)
}

/// Where `print` goes.
struct AwkRedirection {
  enum Kind { case file, append, pipe }
  var kind: Kind
  var target: AwkExpression
}

indirect enum AwkExpression {
  case number(Double)
  case string(String)
  case regex(Regex)
  case variable(String)
  case element(String, [AwkExpression])
  case field(AwkExpression)
  case assign(AwkExpression, AwkExpression)
  case assignOperation(AwkOperator, AwkExpression, AwkExpression)
  case conditional(AwkExpression, AwkExpression, AwkExpression)
  case and(AwkExpression, AwkExpression)
  case or(AwkExpression, AwkExpression)
  case not(AwkExpression)
  case negate(AwkExpression)
  case plus(AwkExpression)
  case binary(AwkOperator, AwkExpression, AwkExpression)
  case compare(AwkComparison, AwkExpression, AwkExpression)
  case match(AwkExpression, AwkExpression, isNegated: Bool)
  case isIn([AwkExpression], String)
  case increment(AwkExpression, by: Double, isPrefix: Bool)
  case concatenate(AwkExpression, AwkExpression)
  case builtin(String, [AwkExpression])
  case call(String, [AwkExpression])
  case grouping(AwkExpression)
  case getline(AwkGetline)
}

/// The forms of `getline`.
struct AwkGetline {
  enum Source {
    case input
    case file(AwkExpression)
    case command(AwkExpression)
  }
  var source: Source
  var target: AwkExpression?
}

enum AwkOperator: Character {
  case add = "+", subtract = "-", multiply = "*", divide = "/"
  case remainder = "%", power = "^"
}

enum AwkComparison: String {
  case less = "<", lessOrEqual = "<=", equal = "==", notEqual = "!="
  case greater = ">", greaterOrEqual = ">="
}

/// Why a program is none, with the line where that shows.
struct AwkSyntaxError: Error {
  var line: Int
  var message: String
}
