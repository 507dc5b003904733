import JSON

/// What a regular expression can say of the forms of strings, in what ECMA-262 and other dialects have in common.
///
/// Each takes all that the format takes. What it takes besides (a 30 February, a name that is no zone, a form with too many
/// numbers) only the loader refuses.
enum SchemaPattern {
    /// General category Cc, inside of a class.
    private static let controls = #"\u0000-\u001F\u007F-\u009F"#
    private static let controlsButLineFeed = #"\u0000-\u0009\u000B-\u001F\u007F-\u009F"#
    /// The Unicode property White_Space but for controls, inside of a class.
    private static let spaces = #"\u0020\u00A0\u1680\u2000-\u200A\u2028\u2029\u202F\u205F\u3000"#

    /// No control but line feeds, and something that is no space.
    static let words = "^[^\(controlsButLineFeed)]*[^\(controls)\(spaces)][^\(controlsButLineFeed)]*$"

    static func message(_ expected: BilingualText) -> String {
        "应为\(expected.zh) — expected \(expected.text(.en))"
    }

    /// In code points, where the pattern doesn't say it.
    static func length(of format: Format) -> ClosedRange<Int>? {
        switch format {
        case .domain: 3...253
        case .stratum: 1...64
        case .listPath: 1...255
        case .answer: 1...200
        case .note: 1...4096
        case .link: 9...2000
        case .campaignID, .itemID, .tierID, .sourceName, .zone, .time, .duration, .money, .publicForm,
            .verificationKey, .digest, .clock, .decimal:
            nil
        }
    }

    static func pattern(of format: Format) -> String {
        switch format {
        case .campaignID: "^[a-z0-9][a-z0-9.-]{0,63}$"
        case .itemID: "^[A-Za-z0-9._-]{1,32}$"
        case .tierID: "^(?!-$)[a-z0-9-]{1,32}$"
        case .domain: #"^\#(label)(?:\.\#(label))+$"#
        case .sourceName: "^(?!-$)[A-Za-z0-9._@:-]{1,64}$"
        case .stratum, .answer: "^[^\(controls)]+$"
        case .zone: "^[A-Za-z][A-Za-z0-9_+-]*(?:/[A-Za-z0-9_+-]+)*$"
        case .time: "^\(date)T\(hour):[0-5][0-9]:[0-5][0-9](?:\\.[0-9]{1,3})?\(offset)$"
        case .duration: "^(?:\(number(9))s|\(number(7))m|\(number(5))h)$"
        case .money: #"^\#(number(13))\.[0-9]{2}$"#
        case .listPath: "^\(step)(?:/\(step))*$"
        case .publicForm: #"^\#(drawing)(?:\+\#(drawing))*$"#
        case .verificationKey: #"^[A-Za-z0-9._@:-]{1,64}\+[0-9a-f]{8}\+A[Q-Za-f][A-Za-z0-9+/]{42}$"#
        case .digest: "^[0-9a-f]{64}$"
        case .note: "^[^\(controlsButLineFeed)]*\\n\\n— [^\(controlsButLineFeed)]*\\n$"
        case .clock: "^\(hour):[0-5][0-9]$"
        case .decimal: #"^-?\#(number(9))(?:\.[0-9]{1,6})?$"#
        case .link: "^https://[^/?# \(controls)][^ \(controls)]*$"
        }
    }

    private static let label = "[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
    private static let hour = "(?:[01][0-9]|2[0-3])"
    private static let date =
        "(?:19[7-9][0-9]|[2-9][0-9]{3})-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])|"
        + "(?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)|02-(?:0[1-9]|[12][0-9]))"
    /// Not `-00:00`.
    private static let offset =
        #"(?:Z|\+\#(hour):[0-5][0-9]|-(?:(?:0[1-9]|1[0-9]|2[0-3]):[0-5][0-9]|00:(?:0[1-9]|[1-5][0-9])))"#
    /// A part of a path that is neither `.` nor `..`.
    private static let step: String = {
        let any = #"[^/\\\#(controls)]"#
        let butDot = #"[^./\\\#(controls)]"#
        return #"(?:\#(butDot)\#(any)*|\.\#(butDot)\#(any)*|\.\.\#(any)+)"#
    }()
    private static let drawing: String = {
        let count = "[1-9][0-9]{0,3}"
        let faces = "[1-9][0-9]{0,6}"
        return "(?:dice \(count) \(faces)|balls \(count) \(faces) (?:sorted|ordered)|digits \(count))"
    }()

    /// A decimal without leading zeros.
    private static func number(_ digits: Int) -> String { "(?:0|[1-9][0-9]{0,\(digits - 1)})" }
}

extension Format {
    /// As a file may have it.
    var examples: [String] {
        switch self {
        case .campaignID: ["duanwu-2027-quiz"]
        case .itemID: ["q01", "A"]
        case .tierID: ["first"]
        case .domain: ["jimo-union.example"]
        case .sourceName: ["night-shift", "notary.example"]
        case .stratum: ["安全", "safety"]
        case .zone: [DayStarts.defaultZoneName, "Asia/Urumqi", "UTC"]
        case .time: ["2027-06-08T09:00:00+08:00"]
        case .duration: ["90s", "10m", "168h"]
        case .money: ["300.00"]
        case .listPath: ["rolls/members.csv"]
        case .publicForm: ["digits 20", "balls 6 33 sorted+balls 1 16 sorted"]
        case .answer: ["灯笼"]
        case .verificationKey: ["bank.example+a50bcc3f+AWN74grD8lptkmZErhP6BPnJRww9+8OCl7t9OjeIQygj"]
        case .digest: ["9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"]
        case .note:
            [
                "huigong/reveal/v1\njimo-union.example/duanwu-2027-quiz\n9f86d081884c7d659a2feaa0c55ad015"
                    + "a3bf4f1b2b0b822cd15d6c15b0f00a08\n\n— bank.example Dvbitc…\n"
            ]
        case .clock: ["22:30"]
        case .decimal: ["3.5", "-40"]
        case .link: ["https://www.example.org/works/1"]
        }
    }
}
