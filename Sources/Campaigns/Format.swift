import Foundation
import JSON

/// The forms of strings in a campaign file.
enum Format: String, Sendable, CaseIterable {
    case campaignID, itemID, tierID, domain, sourceName, stratum, zone, time, duration, money, listPath, publicForm
    case answer, verificationKey, digest, note, clock, decimal, link
}

/// Why a string has not the form it should have, and what it should be where that is plain.
package struct FormatProblem: Error {
    package var detail: BilingualText?
    package var suggestion: String?

    init(zh: String, en: String, suggestion: String? = nil) {
        detail = BilingualText(zh: zh, en: en)
        self.suggestion = suggestion
    }

    /// The expectation says it all.
    init(suggestion: String? = nil) {
        self.suggestion = suggestion
    }
}

extension Format {
    var expectation: BilingualText {
        switch self {
        case .campaignID:
            BilingualText(
                zh: "1 至 64 个 a–z 0–9 - . 字符，以字母或数字开头", en: "1 to 64 of a–z 0–9 - . that start with a letter or digit")
        case .itemID: BilingualText(zh: "1 至 32 个 A–Z a–z 0–9 . _ - 字符", en: "1 to 32 of A–Z a–z 0–9 . _ -")
        case .tierID: BilingualText(zh: "1 至 32 个 a–z 0–9 - 字符，不能只是 -", en: "1 to 32 of a–z 0–9 -, and not - alone")
        case .domain: BilingualText(zh: "小写域名", en: "a domain name in lower case")
        case .sourceName:
            BilingualText(
                zh: "1 至 64 个 A–Z a–z 0–9 . _ - @ : 字符，不能只是 -", en: "1 to 64 of A–Z a–z 0–9 . _ - @ :, and not - alone")
        case .stratum: BilingualText(zh: "1 至 64 字的名称", en: "a name of 1 to 64 characters")
        case .zone: BilingualText(zh: "时区名，如 \"Asia/Shanghai\"", en: "a time zone such as \"Asia/Shanghai\"")
        case .time:
            BilingualText(
                zh: "带时差的时间，如 \"2027-06-08T09:00:00+08:00\"",
                en: "a time with offset such as \"2027-06-08T09:00:00+08:00\"")
        case .duration:
            BilingualText(zh: "时长，如 \"90s\"、\"10m\"、\"24h\"", en: "a duration such as \"90s\", \"10m\" or \"24h\"")
        case .money:
            BilingualText(zh: "以元为单位、两位小数的金额字符串，如 \"300.00\"", en: "an amount in yuan as a string such as \"300.00\"")
        case .listPath: BilingualText(zh: "活动文件夹内的相对路径", en: "a relative path inside the campaigns folder")
        case .publicForm:
            BilingualText(zh: "公开抽号形式，如 \"digits 20\"", en: "a form of public drawing such as \"digits 20\"")
        case .answer: BilingualText(zh: "1 至 200 字的答案", en: "an answer of 1 to 200 characters")
        case .verificationKey:
            BilingualText(zh: "公钥 名称+8 位编号+base64", en: "a key \"name+hex8+base64\" of type Ed25519")
        case .digest: BilingualText(zh: "64 位小写十六进制数字", en: "64 hex digits in lower case")
        case .note: BilingualText(zh: "一份签名便笺的全文", en: "the whole text of a signed note")
        case .clock: BilingualText(zh: "一天中的时刻，如 \"22:30\"", en: "a time of day such as \"22:30\"")
        case .decimal: BilingualText(zh: "十进制数字符串，如 \"3.5\"", en: "a decimal number as a string such as \"3.5\"")
        case .link: BilingualText(zh: "以 https:// 开头的链接", en: "a link that starts with https://")
        }
    }

    /// The string that somebody meant who wrote a JSON number; nil where that is no way to write it.
    func suggestion(forNumber source: String) -> String? {
        switch self {
        case .money: MoneyText.suggestion(forNumber: source)
        case .decimal: DecimalText.parse(source).value == nil ? nil : source
        default: nil
        }
    }

    /// Why the text has not this form, or nil where it has.
    func problem(in text: String) -> FormatProblem? {
        switch self {
        case .campaignID: Format.campaignIDProblem(text)
        case .itemID: Format.consists(text, 1...32, Format.isItemByte) ? nil : FormatProblem()
        case .tierID: Format.consists(text, 1...32, Format.isTierByte) && text != "-" ? nil : FormatProblem()
        case .domain: Format.isDomain(text) ? nil : FormatProblem()
        case .sourceName: Format.consists(text, 1...64, Format.isNameByte) && text != "-" ? nil : FormatProblem()
        case .stratum: Format.stratumProblem(text)
        case .zone: Format.zoneProblem(text)
        case .time: Instant.parse(text).problem
        case .duration: DurationText.parse(text).problem
        case .money: MoneyText.parse(text).problem
        case .listPath: Format.isInnerPath(text) ? nil : FormatProblem()
        case .publicForm: PublicForm.parse(text).problem { FormatProblem(zh: $0.message.zh, en: $0.message.en ?? "") }
        case .verificationKey: Format.isVerificationKey(text) ? nil : FormatProblem()
        case .digest: Format.consists(text, 64...64, Format.isHexByte) ? nil : FormatProblem()
        case .note: Format.isNote(text) ? nil : FormatProblem()
        case .clock: ClockText.parse(text).problem
        case .decimal: DecimalText.parse(text).problem
        case .link: Format.isLink(text) ? nil : FormatProblem()
        case .answer: Answers.refusal(of: text).map { FormatProblem(zh: $0.message.zh, en: $0.message.en ?? "") }
        }
    }
}

