import JSON

/// A sentence of the command line in both languages.
func both(_ zh: String, _ en: String) -> BilingualText { BilingualText(zh: zh, en: en) }

extension BilingualText {
    /// What reads the same in either language, or is in the asked one already: a name, the daemon's own message.
    static func asIs(_ text: String) -> BilingualText { BilingualText(zh: text) }

    /// In English where the text has both languages, else as it is.
    var english: String { text(.en) }
}
