import Auditing
import Books
import Campaigns
import Engine
import JSON
import Proofs

/// What staff do about money and vouchers, and what registrations ask for.
extension Daemon {
    /// `voucher.void`: ends a voucher, or money that waits to be paid out; what is left of it is free again.
    func voidVoucher(_ parameters: Parameters) throws(CallError) -> JSON {
        let campaign = try fundCampaign(parameters)
        let name = VoucherName(leaf: try parameters.leaf("index"), rank: try parameters.rank())
        let reason = try parameters.reasonLabel()
        let taken = try take(
            .void(name), by: .staff,
            content: StableHash.content(.void, [Int64(name.leaf), Int64(name.rank)], [reason]), parameters,
            of: campaign,
            person: .max
        ) { _, at in FundEventBody(.void(reason: reason), index: name.leaf, rank: name.rank, at: at) }
        return .object([JSON.Member("index", .integer(Int64(taken.leaf)))] + taken.replayed)
    }

    /// `review.decide`: what staff decided of an enrolment or a claim.
    func decide(_ parameters: Parameters) throws(CallError) -> JSON {
        let campaign = try campaign(parameters)
        return campaign.state.funds == nil
            ? try decideReview(parameters) : try decideClaim(parameters, in: campaign)
    }

    /// `review.decide` of a claim for money.
    func decideClaim(_ parameters: Parameters, in campaign: RunningCampaign) throws(CallError) -> JSON {
        let claim = VoucherName(leaf: try parameters.leaf("index"))
        let outcome = try parameters.string("outcome")
        let reason = try parameters.optionalInteger("reason")
        let verdict: FundBook.Verdict
        switch (outcome, reason) {
        case ("approve", nil): verdict = .approve
        case ("refuse", let number?): verdict = .refuse(reason: Int(clamping: number))
        default:
            throw .params(
                "outcome 应为 approve，或 refuse 加上理由的序号 reason",
                "outcome is \"approve\", or \"refuse\" with the number of a declared reason")
        }
        let taken = try take(
            .decide(claim, verdict), by: .staff,
            content: StableHash.content(.decide, [Int64(claim.leaf), reason], [outcome]),
            parameters, of: campaign, person: .max
        ) { _, at in FundEventBody(.decide(verdict), index: claim.leaf, at: at) }
        return .object([JSON.Member("index", .integer(Int64(taken.leaf)))] + taken.replayed)
    }

    /// `settle`: settles with a merchant everything up to a leaf, or tells what that would come to.
    func settle(_ parameters: Parameters) throws(CallError) -> JSON {
        let campaign = try fundCampaign(parameters)
        let till = try campaign.till(parameters, shop: false)
        let through = try parameters.optionalInteger("through").map { Int(clamping: $0) }
        let isDraft = try parameters.optionalBool("draft") ?? false
        let told = (from: try parameters.optionalInteger("from_ms"), to: try parameters.optionalInteger("to_ms"))
        let period = try self.period(told, of: campaign, till.merchant)
        let amount = try parameters.optionalMoney("amount")
        if !isDraft {
            // What is not told hangs on when it is asked, and a retry asks later.
            let content = StableHash.content(
                .settle, [through.map { Int64($0) }, told.from, told.to, amount], [till.names.merchant])
            if let again = try campaign.replay(parameters, by: .staff, content: content) {
                return try settlement(again, till, of: campaign)
            }
            try requireSettled(campaign)
            let last = through ?? campaign.log.count - 1
            let draft = campaign.draft(till.merchant, through: last, period)
            if let amount, amount != draft.total { throw CallError(FundRefusal.settleAmount) }
            let taken = try take(
                .settle(merchant: till.merchant, through: last, period: period, amount: draft.total), by: .staff,
                content: content, parameters, of: campaign, person: .max
            ) { _, at in
                FundEventBody(
                    .settle(merchant: till.names.merchant, amount: draft.total, period: period), index: last, at: at)
            }
            return try settlement(taken, till, of: campaign)
        }
        let draft = campaign.draft(till.merchant, through: through ?? campaign.log.count - 1, period)
        return .object(draft.told)
    }

    private func settlement(_ taken: FundTaken, _ till: Till, of campaign: RunningCampaign) throws(CallError) -> JSON {
        guard
            let made = campaign.state.funds?.book.settlement(
                of: till.merchant, leaf: taken.leaf, campaign: campaign.id)
        else { throw CallError(FundRefusal.settleNothing) }
        return .object([JSON.Member("index", .integer(Int64(taken.leaf)))] + made.told + taken.replayed)
    }

