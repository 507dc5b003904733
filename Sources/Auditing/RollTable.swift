import JSON
import Proofs

/// What the roll says of one person.
struct RollPlace: Sendable, Hashable {
    var household: Pseudonym?
    var unit: Pseudonym?
    var mayWin: Bool
    /// The commitment to the masked name.
    var display: Digest
}

/// The roll as its file has it, by pseudonym.
struct RollTable: Sendable {
    private(set) var people: [Pseudonym: RollPlace] = [:]
    private(set) var mayWin = 0
    private(set) var root: Digest = MerkleTree.emptyRoot

    var count: Int { people.count }

    init() {}

    /// Reads roll.txt: one line a person, ascending by pseudonym,
    /// `huigong/roll/v1 <pseudonym> <ic> <dc> <household or -> <unit or -> <groups or -> <1|0>`.
    init(_ bytes: [UInt8]) throws(BundleFileError) {
        var arena: [UInt8] = []
        var offsets: [Int64] = [0]
        arena.reserveCapacity(bytes.count)
        var last: Pseudonym?
        var start = 0
        while start < bytes.count {
            guard let end = bytes[start...].firstIndex(of: 0x0A), let line = RollTable.read(bytes[start..<end]) else {
                throw RollTable.error(line: offsets.count, zh: "格式不对", en: "is malformed")
            }
            if let last, !(last < line.pseudonym) {
                throw RollTable.error(line: offsets.count, zh: "没有按化名升序排列", en: "is not in ascending order")
            }
            last = line.pseudonym
            people[line.pseudonym] = line.place
            if line.place.mayWin { mayWin += 1 }
            arena.append(contentsOf: bytes[start..<end])
            offsets.append(Int64(arena.count))
            start = end + 1
        }
        let hashes = arena.withUnsafeBufferPointer { arena in
            offsets.withUnsafeBufferPointer { MerkleTree.leafHashes(arena: arena.baseAddress, offsets: $0) }
        }
        root = MerkleTree(hashes).root
    }

    private static func error(line: Int, zh: String, en: String) -> BundleFileError {
        BundleFileError(BundlePaths.roll, zh: "第 \(line) 行\(zh)", en: "line \(line) \(en)")
    }

    private static func read(_ line: ArraySlice<UInt8>) -> (pseudonym: Pseudonym, place: RollPlace)? {
        let fields = line.split(separator: 0x20, omittingEmptySubsequences: false)
        guard fields.count == 8, fields[0].elementsEqual("huigong/roll/v1".utf8),
            let pseudonym = pseudonym(fields[1]), digest(fields[2]) != nil, let display = digest(fields[3]),
            let household = optional(fields[4]), let unit = optional(fields[5]), areGroups(fields[6]),
            fields[7].count == 1, let last = fields[7].first, last == 0x30 || last == 0x31
        else { return nil }
        return (pseudonym, RollPlace(household: household, unit: unit, mayWin: last == 0x31, display: display))
    }

    private static func pseudonym(_ digits: ArraySlice<UInt8>) -> Pseudonym? {
        guard digits.count == 32, let high = word(digits.prefix(16)), let low = word(digits.suffix(16)) else {
            return nil
        }
        return Pseudonym(high: high, low: low)
    }

    private static func digest(_ digits: ArraySlice<UInt8>) -> Digest? {
        guard digits.count == 64 else { return nil }
        var words: [UInt64] = []
        for start in stride(from: digits.startIndex, to: digits.endIndex, by: 16) {
            guard let word = word(digits[start..<start + 16]) else { return nil }
            words.append(word.bigEndian)
        }
        return Digest(words: (words[0], words[1], words[2], words[3]))
    }

    /// Sixteen lower-case hex digits.
    private static func word(_ digits: ArraySlice<UInt8>) -> UInt64? {
        var word: UInt64 = 0
        for digit in digits {
            switch digit {
            case 0x30...0x39: word = word << 4 | UInt64(digit - 0x30)
            case 0x61...0x66: word = word << 4 | UInt64(digit - 0x61 + 10)
            default: return nil
            }
        }
        return word
    }

    /// `-` is nobody's household or unit; nil is neither that nor a pseudonym.
    private static func optional(_ field: ArraySlice<UInt8>) -> Pseudonym?? {
        if field.elementsEqual("-".utf8) { return .some(nil) }
        return pseudonym(field).map { .some($0) }
    }

    /// `-`, or names ascending, comma-separated, none twice.
    private static func areGroups(_ field: ArraySlice<UInt8>) -> Bool {
        if field.elementsEqual("-".utf8) { return true }
        let names = field.split(separator: 0x2C, omittingEmptySubsequences: false)
        let areNames = names.allSatisfy { Names.isName(String(decoding: $0, as: UTF8.self)) }
        return areNames && zip(names, names.dropFirst()).allSatisfy { $0.lexicographicallyPrecedes($1) }
    }
}
