import Testing

@testable import Campaigns

struct MaskedNameTests {
    @Test(arguments: [
        ("", ""), ("王", "*"), ("王伟", "王*"), ("欧阳红", "欧*红"), ("欧阳小红", "欧**红"), ("古丽娜扎尔", "古***尔"),
        ("阿·达", "阿*达"), ("Anna Li", "A*****i"), ("A", "*"), ("王a", "王*"), ("𠮷野家", "𠮷*家"),
        // One character as a reader sees it: a letter with its accent, a Han character with its variant.
        ("e\u{301}a", "e\u{301}*"), ("葛\u{E0100}飾", "葛\u{E0100}*"), ("王\u{301}", "*"),
    ])
    func `the ends of a name are shown, as its reader counts characters`(name: String, masked: String) {
        #expect(Array(maskedName(name).utf8) == Array(masked.utf8))
    }
}
