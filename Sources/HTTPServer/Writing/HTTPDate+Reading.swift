extension HTTPDate {
  /// Reads any of the three formats that senders use, or used (RFC 9110, section 5.6.7).
  ///
  /// - Parameter now: seconds since 1970; a year of two digits is at most fifty years after it.
  /// - Returns: seconds since 1970; nil for what is no date.
  package static func seconds(_ text: String, now: Int) -> Int? {
    let words = text.split { $0 == " " || $0 == "," || $0 == "-" }
    if text.utf8.count == 29, words.count == 6, words[5] == "GMT" {
      return moment(day: words[1], month: words[2], year: number(words[3], 4), time: words[4])
    }
    if text.hasSuffix(" GMT"), words.count == 6, text.split(separator: "-").count == 3,
      let year = number(words[3], 2)
    {
      return moment(day: words[1], month: words[2], year: century(of: year, now), time: words[4])
    }
    guard text.utf8.count == 24, words.count == 5 else { return nil }
    return moment(day: words[2], month: words[1], year: number(words[4], 4), time: words[3])
  }

  /// The year with the century that puts it at most fifty years ahead.
  private static func century(of year: Int, _ now: Int) -> Int {
    let thisYear = 1970 + Int(Double(now) / (365.2425 * 86400))
    let guess = thisYear / 100 * 100 + year
    return guess > thisYear + 50 ? guess - 100 : guess
  }

  private static func moment(day: Substring, month: Substring, year: Int?, time: Substring) -> Int? {
    let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
    let clock = time.split(separator: ":", omittingEmptySubsequences: false).map { number($0, 2) }
    guard let year, let month = months.firstIndex(of: String(month)), clock.count == 3,
      let day = number(day, 2) ?? number(day, 1), (1...31).contains(day),
      let hour = clock[0], let minute = clock[1], let second = clock[2], hour < 24, minute < 60, second <= 60
    else { return nil }
    return days(year, month + 1, day) * 86400 + hour * 3600 + minute * 60 + second
  }

  /// Exactly `digits` digits.
  private static func number(_ text: Substring, _ digits: Int) -> Int? {
    guard text.utf8.count == digits, text.utf8.allSatisfy(CharacterClass.isDigit) else { return nil }
    return Int(text)
  }

  /// Days since 1970 in the Gregorian calendar; years begin in March here, so that the leap day is the last.
  private static func days(_ year: Int, _ month: Int, _ day: Int) -> Int {
    let year = month > 2 ? year : year - 1
    let dayOfYear = (153 * ((month + 9) % 12) + 2) / 5 + day - 1
    return 365 * year + year / 4 - year / 100 + year / 400 + dayOfYear - 719_468
  }
}
