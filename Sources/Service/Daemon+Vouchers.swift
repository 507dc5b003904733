import Auditing
import Books
import Campaigns
import Engine
import JSON
import Proofs

/// What shops and holders do with vouchers. A code stands in no message, log line or journal frame.
extension Daemon {
    /// `voucher`: what somebody has, with the codes of what is in their hands; or what one code is good for.
    func voucher(_ parameters: Parameters, _ peer: Peer) throws(CallError) -> JSON {
        let campaign = try fundCampaign(parameters)
        guard parameters.node("code") == nil else {
            let place = try place(ofCode: parameters, in: campaign, peer)
            return .object(campaign.voucherMembers(place, codeFor: nil, at: tick))
        }
        let person = try person(parameters, in: campaign, peer)
        return [
            "vouchers": .array(
                campaign.state.vouchers(of: person).map {
                    .object(campaign.voucherMembers($0, codeFor: person, at: tick))
                })
        ]
    }

    /// `voucher.reserve`: keeps a voucher for one shop.
    func reserve(_ parameters: Parameters, _ peer: Peer) throws(CallError) -> JSON {
        let campaign = try fundCampaign(parameters)
        let till = try campaign.till(parameters)
        let named = try voucherName(parameters, in: campaign, peer)
        let name = named.name
        let content = StableHash.content(
            .reserve, [Int64(name.leaf), Int64(name.rank)], [till.names.merchant, till.names.shop])
        try require(named, orReplayOf: content, by: till, parameters, of: campaign, peer)
        let taken = try take(
            .reserve(name, merchant: till.merchant, shop: till.shop), by: till.actor, content: content, parameters,
            of: campaign, person: till.journalled
        ) { _, at in
            FundEventBody(
                .reserve(FundEventBody.Till(merchant: till.names.merchant, shop: till.names.shop)), index: name.leaf,
                rank: name.rank, at: at)
        }
        var members = [JSON.Member("index", .integer(Int64(taken.leaf)))]
        if case .held(let until) = taken.outcome { members.append(JSON.Member("until_ms", .integer(until))) }
        return .object(members + taken.replayed)
    }

    /// `voucher.release`: gives a reservation up.
    func release(_ parameters: Parameters) throws(CallError) -> JSON {
        let campaign = try fundCampaign(parameters)
        let till = try campaign.till(parameters, shop: false)
        let reserve = try parameters.leaf("reserve")
        if let held = campaign.state.funds?.book.voucher(held: reserve),
            campaign.state.funds?.book.vouchers[held].hold?.merchant != till.merchant
        {
            throw CallError(FundRefusal.voucherMerchant)
        }
        let taken = try take(
            .release(reserve: reserve), by: till.actor, content: StableHash.content(.release, [Int64(reserve)]),
            parameters,
            of: campaign, person: till.journalled
        ) { _, at in FundEventBody(.release, index: reserve, at: at) }
        return .object([JSON.Member("index", .integer(Int64(taken.leaf)))] + taken.replayed)
    }

    /// `redeem`: uses a voucher, wholly or in part.
    func redeem(_ parameters: Parameters, _ peer: Peer) throws(CallError) -> JSON {
        let campaign = try fundCampaign(parameters)
        let till = try campaign.till(parameters)
        let named = try voucherName(parameters, in: campaign, peer)
        return try redeem(named.name, .redeem, Int64(named.name.leaf), till, parameters, of: campaign) {
            content throws(CallError) in
            try self.require(named, orReplayOf: content, by: till, parameters, of: campaign, peer)
        }
    }

    /// `voucher.confirm`: uses the voucher that was reserved.
    func confirm(_ parameters: Parameters) throws(CallError) -> JSON {
        let campaign = try fundCampaign(parameters)
        let till = try campaign.till(parameters)
        let reserve = try parameters.leaf("reserve")
        let held = campaign.state.funds?.book.voucher(held: reserve)
        // Of one that was confirmed before only the key tells.
        let name = held.flatMap { campaign.state.funds?.book.vouchers[$0].name }
        return try redeem(name, .confirm, Int64(reserve), till, parameters, of: campaign) { content throws(CallError) in
            if name == nil, try campaign.replay(parameters, by: till.actor, content: content) == nil {
                throw CallError(FundRefusal.holdNone)
            }
        }
    }

