/// The two languages in which Huigong speaks; Chinese is the default.
package enum Language: String, Sendable, CaseIterable {
    case zh, en
}

/// A text in Chinese, with English where somebody wrote it. In JSON: a string, or `{"zh": …, "en": …}`.
package struct BilingualText: Sendable, Hashable {
    package var zh: String
    package var en: String?

    package init(zh: String, en: String? = nil) {
        self.zh = zh
        self.en = en
    }

    /// The text in the asked language, or in Chinese where there is no English.
    package func text(_ language: Language) -> String {
        language == .en ? en ?? zh : zh
    }
}
