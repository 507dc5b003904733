@main
struct Huigong {
    static func main() {
        print("huigong")
    }
}
