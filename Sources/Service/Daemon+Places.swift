import Books
import Campaigns
import Engine
import JSON

/// What people and staff do about enrolments that are in the log.
extension Daemon {
    /// `enrol.cancel`: gives back everything that a person's enrolment has.
    func cancelEnrolment(_ parameters: Parameters, _ peer: Peer) throws(CallError) -> JSON {
        let campaign = try campaign(parameters)
        let key = try parameters.name("key")
        let person = try person(parameters, in: campaign, peer)
        let index = try parameters.optionalInteger("index").map { Int($0) }
        let earlier = campaign.state.earlierWish(of: person, key: stableHash(key))
        // Without an index a retry means what the first call meant.
        let meant = index == nil ? earlier : nil
        let wish = meant ?? .cancel(enrolment: index ?? campaign.state.places?.enrolment(of: person) ?? -1)
        guard case .cancel = wish else { throw CallError(PlaceRefusal.keyConflict) }
        return try settle(wish, person, key, campaign)
    }

    /// `offer.accept` and `offer.decline`
    func answerOffer(
        _ parameters: Parameters, _ peer: Peer, _ wish: (Int) -> PlaceWish
    ) throws(CallError) -> JSON {
        let campaign = try campaign(parameters)
        let key = try parameters.name("key")
        let person = try person(parameters, in: campaign, peer)
        return try settle(wish(try index(parameters)), person, key, campaign)
    }

    private func index(_ parameters: Parameters) throws(CallError) -> Int {
        guard let index = try parameters.optionalInteger("index") else {
            throw .params("缺少参数 index", "the parameter index is missing")
        }
        return Int(index)
    }

    private func settle(
        _ wish: PlaceWish, _ person: Int, _ key: UnsafeBufferPointer<UInt8>, _ campaign: RunningCampaign
    ) throws(CallError) -> JSON {
        try requireSettled(campaign)
        let settled: (leaf: Int, isReplay: Bool)
        do throws(PlaceRefusal) {
            settled = try campaign.state.settle(wish, person: person, key: stableHash(key), at: tick)
        } catch {
            throw CallError(error)
        }
        if !settled.isReplay {
            let body = campaign.body(of: wish, person: person, at: tick)
            stage(.place(body), content: 0, of: campaign, person: person, key: key)
            settleDue(campaign)
        }
        return campaign.answer(settled, enrolment: campaign.state.places?.enrolment(of: person))
    }

    /// `review.decide`: staff approve an enrolment, which gets places as if it came now, or refuse it.
    func decideReview(_ parameters: Parameters) throws(CallError) -> JSON {
        let campaign = try campaign(parameters)
        let key = try parameters.name("key")
        let index = try index(parameters)
        let outcome = try parameters.string("outcome")
        guard ["approve", "refuse"].contains(outcome) else {
            throw .params("outcome 应为 approve 或 refuse", "outcome is approve or refuse")
        }
        let wish = PlaceWish.decide(enrolment: index, isApproved: outcome == "approve")
        return try settle(byStaff: wish, of: index, key, campaign)
    }

    /// `enrol.void`: takes out an enrolment, from the closing on; what it had goes to whoever waits.
    func voidEnrolment(_ parameters: Parameters) throws(CallError) -> JSON {
        let campaign = try campaign(parameters)
        let key = try parameters.name("key")
        let index = try index(parameters)
        let wish = PlaceWish.void(enrolment: index, reason: try parameters.reasonLabel())
        return try settle(byStaff: wish, of: index, key, campaign)
    }

    private func settle(
        byStaff wish: PlaceWish, of enrolment: Int, _ key: UnsafeBufferPointer<UInt8>, _ campaign: RunningCampaign
    ) throws(CallError) -> JSON {
        try requireSettled(campaign)
        let settled: (leaf: Int, isReplay: Bool)
        do throws(PlaceRefusal) {
            settled = try campaign.state.settle(byStaff: wish, key: stableHash(key), at: tick)
        } catch {
            if error == .outside, let refusal = campaign.state.outsidePhases(for: .review, at: tick) {
                throw CallError(refusal)
            }
            throw CallError(error)
        }
        if !settled.isReplay, let person = campaign.state.places?.person(enrolment: enrolment) {
            let body = campaign.body(of: wish, person: person, at: tick)
            stage(.place(body), content: 0, of: campaign, person: person, key: key)
            settleDue(campaign)
        }
        return campaign.answer(settled, enrolment: enrolment)
    }
}

