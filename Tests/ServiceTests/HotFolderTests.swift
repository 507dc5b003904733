import Foundation
import JSON
import Testing

@testable import Service

/// What people, editors and copying programs do to the folder of a running server, seen by `status`.
extension ServerTests {
    private static let early = "2027-02-20T07:00:00+08:00"

    /// Riddles that differ in what may be edited until they are announced.
    private func version(_ number: Int) -> String { Sample.riddles(most: number) }

    @Test func `however an editor saves, the file is read once it is whole, and nothing beside it counts`() throws {
        let hot = try HotFolder(data, Sample.folder(["x.json": version(1)]), at: Self.early)
        let saves: [(String, (String) throws -> Void)] = [
            ("a shell", { try hot.overwrite("x.json", $0) }),
            (
                "renaming over it",
                {
                    try hot.overwrite(".x.json.Ab3dE6", $0)
                    try hot.move(".x.json.Ab3dE6", "x.json")
                }
            ),
            (
                "vim",
                {
                    try hot.overwrite(".x.json.swp", "b0VIM 9.1")
                    try hot.overwrite("4913", "")
                    try hot.remove("4913")
                    try hot.move("x.json", "x.json~")
                    try hot.overwrite("x.json", $0)
                    try hot.remove("x.json~")
                    try hot.remove(".x.json.swp")
                }
            ),
            (
                "emacs",
                {
                    try hot.link(".#x.json", to: "user@host.4711:1803085200")
                    try hot.overwrite("#x.json#", "{ autosaved")
                    try hot.move("x.json", "x.json~")
                    try hot.overwrite("x.json", $0)
                    try hot.remove("#x.json#")
                    try hot.remove(".#x.json")
                }
            ),
            (
                "gedit",
                {
                    try hot.overwrite(".goutputstream-K3QW12", $0)
                    try hot.move(".goutputstream-K3QW12", "x.json")
                }
            ),
            (
                "an office program",
                {
                    try hot.overwrite("~$x.json", "owner")
                    try hot.overwrite("x.tmp.json", "{ half")
                    try hot.overwrite("x.json", $0)
                    try hot.remove("x.tmp.json")
                }
            ),
        ]
        for (number, (editor, save)) in saves.enumerated() {
            let text = version(number + 2)
            try save(text)
            #expect(try hot.wait("x.json", "waiting", of: text).problems.contains("error") == false, "\(editor)")
        }
        #expect(try hot.lines().keys.sorted() == ["x.json"])
        #expect(hot.stop() == nil)
    }

    @Test func `a file that is being written is not taken, and announced late rather than half`() throws {
        let hot = try HotFolder(data, Sample.folder(["x.json": version(1)]), at: Self.early)
        try hot.wait("x.json", "waiting")
        let writer = open(hot.path("rolls/sample.csv"), O_WRONLY | O_TRUNC | O_CLOEXEC)
        let half = "id,name\nm01,王伟\n"
        #expect(write(writer, half, half.utf8.count) == half.utf8.count)
        // Truncating is told only when the writer is done, so something else has to.
        try hot.overwrite("y.json", "{")
        try hot.wait("y.json", "rejected")
        try hot.wait("x.json", "unsettled", saying: "being written")
        #expect(try hot.call("clock", #"{"to":"\#(Sample.opens)"}"#).result != nil)
        #expect(try hot.ids == [])
        let rest = "m02,李娜\n"
        #expect(write(writer, rest, rest.utf8.count) == rest.utf8.count)
        close(writer)
        try hot.wait("x.json", "in-force")
        #expect(try hot.takes("m02") == "ok")
        #expect(hot.stop() == nil)
    }

    @Test func `whatever takes a file's place is told, and no other campaign notices`() throws {
        let hot = try HotFolder(
            data, Sample.folder(["good.json": Sample.riddles(limits: "{}"), "x.json": Sample.quiz()]))
        try hot.wait("x.json", "in-force")
        try hot.remove("x.json")
        try hot.wait("x.json", "gone")
        #expect(try hot.ids.sorted() == ["duanwu", "yuanxiao"])
        let bad: [(String, String, () throws -> Void)] = [
            ("empty", "is empty", { try hot.overwrite("n.json", "") }),
            ("broken", "n.json:1:3", { try hot.overwrite("n.json", "{ broken") }),
            ("a folder", "is a folder", { mkdir(hot.path("n.json"), 0o700) }),
            ("a pipe", "is a pipe", { mkfifo(hot.path("n.json"), 0o600) }),
            ("a device", "is a device", { try hot.link("n.json", to: "/dev/zero") }),
            ("a link to nothing", "does not exist", { try hot.link("n.json", to: "nowhere") }),
            ("a link to itself", "can't be read", { try hot.link("n.json", to: "n.json") }),
        ]
        for (what, words, put) in bad {
            try put()
            let line = try hot.wait("n.json", "rejected", saying: words)
            #expect(line.problems.contains("n.json"), "\(what)")
            #expect(try hot.takes("m01") == "ok", "\(what)")
            #expect(try hot.lines()["good.json"]?.state == "in-force", "\(what)")
            try hot.remove("n.json")
            try hot.wait("n.json", "gone")
        }
        let good = Sample.riddles(id: "shier")
        try hot.overwrite("n.json", good)
        try hot.wait("n.json", "in-force", of: good)
        #expect(try hot.ids.sorted() == ["duanwu", "shier", "yuanxiao"])
        #expect(hot.stop() == nil)
    }

