import Books
import Campaigns
import JSON
import Proofs

/// The body of an event with vouchers or money; amounts in fen, as decimal strings.
///
/// `{["amount":"…",]"at":…[,"from":…],"index":…[,"invoice":"#…"],"kind":"…"[,"merchant":"…"][,"outcome":"…"],`
/// `"phase":"main"[,"price":"#…"][,"pseudonym":"…"][,"rank":…][,"reason":…][,"shop":"…"][,"to":…]}`
package struct FundEventBody: Hashable, Sendable {
    /// Where a voucher is used: nil where the campaign has no merchants, or the merchant no shops.
    package struct Till: Hashable, Sendable {
        package var merchant: String?
        package var shop: String?

        package init(merchant: String?, shop: String?) {
            self.merchant = merchant
            self.shop = shop
        }
    }

    package enum Kind: Hashable, Sendable {
        /// Staff decided of a claim; `index` is that of the claim.
        case decide(FundBook.Verdict)
        /// The claimant appeals a refusal: what for is private, and the body has what commits to it.
        case appeal(reason: String)
        case reserve(Till)
        /// A reservation was given up, or its time is over; `index` is that of the reservation.
        case release
        /// Price and invoice are private: the body has what commits to them.
        case redeem(amount: Int64, Till, price: String?, invoice: String?)
        /// `index` is that of the redemption.
        case refund(amount: Int64, reason: String)
        case transfer(to: Pseudonym)
        /// A voucher is good no more, or the time to appeal a refusal is over; `index` is that of the voucher, or of the
        /// refusal.
        case expire
        case void(reason: String)
        /// `index` is the last leaf that it covers.
        case settle(merchant: String?, amount: Int64, period: Range<Int64>)
    }

    package var kind: Kind
    package var index: Int
    /// Of several vouchers that one leaf issued, which; 0 stands for no member.
    package var rank: Int
    package var at: Int64
    /// Who appeals, or hands on.
    package var pseudonym: Pseudonym?

    package init(_ kind: Kind, index: Int, rank: Int = 0, at: Int64, pseudonym: Pseudonym? = nil) {
        self.kind = kind
        self.index = index
        self.rank = rank
        self.at = at
        self.pseudonym = pseudonym
    }

    /// What the event is about, as far as it names a voucher.
    package var voucher: VoucherName { VoucherName(leaf: index, rank: rank) }
}

extension FundEventBody.Kind {
    /// Whether `index` is that of a voucher, so that there may be a rank.
    fileprivate var namesVoucher: Bool {
        switch self {
        case .reserve, .redeem, .transfer, .expire, .void: true
        case .decide, .appeal, .release, .refund, .settle: false
        }
    }
}

// MARK: - As bytes

extension FundEventBody {
    package var bytes: [UInt8] {
        var members = [
            JSON.Member("at", .integer(at)), JSON.Member("index", .integer(Int64(index))),
            JSON.Member("kind", .string(name)), JSON.Member("phase", "main"),
        ]
        if rank > 0 { members.append(JSON.Member("rank", .integer(Int64(rank)))) }
        if let pseudonym { members.append(JSON.Member("pseudonym", .string(pseudonym.hex))) }
        return JSON.object(members + ownMembers).canonicalBytes()
    }

    package var name: String {
        switch kind {
        case .decide: "decide"
        case .appeal: "appeal"
        case .reserve: "reserve"
        case .release: "release"
        case .redeem: "redeem"
        case .refund: "refund"
        case .transfer: "transfer"
        case .expire: "expire"
        case .void: "void"
        case .settle: "settle"
        }
    }

