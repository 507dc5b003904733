import JSON
import Testing

@testable import Campaigns

/// Numbers that are the same at every run.
private struct Dice: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return state >> 16 ^ state << 48
    }

    mutating func below(_ bound: Int) -> Int { Int.random(in: 0..<bound, using: &self) }
}

/// Traces of people who come to a campaign of ten days, and what was seen among them.
private struct Crowd {
    static let opens: Int64 = 1_800_000_000_000
    static let names = FlagNames(
        works: (1...20).map { $0 < 10 ? "e0\($0)" : "e\($0)" }, units: (0..<200).map { "\(1_000_000_000 + $0)" })

    var traces: [Trace] = []
    var pauses: [(from: Int64, to: Int64?)] = []
    /// Whether anybody may come, so that the places of people are the order in which they come.
    var isOpen = false
    private var dice = Dice(state: 20_270_501)

    /// So many people, each once, spread over a time; each from a phone of their own, one or two to an address, but for one
    /// workplace of sixty.
    mutating func come(_ people: Int, from: Int64, within: Int, rows: Range<Int>? = nil, works: Int = 3) {
        var places = Array(rows ?? 0..<people)
        places.shuffle(using: &dice)
        for place in places.prefix(people) {
            var trace = Trace(
                leaf: 0, at: from + Int64(dice.below(within)), activity: .vote, person: place, unit: place % 200)
            trace.works = (0..<works).map { _ in dice.below(20) }
            trace.device = UInt64(place + 1)
            trace.address = place < 60 ? 7 : UInt64(1000 + place / 2)
            traces.append(trace)
        }
    }

    /// One after another, as given.
    mutating func stuff(
        _ people: [Int], from: Int64, every gap: Int64, jitter: Int = 0, work: Int = 4, device: UInt64? = nil,
        address: UInt64? = nil
    ) {
        for (number, person) in people.enumerated() {
            let late = jitter == 0 ? 0 : Int64(dice.below(jitter))
            var trace = Trace(
                leaf: 0, at: from + Int64(number) * gap + late, activity: .vote, person: person, unit: person % 200,
                works: [work])
            trace.device = device ?? UInt64(1_000_000 + person)
            trace.address = address ?? UInt64(2_000_000 + person)
            traces.append(trace)
        }
    }

    /// The leaves that people were given, in the order in which they came.
    private var entered: [Trace] {
        traces.enumerated().sorted { ($0.element.at, $0.offset) < ($1.element.at, $1.offset) }.enumerated()
            .map { leaf, item in
                var trace = item.element
                trace.leaf = leaf + 1
                return trace
            }
    }

    func flags() -> [Flag] {
        guard case .success(let loaded) = loadCampaign(bytes: Array(CampaignSamples.quiz.utf8), organiser: nil) else {
            preconditionFailure("the sample loads")
        }
        var campaign = loaded.campaign
        campaign.opens = Self.opens
        campaign.closes = Self.opens + 864_000_000
        campaign.schedule = Campaign.Schedule()
        campaign.audience.isOpen = isOpen
        let search = FlagSearch(campaign, pauses: pauses)
        return Flag.sorted(search.published(entered) + search.unpublished(entered), Self.names)
    }

    /// What was flagged, as kind, group and people.
    func told() -> Set<String> {
        Set(
            flags().map { flag in
                let parts = flag.id(Self.names).split(separator: "-")
                return ([parts[0]] + parts.dropFirst(2) + ["\(flag.people)"]).joined(separator: " ")
            })
    }

    /// Whose entries a flag is about.
    func people(_ flag: Flag) -> [Int] {
        let entered = entered
        return flag.leaves.map { entered[$0 - 1].person }
    }
}

@Suite struct FlagTests {
    private static let noon = Crowd.opens + 4 * 3_600_000

    @Test(arguments: [60_000, 20_000, 3_600_000, 800_000_000])
    func `an honest crowd is flagged by nothing`(within: Int) {
        var crowd = Crowd()
        crowd.come(7500, from: Self.noon, within: within)
        crowd.come(7500, from: Self.noon + 86_400_000, within: within)
        #expect(crowd.told() == [])
    }

    @Test func `everybody who waits for the opening comes at once, and is flagged by nothing`() {
        var crowd = Crowd()
        crowd.come(7500, from: Crowd.opens, within: 2000)
        crowd.pauses = [(Self.noon, Self.noon + 60_000)]
        crowd.come(7500, from: Self.noon + 60_000, within: 2000)
        #expect(crowd.told() == [])
        crowd.pauses = []
        #expect(!crowd.told().isEmpty)
    }

    /// The last 300 people, in no order of the roll.
    private var scrambled: [Int] { (7500..<7800).sorted { $0 * 856 % 1009 < $1 * 856 % 1009 } }

