import Foundation
import Testing

@testable import Campaigns

/// Python's standard library folds again from the documentation of ``Folding``, over every code point of Unicode 14 and
/// many strings of several. It is how a verifier does it, so the bytes have to be the same.
@Suite struct FoldingAgainstPythonTests {
    static let script = #"""
        import os, sys, unicodedata
        sys.path.insert(0, os.path.dirname(sys.argv[1]))
        import verify

        STEPS = ["nfkc", "width", "case", "traditional", "space", "punctuation", "numerals", "particles"]
        TABLE = dict(line.rstrip("\n").split("\t") for line in open(sys.argv[1], encoding="utf-8"))

        def members(text):
            ends = [part.split("-") for part in text.split()]
            return {chr(c) for end in ends for c in range(int(end[0], 16), int(end[-1], 16) + 1)}

        SPACE = members("9-D 20 85 A0 1680 2000-200D 2028 2029 202F 205F 2060 3000 FEFF")
        PUNCTUATION = set("!\"#%&'()*,-./:;?@[\\]_{}~") | members(
            "A1 A7 AB B6 B7 BB BF 2010-2027 2030-205E 3001-3003 3008-3011 3014-301F FE10-FE19 FE30-FE4F FE50-FE6B "
            "FF01-FF0F FF1A-FF20 FF3B-FF3D FF3F FF5B-FF65")

        def narrow(c):
            return chr(ord(c) - 0xFEE0) if "\uFF01" <= c <= "\uFF5E" else " " if c == "\u3000" else c

        def fold(text, steps):
            if "nfkc" in steps: text = unicodedata.normalize("NFKC", text)
            if "width" in steps: text = "".join(map(narrow, text))
            if "case" in steps: text = "".join(c.lower() for c in text)
            if "traditional" in steps: text = "".join(TABLE.get(c, c) for c in text)
            if "space" in steps: text = "".join(c for c in text if c not in SPACE)
            if "punctuation" in steps: text = "".join(c for c in text if c not in PUNCTUATION)
            return verify.fold_text(text, steps & {"numerals", "particles"})

        if unicodedata.unidata_version != "14.0.0":
            sys.exit(3)
        for record in sys.stdin.buffer.read().decode("utf-8").split("\0")[:-1]:
            mask, text = int(record[0], 36) * 36 + int(record[1], 36), record[2:]
            steps = {step for index, step in enumerate(STEPS) if mask >> index & 1}
            refused = any(unicodedata.category(c) in ("Cn", "Cc", "Co") for c in text)
            out = "-" if refused else "+" + fold(text, steps)
            sys.stdout.buffer.write(out.encode("utf-8") + b"\0")
        """#

    @Test func `folds and refuses as Python does`() throws {
        let table = Repository.top.appendingPathComponent("tools/traditional-simplified.txt").path
        let cases = Self.everyCodePoint + Self.strings
        var input: [UInt8] = []
        for item in cases { input += Array("\(Self.maskText(item.mask))\(item.text)\0".utf8) }
        guard let output = try Repository.output(of: "python3", ["-c", Self.script, table], input: input) else {
            // No Python, or one of another Unicode: nothing to compare with.
            return
        }
        let lines = output.split(separator: 0, omittingEmptySubsequences: false).dropLast()
        try #require(lines.count == cases.count)
        var differing: [String] = []
        for (item, line) in zip(cases, lines) where Self.line(item) != Array(line) {
            differing.append("\(item.mask) \(item.text.unicodeScalars.map { String($0.value, radix: 16) })")
        }
        #expect(differing.isEmpty, "\(differing.count) differ, as \(differing.prefix(20))")
    }

    private struct Item {
        var mask: Int
        var text: String
    }

    private static func maskText(_ mask: Int) -> String {
        String(mask / 36, radix: 36) + String(mask % 36, radix: 36)
    }

    private static func line(_ item: Item) -> [UInt8] {
        guard Answers.isAcceptable(item.text) else { return Array("-".utf8) }
        let steps = Folding.Step.allCases.enumerated().filter { item.mask >> $0.offset & 1 == 1 }.map(\.element)
        return Array("+\(Folding(steps: steps).fold(item.text))".utf8)
    }

    /// Every scalar but U+0000, which parts the records here, and most of the empty planes.
    private static var everyCodePoint: [Item] {
        let scalars = (0x1...0x323FF).map { $0 } + (0xE0000...0xE01FF).map { $0 } + [0xF0000, 0x10FFFD, 0x10FFFF]
        return scalars.compactMap { Unicode.Scalar(UInt32($0)) }.map { Item(mask: 255, text: String($0)) }
    }

    /// Strings of up to eight code points, from where something happens, under every set of steps.
    private static var strings: [Item] {
        let ranges: [ClosedRange<UInt32>] = [
            0x20...0x7E, 0x80...0x24F, 0x300...0x36F, 0x370...0x3FF, 0x600...0x6FF, 0x900...0x97F, 0x1100...0x11FF,
            0x1E00...0x1FFF, 0x2000...0x206F, 0x2100...0x218F, 0x2460...0x24FF, 0x3000...0x30FF, 0x3200...0x33FF,
            0x4E00...0x9FFF, 0x9B00...0x9F9F, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFB00...0xFDFF, 0xFE00...0xFEFF,
            0xFF00...0xFFEF, 0x1D165...0x1D16F, 0x110B0...0x110C0, 0x1D400...0x1D7FF, 0x2F800...0x2FA1F,
        ]
        var generator = Weyl(state: 14)
        let letters = (0x1100...0x11FF as ClosedRange<UInt32>).flatMap { letter in
            [[0x1100, letter], [0xAC00, letter], [letter, 0x1161], [letter, 0x1175]].map(Self.hangul)
        }
        return letters + numbersAndParticles(&generator)
            + (0..<20_000).map { number in
                var text = String.UnicodeScalarView()
                for _ in 0...generator.next(below: 8) {
                    let range = ranges[generator.next(below: ranges.count)]
                    let value = range.lowerBound + UInt32(generator.next(below: range.count))
                    if let scalar = Unicode.Scalar(value) { text.append(scalar) }
                }
                return Item(mask: number % 256, text: String(text))
            }
    }

    private static func numbersAndParticles(_ generator: inout Weyl) -> [Item] {
        let signs = Array("0１零一二十百千千百十拾貳陸之的了儿目不女确解子花".unicodeScalars)
        return (0..<20_000).map { number in
            let count = 1 + generator.next(below: 8)
            let text = (0..<count).map { _ in signs[generator.next(below: signs.count)] }
            return Item(mask: [64, 128, 192, 255][number % 4], text: String(String.UnicodeScalarView(text)))
        }
    }

    private static func hangul(_ values: [UInt32]) -> Item {
        Item(mask: 1, text: String(String.UnicodeScalarView(values.compactMap(Unicode.Scalar.init))))
    }

    /// A small generator with a fixed start, so that a failure comes again.
    private struct Weyl {
        var state: UInt64

        mutating func next(below bound: Int) -> Int {
            state &+= 0x9E37_79B9_7F4A_7C15
            let mixed = (state ^ state >> 31) &* 0xBF58_476D_1CE4_E5B9
            return Int((mixed ^ mixed >> 29) >> 33) % bound
        }
    }
}
