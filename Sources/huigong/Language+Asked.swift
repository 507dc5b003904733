import JSON

extension Language {
    /// What the shell's locale asks for (POSIX: the first of these that is set and not empty).
    static var ofLocale: Language {
        let names = ["LC_ALL", "LC_MESSAGES", "LANG"]
        let locale = names.lazy.compactMap(Environment.value).first { !$0.isEmpty } ?? ""
        return locale.hasPrefix("zh") ? .zh : .en
    }

    /// The language that a whole command line asks for, even one with a mistake in it.
    static func asked(in words: [String]) -> Language {
        let options = Array(words.prefix { $0 != "--" })
        let values = options.indices.compactMap { place -> String? in
            if options[place].hasPrefix("--lang=") { return String(options[place].dropFirst(7)) }
            return place > 0 && options[place - 1] == "--lang" ? options[place] : nil
        }
        return values.compactMap(Language.init(rawValue:)).last ?? ofLocale
    }
}
