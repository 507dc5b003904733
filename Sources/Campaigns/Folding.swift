import Foundation

/// The declared folding of a free-text answer: what must not make a difference between a guess and the answer.
///
/// A verifier in any language folds again from this page and `tools/traditional-simplified.txt`. The declared steps
/// are applied once each, in this order, to every code point:
///
/// | step | what it does |
/// |---|---|
/// | `nfkc` | Normalization Form KC of the whole text; not repeated after the later steps |
/// | `width` | U+FF01–FF5E become U+0021–007E, U+3000 becomes U+0020 |
/// | `case` | the default lowercase mapping of each code point alone, without context or language |
/// | `traditional` | ``FoldTable`` |
/// | `space` | removes what ``isSpace(_:)`` lists |
/// | `punctuation` | removes what ``isPunctuation(_:)`` lists |
/// | `numerals` | ``NumeralFolding`` |
/// | `particles` | ``ParticleFolding`` |
///
/// Only code points assigned in Unicode 14 are folded (``Answers`` refuses the rest), so a newer Unicode on one side
/// changes nothing. Folded texts are compared code point by code point, with ``matches(_:accepted:)``: `==` of
/// String would take canonically equivalent texts for equal, which other languages don't.
package struct Folding: Sendable, Hashable {
    package enum Step: String, Sendable, CaseIterable {
        case nfkc, width, `case`, traditional, space, punctuation, numerals, particles
    }

    /// In the order of `Step.allCases`, which is the order they are applied in.
    package let steps: [Step]

    private let mask: UInt8

    package init(steps: [Step]) {
        self.steps = Step.allCases.filter(steps.contains)
        mask = self.steps.reduce(0) { $0 | $1.bit }
    }

    /// The guess with every declared difference taken away. Empty when nothing else was in it.
    package func fold(_ guess: String) -> String {
        guard mask != 0 else { return guess }
        if declares(.nfkc), !guess.unicodeScalars.allSatisfy(Self.isInertUnderNFKC) {
            return foldWords(foldScalars(Self.normalised(guess)))
        }
        return foldWords(foldScalars(guess))
    }

    /// Whether the guess, folded, is one of `accepted`, which are already folded.
    package func matches(_ guess: String, accepted: [String]) -> Bool {
        let folded = fold(guess)
        return accepted.contains { $0.utf8.elementsEqual(folded.utf8) }
    }
}

