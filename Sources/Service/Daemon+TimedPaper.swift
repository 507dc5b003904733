import Engine
import JSON
import Proofs

/// Papers with a time limit.
extension Daemon {
    /// `start`: opens the person's next paper; the time runs from now on.
    func start(_ parameters: Parameters, _ address: ReplyAddress) throws(CallError) {
        let request = try actRequest(parameters, address)
        answersScratch.removeAll()
        let paper = request.campaign.state.paperToStart(by: request.person)
        // The paper is not the client's word: a repeated call is the same whatever paper would come next.
        let content = contentHash(.start, ActMembers(), device: request.device)
        try take(.start(paper: paper), ActMembers(paper: paper), content: content, request)
    }

    /// `save`: keeps what was answered so far, which is handed in when time is up.
    func save(_ parameters: Parameters, _ address: ReplyAddress) throws(CallError) {
        let line = parameters.call.line
        let node = try line.required("answers", parameters.node("answers"), .object)
        let members = ActMembers(paper: try parameters.optionalString("paper") ?? "")
        let request = try actRequest(parameters, address)
        let answers = try readAnswers(line, node, of: request)
        let content = contentHash(.save, members, device: request.device)
        try take(.save(answers, paper: members.paper), members, content: content, request)
    }

    /// So many bytes at most are staged for papers that are handed in by themselves before the pass goes on with other
    /// work: a whole city's time may be up at once, and the rest follows in the next pass.
    static let mostHandedInBytes = 8 << 20

    /// Hands in what people saved whose time is up.
    func handInDue() {
        for campaign in campaigns { handInDue(campaign) }
    }

    /// Whether a paper waits to be handed in; a closing waits for it.
    func isPaperDue(_ campaign: RunningCampaign) -> Bool {
        campaign.state.paperDueAt.map { $0 <= tick && !campaign.state.isAhead(of: tick) } ?? false
    }

    /// Hands in what is due before something else is decided, and leaves `answersScratch` as it was.
    func handInDue(before request: ActRequest) {
        guard isPaperDue(request.campaign) else { return }
        let answers = Array(answersScratch.bytes)
        handInDue(request.campaign)
        answersScratch.removeAll()
        answersScratch.append(answers)
    }

    func handInDue(_ campaign: RunningCampaign) {
        while journal.canAccept, journal.stagedBytes < Self.mostHandedInBytes, isPaperDue(campaign),
            let (submission, acceptance) = campaign.state.takeDuePaper(at: tick)
        {
            guard let saved = campaign.savedAnswers.removeValue(forKey: submission.person) else {
                preconditionFailure("what was saved is kept until it is handed in")
            }
            answersScratch.removeAll()
            answersScratch.append(saved)
            campaign.version += 1
            campaign.review?.take(submission.act, leaf: acceptance.index, campaign.state.rules)
            let clock: [UInt8] = Array(EntryPayload.clockKey.utf8)
            clock.withUnsafeBufferPointer {
                stage(submission, ActMembers(submission.act), acceptance, nil, of: campaign, key: $0)
            }
        }
    }
}

extension ActMembers {
    /// What an act that nobody called for says.
    init(_ act: Act) {
        if case .submit(_, let paper) = act { self.paper = paper }
    }
}
