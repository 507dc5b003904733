import Auditing
import Books
import Campaigns
import Engine
import JSON
import Proofs

/// Vouchers and money, as the log and the sockets have them.
extension RunningCampaign {
    /// What an event publishes that follows from the rules alone.
    func body(of event: FundExpiry, at tick: Int64) -> FundEventBody {
        FundEventBody(
            event.kind == .hold ? .release : .expire, index: event.refersTo.leaf, rank: event.refersTo.rank, at: tick)
    }

    /// What came of the same call before; nil where nothing was taken under its key.
    func replay(_ parameters: Parameters, by actor: FundActor, content: UInt64) throws(CallError) -> FundTaken? {
        let key = stableHash(try parameters.name("key"))
        do throws(FundDeskRefusal) {
            return try state.fundReplay(by: actor, key: key, content: content)
        } catch {
            throw CallError(error)
        }
    }

    /// Takes an event once more that somebody asked for; nil where it is refused now, or comes out otherwise.
    ///
    /// - Parameter opened: What its private members hold; empty where they were erased.
    func takeAgain(_ body: FundEventBody, _ payload: EntryPayload, opened: [PrivateValue]) -> FundEventBody? {
        guard let book = state.funds?.book else { return nil }
        let text = { (pointer: String) in
            opened.first { $0.pointer == pointer }.map { String(decoding: $0.value, as: UTF8.self) }
        }
        let invoice = text("/invoice").flatMap { InvoiceNumber(typed: $0) }
        let act = body.act(
            book.rules, person: { drawnPlaces[$0] }, price: text("/price").flatMap { MoneyText.fen($0) },
            invoice: invoice.map { voucherCodes.digest(ofInvoice: $0) })
        guard let act, let actor = actor(of: body, payload),
            let taken = try? state.take(
                act, by: actor, key: stableHash(payload.key), content: payload.content, at: body.at),
            !taken.isReplay, taken.leaf == log.count
        else { return nil }
        noteCodes(after: act)
        return body
    }

    /// Keeps the table of codes up to date with what was done.
    func noteCodes(after act: FundAct) {
        guard case .transfer(let name, _, _) = act, let book = state.funds?.book, let place = book.place(of: name)
        else {
            return
        }
        voucherCodes.handedOn(place, in: book)
    }

    /// Puts the codes of new vouchers into the table of them.
    func noteCodes() {
        if let book = state.funds?.book, book.rules.vouchers != nil { voucherCodes.note(book) }
    }

    private func actor(of body: FundEventBody, _ payload: EntryPayload) -> FundActor? {
        switch body.kind {
        case .appeal, .transfer: Int(payload.person) < pseudonyms.count ? .person(Int(payload.person)) : nil
        case .reserve(let till), .redeem(_, let till, _, _):
            payload.person == .max
                ? .staff : .merchant(Int(payload.person), shop: state.funds?.book.rules.places(till)?.shop)
        case .release, .refund: payload.person == .max ? .staff : .merchant(Int(payload.person), shop: nil)
        case .decide, .void, .settle: .staff
        case .expire: nil
        }
    }
}

extension RunningCampaign {
    /// What is told of a voucher.
    ///
    /// - Parameter codeFor: Who asks for it as a person: the holder is told its code.
    func voucherMembers(_ place: Int, codeFor person: Int?, at tick: Int64) -> [JSON.Member] {
        guard let book = state.funds?.book else { return [] }
        let (voucher, rules) = (book.vouchers[place], book.rules)
        var members = [JSON.Member("index", .integer(Int64(voucher.name.leaf)))]
        if voucher.name.rank > 0 { members.append(JSON.Member("rank", .integer(Int64(voucher.name.rank)))) }
        let isHolder = person == voucher.holder
        let told = person != nil && !isHolder ? "transferred" : voucher.hold == nil ? voucher.state.rawValue : "held"
        members.append(JSON.Member("state", .string(told)))
        if rules.vouchers != nil, isHolder, voucher.state == .active {
            members.append(JSON.Member("code", .string(voucherCodes.code(of: voucher).text)))
        }
        if let item = voucher.item { members.append(JSON.Member("item", .string(rules.funds!.items[item].id))) }
        if let merchant = voucher.merchant {
            members.append(JSON.Member("merchant", .string(rules.merchants[merchant].id)))
        }
        if rules.hasMoney {
            members += [
                JSON.Member("granted", .money(voucher.granted)), JSON.Member("left", .money(voucher.left)),
                JSON.Member("redeemed", .money(voucher.redeemed)),
            ]
        }
        if let count = rules.vouchers?.uses {
            members.append(JSON.Member("uses_left", .integer(Int64(count - voucher.usesDone))))
        }
        if let until = voucher.goodUntil { members.append(JSON.Member("until_ms", .integer(until))) }
        if let hold = voucher.hold { members.append(JSON.Member("held_until_ms", .integer(hold.until))) }
        if let until = voucher.appealUntil, voucher.state == .refused {
            members.append(JSON.Member("appeal_by_ms", .integer(until)))
        }
        if person != nil { members.append(JSON.Member("uses", .array(voucher.redemptions.map { use($0, of: book) }))) }
        return members
    }

    private func use(_ number: Int, of book: FundBook) -> JSON {
        let redemption = book.redemptions[number]
        var members = [
            JSON.Member("index", .integer(Int64(redemption.leaf))), JSON.Member("at_ms", .integer(redemption.at)),
        ]
        if let merchant = redemption.merchant {
            let declared = book.rules.merchants[merchant]
            members.append(JSON.Member("merchant", .string(declared.id)))
            redemption.shop.map { members.append(JSON.Member("shop", .string(declared.shops[$0].id))) }
        }
        if book.rules.hasMoney {
            members += [
                JSON.Member("amount", .money(redemption.amount)), JSON.Member("refunded", .money(redemption.refunded)),
            ]
        }
        return .object(members)
    }

    /// What anyone may see of the money: the accounts as a whole.
    var fundMembers: [JSON.Member] {
        guard let book = state.funds?.book else { return [] }
        var members: [JSON.Member] = []
        if book.rules.hasMoney {
            members.append(JSON.Member("budget", .money(book.ledger.budget)))
            for account: Ledger.Account in [.free, .pending, .reserved, .owed, .settled] {
                members.append(JSON.Member("\(account)", .money(book.ledger[account])))
            }
        }
        members.append(JSON.Member("vouchers", .integer(Int64(book.takenCount))))
        members.append(JSON.Member("redemptions", .integer(Int64(book.redemptions.count))))
        members += book.countMembers
        members.append(JSON.Member("balanced", .bool(book.ledger.problem == nil)))
        return [JSON.Member("funds", .object(members))]
    }
}