extension Folding {
    /// U+0009–000D, 0020, 0085, 00A0, 1680, 2000–200D, 2028, 2029, 202F, 205F, 2060, 3000, FEFF.
    package static func isSpace(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x09...0x0D, 0x20, 0x85, 0xA0, 0x1680, 0x2000...0x200D, 0x2028, 0x2029, 0x202F, 0x205F, 0x2060, 0x3000,
            0xFEFF:
            true
        default: false
        }
    }

    /// ASCII ``!"#%&'()*,-./:;?@[\]_{}~`` and U+00A1 00A7 00AB 00B6 00B7 00BB 00BF, 2010–2027, 2030–205E, 3001–3003,
    /// 3008–3011, 3014–301F, FE10–FE19, FE30–FE4F, FE50–FE6B, FF01–FF0F, FF1A–FF20, FF3B–FF3D, FF3F, FF5B–FF65.
    ///
    /// `$ + < = > ^ |` and the backtick stay: they can be the answer.
    package static func isPunctuation(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x21...0x23, 0x25...0x2A, 0x2C...0x2F, 0x3A, 0x3B, 0x3F, 0x40, 0x5B...0x5D, 0x5F, 0x7B, 0x7D, 0x7E: true
        case 0xA1, 0xA7, 0xAB, 0xB6, 0xB7, 0xBB, 0xBF, 0x2010...0x2027, 0x2030...0x205E: true
        case 0x3001...0x3003, 0x3008...0x3011, 0x3014...0x301F: true
        case 0xFE10...0xFE19, 0xFE30...0xFE4F, 0xFE50...0xFE6B: true
        case 0xFF01...0xFF0F, 0xFF1A...0xFF20, 0xFF3B...0xFF3D, 0xFF3F, 0xFF5B...0xFF65: true
        default: false
        }
    }

    /// Code points that NFKC neither changes nor joins with one another: ASCII, the ideographs of the main blocks and
    /// the punctuation between them. A text of these alone, which is nearly every guess, skips normalisation.
    private static func isInertUnderNFKC(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0...0x7F, 0x3001...0x3002, 0x3008...0x3011, 0x3400...0x4DBF, 0x4E00...0x9FFF: true
        default: false
        }
    }

    /// Normalization Form KC: the compatibility decomposition of each code point, ordered and composed.
    ///
    /// Not `precomposedStringWithCompatibilityMapping`: where a code point decomposes to several marks and another mark
    /// follows, Foundation leaves them out of canonical order (U+0385 U+0330).
    private static func normalised(_ text: String) -> String {
        var composed = String.UnicodeScalarView()
        var pending = String.UnicodeScalarView()
        func compose() {
            composed.append(contentsOf: String(pending).precomposedStringWithCanonicalMapping.unicodeScalars)
            pending.removeAll(keepingCapacity: true)
        }
        for scalar in text.unicodeScalars {
            for part in compatibilityDecomposition(scalar) {
                if !mayCompose(pending.last, part) { compose() }
                pending.append(part)
            }
        }
        compose()
        return String(composed)
    }

    private static func compatibilityDecomposition(_ scalar: Unicode.Scalar) -> String.UnicodeScalarView {
        let text = String(scalar)
        return isInertUnderNFKC(scalar)
            ? text.unicodeScalars : text.decomposedStringWithCompatibilityMapping.unicodeScalars
    }

    /// False for the letters just outside the ranges that make a Hangul syllable (initials U+1100–1112, vowels
    /// U+1161–1175, finals U+11A8–11C2): the system's composition takes each range one too wide and swallows them.
    private static func mayCompose(_ before: Unicode.Scalar?, _ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x1176, 0x11A7, 0x11C3: false
        case 0x1161...0x1175: before != "\u{1113}"
        default: true
        }
    }

    private func declares(_ step: Step) -> Bool {
        mask & step.bit != 0
    }

    /// The steps that look at neighbours.
    private func foldWords(_ text: String) -> String {
        let text = declares(.numerals) ? NumeralFolding.fold(text) : text
        return declares(.particles) ? ParticleFolding.fold(text) : text
    }

    /// The steps from `width` to `punctuation`. They look at one code point at a time, so one pass gives what one pass a
    /// step would.
    private func foldScalars(_ text: String) -> String {
        var folded = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            let scalar = declares(.width) ? Self.narrowed(scalar) : scalar
            if declares(.case), Self.mayHaveCase(scalar) {
                for lowered in Self.lowercased(scalar) { appendFolded(lowered, to: &folded) }
            } else {
                appendFolded(scalar, to: &folded)
            }
        }
        return String(folded)
    }

    /// The steps after `case`, which may have made several code points of one.
    private func appendFolded(_ scalar: Unicode.Scalar, to folded: inout String.UnicodeScalarView) {
        let scalar = declares(.traditional) ? FoldTable.simplified(scalar) : scalar
        if declares(.space), Self.isSpace(scalar) { return }
        if declares(.punctuation), Self.isPunctuation(scalar) { return }
        folded.append(scalar)
    }

    private static func narrowed(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
        switch scalar.value {
        case 0xFF01...0xFF5E: Unicode.Scalar(scalar.value - 0xFEE0) ?? scalar
        case 0x3000: " "
        default: scalar
        }
    }

    private static func mayHaveCase(_ scalar: Unicode.Scalar) -> Bool {
        !(0x3000...0x9FFF).contains(scalar.value)
    }

    private static func lowercased(_ scalar: Unicode.Scalar) -> String.UnicodeScalarView {
        guard scalar.isASCII else { return scalar.properties.lowercaseMapping.unicodeScalars }
        let isUpper = (0x41...0x5A).contains(scalar.value)
        return String(isUpper ? Unicode.Scalar(UInt8(scalar.value + 0x20)) : scalar).unicodeScalars
    }
}

extension Folding.Step {
    fileprivate var bit: UInt8 {
        switch self {
        case .nfkc: 1
        case .width: 2
        case .case: 4
        case .traditional: 8
        case .space: 16
        case .punctuation: 32
        case .numerals: 64
        case .particles: 128
        }
    }
}
