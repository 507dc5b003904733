import Terminal
import Testing

struct TextTests {
    @Test(arguments: [
        ("", 0), ("abc", 3), ("端午", 4), ("Ａ１", 4), ("e\u{301}", 1), ("👨‍👩‍👧", 2), ("❤️", 2), ("🏮", 2), ("한글", 4), ("…", 1),
        ("\u{1B}", 0), ("，。", 4), ("𠮷", 2), ("⌚", 2), ("é", 1), ("\u{200B}", 0),
    ])
    func `counts the columns of a text`(text: String, width: Int) {
        #expect(displayWidth(text) == width)
    }

    @Test func `pads to columns and not to characters`() {
        #expect(padded("端午", to: 6) == "端午  ")
        #expect(padded("端午", to: 6, .right) == "  端午")
        #expect(padded("端午节", to: 4) == "端午节")
    }

    @Test func `cuts before a wide character that would stand across the edge`() {
        #expect(truncated("端午节", to: 6) == "端午节")
        #expect(truncated("端午节", to: 5) == "端午…")
        #expect(truncated("端午节", to: 4) == "端…")
        #expect(truncated("端午节", to: 1) == "…")
        #expect(truncated("端午节", to: 0) == "")
        #expect(fitted("端午节", to: 4) == "端… ")
    }

    @Test func `takes out what a terminal would obey`() {
        #expect(printable("a\u{1B}[2Jb\nc\u{202E}d") == "a [2Jb cd")
    }

    @Test func `fills a bar in eighths`() {
        #expect(bar(0, of: 10, width: 4) == "····")
        #expect(bar(5, of: 10, width: 4) == "██··")
        #expect(bar(10, of: 10, width: 4) == "████")
        #expect(bar(1, of: 1_000_000, width: 4) == "▏···")
        #expect(bar(999_999, of: 1_000_000, width: 4) == "███▉")
        #expect(bar(3, of: 0, width: 2) == "··")
    }

    @Test func `shares the columns of a bar among its parts`() {
        #expect(barColumns([50, 25], of: 100, width: 8) == [4, 2])
        #expect(barColumns([1, 1], of: 1_000_000, width: 8) == [1, 1])
        #expect(barColumns([999_999], of: 1_000_000, width: 8) == [7])
        #expect(barColumns([1, 0, 2], of: 3, width: 10) == [3, 0, 7])
        #expect(barColumns([3], of: 0, width: 4) == [4])
        #expect(barColumns([0], of: 0, width: 4) == [0])
        #expect(barColumns([1, 1, 1, 1], of: 5, width: 2).reduce(0, +) <= 2)
        for parts in [[1, 2, 3], [0, 0, 7], [5, 5, 5], [100, 1, 1]] {
            for total in [0, 6, 15, 102, 1_000] {
                for width in 0...40 {
                    let columns = barColumns(parts, of: total, width: width)
                    #expect(columns.allSatisfy { $0 >= 0 } && columns.reduce(0, +) <= width)
                    guard width >= 4 else { continue }
                    let isWhole = parts.reduce(0, +) >= total
                    #expect((columns.reduce(0, +) == width) == isWhole)
                    for (part, columns) in zip(parts, columns) { #expect((part > 0) == (columns > 0)) }
                }
            }
        }
    }

    @Test func `flows parts over lines and divides none`() {
        #expect(flowed(["ab", "端午", "cd"], width: 9, gap: 2) == ["ab  端午", "cd"])
        #expect(flowed(["ab", "", "cd"], width: 6, gap: 2) == ["ab  cd"])
        #expect(flowed(["端午节快乐", "a"], width: 6, gap: 1) == ["端午…", "a"])
        #expect(flowed([], width: 6) == [])
        #expect(flowed(["\u{1B}[1mabc\u{1B}[0m", "d"], width: 5, gap: 1) == ["\u{1B}[1mabc\u{1B}[0m d"])
    }

    @Test func `writes numbers for people`() {
        #expect(grouped(0) == "0")
        #expect(grouped(999) == "999")
        #expect(grouped(188_000) == "188,000")
        #expect(grouped(-1_234_567) == "-1,234,567")
        #expect(yuan(50_000) == "500.00")
        #expect(yuan(123_456_789) == "1,234,567.89")
        #expect(yuan(-5) == "-0.05")
        #expect(percent(1, of: 3) == "33.3%")
        #expect(percent(999_999, of: 1_000_000) == "99.9%")
        #expect(percent(1, of: 0) == "–")
        #expect(decimal(thousandths: 705, decimals: 2) == "0.70")
        #expect(duration(milliseconds: 3_723_999) == "01:02:03")
        #expect(duration(milliseconds: 90_061_000) == "1d 01:01:01")
        #expect(latency(microseconds: 850) == "850 µs")
        #expect(latency(microseconds: 4_512) == "4.51 ms")
        #expect(latency(microseconds: 12_345) == "12.3 ms")
        #expect(latency(microseconds: 1_204_000) == "1.20 s")
        #expect(byteCount(23_040_000) == "23.0 MB")
    }

    @Test func `colours only a terminal of somebody who wants it`() {
        #expect(Style(isTerminal: true, environment: [:]).red("x") == "\u{1B}[31mx\u{1B}[0m")
        #expect(Style(isTerminal: false, environment: [:]).red("x") == "x")
        #expect(Style(isTerminal: true, environment: ["NO_COLOR": "1"]).red("x") == "x")
        #expect(Style(isTerminal: true, environment: ["NO_COLOR": ""]).isColoured)
        #expect(!Style(isTerminal: true, environment: ["TERM": "dumb"]).isColoured)
    }
}
