import Campaigns
import JSON
import Proofs

/// Goes through the entries in leaf order and decides again, from the rules alone, what each of them was worth.
struct EntryJudge {
    /// What one person has done so far.
    struct Progress {
        var attempts = 0
        var day = -1
        var attemptsInDay = 0
        var earning = Earning()
        var solved: Set<Int> = []
        /// Days signed in or made up for, void ones too, and how many of them were made up for.
        var attended = DaySet()
        var madeUp = 0
        /// The paper with a time limit that was started last.
        var open: OpenPaper?
        /// How many hints were taken, by question.
        var hints: [Int: Int] = [:]
        /// Whether a form came with an entry, a void one too.
        var hasFilledForm = false
        /// In which phase chances are counted; they are counted anew in each.
        var phase = 0
        /// What was handed in and is not void, where attempts are scored together or people are ranked.
        var scored: [PeopleTally.Attempt] = []
    }

    let campaign: Campaign
    let key: AnswerKey
    private(set) var papers: PaperBook?
    private(set) var roll: RollTable
    private let voided: Set<Int>
    private let earning: Earning.Rules
    let amendments: AmendmentWalk?
    var progress: [Pseudonym: Progress] = [:]
    private var shared: SharedLimits
    private(set) var lastAt = Int64.min
    /// What each day has; nothing in a campaign of one phase.
    private var days: [Day]

    /// The entries of one day.
    private struct Day {
        var entries = 0
        var people: Set<Pseudonym> = []
        var rows: [EligibleRow] = []
        var first: Int?
    }

    private(set) var entries = 0
    /// Entries among them that nobody can read any more.
    private(set) var withheld = 0
    var rows: [EligibleRow] = []
    /// The time of the first entry.
    private(set) var firstAt: Int64?
    /// Entries that something can be won by before the draw, in leaf order.
    private(set) var attempts: [InstantAttempt] = []
    private(set) var latestAt: (index: Int, at: Int64)?
    /// Ballots, each as it was when it came; nil where people don't vote.
    var ballots: BallotBook?
    /// The people who voted, by the number that the ballots know them under.
    var voters: [Pseudonym: Int] = [:]
    /// The private fields that entries commit to, in leaf order.
    var concealed: [ConcealedField] = []
    /// Registrations for money or vouchers, in leaf order.
    private(set) var claims: [LoggedClaim] = []
    /// Enrolments in leaf order.
    var enrolments: [PlaceWalk.Asked] = []
    private(set) lazy var placeNames = campaign.places.map(PlaceNames.init)
    /// The works' places by id.
    let workPlaces: WorkPlaces
    /// How many voids the ballots have been told of.
    var voidsTaken = 0
    /// The works that were handed in; nil where none are collected.
    var collected: CollectedWorks<Pseudonym>?
    /// How many reviews it has been told of.
    var reviewsTaken = 0

    var distinctPeople: Int { progress.count }

    /// Whoever made the entries that are withheld was among the others, or not.
    var possiblePeople: ClosedRange<Int> { distinctPeople...distinctPeople + withheld }

    /// - Parameter campaign: The rules at the closing: all entries are worth what these say.
    init(campaign: Campaign, paperKey: Digest, roll: RollTable, amendments: AmendmentWalk? = nil) {
        self.campaign = campaign
        let phases = amendments?.phases.count ?? campaign.phases.count
        days = campaign.days.isEmpty ? [] : Array(repeating: Day(), count: phases)
        key = AnswerKey(campaign.paper)
        papers = campaign.paper.draw.isEmpty ? nil : PaperBook(campaign.paper, key: paperKey)
        self.roll = roll
        self.amendments = amendments
        voided = amendments?.voided ?? []
        ballots = campaign.votes.map { BallotBook($0, works: campaign.works?.entries.count ?? 0) }
        workPlaces = WorkPlaces(campaign)
        collected = campaign.works.flatMap { $0.areCollected ? CollectedWorks($0) : nil }
        shared = SharedLimits(campaign.limits)
        earning = Earning.Rules(campaign)
    }

