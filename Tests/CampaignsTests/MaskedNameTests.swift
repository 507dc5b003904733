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
        #expect(Array(Campaign.Disclosure.Masking.ends.masked(name).utf8) == Array(masked.utf8))
    }

    @Test(arguments: [
        ("", ""), ("王", "*"), ("王伟", "王*"), ("欧阳小红", "欧***"), ("e\u{301}ab", "e\u{301}**"), ("Anna Li", "A******"),
        ("-", "*"),
    ])
    func `with first only the first character is shown`(name: String, masked: String) {
        #expect(Array(Campaign.Disclosure.Masking.first.masked(name).utf8) == Array(masked.utf8))
    }

    @Test(arguments: [("王", "王"), ("欧阳小红", "欧阳小红"), ("e\u{301}a", "e\u{301}a"), ("-", "*"), ("--", "--")])
    func `with none the name is shown, but never as the dash that stands for no name`(name: String, masked: String) {
        #expect(Array(Campaign.Disclosure.Masking.none.masked(name).utf8) == Array(masked.utf8))
    }

    @Test func `who does not know a name sees whether it can be masked so`() {
        let names = ["王", "王伟", "欧阳小红", "e\u{301}a", "-", "*", "👨‍👩‍👧王", "*a"]
        for masking in Campaign.Disclosure.Masking.allCases {
            #expect(names.allSatisfy { masking.canShow(masking.masked($0)) }, "\(masking)")
        }
        #expect(!Campaign.Disclosure.Masking.ends.canShow("王伟"))
        #expect(!Campaign.Disclosure.Masking.first.canShow("欧**红"))
        #expect(!Campaign.Disclosure.Masking.none.canShow(""))
    }
}
