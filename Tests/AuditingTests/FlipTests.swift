import Foundation
import Testing

@testable import Auditing

@Suite struct FlipTests {
    @Test(arguments: [SampleCampaign.riddle, .quiz, .instant])
    func `a flipped byte of any file fails, and not only by its sum`(sample: SampleCampaign) throws {
        let bundle = SampleBundle(sample)
        let disk = try bundle.written()
        for file in disk.files {
            let original = disk[file]
            for position in Set([0, original.count / 2, original.count - 1]).sorted() {
                var flipped = original
                flipped[position] ^= 1
                disk[file] = flipped
                #expect(disk.verify(bundle).failing.contains(.sums), "\(file) byte \(position)")
                guard file != "SHA256SUMS" else { continue }
                let sums = disk["SHA256SUMS"]
                disk.sum()
                let failing = disk.verify(bundle).failing
                #expect(!failing.isEmpty && failing.contains { $0 != .sums }, "\(file) byte \(position): \(failing)")
                disk["SHA256SUMS"] = sums
            }
            disk[file] = original
        }
        #expect(disk.verify(bundle).exitCode == 0)
    }

    @Test func `a flipped byte of a void's records fails`() throws {
        let bundle = SampleVoid.reveal.make()
        let disk = try bundle.written()
        for file in disk.files where file != "SHA256SUMS" {
            let original = disk[file]
            disk[file][original.count / 2] ^= 1
            disk.sum()
            #expect(!disk.verify(bundle).failing.isEmpty, "\(file)")
            disk[file] = original
        }
    }

    @Test func `a missing file fails`() throws {
        let bundle = SampleBundle(.riddle)
        for file in try bundle.written().files {
            let disk = try bundle.written()
            try FileManager.default.removeItem(atPath: disk.path + "/" + file)
            #expect(disk.verify(bundle).failing.contains(.sums), "\(file)")
        }
    }

    @Test func `nothing in a folder ends the verifier`() throws {
        let bundle = SampleBundle(.quiz)
        let disk = try bundle.written()
        let contents: [[UInt8]] = [
            [], [0x0A], [0xFF, 0xFE], Array("{}".utf8), Array("-1\n".utf8), [UInt8](repeating: 0x41, count: 70_000),
            Array(repeating: UInt8(ascii: "["), count: 5000), Array("a,b,c,d,e,f\n,,,,,\n".utf8),
        ]
        for file in disk.files {
            let original = disk[file]
            for content in contents {
                disk[file] = content
                #expect(disk.verify(bundle).exitCode == 1, "\(file)")
            }
            disk[file] = original
        }
    }
}
