/// The folding step `particles`: 之 的 了 and the 儿 of 儿化 are left out, where they are nothing but that.
///
/// None goes at the beginning of the text, so something is always left. What stands beside a particle is what stood
/// there before this step.
enum ParticleFolding {
    /// One particle: it stays after these code points and before those.
    struct Particle {
        let staysAfter: [Unicode.Scalar]
        let staysBefore: [Unicode.Scalar]
        /// Whether it may go at the end.
        let goesAtEnd: Bool

        init(staysAfter: String = "", staysBefore: String = "", goesAtEnd: Bool = true) {
            self.staysAfter = Array(staysAfter.unicodeScalars)
            self.staysBefore = Array(staysBefore.unicodeScalars)
            self.goesAtEnd = goesAtEnd
        }

        func goes(after before: Unicode.Scalar, before after: Unicode.Scalar?) -> Bool {
            guard let after else { return goesAtEnd && !staysAfter.contains(before) }
            return !staysAfter.contains(before) && !staysBefore.contains(after)
        }
    }

    /// At the end of a name it is part of it (王羲之).
    private static let zhi = Particle(goesAtEnd: false)
    private static let de = Particle(staysAfter: "目之", staysBefore: "确士卢")
    private static let le = Particle(staysAfter: "不得明末未为除知", staysBefore: "解然结却断不得如事")
    private static let er = Particle(
        staysAfter: "女男婴幼孤健宠胎小少娇弃生血产患育这那哪", staysBefore: "子童女孙媳科歌戏时所郎化")

    private static func particle(_ scalar: Unicode.Scalar) -> Particle? {
        switch scalar {
        case "之": zhi
        case "的": de
        case "了": le
        case "儿": er
        default: nil
        }
    }

    static func fold(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: { particle($0) != nil }) else { return text }
        let scalars = Array(text.unicodeScalars)
        var folded = String.UnicodeScalarView()
        for (place, scalar) in scalars.enumerated() {
            let after = place + 1 < scalars.count ? scalars[place + 1] : nil
            if place > 0, let particle = particle(scalar), particle.goes(after: scalars[place - 1], before: after) {
                continue
            }
            folded.append(scalar)
        }
        return String(folded)
    }
}
