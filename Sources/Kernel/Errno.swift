/// Why a system call failed, with Linux' numbers and musl's/glibc's texts.
///
/// Source: POSIX `<errno.h>`; the texts are those of glibc's `strerror`, which busybox prints.
package enum Errno: Int, Error, Sendable {
  case notPermitted = 1
  case noEntry = 2
  case noProcess = 3
  case interrupted = 4
  case inputOutput = 5
  case noDeviceOrAddress = 6
  case argumentListTooLong = 7
  case execFormat = 8
  case badDescriptor = 9
  case noChild = 10
  case tryAgain = 11
  case noMemory = 12
  case accessDenied = 13
  case busy = 16
  case exists = 17
  case crossDevice = 18
  case notDirectory = 20
  case isDirectory = 21
  case invalidArgument = 22
  case tooManyOpenFiles = 24
  case notTerminal = 25
  case textBusy = 26
  case fileTooLarge = 27
  case noSpace = 28
  case illegalSeek = 29
  case readOnlyFileSystem = 30
  case tooManyLinks = 31
  case brokenPipe = 32
  case outOfRange = 34
  case nameTooLong = 36
  case notImplemented = 38
  case directoryNotEmpty = 39
  case tooManySymbolicLinks = 40
  case notSocket = 88
  case notSupported = 95
  case addressInUse = 98
  case addressNotAvailable = 99
  case networkUnreachable = 101
  case connectionReset = 104
  case alreadyConnected = 106
  case notConnected = 107
  case timedOut = 110
  case connectionRefused = 111
  case noRouteToHost = 113
}

extension Errno: CustomStringConvertible {
  /// The text of `strerror`, as in "No such file or directory".
  package var description: String {
    switch self {
    case .notPermitted: "Operation not permitted"
    case .noEntry: "No such file or directory"
    case .noProcess: "No such process"
    case .interrupted: "Interrupted system call"
    case .inputOutput: "Input/output error"
    case .noDeviceOrAddress: "No such device or address"
    case .argumentListTooLong: "Argument list too long"
    case .execFormat: "Exec format error"
    case .badDescriptor: "Bad file descriptor"
    case .noChild: "No child processes"
    case .tryAgain: "Resource temporarily unavailable"
    case .noMemory: "Cannot allocate memory"
    case .accessDenied: "Permission denied"
    case .busy: "Device or resource busy"
    case .exists: "File exists"
    case .crossDevice: "Invalid cross-device link"
    case .notDirectory: "Not a directory"
    case .isDirectory: "Is a directory"
    case .invalidArgument: "Invalid argument"
    case .tooManyOpenFiles: "Too many open files"
    case .notTerminal: "Inappropriate ioctl for device"
    case .textBusy: "Text file busy"
    case .fileTooLarge: "File too large"
    case .noSpace: "No space left on device"
    case .illegalSeek: "Illegal seek"
    case .readOnlyFileSystem: "Read-only file system"
    case .tooManyLinks: "Too many links"
    case .brokenPipe: "Broken pipe"
    case .outOfRange: "Numerical result out of range"
    case .nameTooLong: "File name too long"
    case .notImplemented: "Function not implemented"
    case .directoryNotEmpty: "Directory not empty"
    case .tooManySymbolicLinks: "Too many levels of symbolic links"
    case .notSocket: "Socket operation on non-socket"
    case .notSupported: "Operation not supported"
    case .addressInUse: "Address already in use"
    case .addressNotAvailable: "Cannot assign requested address"
    case .networkUnreachable: "Network is unreachable"
    case .connectionReset: "Connection reset by peer"
    case .alreadyConnected: "Transport endpoint is already connected"
    case .notConnected: "Transport endpoint is not connected"
    case .timedOut: "Connection timed out"
    case .connectionRefused: "Connection refused"
    case .noRouteToHost: "No route to host"
    }
  }
}