    private var ownMembers: [JSON.Member] {
        switch kind {
        case .decide(.approve): [JSON.Member("outcome", "approve")]
        case .decide(.refuse(let reason)):
            [JSON.Member("outcome", "refuse"), JSON.Member("reason", .integer(Int64(reason)))]
        case .appeal(let reason): [JSON.Member("reason", .string(reason))]
        case .reserve(let till): till.members
        case .release, .expire: []
        case .redeem(let amount, let till, let price, let invoice):
            till.members + [JSON.Member("amount", .string("\(amount)"))]
                + (price.map { [JSON.Member("price", .string($0))] } ?? [])
                + (invoice.map { [JSON.Member("invoice", .string($0))] } ?? [])
        case .refund(let amount, let reason):
            [JSON.Member("amount", .string("\(amount)")), JSON.Member("reason", .string(reason))]
        case .transfer(let other): [JSON.Member("to", .string(other.hex))]
        case .void(let reason): [JSON.Member("reason", .string(reason))]
        case .settle(let merchant, let amount, let period):
            [
                JSON.Member("amount", .string("\(amount)")), JSON.Member("from", .integer(period.lowerBound)),
                JSON.Member("to", .integer(period.upperBound)),
            ] + (merchant.map { [JSON.Member("merchant", .string($0))] } ?? [])
        }
    }

    /// Nil where the object is no such body; whoever calls holds the bytes against what is written again.
    init?(_ root: JSONValue) {
        guard let at = root["at"]?.integer, at >= 0, let index = root["index"]?.integer, index >= 0,
            let kind = FundEventBody.kind(root)
        else { return nil }
        var pseudonym: Pseudonym?
        switch kind {
        case .appeal, .transfer:
            pseudonym = root["pseudonym"]?.string.flatMap { Pseudonym(hex: $0) }
            guard pseudonym != nil else { return nil }
        default: break
        }
        let rank = root["rank"]?.integer.map { Int($0) } ?? 0
        guard rank == 0 || kind.namesVoucher else { return nil }
        self.init(kind, index: Int(index), rank: rank, at: at, pseudonym: pseudonym)
    }

    private static func kind(_ root: JSONValue) -> Kind? {
        let till = Till(merchant: root["merchant"]?.string, shop: root["shop"]?.string)
        let amount = root["amount"]?.string.flatMap(Self.fen)
        let reason = root["reason"]?.string
        switch root["kind"]?.string {
        case "decide":
            guard let number = root["reason"]?.integer else {
                return root["outcome"]?.string == "approve" ? .decide(.approve) : nil
            }
            return root["outcome"]?.string == "refuse" ? .decide(.refuse(reason: Int(number))) : nil
        case "appeal": return reason.flatMap { FieldValue.text($0).isCommitment ? .appeal(reason: $0) : nil }
        case "reserve": return .reserve(till)
        case "release": return .release
        case "redeem":
            let (price, invoice) = (root["price"]?.string, root["invoice"]?.string)
            guard [price, invoice].allSatisfy({ $0.map { FieldValue.text($0).isCommitment } ?? true }) else {
                return nil
            }
            return amount.map { .redeem(amount: $0, till, price: price, invoice: invoice) }
        case "refund":
            guard let amount, let reason, Names.isReason(reason) else { return nil }
            return .refund(amount: amount, reason: reason)
        case "transfer": return root["to"]?.string.flatMap { Pseudonym(hex: $0) }.map { .transfer(to: $0) }
        case "expire": return .expire
        case "void": return reason.flatMap { Names.isReason($0) ? .void(reason: $0) : nil }
        case "settle":
            guard let amount, let from = root["from"]?.integer, let to = root["to"]?.integer, from < to else {
                return nil
            }
            return .settle(merchant: till.merchant, amount: amount, period: from..<to)
        default: return nil
        }
    }

    /// A whole number as it is written again.
    static func fen(_ text: String) -> Int64? { Int64(text).flatMap { "\($0)" == text ? $0 : nil } }
}

extension FundEventBody.Till {
    fileprivate var members: [JSON.Member] {
        (merchant.map { [JSON.Member("merchant", .string($0))] } ?? [])
            + (shop.map { [JSON.Member("shop", .string($0))] } ?? [])
    }
}

