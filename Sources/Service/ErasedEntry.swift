import Durability
import Engine
import Proofs

/// An entry's frame after its person was erased: the bytes of the submission are overwritten with what follows from it.
///
/// `u32 campaign, u32 person with the highest bit set, i64 at, u16 chances, u8 which follow (1 pseudonym, 2 household,
/// 4 unit, 128 score) + 8 × kind of act, u8 whether it handed in a work, commitment (32), pseudonym (16), household (16), unit (16)`, then where people are
/// ranked `u64 points, i64 milliseconds` (−1 without a time limit), of a ballot what counts of it, `u16 works, (u16 work, u8
/// points)…`, of an enrolment what it asked for and which groups with places of their own its person was in; the rest is filled up, and the last four bytes keep the checksum.
struct ErasedEntry {
    static let mark: UInt32 = 0x8000_0000
    /// Not zero: a sector of zeros would seem never to have been written.
    static let filling: UInt8 = 0x1A
    private static let hasScore: UInt8 = 128

    var campaign: UInt32
    var settled: SettledEntry
    /// What the leaf says.
    var commitment: Digest

    init(campaign: UInt32, settled: SettledEntry, commitment: Digest) {
        self.campaign = campaign
        self.settled = settled
        self.commitment = commitment
    }

    /// Whether the payload of an entry is that of an erased one.
    @inline(__always)
    static func isErased(_ payload: UnsafeRawBufferPointer) -> Bool {
        payload.count >= 8
            && UInt32(littleEndian: payload.loadUnaligned(fromByteOffset: 4, as: UInt32.self)) & mark != 0
    }

    init(reading payload: UnsafeRawBufferPointer) throws(PayloadError) {
        var reader = PayloadReader(payload)
        campaign = try reader.integer()
        let person = Int(try reader.integer(UInt32.self) & ~Self.mark)
        let at: Int64 = try reader.integer()
        let chances = Int(try reader.integer(UInt16.self))
        let flags: UInt8 = try reader.integer()
        let isHandedIn = try reader.integer(UInt8.self) != 0
        commitment = try reader.digest()
        var row: SettledEntry.Row?
        if flags & 1 != 0 {
            let pseudonym = try reader.pseudonym()
            row = SettledEntry.Row(
                pseudonym: pseudonym, household: flags & 2 != 0 ? try reader.pseudonym() : nil,
                unit: flags & 4 != 0 ? try reader.pseudonym() : nil)
        }
        guard let kind = ActKind(rawValue: flags >> 3 & 15) else {
            throw PayloadError(what: "is an erased act of no known kind")
        }
        settled = SettledEntry(person: person, kind: kind, at: at, chances: chances, row: row)
        settled.isHandedIn = isHandedIn
        if flags & Self.hasScore != 0 {
            let points = Int(try reader.integer(UInt64.self))
            let time: Int64 = try reader.integer()
            settled.score = SettledScore(points: points, time: time < 0 ? nil : time)
        }
        if kind == .enrol, let read = try Self.readEnrolment(&reader) {
            settled.enrolment = read.enrolment
            settled.row?.mayWin = read.mayWin
        }
        guard kind == .vote else { return }
        for _ in 0..<(try reader.integer(UInt16.self)) {
            let work = Int(try reader.integer(UInt16.self))
            settled.votes.append(Vote(work: work, points: Int(try reader.integer(UInt8.self))))
        }
    }

    /// `u8 dependants, and 128 where the person may not win, u8 choices, u16…, u8 groups, u16…`
    private func appendEnrolment(to payload: inout PayloadWriter) {
        guard let enrolment = settled.enrolment else { return payload.integer(Self.noEnrolment) }
        payload.integer(UInt8(enrolment.dependants) | (settled.row?.mayWin == false ? Self.mayNotWin : 0))
        for list in [enrolment.choices, enrolment.groups] {
            payload.integer(UInt8(list.count))
            for place in list { payload.integer(UInt16(place)) }
        }
    }

    private static let mayNotWin: UInt8 = 128
    private static let noEnrolment: UInt8 = 0xFF

    private static func readEnrolment(
        _ reader: inout PayloadReader
    ) throws(PayloadError) -> (enrolment: SettledEntry.SettledEnrolment, mayWin: Bool)? {
        let first: UInt8 = try reader.integer()
        guard first != noEnrolment else { return nil }
        var lists: [[Int]] = []
        for _ in 0..<2 {
            var list: [Int] = []
            for _ in 0..<(try reader.integer(UInt8.self)) { list.append(Int(try reader.integer(UInt16.self))) }
            lists.append(list)
        }
        let enrolment = SettledEntry.SettledEnrolment(
            choices: lists[0], dependants: Int(first & ~mayNotWin), groups: lists[1])
        return (enrolment, first & mayNotWin == 0)
    }

