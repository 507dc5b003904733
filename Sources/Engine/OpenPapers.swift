/// The papers with a time limit that people have open: one each at most.
///
/// Nothing here depends on when anybody looked: a paper is over from its deadline on, whether or not it is still kept.
struct OpenPapers {
    struct Paper {
        let attempt: Int
        let variant: Int
        /// From this instant on nothing is taken for it: the time limit and the grace are over.
        let deadline: Int64
        /// What was saved last; nil where nothing was.
        var saved: [Answer]?
        /// Whether its deadline is still to be looked after.
        fileprivate(set) var isQueued = true

        init(attempt: Int, variant: Int, deadline: Int64) {
            self.attempt = attempt
            self.variant = variant
            self.deadline = deadline
        }
    }

    /// By the person's place in the roll; looked up only.
    private var papers: [Int: Paper] = [:]
    /// In the order in which they were opened, for each variant of the rules: there deadlines ascend.
    private var queues: [Queue]

    private struct Queue {
        var items: [(person: Int, attempt: Int)] = []
        var first = 0
    }

    init(variants: Int) {
        queues = Array(repeating: Queue(), count: variants)
    }

    subscript(person: Int) -> Paper? { papers[person] }

    mutating func open(_ paper: Paper, by person: Int) {
        papers[person] = paper
        queues[paper.variant].items.append((person, paper.attempt))
        prune(paper.variant)
    }

    mutating func save(_ answers: [Answer], by person: Int) { papers[person]?.saved = answers }

    mutating func close(by person: Int) {
        guard let paper = papers.removeValue(forKey: person) else { return }
        prune(paper.variant)
    }

    /// The first deadline of all papers that are open; nil without any.
    var firstDeadline: Int64? { queues.indices.compactMap { head($0)?.paper.deadline }.min() }

    /// The paper with the first deadline, which is not looked after any more: it stays over.
    mutating func takeFirst() -> (person: Int, paper: Paper)? {
        var found: (person: Int, paper: Paper)?
        for queue in queues.indices {
            guard let head = head(queue) else { continue }
            if found.map({ head.paper.deadline < $0.paper.deadline }) ?? true { found = head }
        }
        guard let found else { return nil }
        papers[found.person]?.isQueued = false
        prune(found.paper.variant)
        return found
    }

    private func head(_ queue: Int) -> (person: Int, paper: Paper)? {
        guard queues[queue].first < queues[queue].items.count else { return nil }
        let item = queues[queue].items[queues[queue].first]
        return papers[item.person].map { (item.person, $0) }
    }

    /// Passes over what is not open any more, so that a queue begins with an open paper.
    private mutating func prune(_ variant: Int) {
        var queue = queues[variant]
        while queue.first < queue.items.count, !isQueued(queue.items[queue.first]) { queue.first += 1 }
        if queue.first > 1024, queue.first * 2 > queue.items.count {
            queue.items.removeFirst(queue.first)
            queue.first = 0
        }
        queues[variant] = queue
    }

    private func isQueued(_ item: (person: Int, attempt: Int)) -> Bool {
        papers[item.person].map { $0.isQueued && $0.attempt == item.attempt } ?? false
    }
}