    private func redeem(
        _ name: VoucherName?, _ kind: FundCallKind, _ number: Int64, _ till: Till, _ parameters: Parameters,
        of campaign: RunningCampaign, check: (_ content: UInt64) throws(CallError) -> Void
    ) throws(CallError) -> JSON {
        let price = try parameters.optionalMoney("price")
        let asked = try parameters.optionalMoney("amount")
        let invoice = try parameters.invoice()
        // A reservation names its voucher, also when it is over.
        let content = StableHash.content(
            kind, [number, kind == .confirm ? 0 : name.map { Int64($0.rank) } ?? 0, price, asked],
            [till.names.merchant, till.names.shop, invoice?.text])
        let named = name ?? VoucherName(leaf: -1)
        let redeeming = Redeeming(
            named, merchant: till.merchant, shop: till.shop, price: price, amount: asked,
            invoice: invoice.map { .known(campaign.voucherCodes.digest(ofInvoice: $0)) } ?? .none)
        try check(content)
        let taken = try take(
            .redeem(redeeming), by: till.actor, content: content, parameters, of: campaign, person: till.journalled,
            conceal: [("/invoice", invoice?.text), ("/price", price.map(MoneyText.text))]
        ) { taken, at in
            guard case .redeemed(let redeemed) = taken.outcome else {
                preconditionFailure("a redemption comes to one")
            }
            return FundEventBody(
                .redeem(
                    amount: redeemed.amount,
                    FundEventBody.Till(merchant: till.names.merchant, shop: till.names.shop), price: nil, invoice: nil),
                index: named.leaf, rank: named.rank, at: at)
        }
        guard case .redeemed(let redeemed) = taken.outcome else { preconditionFailure("a redemption comes to one") }
        return .object(
            [
                JSON.Member("index", .integer(Int64(taken.leaf))), JSON.Member("amount", .money(redeemed.amount)),
                JSON.Member("left", .money(redeemed.left)), JSON.Member("unspent", .money(redeemed.unspent)),
            ] + taken.replayed)
    }

    /// `refund`: takes back what a redemption paid, or a part of it.
    func refund(_ parameters: Parameters, _ peer: Peer) throws(CallError) -> JSON {
        let campaign = try fundCampaign(parameters)
        try requireStaff(campaign, peer)
        let till = try campaign.till(parameters, shop: false)
        let redeem = try parameters.leaf("redeem")
        let amount = try parameters.optionalMoney("amount")
        let reason = try parameters.reasonLabel()
        if let book = campaign.state.funds?.book, let place = book.redemption(leaf: redeem),
            book.redemptions[place].merchant != till.merchant
        {
            throw CallError(FundRefusal.voucherMerchant)
        }
        let taken = try take(
            .refund(redeem: redeem, amount: amount), by: till.actor,
            content: StableHash.content(.refund, [Int64(redeem), amount], [reason]), parameters, of: campaign,
            person: till.journalled
        ) { taken, at in
            guard case .refunded(let refunded) = taken.outcome else { preconditionFailure("a refund comes to one") }
            return FundEventBody(.refund(amount: refunded.amount, reason: reason), index: redeem, at: at)
        }
        guard case .refunded(let refunded) = taken.outcome else { preconditionFailure("a refund comes to one") }
        return .object(
            [
                JSON.Member("index", .integer(Int64(taken.leaf))), JSON.Member("amount", .money(refunded.amount)),
                JSON.Member("restored", .bool(refunded.isRestored)),
            ] + taken.replayed)
    }

