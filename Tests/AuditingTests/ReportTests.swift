import Foundation
import JSON
import Proofs
import Testing

@testable import Auditing

@Suite struct ReportTests {
    private func page(_ sample: SampleCampaign) throws -> String {
        String(decoding: try SampleBundle(sample).contents().figures().page.html(), as: UTF8.self)
    }

    @Test func `a title can't become a tag`() throws {
        let page = try page(.riddle)
        #expect(!page.contains("<script"))
        #expect(page.contains("&lt;script&gt;alert(1)&lt;/script&gt;"))
        #expect(page.contains("Riddles &amp; &quot;more&quot;"))
    }

    @Test func `the page asks nothing of the network and runs nothing`() throws {
        let page = try page(.quiz)
        #expect(page.contains("content=\"default-src 'none'; style-src 'unsafe-inline'\""))
        for word in ["src=", "href=", "url(", "http:", "https:", "@import", "<iframe", "<img", " onclick", " onload"] {
            #expect(!page.contains(word), "\(word)")
        }
    }

    @Test func `marks that reorder text are shown as what they are`() {
        #expect(Markup.escape("a\u{202E}b\u{0007}'") == "a\u{FFFD}b\u{FFFD}&#39;")
    }

    @Test func `the page shows a ticket that sha256sum makes again`() throws {
        let contents = SampleBundle(.quiz).contents()
        let winner = try #require(contents.walk?.winners.first).row
        let page = try page(.quiz)
        let chance = winner.chance == 1 ? "" : ".\(winner.chance)"
        let text = "\(try #require(contents.seedInput).seed.hex),\(winner.index)\(chance)"
        #expect(
            page.contains("printf &#39;%s&#39; &#39;\(text)&#39; | sha256sum")
                || page.contains("printf '%s' '\(text)' | sha256sum"))
        #expect(SHA256.hash(text) == winner.ticket)
        #expect(page.contains(winner.ticket.hex))
    }

    @Test(arguments: [SampleCampaign.quiz, .revealed])
    func `the commands to check with carry no key and no number of the page itself`(sample: SampleCampaign) throws {
        let report = try SampleBundle(sample).contents().figures().report
        let commands = try page(sample).split(separator: "\n").filter { $0.contains("verify") && $0.contains("--vkey") }
        #expect(commands.count == 2)
        for command in commands {
            #expect(command.contains("--vkey '&lt;海报上印的公钥 the key printed on the poster&gt;'"))
            #expect(command.contains("--public") || command.contains("--party"))
            #expect(!command.contains(Markup.escape(report.verificationKey)))
            for source in report.randomness {
                switch source {
                case .public(_, _, _, _, let value?): #expect(!command.contains(value))
                case .reveal(_, let key, _): #expect(!command.contains(Markup.escape(key)))
                default: break
                }
            }
        }
    }

    @Test func `all that is not proven is on the page`() throws {
        let page = try page(.riddle)
        for item in NotProven.texts(hasRoll: true) { #expect(page.contains(Markup.escape(item.text.zh)), "\(item)") }
    }

    @Test func `report.json is canonical and ends in a line feed`() throws {
        let bytes = try SampleBundle(.quiz).contents().figures().report.jsonBytes()
        #expect(bytes.last == 0x0A)
        #expect(isCanonical(Array(bytes.dropLast())))
    }

    @Test func `instants are written in the zone of the campaign`() {
        #expect(LocalTime(zone: "Asia/Shanghai").text(1_812_330_000_000) == "2027-06-07 09:00:00 +08:00")
        #expect(LocalTime(zone: "Asia/Tokyo").text(1_812_330_000_250) == "2027-06-07 10:00:00.250 +09:00")
        #expect(LocalTime(zone: "America/New_York").text(951_782_400_000) == "2000-02-28 19:00:00 -05:00")
        #expect(LocalTime(zone: "Asia/Shanghai").text(-1) == "1970-01-01 07:59:59.999 +08:00")
    }
}

@Suite struct BundleWriterTests {
    @Test func `replaces a bundle and nothing else`() throws {
        let bundle = SampleBundle(.riddle)
        let disk = try bundle.written()
        let first = disk["SHA256SUMS"]
        try BundleWriter.write(bundle.contents(), to: disk.path)
        #expect(disk["SHA256SUMS"] == first)

        disk["my-notes.txt"] = [0x0A]
        #expect(throws: BundleWriter.Failure.notABundle(disk.path)) {
            try BundleWriter.write(bundle.contents(), to: disk.path)
        }
        #expect(disk["my-notes.txt"] == [0x0A])
    }

    @Test func `an opening that is not the logged one is not written`() throws {
        var bundle = SampleBundle(.riddle)
        bundle.editContents = { contents in
            contents.entry = { _ in .opening(Opening(nonce: .zero, body: [0x7B, 0x7D])) }
        }
        let disk = BundleOnDisk()
        #expect(throws: BundleWriter.Failure.inconsistent("leaf 1 is not the one in the tree")) {
            try BundleWriter.write(bundle.contents(), to: disk.path)
        }
        #expect(disk.files.isEmpty)
    }
}
