import Books
import Proofs

/// The codes of a campaign's vouchers: made from the key when they are asked for, and found by a table that is in memory
/// alone.
struct VoucherCodes {
    private let key: HMACSHA256
    /// The vouchers' places in the book.
    private var places: [UInt128: Int] = [:]
    /// The same of codes that were good until their vouchers were handed on.
    private var formerPlaces: [UInt128: Int] = [:]
    /// So many vouchers of the book are in it.
    private var count = 0

    init(_ keys: CampaignKeys) { key = HMACSHA256(key: keys.key(.voucher)) }

    func code(of voucher: Voucher) -> VoucherCode { code(of: voucher.name, transfers: voucher.transfers) }

    private func code(of name: VoucherName, transfers: Int) -> VoucherCode {
        VoucherCode(key: key, leaf: name.leaf, rank: name.rank, transfers: transfers)
    }

    /// Notes the codes of the vouchers that are new in the book: with every pass, so that there are never many.
    mutating func note(_ book: FundBook) {
        while count < book.vouchers.count {
            let voucher = book.vouchers[count]
            places[code(of: voucher).value] = count
            for transfers in 0..<voucher.transfers {
                formerPlaces[code(of: voucher.name, transfers: transfers).value] = count
            }
            count += 1
        }
    }

    /// Notes that a voucher was handed on: another code is good for it now.
    mutating func handedOn(_ place: Int, in book: FundBook) {
        guard place < count else { return }
        let voucher = book.vouchers[place]
        let former = code(of: voucher.name, transfers: voucher.transfers - 1).value
        places[former] = nil
        formerPlaces[former] = place
        places[code(of: voucher).value] = place
    }

    /// The place of the voucher that a code is good for; nil where there is none.
    mutating func place(of code: VoucherCode, in book: FundBook) -> Int? {
        note(book)
        return places[code.value]
    }

    /// The place of the voucher that a code was good for until it was handed on.
    func formerPlace(of code: VoucherCode) -> Int? { formerPlaces[code.value] }

    /// By which an invoice is told from others: its number stays with the auditor.
    func digest(ofInvoice number: InvoiceNumber) -> UInt128 {
        key.authenticate("huigong/invoice/v1\n\(number.text)\n").bytes.prefix(16).reduce(0) { $0 << 8 | UInt128($1) }
    }
}

/// The number of an invoice: letters and digits, in one case, so that what is typed otherwise is still the same invoice.
struct InvoiceNumber: Hashable {
    static let mostCharacters = 64
    /// In capitals.
    let text: String

    /// Nil where it has anything but ASCII letters, digits and hyphens, besides spaces, which don't count.
    init?(typed: String) {
        var text = ""
        for byte in typed.utf8 where byte != UInt8(ascii: " ") {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"): text.unicodeScalars.append(Unicode.Scalar(byte - 0x20))
            case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"):
                text.unicodeScalars.append(Unicode.Scalar(byte))
            default: return nil
            }
        }
        guard (1...Self.mostCharacters).contains(text.utf8.count) else { return nil }
        self.text = text
    }
}
