import JSON

/// Why a command ended, in words for the person who typed it.
struct CommandFailure: Error, Hashable {
    /// What is wrong, without a full stop.
    var what: BilingualText
    /// The word, file or socket it is about.
    var place: String?
    /// What to do about it.
    var hint: BilingualText?
    var exitCode: ExitCode

    init(_ what: BilingualText, at place: String? = nil, hint: BilingualText? = nil, exitCode: ExitCode = .failed) {
        self.what = what
        self.place = place
        self.hint = hint
        self.exitCode = exitCode
    }

    /// `huigong: error: what — where`, then the hint on a line of its own.
    func text(_ language: Language) -> String {
        let (error, advice) = language == .zh ? ("错误：", "提示：") : ("error: ", "hint: ")
        let first = "huigong: \(error)\(what.text(language))" + (place.map { " — \($0)" } ?? "")
        return first + (hint.map { "\n\(advice)\($0.text(language))" } ?? "")
    }
}
