import Terminal
import Testing

struct ScreenTests {
    @Test func `writes the first frame as plain lines`() {
        var screen = Screen()
        #expect(screen.paint(["one", "two"], width: 80, height: 24) == "one\ntwo\n")
    }

    @Test func `writes nothing where nothing changed`() {
        var screen = Screen()
        _ = screen.paint(["one", "two"], width: 80, height: 24)
        #expect(screen.paint(["one", "two"], width: 80, height: 24) == "")
    }

    @Test func `writes only the lines that differ`() {
        var screen = Screen()
        _ = screen.paint(["one", "two", "three"], width: 80, height: 24)
        #expect(
            screen.paint(["one", "2", "three"], width: 80, height: 24) == "\u{1B}[3A\u{1B}[1B\u{1B}[2K2\n\u{1B}[1B")
    }

    @Test func `takes away lines that are no more`() {
        var screen = Screen()
        _ = screen.paint(["one", "two", "three"], width: 80, height: 24)
        #expect(screen.paint(["one"], width: 80, height: 24) == "\u{1B}[3A\u{1B}[1B\u{1B}[J")
    }

    @Test func `adds lines below`() {
        var screen = Screen()
        _ = screen.paint(["one"], width: 80, height: 24)
        #expect(screen.paint(["one", "two"], width: 80, height: 24) == "\u{1B}[1A\u{1B}[1Btwo\n")
    }

    @Test func `counts the wrapped rows of the old frame after a resize`() {
        var screen = Screen()
        _ = screen.paint(["0123456789", "端午"], width: 10, height: 24)
        #expect(screen.paint(["a"], width: 5, height: 24) == "\u{1B}[3A\r\u{1B}[Ja\n")
    }

    @Test func `never paints more rows than the terminal has`() {
        var screen = Screen()
        #expect(screen.paint(["1", "2", "3", "4"], width: 80, height: 3) == "1\n2\n")
    }

    @Test func `cuts lines at the edge and ends their colour`() {
        #expect(clipped("abcdef", to: 4) == "abc…")
        #expect(clipped("\u{1B}[31mabcdef\u{1B}[0m", to: 4) == "\u{1B}[31mabc…\u{1B}[0m")
        #expect(styledWidth("\u{1B}[31m端午\u{1B}[0m") == 4)
    }

    @Test func `starts below what was left`() {
        var screen = Screen()
        _ = screen.paint(["one"], width: 80, height: 24)
        screen.leave()
        #expect(screen.paint(["two"], width: 80, height: 24) == "two\n")
    }
}
