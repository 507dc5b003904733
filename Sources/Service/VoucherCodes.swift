import Books
import Proofs

/// The codes of a campaign's vouchers: made from the key when they are asked for, and found by a table that is in memory
/// alone.
struct VoucherCodes {
    private let key: HMACSHA256
    /// The vouchers' places in the book.
    private var places: [UInt128: Int] = [:]
    /// So many vouchers of the book are in it.
    private var count = 0

    init(_ keys: CampaignKeys) { key = HMACSHA256(key: keys.key(.voucher)) }

    func code(of name: VoucherName) -> VoucherCode { VoucherCode(key: key, leaf: name.leaf, rank: name.rank) }

    /// The place of the voucher that has a code; nil where none has.
    mutating func place(of code: VoucherCode, in book: FundBook) -> Int? {
        while count < book.vouchers.count {
            places[self.code(of: book.vouchers[count].name).value] = count
            count += 1
        }
        return places[code.value]
    }

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
