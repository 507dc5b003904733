import Campaigns
import Engine
import JSON
import Proofs

extension Daemon {
    /// `campaigns`
    func campaignList() -> JSON {
        [
            "campaigns": .array(
                campaigns.map { campaign in
                    let rules = campaign.rules
                    return [
                        "id": .string(campaign.id), "kind": .string(rules.kind.rawValue), "title": JSON(rules.title),
                        "phase": .string(campaign.state.phase(at: tick).rawValue), "opens_ms": .integer(rules.opens),
                        "closes_ms": .integer(campaign.state.intakeEnds),
                        "entries": .integer(Int64(campaign.state.tally.entries)),
                    ]
                } + retired.map(\.listed)),
            "tick_ms": .integer(tick), "rehearsal": .bool(settings.isRehearsal),
        ]
    }

    /// `registry`
    func registryDescription() -> JSON {
        let head = registry.heads.shown
        return [
            "origin": .string(registry.origin), "vkey": .string(registry.key.text),
            "size": .integer(Int64(head?.size ?? 0)),
            "checkpoint": head.map { .string(String(decoding: $0.note.bytes, as: UTF8.self)) } ?? .null,
        ]
    }

    /// `campaign`
    func campaignDescription(_ parameters: Parameters) throws(CallError) -> JSON {
        let campaign = try campaign(parameters)
        let announced = campaign.announced
        return [
            "id": .string(campaign.id), "origin": .string(announced.origin.text),
            "vkey": .string(announced.keys.verificationKey.text),
            "phase": .string(campaign.state.phase(at: tick).rawValue), "rehearsal": .bool(settings.isRehearsal),
            "rules": campaign.rulesInForce.publicRulesJSON,
            "amendments": .array(campaign.state.amendments.map(amendmentJSON)),
            "roll": campaign.roll.commitment.map { roll in
                ["count": .integer(Int64(roll.count)), "root": .string(roll.digest.hex)]
            } ?? .null,
        ]
    }

    /// `paper`: the questions of a person's next attempt, as they are put to them; no key is in it.
    func paper(_ parameters: Parameters, _ peer: Peer) throws(CallError) -> JSON {
        let campaign = try campaign(parameters)
        let person = try viewer(parameters, in: campaign, peer)
        if let refusal = campaign.state.outsidePhase(tick), refusal.reason != .phasePaused { throw CallError(refusal) }
        if let refusal = campaign.state.outsidePhases(for: .submit, at: tick) { throw CallError(refusal) }
        let paper = campaign.state.nextPaper(of: person, at: tick)
        var members: [JSON.Member] = []
        if let id = paper.id { members.append(JSON.Member("paper", .string(id))) }
        members.append(JSON.Member("attempt", .integer(Int64(paper.attempt))))
        if let limit = paper.limit { members.append(JSON.Member("time_ms", .integer(limit))) }
        if let deadline = paper.deadline { members.append(JSON.Member("deadline_ms", .integer(deadline))) }
        members.append(
            JSON.Member(
                "questions",
                .array(
                    paper.questions.map { drawn in
                        campaign.rules.paper.questions[drawn.question].asked(options: drawn.options)
                    })))
        members += paper.remaining.members("remaining")
        return .object(members)
    }

