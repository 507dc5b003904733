import Glibc

/// Why a command ended, in words for the person who typed it.
struct CommandFailure: Error, Hashable {
    /// What is wrong, without a full stop.
    var what: String
    /// The word, file or socket it is about.
    var place: String?
    /// What to do about it.
    var hint: String?
    var exitCode: ExitCode

    init(_ what: String, at place: String? = nil, hint: String? = nil, exitCode: ExitCode = .failed) {
        self.what = what
        self.place = place
        self.hint = hint
        self.exitCode = exitCode
    }

    /// `huigong: error: what — where`, then the hint on a line of its own.
    var text: String {
        let first = "huigong: error: \(what)" + (place.map { " — \($0)" } ?? "")
        return first + (hint.map { "\nhint: \($0)" } ?? "")
    }
}

/// The words of the C library for an error number.
func systemMessage(_ code: Int32) -> String {
    String(cString: strerror(code))
}
