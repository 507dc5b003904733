import Campaigns
import Engine
import JSON

extension Daemon {
    /// `signin`: for today, or for an earlier day of the campaign that is made up for.
    func signin(_ parameters: Parameters, _ address: ReplyAddress) throws(CallError) {
        let request = try actRequest(parameters, address)
        var members = ActMembers()
        var made: Int?
        if let node = parameters.node("day") {
            let line = parameters.call.line
            let text = line.text(try line.required("day", node, .string))
            guard Campaign.isDate(text) else {
                throw .params("day 应为日期，如 2027-09-14", "day is a date such as 2027-09-14")
            }
            guard let day = request.campaign.rules.day(named: text) else {
                throw refused(request.campaign, Refusal(.signinDay))
            }
            members.day = text
            made = day
        }
        answersScratch.removeAll()
        try take(
            .signin(madeUp: made), members, content: contentHash(.signin, members, device: request.device), request)
    }
}