extension RunningCampaign {
    fileprivate func answer(_ taken: (leaf: Int, isReplay: Bool), enrolment: Int?) -> JSON {
        var members = [JSON.Member("index", .integer(Int64(taken.leaf)))]
        if let standing = enrolment.flatMap({ standing(enrolment: $0) }) {
            members.append(JSON.Member("places", standing))
        }
        if taken.isReplay { members.append(JSON.Member("replayed", true)) }
        return .object(members)
    }

    /// What somebody keeps of enrolments that are over: places in slots that had started; nil where that is nothing.
    func kept(of person: Int) -> JSON? {
        guard let slots = rules.places?.slots, let kept = state.places?.kept(of: person), !kept.isEmpty else {
            return nil
        }
        return .array(
            kept.map { ["index": .integer(Int64($0.leaf)), "taken": .array($0.slots.map { .string(slots[$0].id) })] })
    }

    /// How an enrolment stands now; nil where there is none with that leaf.
    func standing(enrolment leaf: Int) -> JSON? {
        guard let enrolled = state.places?.enrolled(leaf: leaf), let slots = rules.places?.slots else { return nil }
        return [
            "index": .integer(Int64(leaf)), "state": .string(enrolled.state.rawValue),
            "size": .integer(Int64(enrolled.size)),
            "taken": .array(enrolled.taken.map { .string(slots[$0].id) }),
            "offers": .array(
                enrolled.offers.map { offer in
                    [
                        "slot": .string(slots[offer.slot].id), "index": .integer(Int64(offer.leaf)),
                        "until_ms": .integer(offer.until),
                    ]
                }),
            "waiting": .array(
                enrolled.waiting.map { waiting in
                    ["slot": .string(slots[waiting.slot].id), "position": .integer(Int64(waiting.position))]
                }),
        ]
    }

    /// How full each slot is, and how many people wait; nil in campaigns without places.
    var placeTallies: JSON? {
        guard let book = state.places, let slots = rules.places?.slots else { return nil }
        return [
            "waiting": .integer(Int64(book.waitingCount)),
            "slots": .array(
                slots.enumerated().map { place, slot in
                    let count = book.count(of: place)
                    return [
                        "id": .string(slot.id), "title": JSON(slot.title), "capacity": .integer(Int64(slot.capacity)),
                        "taken": .integer(Int64(count.taken)), "offered": .integer(Int64(count.offered)),
                        "waiting": .integer(Int64(book.waiting(for: place))),
                    ]
                }),
        ]
    }
}

extension CallError {
    init(_ refusal: PlaceRefusal) {
        let text = refusal.message
        let code: Code =
            switch refusal {
            case .keyConflict: .keyConflict
            case .nothing, .unknown: .notFound
            case .late, .expired, .accepted, .over, .closed, .allotted, .outside, .open: .notNow
            case .choices, .dependants, .never, .started, .full, .kept, .absent: .refused
            }
        self.init(code, refusal.rawValue, zh: text.zh, en: text.en ?? text.zh)
    }
}

extension PlaceRefusal {
    /// One sentence for people. What a refusal of an entry is called too says the same.
    var message: BilingualText {
        switch self {
        case .nothing: BilingualText(zh: "没有这份报名，或它已经结束", en: "there is no such enrolment, or it is over")
        case .unknown: BilingualText(zh: "没有这份候补名额", en: "no such offer was made to this person")
        case .expired: BilingualText(zh: "候补名额确认时限已过", en: "the time of the offer is over")
        case .accepted: BilingualText(zh: "候补名额已经确认", en: "the offer was accepted before")
        case .over: BilingualText(zh: "候补名额已放弃，或随报名一起结束", en: "the offer was declined, or went with its enrolment")
        case .open:
            BilingualText(zh: "截止之前请用 entry.void", en: "before the closing an enrolment is voided with entry.void")
        default: Reason(rawValue: rawValue)?.message ?? BilingualText(zh: rawValue, en: rawValue)
        }
    }
}
