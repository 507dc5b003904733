import JSON
import Proofs

/// What a registry says, campaign by campaign, up to its newest record.
struct RegistryBook {
    /// One campaign's life as the registry tells it.
    struct Entry {
        let origin: Origin
        /// The last event but `amended`, which changes no state.
        var state: Registered.Event
        var opens: Int64
        var closes: Int64
        /// When it was announced.
        let announced: Int64
        /// When it was drawn, made final or void, of several phases the last of them; nil while it is neither.
        var ended: Int64?
        /// Closings without a draw or void after them.
        var open = 0
        /// Whether intake went on after the last closing, which was of a day.
        var goesOn = false
        /// The newest record, and where it stands.
        var last: Registered
    }

    /// A record that can't stand where it does.
    struct Misplaced: Error {
        let index: Int
        let reason: BilingualText
    }

    /// In the order in which they were announced.
    private(set) var entries: [Entry] = []
    /// `at` of the newest record: nothing is known of what came later.
    private(set) var latest: Int64 = 0
    private var places: [Origin: Int] = [:]

    /// How long after its `closes` a campaign may be without a draw: longer than any review window, and than a public
    /// number takes to come.
    static let patienceMilliseconds: Int64 = 30 * 86_400_000

    init(_ records: [Registered]) throws(Misplaced) {
        for (index, record) in records.enumerated() { try take(record, index) }
    }

    private mutating func take(_ record: Registered, _ index: Int) throws(Misplaced) {
        guard record.at >= latest else {
            throw Misplaced(
                index: index, reason: BilingualText(zh: "时间早于前一条记录", en: "is earlier than the record before it"))
        }
        latest = record.at
        guard let place = places[record.origin] else {
            guard record.event == .announced else {
                throw Misplaced(
                    index: index,
                    reason: BilingualText(
                        zh: "\(record.origin) 没有先公告", en: "\(record.origin) was not announced first"))
            }
            places[record.origin] = entries.count
            entries.append(
                Entry(
                    origin: record.origin, state: .announced, opens: record.opens, closes: record.closes,
                    announced: record.at, last: record))
            return
        }
        try entries[place].take(record, index)
    }

    /// The others whose time overlaps with that of `origin`, in the order in which they were announced: a campaign's time
    /// runs from its announcement to its draw or void, and without either it has not ended.
    func siblings(of origin: Origin) -> [Entry] {
        guard let place = places[origin] else { return [] }
        let own = entries[place]
        return entries.filter { entry in
            entry.origin != origin && entry.announced <= own.ended ?? .max && own.announced <= entry.ended ?? .max
        }
    }

    /// Whether a campaign is past its date: neither drawn nor void, though the newest record is later than its `closes`
    /// by more than ``patienceMilliseconds``.
    func isOverdue(_ entry: Entry) -> Bool {
        entry.ended == nil && latest - entry.closes > Self.patienceMilliseconds
    }
}

extension RegistryBook.Entry {
    fileprivate mutating func take(_ record: Registered, _ index: Int) throws(RegistryBook.Misplaced) {
        guard record.key == last.key, record.opens == last.opens, record.size > last.size else {
            throw RegistryBook.Misplaced(
                index: index,
                reason: BilingualText(
                    zh: "\(origin) 的公钥、开始时间或条数与前一次登记不合",
                    en: "key, opening or size of \(origin) don't go on from its record before"))
        }
        guard follows(record.event) else {
            throw RegistryBook.Misplaced(
                index: index,
                reason: BilingualText(
                    zh: "\(origin) 在 \(state.rawValue) 之后不会有 \(record.event.rawValue)",
                    en: "\(origin) can't have \(record.event.rawValue) after \(state.rawValue)"))
        }
        if record.event != .amended { state = record.event }
        closes = record.closes
        switch record.event {
        case .closed: (open, goesOn, ended) = (open + 1, record.closes > record.at, nil)
        case .drawn, .void: open -= 1
        case .announced, .amended, .final: break
        }
        if [.drawn, .final, .void].contains(record.event), open == 0, !goesOn { ended = ended ?? record.at }
        last = record
    }

    /// announced → closed → drawn or void → final, amended in between. A campaign of several phases closes and draws again, a
    /// day perhaps before another one is drawn; whether a campaign may be amended then its own log tells.
    private func follows(_ event: Registered.Event) -> Bool {
        switch event {
        case .announced: false
        case .amended, .closed: state != .final
        case .drawn, .void: open > 0
        case .final: open == 0 && (state == .drawn || state == .void)
        }
    }
}
