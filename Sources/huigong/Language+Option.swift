import JSON

extension Language {
    static let option = Command.Option(
        "--lang", "zh|en",
        help: "The language of what is shown (default: that of the locale, en where it is not Chinese)")

    init(_ arguments: Arguments) throws {
        let word = try arguments.choice(
            "--lang", of: Language.allCases.map(\.rawValue), usual: Language.ofLocale.rawValue)
        self = Language(rawValue: word) ?? .en
    }

    /// What the shell's locale asks for (POSIX: the first of these that is set and not empty).
    private static var ofLocale: Language {
        let names = ["LC_ALL", "LC_MESSAGES", "LANG"]
        let locale = names.lazy.compactMap(Environment.value).first { !$0.isEmpty } ?? ""
        return locale.hasPrefix("zh") ? .zh : .en
    }
}
