import Auditing
import Engine
import Proofs

/// The kinds of frames in the daemon's journal.
enum FrameKind: UInt8 {
    /// A campaign was announced: its number is how many came before it.
    case announced = 1
    case entry = 2
    /// A step of the lifecycle: early end, closing, value, draw, void, an opening withheld.
    case step = 3
    /// Refusals so far.
    case refusals = 4
    /// A head about to be signed.
    case head = 5
    /// A rehearsal's clock was moved.
    case clock = 6
    /// A leaf of the registry: the record's bytes.
    case registered = 7
    /// A head of the registry about to be signed: `u64 size, root`.
    case registryHead = 8
    /// What a witness said of a head: `u32 campaign, u64 size, line`; of the registry the campaign is 2^32 − 1.
    case cosignature = 9
    /// What a campaign came to, before the first of its people was erased.
    case sealed = 10
    /// A person was erased.
    case erased = 11
    /// A campaign was retired: its other frames say nothing any more.
    case retired = 12
    /// Views of works since the last time: `u32 campaign, i64 tick, (u32 work, u32 count)…`.
    case views = 13
    /// What private fields of the next leaf hold: the frame of that leaf follows.
    case fields = 14
    /// An event about a place, a prize, a voucher or money, laid out like an entry; its key is empty where nobody asked for it.
    case event = 15

    /// Whether the payload begins with the number of an announced campaign, and says nothing once that is retired.
    var isOfCampaign: Bool {
        switch self {
        case .entry, .event, .fields, .step, .refusals, .views, .head, .cosignature, .sealed, .erased: true
        case .announced, .clock, .registered, .registryHead, .retired: false
        }
    }
}

/// Writes payloads: little-endian integers, byte strings after their length.
struct PayloadWriter {
    var bytes: [UInt8] = []

    mutating func integer<T: FixedWidthInteger>(_ value: T) {
        withUnsafeBytes(of: value.littleEndian) { bytes.append(contentsOf: $0) }
    }

    mutating func string(_ value: some Collection<UInt8>) {
        integer(UInt32(value.count))
        bytes.append(contentsOf: value)
    }

    mutating func string(_ value: String) { string(Array(value.utf8)) }
}

/// A payload that is not what its frame kind says; the checksum held, so another version wrote it.
struct PayloadError: Error {
    let what: String
}

/// Reads payloads that ``PayloadWriter`` wrote.
struct PayloadReader {
    private let bytes: UnsafeRawBufferPointer
    private(set) var offset = 0

    init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

    mutating func integer<T: FixedWidthInteger>(_ type: T.Type = T.self) throws(PayloadError) -> T {
        let size = MemoryLayout<T>.size
        guard offset + size <= bytes.count else { throw PayloadError(what: "too short for its numbers") }
        defer { offset += size }
        return T(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: T.self))
    }

    mutating func take(_ count: Int) throws(PayloadError) -> UnsafeRawBufferPointer {
        guard count >= 0, offset + count <= bytes.count else { throw PayloadError(what: "too short for its bytes") }
        defer { offset += count }
        return UnsafeRawBufferPointer(rebasing: bytes[offset..<offset + count])
    }

    mutating func string() throws(PayloadError) -> [UInt8] {
        Array(try take(Int(try integer(UInt32.self))))
    }

    mutating func text() throws(PayloadError) -> String {
        String(decoding: try string(), as: UTF8.self)
    }

    var isAtEnd: Bool { offset == bytes.count }

    mutating func rest() -> UnsafeRawBufferPointer {
        defer { offset = bytes.count }
        return UnsafeRawBufferPointer(rebasing: bytes[offset...])
    }

    /// - Throws: Where something is left over.
    func end() throws(PayloadError) {
        guard offset == bytes.count else { throw PayloadError(what: "has \(bytes.count - offset) bytes too many") }
    }
}

/// The fixed part of an entry's frame; nonce and body follow it to the end.
///
/// `u32 campaign, u32 person, u64 content, u8 key length, key, nonce (32), body`; where the highest bit of the length is
/// set, `u64 device, u64 address` follow the key: the hashes that limits are counted by, 0 for what was not told. Without
/// a roll a person's first entry has `u8 255, u8 id length, id` before the key's length.
struct EntryPayload {
    static let nonceSize = 32
    private static let senderMark: UInt8 = 0x80
    /// No key is so long; an event that nobody asked for has a key of length 0.
    private static let newcomerMark: UInt8 = 0xFF

    var campaign: UInt32
    var person: UInt32
    var content: UInt64
    var key: UnsafeBufferPointer<UInt8>
    var sender = Sender()
    /// The id of somebody who had taken no part before, where there is no roll; nil in all other entries.
    var newcomer: UnsafeBufferPointer<UInt8>?
    /// Nonce and body, which is what the leaf commits to and an opening publishes.
    var opening: UnsafeRawBufferPointer

    /// Stands for the key of an entry that nobody called for; no key of a participant has this sign.
    static let clockKey = "!"

    init(reading payload: UnsafeRawBufferPointer) throws(PayloadError) {
        var reader = PayloadReader(payload)
        campaign = try reader.integer()
        person = try reader.integer()
        content = try reader.integer()
        var length: UInt8 = try reader.integer()
        if length == Self.newcomerMark {
            newcomer = try reader.take(Int(try reader.integer(UInt8.self))).assumingMemoryBound(to: UInt8.self)
            length = try reader.integer()
        }
        key = try reader.take(Int(length & ~Self.senderMark)).assumingMemoryBound(to: UInt8.self)
        if length & Self.senderMark != 0 {
            sender = Sender(device: try reader.integer(), address: try reader.integer())
        }
        opening = reader.rest()
        guard opening.count > Self.nonceSize else { throw PayloadError(what: "has no body") }
    }

    /// The opening that an entry's frame ends with.
    static func opening(of payload: [UInt8]) throws(PayloadError) -> Opening {
        let result = payload.withUnsafeBytes { bytes in
            Result { () throws(PayloadError) in Array(try EntryPayload(reading: bytes).opening) }
        }
        guard let opening = Opening(joined: try result.get()) else { throw PayloadError(what: "has no opening") }
        return opening
    }

    /// What may be published of an entry: its opening, or what it committed to where that was erased.
    static func published(of payload: [UInt8]) throws(PayloadError) -> PublishedEntry {
        let erased = payload.withUnsafeBytes { bytes in
            Result { () throws(PayloadError) in
                ErasedEntry.isErased(bytes) ? try ErasedEntry(reading: bytes).commitment : nil
            }
        }
        if let commitment = try erased.get() { return .withheld(commitment: commitment) }
        return .opening(try opening(of: payload))
    }

    /// Everything before nonce and body.
    static func appendHead(
        campaign: UInt32, person: UInt32, content: UInt64, key: UnsafeBufferPointer<UInt8>, sender: Sender = Sender(),
        newcomer: [UInt8]? = nil, to out: ByteSink
    ) {
        let isSenderTold = sender.device != 0 || sender.address != 0
        out.append(littleEndian: campaign)
        out.append(littleEndian: person)
        out.append(littleEndian: content)
        if let newcomer {
            out.append(newcomerMark)
            out.append(UInt8(newcomer.count))
            out.append(newcomer)
        }
        out.append(UInt8(key.count) | (isSenderTold ? senderMark : 0))
        out.append(key)
        if isSenderTold {
            out.append(littleEndian: sender.device)
            out.append(littleEndian: sender.address)
        }
    }
}
