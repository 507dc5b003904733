import Glibc
import JSON
import Terminal

/// Results go to standard output and messages to standard error, each in one write where the kernel takes it.
enum Output {
    static func result(_ text: String) { write(text + "\n", to: STDOUT_FILENO) }
    static func message(_ text: String) { write(text + "\n", to: STDERR_FILENO) }
    static func failure(_ failure: CommandFailure, _ language: Language) { message(failure.text(language)) }

    /// Writes all of it, without a line end. A reader that went away ends the process quietly by SIGPIPE.
    static func write(_ text: String, to descriptor: Int32) {
        var text = text
        text.withUTF8 { bytes in
            var rest = UnsafeRawBufferPointer(bytes)
            while !rest.isEmpty {
                let written = Glibc.write(descriptor, rest.baseAddress, rest.count)
                if written < 0 {
                    if errno == EINTR || errno == EAGAIN { continue }
                    return
                }
                rest = UnsafeRawBufferPointer(rebasing: rest[written...])
            }
        }
    }

    static func style(of descriptor: Int32 = STDOUT_FILENO) -> Style {
        Style(isTerminal: isatty(descriptor) == 1, environment: Environment.values(["NO_COLOR", "TERM"]))
    }

    /// The columns of standard output where it is a terminal, or nil: a file may have lines of any length.
    static var width: Int? {
        TerminalSize(of: STDOUT_FILENO)?.columns
    }
}

enum Environment {
    static func value(_ name: String) -> String? {
        guard let value = getenv(name) else { return nil }
        return String(cString: value)
    }

    static func values(_ names: [String]) -> [String: String] {
        var values: [String: String] = [:]
        for name in names { values[name] = value(name) }
        return values
    }
}
