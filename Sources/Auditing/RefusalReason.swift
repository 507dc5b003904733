import Campaigns
import JSON

/// Plain words for the stable reasons of refusals.csv.
enum RefusalReason {
    /// Nil for a reason that this version does not know: it is shown as it stands.
    static func text(_ reason: String) -> BilingualText? {
        guard reason.hasPrefix(shadow) else { return Reason(rawValue: reason)?.message }
        return Reason(rawValue: String(reason.dropFirst(shadow.count))).map { reason in
            BilingualText(
                zh: "只计未拒：\(reason.message.zh)", en: "counted, not refused: \(reason.message.text(.en))")
        }
    }

    /// Before what a limit in shadow would have refused.
    private static let shadow = "shadow."
}