    /// `voucher.transfer`: hands a voucher on.
    func transfer(_ parameters: Parameters, _ peer: Peer) throws(CallError) -> JSON {
        let campaign = try fundCampaign(parameters)
        let person = try person(parameters, in: campaign, peer)
        let name = VoucherName(leaf: try parameters.leaf("index"), rank: try parameters.rank())
        let id = try parameters.name("to")
        guard let other = campaign.place(of: id), !campaign.erasures.places.contains(other) else {
            peer.lookUpGuard.failed(at: tick)
            throw .personUnlisted(String(decoding: id, as: UTF8.self), isOpen: campaign.newcomers != nil)
        }
        let taken = try take(
            .transfer(name, from: person, to: other), by: .person(person),
            content: StableHash.content(.transfer, [Int64(name.leaf), Int64(name.rank), Int64(other)]), parameters,
            of: campaign,
            person: UInt32(person)
        ) { _, at in
            FundEventBody(
                .transfer(to: campaign.pseudonyms[other]), index: name.leaf, rank: name.rank, at: at,
                pseudonym: campaign.pseudonyms[person])
        }
        return .object([JSON.Member("index", .integer(Int64(taken.leaf)))] + taken.replayed)
    }

    /// `appeal`: has staff look at a refused claim once more.
    func appeal(_ parameters: Parameters, _ peer: Peer) throws(CallError) -> JSON {
        let campaign = try fundCampaign(parameters)
        let person = try person(parameters, in: campaign, peer)
        let claim = VoucherName(leaf: try parameters.leaf("index"))
        let reason = try parameters.reason()
        let taken = try take(
            .appeal(claim, person: person), by: .person(person),
            content: StableHash.content(.appeal, [Int64(claim.leaf)], [reason]), parameters, of: campaign,
            person: UInt32(person), conceal: [("/reason", reason)]
        ) { _, at in
            FundEventBody(
                .appeal(reason: ""), index: claim.leaf, at: at, pseudonym: campaign.pseudonyms[person])
        }
        return .object([JSON.Member("index", .integer(Int64(taken.leaf)))] + taken.replayed)
    }
}

extension Till {
    /// In the place of a person in a frame.
    var journalled: UInt32 { merchant.map { UInt32($0) } ?? .max }
}

extension FundTaken {
    var replayed: [JSON.Member] { isReplay ? [JSON.Member("replayed", true)] : [] }
}

extension JSON {
    /// Fen, as sockets have money.
    static func money(_ fen: Int64) -> JSON {
        .string(fen < 0 ? "-\(MoneyText.text(-fen))" : MoneyText.text(fen))
    }
}

// MARK: - Finding vouchers

extension Daemon {
    func fundCampaign(_ parameters: Parameters) throws(CallError) -> RunningCampaign {
        let campaign = try campaign(parameters)
        guard campaign.state.funds != nil else { throw CallError(FundDeskRefusal.absent) }
        return campaign
    }

    /// The voucher of a code; codes that are no voucher's are counted against the connection.
    private func place(
        ofCode parameters: Parameters, in campaign: RunningCampaign, _ peer: Peer
    ) throws(CallError) -> Int {
        try checkGuard(peer)
        let code = try parameters.voucherCode()
        guard let book = campaign.state.funds?.book, let place = campaign.voucherCodes.place(of: code, in: book) else {
            throw unknownCode(peer)
        }
        return place
    }

    private func unknownCode(_ peer: Peer) -> CallError {
        peer.lookUpGuard.failed(at: tick)
        return CallError(FundRefusal.voucherUnknown)
    }

    /// A voucher that a call names, perhaps by a code that it had before it was handed on.
    private struct NamedVoucher {
        var name: VoucherName
        var isFormer = false
    }

    /// The voucher that a call names by its code, or where nobody has codes by the claim: that is for staff alone.
    private func voucherName(
        _ parameters: Parameters, in campaign: RunningCampaign, _ peer: Peer
    ) throws(CallError) -> NamedVoucher {
        guard let book = campaign.state.funds?.book, campaign.rules.vouchers != nil else {
            try requireStaff(campaign, peer)
            return NamedVoucher(name: VoucherName(leaf: try parameters.leaf("index")))
        }
        try checkGuard(peer)
        let code = try parameters.voucherCode()
        if let place = campaign.voucherCodes.place(of: code, in: book) {
            return NamedVoucher(name: book.vouchers[place].name)
        }
        guard let place = campaign.voucherCodes.formerPlace(of: code) else { throw unknownCode(peer) }
        return NamedVoucher(name: book.vouchers[place].name, isFormer: true)
    }

