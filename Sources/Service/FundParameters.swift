import Books
import Campaigns
import Engine
import JSON
import Proofs

/// What calls about money and vouchers have in common.
extension Parameters {
    /// An amount in yuan with two decimals, as fen.
    func optionalMoney(_ name: StaticString) throws(CallError) -> Int64? {
        try node(name).map { node throws(CallError) in try call.line.money(name, node) }
    }

    /// A code as somebody typed it; what was typed stands in no message.
    func voucherCode() throws(CallError) -> VoucherCode {
        let typed = try string("code")
        do throws(VoucherCode.Misread) {
            return try VoucherCode(typed: typed)
        } catch {
            throw CallError(error)
        }
    }

    func invoice() throws(CallError) -> InvoiceNumber? {
        guard let typed = try optionalString("invoice") else { return nil }
        guard let number = InvoiceNumber(typed: typed) else {
            throw CallError(
                .params, "invoice.form", zh: "发票号应为 1–64 个字母、数字或 -", en: "an invoice is 1–64 letters, digits or hyphens"
            )
        }
        return number
    }

    func leaf(_ name: StaticString) throws(CallError) -> Int {
        guard let leaf = try optionalInteger(name) else {
            throw .params("缺少参数 \(name)", "the parameter \(name) is missing")
        }
        return Int(clamping: leaf)
    }

    /// Of several vouchers of one leaf, which; 0 where none is named.
    func rank() throws(CallError) -> Int { Int(clamping: max(0, try optionalInteger("rank") ?? 0)) }
}

extension Line {
    func money(_ name: StaticString, _ node: Int) throws(CallError) -> Int64 {
        let text = text(try required(name, node, .string))
        if let fen = MoneyText.fen(text) { return fen }
        let digits = text.drop { $0 == "-" }
        let isNumber = !digits.isEmpty && digits.utf8.allSatisfy { (0x2E...0x39).contains($0) && $0 != 0x2F }
        let place = column(node)
        if isNumber, text.hasPrefix("-") {
            throw CallError(
                .params, "money.negative", zh: "\(name) 不能小于零", en: "\(name) is not below nothing", column: place)
        }
        if isNumber, digits.utf8.count > 16 {
            throw CallError(
                .params, "money.range", zh: "\(name) 太大", en: "\(name) is beyond all measure", column: place)
        }
        throw CallError(
            .params, "money.form", zh: "\(name) 应是以元为单位、两位小数的字符串，如 \"300.00\"",
            en: "\(name) is a string in yuan with two decimals, such as \"300.00\"", column: place)
    }
}

/// A merchant's till, as a call names it.
struct Till {
    var merchant: Int?
    var shop: Int?
    /// Their ids.
    var names: (merchant: String?, shop: String?)

    var actor: FundActor { merchant.map { .merchant($0, shop: shop) } ?? .staff }
}

extension RunningCampaign {
    /// The till that a call names.
    func till(_ parameters: Parameters, shop isAsked: Bool = true) throws(CallError) -> Till {
        guard let rules = state.funds?.book.rules else { throw CallError(FundDeskRefusal.absent) }
        var till = Till(names: (nil, nil))
        guard let merchant = try parameters.optionalString("merchant") else {
            guard rules.merchants.isEmpty else { throw CallError(FundRefusal.merchantUnknown) }
            return till
        }
        guard let place = rules.place(ofMerchant: merchant) else { throw CallError(FundRefusal.merchantUnknown) }
        till.merchant = place
        till.names.merchant = rules.merchants[place].id
        guard isAsked, let shop = try parameters.optionalString("shop") else { return till }
        guard let place = rules.merchants[place].shops.firstIndex(where: { $0.id.utf8.elementsEqual(shop.utf8) }) else {
            throw CallError(FundRefusal.voucherShop)
        }
        till.shop = place
        till.names.shop = shop
        return till
    }
}

extension StableHash {
    /// A stable hash of what a call says besides its key.
    static func content(_ kind: FundCallKind, _ numbers: [Int64?], _ texts: [String?] = []) -> UInt64 {
        var hash = StableHash(seed: UInt64(kind.rawValue))
        for number in numbers {
            hash.combine(number == nil ? 0 : 1)
            hash.combine(UInt64(bitPattern: number ?? 0))
        }
        for text in texts {
            let bytes = Array((text ?? "").utf8)
            hash.combine(text == nil ? 0 : UInt64(bytes.count) + 1)
            bytes.withUnsafeBufferPointer { hash.combine($0) }
        }
        return hash.finalize()
    }
}

/// What a call does, so that two that say the same about different things are told apart.
enum FundCallKind: UInt8 {
    case reserve = 1
    case confirm, redeem, release, refund, transfer, appeal, void, decide, settle, claim
}