// MARK: - Private members

extension FundEventBody {
    /// The JSON pointers of what only the auditor sees, with what stands for it, by the pointers' bytes.
    package var concealed: [(pointer: String, commitment: String)] {
        switch kind {
        case .appeal(let reason): [("/reason", reason)]
        case .redeem(_, _, let price, let invoice):
            (invoice.map { [("/invoice", $0)] } ?? []) + (price.map { [("/price", $0)] } ?? [])
        default: []
        }
    }
}

extension FundEventBody {
    /// Whether a private member can hold a value: prices and invoices are written in one way alone, so that one invoice is not
    /// two.
    static func fits(_ pointer: String, opened value: [UInt8]) -> Bool {
        switch pointer {
        case "/price":
            let text = String(decoding: value, as: UTF8.self)
            return MoneyText.fen(text).map { Array(MoneyText.text($0).utf8) == value } ?? false
        case "/invoice": return (1...64).contains(value.count) && value.allSatisfy(isOfInvoice)
        default: return true
        }
    }

    private static func isOfInvoice(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
            || byte == UInt8(ascii: "-")
    }
}

// MARK: - As an act

extension FundRules {
    /// The place of a merchant; nil where there is none of the id.
    package func place(ofMerchant id: String) -> Int? {
        merchants.firstIndex { $0.id.utf8.elementsEqual(id.utf8) }
    }

    /// The places that a till names; nil where a name is unknown.
    package func places(_ till: FundEventBody.Till) -> (merchant: Int?, shop: Int?)? {
        guard let id = till.merchant else { return till.shop == nil ? (nil, nil) : nil }
        guard let merchant = place(ofMerchant: id) else { return nil }
        guard let shop = till.shop else { return (merchant, nil) }
        let place = merchants[merchant].shops.firstIndex { $0.id.utf8.elementsEqual(shop.utf8) }
        return place.map { (merchant, $0) }
    }
}

extension FundEventBody {
    /// What is done, in the form that a book takes; nil where it names something unknown, and for what ends by the clock
    /// alone.
    ///
    /// - Parameters:
    ///   - person: Gives the number under which the book knows somebody.
    ///   - price: What was paid, in fen, where that is known.
    ///   - invoice: A digest of the invoice's number, where that is known.
    package func act(
        _ rules: FundRules, person: (Pseudonym) -> Int?, price: Int64? = nil, invoice: UInt128? = nil
    ) -> FundAct? {
        switch kind {
        case .decide(let verdict): return .decide(voucher, verdict)
        case .appeal: return pseudonym.flatMap(person).map { .appeal(voucher, person: $0) }
        case .reserve(let till):
            return rules.places(till).map { .reserve(voucher, merchant: $0.merchant, shop: $0.shop) }
        case .release: return .release(reserve: index)
        case .redeem(let amount, let till, let hiddenPrice, let hiddenInvoice):
            guard let places = rules.places(till) else { return nil }
            return .redeem(
                Redeeming(
                    voucher, merchant: places.merchant, shop: places.shop, price: price,
                    isPriceHidden: hiddenPrice != nil && price == nil, amount: amount,
                    invoice: hiddenInvoice == nil ? .none : invoice.map { .known($0) } ?? .hidden))
        case .refund(let amount, _): return .refund(redeem: index, amount: amount)
        case .transfer(let other):
            guard let holder = pseudonym.flatMap(person), let other = person(other) else { return nil }
            return .transfer(voucher, from: holder, to: other)
        case .expire: return nil
        case .void: return .void(voucher)
        case .settle(let id, let amount, let period):
            guard let id else {
                return rules.merchants.isEmpty
                    ? .settle(merchant: nil, through: index, period: period, amount: amount) : nil
            }
            return rules.place(ofMerchant: id).map {
                .settle(merchant: $0, through: index, period: period, amount: amount)
            }
        }
    }
}
