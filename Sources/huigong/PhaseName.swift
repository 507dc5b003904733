import JSON

/// The phases of a campaign in words.
enum PhaseName {
    static func text(_ phase: String, _ language: Language) -> String {
        guard language == .zh else { return phase }
        return switch phase {
        case "announced": "已公布"
        case "open": "进行中"
        case "paused": "暂停"
        case "review": "复核"
        case "closed": "已截止"
        case "drawn": "已开奖"
        case "void": "抽奖作废"
        case "final": "已终结"
        default: phase
        }
    }
}
