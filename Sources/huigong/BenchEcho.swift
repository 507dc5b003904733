enum BenchEcho {
    static let command = Command(name: "bench-echo", summary: "…", isHidden: true) { _ in
        throw CommandFailure("not part of this build")
    }
}
