import Campaigns

/// Signing in: once a day, and for days that were missed as often as the rules allow.
package struct Attendance: Sendable, Hashable {
    /// Days signed in or made up for, from 0 on the day intake opens.
    package var days = DaySet()
    /// How many of them were made up for.
    package var made = 0
}

extension CampaignState {
    /// Why a person can't sign in now, for `made`, or for today where it is nil.
    func refusal(signin made: Int?, of person: Int, at tick: Int64) -> Refusal? {
        guard let signin = rules.campaign.signin else { return Refusal(.actAbsent) }
        let today = rules.day(of: tick)
        let attendance = attendance(of: person)
        guard let made else {
            guard attendance.days.contains(today) else { return nil }
            return Refusal(
                .signinTwice, limit: 1, remaining: 0,
                retryAfterMilliseconds: rules.start(after: today, intakeEnds: intakeEnds).map { $0 - tick })
        }
        guard (0..<today).contains(made) else { return Refusal(.signinDay) }
        guard !attendance.days.contains(made) else { return Refusal(.signinTwice) }
        guard attendance.made < signin.makeup else {
            return Refusal(.signinMakeup, limit: signin.makeup, remaining: 0)
        }
        return nil
    }

    /// What a person has signed in for, up to a leaf; what was used stays used, so void entries count here.
    package func attendance(of person: Int, upTo leaf: Int = .max) -> Attendance {
        var attendance = Attendance()
        guard rules.campaign.signin != nil else { return attendance }
        var place = people[person].lastEntry
        while place != People.noEntry {
            let entry = entries[Int(place)]
            let deed = deeds[Int(place)]
            if Int(entry.leaf) <= leaf, deed.attended >= 0 {
                attendance.days.insert(Int(deed.attended))
                attendance.made += deed.attended == deed.day ? 0 : 1
            }
            place = entry.previous
        }
        return attendance
    }

    /// How many days in a row a person has signed in up to now, whether today is among them, and how many days can still be
    /// made up for; nil where nobody signs in.
    package func standing(of person: Int, at tick: Int64) -> (streak: Int, isToday: Bool, makeups: Int)? {
        guard let signin = rules.campaign.signin else { return nil }
        let attendance = attendance(of: person)
        let today = rules.day(of: tick)
        let isToday = attendance.days.contains(today)
        return (
            attendance.days.run(endingWith: isToday ? today : today - 1), isToday, signin.makeup - attendance.made
        )
    }

    /// Of an entry by which a person signed in: how many days in a row ended with its day then, and how many days could
    /// still be made up for.
    func standing(after entry: Entry) -> (streak: Int, makeups: Int)? {
        guard let signin = rules.campaign.signin, let place = entryPlace(leaf: Int(entry.leaf)) else { return nil }
        let attendance = attendance(of: Int(entry.person), upTo: Int(entry.leaf))
        let day = Int(deeds[place].day)
        // Who makes up for yesterday before signing in today still has yesterday's days in a row.
        let last = attendance.days.contains(day) ? day : day - 1
        return (attendance.days.run(endingWith: last), signin.makeup - attendance.made)
    }
}