    /// - Parameter isWithheld: Whether only an earlier bundle opens it.
    mutating func take(
        _ body: SubmissionBody, index: Int, isWithheld: Bool = false, into findings: inout Findings
    ) {
        entries += 1
        let day = day(of: body, index: index, into: &findings)
        checkTimes(body, index: index, into: &findings)
        guard let place = place(of: body, index: index, isWithheld: isWithheld, into: &findings) else {
            progress[body.pseudonym, default: Progress()].attempts += 1
            return
        }
        if let leaf = place.addedBy, index < leaf {
            findings.fail(
                .roll, at: index, zh: "提交者 \(body.pseudonym.hex) 到第 \(leaf) 条才列入名册",
                en: "is by \(body.pseudonym.hex), whom leaf \(leaf) added to the roll")
        }
        guard isKnown(body.kind) else {
            findings.fail(
                .records, at: index, zh: "本活动没有 \(body.kind.rawValue) 这一项",
                en: "is a \(body.kind.rawValue), which this campaign does not have")
            return
        }
        var person = progress[body.pseudonym] ?? Progress()
        let variant = Campaign.Override.variant(of: place, campaign.paper.overrides)
        let isHandedIn = isHandedIn(body, person)
        noteTime(body, index: index, isHandedIn: isHandedIn)
        if !isHandedIn { checkSchedule(body, index: index, into: &findings) }
        if let attempt = body.attempt {
            if isCharged(body.kind) {
                checkAttempt(attempt, at: body.at, variant, index: index, of: &person, into: &findings)
                shared.take(place, day: campaign.day(of: body.at), at: index, into: &findings)
            } else if attempt != person.open?.attempt {
                findings.fail(
                    .attempts, at: index, zh: "不是开卷的那一次（第 \(attempt) 次）",
                    en: "is of attempt \(attempt), which is not open")
            }
        }
        checkPaper(body, index: index, into: &findings)
        if campaign.form != nil || body.fields != nil {
            takeForm(body, index: index, of: &person, into: &findings)
        }
        if campaign.paper.time != nil {
            checkTimeLimit(body, index: index, variant, isHandedIn: isHandedIn, of: &person, into: &findings)
        }
        if body.kind == .register { takeClaim(body, index: index, place, into: &findings) }
        if body.kind == .hint { takeHint(body, index: index, of: &person, into: &findings) }
        if body.kind == .vote { takeVote(body, index: index, into: &findings) }
        if body.kind == .enrol { takeEnrolment(body, place, index: index, into: &findings) }
        if body.kind == .work { takeWork(body, index: index, isWithheld: isWithheld, into: &findings) }
        if amendments?.isPaused(at: index) == true, !isHandedIn {
            findings.fail(.limits, at: index, zh: "在暂停期间", en: "is from a time at which intake was paused")
        }
        let attended = body.kind == .signin ? checkSignin(body, index: index, of: &person, into: &findings) : nil
        guard [.submit, .register, .signin, .vote].contains(body.kind) else {
            progress[body.pseudonym] = person
            return
        }
        if voided.contains(index) {
            var nobody = Progress()
            _ = score(body, index: index, variant, of: &nobody, into: &findings)
            progress[body.pseudonym] = person
            return
        }
        let (points, solved) = score(body, index: index, variant, of: &person, into: &findings)
        if keepsScores, body.kind == .submit {
            person.scored.append(
                PeopleTally.Attempt(index: index, points: points, time: person.open?.time(to: body.at)))
        }
        let deed = deed(
            body, solved: solved.count, passes: points >= pass(of: variant) ?? Int.max, attended: attended)
        if person.phase != day ?? 0 {
            person.phase = day ?? 0
            person.earning.beginPhase()
        }
        let earned = deed.map { person.earning.take($0, on: campaign.day(of: body.at), earning) } ?? 0
        let counted = combinesAttempts ? 0 : earned
        progress[body.pseudonym] = person
        if campaign.prizes.givesBeforeDraw, body.kind.mayHaveProof, let attempt = body.attempt {
            attempts.append(
                InstantAttempt(
                    index: index, pseudonym: body.pseudonym, attempt: attempt, at: body.at,
                    isNumbered: campaign.prizes.isInstant, pi: body.pi, hasChance: counted > 0, mayWin: place.mayWin,
                    solved: solved.sorted()))
        }
        if body.pi != nil, !campaign.prizes.isInstant {
            findings.fail(.vrf, at: index, zh: "有 pi，但本活动没有即开", en: "has a pi, but nothing is won at once")
        }
        if counted > 0, place.mayWin, campaign.drawsTickets {
            let row = EligibleRow(index: index, pseudonym: body.pseudonym, chances: counted)
            rows.append(row)
            if let day { days[day].rows.append(row) }
        }
    }

    /// The day that an entry is of; nil in a campaign of one phase. Its body says the same.
    private mutating func day(of body: SubmissionBody, index: Int, into findings: inout Findings) -> Int? {
        let day = days.isEmpty ? nil : min(campaign.phase(of: body.at), days.count - 1)
        let name = day.map(DrawPhase.name(ofDay:)) ?? DrawPhase.wholeName
        if body.phase != name {
            findings.fail(
                .openings, at: index, zh: "阶段写的是 \(body.phase)，应为 \(name)",
                en: "says phase \(body.phase), expected \(name)")
        }
        guard let day else { return nil }
        days[day].entries += 1
        days[day].people.insert(body.pseudonym)
        days[day].first = days[day].first ?? index
        return day
    }