extension Result {
    fileprivate func problem(_ transform: (Failure) -> FormatProblem) -> FormatProblem? {
        switch self {
        case .success: nil
        case .failure(let failure): transform(failure)
        }
    }
}

extension Result where Failure == FormatProblem {
    fileprivate var problem: FormatProblem? { problem { $0 } }
    var value: Success? { try? get() }
}

// MARK: - Keys and notes

extension Format {
    private static func isHexByte(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte)
    }

    /// The outer form of a C2SP verification key; whether its id is right is for those who can hash.
    private static func isVerificationKey(_ text: String) -> Bool {
        let parts = text.split(separator: "+", maxSplits: 2, omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 3, consists(parts[0], 1...64, isNameByte), consists(parts[1], 8...8, isHexByte),
            let key = Data(base64Encoded: parts[2]), key.base64EncodedString() == parts[2]
        else { return false }
        return key.count == 33 && key[0] == 1
    }

    /// Lines of text, an empty line, lines of signatures.
    private static func isNote(_ text: String) -> Bool {
        let controls = text.unicodeScalars.filter { isControl($0) && $0 != "\n" }
        return (1...4096).contains(text.utf8.count) && controls.isEmpty && text.hasSuffix("\n")
            && text.contains("\n\n— ")
    }
}

// MARK: - Links

extension Format {
    private static func isLink(_ text: String) -> Bool {
        guard text.hasPrefix("https://"), (9...2000).contains(text.utf8.count), !text.contains(" "),
            !text.unicodeScalars.contains(where: isControl)
        else { return false }
        return URL(string: text)?.host().map { !$0.isEmpty } ?? false
    }
}

// MARK: - Names

extension Format {
    private static func consists(_ text: String, _ count: ClosedRange<Int>, _ isAllowed: (UInt8) -> Bool) -> Bool {
        count.contains(text.utf8.count) && text.utf8.allSatisfy(isAllowed)
    }

    private static func isLowerOrDigit(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }

    private static func isTierByte(_ byte: UInt8) -> Bool {
        isLowerOrDigit(byte) || byte == UInt8(ascii: "-")
    }

    private static func isItemByte(_ byte: UInt8) -> Bool {
        isTierByte(byte) || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) || byte == UInt8(ascii: ".")
            || byte == UInt8(ascii: "_")
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        isItemByte(byte) || byte == UInt8(ascii: "@") || byte == UInt8(ascii: ":")
    }

    private static func campaignIDProblem(_ text: String) -> FormatProblem? {
        guard consists(text, 1...64, { isTierByte($0) || $0 == UInt8(ascii: ".") }),
            text.utf8.first.map(isLowerOrDigit) == true
        else { return FormatProblem() }
        guard text != "registry" else {
            return FormatProblem(zh: "registry 专用于登记簿", en: "\"registry\" is reserved for the registry")
        }
        return nil
    }

    private static func isDomain(_ text: String) -> Bool {
        let labels = text.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        return text.utf8.count <= 253 && labels.count > 1
            && labels.allSatisfy { label in
                (1...63).contains(label.count) && label.allSatisfy(isTierByte) && label.first != UInt8(ascii: "-")
                    && label.last != UInt8(ascii: "-")
            }
    }

    /// Names of strata are compared, so that only one spelling of each may exist.
    private static func stratumProblem(_ text: String) -> FormatProblem? {
        guard (1...64).contains(text.unicodeScalars.count), !text.unicodeScalars.contains(where: isControl) else {
            return FormatProblem()
        }
        guard text.precomposedStringWithCanonicalMapping.utf8.elementsEqual(text.utf8) else {
            return FormatProblem(
                zh: "须为 Unicode NFC 形式", en: "it must be in Unicode form NFC",
                suggestion: text.precomposedStringWithCanonicalMapping)
        }
        return nil
    }

    static func isControl(_ scalar: Unicode.Scalar) -> Bool {
        scalar.properties.generalCategory == .control
    }

    private static let zones = Set(TimeZone.knownTimeZoneIdentifiers).union(["UTC", "GMT"])

    private static func zoneProblem(_ text: String) -> FormatProblem? {
        if text == DayStarts.defaultZoneName || zones.contains(text) && TimeZone(identifier: text) != nil { return nil }
        let usualMistakes = ["Asia/Beijing", "Beijing", "China", "CST", "PRC", "Shanghai", "UTC+8", "GMT+8", "+08:00"]
        return FormatProblem(
            suggestion: usualMistakes.contains(text) ? "Asia/Shanghai" : nearest(to: text, among: zones.sorted()))
    }

    /// Whether a path stays in the folder it is relative to: no root, no `.`, `..` or empty component.
    private static func isInnerPath(_ text: String) -> Bool {
        let components = text.split(separator: "/", omittingEmptySubsequences: false)
        return (1...255).contains(text.utf8.count) && !text.unicodeScalars.contains(where: isControl)
            && !text.contains("\\") && components.allSatisfy { !["", ".", ".."].contains($0) }
    }
}