    /// Each in fewer bytes than the ballot had for it.
    private func appendVotes(to payload: inout PayloadWriter) {
        payload.integer(UInt16(settled.votes.count))
        for vote in settled.votes {
            payload.integer(UInt16(vote.work))
            payload.integer(UInt8(vote.points))
        }
    }

    /// The bytes to put over a payload, all but its last four.
    func bytes(over payloadCount: Int) -> [UInt8] {
        var payload = PayloadWriter()
        payload.integer(campaign)
        payload.integer(UInt32(settled.person) | Self.mark)
        payload.integer(settled.at)
        payload.integer(UInt16(settled.chances))
        let row = settled.row
        let following: UInt8 = (row == nil ? 0 : 1) | (row?.household == nil ? 0 : 2) | (row?.unit == nil ? 0 : 4)
        payload.integer(following | settled.kind.rawValue << 3 | (settled.score == nil ? 0 : Self.hasScore))
        payload.integer(UInt8(settled.isHandedIn ? 1 : 0))
        payload.bytes += commitment.bytes
        for name in [row?.pseudonym, row?.household, row?.unit] {
            if let name { payload.bytes += name.bytes }
        }
        if let score = settled.score {
            payload.integer(UInt64(score.points))
            payload.integer(score.time ?? -1)
        }
        if settled.kind == .vote { appendVotes(to: &payload) }
        if settled.kind == .enrol { appendEnrolment(to: &payload) }
        let room = payloadCount - PayloadEdit.givenUpBytes - payload.bytes.count
        precondition(room >= 0, "the smallest submission is larger than what stays of it")
        return payload.bytes + [UInt8](repeating: Self.filling, count: room)
    }
}

extension PayloadReader {
    mutating func digest() throws(PayloadError) -> Digest {
        guard let digest = Digest(try take(32)) else { preconditionFailure("a digest has 32 bytes") }
        return digest
    }

    fileprivate mutating func pseudonym() throws(PayloadError) -> Pseudonym {
        guard let pseudonym = Pseudonym(try take(16)) else { preconditionFailure("a pseudonym has 16 bytes") }
        return pseudonym
    }
}

/// What a campaign had come to when the first of its people was erased: said once, since nothing changes it any more.
///
/// `u32 campaign, u64 leaves, root, u64 entries, people, passed, chances, u32 questions, (u64 answered, u64 right)…`
struct SealedPayload {
    var campaign: UInt32
    var size: Int
    var root: Digest
    var tally: Tally

    init(campaign: UInt32, size: Int, root: Digest, tally: Tally) {
        self.campaign = campaign
        self.size = size
        self.root = root
        self.tally = tally
    }

    init(reading bytes: UnsafeRawBufferPointer) throws(PayloadError) {
        var reader = PayloadReader(bytes)
        campaign = try reader.integer()
        size = Int(try reader.integer(UInt64.self))
        root = try reader.digest()
        let counts = try (0..<4).map { _ throws(PayloadError) in Int(try reader.integer(UInt64.self)) }
        let questions = Int(try reader.integer(UInt32.self))
        tally = Tally(questions: questions)
        (tally.entries, tally.people, tally.passed, tally.chances) = (counts[0], counts[1], counts[2], counts[3])
        for question in 0..<questions {
            tally.answered[question] = Int(try reader.integer(UInt64.self))
            tally.right[question] = Int(try reader.integer(UInt64.self))
        }
        try reader.end()
    }

    var bytes: [UInt8] {
        var payload = PayloadWriter()
        payload.integer(campaign)
        payload.integer(UInt64(size))
        payload.bytes += root.bytes
        for count in [tally.entries, tally.people, tally.passed, tally.chances] { payload.integer(UInt64(count)) }
        payload.integer(UInt32(tally.answered.count))
        for (answered, right) in zip(tally.answered, tally.right) {
            payload.integer(UInt64(answered))
            payload.integer(UInt64(right))
        }
        return payload.bytes
    }
}

/// Who was erased: `u32 campaign, u32 place in the roll, u32 line of roll.txt from 0, hash of that line`; without a roll
/// the first two alone.
struct ErasedPayload {
    var campaign: UInt32
    var place: Int
    /// Nil without a roll.
    var line: RollFile.ErasedLine?

    init(campaign: UInt32, place: Int, line: RollFile.ErasedLine?) {
        self.campaign = campaign
        self.place = place
        self.line = line
    }

    init(reading bytes: UnsafeRawBufferPointer) throws(PayloadError) {
        var reader = PayloadReader(bytes)
        campaign = try reader.integer()
        place = Int(try reader.integer(UInt32.self))
        guard !reader.isAtEnd else { return }
        let position = Int(try reader.integer(UInt32.self))
        line = RollFile.ErasedLine(position: position, hash: try reader.digest())
        try reader.end()
    }

    var bytes: [UInt8] {
        var payload = PayloadWriter()
        payload.integer(campaign)
        payload.integer(UInt32(place))
        if let line {
            payload.integer(UInt32(line.position))
            payload.bytes += line.hash.bytes
        }
        return payload.bytes
    }
}