    /// The rows of a day's list, or of the only one.
    func rows(ofDay day: Int?) -> [EligibleRow] { day.map { days[$0].rows } ?? rows }

    /// The day of an entry; the first one in a campaign of one phase.
    func day(ofLeaf leaf: Int) -> Int {
        max(0, (days.lastIndex { $0.first.map { $0 <= leaf } ?? false } ?? 0))
    }

    /// How many entries a closing may say there are, and of how many people: nobody knows when those were made that are
    /// withheld, nor by whom.
    func possibleCounts(ofDay day: Int?) -> (entries: ClosedRange<Int>, people: ClosedRange<Int>) {
        guard let day else { return (entries...entries, possiblePeople) }
        let (entries, people) = (days[day].entries, days[day].people.count)
        return (entries...entries + withheld, people...people + withheld)
    }

    /// What is known of whoever made an entry: from the roll, or where there is none from the entry.
    private mutating func place(
        of body: SubmissionBody, index: Int, isWithheld: Bool, into findings: inout Findings
    ) -> RollPlace? {
        guard (body.commitments != nil) == roll.isOpen else {
            findings.fail(
                .roll, at: index, zh: roll.isOpen ? "没有名册，却没有写明身份的承诺" : "有名册，却另写了身份的承诺",
                en: roll.isOpen ? "commits to nobody's id, and there is no roll" : "commits to an id, beside the roll")
            return nil
        }
        if let commitments = body.commitments {
            let place = roll.see(body.pseudonym, commitments, isWithheld: isWithheld)
            if place == nil {
                findings.fail(
                    .roll, at: index, zh: "化名 \(body.pseudonym.hex) 此前是另一个身份",
                    en: "commits to another id than the earlier entries of \(body.pseudonym.hex)")
            }
            return place
        }
        guard let place = roll.people[body.pseudonym] else {
            findings.fail(.roll, at: index, zh: "提交者不在名册上", en: "whoever sent it is not on the roll")
            return nil
        }
        return place
    }

    private mutating func takeClaim(
        _ body: SubmissionBody, index: Int, _ place: RollPlace, into findings: inout Findings
    ) {
        guard campaign.kind.claimsByRegistering else {
            if body.item != nil || body.amount != nil || body.merchant != nil {
                findings.fail(
                    .records, at: index, zh: "申请的东西本活动没有", en: "asks for money, which this campaign does not give")
            }
            return
        }
        if voided.contains(index) {
            findings.fail(.ledger, at: index, zh: "补贴和券的申请不能作废", en: "is a claim, which no amendment voids")
        }
        claims.append(
            LoggedClaim(body, leaf: index, household: place.household, unit: place.unit, campaign.form))
    }

    /// Counts an entry whose opening is withheld.
    mutating func takeWithheld() {
        entries += 1
        withheld += 1
    }

    /// Puts rows of withheld entries in their places.
    mutating func insert(_ added: [EligibleRow], day: Int?) {
        rows = (rows + added).sorted { $0.index < $1.index }
        if let day { days[day].rows = (days[day].rows + added).sorted { $0.index < $1.index } }
    }

    /// From here on papers depend on this number.
    mutating func activate(_ activation: Digest) {
        papers?.activation = activation
    }

    /// Takes note of a record between the entries, or of the announcement before them: what follows is not earlier.
    mutating func passed(at time: Int64) {
        lastAt = max(lastAt, time)
    }

    private mutating func checkTimes(_ body: SubmissionBody, index: Int, into findings: inout Findings) {
        if body.at < campaign.opens {
            findings.fail(.limits, at: index, zh: "早于开始时间", en: "is from before the opening")
        }
        if body.at < lastAt {
            findings.fail(.records, at: index, zh: "时间早于前一条记录", en: "is earlier than the leaf before it")
        }
        lastAt = max(lastAt, body.at)
        firstAt = firstAt ?? body.at
    }

    /// What is handed in when time is up may come after the end of intake.
    private mutating func noteTime(_ body: SubmissionBody, index: Int, isHandedIn: Bool) {
        guard !isHandedIn, latestAt.map({ body.at >= $0.at }) ?? true else { return }
        latestAt = (index, body.at)
    }

