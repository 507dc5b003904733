import Durability
import JSON
import Platform
import Proofs

/// A campaign of which nothing is left but what everybody knows: that it was, and how its log ended.
package struct RetiredCampaign: Sendable, Hashable {
    package let number: Int
    package let id: String
    package let origin: Origin
    package let title: BilingualText
    package let opens: Int64
    package let closes: Int64
    package let entries: Int
    package let people: Int
    /// Of the last head that was ever signed: its key is gone.
    package let size: Int
    package let root: Digest
    /// The signed note.
    package let checkpoint: [UInt8]
    package let at: Int64
}

/// The journal's word that a campaign was retired: `u32 campaign, i64 at, i64 opens, i64 closes, u64 entries, u64 people,
/// u64 leaves, root, string title, string title in English or empty, string checkpoint`.
struct RetiredPayload {
    var campaign: RetiredCampaign

    init(_ campaign: RetiredCampaign) { self.campaign = campaign }

    /// - Parameter known: Id and origin by the campaign's number, which its announcement still has.
    init(
        reading bytes: UnsafeRawBufferPointer, _ known: (Int) throws(PayloadError) -> (id: String, origin: Origin)
    ) throws(PayloadError) {
        var reader = PayloadReader(bytes)
        let number = Int(try reader.integer(UInt32.self))
        let (id, origin) = try known(number)
        let (at, opens, closes): (Int64, Int64, Int64) = (
            try reader.integer(), try reader.integer(), try reader.integer()
        )
        let entries = Int(try reader.integer(UInt64.self))
        let people = Int(try reader.integer(UInt64.self))
        let size = Int(try reader.integer(UInt64.self))
        let root = try reader.digest()
        let zh = try reader.text()
        let en = try reader.text()
        campaign = RetiredCampaign(
            number: number, id: id, origin: origin, title: BilingualText(zh: zh, en: en.isEmpty ? nil : en),
            opens: opens, closes: closes, entries: entries, people: people, size: size, root: root,
            checkpoint: try reader.string(), at: at)
        try reader.end()
    }

    var bytes: [UInt8] {
        var payload = PayloadWriter()
        payload.integer(UInt32(campaign.number))
        payload.integer(campaign.at)
        payload.integer(campaign.opens)
        payload.integer(campaign.closes)
        payload.integer(UInt64(campaign.entries))
        payload.integer(UInt64(campaign.people))
        payload.integer(UInt64(campaign.size))
        payload.bytes += campaign.root.bytes
        payload.string(campaign.title.zh)
        payload.string(campaign.title.en ?? "")
        payload.string(campaign.checkpoint)
        return payload.bytes
    }
}

/// A retirement that the journal has and that is not done yet.
struct PendingRetirement {
    /// A frame of which only the campaign's number is to stay.
    struct Leftover {
        let location: FrameLocation
        let isEntry: Bool
    }

    let id: String
    let origin: Origin
    let size: Int
    /// The frame that must be durable before anything is overwritten.
    let frame: UInt64
    /// Of the campaign's log; the announcement is the first.
    let leftovers: [Leftover]
    /// How many of them are overwritten already.
    var done = 0
    var bundlesRemoved = 0
    /// Who waits for the answer; nil after a restart.
    var call: RetireCall?
}

extension PendingRetirement {
    init(of campaign: RunningCampaign, frame: UInt64, call: RetireCall? = nil) {
        let records = Set(campaign.log.records.map(\.index))
        let leftovers = campaign.log.locations.enumerated().map { index, location in
            Leftover(location: location, isEntry: !records.contains(index))
        }
        let concealed = campaign.concealed.map { Leftover(location: $0.location, isEntry: false) }
        self.init(
            id: campaign.id, origin: campaign.announced.origin, size: campaign.log.count, frame: frame,
            leftovers: leftovers + concealed, call: call)
    }
}

/// A call of `retire` that is not answered yet.
struct RetireCall {
    /// The campaign's number.
    let campaign: Int
    let address: ReplyAddress
    /// Nil where nobody wants an answer.
    let id: [UInt8]?
    let language: Language
}

extension RetiredCampaign {
    /// As `campaigns` shows it.
    var listed: JSON {
        [
            "id": .string(id), "title": JSON(title), "phase": "retired", "opens_ms": .integer(opens),
            "closes_ms": .integer(closes), "entries": .integer(Int64(entries)),
        ]
    }

    /// As `status` shows it.
    var statusLine: JSON {
        [
            "id": .string(id), "title": JSON(title), "file": .null, "phase": "retired",
            "entries": .integer(Int64(entries)), "people": .integer(Int64(people)), "refused": 0,
            "opens_ms": .integer(opens), "closes_ms": .integer(closes), "size": .integer(Int64(size)),
            "head": .integer(Int64(size)), "retired_ms": .integer(at),
            "checkpoint": .string(String(decoding: checkpoint, as: UTF8.self)),
        ]
    }
}
