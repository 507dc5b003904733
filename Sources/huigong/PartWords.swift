import JSON
import Terminal

/// Places and money in a few words, for a line of `watch` or `status`.
extension TallySnapshot.Places {
    func words(_ language: Language) -> [String] {
        let say = { (zh: String, en: String) in language == .zh ? zh : en }
        var words = ["\(say("名额", "places")) \(grouped(taken))/\(grouped(capacity))"]
        if offered > 0 { words.append("\(say("待确认", "offered")) \(grouped(offered))") }
        return words + ["\(say("候补", "waiting")) \(grouped(waiting))"]
    }
}

extension TallySnapshot.Funds {
    func words(_ language: Language) -> [String] {
        let say = { (zh: String, en: String) in language == .zh ? zh : en }
        var words: [String] = []
        if let accounts {
            words += [
                "\(say("预算", "budget")) \(yuan(accounts.budget))", "\(say("可用", "free")) \(yuan(accounts.free))",
                "\(say("已核销", "redeemed")) \(yuan(accounts.redeemed))",
            ]
        }
        words.append("\(say("发放", "issued")) \(grouped(vouchers))" + (most.map { "/" + grouped($0) } ?? ""))
        words.append("\(say("核销次数", "redemptions")) \(grouped(redemptions))")
        return isBalanced ? words : words + [say("账目不平", "NOT BALANCED")]
    }
}