    /// `result`: everything about one participant, for that participant.
    func result(_ parameters: Parameters, _ peer: Peer) throws(CallError) -> JSON {
        let campaign = try campaign(parameters)
        let person = try person(parameters, in: campaign, peer)
        let entries = campaign.state.acceptances(of: person)
        var found: [JSON.Member] = [
            JSON.Member("attempts", .integer(Int64(entries.count { $0.attempt != nil }))),
            JSON.Member(
                "entries",
                .array(
                    entries.map { acceptance in
                        var members = [JSON.Member("index", .integer(Int64(acceptance.index)))]
                        if let attempt = acceptance.attempt {
                            members.append(JSON.Member("attempt", .integer(Int64(attempt))))
                        }
                        if let score = acceptance.score { members.append(JSON.Member("score", .integer(Int64(score)))) }
                        if let passed = acceptance.passed { members.append(JSON.Member("passed", .bool(passed))) }
                        if let chances = acceptance.chances {
                            members.append(JSON.Member("chances", .integer(Int64(chances))))
                        }
                        let isWitnessed = acceptance.index < campaign.witnessed.witnessedSize
                        members.append(JSON.Member("state", isWitnessed ? "witnessed" : "logged"))
                        if let atOnce = campaign.atOnce { members += atOnce.members(acceptance) }
                        if acceptance.isVoid { members.append(JSON.Member("void", true)) }
                        return .object(members)
                    })),
            JSON.Member("outcome", outcome(of: person, in: campaign)),
        ]
        if !campaign.rules.days.isEmpty { found.append(JSON.Member("outcomes", outcomes(of: person, in: campaign))) }
        if let ranking = ranking(of: person, in: campaign) { found.append(JSON.Member("ranking", ranking)) }
        if let points = campaign.state.points(of: person) {
            found.append(JSON.Member("points", .integer(Int64(points))))
        }
        if let standing = campaign.state.places?.enrolment(of: person).flatMap({ campaign.standing(enrolment: $0) }) {
            found.append(JSON.Member("places", standing))
        }
        if let kept = campaign.kept(of: person) {
            found.append(JSON.Member("kept", kept))
        }
        if let standing = campaign.state.standing(of: person, at: tick) {
            found.append(
                JSON.Member(
                    "signin",
                    [
                        "streak": .integer(Int64(standing.streak)), "today": .bool(standing.isToday),
                        "makeup": .integer(Int64(standing.makeups)),
                    ]))
        }
        if campaign.state.funds != nil {
            let vouchers = campaign.state.vouchers(of: person)
            found.append(
                JSON.Member(
                    "vouchers",
                    .array(vouchers.map { .object(campaign.voucherMembers($0, codeFor: nil, at: tick)) })))
        }
        if let isDue = campaign.state.asksForm(of: person) { found.append(JSON.Member("form", .bool(isDue))) }
        let told = campaign.state.questionsTold(to: person)
        if !told.isEmpty { found.append(JSON.Member("answers", campaign.keys(of: told))) }
        return .object(found)
    }

    /// Of a daily campaign `null`: there it is ``outcomes(of:in:)`` that tells.
    private func outcome(of person: Int, in campaign: RunningCampaign) -> JSON {
        guard campaign.rules.days.isEmpty else { return .null }
        return outcome(of: person, phase: 0, in: campaign)
    }

    /// What became of a person in each draw so far, under its phase.
    private func outcomes(of person: Int, in campaign: RunningCampaign) -> JSON {
        let decided = campaign.state.phases.indices.filter { campaign.state.phases[$0].outcome != nil }
        return .object(
            decided.map { phase in
                JSON.Member(campaign.rules.phases[phase].name, outcome(of: person, phase: phase, in: campaign))
            })
    }

    private func outcome(of person: Int, phase: Int, in campaign: RunningCampaign) -> JSON {
        let stage = campaign.state.phases[phase]
        guard let walk = stage.drawing?.walk else { return stage.outcome == nil ? .null : ["kind": "void"] }
        let claims = campaign.state.claims(ofPhase: phase)
        let places = campaign.places(of: campaign.pseudonyms[person], in: walk, phase: phase)
        guard let first = places.first else { return ["kind": "none"] }
        let more = places.dropFirst().map { JSON.object(outcome(at: $0, of: walk, claims, in: campaign)) }
        let members = outcome(at: first, of: walk, claims, in: campaign)
        return .object(more.isEmpty ? members : members + [JSON.Member("more", .array(more))])
    }

    /// What became of one ticket of a person.
    private func outcome(
        at place: Int, of walk: DrawWalk, _ claims: PrizeClaims?, in campaign: RunningCampaign
    ) -> [JSON.Member] {
        let row = walk.rows[place]
        let holder = claims?.holders.first { $0.row == place }
        var members: [JSON.Member]
        switch row.outcome {
        case .win(let tier):
            let tier = campaign.rules.prizes.tiers[tier]
            members = won(tier)
        case .alternate(let number):
            members = (holder?.tier).map { won(campaign.rules.prizes.tiers[$0]) } ?? [JSON.Member("kind", "alternate")]
            members.append(JSON.Member("number", .integer(Int64(number))))
        case .skip(let rule):
            members = [JSON.Member("kind", "skip"), JSON.Member("rule", .string(rule.rawValue))]
        case .none:
            members = [JSON.Member("kind", "none")]
        }
        members += [
            JSON.Member("ticket", .string(row.ticket.hex)),
            walk.order == .works
                ? JSON.Member("work", .string(campaign.rules.works?.entries[row.index].id ?? ""))
                : JSON.Member("index", .integer(Int64(row.index))),
            JSON.Member("rank", .integer(Int64(place + 1))),
        ]
        if let holder {
            members += [
                JSON.Member("prize", .string(holder.state.rawValue)),
                JSON.Member("claim_by_ms", .integer(holder.deadline)),
            ]
        }
        return members
    }

