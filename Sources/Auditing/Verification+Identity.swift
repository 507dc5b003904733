import Proofs

/// Check `identity`: the masked names of winners from the bundle, ids from the file that the auditor alone has.
extension Verification {
    /// Every winner's masked name, with its salt, is the one on the roll, and can be one that is masked as the rules say.
    mutating func checkDisplays(_ winners: [Pseudonym], _ names: [Pseudonym: String], _ roll: RollTable) {
        let paths = timeline?.paths ?? DrawPaths()
        guard let file = read(paths.displays, for: .identity) else { return }
        let salts: [(pseudonym: Pseudonym, salt: Digest)]
        do throws(FormatError) {
            salts = try DrawFiles.parseDisplays(file)
        } catch {
            findings.fail(.identity, BundleFileError(paths.displays, error))
            return
        }
        guard salts.map(\.pseudonym) == winners else {
            findings.fail(
                .identity,
                BundleFileError(paths.displays, zh: "不是按次序的中奖者", en: "does not list the winners in order"))
            return
        }
        for opened in salts {
            let name = names[opened.pseudonym] ?? ""
            let file = instant?.names[opened.pseudonym] == nil ? paths.winners : BundlePaths.stock
            findings.require(
                rules?.campaign.disclosure.masking.canShow(name) ?? true, .identity,
                zh: "\(file)：中奖者 \(opened.pseudonym.hex) 的姓名没有按规则遮盖",
                en: "\(file): the name of the winner \(opened.pseudonym.hex) is not masked as the rules say")
            let commitment = Commitments.display(salt: opened.salt, maskedName: name)
            guard commitment != roll.people[opened.pseudonym]?.display else { continue }
            findings.fail(
                .identity,
                BundleFileError(
                    file, zh: "中奖者 \(opened.pseudonym.hex) 的姓名与名册上的承诺不符",
                    en: "the name of the winner \(opened.pseudonym.hex) is not the one on the roll"))
        }
    }

    /// The ids of the winners, and of the people whom the seed, if there is one, chose, are those committed to on the roll.
    mutating func checkIdentities(
        _ winners: [Pseudonym], _ roll: RollTable, _ charter: Charter, _ seed: Digest?
    ) {
        let concealed = concealed.count
        guard !winners.isEmpty || concealed > 0 || auditorFile != nil else {
            findings.notUsed(.identity, zh: "没有人中奖，没有要打开的身份", en: "nobody won, so there is nobody to open")
            return
        }
        guard let bytes = auditorFile else {
            findings.notProvable(
                .identity,
                zh: "\(winners.count) 名中奖者的遮掩姓名与名册一致；身份本身\(concealed > 0 ? "和 \(concealed) 个不公开的登记项" : "")"
                    + "只有审计员的文件（--auditor-file）能证明",
                en: "the masked names of \(counted(winners.count, "winner")) are those on the roll; who they are"
                    + (concealed > 0 ? ", and what \(counted(concealed, "private field")) hold," : "")
                    + " takes the auditor's file (--auditor-file)")
            return
        }
        let file: AuditorFile
        do throws(FormatError) {
            file = try AuditorFile(parsing: bytes)
        } catch {
            findings.fail(.identity, zh: "审计员文件：格式不对（\(error.words.zh)）", en: "auditor's file: is malformed (\(error))")
            return
        }
        guard file.origin == charter.origin, file.seed == seed else {
            findings.fail(
                .identity, zh: "审计员文件：属于另一次抽奖（\(file.origin.text)）",
                en: "auditor's file: is of another draw (\(file.origin.text))")
            return
        }
        checkChosen(file, winners, roll, seed)
        checkOpened(file.winners + file.people, roll)
        let missing = checkConcealed(file.concealed)
        if missing > 0 {
            findings.notProvable(
                .identity, zh: "审计员文件里没有 \(concealed) 个不公开登记项中的 \(missing) 个；其余与承诺一致",
                en:
                    "\(missing) of \(counted(concealed, "private field")) are not in the auditor's file; the rest is what was "
                    + "committed to")
        }
        let opened = concealed > 0
        findings.pass(
            .identity,
            zh: "\(file.winners.count) 名中奖者和抽查的 \(file.people.count) 人，身份与名册上的承诺一致"
                + (opened ? "；\(concealed) 个不公开的登记项与开封中的承诺一致" : ""),
            en:
                "\(counted(file.winners.count, "winner")) and \(counted(file.people.count, "person", "people")) of the sample "
                + "have the ids committed to on the roll"
                + (opened ? "; \(counted(concealed, "private field")) hold what the openings commit to" : ""))
    }

    /// All winners in order, and exactly the people with the least tickets of purpose `sample`.
    private mutating func checkChosen(
        _ file: AuditorFile, _ winners: [Pseudonym], _ roll: RollTable, _ seed: Digest?
    ) {
        if let missing = winners.first(where: { !file.winners.map(\.pseudonym).contains($0) }) {
            findings.fail(
                .identity, zh: "审计员文件：缺少中奖者 \(missing.hex)", en: "auditor's file: lacks the winner \(missing.hex)")
        }
        findings.require(
            file.winners.map(\.pseudonym) == winners, .identity, zh: "审计员文件：中奖者与名单的次序不同",
            en: "auditor's file: does not list the winners in order")
        let people = roll.pseudonyms
        let sample = seed.map { Tickets(seed: $0).sample(file.sample, of: people) }?.map { people[$0] } ?? []
        findings.require(
            file.people.map(\.pseudonym) == sample, .identity, zh: "审计员文件：抽查的不是种子选出的 \(sample.count) 人",
            en: "auditor's file: the sample is not the \(sample.count) people whom the seed chose")
    }

    private mutating func checkOpened(_ people: [AuditorFile.Person], _ roll: RollTable) {
        var owners: [String: Pseudonym] = [:]
        for person in people {
            findings.require(
                person.commitment == roll.people[person.pseudonym]?.identity, .identity,
                zh: "审计员文件：\(person.pseudonym.hex) 的身份与名册上的承诺不符",
                en: "auditor's file: the id of \(person.pseudonym.hex) is not the one committed to on the roll")
            let other = owners.updateValue(person.pseudonym, forKey: person.id)
            findings.require(
                other == nil || other == person.pseudonym, .identity, zh: "审计员文件：一个身份在名册上出现两次",
                en: "auditor's file: one id stands on the roll twice")
        }
    }
}