    /// Which instants a settlement is of: what was told, or from the end of the last one, and to now.
    private func period(
        _ told: (from: Int64?, to: Int64?), of campaign: RunningCampaign, _ merchant: Int?
    ) throws(CallError) -> Range<Int64> {
        let to = told.to ?? tick + 1
        // The last one may have been told to end in the future.
        let from =
            told.from ?? min(campaign.state.funds?.book.nextPeriodStart(merchant) ?? campaign.rules.opens, to - 1)
        guard from < to else { throw .params("from_ms 应早于 to_ms", "from_ms is before to_ms") }
        return from..<to
    }
}

extension RunningCampaign {
    func draft(_ merchant: Int?, through leaf: Int, _ period: Range<Int64>) -> Settlement {
        guard let book = state.funds?.book else { preconditionFailure("a campaign with money has a book") }
        return book.draft(of: merchant, through: leaf, period: period, campaign: id)
    }
}

extension Settlement {
    /// What staff are told of it: its sums, and both files.
    fileprivate var told: [JSON.Member] {
        [
            JSON.Member("balanced", .bool(isBalanced)), JSON.Member("total", .money(total)),
            JSON.Member("earlier", .money(earlier)), JSON.Member("rows", .integer(Int64(rows.count))),
            JSON.Member("through", .integer(Int64(through))), JSON.Member("from_ms", .integer(period.lowerBound)),
            JSON.Member("to_ms", .integer(period.upperBound)),
            JSON.Member("csv", .string(String(decoding: csv, as: UTF8.self))),
            JSON.Member("json", .string(String(decoding: json, as: UTF8.self))),
        ]
    }
}

// MARK: - Registering

/// What a registration asks for, as its body has it.
struct ClaimMembers {
    var item: String?
    /// In fen; only where the price does not stand in the open.
    var amount: Int64?
    var merchant: String?

    func combine(into hash: inout StableHash) {
        hash.combine(StableHash.content(.claim, [amount], [item, merchant]))
    }
}

extension Daemon {
    /// A registration for money or a voucher.
    func claim(
        _ parameters: SubmitParameters, _ members: inout ActMembers, _ device: UnsafeBufferPointer<UInt8>?,
        _ request: ActRequest
    ) throws(CallError) {
        let (wish, claim) = try readClaim(parameters, members.filled, of: request)
        members.claim = claim
        try take(.claim(wish), members, content: contentHash(.register, members, device: device), request)
    }

    /// Reads what a registration asks for; what is wrong with it is a refusal.
    private func readClaim(
        _ parameters: SubmitParameters, _ filled: FilledForm?, of request: ActRequest
    ) throws(CallError) -> (wish: FundWish, members: ClaimMembers) {
        let (line, campaign) = (request.call.line, request.campaign)
        guard let rules = campaign.state.funds?.book.rules else { throw refused(request, Refusal(.actAbsent)) }
        var members = ClaimMembers()
        var wish = FundWish()
        if let node = parameters.item {
            let id = line.text(try line.required("item", node, .string))
            guard let place = rules.funds?.items.firstIndex(where: { $0.id.utf8.elementsEqual(id.utf8) }) else {
                throw refused(request, Refusal(.itemUnknown))
            }
            (wish.item, members.item) = (place, id)
        }
        if let node = parameters.merchant {
            let id = line.text(try line.required("merchant", node, .string))
            guard let place = rules.place(ofMerchant: id) else { throw refused(request, Refusal(.merchantUnknown)) }
            (wish.merchant, members.merchant) = (place, id)
        }
        let amount = try parameters.amount.map { node throws(CallError) in try line.money("amount", node) }
        let price = campaign.price(in: filled)
        do throws(FundRefusal) {
            wish.asked = try rules.asked(
                item: wish.item, price: price?.fen, isPriceHidden: price?.isHidden ?? false, amount: amount)
        } catch {
            throw refused(request, Refusal(fund: error))
        }
        if case .amount(let amount) = wish.asked { members.amount = amount }
        return (wish, members)
    }
}

extension RunningCampaign {
    /// What a filled form says of the price, in fen: the field `price`, where it is money.
    fileprivate func price(in filled: FilledForm?) -> (fen: Int64, isHidden: Bool)? {
        guard let place = filled?.fields.firstIndex(where: { $0.id == Campaign.Form.priceField }),
            announced.campaign.form?.price != nil, case .text(let text)? = filled?.fields[place].value,
            let fen = MoneyText.fen(text)
        else { return nil }
        return (fen, filled!.concealed.contains(place))
    }
}
