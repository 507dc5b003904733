import Testing

@testable import Campaigns

@Suite struct NearMissTests {
    @Test(arguments: [
        ("花登", "花灯"), ("花", "花灯"), ("花灯笼", "花灯"), ("大花灯", "花灯"), ("火灯", "花灯"), ("花 大 灯", "花大灯"),
        ("花燈", "花灯"), ("花燈籠", "花灯笼"), ("12", "十二"), ("鸟儿", "鸟"), ("36计", "三十六计"), ("Ａ", "a"),
    ])
    func `one code point or another way of writing is near`(given: String, right: String) {
        #expect(NearMiss.isNear(given, to: ["别的", right]))
    }

    @Test(arguments: [
        ("月", "胖"), ("灯花", "花灯"), ("火登", "花灯"), ("", "花灯"), ("。", "花灯"), ("花大灯笼", "花灯"), ("重", "童"), ("13", "十二"),
    ])
    func `more than that is not`(given: String, right: String) {
        #expect(!NearMiss.isNear(given, to: [right]))
    }
}
