import Campaigns
import Foundation
import JSON
import Platform

/// `huigong new`: a campaign file to start from, which passes `check` as it is.
enum NewCampaign {
    static let command = Command(
        name: "new", summary: both("新建一个活动文件，从它改起", "Write a campaign file to start from"),
        operands: [Command.Operand(name: "KIND"), Command.Operand(name: "ID")],
        options: [
            Command.Option("--folder", "DIR", help: both("放在哪个文件夹（默认 Campaigns）", "Where it goes (default Campaigns)")),
            Command.Option(
                "--organiser", "NAME", help: both("主办方域名（默认 union.example）", "The organiser (default union.example)")),
            Command.Option(
                "--opens", "DATE", help: both("开始日期，如 2027-06-08（默认 7 天后）", "The day it opens (default in 7 days)")),
        ],
        details: both(
            """
            KIND 是 \(Campaign.Kind.allCases.map(\.rawValue).joined(separator: "、"))。写下 ID.json、三个人的名册
            rolls/ID.csv 和 campaign.schema.json：编辑器凭它逐项说明和补全。已有的文件绝不覆盖。
            """,
            """
            KIND is one of \(Campaign.Kind.allCases.map(\.rawValue).joined(separator: ", ")). Writes ID.json, a roll of three
            people in rolls/ID.csv, and campaign.schema.json, by which editors explain and complete every member. Files
            that are there are never replaced.
            """)
    ) { arguments in
        let kind = try kind(arguments)
        let folder = arguments.value("--folder") ?? "Campaigns"
        let starter = CampaignStarter(
            kind: kind, id: arguments.operands[1], organiser: arguments.value("--organiser") ?? "union.example",
            opens: try opens(arguments))
        try starter.check(arguments)
        try write(starter, folder)
        Output.result(
            try CheckedFile(path: "\(folder)/\(starter.id).json", organiser: nil, at: SystemClock().wallMilliseconds())
                .text(
                    arguments.language, Output.style()))
        return .ok
    }

    private static func kind(_ arguments: Arguments) throws -> Campaign.Kind {
        guard let kind = Campaign.Kind(rawValue: arguments.operands[0]) else {
            let kinds = Campaign.Kind.allCases.map(\.rawValue).joined(separator: " ")
            throw arguments.usage(both("活动类型应为 \(kinds) 之一", "the kind is one of \(kinds)"), at: arguments.operands[0])
        }
        return kind
    }

    /// Midnight of the day, in China.
    private static func opens(_ arguments: Arguments) throws -> Date {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = TimeZone(secondsFromGMT: 8 * 3600) ?? .gmt
        guard let text = arguments.value("--opens") else {
            return calendar.startOfDay(for: Date().addingTimeInterval(7 * 86_400))
        }
        let strategy = Date.ISO8601FormatStyle(timeZone: calendar.timeZone).year().month().day()
        guard let day = try? strategy.parse(text) else {
            throw arguments.usage(both("--opens 应为日期，如 2027-06-08", "--opens takes a day such as 2027-06-08"), at: text)
        }
        return day
    }

    private static func write(_ starter: CampaignStarter, _ folder: String) throws {
        let file = "\(folder)/\(starter.id).json"
        guard !fileExists(file) else {
            throw CommandFailure(both("文件已经有了", "the file is there already"), at: file, exitCode: .usage)
        }
        if !fileExists(folder) { try makeDirectory(folder) }
        if !fileExists(folder + "/rolls") { try makeDirectory(folder + "/rolls") }
        let roll = "\(folder)/rolls/\(starter.id).csv"
        let schema = folder + "/campaign.schema.json"
        if !fileExists(schema) { try writeFile(schema, Array((Check.schemaText + "\n").utf8)) }
        if !fileExists(roll) { try writeFile(roll, Array(CampaignStarter.roll.utf8)) }
        try writeFile(file, Array(starter.text.utf8))
    }
}