    @Test func `many in one second are a burst, among all and among the ballots for a work`() throws {
        var crowd = Crowd()
        crowd.come(7500, from: Crowd.opens, within: 86_400_000)
        crowd.stuff(scrambled, from: Self.noon, every: 3)
        #expect(crowd.told() == ["burst 300", "burst work e05 300"])
        let flag = try #require(crowd.flags().first { $0.group == .work(4) })
        #expect(crowd.people(flag).sorted() == Array(7500..<7800))
        guard case .burst(300, let around) = flag.pattern else { throw Wrong() }
        #expect((300...310).contains(around))
        #expect(flag.from == Self.noon && flag.to == Self.noon + 299 * 3)
        // One less than the threshold, and the seconds before and after as full.
        var few = Crowd()
        few.stuff(Array(0..<99), from: Self.noon, every: 5)
        #expect(few.told().filter { $0.hasPrefix("burst") } == [])
    }

    @Test func `a burst that lasts some seconds is one`() {
        var crowd = Crowd()
        crowd.stuff((0..<600).map { $0 * 37 % 601 }, from: Self.noon + 500, every: 4)
        let bursts: Set<String> = crowd.told().filter { $0.hasPrefix("burst") }
        #expect(bursts == ["burst 600", "burst work e05 600"])
    }

    @Test func `equal gaps are lock-step, whatever others do in between`() throws {
        var crowd = Crowd()
        crowd.come(2000, from: Crowd.opens, within: 86_400_000, works: 0)
        let robots = (0..<25).map { 3000 + $0 * 17 }
        crowd.stuff(robots, from: Self.noon, every: 2000, jitter: 15)
        #expect(crowd.told().contains("lockstep work e05 25"))
        let flag = try #require(crowd.flags().first { $0.kind == .lockstep && $0.group == .work(4) })
        #expect(crowd.people(flag) == robots)
        var few = Crowd()
        few.stuff(Array(robots.prefix(19)), from: Self.noon, every: 2000)
        #expect(few.told() == [])
        // People don't keep time.
        var people = Crowd()
        people.stuff(robots, from: Self.noon, every: 2000, jitter: 900)
        #expect(people.told() == [])
    }

    @Test(arguments: [Array(400..<430), Array((400..<430).reversed())])
    func `rows of the roll in their order are a sequence, whatever others do in between`(rows: [Int]) throws {
        var crowd = Crowd()
        crowd.come(300, from: Self.noon, within: 600_000, rows: 0..<300)
        crowd.stuff(rows, from: Self.noon, every: 9000, jitter: 5000)
        #expect(crowd.told() == ["sequence 30"])
        #expect(crowd.people(try #require(crowd.flags().first)) == rows)
        var few = Crowd()
        few.stuff(Array(rows.prefix(19)), from: Self.noon, every: 9000, jitter: 5000)
        #expect(few.told() == [])
        crowd.isOpen = true
        #expect(crowd.told() == [], "there are no rows")
    }

    @Test func `somebody who comes twice does not hide a sequence, and a long pause ends one`() {
        var crowd = Crowd()
        crowd.stuff((0..<60).map { 400 + $0 / 2 }, from: Self.noon, every: 4000, jitter: 3000)
        #expect(crowd.told() == ["sequence 30"])
        var slow = Crowd()
        slow.stuff(Array(400..<430), from: Self.noon, every: 80_000, jitter: 15_000)
        #expect(slow.told() == [])
    }

    @Test func `a device of more people than a family, and an address of a hundred`() throws {
        var crowd = Crowd()
        crowd.come(3000, from: Crowd.opens, within: 86_400_000)
        let family = [3100, 3250, 3033, 3190, 3007, 3100]
        crowd.stuff(family, from: Self.noon, every: 70_000, jitter: 40_000, device: 5_000_001)
        #expect(crowd.told() == [])
        crowd.stuff([3320], from: Self.noon + 900_000, every: 1, device: 5_000_001)
        #expect(crowd.told() == ["device 6"])
        crowd.stuff(
            (0..<100).map { 4000 + $0 * 37 % 101 }, from: Self.noon, every: 60_000, jitter: 50_000, address: 9)
        #expect(crowd.told() == ["device 6", "address 100"])
        let flag = try #require(crowd.flags().first { $0.kind == .address })
        #expect(flag.text(Crowd.names).text(.en).contains("100 entries of 100 people"))
    }

    @Test func `what is flagged does not hang on the order in which groups are looked at`() {
        var crowd = Crowd()
        crowd.come(500, from: Crowd.opens, within: 3_600_000)
        crowd.stuff(Array(500..<800), from: Self.noon, every: 3, device: 77)
        let first = crowd.flags()
        for _ in 0..<5 { #expect(crowd.flags() == first) }
        let ids = first.map { $0.id(Crowd.names) }
        #expect(Set(ids).count == ids.count)
    }

    @Test func `the evidence is told, up to a thousand leaves, and how much of it is void`() throws {
        var crowd = Crowd()
        crowd.stuff((0..<1200).map { $0 * 7 % 1201 }, from: Self.noon, every: 0, device: 77)
        let flag = try #require(crowd.flags().first { $0.kind == .device })
        let told = JSON.object(flag.members(Crowd.names) { $0 <= 300 })
        let document = try JSONDocument(bytes: told.canonicalBytes()).root
        #expect(document["indexes"]?.elements.count == 1000 && document["entries"]?.integer == 1200)
        #expect(document["void"]?.integer == 300)
    }

    private struct Wrong: Error {}
}
