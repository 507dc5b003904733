/// The folding step `numerals`: ways to write a whole number below 10,000 become its digits.
///
/// The signs are those of ``Sign``. Of each longest run of signs without anything between them:
///
/// - where it is the usual writing of a number with 十 百 千 (三百六十五, 一千零八, 十二, 3百), the number's digits;
/// - otherwise each sign becomes its plain form: a digit 0–9, or 十 百 千.
///
/// So 二〇二七 is 2027, 一百 is 100, and 百 alone stays: 百花 is no 100花. 万 and 亿 are no signs: 三万 is 3万. 两 is none
/// either, because it is a weight, too.
enum NumeralFolding {
    enum Sign: Hashable {
        /// 0–9.
        case digit(Int)
        /// 10, 100 or 1000.
        case position(Int)

        init?(_ scalar: Unicode.Scalar) {
            switch scalar {
            case "0"..."9": self = .digit(Int(scalar.value) - 0x30)
            case "\u{FF10}"..."\u{FF19}": self = .digit(Int(scalar.value) - 0xFF10)
            case "零", "〇": self = .digit(0)
            case "一", "壹": self = .digit(1)
            case "二", "贰", "貳": self = .digit(2)
            case "三", "叁", "叄": self = .digit(3)
            case "四", "肆": self = .digit(4)
            case "五", "伍": self = .digit(5)
            case "六", "陆", "陸": self = .digit(6)
            case "七", "柒": self = .digit(7)
            case "八", "捌": self = .digit(8)
            case "九", "玖": self = .digit(9)
            case "十", "拾": self = .position(10)
            case "百", "佰": self = .position(100)
            case "千", "仟": self = .position(1000)
            default: return nil
            }
        }

        var plain: String {
            switch self {
            case .digit(let digit): "\(digit)"
            case .position(10): "十"
            case .position(100): "百"
            case .position: "千"
            }
        }
    }

    static func fold(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: { Sign($0) != nil }) else { return text }
        var folded = String.UnicodeScalarView()
        var run: [Sign] = []
        for scalar in text.unicodeScalars {
            if let sign = Sign(scalar) {
                run.append(sign)
            } else {
                folded.append(contentsOf: plain(run).unicodeScalars)
                run.removeAll(keepingCapacity: true)
                folded.append(scalar)
            }
        }
        folded.append(contentsOf: plain(run).unicodeScalars)
        return String(folded)
    }

    private static func plain(_ run: [Sign]) -> String {
        var reading = NumberReading(rest: run[...])
        return reading.number().map { "\($0)" } ?? run.map(\.plain).joined()
    }
}

/// Reads the usual writing of a number: positions descend, a 0 stands for those left out between two others, and only a
/// number from 10 to 19 may leave out the 一 before its 十.
private struct NumberReading {
    var rest: ArraySlice<NumeralFolding.Sign>

    /// Nil where the signs are written otherwise, or have no position.
    mutating func number() -> Int? {
        let thousands = counted(1000)
        let skipsHundreds = thousands != nil && zero()
        let hundreds = skipsHundreds ? nil : counted(100)
        let skipsTens = hundreds != nil && zero()
        let isBelowHundred = thousands == nil && hundreds == nil
        var tens: Int?
        if isBelowHundred || hundreds != nil && !skipsTens || skipsHundreds { tens = counted(10) }
        if isBelowHundred, tens == nil, rest.first == .position(10) {
            rest.removeFirst()
            tens = 1
        }
        let mayHaveOnes = tens != nil || skipsHundreds || skipsTens
        let ones = mayHaveOnes ? digit() : nil
        // A 0 stands before something, and a number without positions is read digit by digit.
        guard rest.isEmpty, thousands ?? hundreds ?? tens != nil, !skipsTens || ones != nil,
            !skipsHundreds || tens != nil || ones != nil
        else { return nil }
        return (thousands ?? 0) * 1000 + (hundreds ?? 0) * 100 + (tens ?? 0) * 10 + (ones ?? 0)
    }

    private mutating func counted(_ position: Int) -> Int? {
        guard rest.count >= 2, case .digit(let count) = rest[rest.startIndex], count > 0,
            rest[rest.startIndex + 1] == .position(position)
        else { return nil }
        rest.removeFirst(2)
        return count
    }

    private mutating func zero() -> Bool {
        guard rest.first == .digit(0) else { return false }
        rest.removeFirst()
        return true
    }

    private mutating func digit() -> Int? {
        guard case .digit(let digit) = rest.first, digit > 0 else { return nil }
        rest.removeFirst()
        return digit
    }
}