    /// Lets a code that is good no more name its voucher for a retry alone, which is answered as the first time.
    private func require(
        _ named: NamedVoucher, orReplayOf content: UInt64, by till: Till, _ parameters: Parameters,
        of campaign: RunningCampaign, _ peer: Peer
    ) throws(CallError) {
        guard named.isFormer, try campaign.replay(parameters, by: till.actor, content: content) == nil else { return }
        throw unknownCode(peer)
    }

    /// Where nobody has codes, staff alone pay out and take back.
    private func requireStaff(_ campaign: RunningCampaign, _ peer: Peer) throws(CallError) {
        guard campaign.rules.vouchers != nil || peer.socket == .control else {
            throw CallError(
                .method, "method.socket", zh: "没有券的补贴只能在控制套接字上核销、退款",
                en: "money without vouchers is paid out, and taken back, on the control socket only")
        }
    }
}

// MARK: - Taking

extension Daemon {
    /// Takes an act with vouchers or money; one that is taken for the first time is an event of the log.
    ///
    /// - Parameters:
    ///   - person: Who asked, as the frame has it: a merchant or a person by the place.
    ///   - conceal: Private members of the body by their pointers, ascending.
    ///   - body: Makes what is published, but for private members.
    func take(
        _ act: FundAct, by actor: FundActor, content: UInt64, _ parameters: Parameters, of campaign: RunningCampaign,
        person: UInt32, conceal: [(pointer: String, value: String?)] = [],
        body: (FundTaken, Int64) -> FundEventBody
    ) throws(CallError) -> FundTaken {
        let key = try parameters.name("key")
        try requireSettled(campaign)
        let taken: FundTaken
        do throws(FundDeskRefusal) {
            taken = try campaign.state.take(act, by: actor, key: stableHash(key), content: content, at: tick)
        } catch {
            throw CallError(error)
        }
        guard !taken.isReplay else { return taken }
        campaign.noteCodes(after: act)
        precondition(taken.leaf == campaign.log.count, "an event is the next leaf")
        let openings = stagePrivate(conceal, of: campaign)
        stage(
            .fund(body(taken, tick).concealing(openings)), content: content, of: campaign, person: Int(person), key: key
        )
        settleDue(campaign)
        return taken
    }

    /// Stages what private members of the next leaf hold.
    private func stagePrivate(
        _ values: [(pointer: String, value: String?)], of campaign: RunningCampaign
    ) -> [PrivateValue] {
        let leaf = campaign.log.count
        let openings = values.compactMap { pointer, value in
            value.map {
                PrivateValue(
                    pointer: pointer, nonce: nonces.field(pointer, for: campaign, index: leaf), value: Array($0.utf8))
            }
        }
        guard !openings.isEmpty else { return [] }
        let payload = PrivateFields(campaign: UInt32(campaign.number), leaf: leaf, values: openings)
        let location = journal.stage(kind: FrameKind.fields.rawValue, payload: payload.bytes)
        campaign.concealed.append((leaf, location))
        return openings
    }
}

extension FundEventBody {
    /// The same with what commits to private members.
    func concealing(_ openings: [PrivateValue]) -> FundEventBody {
        var body = self
        let commitment = { (pointer: String) in openings.first { $0.pointer == pointer }?.commitment }
        switch kind {
        case .redeem(let amount, let till, _, _):
            body.kind = .redeem(
                amount: amount, till, price: commitment("/price"), invoice: commitment("/invoice"))
        case .appeal: body.kind = .appeal(reason: commitment("/reason") ?? "")
        default: break
        }
        return body
    }
}
