import JSON
import Terminal
import Testing

@testable import huigong

/// What `status` and `watch` show, word for word, without a terminal.
struct ScreenTests {
    private static let plain = Style(isTerminal: false, environment: [:])

    private static let status = """
        {"organiser":"jimo-union.example","rehearsal":true,"version":"0.1.0","storage":"ok","store":"/data/rehearsal",
        "tick_ms":1812592818000,"uptime_ms":93784000,"pid":5323,"connections":2,"durable":120034,
        "clock":{"ahead_ms":61000},
        "campaigns":[{"id":"yuanxiao-2027-riddles","phase":"open","entries":10781,"people":9000,"refused":12,
        "opens_ms":1803085200000,"closes_ms":1803128400000,"size":10782},
        {"id":"duanwu","phase":"announced","entries":0,"people":0,"refused":0,"opens_ms":1812502800000,
        "closes_ms":1812542400000,"size":1}],
        "folder":{"path":"Campaigns","watched":false,"problem":null},
        "files":[{"file":"yuanxiao.json","state":"in-force","campaign":"yuanxiao-2027-riddles","since_ms":1803085140000,
        "version":{"sha256":"0123456789abcdef","read_ms":1803085139000},
        "in_force":{"campaign":"yuanxiao-2027-riddles","sha256":"0123456789abcdef","since_ms":1803085140000},
        "problems":[],"more_problems":0},
        {"file":"duanwu.json","state":"rejected","campaign":"duanwu","since_ms":1803085240000,
        "version":{"sha256":"fedcba9876543210","read_ms":1803085300000},
        "in_force":{"campaign":"duanwu","sha256":"00112233445566778","since_ms":1803085140000},
        "problems":["duanwu.json:3:9: error: 文本"],"more_problems":2},
        {"file":"bad.json","state":"rejected","campaign":null,"since_ms":1803085140000,"version":null,"in_force":null,
        "problems":["bad.json: error: 管道"],"more_problems":0}]}
        """

    private static let tally = """
        {"campaign":"yuanxiao","title":{"zh":"元宵节猜灯谜","en":"Lantern riddles"},"phase":"open",
        "tick_ms":1803085201930,"opens_ms":1803085200000,"closes_ms":1803128400000,"entries":1200,"people":400,
        "roll":1000,"chances":321,"questions":[{"id":"r01","answered":40,"right":10},{"id":"r02","answered":80,"right":60},
        {"id":"r03","answered":0,"right":0}],"refusals":{"rate.person":7,"answers.solved":31},"size":1201,"rehearsal":true}
        """

    private func value(_ text: String) throws -> JSONValue { try JSONDocument(bytes: Array(text.utf8)).root }

    private func frame(_ language: Language) throws -> TallyFrame {
        TallyFrame(
            snapshot: TallySnapshot(try value(Self.tally)), perSecond: 4, now: 1_803_085_260_000, language: language,
            style: Self.plain)
    }

    private func status(_ language: Language) throws -> String {
        StatusPage(status: try value(Self.status), language: language, style: Self.plain).lines(width: nil)
            .joined(separator: "\n")
    }

    @Test func `status in Chinese`() throws {
        #expect(
            try status(.zh) == """
                jimo-union.example  演练  huigong 0.1.0
                2027-06-10 10:00:18 +08:00  已运行 1天 02:03:04  进程 5323  连接 2  落盘 120,034
                数据 /data/rehearsal
                活动文件夹 Campaigns
                文件夹的变化没有通知，隔几秒查看一次
                系统时钟超前 00:01:01

                活动                   阶段      记录   人数  拒绝  开始         截止             叶
                yuanxiao-2027-riddles  进行中  10,781  9,000    12  02-20 09:00  02-20 21:00  10,782
                duanwu                 已公布       0      0     0  06-09 09:00  06-09 20:00       1

                文件           状态    活动                   自           版本      读于
                yuanxiao.json  生效    yuanxiao-2027-riddles  02-20 08:59  01234567  02-20 08:58
                duanwu.json    未采用  duanwu                 02-20 09:00  fedcba98  02-20 09:01
                bad.json       未采用                         02-20 08:59

                duanwu.json:3:9: error: 文本
                duanwu.json：还有 2 处
                duanwu：照版本 00112233 进行，自 02-20 08:59

                bad.json: error: 管道
                """)
    }

    @Test func `status in English`() throws {
        #expect(
            try status(.en) == """
                jimo-union.example  rehearsal  huigong 0.1.0
                2027-06-10 10:00:18 +08:00  up 1d 02:03:04  pid 5323  connections 2  durable 120,034
                data /data/rehearsal
                campaigns Campaigns
                changes in the folder are not told; it is looked at every few seconds
                wall clock ahead by 00:01:01

                campaign               phase      entries  people  refused  opens        closes       leaves
                yuanxiao-2027-riddles  open        10,781   9,000       12  02-20 09:00  02-20 21:00  10,782
                duanwu                 announced        0       0        0  06-09 09:00  06-09 20:00       1

                file           state     campaign               since        version   read
                yuanxiao.json  in force  yuanxiao-2027-riddles  02-20 08:59  01234567  02-20 08:58
                duanwu.json    rejected  duanwu                 02-20 09:00  fedcba98  02-20 09:01
                bad.json       rejected                         02-20 08:59

                duanwu.json:3:9: error: 文本
                duanwu.json: 2 more
                duanwu: runs by version 00112233, since 02-20 08:59

                bad.json: error: 管道
                """)
    }

    @Test func `watch in Chinese`() throws {
        #expect(
            try frame(.zh).lines(width: 72).joined(separator: "\n") == """
                元宵节猜灯谜  进行中  演练
                2027-02-20 09:01:00 +08:00  距截止 11:59:00

                1,200 条记录   每秒 4 条   321 次机会   400 / 1,000 人 40.0%  ████······

                  r02  ██████████████████████▌·······  80  答对 75.0%
                  r01  ███▊···········                 40  答对 25.0%

                拒绝 38   answers.solved 31   rate.person 7
                """)
        #expect(
            try frame(.zh).line
                == "2027-02-20 09:00:01 +08:00  yuanxiao  进行中  记录 1,200  人数 400  每秒 4  机会 321  拒绝 38")
    }

    @Test func `watch in English`() throws {
        #expect(
            try frame(.en).lines(width: 72).joined(separator: "\n") == """
                Lantern riddles  open  rehearsal
                2027-02-20 09:01:00 +08:00  closes in 11:59:00

                1,200 entries   4/s   321 chances   400 / 1,000 people 40.0%  ████······

                  r02  ██████████████████████▌·······  80  right 75.0%
                  r01  ███▊···········                 40  right 25.0%

                refused 38   answers.solved 31   rate.person 7
                """)
        #expect(
            try frame(.en).line
                == "2027-02-20 09:00:01 +08:00  yuanxiao  open  entries 1,200  people 400  per second 4  chances 321  refused 38"
        )
    }
}