    private func won(_ tier: Campaign.Tier) -> [JSON.Member] {
        [
            JSON.Member("kind", "win"), JSON.Member("tier", .string(tier.id)),
            JSON.Member("title", JSON(tier.title)),
        ]
    }

    /// `receipt`: the proof of one entry, for the person who made it.
    func receipt(_ parameters: Parameters, _ address: ReplyAddress) throws(CallError) {
        let campaign = try campaign(parameters)
        let person = try person(parameters, in: campaign, address.peer)
        guard let index = try parameters.optionalInteger("index") else {
            throw .params("缺少参数 index", "the parameter index is missing")
        }
        let isInclusionOnly = try parameters.optionalBool("inclusion_only") ?? false
        let personID = campaign.roll.id(person)
        if let wait = lookUpGuards[personID]?.wait(at: tick) { throw .guarded(retryAfterMilliseconds: wait) }
        guard
            campaign.state.acceptances(of: person).contains(where: { $0.index == Int(index) })
                || campaign.events(of: person).contains(Int(index))
        else {
            address.peer.lookUpGuard.failed(at: tick)
            lookUpGuards[personID, default: LookUpGuard()].failed(at: tick)
            throw CallError(
                .notFound, "entry.unknown", zh: "这个人没有序号为 \(index) 的记录",
                en: "this person has no entry at index \(index)")
        }
        guard address.peer.waitingCount < Self.mostWaiting else { throw CallError(Refusal(.overloaded)) }
        guard parameters.call.id != nil else { return }
        let request = HeadRequest(
            wish: .receipt, isInclusionOnly: isInclusionOnly, index: Int(index), person: person, address: address,
            id: parameters.call.idBytes,
            language: parameters.call.language)
        address.wait()
        campaign.waitingForHead.append(request)
    }
}

// MARK: Live tallies

extension Daemon {
    /// Live tallies are sent at most this often.
    static let tallyIntervalMilliseconds: Int64 = 250

    /// Where each day of a daily campaign stands, and who won.
    private func phaseLines(_ campaign: RunningCampaign) -> [JSON] {
        let tiers = campaign.rules.prizes.tiers
        return campaign.state.phases.enumerated().map { place, stage in
            let state: Phase =
                switch stage {
                case .running:
                    tick < campaign.rules.phases[place].takes.lowerBound
                        ? .announced : tick < campaign.state.end(ofPhase: place) ? .open : .review
                case .closed: .closed
                case .drawn: .drawn
                case .void: .void
                }
            var members = [
                JSON.Member("phase", .string(campaign.rules.phases[place].name)),
                JSON.Member("state", .string(state.rawValue)),
                JSON.Member("closes_ms", .integer(campaign.state.end(ofPhase: place))),
            ]
            if let drawing = stage.drawing {
                let winners = drawing.walk.winners.map { winner -> JSON in
                    let display = campaign.roll.display(of: winner.row.pseudonym, campaign.drawnPlaces)
                    return ["tier": .string(tiers[winner.tier].id), "display": .string(display)]
                }
                members += [
                    JSON.Member("seed", .string(drawing.walk.seed.hex)), JSON.Member("winners", .array(winners)),
                ]
            }
            return .object(members)
        }
    }

    /// What anyone may see of a running campaign. What would tell right from wrong answers stays out while the rules
    /// disclose results only after the closing.
    func tallyJSON(_ campaign: RunningCampaign) -> JSON {
        let state = campaign.state
        let rules = campaign.rules
        let isDisclosed = state.isDisclosed
        let told = state.toldTally(at: tick)
        var members = [
            JSON.Member("campaign", .string(campaign.id)), JSON.Member("title", JSON(rules.title)),
            JSON.Member("phase", .string(state.phase(at: tick).rawValue)), JSON.Member("tick_ms", .integer(tick)),
            JSON.Member("opens_ms", .integer(rules.opens)), JSON.Member("closes_ms", .integer(state.intakeEnds)),
            JSON.Member("entries", .integer(Int64(state.tally.entries))),
            JSON.Member("people", .integer(Int64(state.tally.people))),
            JSON.Member("roll", campaign.announced.isOpen ? .null : .integer(Int64(campaign.roll.count))),
        ]
        if isDisclosed, let told {
            if rules.paper.pass != nil { members.append(JSON.Member("passed", .integer(Int64(told.passed)))) }
            if rules.drawsTickets { members.append(JSON.Member("chances", .integer(Int64(told.chances)))) }
        }
        members.append(JSON.Member("questions", questionTallies(state.rules, told, isDisclosed: isDisclosed)))
        if let places = campaign.placeTallies { members.append(JSON.Member("places", places)) }
        if let works = rules.works { members.append(JSON.Member("works", workTallies(works, rules, told))) }
        if let ranked = state.drawing?.works {
            members.append(JSON.Member("ranking", shownWorks(ranked, state.drawing?.walk, of: campaign)))
        }
        if let drawing = state.drawing, let ranked = drawing.people {
            members.append(JSON.Member("ranking", shownPeople(ranked, drawing.walk, of: campaign)))
        }
        members += campaign.fundMembers
        if !rules.days.isEmpty { members.append(JSON.Member("phases", .array(phaseLines(campaign)))) }
        members += [
            JSON.Member(
                "refusals",
                .object(state.refusalCounts().map { JSON.Member($0.reason, .integer(Int64($0.count))) })),
            JSON.Member("size", .integer(Int64(state.leafCount))),
            JSON.Member("rehearsal", .bool(settings.isRehearsal)),
        ]
        return .object(members)
    }

