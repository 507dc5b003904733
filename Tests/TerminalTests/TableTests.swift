import Terminal
import Testing

struct TableTests {
    private func sample() -> Table {
        var table = Table([.init("活动"), .init("标题", isFlexible: true), .init("记录", .right)])
        table.append(["quiz", "我们的节日·端午", "7,500"])
        table.append(["lantern-2027", "猜灯谜", "12"])
        return table
    }

    @Test func `lines columns up under wide characters`() {
        #expect(
            sample().lines() == [
                "活动          标题              记录",
                "quiz          我们的节日·端午  7,500",
                "lantern-2027  猜灯谜              12",
            ])
    }

    @Test func `cuts flexible columns on a narrow terminal`() {
        let lines = sample().lines(width: 32)
        #expect(lines.allSatisfy { displayWidth($0) <= 32 })
        #expect(lines[1] == "quiz          我们的节日…  7,500")
    }

    @Test func `keeps one row on one line`() {
        var table = Table([.init("a")])
        table.append(["x\ny"])
        #expect(table.lines() == ["a", "x y"])
    }
}
