import Auditing
import Campaigns
import Durability
import Engine
import JSON
import Proofs

/// What a look for stuffing found in a campaign.
struct FlagLook: Sendable {
    /// All entries before this leaf were looked at.
    let size: Int
    let flags: [Flag]
    let names: FlagNames
}

/// Reads a campaign's entries back from the journal and looks for stuffing among them: nothing is kept for it while
/// entries come, and a restart finds the same. Works in the background.
struct FlagReading: Sendable {
    let rules: Campaign
    /// When intake rested.
    let pauses: [(from: Int64, to: Int64?)]
    /// Where the frames of the leaves to be looked at lie, all of them durable.
    let locations: [FrameLocation]
    /// The leaves that are no entries.
    let records: Set<Int>
    /// By the person's place in the roll.
    let units: [Pseudonym?]
    let journal: JournalReader

    init(_ campaign: RunningCampaign, size: Int, journal: JournalReader) {
        rules = campaign.rules
        pauses = Amendment.pauses(campaign.state.amendments.map(\.record))
        locations = Array(campaign.log.locations.prefix(size))
        records = Set(campaign.log.records.map(\.index))
        units = campaign.roll.cast.units
        self.journal = journal
    }

    func look() -> Result<FlagLook, FlagFault> {
        var units = Numbering<Pseudonym>()
        var traces: [Trace] = []
        var tape = JSONTape()
        let works = BallotReader(rules).places
        for leaf in locations.indices where !records.contains(leaf) {
            do {
                let payload = try journal.payload(at: locations[leaf])
                guard var trace = try trace(payload, leaf: leaf, works: works, tape: &tape) else { continue }
                trace.unit = self.units[trace.person].map { units.number(of: $0) }
                traces.append(trace)
            } catch {
                return .failure(FlagFault(text: BilingualText(zh: "日志读取失败：\(error)", en: "\(error)")))
            }
        }
        let names = FlagNames(works: rules.works?.entries.map(\.id) ?? [], units: units.names.map(\.hex))
        let search = FlagSearch(rules, pauses: pauses)
        let flags = search.published(traces) + search.unpublished(traces)
        return .success(FlagLook(size: locations.count, flags: Flag.sorted(flags, names), names: names))
    }

    /// Nil for an entry that was erased, or begins nothing.
    private func trace(
        _ payload: [UInt8], leaf: Int, works: [String: Int], tape: inout JSONTape
    ) throws -> Trace? {
        try payload.withUnsafeBytes { bytes -> Trace? in
            guard !ErasedEntry.isErased(bytes) else { return nil }
            let entry = try EntryPayload(reading: bytes)
            let body = UnsafeRawBufferPointer(rebasing: entry.opening[EntryPayload.nonceSize...])
                .assumingMemoryBound(to: UInt8.self)
            try tape.read(body)
            return tape.withUnsafeNodes { nodes in
                trace(entry, Line(bytes: body, nodes: nodes), leaf: leaf, works: works)
            }
        }
    }

    private func trace(_ entry: EntryPayload, _ line: Line, leaf: Int, works: [String: Int]) -> Trace? {
        let kind = line.member("kind", of: 0).flatMap { TracedKind(rawValue: line.text($0)) }
        guard rules.isTraced(kind), let at = line.member("at", of: 0).flatMap(line.integer),
            units.indices.contains(Int(entry.person))
        else { return nil }
        var trace = Trace(leaf: leaf, at: at, activity: kind?.activity, person: Int(entry.person))
        trace.device = entry.sender.device
        trace.address = entry.sender.address
        if let choice = line.member("choice", of: 0), line.nodes[choice].kind == .object {
            var key = choice + 1
            for _ in 0..<line.nodes[choice].count {
                if let work = works[line.text(key)] { trace.works.append(work) }
                key = Int(line.nodes[key + 1].next)
            }
        }
        return trace
    }
}

/// Why entries could not be looked at.
struct FlagFault: Error {
    let text: BilingualText
}