    /// Of each question its id, and what is told of its answers.
    private func questionTallies(_ rules: Rules, _ told: Tally?, isDisclosed: Bool) -> JSON {
        .array(
            rules.campaign.paper.questions.enumerated().map { place, question in
                var members = [JSON.Member("id", .string(question.id))]
                if let told {
                    members.append(JSON.Member("answered", .integer(Int64(told.answered[place]))))
                    if isDisclosed { members.append(JSON.Member("right", .integer(Int64(told.right[place])))) }
                }
                return .object(members)
            })
    }

    /// Of each work its id and title, and what is told of its votes and views.
    private func workTallies(_ works: Campaign.Works, _ rules: Campaign, _ told: Tally?) -> JSON {
        .array(
            works.entries.enumerated().map { place, work in
                var members = [JSON.Member("id", .string(work.id)), JSON.Member("title", JSON(work.title))]
                if let told {
                    if rules.votes != nil { members.append(JSON.Member("votes", .integer(Int64(told.votes[place])))) }
                    if works.countsViews { members.append(JSON.Member("views", .integer(Int64(told.views[place])))) }
                }
                return .object(members)
            })
    }

    /// `tally.watch`
    func watch(_ parameters: Parameters, _ peer: Peer) throws(CallError) -> JSON {
        let campaign = try campaign(parameters)
        peer.watched[campaign.number] = -1
        if !watchers.contains(where: { $0 === peer }) { watchers.append(peer) }
        return ["watching": .string(campaign.id)]
    }

    /// `tally.unwatch`
    func unwatch(_ parameters: Parameters, _ peer: Peer) throws(CallError) -> JSON {
        let campaign = try campaign(parameters)
        peer.watched[campaign.number] = nil
        if peer.watched.isEmpty { watchers.removeAll { $0 === peer } }
        return ["watching": .null]
    }

    /// Sends changed tallies. A watcher that has not taken the last one gets none: the next is the latest state.
    func notifyWatchers() {
        guard !watchers.isEmpty, tick - lastTallyTick >= Self.tallyIntervalMilliseconds || lastTallyTick > tick
        else { return }
        lastTallyTick = tick
        var lines: [Int: [UInt8]] = [:]
        for peer in watchers where peer.unsentCount == 0 {
            for (number, version) in peer.watched.sorted(by: { $0.key < $1.key }) {
                guard let campaign = campaigns.first(where: { $0.number == number }) else { continue }
                let step = Int(truncatingIfNeeded: campaign.state.toldStep(at: tick))
                let current = (campaign.version &+ step &* 1_000_003) &* 8 &+ campaign.state.phase(at: tick).ordinal
                guard version != current else { continue }
                peer.watched[number] = current
                let line = lines[number] ?? tallyLine(campaign)
                lines[number] = line
                touch(peer)
                peer.write { $0.append(contentsOf: line) }
            }
        }
    }

    private func tallyLine(_ campaign: RunningCampaign) -> [UInt8] {
        let notification: JSON = ["jsonrpc": "2.0", "method": "tally", "params": tallyJSON(campaign)]
        return notification.bytes() + [UInt8(ascii: "\n")]
    }
}

extension Phase {
    /// Tells two phases apart in a number.
    var ordinal: Int {
        switch self {
        case .announced: 0
        case .open: 1
        case .paused: 2
        case .review: 3
        case .closed: 4
        case .drawn: 5
        case .void: 6
        case .final: 7
        }
    }
}
