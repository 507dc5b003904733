import Campaigns
import Engine

/// Reads what a person did out of the body that the journal has of it: for recovery, and for counting again.
struct ActReader {
    let answers: AnswerReader
    var ballots: BallotReader
    private let questions: NameTable
    private let slots: NameTable
    private let campaign: Campaign
    private let scratch = ByteSink()

    init(_ campaign: Campaign) {
        self.campaign = campaign
        answers = AnswerReader(campaign)
        ballots = BallotReader(campaign)
        questions = NameTable(campaign.paper.questions.map(\.id), seed: 0)
        slots = NameTable((campaign.places?.slots ?? []).map(\.id), seed: 0)
    }

    /// Nil where the body does not fit the campaign.
    func read(_ line: Line) -> Act? {
        guard let name = line.member("kind", of: 0) else { return nil }
        let paper = line.member("paper", of: 0).map(line.text) ?? ""
        return switch ActKind.allCases.first(where: { line.isText(name, $0.name) }) {
        case .submit: readAnswers(line).map { .submit($0, paper: paper) }
        case .save: readAnswers(line).map { .save($0, paper: paper) }
        case .register: campaign.kind.claimsByRegistering ? claim(line) : .register
        case .start: .start(paper: paper)
        case .hint: hint(line)
        case .signin: signin(line)
        case .vote: ballot(line)
        case .enrol: enrolment(line)
        case .work: work(line)
        case nil: nil
        }
    }

    private func readAnswers(_ line: Line) -> [Answer]? {
        guard let node = line.member("answers", of: 0) else { return nil }
        scratch.removeAll()
        return try? answers.read(line, at: node, canonical: scratch)
    }

    private func ballot(_ line: Line) -> Act? {
        guard let node = line.member("choice", of: 0) else { return nil }
        scratch.removeAll()
        return (try? ballots.read(line, at: node, canonical: scratch)).map { .vote($0) }
    }

    private func claim(_ line: Line) -> Act? {
        var wish = FundWish()
        if let node = line.member("item", of: 0) {
            let id = line.text(node)
            guard let place = campaign.funds?.items.firstIndex(where: { $0.id.utf8.elementsEqual(id.utf8) }) else {
                return nil
            }
            wish.item = place
        }
        if let node = line.member("merchant", of: 0) {
            let id = line.text(node)
            guard let place = campaign.merchants.firstIndex(where: { $0.id.utf8.elementsEqual(id.utf8) }) else {
                return nil
            }
            wish.merchant = place
        }
        if let node = line.member("amount", of: 0) {
            guard let amount = Int64(line.text(node)) else { return nil }
            wish.asked = .amount(amount)
        } else if let price = openPrice(line) {
            wish.asked = .price(price)
        }
        return .claim(wish)
    }

    /// What the form in a body says of the price, in fen, where it stands in the open.
    private func openPrice(_ line: Line) -> Int64? {
        guard campaign.form?.price?.isPrivate == false, let fields = line.member("fields", of: 0),
            let node = line.member("price", of: fields)
        else { return nil }
        return MoneyText.fen(line.text(node))
    }

    private func signin(_ line: Line) -> Act? {
        guard let day = line.member("day", of: 0) else { return .signin(madeUp: nil) }
        return campaign.day(named: line.text(day)).map { .signin(madeUp: $0) }
    }

    /// Slots as somebody ranks them, by their places in the file; nil where they are no array of slots.
    func choices(_ line: Line, at node: Int) -> [Int]? {
        guard case .array = line.nodes[node].kind else { return nil }
        var choices: [Int] = []
        var element = node + 1
        for _ in 0..<line.nodes[node].count {
            guard case .string = line.nodes[element].kind, let slot = slots.place(of: line.raw(element)) else {
                return nil
            }
            choices.append(slot)
            element = Int(line.nodes[element].next)
        }
        return choices
    }

    private func enrolment(_ line: Line) -> Act? {
        guard let choices = line.member("choices", of: 0).flatMap({ choices(line, at: $0) }) else { return nil }
        let dependants = line.member("dependants", of: 0).map { line.nodes[$0].count } ?? 0
        return .enrol(choices: choices, dependants: Int(dependants))
    }

    private func work(_ line: Line) -> Act? {
        if let work = line.member("work", of: 0) {
            return Campaign.leaf(ofCollected: line.text(work)).map { .work(.takeBack(leaf: $0)) }
        }
        guard let file = line.member("file", of: 0), let fields = line.member("fields", of: 0),
            let title = line.member("title", of: fields)
        else { return nil }
        return .work(.handIn(file: line.text(file), title: line.text(title)))
    }

    private func hint(_ line: Line) -> Act? {
        guard let question = line.member("question", of: 0).flatMap({ questions.place(of: line.raw($0)) }),
            let number = line.member("hint", of: 0).flatMap(line.integer), number > 0
        else { return nil }
        return .hint(question: question, number: Int(number) - 1)
    }
}
