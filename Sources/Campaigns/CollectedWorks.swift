import JSON

/// Why a work can't be handed in, taken back or reviewed.
package enum WorkFault: Error, Sendable, Hashable {
    /// The person has as many works as one may.
    case most(Int)
    /// The campaign has as many works as one can have.
    case full(Int)
    /// A work with this file is there already.
    case twice
    /// There is no such work, or it is somebody else's.
    case unknown
    /// It was reviewed, or taken back.
    case settled
}

/// The works that people hand in, and what becomes of them: they stand once staff have accepted them.
///
/// What a person is called is left to whoever keeps the book.
package struct CollectedWorks<Person: Hashable & Sendable>: Sendable {
    package enum State: String, Sendable, CaseIterable {
        case pending, accepted, rejected, withdrawn

        /// Whether it counts as one of its author's, and nobody else may hand in its file.
        var isHeld: Bool { self == .pending || self == .accepted }
    }

    package struct Work: Sendable {
        /// The leaf of the entry that handed it in.
        package let leaf: Int
        package let author: Person
        /// The SHA-256 of its file, 64 hex digits; empty where it was erased.
        package let file: String
        package fileprivate(set) var title: String
        package fileprivate(set) var state = State.pending
        /// What the last review said.
        package fileprivate(set) var reason = ""

        package var id: String { Campaign.collectedID(leaf: leaf) }
    }

    /// In the order in which they came.
    package private(set) var works: [Work] = []
    /// The places among them of those that stand, ascending.
    package private(set) var standing: [Int] = []
    /// How many works the campaign file has.
    package let filed: Int
    private let most: Int
    // Looked up by key only.
    private var places: [Int: Int] = [:]
    private var held: [Person: Int] = [:]
    private var files: [String: Int] = [:]

    package init(_ works: Campaign.Works) {
        filed = works.entries.prefix { !Campaign.isCollectedID($0.id) }.count
        most = works.mostOfPerson
    }

    package func work(leaf: Int) -> Work? { places[leaf].map { works[$0] } }

    /// The works of a person, as places, ascending.
    package func works(of person: Person) -> [Work] { works.filter { $0.author == person } }

    /// Who made the work at a place among the campaign's works; nil of one of the file.
    package func author(ofPlace place: Int) -> Person? {
        standing.indices.contains(place - filed) ? works[standing[place - filed]].author : nil
    }

    package func fault(handingIn file: String, by person: Person) -> WorkFault? {
        if files[file, default: 0] > 0 { return .twice }
        if held[person, default: 0] >= most { return .most(most) }
        return works.count + filed >= Campaign.mostWorks ? .full(Campaign.mostWorks) : nil
    }

    package mutating func handIn(leaf: Int, by person: Person, file: String, title: String) {
        places[leaf] = works.count
        works.append(Work(leaf: leaf, author: person, file: file, title: title))
        count(works[works.count - 1], 1)
    }

    package func fault(takingBack leaf: Int, by person: Person) -> WorkFault? {
        guard let work = work(leaf: leaf), work.author == person else { return .unknown }
        return work.state == .pending ? nil : .settled
    }

    package mutating func takeBack(leaf: Int) { settle(leaf, .withdrawn, "") }

    /// A later review replaces the earlier; one that was turned down is accepted only while nothing has taken its place.
    package func fault(reviewing leaf: Int, isAccepted: Bool) -> WorkFault? {
        guard let work = work(leaf: leaf) else { return .unknown }
        guard work.state != .withdrawn else { return .settled }
        guard isAccepted, work.state == .rejected else { return nil }
        if !work.file.isEmpty, files[work.file, default: 0] > 0 { return .twice }
        return held[work.author, default: 0] >= most ? .most(most) : nil
    }

    /// - Returns: What changed among the works that stand.
    @discardableResult
    package mutating func review(leaf: Int, isAccepted: Bool, reason: String) -> Change? {
        settle(leaf, isAccepted ? .accepted : .rejected, reason)
        guard let place = places[leaf] else { return nil }
        let rank = rank(of: place)
        let stood = rank < standing.count && standing[rank] == place
        guard stood != isAccepted else { return nil }
        guard isAccepted else {
            standing.remove(at: rank)
            return .removed(filed + rank)
        }
        standing.insert(place, at: rank)
        return .inserted(Campaign.Work(handedInAt: leaf, title: works[place].title), at: filed + rank)
    }

    /// Where a work is put in or left out, as a place among the campaign's works.
    package enum Change: Sendable {
        case inserted(Campaign.Work, at: Int)
        case removed(Int)
    }

    /// How many of those that stand came before the work at a place.
    private func rank(of place: Int) -> Int {
        var (low, high) = (0, standing.count)
        while low < high {
            let middle = (low + high) / 2
            if standing[middle] < place { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// Forgets what a person called their works.
    package mutating func forget(_ person: Person) {
        for place in works.indices where works[place].author == person { works[place].title = works[place].id }
    }

    /// The works that stand, as those of the file.
    package var entries: [Campaign.Work] {
        standing.map { Campaign.Work(handedInAt: works[$0].leaf, title: works[$0].title) }
    }

    private mutating func settle(_ leaf: Int, _ state: State, _ reason: String) {
        guard let place = places[leaf] else { return }
        count(works[place], -1)
        works[place].state = state
        works[place].reason = reason
        count(works[place], 1)
    }

    private mutating func count(_ work: Work, _ change: Int) {
        guard work.state.isHeld else { return }
        held[work.author, default: 0] += change
        files[work.file, default: 0] += work.file.isEmpty ? 0 : change
    }
}

extension Campaign.Work {
    /// One that was handed in as the entry at a leaf. Without a title it has its id for one.
    package init(handedInAt leaf: Int, title: String? = nil) {
        let id = Campaign.collectedID(leaf: leaf)
        self.init(id: id, title: BilingualText(zh: title ?? id))
    }
}

extension Campaign {
    /// The most works of a campaign, collected ones and those of the file together.
    package static let mostWorks = 10_000

    /// The field of the form that has the name of a work that is handed in.
    package static let titleField = "title"

    /// What a work is called that was handed in as the entry at a leaf.
    package static func collectedID(leaf: Int) -> String { "w-\(leaf)" }

    /// The leaf that an id is made of; nil for any other id.
    package static func leaf(ofCollected id: String) -> Int? {
        guard id.utf8.starts(with: "w-".utf8), let leaf = Int(id.dropFirst(2)), leaf > 0,
            collectedID(leaf: leaf).utf8.elementsEqual(id.utf8)
        else { return nil }
        return leaf
    }

    package static func isCollectedID(_ id: String) -> Bool { leaf(ofCollected: id) != nil }

    /// From when on the works are fixed: the first phase in which people vote or a jury scores, else the end of intake.
    package var worksStandFrom: Int64 {
        schedule.phases.filter { $0.does == .vote || $0.does == .score }.map(\.opens).min() ?? closes
    }

    /// The same rules with the works that were collected and accepted behind those of the file.
    package func standing(_ collected: [Work], filed: Int) -> Campaign {
        guard let works else { return self }
        var rules = self
        rules.works?.entries = Array(works.entries.prefix(filed)) + collected
        return rules
    }
}
