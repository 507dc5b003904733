import Campaigns
import JSON

/// One input: bytes that somebody dropped into the campaigns folder. Every answer is a campaign, or problems inside the
/// file of which at least one is an error.
@_cdecl("LLVMFuzzerTestOneInput")
public func testOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let bytes = Array(UnsafeBufferPointer(start: start, count: count))
    switch loadCampaign(bytes: bytes, organiser: "jimo-union.example") {
    case .success(let loaded):
        precondition(loaded.warnings.allSatisfy { $0.severity == .warning })
        precondition(isCanonical(loaded.publicRules))
    case .failure(let problems):
        precondition(problems.list.contains { $0.severity == .error })
        precondition(problems.list.allSatisfy { (0...bytes.count).contains($0.offset) })
        precondition(!problems.list.contains { $0.message.zh.hasPrefix("内部错误") })
        precondition(!problems.rendered(file: "f", source: bytes, language: .zh).isEmpty)
    }
    return 0
}
