import JSON

extension Language {
    static let option = Command.Option("--lang", "zh|en", help: "The language of what is shown (default zh)")

    init(_ arguments: Arguments) throws {
        let word = try arguments.choice("--lang", of: Language.allCases.map(\.rawValue), usual: "zh")
        self = word == "en" ? .en : .zh
    }
}
