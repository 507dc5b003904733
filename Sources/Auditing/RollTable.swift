import Campaigns
import JSON
import Proofs

/// What the roll says of one person.
struct RollPlace: Sendable, Hashable {
    var household: Pseudonym?
    var unit: Pseudonym?
    /// As the line has them: ascending, joined by commas, or `-`.
    var groups: String
    var mayWin: Bool
    /// The commitment to the id.
    var identity: Digest
    /// The commitment to the masked name.
    var display: Digest
    /// The leaf of the amendment that added the person; nil for who was announced.
    var addedBy: Int?

    /// Whether the roll says that the person made a work.
    func made(_ work: String) -> Bool {
        groups.utf8.split(separator: UInt8(ascii: ",")).contains {
            $0.elementsEqual((Campaign.authorPrefix + work).utf8)
        }
    }
}

/// The roll as its file has it, by pseudonym; without a roll, who has taken part so far.
struct RollTable: Sendable {
    /// Whether there is no roll, and everybody could take part.
    private(set) var isOpen = false
    private(set) var people: [Pseudonym: RollPlace] = [:]
    /// Of those whose lines were not erased.
    private(set) var mayWin = 0
    /// Lines of which only the hash is left.
    private(set) var erased = 0
    /// People whom an earlier bundle alone shows, in the place of such a line or of what was withheld.
    private var restored: Set<Pseudonym> = []
    /// The leaf hash of each line.
    private(set) var hashes: [Digest] = []
    /// Whose line each is; nil where nobody knows any more.
    private var owners: [Pseudonym?] = []
    /// What amendments added, in leaf order; nil where their files can't be followed.
    var additions: [RollAddition]? = []

    var count: Int { hashes.count }

    /// Of those whose lines were not erased, ascending.
    var pseudonyms: [Pseudonym] { people.keys.filter { !restored.contains($0) }.sorted() }

    init() {}

    /// Of a campaign without a roll, before anybody took part.
    static let open: RollTable = {
        var table = RollTable()
        table.isOpen = true
        return table
    }()

    /// Takes in whoever made an entry of a campaign without a roll: what it commits to stands for a line.
    ///
    /// - Parameter isWithheld: Whether only an earlier bundle opens it.
    /// - Returns: Nil where an earlier entry of the same pseudonym committed to somebody else.
    mutating func see(_ pseudonym: Pseudonym, _ commitments: SubmissionBody.Commitments, isWithheld: Bool) -> RollPlace?
    {
        guard let known = people[pseudonym] else {
            let place = RollPlace(
                household: nil, unit: nil, groups: "-", mayWin: true, identity: commitments.identity,
                display: commitments.display)
            people[pseudonym] = place
            mayWin += 1
            if isWithheld { restored.insert(pseudonym) }
            return place
        }
        if !isWithheld { restored.remove(pseudonym) }
        return known.identity == commitments.identity && known.display == commitments.display ? known : nil
    }

    /// Reads roll.txt: one line a person, ascending by pseudonym,
    /// `huigong/roll/v1 <pseudonym> <ic> <dc> <household or -> <unit or -> <groups or -> <1|0>`, or `- <leaf hash>`.
    ///
    /// - Parameter known: Lines of an earlier roll by their hash.
    init(_ bytes: [UInt8], known: [Digest: [UInt8]] = [:]) throws(BundleFileError) {
        var arena: [UInt8] = []
        var offsets: [Int64] = [0]
        arena.reserveCapacity(bytes.count)
        var last: Pseudonym?
        var erasedHashes: [Int: Digest] = [:]
        var start = 0
        while start < bytes.count {
            let line = bytes.withUnsafeBufferPointer { RollTable.line(of: $0, from: start) }
            if let line, let hash = RollTable.erasedHash(line) {
                erasedHashes[offsets.count - 1] = hash
                offsets.append(Int64(arena.count))
                start += line.count + 1
                let read = known[hash].flatMap { $0.withUnsafeBufferPointer(RollTable.read) }
                owners.append(read?.pseudonym)
                guard let read else { continue }
                people[read.pseudonym] = read.place
                restored.insert(read.pseudonym)
                continue
            }
            guard let line, let read = line.withUnsafeBufferPointer(RollTable.read) else {
                throw RollTable.error(line: offsets.count, zh: "格式不对", en: "is malformed")
            }
            if let last, !(last < read.pseudonym) {
                throw RollTable.error(line: offsets.count, zh: "没有按化名升序排列", en: "is not in ascending order")
            }
            last = read.pseudonym
            people[read.pseudonym] = read.place
            owners.append(read.pseudonym)
            if read.place.mayWin { mayWin += 1 }
            arena.append(contentsOf: line)
            offsets.append(Int64(arena.count))
            start += line.count + 1
        }
        let hashes = arena.withUnsafeBufferPointer { arena in
            offsets.withUnsafeBufferPointer { MerkleTree.leafHashes(arena: arena.baseAddress, offsets: $0) }
        }
        erased = erasedHashes.count
        self.hashes = hashes.enumerated().map { erasedHashes[$0] ?? $1 }
    }

    /// Who made each work of which the roll says so, ascending, by the work's id.
    var authors: [String: [Pseudonym]] {
        var authors: [String: [Pseudonym]] = [:]
        for (pseudonym, place) in people {
            for group in place.groups.split(separator: ",") where group.hasPrefix(Campaign.authorPrefix) {
                authors[String(group.dropFirst(Campaign.authorPrefix.count)), default: []].append(pseudonym)
            }
        }
        return authors.mapValues { $0.sorted() }
    }