    @Test func `what is in force stays, whatever becomes of its file, and a good edit follows a bad one`() throws {
        let first = Sample.riddles(limits: "{}")
        let hot = try HotFolder(data, Sample.folder(["x.json": first]))
        let announced = try hot.wait("x.json", "in-force", of: first)
        #expect(announced.inForce == HotFolder.version(first))
        var since: Int64?
        for (text, words) in [
            ("", "is empty"), ("{", "x.json:1:2"), (version(9), "/prizes/chances/most"),
            (Sample.riddles(id: "other"), "can't become other in place"),
        ] {
            try hot.overwrite("x.json", text)
            let line = try hot.wait("x.json", "rejected", of: text, saying: words)
            #expect(line.inForce == HotFolder.version(first))
            #expect(line.since == since ?? line.since, "rejected since the first bad edit")
            since = line.since
            #expect(try hot.takes("m02") == "ok")
        }
        #expect(try hot.ids == ["yuanxiao"])
        // A favourable edit, and it is the version in force.
        let second = first.replacing(#""count": 4}"#, with: #""count": 5}"#)
        try hot.overwrite("x.json", second)
        let edited = try hot.wait("x.json", "in-force", of: second)
        #expect(edited.inForce == HotFolder.version(second))
        #expect(try #require(edited.since) > #require(announced.since))
        try hot.remove("x.json")
        #expect(try hot.wait("x.json", "gone").inForce == HotFolder.version(second))
        #expect(try hot.takes("m03") == "ok")
        #expect(hot.stop() == nil)
    }

    @Test func `of two files with one id the one in force stays, and both are told`() throws {
        let text = Sample.riddles(limits: "{}")
        let hot = try HotFolder(data, Sample.folder(["m.json": text]))
        try hot.wait("m.json", "in-force")
        try hot.overwrite("a.json", text)
        try hot.overwrite("z.json", version(7))
        try hot.wait("a.json", "rejected", saying: "used by m.json")
        try hot.wait("z.json", "rejected", saying: "used by m.json")
        let told = try hot.wait("m.json", "in-force", saying: "z.json has the campaign id yuanxiao")
        #expect(told.problems.contains("a.json has the campaign id"))
        // Not even while the one in force is broken.
        try hot.overwrite("m.json", "{")
        try hot.wait("m.json", "rejected", saying: "m.json:1:2")
        #expect(try hot.lines()["a.json"]?.state == "rejected")
        try hot.remove("z.json")
        try hot.remove("m.json")
        try hot.wait("a.json", "in-force")
        try hot.move("a.json", "renamed.json")
        try hot.wait("renamed.json", "in-force", of: text)
        #expect(try hot.wait("a.json", "gone").problems.isEmpty)
        #expect(try hot.ids == ["yuanxiao"])
        #expect(hot.stop() == nil)
    }

    @Test func `a roll may come later than its campaign, and the one that was announced stays`() throws {
        let folder = CampaignsFolder(["x.json": Sample.riddles(limits: "{}")])
        mkdir(folder.path + "/rolls", 0o700)
        let hot = try HotFolder(data, folder)
        try hot.wait("x.json", "rejected", saying: "x.json:5:24: error: the roll rolls/sample.csv does not exist")
        try hot.overwrite("rolls/sample.csv", "id,name\nm01,王伟\nm01,李娜\nm 2,王芳\n")
        let line = try hot.wait("x.json", "rejected", saying: "rolls/sample.csv:3: error: id: “m01” is in row 2")
        #expect(line.problems.contains("\nrolls/sample.csv:4: error: id: "))
        #expect(line.campaign == "yuanxiao")
        try hot.overwrite("rolls/.~lock.sample.csv#", "somebody")
        try hot.overwrite("rolls/sample.csv", Sample.roll())
        try hot.wait("x.json", "in-force")
        try hot.overwrite("rolls/sample.csv.new", "id,name\nnew,王伟\n")
        try hot.move("rolls/sample.csv.new", "rolls/sample.csv")
        try hot.wait("x.json", "in-force", saying: "not the one in force: 1 new, 0 changed, 24 missing")
        #expect(try hot.takes("m02") == "ok")
        #expect(try hot.takes("new") == "person.unlisted")
        try hot.overwrite("rolls/sample.csv", Sample.roll())
        try hot.wait("the roll of before") { $0["x.json"]?.problems.contains("in force") == false }
        // People who are added are no difference any more.
        try hot.overwrite("rolls/sample.csv", Sample.roll() + "new,王伟,,,\n")
        try hot.wait("x.json", "in-force", saying: "1 new, 0 changed, 0 missing")
        #expect(try hot.call("roll.add", #"{"campaign":"yuanxiao"}"#).result?["added"]?.integer == 1)
        try hot.overwrite("y.json", "{")
        try hot.wait("the roll in force") { $0["x.json"]?.problems.contains("in force") == false }
        #expect(try hot.takes("new") == "ok")
        #expect(hot.stop() == nil)
    }

    @Test func `links are followed, and what they lead to is swapped in one step`() throws {
        let folder = CampaignsFolder(["..v1/x.json": version(1), "..v1/roll.csv": Sample.roll()])
        folder.write("..v2/x.json", version(2))
        folder.write("..v2/roll.csv", "id,name\nm01,王伟\nnew,李娜\n")
        let hot = try HotFolder(data, folder, at: Self.early)
        try hot.link("..data", to: "..v1")
        mkdir(hot.path("rolls"), 0o700)
        try hot.link("rolls/sample.csv", to: "../..data/roll.csv")
        try hot.link("x.json", to: "..data/x.json")
        try hot.wait("x.json", "waiting", of: version(1))
        // As mounted configuration is renewed: the files are links through a link, which is replaced.
        try hot.link("..data_tmp", to: "..v2")
        try hot.move("..data_tmp", "..data")
        try hot.wait("x.json", "waiting", of: version(2))
        #expect(try hot.call("clock", #"{"to":"\#(Sample.opens)"}"#).result != nil)
        try hot.wait("x.json", "in-force")
        #expect(try hot.takes("new") == "ok")
        #expect(try hot.takes("m05") == "person.unlisted")
        #expect(hot.stop() == nil)
    }

    @Test func `hundreds of files at once are all taken, the bad ones by themselves`() throws {
        let hot = try HotFolder(data, Sample.folder(["x.json": version(1)]), at: Self.early)
        for number in 0..<300 {
            let text = number % 30 == 7 ? "{ bad \(number)" : Sample.riddles(id: "c\(number)")
            try hot.overwrite("c\(number).json", text)
        }
        try hot.wait("300 files") { lines in
            lines.count == 301 && lines.values.count { $0.state == "waiting" } == 291
                && lines.values.count { $0.state == "rejected" } == 10
        }
        #expect(hot.stop() == nil)
    }

    @Test func `the folder may go, come back, and be another one`() throws {
        let home = TemporaryFolder()
        let (one, two) = (
            Sample.folder(["x.json": Sample.riddles(limits: "{}")]),
            Sample.folder(["y.json": Sample.riddles(id: "shier"), "x.json": Sample.riddles(limits: "{}")])
        )
        let place = home.path + "/campaigns"
        #expect(rename(one.path, place) == 0)
        // Nobody tells of a folder that is not there: it is looked for.
        let hot = try HotFolder(data, one, rescan: 50, link: place)
        try hot.wait("x.json", "in-force")
        #expect(try hot.status()["folder"]?["watched"]?.bool == true)
        #expect(rename(place, place + ".old") == 0)
        try hot.wait("x.json", "gone")
        #expect(try hot.status()["folder"]?["problem"]?.string?.contains(place) == true)
        #expect(try hot.takes("m01") == "ok")
        #expect(symlink(two.path, place) == 0)
        try hot.wait("x.json", "in-force")
        try hot.wait("y.json", "in-force")
        #expect(try hot.status()["folder"]?["problem"]?.kind == .null)
        #expect(symlink(place + ".old", place + ".new") == 0 && rename(place + ".new", place) == 0)
        try hot.wait("y.json", "gone")
        #expect(try hot.lines()["x.json"]?.state == "in-force")
        #expect(hot.stop() == nil)
    }
}