    /// What is handed in when time is up may come at any hour.
    private func checkSchedule(_ body: SubmissionBody, index: Int, into findings: inout Findings) {
        if campaign.schedule.quietSpan(at: body.at) != nil {
            findings.fail(.limits, at: index, zh: "在安静时段", en: "is from quiet hours")
        }
        if let activity = body.takesBack == nil ? body.kind.activity : nil,
            !campaign.schedule.allows(activity, at: body.at)
        {
            findings.fail(
                .limits, at: index, zh: "不在“\(activity.title.zh)”阶段",
                en: "is from outside the phases in which \(activity.title.text(.en))")
        }
    }

    /// Whether the campaign has anything that an entry of the kind could be about.
    private func isKnown(_ kind: SubmissionBody.Kind) -> Bool {
        switch kind {
        case .submit: !campaign.paper.questions.isEmpty
        case .register: campaign.kind == .raffle || campaign.kind.claimsByRegistering
        case .signin: campaign.signin != nil
        case .start: campaign.paper.time != nil
        case .save: campaign.paper.time?.isHandedIn == true
        case .hint: campaign.paper.questions.contains { !$0.hints.isEmpty }
        case .vote: campaign.votes != nil
        case .enrol: campaign.places != nil
        case .work: campaign.works?.areCollected == true
        }
    }

    private func checkAttempt(
        _ attempt: Int, at: Int64, _ variant: UInt8, index: Int, of person: inout Progress,
        into findings: inout Findings
    ) {
        person.attempts += 1
        if attempt != person.attempts {
            findings.fail(
                .attempts, at: index, zh: "写的是第 \(attempt) 次，应为第 \(person.attempts) 次",
                en: "says attempt \(attempt), expected \(person.attempts)")
        }
        let day = campaign.day(of: at)
        person.attemptsInDay = day == person.day ? person.attemptsInDay + 1 : 1
        person.day = day
        guard !campaign.limits.person.isShadow else { return }
        let total = variant == 0 ? nil : campaign.paper.overrides[Int(variant) - 1].total
        if let most = total ?? campaign.limits.person.total, person.attempts > most {
            findings.fail(.limits, at: index, zh: "超过总次数 \(most)", en: "is over the limit of \(most) in all")
        }
        if let most = campaign.limits.person.day, person.attemptsInDay > most {
            findings.fail(.limits, at: index, zh: "超过每日次数 \(most)", en: "is over the limit of \(most) a day")
        }
    }

    private func checkPaper(_ body: SubmissionBody, index: Int, into findings: inout Findings) {
        guard body.kind.mayHavePaper else { return }
        guard let papers, let attempt = body.attempt else {
            if body.paper != nil {
                findings.fail(.papers, at: index, zh: "写了试卷编号，但本活动不抽题", en: "names a paper, but none are drawn")
            }
            return
        }
        let paper = papers.paper(of: body.pseudonym, attempt: attempt)
        if body.paper != paper.id {
            findings.fail(
                .papers, at: index, zh: "试卷应为 \(paper.id)", en: "should be on paper \(paper.id)")
        }
        for (question, _) in body.answers {
            if let position = key.position(of: question), paper.questions.contains(position) { continue }
            findings.fail(
                .papers, at: index, zh: "回答了不在试卷上的题 \(question)", en: "answers \(question), which is not on its paper")
        }
    }

    /// The points of the entry, and the questions that the person has right for the first time.
    private func score(
        _ body: SubmissionBody, index: Int, _ variant: UInt8, of person: inout Progress, into findings: inout Findings
    ) -> (points: Int, solved: [Int]) {
        var points = 0
        var solved: [Int] = []
        for (question, answer) in body.answers {
            guard let position = key.position(of: question) else {
                findings.fail(
                    .eligibility, at: index, zh: "题库中没有题 \(question)", en: "answers \(question), which does not exist")
                continue
            }
            guard let worth = key.worth(answer, question: position) else {
                findings.fail(
                    .eligibility, at: index, zh: "题 \(question) 的答案形式不对", en: "has no proper answer to \(question)")
                continue
            }
            points += max(0, worth.points - hintCost(position, person))
            guard worth.isRight else { continue }
            if person.solved.insert(position).inserted { solved.append(position) }
        }
        return (points, solved)
    }
}

extension Findings {
    /// A failure of what an entry says: names the file of its opening and its index.
    mutating func fail(_ id: CheckID, at index: Int, zh: String, en: String) {
        fail(id, zh: "openings，第 \(index) 条：\(zh)", en: "openings, leaf \(index): \(en)")
    }
}
extension SubmissionBody.Kind {
    /// What the phases are about that an entry of the kind must come in; nil for one that needs none.
    fileprivate var activity: Campaign.Phase.Activity? {
        switch self {
        case .submit, .start, .save, .hint: .submit
        case .register, .enrol: .register
        case .vote: .vote
        case .work: .collect
        case .signin: nil
        }
    }
}