    /// Where each line stands, by its hash; nil at one that stands twice, as only hashes of erased lines can.
    var lines: [Digest: Int?] {
        Dictionary(zip(hashes, hashes.indices.map { Optional($0) })) { _, _ in nil }
    }

    /// Takes note of what an amendment added.
    mutating func add(_ addition: RollAddition) {
        additions?.append(addition)
        for line in addition.lines {
            if let owner = owners[line] { people[owner]?.addedBy = addition.leaf }
        }
    }

    /// Count and root of the lines that are left.
    static func commitment(of lines: [Digest?]) -> CountedDigest {
        let hashes = lines.compactMap { $0 }
        return CountedDigest(count: hashes.count, digest: MerkleTree(hashes).root)
    }

    /// The hash of a line `- <64 hex digits>`; nil for any other.
    private static func erasedHash(_ line: [UInt8]) -> Digest? {
        guard line.count == 66, line.starts(with: "- ".utf8) else { return nil }
        return line.withUnsafeBufferPointer { digest($0, at: 2) }
    }

    /// The lines of a roll by their hash, as far as they can be told apart; for an earlier one, which proves nothing.
    static func linesByHash(_ bytes: [UInt8]) -> [Digest: [UInt8]] {
        let lines = bytes.split(separator: 0x0A).map { Array($0) }
        return Dictionary(zip(MerkleTree.leafHashes(lines), lines)) { first, _ in first }
    }

    private static func error(line: Int, zh: String, en: String) -> BundleFileError {
        BundleFileError(BundlePaths.roll, zh: "第 \(line) 行\(zh)", en: "line \(line) \(en)")
    }

    /// The line that begins at `start`, without its line feed; nil where there is none.
    private static func line(of bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> [UInt8]? {
        var end = start
        while end < bytes.count, bytes[end] != 0x0A { end += 1 }
        return end < bytes.count ? Array(bytes[start..<end]) : nil
    }

    /// Where the fields stand that have one width: type, pseudonym, the two commitments.
    private static let householdStart = 16 + 33 + 65 + 65

    private static func read(_ line: UnsafeBufferPointer<UInt8>) -> (pseudonym: Pseudonym, place: RollPlace)? {
        guard line.count > householdStart, line.starts(with: "huigong/roll/v1 ".utf8), line[48] == 0x20,
            line[113] == 0x20, line[178] == 0x20, let pseudonym = pseudonym(line, at: 16),
            let identity = digest(line, at: 49), let display = digest(line, at: 114)
        else { return nil }
        var at = householdStart
        guard let household = optional(line, at: &at), let unit = optional(line, at: &at) else { return nil }
        let rest = line[at...]
        guard rest.count >= 3, let last = rest.last, last == 0x30 || last == 0x31, line[line.count - 2] == 0x20,
            areGroups(rest.dropLast(2))
        else { return nil }
        return (
            pseudonym,
            RollPlace(
                household: household, unit: unit, groups: String(decoding: rest.dropLast(2), as: UTF8.self),
                mayWin: last == 0x31, identity: identity, display: display)
        )
    }

    private static func pseudonym(_ line: UnsafeBufferPointer<UInt8>, at start: Int) -> Pseudonym? {
        guard let high = word(line, at: start), let low = word(line, at: start + 16) else { return nil }
        return Pseudonym(high: high, low: low)
    }

    private static func digest(_ line: UnsafeBufferPointer<UInt8>, at start: Int) -> Digest? {
        guard let a = word(line, at: start), let b = word(line, at: start + 16), let c = word(line, at: start + 32),
            let d = word(line, at: start + 48)
        else { return nil }
        return Digest(words: (a.bigEndian, b.bigEndian, c.bigEndian, d.bigEndian))
    }

    /// Sixteen lower-case hex digits.
    private static func word(_ line: UnsafeBufferPointer<UInt8>, at start: Int) -> UInt64? {
        guard start + 16 <= line.count else { return nil }
        var word: UInt64 = 0
        for position in start..<start + 16 {
            let digit = line[position]
            switch digit {
            case 0x30...0x39: word = word << 4 | UInt64(digit - 0x30)
            case 0x61...0x66: word = word << 4 | UInt64(digit - 0x61 + 10)
            default: return nil
            }
        }
        return word
    }

    /// `-` or a pseudonym, with the space after it; moves past both. `-` is nobody's household or unit.
    private static func optional(_ line: UnsafeBufferPointer<UInt8>, at position: inout Int) -> Pseudonym?? {
        guard position + 1 < line.count else { return nil }
        if line[position] == UInt8(ascii: "-"), line[position + 1] == 0x20 {
            position += 2
            return .some(nil)
        }
        guard let pseudonym = pseudonym(line, at: position), position + 32 < line.count, line[position + 32] == 0x20
        else { return nil }
        position += 33
        return .some(pseudonym)
    }

    /// `-`, or names ascending, comma-separated, none twice.
    private static func areGroups(_ field: Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
        if field.elementsEqual("-".utf8) { return true }
        let names = field.split(separator: 0x2C, omittingEmptySubsequences: false)
        let areNames = names.allSatisfy { Names.isName(String(decoding: $0, as: UTF8.self)) }
        return areNames && zip(names, names.dropFirst()).allSatisfy { $0.lexicographicallyPrecedes($1) }
    }
}
